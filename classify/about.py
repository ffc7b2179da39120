"""The year and period that a paper is about."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from ..text.numerals import (
    DateMention,
    contains,
    find_dates,
    find_doc_numbers,
    find_periods,
    months_in,
)
from .dating import EVENT_LABEL, PAST, days_in
from .doctype import type_of_title
from .paper import LONG_LINE, Paper

_PERIOD_LABEL = re.compile(
    r"(?:报告期|统计(?:时间|时段|月份|期间|周期)|填报(?:月份|季度|年度|时段)|所属(?:时期|月份|季度|年度)|报表期|"
    r"月\s*份|季\s*度|年\s*度|期\s*间|考核(?:月份|时段|期间))\s*[:：]\s*(.{2,24})"
)
# 填报单位：某社区　2023年4月
_LABELLED_LINE = re.compile(r"(?:单位|部门|街道|社区|村|网格|姓名|制表人?|填表人?)[^:：]{0,8}[:：]")
# 与2022年相比
_COMPARED = re.compile(r"(?:[比较同与和]|相比于|对照)$")
# 1973年以来: a limit, not the year that a paper is about.
_LIMIT = re.compile(r"(?:年|月|日|份|度|底|初)?(?:以来|以前|之前|以后|之后|起)")
# 编号：GH-LR-2023-07
_IN_NUMBER = re.compile(r"[A-Za-z0-9]-$|[编卡证文]号[:：][^\s]{0,20}$")
_YEAR_ALONE = re.compile(r"(?<![\d〔\[a-zA-Z-])(20[0-4]\d)(?![\d〕\]号-])")
_UP_TO = re.compile(r"(?:截[至止]|止于)\s*(.{6,16})")
_TERM = re.compile(
    r"(20\d\d)\s*[-—~至－]+\s*(20\d\d)\s*学年度?\s*(?:第?([一二])学期|([上下])学?期)?"
)
_WHOLE = re.compile(r"年度|全年|年\s*度")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d(?=\s|$|[^\d年.\-/])")
_BODY_CHARS = 20_000
_NUMBER_REACH = 24
_MOST_ROWS = 500
# A term that ends: 至2026年5月31日.
_UNTIL = re.compile(r"[至到—-]$|有效期")
_YEARS_BACK = 1
_EARLY_MONTHS = 2
_FAR_BACK = 5
_NAMED_IN_TITLE = 20.0
_NAMED_LATER = 8.0
_NAMED_IN_HEAD = 7.0
_LABELLED = 6.0
_EVENT = 4.0
_BODY = 4.0
_SIGNED = 6.0
_SIGNED_EARLY = 2.5
_SIGNED_OTHER = 0.5
_LATE_MONTH = 10
_NEXT_YEAR = re.compile(r"明年|来年|下一?年度")
_LOOKS_BACK = frozenset({"总结", "台账", "统计表"})
_LOOKS_AHEAD = frozenset({"计划", "责任书"})
_OF_ITS_DAY = frozenset(
    {"申请表", "审批表", "请示", "函", "通知", "证明", "存根", "合同", "纪要", "讲话", "记录"}
)
_FOLDER = 2.5
_STEM = 2.0


@dataclass(frozen=True, slots=True)
class About:
    """The year and period that a paper is about.

    Attributes:
        year: Or None.
        period: The year, or finer where the paper says so.
        event: Month or day of the event reported, as a period month, or None.
        whole: Title, head or a label say that it is about all of the year.
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
    whole: bool = False


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
    period = _finest(year, of_year)
    if period == str(year):
        period = _named_elsewhere(year, title, path, date) or period
    whole = any(v.period == str(year) and v.subject and _WHOLE.search(v.seen) for v in of_year)
    return About(year, period, event, best.seen, best.where, share, whole)


def _tally(votes: list[_Vote]) -> dict[int, float]:
    years: dict[int, float] = defaultdict(float)
    for vote in votes:
        years[int(vote.period[:4])] += vote.weight
    return years


