"""The date of a paper, and the year and period that it is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from ..text.numerals import DateMention, contains, find_dates, find_doc_numbers, find_periods, months_in
from .paper import LONG_LINE, Paper
from .title import is_office

_DATE_LABEL = re.compile(
    r"(?<![\u4e00-\u9fff])(?:填报|填表|制表|编制|签订|签署|签字|申请|申报|登记|报送|上报|报告|成文|公示|公开|填写|"
    r"建卡|建档|开具|出具|存档|归档|发布|审批|批准|移交|交接|考核|评估|鉴定|检查|公布|张贴|通报|通知|打印|收到|报出|制发|印发|报告|"
    r"粘贴|建册|建账|告知|完成|形成|发文|落款|提交|承诺|调查|核查|登记|统计|上墙|编报|发证|颁发|核发|送达|签收)?"
    r"(?:日\s*期|时\s*间)\s*[:：\t ]\s*(.{6,24})"
)
_MONTH_DAY = re.compile(
    r"(?<![\d年.])(1[0-2]|[1-9])月([12]\d|3[01]|[1-9])日(?:上?报[\u4e00-\u9fff]{0,4}|[填印制]表?)?$"
)
_CALLED = re.compile(r"定于(1[0-2]|[1-9])月([12]\d|3[01]|[1-9])日")
_EVENT_LABEL = re.compile(
    r"(?:(?<![\u4e00-\u9fff])|(?:培训|会议|活动|开会|授课|上课|考试|评议|座谈|检查|排查|召开|拍摄|随访|走访|宣传|公开|家访|谈话|学习|演练|巡查|慰问))"
    r"(?:日\s*期|时\s*间)\s*[:：\t]\s*(.{5,30})"
)
_PERIOD_LABEL = re.compile(
    r"(?:报告期|统计(?:时间|时段|月份|期间|周期)|填报(?:月份|季度|年度|时段)|所属(?:时期|月份|季度|年度)|报表期|"
    r"月\s*份|季\s*度|年\s*度|期\s*间|考核(?:月份|时段|期间))\s*[:：]\s*(.{2,24})"
)
# 填报单位：某社区　2023年4月
_LABELLED_LINE = re.compile(r"(?:单位|部门|街道|社区|村|网格|姓名|制表人?|填表人?)[^:：]{0,8}[:：]")
_DATE_VERB = re.compile(
    r"(?<![\u4e00-\u9fff])(?:填报|填表|制表|报出|上报|建档|签订|编制|打印|核对|建卡|建册)[:：\t]{1,3}\s*(.{6,24})"
)
_ADOPTED = re.compile(r"通过|起(?:施行|执行|实施|共同遵守|遵守)")
_ADOPTED_WITHIN = 30
_RECEIVED = re.compile(r"收文|传阅|签收|收到")
# 填表：尹晓燕　10月30日, at the end of a longer line.
_SIGNED_PART = re.compile(
    r"^(?:[\u4e00-\u9fff]{1,8}[:：]|[\u4e00-\u9fff（）() ]{0,24}$|[（(])|日\s*期|时\s*间"
)
_PARTED = re.compile(r"[。；;！!]|[ \u3000]{2,}|\t")
_OPINION = re.compile(r"[。，；！.]\s*|.{4}")
_SCHEDULED = re.compile(r"定于(.{8,24})")
# Days of a life or of a thing, not of the paper.
_BIRTH = re.compile(
    r"出生|生于|生日|入党|入团|入伍|退伍|参加工作|任职|任现职|毕业|入学|结婚|离婚|购置|购买|出厂|生产日期|建成|"
    r"建造|取得|迁入|批准成立|有效期|到期|起用"
)
# 与2022年相比
_COMPARED = re.compile(r"(?:[比较同与和]|相比于|对照)$")
_NO_SIGNATURE = re.compile(r"启用|出生|编号|有效|建档|建卡|起(?!草)|(?<!截)止|报告期|所属|存期|卡号|期限|流入|来.{0,4}日期")
_CAPTION = re.compile(r"^[（(]?(?:图|照片|相片)\s*[0-9一二三四五六七八九十]")
# 1973年以来: a limit, not the year that a paper is about.
_LIMIT = re.compile(r"(?:年|月|日|份|度|底|初)?(?:以来|以前|之前|以后|之后|起)")
# 编号：GH-LR-2023-07
_IN_NUMBER = re.compile(r"[A-Za-z0-9]-$|[编卡证文]号[:：][^\s]{0,20}$")
_YEAR_ALONE = re.compile(r"(?<![\d〔\[a-zA-Z-])(20[0-4]\d)(?![\d〕\]号-])")
_UP_TO = re.compile(r"(?:截[至止]|止于)\s*(.{6,16})")
_TERM = re.compile(r"(20\d\d)\s*[-—~至－]+\s*(20\d\d)\s*学年度?\s*(?:第?([一二])学期|([上下])学?期)?")
_WHOLE = re.compile(r"年度|全年|年\s*度")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d(?=\s|$|[^\d年.\-/])")
_BODY_CHARS = 20_000
_MOST_ROWS = 500
# A term that ends: 至2026年5月31日.
_UNTIL = re.compile(r"[至到—-]$|有效期")
_SHORT = 40
_SIGNATURE = 4
_BESIDE = 6
_BACK = 1500
_PRINTED = re.compile(r"印发")
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


def find_date(paper: Paper) -> Dated | None:
    """成文日期: in the signature, else behind a label, else in head, tail or a signed cell.

    A month without a day counts only in a signature, where no day stands anywhere.
    """
    steps = (_signed, _labelled, _at_end, _loose, _in_cell, _event, _adopted, _month_signed)
    return next((dated for step in steps if (dated := step(paper))), None)


def _signed(paper: Paper) -> Dated | None:
    for place in range(len(paper.tail) - 1, -1, -1):
        text = paper.tail[place].text
        dates = _days(text)
        below = place > 0 and is_office(paper.tail[place - 1].text)
        if dates and dates[0].start == 0 and below:
            return Dated(dates[0].date, text[: dates[0].end], "signature")
        if _PRINTED.search(text) or len(text) > _SHORT or _CAPTION.match(text):
            continue
        if _RECEIVED.search(text):
            continue
        if dates and dates[-1].end >= len(text) - 4 and not _is_row(text, dates[-1].start):
            if not _NO_SIGNATURE.search(text[: dates[-1].start]):
                return Dated(dates[-1].date, text, "signature")
    return None


def _days(text: str) -> list[DateMention]:
    return [date for date in find_dates(text) if len(date.date) == 10]


def _month_signed(paper: Paper) -> Dated | None:
    """Office and month below the text, without a day."""
    for line in reversed(paper.lines[2:][-_SIGNATURE:]):
        dates = [date for date in find_dates(line.text) if len(date.date) == 7]
        if not dates or len(line.text) > _SHORT or dates[-1].end < len(line.text) - 2:
            continue
        before = line.text[: dates[-1].start]
        if not (_is_row(line.text, dates[-1].start) or _NO_SIGNATURE.search(before)):
            return Dated(dates[-1].date, line.text, "signature")
    return None


def _labelled(paper: Paper) -> Dated | None:
    for zone in (paper.text[-600:], paper.text[:1200]):
        for match in reversed(list(_DATE_LABEL.finditer(zone))):
            dates = find_dates(match[1])
            if dates and dates[0].start <= 2 and len(dates[0].date) == 10:
                return Dated(dates[0].date, match.group()[:30], "label")
    for match in _DATE_VERB.finditer(paper.text[:1500] + "\n" + paper.text[-600:]):
        dates = _days(match[1])
        if dates and dates[0].start <= 4:
            return Dated(dates[0].date, match.group()[:30], "label")
    return None


def _at_end(paper: Paper) -> Dated | None:
    """A day that ends one of the last lines, behind a name or label of its own."""
    for line in reversed(paper.text.rstrip().split("\n")[-_SIGNATURE:]):
        part = _PARTED.split(line.rstrip("）) "))[-1]
        dates = _days(part)
        if not dates or dates[-1].end < len(part) - 2 or len(part) > _SHORT:
            continue
        before = part[: dates[-1].start]
        if "\t" in line and not re.search(r"[:：]", before):
            continue
        if _SIGNED_PART.search(before) and not _NO_SIGNATURE.search(before):
            if not (_CAPTION.match(line) or _RECEIVED.search(before)):
                return Dated(dates[-1].date, part, "signature")
    return None


def _is_row(text: str, start: int) -> bool:
    """Whether the words before a date make it part of a sentence rather than a signature."""
    return bool(re.search(r"[，。；、]|自|从|至|到|于$", text[:start][-12:]))


def _loose(paper: Paper) -> Dated | None:
    for line in paper.head[:6]:
        dates = _days(line.text)
        if dates and len(line.text) <= _SHORT and line.text[dates[0].end :][:1] not in ("至", "—"):
            if not (_NO_SIGNATURE.search(line.text) or _CAPTION.match(line.text)):
                return Dated(dates[0].date, line.text, "head")
    for line in reversed(paper.tail):
        dates = _days(line.text)
        if not dates or len(line.text) > LONG_LINE or _NO_SIGNATURE.search(line.text):
            continue
        if dates[-1].end >= len(line.text) - _BESIDE and not _CAPTION.match(line.text):
            return Dated(dates[-1].date, line.text[dates[-1].start : dates[-1].end], "tail")
    return None


def _in_cell(paper: Paper) -> Dated | None:
    """A date that ends a cell of the last rows, behind words: an opinion that was signed."""
    for table in reversed(paper.tables):
        for row in reversed(table):
            for cell in reversed(row):
                dates = _days(cell)
                if dates and not _BIRTH.search(cell) and dates[-1].end >= len(cell.rstrip()) - 2:
                    if not _OPINION.search(cell[: dates[-1].start]):
                        continue
                    return Dated(dates[-1].date, cell[-24:], "table")
    return None


def _adopted(paper: Paper) -> Dated | None:
    """The day on which rules were adopted or come into force."""
    text = paper.text[-_BACK:]
    for date in reversed(_days(text)):
        if _ADOPTED.search(text[date.end : date.end + _ADOPTED_WITHIN].split("。")[0]):
            return Dated(date.date, text[date.start : date.end + 6], "body")
    return None


def _event(paper: Paper) -> Dated | None:
    """The day of the meeting or visit that an unsigned paper keeps or calls for."""
    head = paper.text[:1500]
    for pattern in (_EVENT_LABEL, _SCHEDULED):
        for match in pattern.finditer(head):
            dates = _days(match[1])
            if dates and dates[0].start <= 3:
                return Dated(dates[0].date, match.group()[:30], "event")
    return None


def with_year(paper: Paper, year: int | None) -> Dated | None:
    """A signature that names month and day only, in the year the paper is about."""
    if year is None:
        return None
    ends = [line.text for line in reversed(paper.tail)]
    ends += [_PARTED.split(text)[-1] for text in ends[:2]]
    ends += [cell for rows in reversed(paper.tables) for row in rows[-3:][::-1] for cell in row]
    for text in ends:
        text = re.sub(r"[（(](?:盖?章|签章|公章|20\d\d年)[)）]$", "", text.rstrip())
        match = _MONTH_DAY.search(text)
        if match and len(text) <= LONG_LINE and not _is_row(text, match.start()):
            date = f"{year}-{int(match[1]):02}-{int(match[2]):02}"
            return Dated(date, text, "signature") if _days(date) else None
    called = _CALLED.search(paper.text[:1500])
    if called:
        date = f"{year}-{int(called[1]):02}-{int(called[2]):02}"
        return Dated(date, called.group(), "event") if _days(date) else None
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
    votes = [*_votes(paper, title, path, hint, date)]
    votes = [vote for vote in votes if _plausible(vote, hint)]
    if not votes:
        return About(None, None, None, "", "", 0.0)
    years: Counter[int] = Counter()
    for vote in votes:
        years[int(vote.period[:4])] += vote.weight  # type: ignore[assignment]
    year = max(years, key=lambda y: (years[y], -abs(y - (hint or y)), y))
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
        for day in _days(match[1])[:1]:
            yield _Vote(day.date[:4], _LABELLED, match.group()[:24], "label", subject=False)
    for match in list(_EVENT_LABEL.finditer(head))[:3]:
        for day in find_dates(match[1])[:1]:
            yield _Vote(day.date[:7], _EVENT, match.group()[:24], "event", subject=False)
    yield from _body_votes(paper, date)
    if date:
        # What is signed in the first months is as often about the year before.
        early = len(date) >= 7 and int(date[5:7]) <= _EARLY_MONTHS
        yield _Vote(date[:4], _SIGNED_EARLY if early else _SIGNED, date, "signature", False)
    yield from _path_votes(path)


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
        if _IN_NUMBER.search(text[: mention.start]):
            continue
        yield _Vote(mention.period, weight, text[mention.start : mention.end], where)


def _body_votes(paper: Paper, date: str | None) -> Iterator[_Vote]:
    """Years that the text speaks of; far older ones are births and references."""
    text = paper.text[:_BODY_CHARS]
    past = _past_cells(paper)
    dates = [m for m in find_dates(text) if not _is_past(text, m) and text[m.start : m.end] not in past]
    dates = [m for m in dates if len(m.date) > 4 or not _LIMIT.match(text, m.end)]
    spoken = [int(m.date[:4]) for m in dates if m.date != date]
    told = [int(m.date[:4]) for m in dates if not _UNTIL.search(text[max(0, m.start - 4) : m.start])]
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
    return bool(_BIRTH.search(before) or _COMPARED.search(before.rstrip()))


def _past_cells(paper: Paper) -> frozenset[str]:
    """Dates in columns headed 出生年月, 入党时间 and the like."""
    found: set[str] = set()
    for rows in paper.tables:
        heads = next((row for row in rows if sum(1 for cell in row if cell.strip()) > 2), ())
        for place, head in enumerate(heads):
            if _BIRTH.search(head):
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
