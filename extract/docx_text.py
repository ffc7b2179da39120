"""From WordprocessingML to blocks: what Word would show, each thing once.

Tracked changes are accepted, comments and field codes left out, the first branch of
alternative content taken. Text of unknown wrappers is kept: better too much than lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from docx.opc.packuri import PackURI
from lxml import etree

from ..errors import LimitExceededError
from ..model import Block, BlockKind
from .docx_numbering import Numbering
from .docx_package import Package, R, Relationship, W, integer, is_on, value
from .docx_styles import Styles, heading_of
from .docx_symbols import symbol
from .guard import Deadline, Limits, TextBudget

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
V = "{urn:schemas-microsoft-com:vml}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741

_NUMBER_FRAME = re.compile(
    r"第\s*页|共\s*页|[第页共总]|page|of|[\s/|,，、.·\-—–－~()（）]", re.IGNORECASE
)
_PAGE_FIELD = re.compile(r"^\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
_DROPPED = frozenset(
    W + name
    for name in (
        *("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr"),
        *("del", "moveFrom", "delText", "delInstrText", "rt"),
        *("footnoteRef", "endnoteRef", "annotationRef"),
    )
)
_FIXED = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}


@dataclass(slots=True)
class _Field:
    """A complex field being read: its code until the separator, then its result."""

    code: str = ""
    in_result: bool = False


@dataclass(slots=True)
class Line:
    """A paragraph being read.

    Attributes:
        pieces: Its text.
        counted: Indices of pieces that are results of page number fields.
        boxes: Blocks of text boxes and drawings anchored in it.
        has_page_field: A page number field stands in it, perhaps without a result.
    """

    pieces: list[str] = field(default_factory=list)
    counted: set[int] = field(default_factory=set)
    boxes: list[Block] = field(default_factory=list)
    has_page_field: bool = False

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self.pieces)

    @property
    def uncounted(self) -> str:
        """Without the results of page number fields."""
        return "".join(p for i, p in enumerate(self.pieces) if i not in self.counted)


@dataclass(slots=True)
class Context:
    """What the stories of one file share; notes and embedded objects are collected here."""

    package: Package
    styles: Styles
    numbering: Numbering
    limits: Limits
    deadline: Deadline
    budget: TextBudget
    notes: list[tuple[str, str]] = field(default_factory=list)
    embedded: int = 0


class Story:
    """Reads one part (body, a header, the notes) into blocks.

    Args:
        context: Shared by the file's stories.
        part: Name of the part, for its relationships.
        margin: For headers and footers, the kind that their blocks take.
    """

    def __init__(self, context: Context, part: PackURI, margin: BlockKind | None = None) -> None:
        self._context = context
        self._margin = margin
        self._relationships: dict[str, Relationship] = context.package.relationships(part)
        self._fields: list[_Field] = []
        self._depth = 0
        self._handlers: dict[str, Callable[[etree._Element, Line], None]] = {
            W + "t": self._text,
            MATH + "t": self._text,
            W + "sym": self._symbol,
            W + "fldChar": self._field_mark,
            W + "instrText": self._field_code,
            W + "fldSimple": self._simple_field,
            W + "r": self._run,
            W + "txbxContent": self._text_box,
            W + "object": self._object,
            W + "footnoteReference": self._note,
            W + "endnoteReference": self._note,
            MC + "AlternateContent": self._alternative,
            A + "p": self._drawn_paragraph,
            DGM + "relIds": self._diagram,
            C + "chart": self._chart,
            V + "textpath": self._word_art,
        }

    def blocks(self, elements: Iterable[etree._Element]) -> Iterator[Block]:
        """Blocks of block-level elements, in order.

        Raises:
            LimitExceededError: Too deep, too long or too slow.
        """
        self._depth += 1
        if self._depth > self._context.limits.max_nesting:
            limit = self._context.limits.max_nesting
            raise LimitExceededError("extract.limit.nesting", limit=limit)
        carried = Line()
        for element in _flat(elements):
            if element.tag == W + "p":
                line = carried
                self._inline(element, line)
                if _mark_deleted(element):
                    # The paragraph runs on into the next one.
                    continue
                carried = Line()
                yield from self._finished(element, line)
            elif element.tag == W + "tbl":
                yield from self._table(element)
            elif element.tag == W + "altChunk":
                self._context.embedded += 1
            else:
                self._inline(element, carried)
        yield from self._finished(None, carried)
        self._depth -= 1

    def _finished(self, paragraph: etree._Element | None, line: Line) -> Iterator[Block]:
        self._context.deadline.check()
        # A field code never hides what follows its paragraph, even when left open.
        self._fields = [found for found in self._fields if found.in_result]
        properties = None if paragraph is None else paragraph.find(W + "pPr")
        label = "" if paragraph is None else self._label(properties)
        text = (label + line.text.strip()).strip()
        self._context.budget.spend(len(text))
        if text and self._margin:
            yield _margin_block(text, line, self._margin)
        elif text:
            level = None if paragraph is None else self._heading(properties)
            kind = BlockKind.PARAGRAPH if level is None else BlockKind.HEADING
            yield Block(kind, text, level=level)
        yield from line.boxes

    def _heading(self, properties: etree._Element | None) -> int | None:
        own = None if properties is None else heading_of(properties)
        if own is not None:
            return own or None
        return self._context.styles.style(_style_id(properties)).heading

    def _label(self, properties: etree._Element | None) -> str:
        styles, numbering = self._context.styles, self._context.numbering
        id = styles.id_of(_style_id(properties))
        style = styles.style(id)
        list_id, level = style.list_id, style.list_level
        if list_id is not None and level is None:
            level = numbering.level_of_style(list_id, id or "")
        numbers = None if properties is None else properties.find(W + "numPr")
        if numbers is not None:
            list_id = value(numbers.find(W + "numId")) or list_id
            level = integer(value(numbers.find(W + "ilvl")), level or 0)
        return "" if list_id in (None, "0") else numbering.label(list_id or "", level or 0)

    def _table(self, table: etree._Element) -> Iterator[Block]:
        rows = [
            [cell for cell in _flat(row, _CELL_WRAPPERS) if cell.tag == W + "tc"]
            for row in _flat(table, _ROW_WRAPPERS)
            if row.tag == W + "tr" and not _row_deleted(row)
        ]
        if len(rows) == 1 and len(rows[0]) == 1:
            # A frame around text, not a table.
            yield from self.blocks(rows[0][0])
            return
        texts = []
        for row in rows:
            cells = tuple(self._cell(cell) for cell in row if not _cell_hidden(cell))
            texts.append(cells)
        if any(any(cells) for cells in texts):
            block = Block.table(tuple(cells for cells in texts if cells))
            yield replace(block, kind=self._margin, rows=()) if self._margin else block

    def _cell(self, cell: etree._Element) -> str:
        """Text on one line; a cell that continues a vertical merge is empty."""
        properties = cell.find(W + "tcPr")
        merge = None if properties is None else properties.find(W + "vMerge")
        if merge is not None and value(merge) != "restart":
            return ""
        texts = [block.text for block in self.blocks(cell)]
        return " ".join(" ".join(texts).replace("\t", " ").split("\n"))

    def _inline(self, element: etree._Element, line: Line) -> None:
        for child in element.iterchildren():
            tag = child.tag
            handler = self._handlers.get(tag)
            if handler is not None:
                handler(child, line)
            elif tag in _FIXED:
                self._append(_FIXED[tag], line)
            elif tag not in _DROPPED:
                self._inline(child, line)

    def _append(self, text: str, line: Line) -> None:
        if any(not found.in_result for found in self._fields):
            return
        if any(_PAGE_FIELD.match(found.code) for found in self._fields):
            line.counted.add(len(line.pieces))
        line.pieces.append(text)

    def _text(self, element: etree._Element, line: Line) -> None:
        if element.text:
            self._append(element.text, line)

    def _run(self, run: etree._Element, line: Line) -> None:
        properties = run.find(W + "rPr")
        if properties is None or not is_on(properties.find(W + "vanish")):
            self._inline(run, line)

    def _symbol(self, element: etree._Element, line: Line) -> None:
        self._append(symbol(value(element, "font") or "", value(element, "char") or ""), line)

    def _field_mark(self, element: etree._Element, line: Line) -> None:
        kind = value(element, "fldCharType")
        if kind == "begin":
            self._append(_form_field(element), line)
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            code = self._fields.pop().code
            line.has_page_field |= _PAGE_FIELD.match(code) is not None

    def _field_code(self, element: etree._Element, line: Line) -> None:
        if self._fields and not self._fields[-1].in_result:
            self._fields[-1].code += element.text or ""

    def _simple_field(self, element: etree._Element, line: Line) -> None:
        code = value(element, "instr") or ""
        line.has_page_field |= _PAGE_FIELD.match(code) is not None
        self._fields.append(_Field(code, in_result=True))
        depth = len(self._fields)
        self._inline(element, line)
        del self._fields[depth - 1 :]

    def _note(self, element: etree._Element, line: Line) -> None:
        kind = "footnotes" if element.tag == W + "footnoteReference" else "endnotes"
        self._context.notes.append((kind, value(element, "id") or ""))

    def _alternative(self, element: etree._Element, line: Line) -> None:
        branches = element.findall(MC + "Choice") or element.findall(MC + "Fallback")
        if branches:
            self._inline(branches[0], line)

    def _text_box(self, element: etree._Element, line: Line) -> None:
        outer, self._fields = self._fields, []
        line.boxes.extend(self.blocks(element))
        self._fields = outer

    def _object(self, element: etree._Element, line: Line) -> None:
        embedded = element.findall(O + "OLEObject")
        self._context.embedded += sum(e.get("Type") == "Embed" for e in embedded)
        self._inline(element, line)

    def _drawn_paragraph(self, element: etree._Element, line: Line) -> None:
        self._add_drawn(_drawn_text(element), line)

    def _add_drawn(self, text: str, line: Line) -> None:
        if text.strip():
            line.boxes.append(Block(self._margin or BlockKind.PARAGRAPH, text.strip()))

    def _word_art(self, element: etree._Element, line: Line) -> None:
        self._add_drawn(element.get("string", ""), line)

    def _diagram(self, element: etree._Element, line: Line) -> None:
        self._graphic(element.get(R + "dm"), line)

    def _chart(self, element: etree._Element, line: Line) -> None:
        self._graphic(element.get(R + "id"), line)

    def _graphic(self, id: str | None, line: Line) -> None:
        found = self._relationships.get(id or "")
        root = self._context.package.part(found.target) if found else None
        if root is None:
            return
        for paragraph in root.iter(A + "p"):
            self._add_drawn(_drawn_text(paragraph), line)
        names = (v.text or "" for cache in root.iter(C + "strCache") for v in cache.iter(C + "v"))
        for name in dict.fromkeys(names):
            self._add_drawn(name, line)


_BLOCK_WRAPPERS = frozenset(
    (W + "sdt", W + "sdtContent", W + "customXml", W + "smartTag", W + "ins", W + "moveTo")
)
_ROW_WRAPPERS = _BLOCK_WRAPPERS
_CELL_WRAPPERS = _BLOCK_WRAPPERS


def _flat(
    elements: Iterable[etree._Element], wrappers: frozenset[str] = _BLOCK_WRAPPERS
) -> Iterator[etree._Element]:
    """Elements with wrappers opened and alternative content decided; properties left out."""
    for element in elements:
        if element.tag in wrappers:
            yield from _flat(element, wrappers)
        elif element.tag == MC + "AlternateContent":
            branches = element.findall(MC + "Choice") or element.findall(MC + "Fallback")
            yield from _flat(branches[0] if branches else (), wrappers)
        elif element.tag not in _DROPPED:
            yield element


def _style_id(properties: etree._Element | None) -> str | None:
    return None if properties is None else value(properties.find(W + "pStyle"))


def _mark_deleted(paragraph: etree._Element) -> bool:
    marks = (f"{W}pPr/{W}rPr/{W}del", f"{W}pPr/{W}rPr/{W}moveFrom")
    return any(paragraph.find(mark) is not None for mark in marks)


def _row_deleted(row: etree._Element) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def _cell_hidden(cell: etree._Element) -> bool:
    if cell.find(f"{W}tcPr/{W}cellDel") is not None:
        return True
    merge = cell.find(f"{W}tcPr/{W}hMerge")
    return merge is not None and value(merge) != "restart"


def _form_field(mark: etree._Element) -> str:
    """What a form field shows that has no text of its own: a tick box or a chosen entry."""
    box = mark.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        state = box.find(W + "checked")
        return "☑" if is_on(box.find(W + "default") if state is None else state) else "☐"
    choice = mark.find(f"{W}ffData/{W}ddList")
    if choice is not None:
        entries = [value(entry) or "" for entry in choice.findall(W + "listEntry")]
        at = integer(value(choice.find(W + "result")), 0)
        return entries[at] if 0 <= at < len(entries) else ""
    return ""


def _drawn_text(paragraph: etree._Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(A + "t"))


def _margin_block(text: str, line: Line, kind: BlockKind) -> Block:
    """A header's line. The page number in it is no text: it differs on every page."""
    if not line.has_page_field and not line.counted:
        return Block(kind, text)
    rest = line.uncounted.strip()
    if not _NUMBER_FRAME.sub("", rest):
        return Block(BlockKind.PAGE_NUMBER, text)
    return Block(kind, rest)
