"""A source's text row by row, as the dividing of it looks at it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..model import Block, BlockKind, Document
from ..text.normalise import tidy
from ..text.numerals import find_dates
from .doctype import OTHER, type_of_title
from .offices import is_letterhead, is_office
from .title import is_date_line, is_number_line

LONGEST_TITLE = 60

STANDING = frozenset(
    "报告 总结 计划 方案 通知 通报 请示 批复 函 纪要 制度 办法 责任书 合同 简报 讲话 证明".split()
)
"""Types that are written to stand alone; forms, lists and lessons may be anyone's enclosure."""

_KEPT = 400
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]"
    r"|\d{1,2}[.、．]|第[一二三四五六七八九十\d]{1,3}[条章节])"
)
_SENTENCE = re.compile(r"[。；;！!？?]|[，：:]$")
_ABOUT = re.compile(r"关于.{2,50}的?(?=[\u4e00-\u9fff]{1,4}(?:[（(].{1,8}[)）])?$)")
_PRINTED = re.compile(r"印发|^(?:抄送|抄报|主送|共印|印制)|^[（(]?此件")
_AFTER_DATE = re.compile(r"^[（(].{1,40}[)）]$|^(?:联系人|联系电话|电话|经办人|签发)")
_ATTACHED = re.compile(
    r"^附(?:件|表|录|页|图)?\s*[\d一二三四五六七八九十]{0,3}\s*(?:[:：、.．]|$)"
    r"|^附(?:件|表|录)\s*[\d一二三四五六七八九十]{1,3}(?![\d一二三四五六七八九十份张页])"
)
# 2023年第14期, 〔2023〕3号 below a masthead; 档案编号：… above a form.
_ISSUE = re.compile(
    r"^[（(]?(?:\d{4}年)?(?:总?第)\s*[\d一二三四五六七八九十百]{1,5}\s*期.{0,24}$"
    r"|^[〔\[（(【]\d{4}[〕\]）)】]\s*第?\d{1,4}\s*号$"
)
_MISREAD_NUMBER = re.compile(
    r"^(?=.*[〔\[（(【〕\]）)】])[\u4e00-\u9fff]{2,10}.(?=\S?\d?\D?\d)[^〕\]）)】]{3,5}.\S?\d\S{0,2}$"
)
_FORM_NUMBER = re.compile(r"^[\u4e00-\u9fff]{0,4}(?:编号|档号|卷号|表号)\s*[:：].{0,30}$")
_ADDRESSEE = re.compile(r"^[\u4e00-\u9fff、，,（）()“”\s\d]{2,60}[:：]$")
_DATE_END = re.compile(r"[\d日号〇一二三四五六七八九十].{0,2}$")
_SIGNATURE = 40


@dataclass(frozen=True, slots=True)
class Row:
    """A block of the text: a paragraph, heading or table.

    Attributes:
        start: First character in the document's text.
        end: One past the last.
        text: Tidied, of its first line; its beginning where it is long.
        raw: The same with the gaps that tidying closes.
        last: Likewise of its last line.
        length: Characters, blanks aside.
        kind: Of the block.
        page: From 1, where pages exist.
    """

    start: int
    end: int
    text: str
    raw: str
    last: str
    length: int
    kind: BlockKind
    page: int | None = None

    @property
    def is_table(self) -> bool:
        """Whether it is a table."""
        return self.kind is BlockKind.TABLE


def rows_of(document: Document) -> tuple[Row, ...]:
    """The body row by row; blank blocks, page headers and footers left out."""
    rows, position = [], 0
    for block in document.body:
        if block.kind not in (BlockKind.HEADER, BlockKind.FOOTER) and block.text.strip():
            rows.append(_row(block, position))
        position += len(block.text) + 1
    return tuple(rows)


def _row(block: Block, start: int) -> Row:
    lines = block.text.strip().splitlines()
    raw = lines[0][:_KEPT].strip()
    first, last = tidy(raw), tidy(lines[-1][-_KEPT:])
    length = sum(map(len, block.text.split()))
    return Row(start, start + len(block.text), first, raw, last, length, block.kind, block.page)


