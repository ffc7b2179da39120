"""成文日期: the date of a paper."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..text.numerals import DateMention, find_dates
from .offices import is_office
from .paper import LONG_LINE, Paper

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
EVENT_LABEL = re.compile(
    r"(?:(?<![\u4e00-\u9fff])|(?:培训|会议|活动|开会|授课|上课|考试|评议|座谈|检查|排查|召开|拍摄|[\u4e00-\u9fff]访|宣传|公开|谈话|学习|演练|巡查|慰问))"
    r"(?:日\s*期|时\s*间)\s*[:：\t]\s*(.{5,30})"
)
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
_OPINION = re.compile(r"[。，；！.]\s*$|.{4}|[^子女儿孙夫妻]\s$")
_SCHEDULED = re.compile(r"定于(.{8,24})")
# Days of a life or of a thing, not of the paper.
PAST = re.compile(
    r"出生|生于|生日|入党|入团|入伍|退伍|参加工作|任职|任现职|毕业|入学|结婚|离婚|购置|购买|出厂|生产日期|建成|"
    r"建造|取得|迁入|批准成立|有效期|到期|起用"
)
_NO_SIGNATURE = re.compile(
    r"启用|出生|编号|有效|建档|建卡|起(?!草)|(?<!截)止|报告期|所属|存期|卡号|期限|来.{0,4}日期"
)
_CAPTION = re.compile(r"^[（(]?(?:图|照片|相片)\s*[0-9一二三四五六七八九十]")
_SHORT = 40
_SIGNATURE = 4
_BESIDE = 6
_BACK = 1500
_PRINTED = re.compile(r"印发")


@dataclass(frozen=True, slots=True)
class Dated:
    """成文日期 and the words it was read from."""

    date: str
    seen: str
    where: str


def find_date(paper: Paper) -> Dated | None:
    """成文日期: in the signature, else behind a label, else in head, tail or a signed cell.

    A month without a day counts only in a signature, where no day stands anywhere.
    """
    steps = (_signed, _labelled, _at_end, _loose, _in_cell, _event, _adopted, _month_signed)
    return next((dated for step in steps if (dated := step(paper))), None)


def _signed(paper: Paper) -> Dated | None:
    """A day that ends a short line of the last, or begins one below an office."""
    tail = [line.text for line in paper.tail]
    for above, text in reversed(list(zip(["", *tail], tail, strict=False))):
        dates = days_in(text)
        if dates and dates[0].start == 0 and is_office(above):
            return Dated(dates[0].date, text[: dates[0].end], "signature")
        if not dates or len(text) > _SHORT or dates[-1].end < len(text) - 4:
            continue
        before = text[: dates[-1].start]
        other = _PRINTED.search(text) or _RECEIVED.search(text) or _CAPTION.match(text)
        if not (other or _is_row(text, dates[-1].start) or _NO_SIGNATURE.search(before)):
            return Dated(dates[-1].date, text, "signature")
    return None


def days_in(text: str) -> list[DateMention]:
    """Dates of a text that name the day."""
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
        dates = days_in(match[1])
        if dates and dates[0].start <= 4:
            return Dated(dates[0].date, match.group()[:30], "label")
    return None


def _at_end(paper: Paper) -> Dated | None:
    """A day that ends one of the last lines, behind a name or label of its own."""
    for line in reversed(paper.text.rstrip().split("\n")[-_SIGNATURE:]):
        part = _PARTED.split(line.rstrip("）) "))[-1]
        dates = days_in(part)
        if not dates or dates[-1].end < len(part) - 2 or len(part) > _SHORT:
            continue
        before = part[: dates[-1].start]
        cell = "\t" in line and not re.search(r"[:：]", before)
        other = cell or _CAPTION.match(line) or _RECEIVED.search(before)
        signed = _SIGNED_PART.search(before) and not _NO_SIGNATURE.search(before)
        if signed and not other:
            return Dated(dates[-1].date, part, "signature")
    return None


def _is_row(text: str, start: int) -> bool:
    """Whether the words before a date make it part of a sentence rather than a signature."""
    return bool(re.search(r"[，。；、]|自|从|至|到|于$", text[:start][-12:]))


def _loose(paper: Paper) -> Dated | None:
    for line in paper.head[:6]:
        dates = days_in(line.text)
        if not dates or len(line.text) > _SHORT or line.text[dates[0].end :][:1] in ("至", "—"):
            continue
        if not (_NO_SIGNATURE.search(line.text) or _CAPTION.match(line.text)):
            return Dated(dates[0].date, line.text, "head")
    for line in reversed(paper.tail):
        dates = days_in(line.text)
        if not dates or len(line.text) > LONG_LINE or _NO_SIGNATURE.search(line.text):
            continue
        if dates[-1].end >= len(line.text) - _BESIDE and not _CAPTION.match(line.text):
            return Dated(dates[-1].date, line.text[dates[-1].start : dates[-1].end], "tail")
    return None


def _in_cell(paper: Paper) -> Dated | None:
    """A date that ends a cell, behind words: an opinion that was signed."""
    for table in reversed(paper.tables):
        for row in reversed(table):
            for cell in reversed(row):
                dates = days_in(cell)
                if not dates or dates[-1].end < len(cell.rstrip()) - 2 or PAST.search(cell):
                    continue
                if _OPINION.search(cell[: dates[-1].start]):
                    return Dated(dates[-1].date, cell[-24:], "table")
    return None


def _adopted(paper: Paper) -> Dated | None:
    """The day on which rules were adopted or come into force."""
    text = paper.text[-_BACK:]
    for date in reversed(days_in(text)):
        if _ADOPTED.search(text[date.end : date.end + _ADOPTED_WITHIN].split("。")[0]):
            return Dated(date.date, text[date.start : date.end + 6], "body")
    return None


def _event(paper: Paper) -> Dated | None:
    """The day of the meeting or visit that an unsigned paper keeps or calls for."""
    head = paper.text[:1500]
    for pattern in (EVENT_LABEL, _SCHEDULED):
        for match in pattern.finditer(head):
            dates = days_in(match[1])
            if dates and dates[0].start <= 3:
                return Dated(dates[0].date, match.group()[:30], "event")
    return None


def with_year(paper: Paper, year: int | None) -> Dated | None:
    """A signature that names month and day only, in the year the paper is about."""
    if year is None:
        return None
    ends = [line.text for line in reversed(paper.tail)]
    ends += [_PARTED.split(text)[-1] for text in ends[:2]]
    rows = [row for table in reversed(paper.tables) for row in table[-3:][::-1]]
    ends += [cell for row in rows for cell in row if not _MONTH_DAY.match(cell.strip())]
    for text in ends:
        text = re.sub(r"[（(](?:盖?章|签章|公章|20\d\d年)[)）]$", "", text.rstrip())
        match = _MONTH_DAY.search(text)
        if match and len(text) <= LONG_LINE and not _is_row(text, match.start()):
            date = f"{year}-{int(match[1]):02}-{int(match[2]):02}"
            return Dated(date, text, "signature") if days_in(date) else None
    called = _CALLED.search(paper.text[:1500])
    if called:
        date = f"{year}-{int(called[1]):02}-{int(called[2]):02}"
        return Dated(date, called.group(), "event") if days_in(date) else None
    return None
