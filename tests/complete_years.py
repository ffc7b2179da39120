"""Unit-years: complete ones made from norms, and those of the corpora with their true filings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from danghe.check.attendance import CONTINUOUS
from danghe.check.periods import Rhythm, expected_periods, finest
from danghe.model import FiledRecord, Filing, Record
from danghe.schemas import load
from danghe.schemas.loader import shipped
from danghe.schemas.model import Box, BoxState, Duty, DutyKind, Every, Item, Level, Norms

YEAR = 2023
UNIT = "模范单位"
CORPUS = Path(__file__).parent.parent / "corpus"


@cache
def norms_named(name: str) -> Norms:
    return load(None if name == "district" else shipped(name))


LEVELS = [
    (name, level.id) for name in ("district", "village") for level in norms_named(name).levels
]


@cache
def complete_year(name: str, level_id: str) -> tuple[FiledRecord, ...]:
    """The fewest papers with which nothing lacks: one for each item, period and duty."""
    level = norms_named(name).level(level_id)
    wanted = dict.fromkeys(
        entry
        for section in level.sections
        for box in section.boxes
        if box.state is not BoxState.LOST
        for entry in _of_box(level, box)
    )
    return tuple(_paper(n, level_id, *entry) for n, entry in enumerate(wanted))


Entry = tuple[str, str | None, str]


def _of_box(level: Level, box: Box) -> Iterator[Entry]:
    wholes = {item.part_of for item in box.items if not item.optional}
    asked = [item for item in box.items if not item.optional and item.id not in wholes]
    inside = {box.id, *(item.id for item in box.items)}
    periods: dict[str | None, list[str]] = {item.id: _each(item) for item in asked}
    if not box.items:
        periods[None] = []
    for duty in _cadences(level):
        # A register answers for every period inside its own: no paper beside it is required.
        written_on = any(i.id in duty.evidence and i.kind in CONTINUOUS for i in asked)
        if duty.evidence and inside.issuperset(duty.evidence) and not written_on:
            first = next((t for t in duty.evidence if t in periods), next(iter(periods), None))
            periods[first] += _expected(duty.every, duty)
    for item, found in periods.items():
        yield from ((box.id, item, period) for period in finest(found) or (str(YEAR),))


def _each(item: Item) -> list[str]:
    return _expected(item.each, None)


def _cadences(level: Level) -> list[Duty]:
    duties = (duty for section in level.sections for duty in section.duties)
    return [duty for duty in duties if duty.kind is DutyKind.CADENCE]


def _expected(every: Every | None, duty: Duty | None) -> list[str]:
    if every is None or every is Every.THREE_YEARS:
        return []
    rhythm = Rhythm.of(duty) if duty else Rhythm(every)
    return [e.name for e in expected_periods(rhythm, YEAR)] if rhythm else []


def _paper(number: int, level: str, box: str, item: str | None, period: str) -> FiledRecord:
    id = f"{number:012x}-1"
    filing = Filing(id, UNIT, level, YEAR, period, box, (item,) if item else ())
    return FiledRecord(
        Record(id, f"{number:064x}", 1, 0, 9, f"第{number}件"), filing, f"{number}.docx"
    )


@cache
def corpus_papers(name: str) -> tuple[FiledRecord, ...]:
    """Papers of a corpus, filed as its truth says."""
    truth = CORPUS / ("truth.jsonl" if name == "district" else "village/truth.jsonl")
    return tuple(_true(truth))


def _true(truth: Path) -> Iterator[FiledRecord]:
    for number, line in enumerate(truth.read_text("utf-8").splitlines()):
        entry = json.loads(line)
        for n, want in enumerate(entry["records"]):
            id, year = f"{number:012x}-{n}", want["year"]
            record = Record(id, str(number), n, 0, 1, want["title"] or "", doctype=want["doctype"])
            period = want["period"] or (str(year) if year else None)
            filing = Filing(
                id, want["unit"], want["level"], year, period, want["box_id"], tuple(want["items"])
            )
            yield FiledRecord(record, filing, entry["path"])