def _named_elsewhere(year: int, title: str, path: str, date: str | None) -> str | None:
    """A period that title, file or folder name without its year: 三季度小结.

    None that begins after the paper was signed.
    """
    name = PurePath(path.rpartition("!/")[2] or path)
    for text in (title, name.stem, *reversed(name.parts[:-1])):
        named = dict.fromkeys(mention.period for mention in find_periods(text, year))
        fine = [period for period in named if period[:4] == str(year) and period != str(year)]
        if len(fine) == 1 and (not date or months_in(fine[0])[0] <= date):
            return fine[0]
    return None


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
    yield from _title_votes(title, hint, date)
    years_known = [int(m.period[:4]) for m in find_periods(title)] or ([hint] if hint else [])
    year = years_known[0] if years_known else None
    for line in paper.head[:7]:
        bare = line.text.strip("（）()〔〕 ")
        if line.text == title or find_doc_numbers(bare):
            continue
        for part in [bare] if len(bare) <= 14 and len(line.parts) < 2 else line.parts:
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
    for match in _UP_TO.finditer(head):
        for day in days_in(match[1])[:1]:
            yield _Vote(day.date[:4], _LABELLED, match.group()[:24], "label", subject=False)
    for match in list(EVENT_LABEL.finditer(head))[:3]:
        for day in find_dates(match[1])[:1]:
            yield _Vote(day.date[:7], _EVENT, match.group()[:24], "event", subject=False)
    yield from _body_votes(paper, date)
    if date:
        yield from _signed(paper, title, date)
    yield from _path_votes(path)


def _signed(paper: Paper, title: str, date: str) -> Iterator[_Vote]:
    """What the day of signing tells, by what such papers look at.

    A summary signed in January is about the year before, a plan of December about the next,
    if it speaks of it; a request or a notice is about its own day.
    """
    year, month = int(date[:4]), int(date[5:7]) if len(date) >= 7 else 0
    kind = (type_of_title(title) or ("", ""))[0]
    early = 0 < month <= _EARLY_MONTHS
    if early and kind in _LOOKS_BACK and not _happened_in(paper, year, date):
        yield _Vote(str(year - 1), _SIGNED, date, "signature", False)
        yield _Vote(date[:4], _SIGNED_OTHER, date, "signature", False)
    elif month >= _LATE_MONTH and kind in _LOOKS_AHEAD and _speaks_of_next(paper, year):
        yield _Vote(str(year + 1), _SIGNED, date, "signature", False)
        yield _Vote(date[:4], _SIGNED_OTHER, date, "signature", False)
    else:
        unsure = early and kind not in _LOOKS_AHEAD | _OF_ITS_DAY
        yield _Vote(date[:4], _SIGNED_EARLY if unsure else _SIGNED, date, "signature", False)


def _happened_in(paper: Paper, year: int, date: str) -> bool:
    """Whether the text tells of a day of the year in which it was signed, before that day."""
    days = (mention.date for mention in find_dates(paper.text[:_BODY_CHARS]))
    return any(len(day) == 10 and f"{year}-01-01" < day < date for day in days)


def _speaks_of_next(paper: Paper, year: int) -> bool:
    return f"{year + 1}年" in paper.text or _NEXT_YEAR.search(paper.text) is not None


def _title_votes(title: str, hint: int | None, date: str | None) -> Iterator[_Vote]:
    """Years and periods that a title names; the first counts most (…总结和2024年打算)."""
    term = _TERM.search(title)
    if term:
        second = term[3] == "二" or term[4] == "下"
        yield _Vote(term[2] if second else term[1], _NAMED_IN_TITLE, term.group(), "title")
        return
    votes = [_not_after(v, title, date) for v in _named(title, hint, _NAMED_IN_TITLE, "title")]
    parted = bool(re.search(r"[及和与暨、]", title)) and len({v.period[:4] for v in votes}) > 1
    for vote in votes:
        later = parted and vote.period[:4] != votes[0].period[:4]
        yield replace(vote, weight=_NAMED_LATER) if later else vote
    for year in _YEAR_ALONE.findall(title) if not votes else ():
        yield _Vote(year, _NAMED_IN_TITLE, year, "title")


