"""Periods that papers report on: years, half-years, quarters and months."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from .dates import DAY, GAP, MONTH, YEAR, DateMention, figure, find_dates, full_year
from .numbers import level

_PERIOD = re.compile(r"(?P<y>[0-9]{4})(?:-(?:(?P<kind>[HQ])(?P<n>[1-4])|(?P<m>0[1-9]|1[0-2])))?")
_MONTHS_OF = {"H": 6, "Q": 3}
_LONGEST_SPAN = 24

_TO = rf"{GAP}[-至到]{GAP}"
_QUARTER_NAME = r"[一二三四1-4]"
# Year words that stand before the period: 去年下半年, 2023年第二季度.
_YEAR = (
    r"(?=[0-9〇一二三四五六七八九十元今本当去上前明次来第下全头])"  # makes the scan 8 times faster
    rf"(?:(?:(?P<y>{YEAR}|(?<![0-9])[0-9]{{2}}){GAP}年度?|(?P<word>[今本当去上前明次来]年度?))"
    rf"{GAP}的?{GAP})?"
)
_SHIFTS = {"去": -1, "上": -1, "前": -2, "明": 1, "次": 1, "来": 1}
_NO_DAY = rf"(?!{GAP}{DAY}{GAP}[日号\-至到])"
# 一月一次 and 一季度一检 are cadences.
_ONCE = r"一(?=(?:月|季度)[ \n]{0,4}[一内后次])"
_PATTERNS = (
    # 前三季度, 一至三季度, 一、二季度
    re.compile(
        rf"{_YEAR}(?:(?P<all>[前头])|第?{GAP}(?P<q1>(?<![0-9〇一二三四五六七八九十]){_QUARTER_NAME})"
        rf"(?P<link>{GAP}[-至到、和]{GAP})第?){GAP}(?P<q2>{_QUARTER_NAME}){GAP}个?季度"
    ),
    re.compile(
        rf"{_YEAR}(?:第{GAP}|(?<![0-9〇一二三四五六七八九十前头近后上下每、]))"
        rf"(?!{_ONCE}季度)(?P<q2>{_QUARTER_NAME}){GAP}季度"
    ),
    re.compile(rf"(?P<y>{YEAR}){GAP}年?{GAP}-?[Qq](?P<q2>[1-4])(?![0-9A-Za-z])"),
    re.compile(rf"{_YEAR}(?P<half>[上下])半年"),
    re.compile(rf"{_YEAR}(?P<whole>全年|本年度)"),
    re.compile(
        rf"{_YEAR}(?P<m1>{MONTH}){GAP}(?:月{GAP})?[-至到]{GAP}"
        rf"(?:(?P<y2>{YEAR}){GAP}年{GAP})?(?P<m2>{MONTH}){GAP}月份?{_NO_DAY}"
    ),
    # 3月, 2、5、8、11月
    re.compile(
        rf"{_YEAR}(?P<listed>(?:{MONTH}{GAP}月?份?{GAP}[、和]{GAP}){{0,11}})"
        rf"(?<![上下每近满])(?!{_ONCE}月)(?P<m2>{MONTH}){GAP}月份?{_NO_DAY}"
    ),
    re.compile(rf"(?P<from>{YEAR}){GAP}年?{_TO}(?P<to>{YEAR}){GAP}年度?(?!{GAP}{MONTH}{GAP}月)"),
)
_MONTH = re.compile(MONTH)
# 每年2、5、8、11月: nothing of a cadence is a period.
_EVERY = re.compile(r"[每逢]年?的?[0-9一二三四五六七八九十月份、和及至到\- \n]{0,32}\Z")
_EVERY_REACH = 36


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A period in a text.

    Attributes:
        start: First character.
        end: One past the last character.
        period: ``2023``, ``2023-H1``, ``2023-Q2`` or ``2023-05``.
    """

    start: int
    end: int
    period: str


def is_period(text: str) -> bool:
    """Whether a text is a period as ``PeriodMention.period`` writes it."""
    match = _PERIOD.fullmatch(text)
    return match is not None and not (match["kind"] == "H" and int(match["n"]) > 2)


def months_in(period: str) -> tuple[str, ...]:
    """The months of a period, in order: ``2023-Q2`` → 2023-04, 2023-05, 2023-06.

    Raises:
        ValueError: The text is no period.
    """
    match = _PERIOD.fullmatch(period)
    if match is None or not is_period(period):
        raise ValueError(f"not a period: {period!r}")
    if match["m"]:
        return (period,)
    length = _MONTHS_OF[match["kind"]] if match["kind"] else 12
    first = (int(match["n"] or 1) - 1) * length + 1
    return tuple(f"{match['y']}-{month:02}" for month in range(first, first + length))


def contains(outer: str, inner: str) -> bool:
    """Whether every month of one period lies in another.

    Raises:
        ValueError: One of them is no period.
    """
    return set(months_in(inner)) <= set(months_in(outer))


