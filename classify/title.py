"""Title and document number: read off the layout of official papers (GB/T 9704-2012)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from ..model import BlockKind
from ..text.normalise import fold, tidy
from ..text.numerals import find_dates, find_doc_numbers, find_periods
from .doctype import OTHER, bare_title, hints_type, lists_types, type_of_title
from .offices import is_letterhead, is_office
from .paper import LONG_LINE, Line, Paper
from .residue import is_residue, without_marks
from .type_words import TYPE_WORDS

_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.、．]\s*\S|第[一二三四五六七八九十]{1,3}[条章节])"
)
_ATTACHMENT = re.compile(
    r"^附(?:件|表|录)?\s*[0-9一二三四五六七八九十]*\s*[:：]?$|^附件\s*[0-9一二三四五六七八九十]*[:：]"
)
_LABEL = re.compile(r"^[\u4e00-\u9fff（）() ]{1,7}[:：]")
# What stands below a picture, in brackets alone, or below a title as its second half.
_ASIDE = re.compile(
    r"^[（(]?(?:图|照片|相片)\s*[0-9一二三四五六七八九十]|^[（(][^（()）]*[)）]$|^[—－-]{1,3}"
)
_FORM_LABEL = re.compile(
    r"^(?:[\u4e00-\u9fff]{0,4}(?:单位|部门|机关|时间|日期|地点|地址|姓名|编号|号码|主持人?|记录人?|参加人?员?|主讲人?|电话|对象|户主|"
    r"网格|人|社区|年度|月份|报告期|内容|主题|议题|存放|密级|签发|文号|卡号|住址|性别)|填报|报送|抄送|主送)\s*[:：]"
)
# A line that the next one completes: 江北区2023年度安全生产 / 目标管理责任书.
_HALF = re.compile(r"年度?.{4,}$")
_REST = 14
_HALF_LEAST = 10
_SLOGAN = 22
_ISSUE = re.compile(
    r"^[（(]?(?:总?第\s*[0-9一二三四五六七八九十]{1,4}\s*期|[〔\[（(]?20\d\d[〕\])）]?年?\s*第?\s*\d{1,4}\s*[号期])"
)
_NUMBER_LABEL = re.compile(
    r"(?:文\s*号|(?:合同|协议)(?:书)?编?\s*号)\s*[:：]\s*([A-Za-z0-9\u4e00-\u9fff〔〕\[\]()（）-]{4,24})"
)
_BRACKETED_ISSUE = re.compile(r"^[（(]第\s*[0-9一二三四五六七八九十]{1,4}\s*[号期次][)）]$")
_MASTHEAD = re.compile(r"(?:简报|信息|动态|快报|专报|通讯|简讯|工作快讯)$")
_BARE_NUMBER = re.compile(r"^[（(]?([〔\[]20\d\d[〕\]]\s*第?\s*\d{1,4}\s*号)[)）]?$")

_GENERIC_STEM = re.compile(
    r"^(?:扫描件?|新建?|文档|文本文档|未命名|无标题|副本|复件|最终版|终稿|定稿|初稿|修改稿?|图片|照片|img|image|scan|doc|"
    r"document|untitled|new|copy|file|page|word|wps|pdf|txt|附件|资料|材料|文件|[\d\s\-_.()（）第版页号])+$",
    re.IGNORECASE,
)
_ENDS_TITLE = re.compile(
    r"(?:资料|材料|汇编|卡|情况|内容|栏|全套|专辑|事项|一览|粘贴单|单|表|册|簿|本|书|稿|盒|目录|袋|提示)$"
)
_SHORT_LABEL = re.compile(r"^[\u4e00-\u9fff]{1,6}[:：]\s*")
_FIRST_LINES = 3
_FEWEST = 4
_MAX_TITLE = 120
_BESIDE_DATE = 2
_BESIDE_DAY = 18
_FRONT = 1500
_MADE_LENGTH = 30
_MAX_PART = 36
_NEAR_HEADING = 5


@dataclass(frozen=True, slots=True)
class Titled:
    """A title and where it came from; ``made`` when no printed one was found."""

    text: str
    made: bool
    where: str
    confidence: float


def is_number_line(text: str) -> bool:
    """Whether a line is a document number, perhaps with the signer beside it."""
    numbers = find_doc_numbers(text)
    return (
        bool(numbers)
        and len(text) - len(numbers[0].doc_no) <= 16
        and not re.search("[《》]|编号|收文", text)
    )


def is_date_line(text: str) -> bool:
    """Whether a line is a date or period and nothing else, but for brackets or a label."""
    bare = _SHORT_LABEL.sub("", text.strip("（）() 　"))
    spans = [(m.start, m.end) for m in find_dates(bare)]
    spans += [(m.start, m.end) for m in find_periods(bare, year=2000)]
    if not spans or type_of_title(bare):
        return False
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    return len(bare) - (end - start) <= _BESIDE_DATE


def find_title(paper: Paper, path: str, label: str | None = None) -> Titled:
    """The title of a paper, wherever in its head it stands.

    Args:
        paper: The paper.
        path: As the user named the file; its stem serves where nothing is printed.
        label: What a compilation calls it, in its contents or in the heading above it.
    """
    if label:
        return _below_heading(paper, label)
    paper = replace(paper, lines=tuple(_of_paper(paper.lines)))
    below = _below_masthead(paper.head)
    best: tuple[float, str] | None = None
    for start in range(len(paper.head)):
        if _ends_search(paper.head, start):
            break
        for length in (1, 2, 3):
            parts = paper.head[start : start + length]
            if len(parts) < length or not _joinable(parts):
                break
            text = _before_date(tidy("".join(line.text for line in parts)))
            score = _score(parts, text, start) + _by_place(paper.head, start, length, below)
            if best is None or score > best[0]:
                best = (score, text)
    if best and best[0] >= 2.0:
        return Titled(best[1], False, "head", min(0.99, 0.6 + best[0] / 20))
    return _substitute(paper, path, best)


def _runs_on(before: str) -> bool:
    """Whether a type word ends a text with no gap behind it."""
    return not before.endswith((" ", "（", "(")) and type_of_title(before) is not None


def _before_date(text: str) -> str:
    """A title that recognition ran together with the day and place below it, without these."""
    for date in find_dates(text[:_MAX_TITLE]):
        before = text[: date.start]
        if len(date.date) == 10 and len(before) >= _FEWEST and _runs_on(before):
            return before
    return text


def _of_paper(lines: tuple[Line, ...]) -> Iterator[Line]:
    """The lines without those that a site or program left, and without its marks."""
    for line in lines:
        if not is_residue(line.text):
            bare = without_marks(line.text) if "[" in line.text else line.text
            yield line if bare == line.text else replace(line, text=bare)


def _below_heading(paper: Paper, label: str) -> Titled:
    """The title that a part of a compilation prints below its heading, else the heading's."""
    lines = paper.lines
    if lines and fold(lines[0].text).endswith(fold(label)) and lines[0].text != label:
        lines = lines[1:]
    found = find_title(replace(paper, lines=lines[:_NEAR_HEADING]), "")
    printed = not found.made and found.where == "head" and type_of_title(found.text)
    if printed and not _NUMBERED.match(found.text):
        return found
    return Titled(label, False, "contents", 0.9)


