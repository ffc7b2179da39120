"""Tables as headers, rows and figures; forms as labels with their answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from ..text.numbers import level
from .quantities import COUNTED, number

BLANK = frozenset(("", "-", "--", "—", "——", "/", "\\", "无", "／", "…", "－"))
TOTALS = frozenset("合计 小计 总计 共计 计 总数 累计 合 本页合计 本页小计".split())
_GRAND = frozenset("合计 总计 共计 计 总数".split())
_SERIAL = frozenset("序号 序 编号 号 No No. NO 名次 排名 行次 卡号 样号 工号".split())
_CELL = re.compile(
    r"(?P<n>-?(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,10})(?:\.[0-9]{1,6})?) ?(?P<scale>万|亿)?"
    rf" ?(?P<unit>%|‰|{'|'.join(sorted(COUNTED, key=len, reverse=True))})?"
)
_UNIT = re.compile(r"[（(](?:单位[:：])?(?P<unit>%|‰|万?[\u4e00-\u9fff]{1,4})[)）]")
_CAPTION_UNIT = re.compile(
    r"单位[：:][ 　]?(?P<unit>%|‰|[人户例份元次件个名亩吨]|万元|人次)(?=[，,、）)\s]|\Z)"
)
_NOT_ADDED = re.compile(
    r"率|比(?!武|赛)|平均|均|%|‰|单价|价格|标准|指数|年龄|岁|号|编码|日期|时间|年份|电话|排名|名次|得分|月数|天数|目标|占|上年|去年|同期|增减|最高|最低|限|度|累计"
)
_OWN_UNITS = frozenset(("%", "‰", *COUNTED, "万元", "人次"))
_DAY = re.compile("[0-9]{4}[年.-][0-9]{1,2}[月.-][0-9]{1,2}")
_LONGEST_HEADER = 30
_MOST_HEADERS = 4
MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table.

    Attributes:
        text: Trimmed.
        start: In the document's text.
        end: Past it.
        value: The figure, if it is one.
        unit: That the cell itself prints.
    """

    text: str
    start: int
    end: int
    value: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column below its headers.

    Attributes:
        place: From 0.
        name: Headers from top to bottom, joined, without the unit.
        last: The lowest header alone.
        top: The highest.
        unit: That the header or the caption prints.
        figures: How many cells are figures.
        added: Its figures can be summed.
    """

    place: int
    name: str
    last: str
    top: str
    unit: str
    figures: int
    added: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with headers.

    Attributes:
        columns: All of them.
        rows: Below the headers.
        labels: Place of the column that names the rows; None where there is none.
        totals: Row → which kind of total it is.
        page: Of the table.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    labels: int | None
    totals: dict[int, str] = field(default_factory=dict)
    page: int | None = None

    def label(self, row: int) -> Cell | None:
        """The cell that names a row."""
        if self.labels is None or self.labels >= len(self.rows[row]):
            return None
        return self.rows[row][self.labels]

    def value(self, row: int, column: int) -> Decimal | None:
        """The figure of a cell."""
        cells = self.rows[row]
        return cells[column].value if column < len(cells) else None

    @property
    def numeric(self) -> list[Column]:
        """Columns of figures."""
        return [column for column in self.columns if column.figures]


def cells_of(text: str, start: int) -> list[list[Cell]]:
    """The cells of a table, row by row.

    Args:
        text: Of the table: rows parted by line feeds, cells by tabs.
        start: Of the table in the document's text.
    """
    plain = level(text)
    rows: list[list[Cell]] = []
    offset = 0
    for line in plain.split("\n")[:MOST_ROWS]:
        row, place = [], offset
        for words in line.split("\t"):
            row.append(_cell(words, start + place))
            place += len(words) + 1
        rows.append(row)
        offset += len(line) + 1
    return rows


def _cell(words: str, start: int) -> Cell:
    bare = words.strip()
    first = start + len(words) - len(words.lstrip())
    end = first + len(bare)
    if not bare or len(bare) > 24 or not ("0" <= bare[0] <= "9" or bare[0] == "-"):
        return Cell(bare, first, end)
    match = _CELL.fullmatch(bare)
    if match is None:
        return Cell(bare, first, end)
    value = number(match["n"], match["scale"] or "")
    return Cell(bare, first, end, value, match["unit"] or "")


def header_rows(rows: Sequence[Sequence[Cell]]) -> int:
    """How many rows at the top are headers; 0 for a form."""
    count = 0
    width = max(map(len, rows), default=0)
    for row in rows[:_MOST_HEADERS]:
        texts = [cell.text for cell in row]
        filled = [text for text in texts if text]
        if any(cell.value is not None for cell in row) or not filled:
            break
        if max(map(len, filled)) > _LONGEST_HEADER and len(set(filled)) > 1:
            break
        if count and not _goes_on(rows[count - 1], row, width):
            break
        count += 1
    return count if count < len(rows) else 0


def _goes_on(above: Sequence[Cell], row: Sequence[Cell], width: int) -> bool:
    """Whether a row without figures is one more header: the one above has spans."""
    texts = [cell.text for cell in above]
    spans = len(set(texts)) < len(texts) or "" in texts or len(texts) < width
    first = row[0].text if row else ""
    return spans and (not first or first == (texts[0] if texts else "") or len(set(texts)) <= 2)


def grid_of(rows: Sequence[Sequence[Cell]], caption_unit: str, page: int | None) -> Grid | None:
    """A table read by its headers; None for a form.

    Args:
        rows: Its cells.
        caption_unit: What the words around it say of its unit.
        page: Of the table.
    """
    top = header_rows(rows)
    body = rows[top:]
    if not top or not body or (top == 1 and _is_form(rows)):
        return None
    if all(_is_index(cell.text) for cell in body[0]) and len(body) > 1 and len(body[0]) > 2:
        body = body[1:]
    width = max(map(len, rows))
    columns = [_column(rows[:top], body, place, caption_unit) for place in range(width)]
    labels = _label_column(columns, body)
    totals = {}
    for place, row in enumerate(body):
        kind = _total(row, labels)
        if kind:
            totals[place] = kind
    return Grid(columns, body, labels, totals, page)


def _is_form(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether labels and answers alternate: 姓名 某某 性别 男."""
    width = len(rows[0])
    if width < 2 or len(rows) == 1:
        return True
    if any(_DAY.search(cell.text) for cell in rows[0]):
        return True
    numbered = rows[0][0].text in _SERIAL
    short = all(cell.text and len(cell.text) <= _LONGEST_HEADER for cell in rows[0])
    figures = sum(any(cell.value is not None for cell in row[1:]) for row in rows[1:])
    ragged = sum(len(row) != width for row in rows[1:])
    if numbered or ragged * 2 > len(rows):
        return not numbered
    return not short and not figures


