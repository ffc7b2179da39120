"""What time the figures of a paper are about."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ..text.numerals import DateMention, PeriodMention, find_dates, find_periods

_RELATIVE = re.compile(r"(?P<back>去年|上年|上一年|前年)度?(?P<same>同期)?|(?P<now>今年|本年)度?")
_SHIFT = {"去年": -1, "上年": -1, "上一年": -1, "前年": -2}
_MONTH_DAY = re.compile(r"(?<![0-9年])(?P<m>1[0-2]|0?[1-9])月(?P<d>[12][0-9]|3[01]|0?[1-9])[日号]")
_YEARLESS = re.compile(
    r"(?<![0-9年])(?:1[0-2]|0?[1-9])(?:月?[-至到、](?:1[0-2]|0?[1-9]))?月份?(?![0-9])|[上下]半年|第?[一二三四]季度"
)
_UNTIL = re.compile(r"(?P<firm>截至|截止到?)?(?:(?<![降升高少加长])[到至])?[ 　]?\Z")
_POINT = re.compile(r"年?(?P<where>初|底|末|中)")


@dataclass(frozen=True, slots=True)
class Time:
    """A time named in a text.

    Attributes:
        start: First character.
        end: One past the last.
        period: As in ``Indicator.period``; empty where the year is not known.
        point: 初, 中 or 底 of it.
        day: It is one day, as of an event.
    """

    start: int
    end: int
    period: str
    point: str = ""
    day: bool = False


class Times:
    """The times that a text names, in order.

    Args:
        text: Original text.
        plain: The same, levelled.
        year: That the paper is about, if known.
    """

    def __init__(self, text: str, plain: str, year: int | None) -> None:
        self.year = year
        self.dates: Sequence[DateMention] = find_dates(text)
        found = [
            *_of_periods(plain, find_periods(text, year, self.dates)),
            *_of_days(plain, self.dates, year),
            *_relative(plain, year),
            *(Time(one.start(), one.end(), "") for one in _YEARLESS.finditer(plain)),
        ]
        self.all: list[Time] = []
        for one in sorted(found, key=lambda each: (each.start, -each.end)):
            if not self.all or one.start >= self.all[-1].end:
                self.all.append(one)
        self._starts = [one.start for one in self.all]

    def dates_between(self, start: int, end: int) -> Sequence[DateMention]:
        """Dates that begin in a stretch, whole or not."""
        first = bisect_left(self.dates, start, key=_start)
        return self.dates[first : bisect_left(self.dates, end, key=_start)]

    def between(self, start: int, end: int) -> Sequence[Time]:
        """Those that begin in a stretch."""
        return self.all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def before(self, start: int, end: int) -> Time | None:
        """The last one that begins in a stretch."""
        place = bisect_right(self._starts, end - 1) - 1
        return self.all[place] if place >= 0 and self._starts[place] >= start else None

    def taken(self, start: int, end: int) -> list[tuple[int, int]]:
        """The places of a stretch in which figures are no figures."""
        first = max(0, bisect_left(self._starts, start) - 1)
        places = self.all[first : bisect_left(self._starts, end)]
        return [(one.start, one.end) for one in places if one.end > start]


def _start(one: DateMention) -> int:
    return one.start


def _of_periods(plain: str, mentions: Sequence[PeriodMention]) -> list[Time]:
    found: list[Time] = []
    for mention in mentions:
        if found and (found[-1].start, found[-1].end) == (mention.start, mention.end):
            # 1-11月, which is no period of its own.
            first = found[-1].period.partition("/")[0].rpartition("/")[2]
            last = Time(mention.start, mention.end, f"{first}/{mention.period}")
            found[-1] = last
            continue
        found.append(Time(mention.start, mention.end, mention.period))
    return [_placed(plain, one) for one in found]


def _placed(plain: str, one: Time) -> Time:
    """With the point of it that is meant: 2023年底; 截至6月底."""
    point = _POINT.match(plain, one.end)
    where = point["where"].replace("末", "底") if point else ""
    end = point.end() if point else one.end
    until = _until(plain, one.start)
    period = one.period
    if (until == "firm" or (until and where == "底")) and "/" not in period:
        closed = where == "底" and (len(period) == 4 or period.endswith("-12"))
        period = period[:4] if closed else f"/{period}"
    return Time(one.start, end, period, where)


def _until(plain: str, start: int) -> str:
    """Whether words before a time say up to it, and whether they can mean nothing else."""
    match = _UNTIL.search(plain, max(0, start - 5), start)
    return ("firm" if match["firm"] else match[0].strip()) if match else ""


def _of_days(plain: str, dates: Sequence[DateMention], year: int | None) -> list[Time]:
    found = [Time(one.start, one.end, one.date, day=True) for one in dates if len(one.date) == 10]
    for match in _MONTH_DAY.finditer(plain):
        day = f"{year:04}-{int(match['m']):02}-{int(match['d']):02}" if year else ""
        found.append(Time(match.start(), match.end(), day, day=True))
    return [_until_day(plain, one) for one in found]


def _until_day(plain: str, one: Time) -> Time:
    if not _until(plain, one.start):
        return one
    period = one.period[:4] if one.period.endswith("-12-31") else f"/{one.period}"
    return Time(one.start, one.end, period if one.period else "", day=not one.period)


def _relative(plain: str, year: int | None) -> list[Time]:
    found = []
    for match in _RELATIVE.finditer(plain):
        if plain[match.end() : match.end() + 1] in tuple("上下前一二三四第0123456789以来"):
            continue
        shift = 0 if match["now"] else _SHIFT[match["back"]]
        known = year is not None and not match["same"]
        period = f"{(year or 0) + shift:04}" if known else ""
        found.append(Time(match.start(), match.end(), period))
    return found