def _plausible(vote: _Vote, signed: int | None) -> bool:
    """Births lie far before a signature, terms of contracts after it."""
    year = int(vote.period[:4])
    return signed is None or signed - _FAR_BACK <= year <= signed + 1


def _fills(vote: _Vote, text: str) -> bool:
    return len(vote.seen) >= len(text) - 4 and not re.search(r"[:：。]", text)


def _not_after(vote: _Vote, text: str, date: str | None) -> _Vote:
    """A month without a year lies before the signature: 12月份 signed in January."""
    if date is None or len(date) < 7 or re.search(r"\d{4}|[〇○零一二三四五六七八九]{4}", text):
        return vote
    if len(vote.period) == 4 or months_in(vote.period)[0] <= date[:7]:
        return vote
    return replace(vote, period=f"{int(vote.period[:4]) - 1}{vote.period[4:]}")


def _named(text: str, year: int | None, weight: float, where: str) -> Iterator[_Vote]:
    for mention in find_periods(text) or find_periods(text, year):
        if _IN_NUMBER.search(text[max(0, mention.start - _NUMBER_REACH) : mention.start]):
            continue
        yield _Vote(mention.period, weight, text[mention.start : mention.end], where)


def _body_votes(paper: Paper, date: str | None) -> Iterator[_Vote]:
    """Years that the text speaks of; far older ones are births and references."""
    text = paper.text[:_BODY_CHARS]
    past = _past_cells(paper)
    dates = [
        m for m in find_dates(text) if not _is_past(text, m) and text[m.start : m.end] not in past
    ]
    dates = [m for m in dates if len(m.date) > 4 or not _LIMIT.match(text, m.end)]
    spoken = [int(m.date[:4]) for m in dates if m.date != date]
    told = [
        int(m.date[:4]) for m in dates if not _UNTIL.search(text[max(0, m.start - 4) : m.start])
    ]
    latest = int(date[:4]) if date else max(told or spoken, default=None)
    if latest is None:
        return
    near = Counter(y for y in spoken if latest - _YEARS_BACK <= y <= latest + 1)
    for year, count in near.items():
        weight = _BODY * count / near.total()
        yield _Vote(str(year), weight, str(year), "body", subject=False)


def _is_past(text: str, mention: DateMention) -> bool:
    """Whether a date is of a life or a thing, or one that is compared with."""
    before = text[max(0, mention.start - 8) : mention.start]
    numbered = _IN_NUMBER.search(text[max(0, mention.start - _NUMBER_REACH) : mention.start])
    return bool(numbered or PAST.search(before) or _COMPARED.search(before.rstrip()))


def _past_cells(paper: Paper) -> frozenset[str]:
    """Dates in columns headed 出生年月, 入党时间 and the like."""
    found: set[str] = set()
    for rows in paper.tables:
        heads = next((row for row in rows if sum(1 for cell in row if cell.strip()) > 2), ())
        for place, head in enumerate(heads):
            if PAST.search(head):
                found.update(row[place].strip() for row in rows[:_MOST_ROWS] if place < len(row))
    return frozenset(found)


def _path_votes(path: str) -> Iterator[_Vote]:
    parts = PurePath(path).parts
    for part in parts[:-1]:
        for year in {int(m) for m in re.findall(r"(?<!\d)(20\d\d)(?!\d)", part)}:
            yield _Vote(str(year), _FOLDER, part, "path", subject=False)
    stem = PurePath(path).stem
    for mention in find_periods(stem)[:1]:
        yield _Vote(mention.period, _STEM, stem, "path", subject=False)
    for year in _YEAR_ALONE.findall(stem)[:1] if not find_periods(stem) else ():
        yield _Vote(year, _STEM, stem, "path", subject=False)