def _is_index(text: str) -> bool:
    return text in ("", "甲", "乙", "丙", "栏次") or (text.isdecimal() and len(text) <= 2)


def _column(
    headers: Sequence[Sequence[Cell]], body: Sequence[Sequence[Cell]], place: int, unit: str
) -> Column:
    words: list[str] = []
    for depth, row in enumerate(headers):
        text = row[place].text if place < len(row) else ""
        if not text and depth < len(headers) - 1:
            # A span whose other cells are blank.
            text = next((c.text for c in reversed(row[:place]) if c.text), "")
            below = headers[depth + 1]
            if not (place < len(below) and below[place].text):
                text = ""
        text = "".join(text.split())
        if text and (not words or words[-1] != text):
            words.append(text)
    bare = [_UNIT.sub(_kept, word) for word in words] or [""]
    own = next((m["unit"] for word in words[::-1] if (m := _UNIT.search(word))), "")
    own = own if own in _OWN_UNITS else ""
    name = "".join(bare)
    if not own and name.endswith(("率", "%", "比例", "比重", "占比")):
        own = "%" if "‰" not in name else "‰"
    elif not own and name not in _SERIAL:
        own = unit
    figures = sum(place < len(row) and row[place].value is not None for row in body)
    added = not _NOT_ADDED.search("".join(words)) and bare[-1] not in _SERIAL
    return Column(place, name, bare[-1], bare[0], own, figures, added)


def _kept(match: re.Match[str]) -> str:
    return "" if match["unit"] in _OWN_UNITS else match[0]


def _label_column(columns: Sequence[Column], body: Sequence[Sequence[Cell]]) -> int | None:
    for column in columns:
        filled = [row[column.place] for row in body if column.place < len(row)]
        filled = [cell for cell in filled if cell.text not in BLANK]
        words = sum(cell.value is None for cell in filled)
        if column.last not in _SERIAL and filled and words * 2 > len(filled):
            return column.place
    return None


def _total(row: Sequence[Cell], labels: int | None) -> str:
    """The kind of total that a row is, or nothing."""
    for cell in row[: (labels or 0) + 2]:
        text = "".join(cell.text.split()).rstrip(":：")
        if text in TOTALS or (text.endswith(("合计", "总计", "小计")) and len(text) <= 6):
            return "合计" if text in _GRAND or text.endswith(("合计", "总计")) else text[-2:]
    return ""


def unit_of_caption(text: str) -> str:
    """The unit that the words around a table state: 单位：人."""
    match = _CAPTION_UNIT.search(text)
    return match["unit"] if match else ""


def pairs_of(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[int, Cell, Cell]]:
    """Labels of a form with the answers behind them, and the row, from 1."""
    for place, row in enumerate(rows, start=1):
        filled = [cell for cell in row if cell.text]
        for label, answer in pairwise(filled):
            if _is_label(label.text) and label.text != answer.text and not _is_label(answer.text):
                yield place, label, answer


def _is_label(text: str) -> bool:
    return 2 <= len(text) <= 12 and not re.search(r"[0-9，。；]", text)