def _ends_search(lines: tuple[Line, ...], start: int) -> bool:
    """Two lines of running text before this one: the head is over."""
    return sum(len(line.text) > LONG_LINE for line in lines[:start]) >= 2


def _joinable(parts: tuple[Line, ...]) -> bool:
    if len(parts) == 1:
        return True
    if any(len(line.text) > _MAX_PART or line.in_table for line in parts):
        return False
    first = parts[0].text
    opens = (
        first.startswith("关于")
        or "关于" in first
        or (is_office(first) and "关于" in parts[1].text)
    )
    unfinished = first.count("《") > first.count("》") or parts[-1].text.startswith(("的", "》"))
    unfinished = unfinished or _halves(parts) or _one_heading(parts) or _between(parts)
    if len(parts) == 2 and type_of_title(first) and _BRACKETED_ISSUE.match(parts[1].text):
        return True
    if not (opens or unfinished) or type_of_title(first):
        return False
    if any(type_of_title(line.text) for line in parts[:-1]):
        return False
    return not any(_excluded(line.text) for line in parts)


def _one_heading(parts: tuple[Line, ...]) -> bool:
    """Whether all lines are headings of the first rank, and only the last tells the type."""
    ranks = {(line.kind, line.level or 1) for line in parts}
    whole = type_of_title(parts[-1].text) is not None
    return ranks == {(BlockKind.HEADING, 1)} and whole and not is_office(parts[0].text)


def _between(parts: tuple[Line, ...]) -> bool:
    """Whether a line names two offices and the next what lies between them."""
    offices = re.split("[与和]", parts[0].text)
    typed = len(parts) == 2 and type_of_title(parts[1].text) is not None
    return typed and len(offices) == 2 and all(map(is_office, offices))


def _halves(parts: tuple[Line, ...]) -> bool:
    """Whether a line names year and subject and the next, in a few words, the type.

    Or the next is nothing but the word of the type, below a subject.
    """
    first, second = parts[0].text, parts[1].text
    if len(parts) != 2:
        return False
    if second in TYPE_WORDS and len(second) > 2 and not re.search(r"[，。：:]|\d", first):
        return len(first) > len(second) and not is_office(first)
    if len(first) < _HALF_LEAST or not _HALF.search(first):
        return False
    whole = len(second) <= _REST and type_of_title(second) is not None
    return whole and not re.search(r"[，。：:]|\d|年", second) and not is_office(first)


def _excluded(text: str) -> bool:
    return bool(
        is_number_line(text)
        or is_letterhead(text)
        or text.endswith(("：", ":", "。", "；", ";", "，", "！"))
        or _ATTACHMENT.match(text)
        or _ASIDE.match(text)
        or is_date_line(text)
    )


