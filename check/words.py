"""Findings in words, for every rendering alike."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby

from ..messages import language, translate
from ..model import FindingStatus, Note
from ..schemas.model import Box
from .findings import ItemFinding
from .periods import Span, in_order, parse_period

GLYPHS = {
    FindingStatus.COMPLETE: "✓",
    FindingStatus.PARTIAL: "◐",
    FindingStatus.MISSING: "✗",
    FindingStatus.WAIVED: "–",
    FindingStatus.NOT_CHECKED: "○",
}
_FORMS = {1: "months", 3: "quarters", 6: "halves", 12: "years"}


def say(note: Note) -> str:
    """The sentence of a note in the language in force; its periods run together."""
    values = dict(note.values)
    if "periods" in values:
        values["periods"] = compact_periods(values["periods"].split(","))
    return translate(note.key, **values)


def status_word(status: FindingStatus) -> str:
    """The word for a status in the language in force."""
    return translate(f"check.status.{status.value}")


def printable(text: str) -> str:
    """A text without control and direction characters, which could forge what is shown."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cf") else c for c in text)


def compact_periods(periods: Iterable[str], year: int | None = None) -> str:
    """Periods in few words: ``2023-02, 2023-05 … 2023-08`` → 2、5—8月.

    Args:
        periods: Such as ``2023``, ``2023-H1``, ``2023-Q2``, ``2023-05``, in any order.
        year: Left out where all periods lie in it; without it, where they share a year.
    """
    spans = [span for period in in_order(periods) if (span := parse_period(period))]
    years = {span.year for span in spans} | ({year} if year is not None else set())
    spans.sort(key=lambda span: (span.year, _length(span), span.first))
    parts: list[str] = []
    for (of_year, length), group in groupby(spans, key=lambda s: (s.year, _length(s))):
        written = _written(length, [span.first % 12 // length for span in group], of_year)
        if len(years) > 1 and length < 12:
            written = translate("check.period.of_year", year=f"{of_year:04d}", list=written)
        parts.append(written)
    return translate("check.period.joint").join(parts)


def _length(span: Span) -> int:
    return span.last - span.first + 1


def _written(length: int, places: Sequence[int], year: int) -> str:
    """One kind of period of one year; ``places`` count from 0 within the year."""
    if length == 12:
        return translate("check.period.years", list=f"{year:04d}")
    if length == 1:
        names = translate("check.period.month_names").split()
    elif length == 6:
        names = translate("check.period.half_names").split()
    else:
        names = ["1", "2", "3", "4"]
    runs = _runs(places) if length != 6 else [(place, place) for place in places]
    joined = translate("check.period.joint").join(_run(names, *run) for run in runs)
    return translate(f"check.period.{_FORMS[length]}", list=joined)


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and place == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs


def _run(names: Sequence[str], first: int, last: int) -> str:
    if first == last:
        return names[first]
    if last == first + 1:
        return translate("check.period.joint").join((names[first], names[last]))
    return translate("check.period.range", first=names[first], last=names[last])


_DIGITS = "零一二三四五六七八九"


def section_heading(no: int | None, name: str) -> str:
    """第三节 财务 …; only the name for a level without numbered sections."""
    if no is None:
        return name
    written = _chinese(no) if language() == "zh" else str(no)
    return translate("check.section", no=written, name=name)


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def box_label(box: Box) -> str:
    """A box's name for the screen; one that the norms did not print stands in [ ]."""
    if box.name is not None or box.label.startswith("["):
        return box.label
    return f"[{box.label}]"


def worth_naming(items: Sequence[ItemFinding]) -> list[ItemFinding]:
    """Required items that lack something, without the parts of one that lacks altogether."""
    lacking = [
        item
        for item in items
        if not item.optional and item.status in (FindingStatus.MISSING, FindingStatus.PARTIAL)
    ]
    missing = {item.item_id for item in lacking if item.status is FindingStatus.MISSING}
    return [item for item in lacking if item.part_of not in missing]
