"""Twelve months of papers, as a strip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..check.periods import parse_period
from ..check.words import compact_periods
from ..messages import translate
from ..model import FiledRecord


@dataclass(frozen=True, slots=True)
class Strip:
    """The months of a year, for the eye and for the ear.

    Attributes:
        months: Twelve of ``there``, ``missing``, ``open`` and ``none``.
        told: The same in words.
    """

    months: tuple[str, ...]
    told: str


def strip_of(
    papers: Iterable[FiledRecord], missing: Iterable[str], open_: Iterable[str], year: int
) -> Strip:
    """Which months of a year have papers, and which lack them.

    A paper about a whole year speaks of no month. One without a period counts for the month of
    its date, but what the check calls missing stays so.
    """
    there = {month for paper in papers for month in _months(_period_of(paper), year)}
    lacking = {month for period in missing for month in _months(period, year, most=12)}
    waiting = {month for period in open_ for month in _months(period, year, most=12)}
    months = tuple(
        "missing" if n in lacking else "there" if n in there else "open" if n in waiting else "none"
        for n in range(12)
    )
    return Strip(months, _told(months, year))


def _period_of(paper: FiledRecord) -> str | None:
    period = paper.filing.period
    return period if period and len(period) > 4 else (paper.record.date or "")[:7]


def _months(period: str | None, year: int, most: int = 6) -> Iterator[int]:
    span = parse_period(period)
    if span is not None and span.last - span.first < most:
        for month in range(span.first, span.last + 1):
            if month // 12 == year:
                yield month % 12


def _told(months: tuple[str, ...], year: int) -> str:
    parts = []
    for state in ("there", "missing", "open"):
        named = [f"{year:04d}-{n + 1:02d}" for n, one in enumerate(months) if one == state]
        if named:
            parts.append(translate(f"web.strip.{state}", months=compact_periods(named, year)))
    return translate("check.list_joint").join(parts) or translate("web.strip.none")
