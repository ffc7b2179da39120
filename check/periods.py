"""Periods as spans of months, and the periods that a cadence expects in a year."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ..schemas.model import Duty, Every
from ..text.periods import is_period, months_in


@dataclass(frozen=True, slots=True)
class Span:
    """Whole months, both ends included.

    Attributes:
        first: Year × 12 + month − 1.
        last: Likewise.
    """

    first: int
    last: int

    def within(self, other: Span) -> bool:
        """Whether no month of it lies outside the other."""
        return other.first <= self.first and self.last <= other.last

    @property
    def is_year(self) -> bool:
        """Whether it is exactly a calendar year."""
        return self.first % 12 == 0 and self.last == self.first + 11

    @property
    def year(self) -> int:
        """The year it begins in."""
        return self.first // 12


def months_of(year: int, first: int, last: int) -> Span:
    """From one month to another; a last before the first lies in the next year."""
    wrapped = last + 12 if last < first else last
    return Span(year * 12 + first - 1, year * 12 + wrapped - 1)


@lru_cache(maxsize=4096)
def parse_period(text: str | None) -> Span | None:
    """The span of ``2023``, ``2023-H1``, ``2023-Q2`` or ``2023-05``; None for anything else."""
    if text is None or not is_period(text):
        return None
    months = months_in(text)
    return Span(_ordinal(months[0]), _ordinal(months[-1]))


def _ordinal(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def period_name(span: Span) -> str:
    """The design's name of a span; a span without one is named by its last month."""
    year, month = divmod(span.first, 12)
    length = span.last - span.first + 1
    if length == 12 and month == 0:
        return f"{year:04d}"
    if length == 6 and month % 6 == 0:
        return f"{year:04d}-H{month // 6 + 1}"
    if length == 3 and month % 3 == 0:
        return f"{year:04d}-Q{month // 3 + 1}"
    year, month = divmod(span.last, 12)
    return f"{year:04d}-{month + 1:02d}"


def in_order(periods: Iterable[str]) -> tuple[str, ...]:
    """Periods once each, by their beginning, longer ones first."""
    found = set(periods)
    if len(found) < 2:
        return tuple(found)

    def place(period: str) -> tuple[int, int, str]:
        span = parse_period(period) or Span(0, 0)
        return span.first, -span.last, period

    return tuple(sorted(found, key=place))


def finest(periods: Iterable[str]) -> tuple[str, ...]:
    """Periods in order, without those that only sum up finer ones among them."""
    ordered = in_order(periods)
    if len(ordered) < 2:
        return ordered
    spans = {period: parse_period(period) or Span(0, 0) for period in ordered}
    return tuple(
        period
        for period, span in spans.items()
        if not any(other.within(span) and other != span for other in spans.values())
    )


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A cadence and when its papers are due; fields as in ``Duty``."""

    every: Every
    months: tuple[int, ...] = ()
    due_day: int | None = None
    due_in: str | None = None

    @staticmethod
    def of(duty: Duty) -> Rhythm | None:
        """The rhythm of a duty, if it states one."""
        if duty.every is None:
            return None
        return Rhythm(duty.every, duty.months, duty.due_day, duty.due_in)


@dataclass(frozen=True, slots=True)
class Expected:
    """A period for which a paper is expected, and the last day on which it may come."""

    name: str
    span: Span
    due: date


_SPANS: dict[Every, tuple[tuple[int, int], ...]] = {
    Every.MONTH: tuple((m, m) for m in range(1, 13)),
    Every.TWO_MONTHS: tuple((m, m + 1) for m in range(1, 13, 2)),
    Every.QUARTER: tuple((m, m + 2) for m in range(1, 13, 3)),
    Every.HALF_YEAR: ((1, 6), (7, 12)),
    Every.YEAR: ((1, 12),),
}


@lru_cache(maxsize=4096)
def expected_periods(rhythm: Rhythm, year: int) -> tuple[Expected, ...]:
    """The periods that a rhythm expects in a year, in order.

    Two-month spans are January–February, March–April and so on, and are named by
    their last month (``2023-02``). A window is named as a quarter or half year where
    it is one, else by its last month. Three years end with the year and bear its name.

    Returns:
        Nothing for rhythms that papers cannot be counted by: daily, weekly, given
        months or a window without months.
    """
    if rhythm.every is Every.THREE_YEARS:
        span = Span((year - 2) * 12, year * 12 + 11)
        return (Expected(f"{year:04d}", span, _due(span, rhythm)),)
    spans = [months_of(year, first, last) for first, last in _spans(rhythm)]
    return tuple(Expected(period_name(span), span, _due(span, rhythm)) for span in spans)


def _spans(rhythm: Rhythm) -> tuple[tuple[int, int], ...]:
    if rhythm.every is Every.GIVEN_MONTHS:
        return tuple((month, month) for month in sorted(set(rhythm.months)))
    if rhythm.every is Every.WINDOW:
        return ((rhythm.months[0], rhythm.months[-1]),) if rhythm.months else ()
    return _SPANS.get(rhythm.every, ())


def _due(span: Span, rhythm: Rhythm) -> date:
    year, month = divmod(span.last + (rhythm.due_in == "next"), 12)
    if year > 9998:
        return date.max
    last_day = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(rhythm.due_day or last_day, last_day))