def is_attachment(text: str) -> bool:
    """Whether a line marks or lists attachments: 附件2, 附一：责任书, 附件：1.…."""
    return bool(_ATTACHED.match(text))


def is_title(row: Row) -> bool:
    """Whether a row by itself reads as a title that names a type of paper."""
    text = row.text
    if row.is_table or not 4 <= len(text) <= LONGEST_TITLE or _NUMBERED.match(text):
        return False
    if _SENTENCE.search(text) or is_attachment(text) or type_of_title(text) is None:
        return False
    return not is_number_line(text) and not is_date_line(text)


def title_type(text: str) -> str:
    """The type that a title names, 其他 if none."""
    found = type_of_title(text)
    return found[0] if found else OTHER


def is_about(text: str) -> bool:
    """Whether a title has the form of an official paper's: 关于…的通知."""
    return bool(_ABOUT.search(text)) and type_of_title(text) is not None


def is_addressee(row: Row) -> bool:
    """Whether a row names those whom the paper is for: 各社区居委会：."""
    return not row.is_table and bool(_ADDRESSEE.match(row.text)) and not _NUMBERED.match(row.text)


def is_numbered(text: str) -> bool:
    """Whether a line begins as a section or clause of a paper."""
    return bool(_NUMBERED.match(text))


def is_number_row(row: Row) -> bool:
    """Whether a row is a 文号, a character or two of it perhaps misread."""
    if row.is_table or len(row.text) > LONGEST_TITLE:
        return False
    return is_number_line(row.text) or bool(_MISREAD_NUMBER.match(row.text))


def is_issue_row(row: Row) -> bool:
    """Whether a row numbers what stands under a masthead: 第14期, 〔2023〕3号."""
    return not row.is_table and len(row.text) <= LONGEST_TITLE and bool(_ISSUE.match(row.text))


def is_form_number(row: Row) -> bool:
    """Whether a row is the number of a form: 档案编号：…."""
    return not row.is_table and bool(_FORM_NUMBER.match(row.text))


def is_letterhead_row(row: Row) -> bool:
    """Whether a row is the red head of an official paper: 某街道办事处文件."""
    text = row.text
    if row.is_table or len(text) > LONGEST_TITLE:
        return False
    half = text[-2:-1] == "文" or text[-1:] == "件"
    return is_letterhead(text) or (half and is_letterhead(text[:-2] + "文件"))


def is_office_row(row: Row) -> bool:
    """Whether a row is the name of an office and nothing else."""
    return not row.is_table and len(row.text) <= 40 and is_office(row.text)


def signs(row: Row) -> bool:
    """Whether a row ends with the full date of a signature, alone or behind who signs."""
    text = row.last
    if row.is_table or len(text) > _SIGNATURE or not _DATE_END.search(text) or is_numbered(text):
        return False
    dates = [d for d in find_dates(text) if len(d.date) == 10]
    if not dates or len(text) - dates[-1].end > 2:
        return False
    before = text[: dates[-1].start]
    return not re.search(r"[，。；、]|[自从至到于]$", before)


def closes(row: Row) -> bool:
    """Whether a row can only be of a paper's end: signature, 印发, what stands below them."""
    printed = not row.is_table and row.length <= LONGEST_TITLE and _PRINTED.search(row.text)
    return signs(row) or bool(printed) or bool(_AFTER_DATE.match(row.text))


def ends_paper(rows: tuple[Row, ...]) -> bool:
    """Whether the last of some rows are the end of a paper: signed and dated, or 印发."""
    for row in reversed(rows[-4:]):
        if not row.is_table and _PRINTED.search(row.text) and len(row.text) <= LONGEST_TITLE:
            return True
        if signs(row):
            return True
        if not _AFTER_DATE.match(row.text) and not is_attachment(row.text):
            return False
    return False
