"""The date of a paper, and the year and period that it is about."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from ..text.numerals import contains, find_dates, find_doc_numbers, find_periods, months_in
from .paper import LONG_LINE, Paper

_DATE_LABEL = re.compile(
    r"(?<![\u4e00-\u9fff])(?:填报|填表|制表|编制|签订|签署|签字|申请|申报|登记|报送|上报|报告|成文|公示|公开|填写|"
    r"建卡|建档|开具|出具|存档|归档|发布|审批|批准|移交|交接|考核|评估|鉴定|检查|公布|张贴|通报|通知|打印|收到)?"
    r"(?:日\s*期|时\s*间)\s*[:：\t ]\s*(.{6,24})"
)
_MONTH_DAY = re.compile(r"(?<![\d年.])(1[0-2]|[1-9])月([12]\d|3[01]|[1-9])日$")
_EVENT_LABEL = re.compile(
    r"(?:培训|会议|活动|开会|授课|上课|考试|评议|座谈|检查|排查|召开|拍摄|[\u4e00-\u9fff]访|宣传|公开)?(?:日\s*期|时\s*间)\s*[:：]\s*(.{5,30})"
)
_PERIOD_LABEL = re.compile(
    r"(?:报告期|统计(?:时间|时段|月份|期间|周期)|填报(?:月份|季度|年度|时段)|所属(?:时期|月份|季度|年度)|报表期|"
    r"月\s*份|季\s*度|年\s*度|期\s*间|考核(?:月份|时段|期间))\s*[:：]\s*(.{2,24})"
)
# 填报单位：某社区　2023年4月
_LABELLED_LINE = re.compile(r"(?:单位|部门|街道|社区|村|网格|姓名|制表人?|填表人?)[^:：]{0,8}[:：]")
_BIRTH = re.compile(r"出生|生于|生日")
# 1973年以来: a limit, not the year that a paper is about.
_LIMIT = re.compile(r"(?:年|月|日|份|度|底|初)?(?:以来|以前|之前|以后|之后|起)")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d(?=\s|$|[^\d年.\-/])")
_BODY_CHARS = 20_000
_SHORT = 40
_PRINTED = re.compile(r"印发")
_YEARS_BACK = 1
_EARLY_MONTHS = 2
_FAR_BACK = 5
_NAMED_IN_TITLE = 20.0
_NAMED_IN_HEAD = 7.0
_LABELLED = 6.0
_EVENT = 4.0
_BODY = 4.0
_SIGNED = 6.0
_SIGNED_EARLY = 2.5
_FOLDER = 2.5
_STEM = 2.0


@dataclass(frozen=True, slots=True)
class Dated:
    """成文日期 and the words it was read from."""

    date: str
    seen: str
    where: str


@dataclass(frozen=True, slots=True)
class About:
    """The year and period that a paper is about.

    Attributes:
        year: Or None.
        period: The year, or finer where the paper says so.
        event: Month or day of the event reported, as a period month, or None.
        seen: Words that decided.
        where: Zone.
        confidence: Share of the evidence that agrees.
    """

    year: int | None
    period: str | None
    event: str | None
    seen: str
    where: str
    confidence: float


def find_date(paper: Paper) -> Dated | None:
    """成文日期: in the signature, else behind a label, else in head, tail or a signed cell."""
    return _signed(paper) or _labelled(paper) or _loose(paper)


def _signed(paper: Paper) -> Dated | None:
    for line in reversed(paper.tail):
        text = line.text
        if _PRINTED.search(text) or len(text) > _SHORT:
            continue
        dates = [d for d in find_dates(text) if len(d.date) >= 7]
        if dates and dates[-1].end >= len(text) - 4 and not _is_row(text, dates[-1].start):
            return Dated(dates[-1].date, text, "signature")
    return None


def _labelled(paper: Paper) -> Dated | None:
    for zone in (paper.text[-600:], paper.text[:1200]):
        for match in reversed(list(_DATE_LABEL.finditer(zone))):
            dates = find_dates(match[1])
            if dates and dates[0].start <= 2 and len(dates[0].date) == 10:
                return Dated(dates[0].date, match.group()[:30], "label")
    return None


def _is_row(text: str, start: int) -> bool:
    """Whether the words before a date make it part of a sentence rather than a signature."""
    return bool(re.search(r"[，。；、]|自|从|至|到|于$", text[:start][-12:]))


def _loose(paper: Paper) -> Dated | None:
    for line in paper.head[:6]:
        dates = [d for d in find_dates(line.text) if len(d.date) == 10]
        if dates and len(line.text) <= _SHORT and line.text[dates[0].end :][:1] not in ("至", "—"):
            return Dated(dates[0].date, line.text, "head")
    for line in reversed(paper.tail):
        dates = [d for d in find_dates(line.text) if len(d.date) == 10]
        if dates and len(line.text) <= LONG_LINE:
            return Dated(dates[-1].date, line.text[dates[-1].start : dates[-1].end], "tail")
    return _in_cell(paper)


def _in_cell(paper: Paper) -> Dated | None:
    """A date that ends a cell of the last rows, behind words: an opinion that was signed."""
    for table in reversed(paper.tables):
        for row in reversed(table[-3:]):
            for cell in reversed(row):
                dates = [d for d in find_dates(cell) if len(d.date) == 10]
                if dates and dates[-1].end >= len(cell.rstrip()) - 2 and dates[-1].start >= 4:
                    return Dated(dates[-1].date, cell[-24:], "table")
    return None


def with_year(paper: Paper, year: int | None) -> Dated | None:
    """A signature that names month and day only, in the year the paper is about."""
    for line in reversed(paper.tail):
        match = _MONTH_DAY.search(line.text)
        if year and match and len(line.text) <= _SHORT and not _is_row(line.text, match.start()):
            date = f"{year}-{int(match[1]):02}-{int(match[2]):02}"
            return Dated(date, line.text, "signature") if find_dates(date) else None
    return None


@dataclass(frozen=True, slots=True)
class _Vote:
    period: str
    weight: float
    seen: str
    where: str
    subject: bool = True


def find_about(paper: Paper, title: str, path: str, date: str | None) -> About:
    """Weigh what title, head, labels, body, signature and folders say.

    Args:
        paper: The paper.
        title: Its title.
        path: As the user named the file.
        date: 成文日期, ISO, or None.
    """
    hint = int(date[:4]) if date else None
    votes = [vote for vote in _votes(paper, title, path, hint, date) if _plausible(vote, hint)]
    if not votes:
        return About(None, None, None, "", "", 0.0)
    years = _tally(votes)
    year = max(years, key=lambda y: (years[y], -abs(y - (hint or y)), y))
    if hint is None:
        # 6月出勤登记, undated: its month is of the year that all else speaks for.
        votes = [*_votes(paper, title, path, year, date)]
    of_year = [v for v in votes if int(v.period[:4]) == year]
    best = max(of_year, key=lambda v: v.weight)
    share = years[year] / sum(years.values())
    events = sorted({v.period for v in of_year if v.where == "event" and len(v.period) == 7})
    event = events[0] if len(events) == 1 else None
    return About(year, _finest(year, of_year), event, best.seen, best.where, share)


def _tally(votes: list[_Vote]) -> dict[int, float]:
    years: dict[int, float] = defaultdict(float)
    for vote in votes:
        years[int(vote.period[:4])] += vote.weight
    return years


def _finest(year: int, votes: list[_Vote]) -> str:
    """The finest period that title, head or labels name as the subject."""
    named = [v for v in votes if v.subject and v.weight >= _LABELLED]
    for where in ("title", "head", "label"):
        here = list(dict.fromkeys(v.period for v in named if v.where == where))
        fine = [p for p in here if p != str(year)]
        if not fine:
            continue
        finest = min(fine, key=lambda p: len(months_in(p)))
        if all(contains(p, finest) or contains(finest, p) for p in fine):
            return finest
        return str(year)
    return str(year)


def _votes(
    paper: Paper, title: str, path: str, hint: int | None, date: str | None
) -> Iterator[_Vote]:
    for vote in _named(title, hint, _NAMED_IN_TITLE, "title"):
        yield _not_after(vote, title, date)
    years_known = [int(m.period[:4]) for m in find_periods(title)] or ([hint] if hint else [])
    year = years_known[0] if years_known else None
    for line in paper.head[:7]:
        bare = line.text.strip("（）()〔〕 ")
        if line.text == title or find_doc_numbers(bare):
            continue
        parts = [bare] if len(bare) <= 14 else bare.split()
        for part in dict.fromkeys((*parts, *line.parts)):
            named = _named(part.strip("（）()"), year, _NAMED_IN_HEAD, "head")
            yield from (vote for vote in named if _fills(vote, part))
        if len(bare) <= LONG_LINE and _LABELLED_LINE.search(bare):
            yield from _named(bare, None, _LABELLED, "label")
    head = paper.text[:1500]
    for match in _PERIOD_LABEL.finditer(head):
        yield from _named(match[1], year, _LABELLED, "label")
        bare_year = _BARE_YEAR.match(match[1])
        if bare_year:
            yield _Vote(bare_year[0], _LABELLED, match.group(), "label")
    for match in list(_EVENT_LABEL.finditer(head))[:3]:
        for day in find_dates(match[1])[:1]:
            yield _Vote(day.date[:7], _EVENT, match.group()[:24], "event", subject=False)
    yield from _body_votes(paper, date)
    if date:
        # What is signed in the first months is as often about the year before.
        early = len(date) >= 7 and int(date[5:7]) <= _EARLY_MONTHS
        yield _Vote(date[:4], _SIGNED_EARLY if early else _SIGNED, date, "signature", False)
    yield from _path_votes(path)


def _plausible(vote: _Vote, signed: int | None) -> bool:
    """Births lie far before a signature, terms of contracts after it."""
    year = int(vote.period[:4])
    return signed is None or signed - _FAR_BACK <= year <= signed + 1


def _fills(vote: _Vote, text: str) -> bool:
    return len(vote.seen) >= len(text) - 4


def _not_after(vote: _Vote, text: str, date: str | None) -> _Vote:
    """A month without a year lies before the signature: 12月份 signed in January."""
    if date is None or len(date) < 7 or re.search(r"\d{4}|[〇○零一二三四五六七八九]{4}", text):
        return vote
    if len(vote.period) == 4 or months_in(vote.period)[0] <= date[:7]:
        return vote
    return replace(vote, period=f"{int(vote.period[:4]) - 1}{vote.period[4:]}")


def _named(text: str, year: int | None, weight: float, where: str) -> Iterator[_Vote]:
    for mention in find_periods(text) or find_periods(text, year):
        yield _Vote(mention.period, weight, text[mention.start : mention.end], where)


def _body_votes(paper: Paper, date: str | None) -> Iterator[_Vote]:
    """Years that the text speaks of; far older ones are births and references."""
    text = paper.text[:_BODY_CHARS]
    dates = [m for m in find_dates(text) if not _BIRTH.search(text[max(0, m.start - 8) : m.start])]
    dates = [m for m in dates if len(m.date) > 4 or not _LIMIT.match(text, m.end)]
    spoken = [int(m.date[:4]) for m in dates if m.date != date]
    days = [int(m.date[:4]) for m in dates if len(m.date) == 10]
    latest = int(date[:4]) if date else max(days or spoken, default=None)
    if latest is None:
        return
    near = Counter(y for y in spoken if latest - _YEARS_BACK <= y <= latest + 1)
    for year, count in near.items():
        weight = _BODY * count / near.total()
        yield _Vote(str(year), weight, str(year), "body", subject=False)


def _path_votes(path: str) -> Iterator[_Vote]:
    parts = PurePath(path).parts
    for part in parts[:-1]:
        for year in {int(m) for m in re.findall(r"(?<!\d)(20\d\d)(?!\d)", part)}:
            yield _Vote(str(year), _FOLDER, part, "path", subject=False)
    for mention in find_periods(PurePath(path).stem)[:1]:
        yield _Vote(mention.period, _STEM, PurePath(path).stem, "path", subject=False)