def _below_masthead(head: tuple[Line, ...]) -> int | None:
    """The first line below the head of a newsletter: its name, issue, editor and date."""
    for place, line in enumerate(head[:4]):
        issued = any(_ISSUE.match(after.text) for after in head[place + 1 : place + 4])
        if not (_MASTHEAD.search(bare_title(line.text)) and len(line.text) <= 20 and issued):
            continue
        for below in range(place + 1, len(head)):
            text = head[below].text
            if not (_ISSUE.match(text) or _is_dated(text) or _excluded(text) or is_office(text)):
                return below
    return None


def _by_place(head: tuple[Line, ...], start: int, length: int, below: int | None) -> float:
    """What the lines around a title add: a newsletter's head, a number below, a second half."""
    after = head[start + length].text if start + length < len(head) else ""
    if below is not None:
        return 6.0 if start == below else -6.0 if start < below else 0.0
    if _ISSUE.match(after) or is_number_line(after):
        return -3.0 if type_of_title(head[start].text) else 0.0
    if _says_again(head[start].text, after):
        return -3.0
    return 3.0 if re.match(r"^[—－-]{1,3}\S", after) else 0.0


def _says_again(text: str, after: str) -> bool:
    """Whether a line names what a file holds and the next is one of it: 采购材料 / 采购合同."""
    typed, below = type_of_title(text), type_of_title(after)
    if typed is None or typed[0] != OTHER or below is None or below[0] == OTHER:
        return False
    stem = text.removesuffix(typed[1])
    return len(stem) >= _FEWEST and after.startswith(stem)


def _is_dated(text: str) -> bool:
    """Whether a line is a day, perhaps with a place or an office beside it."""
    dates = [date for date in find_dates(text) if len(date.date) == 10]
    if dates and dates[0].start == 0 and hints_type(text[dates[0].end :]):
        return False
    if dates:
        return len(text) - (dates[0].end - dates[0].start) <= _BESIDE_DAY
    spans = find_dates(text)
    rest = text[: spans[0].start] + text[spans[0].end :] if spans else text
    return bool(spans) and is_office(rest.strip("（）() 　"))


def _score(parts: tuple[Line, ...], text: str, start: int) -> float:
    if _excluded(parts[0].text) or _excluded(text) or len(text) < 2 or len(text) > 90:
        return -9.0
    score = 1.0 if 4 <= len(text) <= 45 else -1.0
    bare = bare_title(text)
    typed = type_of_title(text) is not None or lists_types(text)
    if len(bare) > 2 or (typed and start < _FIRST_LINES):
        score += 4.0 if typed else 2.0 if _ENDS_TITLE.search(bare) else 0.0
    score -= 3.0 if not typed and _is_dated(text) else 0.0
    score += 1.5 if start == 0 else 0.0
    score += 2.0 if re.search(r"关于.+的", text) else 0.0
    score += 2.0 if parts[0].kind is BlockKind.HEADING and (parts[0].level or 1) == 1 else 0.0
    score -= 0.35 * start
    score -= 3.0 if is_office(text) else 0.0
    score -= 3.0 if _NUMBERED.match(text) else 0.0
    score -= 3.0 if _FORM_LABEL.match(text) or re.search(r"[。；;]", text) else 0.0
    score -= (0.5 if start == 0 else 3.0) if _LABEL.match(text) else 0.0
    slogan = start == 0 and not typed and len(text) <= _SLOGAN and re.search(r"[，？！?!]", text)
    score += 3.5 if slogan else -1.0 if "，" in text else 0.0
    score += 0.5 * (len(parts) - 1)
    return score


def _substitute(paper: Paper, path: str, best: tuple[float, str] | None) -> Titled:
    for text in paper.running:
        if type_of_title(text) and len(text) <= 40:
            return Titled(text, False, "running", 0.6)
    stem = tidy(PurePath(path.rpartition("!/")[2] or path).stem)
    if re.search(r"[\u4e00-\u9fff]{3}", stem) and not _GENERIC_STEM.match(stem):
        return Titled(stem, True, "path", 0.4)
    if best and best[0] >= 1.0:
        return Titled(best[1], False, "head", 0.45)
    first = next((line.text for line in paper.lines if len(line.text) > 1), "")
    first = first or tidy(paper.text[: _MADE_LENGTH * 2]) or stem
    sentence = re.split(r"[。；;！!？?]", first)[0]
    return Titled(sentence[:_MADE_LENGTH], True, "body", 0.3)


def find_doc_no(paper: Paper) -> str | None:
    """The paper's own 文号: a line of its own in the head, never a reference in the text."""
    for line in paper.head:
        if is_number_line(line.text):
            return find_doc_numbers(line.text)[0].doc_no
        bare = _BARE_NUMBER.match(line.text)
        if bare:
            return re.sub(r"\s|第", "", bare[1]).replace("[", "〔").replace("]", "〕")
        if len(line.text) > LONG_LINE:
            break
    for text in paper.running:
        if is_number_line(text):
            return find_doc_numbers(text)[0].doc_no
    labelled = _NUMBER_LABEL.search(paper.text[:_FRONT]) or _NUMBER_LABEL.search(
        paper.text[-_FRONT:]
    )
    if labelled is None:
        return None
    numbers = find_doc_numbers(labelled[1])
    return numbers[0].doc_no if numbers else labelled[1].strip("，。；、")
