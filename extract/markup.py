"""HTML as blocks: paragraphs, headings, numbered lists and tables, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from ..errors import LimitExceededError
from ..model import Block, BlockKind
from .guard import TextBudget
from .lines import clean, text_block
from .reading import Reading

_LEFT_OUT = frozenset(
    "script style head nav noscript template iframe object embed applet svg canvas audio video "
    "button select datalist map rp noframes frameset".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu ol option "
    "p pre section summary table tbody td tfoot th thead tr ul xmp listing".split()
)
_HEADING = re.compile(r"h([1-6])")
_PRESERVED = ("pre", "xmp", "listing", "textarea")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_CHINESE = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u3000"
_BREAK_IN_CHINESE = re.compile(rf"(?<=[{_CHINESE}])[ \t]*[\r\n][ \t\r\n\f]*(?=[{_CHINESE}])")
_INLINE_TAG = re.compile(r"</?(?:font|b|i|u|s|span|strong|em|a|small|big|center)\b[^>]*>", re.I)
_LONG_CELL = 400
_WIDEST_ROW = 1000
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def parse(text: str, limit: int) -> etree._Element | None:
    """Tree of a page: lenient, without network, entities from outside or bottomless depth.

    Args:
        text: Decoded; what it says of its encoding is not heard.
        limit: Nesting, for the error only; the parser stops at 2048.

    Raises:
        LimitExceededError: Nested too deeply.
    """
    root, complete = _parsed(text)
    if not complete:
        # Unclosed <font> piles up on old pages; without such tags the text is the same.
        root, complete = _parsed(_INLINE_TAG.sub("", text))
    if not complete:
        raise LimitExceededError("extract.limit.nesting", limit=limit)
    return root


def _parsed(text: str) -> tuple[etree._Element | None, bool]:
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(clean(text).encode("utf-8", "replace"), parser)
    except etree.ParserError:
        # Nothing but comments.
        return None, True
    errors = parser.error_log.filter_from_errors()
    limited = errors.filter_types([etree.ErrorTypes.ERR_RESOURCE_LIMIT])
    return root, len(limited) == 0


def blocks_of(root: etree._Element, reading: Reading) -> list[Block]:
    """Blocks of a page or a part of it.

    Raises:
        LimitExceededError: Too much text, or too long.
    """
    writer = _Writer(reading, TextBudget(reading.limits.max_text_chars))
    writer.write(root)
    return writer.blocks


class _Writer:
    """Goes once through a tree, without recursion.

    Args:
        reading: For limits.
        budget: Of text, shared by all cells.
        in_cell: Everything is one cell's text: no tables inside.
    """

    def __init__(self, reading: Reading, budget: TextBudget, in_cell: bool = False) -> None:
        self._reading, self._budget, self._in_cell = reading, budget, in_cell
        self._pieces: list[str] = []
        self._level: int | None = None
        self._preserved = 0
        self._lists: list[_List] = []
        self.blocks: list[Block] = []

    def write(self, root: etree._Element) -> None:
        walk = etree.iterwalk(root, events=("start", "end"))
        for count, (event, element) in enumerate(walk):
            if count % 1024 == 0:
                self._reading.deadline.check()
            if event == "end":
                self._end(element, is_root=element is root)
            elif self._start(element):
                self._add(element.text)
            else:
                walk.skip_subtree()
        self._flush()

    def _start(self, element: etree._Element) -> bool:
        """Begin an element; whether to go into it."""
        tag = element.tag
        if tag in _LEFT_OUT or _is_hidden(element):
            return False
        if tag in _BLOCKS or tag == "br":
            self._flush()
        if match := _HEADING.fullmatch(tag):
            self._level = int(match[1])
        elif tag in _PRESERVED:
            self._preserved += 1
        elif tag in ("ol", "ul", "menu", "dir"):
            self._lists.append(_List(element))
        elif tag == "li" and self._lists:
            self._pieces.append(self._lists[-1].label(element))
        elif tag == "table" and not self._in_cell:
            rows = list(islice(_rows(element), self._reading.limits.max_text_chars))
            if _is_data(element, rows):
                self._table(rows)
                return False
        return True

    def _end(self, element: etree._Element, is_root: bool) -> None:
        tag = element.tag
        shown = tag not in _LEFT_OUT and not _is_hidden(element)
        if shown and tag in _BLOCKS:
            self._flush()
        if shown and tag in _PRESERVED:
            self._preserved -= 1
        elif shown and tag in ("ol", "ul", "menu", "dir"):
            self._lists.pop()
        elif _HEADING.fullmatch(tag):
            self._level = None
        if not is_root:
            self._add(element.tail)

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if not self._preserved:
            self._pieces.append(text)
            return
        first, *others = text.splitlines() or [""]
        self._pieces.append(first)
        for line in others:
            self._flush()
            self._pieces.append(line)

    def _flush(self) -> None:
        text = _tidy("".join(self._pieces))
        if not text:
            # A label waits for its text, which may stand in a block of its own.
            self._pieces = [piece for piece in self._pieces if piece.strip()]
            return
        if self._lists and text == self._lists[-1].last_label:
            return
        self._pieces = []
        self._budget.spend(len(text))
        if self._level is None:
            self.blocks.append(text_block(text))
        else:
            self.blocks.append(Block(BlockKind.HEADING, text, level=self._level))

    def _table(self, rows: list[list[etree._Element]]) -> None:
        found = tuple(self._laid_out(rows))
        if any(any(row) for row in found):
            self.blocks.append(Block.table(found))

    def _laid_out(self, rows: list[list[etree._Element]]) -> Iterator[tuple[str, ...]]:
        """Texts row by row; where a cell from above reaches down, an empty one stands."""
        reaching: dict[int, tuple[int, int]] = {}
        for row in rows:
            self._reading.deadline.check()
            texts: list[str] = []
            below: dict[int, tuple[int, int]] = {}
            column = 0
            cells = iter(row)
            while len(texts) < _WIDEST_ROW:
                if column in reaching:
                    width, left = reaching.pop(column)
                    texts.append("")
                    if left > 1:
                        below[column] = (width, left - 1)
                    column += width
                elif (cell := next(cells, None)) is not None:
                    width, height = _span(cell, "colspan"), _span(cell, "rowspan")
                    texts.append(self._cell(cell))
                    if height > 1:
                        below[column] = (width, height - 1)
                    column += width
                elif reaching:
                    column = min(reaching)
                else:
                    break
            reaching = below
            if texts:
                yield tuple(texts)

    def _cell(self, cell: etree._Element) -> str:
        writer = _Writer(self._reading, self._budget, in_cell=True)
        writer.write(cell)
        return " ".join(block.text for block in writer.blocks).replace("\t", " ")


class _List:
    """Counts the items of one list."""

    def __init__(self, element: etree._Element) -> None:
        self._ordered = element.tag == "ol"
        self._type = (element.get("type") or "1").strip()
        self._next = _integer(element.get("start"), 1)
        self.last_label = ""

    def label(self, item: etree._Element) -> str:
        """Number of an item with a blank; empty in a list without numbers."""
        if not self._ordered:
            return ""
        number = _integer(item.get("value"), self._next)
        self._next = number + 1
        self.last_label = f"{_numeral(number, self._type)}."
        return self.last_label + " "


def _numeral(number: int, type: str) -> str:
    if type in ("a", "A") and 0 < number <= 26:
        return chr(ord(type) + number - 1)
    if type in ("i", "I") and 0 < number < 40:
        text = ""
        for value, sign in _ROMAN:
            while number >= value:
                text, number = text + sign, number - value
        return text if type == "i" else text.upper()
    return str(number)


def _integer(text: str | None, default: int) -> int:
    text = (text or "").strip()
    return int(text) if re.fullmatch(r"-?\d{1,6}", text, re.ASCII) else default


def _span(cell: etree._Element, name: str) -> int:
    """Columns or rows that a cell takes; rowspan 0 means all that follow."""
    found = _integer(cell.get(name), 1)
    if name == "rowspan":
        return 65534 if found == 0 else min(max(1, found), 65534)
    return min(max(1, found), _WIDEST_ROW)


def _is_hidden(element: etree._Element) -> bool:
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and _HIDDEN.search(style) is not None


def _tidy(text: str) -> str:
    """Blanks as a browser shows them; a line break in the source parts no Chinese words."""
    text = _BLANKS.sub(" ", _BREAK_IN_CHINESE.sub("", text))
    return _BLANKS.sub(" ", clean(text).replace("\xa0", " ").replace("\u200b", "")).strip()


def _rows(table: etree._Element) -> Iterator[list[etree._Element]]:
    """Cells row by row, of this table only."""
    for child in table:
        parts = child if child.tag in ("thead", "tbody", "tfoot") else (child,)
        for row in parts:
            if row.tag == "tr" and not _is_hidden(row):
                yield [cell for cell in row if cell.tag in ("td", "th")]


def _is_data(table: etree._Element, rows: list[list[etree._Element]]) -> bool:
    """Whether a table is one, and not the frame in which a page is laid out."""
    if (table.get("role") or "").lower() in ("presentation", "none"):
        return False
    if max((len(row) for row in rows), default=0) < 2:
        return False
    if any(cell.tag == "th" for row in rows for cell in row):
        return True
    if next(table.iterdescendants("table"), None) is not None:
        return False
    if _integer((table.get("border") or "").removesuffix("px"), 0) > 0:
        return True
    return not any(_is_long(cell) for row in rows for cell in row)


def _is_long(cell: etree._Element) -> bool:
    length = 0
    for text in cell.itertext():
        length += len(text.strip())
        if length > _LONG_CELL:
            return True
    return False