def periods_of_months(first: str, last: str) -> tuple[str, ...]:
    """The one period that two months bound, else all months between them.

    Args:
        first: Such as ``2023-01``.
        last: Such as ``2023-06``, which gives ``2023-H1``; not before ``first``.
    """
    begin, end = _ordinal(first), _ordinal(last)
    months = tuple(f"{n // 12:04}-{n % 12 + 1:02}" for n in range(begin, end + 1))
    year = first[:4]
    names = (year, *(f"{year}-{n}" for n in ("H1", "H2", "Q1", "Q2", "Q3", "Q4")))
    return next(((name,) for name in names if months_in(name) == months), months)


def _ordinal(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def find_periods(
    text: str, year: int | None = None, dates: Sequence[DateMention] | None = None
) -> list[PeriodMention]:
    """All periods of a text; of two that overlap, the longer one.

    A span such as 1-2月, which is no period itself, gives one mention for each of its months,
    all with the same place. Dates precise to the day are no periods, nor are cadences (每年3月).

    Args:
        text: Original text.
        year: The year that mentions without one belong to; else it is the year that the text
            named last before them, and without any they are left out.
        dates: Of the text, where they are known already.

    Returns:
        Mentions in order of the text.
    """
    plain = level(text)
    dates = find_dates(text) if dates is None else dates
    found = [_from_date(plain, date) for date in dates]
    for match in chain.from_iterable(pattern.finditer(plain) for pattern in _PATTERNS):
        before = plain[max(0, match.start() - _EVERY_REACH) : match.start()]
        start = match.start("m2") if _is_numbered(match) else match.start()
        found.append((start, match.end(), () if _EVERY.search(before) else match))
    mentions: list[PeriodMention] = []
    reached, said, coming = 0, year, iter([*dates, None])
    date = next(coming)
    for start, end, what in sorted(found, key=lambda each: (each[0], -each[1])):
        while year is None and date is not None and date.start < start:
            said, date = int(date.date[:4]), next(coming)
        if start < reached:
            continue
        periods = what if isinstance(what, tuple) else tuple(_periods(what, said))
        mentions += [PeriodMention(start, end, period) for period in periods]
        reached = end
    return mentions


def _is_numbered(match: re.Match[str]) -> bool:
    """Whether what looks like a list of months is a clause's number and one month: 9、6月中旬."""
    listed = match.groupdict().get("listed")
    if not listed or match["y"] or "月" in listed:
        return False
    months = [figure(each) for each in (*_MONTH.findall(listed), match["m2"])]
    opens = match.string[max(0, match.start() - 4) : match.start()].rstrip(" \t")[-1:] in (
        "",
        *"\n。；;：:",
    )
    return months != sorted(months) or (opens and len(months) == 2)


def _from_date(plain: str, date: DateMention) -> tuple[int, int, tuple[str, ...] | re.Match[str]]:
    """A date as a period; none if it is precise to the day, so that it only takes its place."""
    return date.start, date.end, (date.date,) if len(date.date) < 10 else ()


def _periods(match: re.Match[str], said: int | None) -> Iterator[str]:
    """The periods of a match, given the year that the text speaks of."""
    groups = match.groupdict()
    if groups.get("from"):
        first, last = figure(match["from"]), figure(match["to"])
        if first < last <= first + _LONGEST_SPAN:
            yield from (f"{each:04}" for each in range(first, last + 1))
        return
    year = _year(match, said)
    if year is None:
        return
    if groups.get("half"):
        yield f"{year:04}-H{'上下'.index(match['half']) + 1}"
    elif groups.get("whole"):
        yield f"{year:04}"
    elif groups.get("q2"):
        yield from _quarters(groups, year)
    else:
        yield from _months(match, year)


def _year(match: re.Match[str], said: int | None) -> int | None:
    if match["y"]:
        return full_year(match["y"])
    word = match.groupdict().get("word")
    return said if said is None or not word else said + _SHIFTS.get(word[0], 0)


def _quarters(groups: dict[str, str | None], year: int) -> Iterator[str]:
    last = figure(groups["q2"] or "")
    first = 1 if groups.get("all") else figure(groups.get("q1") or groups["q2"] or "")
    if "、" in (groups.get("link") or "") or "和" in (groups.get("link") or ""):
        yield from (f"{year:04}-Q{quarter}" for quarter in (first, last))
    elif first <= last:
        begin, end = f"{year:04}-{first * 3 - 2:02}", f"{year:04}-{last * 3:02}"
        whole = periods_of_months(begin, end)
        quarters = tuple(f"{year:04}-Q{quarter}" for quarter in range(first, last + 1))
        yield from whole if len(whole) == 1 else quarters


def _months(match: re.Match[str], year: int) -> Iterator[str]:
    groups = match.groupdict()
    last = figure(match["m2"])
    first = figure(groups.get("m1") or match["m2"])
    end_year = figure(groups["y2"] or "") if groups.get("y2") else year
    begin, end = f"{year:04}-{first:02}", f"{end_year:04}-{last:02}"
    if groups.get("listed") and not _is_numbered(match):
        yield from (f"{year:04}-{figure(each):02}" for each in _MONTH.findall(match["listed"]))
        yield end
    elif 0 <= _ordinal(end) - _ordinal(begin) < _LONGEST_SPAN:
        yield from periods_of_months(begin, end)
