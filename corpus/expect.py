"""What a check should find, by the truth and the norms; shares no code with danghe's check."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from danghe.schemas import Box, BoxState, Every, Item, Norms

Periods = set[str]
Found = dict[str, Periods]

# Kept line by line, so that one of a whole year serves each of its months.
_CONTINUOUS = {"register", "ledger", "account", "record"}


def expectations(
    truth: list[dict[str, Any]], norms: Norms, units: Mapping[str, str], year: int
) -> dict[str, Any]:
    """Unit → year and, for each box of its level, status, missing items and missing periods."""
    return {
        unit: {"year": year, "boxes": _boxes(truth, norms, level, year)}
        for level, unit in units.items()
    }


def _boxes(
    truth: list[dict[str, Any]], norms: Norms, level: str, year: int
) -> dict[str, dict[str, Any]]:
    found: Found = defaultdict(set)
    cadences = _cadences(norms, level)
    for line in truth:
        for record in line["records"]:
            if record["level"] == level and record["box_id"]:
                every, _ = cadences.get(record["box_id"], (None, ()))
                if record["year"] in _years(every, year):
                    for key in (record["box_id"], *record["items"]):
                        found[key].add(_span(record, year))
    return {
        box.id: _box(box, found, cadences, year)
        for section in norms.level(level).sections
        for box in section.boxes
    }


def _years(every: Every | None, year: int) -> range:
    """Years whose papers serve a year: what comes every three years serves three."""
    return range(year - 2 if every is Every.THREE_YEARS else year, year + 1)


def _span(record: dict[str, Any], year: int) -> str:
    """What a paper is about; a single event is of its month."""
    date = record["date"] or ""
    event = date[:7] if date[:4] == str(year) else str(year)
    return str(record["period"] or event)


def _cadences(norms: Norms, level: str) -> dict[str, tuple[Every, tuple[int, ...]]]:
    """Box or item id → how often; what the box's contents say outweighs a duty."""
    cadences: dict[str, tuple[Every, tuple[int, ...]]] = {}
    for section in norms.level(level).sections:
        for duty in section.duties:
            if duty.every:
                cadences.update(dict.fromkeys(duty.evidence, (duty.every, duty.months)))
        for box in section.boxes:
            cadences.update({i.id: (i.each, ()) for i in box.items if i.each})
    return cadences


def _box(
    box: Box, found: Found, cadences: dict[str, tuple[Every, tuple[int, ...]]], year: int
) -> dict[str, Any]:
    if box.state is BoxState.LOST:
        return {"status": "not_checked", "missing_items": [], "missing_periods": {}}
    missing_items = [i.id for i in box.items if not i.optional and not _present(i, box, found)]
    missing_periods: dict[str, list[str]] = {}
    kept_all_year = {i.id for i in box.items if i.kind in _CONTINUOUS and str(year) in found[i.id]}
    for key in (box.id, *(item.id for item in box.items)):
        if key in cadences and found[key] and key not in kept_all_year:
            gaps = [p for p in _wanted(*cadences[key], year) if not _covered(p, found[key])]
            if gaps:
                missing_periods[key] = gaps
    if not found.get(box.id):
        status = "missing"
    else:
        status = "partial" if missing_items or missing_periods else "complete"
    return {"status": status, "missing_items": missing_items, "missing_periods": missing_periods}


def _present(item: Item, box: Box, found: Found) -> bool:
    """Whether it is there itself, or its parent is, or at least one of its parts is."""
    parts = [i.id for i in box.items if i.part_of == item.id]
    return any(found.get(key) for key in (item.id, item.part_of or item.id, *parts))


def _wanted(every: Every, months: tuple[int, ...], year: int) -> list[str]:
    match every:
        case Every.MONTH:
            return [f"{year}-{m:02d}" for m in range(1, 13)]
        case Every.QUARTER:
            return [f"{year}-Q{q}" for q in range(1, 5)]
        case Every.HALF_YEAR:
            return [f"{year}-H1", f"{year}-H2"]
        case Every.GIVEN_MONTHS:
            return [f"{year}-{m:02d}" for m in months]
        case _:
            return []


def _covered(wanted: str, periods: Periods) -> bool:
    """Whether some record is about the wanted span, or a span inside it."""
    return any(p == wanted or _inside(p, wanted) for p in periods)


def _inside(period: str, span: str) -> bool:
    part = period[5:]
    if len(part) != 2 or not part.isdigit() or period[:4] != span[:4]:
        return False
    month = int(part)
    return span[5:] in (f"Q{(month + 2) // 3}", f"H{(month + 5) // 6}")
