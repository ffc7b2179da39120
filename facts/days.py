"""Days in the running text of a paper, its day of signature, and events after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..model import Block, BlockKind, Document
from ..stated import Doubt, Passage, StatedDate
from ..text.numerals import DateMention, find_dates
from .prose import Setting, sentences

_LABEL = re.compile(
    r"(?P<label>[\u4e00-\u9fff]{0,10}(?:日期|时间|日|年月))[ 　]{0,4}[：:][ 　\t]{0,4}(?:自|从)?\Z"
)
_FIELD = re.compile(r"(?P<label>[\u4e00-\u9fff]{2,8})[ 　]{0,4}[：:][ 　\t]{0,4}\Z")
_NAMED = re.compile(r"(?P<label>[\u4e00-\u9fff]{1,6}(?:日期|时间))(?:为|是)[ 　]?\Z")
_SIGNED_LABEL = re.compile(
    r"(?:填报|填表|制表|上报|报送|报告|报出|签发|印发|成文|发文|公布"
    r"|公示)?(?:日期|时间)?[ 　]*[：:]?[ 　]*\Z"
)
# 12月5日, without 2023年 before it.
_BARE_DAY = re.compile(r"(?<![年0-9.])(1[0-2]|0?[1-9])月([12][0-9]|3[01]|0?[1-9])日")
_SIGNATURE = 40
_FOOT_LINES = 12
_DONE = re.compile(
    r"(?:召开|举办|举行|开展|组织|完成|进行|检查|验收|发放|培训|慰问|走访|启动|签订|通过|收到|整改|受理|办结)了|已(?:于|在|经)|圆满|顺利完成|如期完成"
)
_AHEAD = re.compile(
    r"将|拟|计划|预计|安排|定于|前完成|之前|以前|截止|截至|请|须|应|要|力争|争取|确保|如|若|方案|有效期|届满|到期|届时|下一步|日前|前报|明年|下半年|期限|为止|《|〔"
)


def labelled(
    setting: Setting, dates: Sequence[DateMention], start: int, end: int
) -> Iterator[StatedDate]:
    """The days of a paragraph with the words that name them."""
    for one in dates:
        if start <= one.start < end and len(one.date) == 10:
            ahead = setting.text[max(start, one.start - 24) : one.start]
            match = _LABEL.search(ahead) or _NAMED.search(ahead) or _FIELD.search(ahead)
            label = match["label"] if match else ""
            first = one.start - len(ahead) + match.start() if match else one.start
            words = setting.text[first : one.end]
            yield StatedDate(one.date, label, Passage(first, one.end, words, setting.page))


def signature(
    document: Document, spans: Sequence[tuple[int, int, Block]]
) -> tuple[str, Passage] | None:
    """The day at the foot of a paper, and where it stands.

    Args:
        document: The paper.
        spans: Start and end of each block of its body.
    """
    seen = 0
    for start, _, block in reversed(spans):
        if block.kind in (BlockKind.HEADER, BlockKind.FOOTER) or not block.text.strip():
            continue
        if block.kind is BlockKind.TABLE:
            continue
        lines = block.text.split("\n")
        offset = start + len(block.text)
        for line in reversed(lines):
            offset -= len(line)
            seen += bool(line.strip())
            found = _signed(line)
            if found:
                first, end = offset + found.start, offset + found.end
                words = document.text[first:end]
                return found.date, Passage(first, end, words, block.page)
            offset -= 1
        if seen >= _FOOT_LINES:
            return None
    return None


def _signed(line: str) -> DateMention | None:
    """The full date that a line ends with, alone or behind who signs."""
    if len(line.strip()) > _SIGNATURE or not re.search(r"[日号0-9]\s*(?:印发)?$", line):
        return None
    dates = [one for one in find_dates(line) if len(one.date) == 10]
    if len(dates) != 1 or len(line.rstrip()) - dates[0].end > 2:
        return None
    before = line[: dates[0].start]
    if re.search(r"[，。；、]|[自从至到于]\s*$", before) or re.match(
        r"\s*[（(]?[0-9一二三四五六七八九十]+[、.．)）]", before
    ):
        return None
    label = re.search(r"[：:]", before)
    if label and not _SIGNED_LABEL.search(before):
        return None
    return dates[0]


def _of_the_year(setting: Setting, signed: str, start: int, end: int) -> Iterator[DateMention]:
    """Days printed without a year, soon after the signature, in a paper about its year.

    Days of other months may well be of the year before.
    """
    year, month = int(signed[:4]), int(signed[5:7])
    if not (setting.period or "").startswith(str(year)):
        return
    for match in _BARE_DAY.finditer(setting.plain, start, end):
        if 0 <= int(match[1]) - month <= 1:
            day = f"{year}-{int(match[1]):02}-{int(match[2]):02}"
            yield DateMention(match.start(), match.end(), day)


def early_signature(
    setting: Setting,
    dates: Sequence[DateMention],
    signed: tuple[str, Passage],
    start: int,
    end: int,
) -> Iterator[Doubt]:
    """Days of a paragraph that lie after the signature and are told as past."""
    told = [*dates, *_of_the_year(setting, signed[0], start, end)]
    later = [
        one
        for one in told
        if start <= one.start < end and len(one.date) == 10 and one.date > signed[0]
    ]
    if not later:
        return
    for first, stop in sentences(setting.plain, start, end):
        words = setting.text[first:stop]
        inside = [one for one in later if first <= one.start < stop]
        if not inside or _AHEAD.search(words) or not _DONE.search(words):
            continue
        where = Passage(first, stop, words.strip(), setting.page)
        values = {"signed": signed[0], "day": inside[0].date}
        yield Doubt("early_signature", values, (where, signed[1]))
        return
