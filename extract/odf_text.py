"""From OpenDocument's content to blocks; what tracked changes deleted is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from ..errors import LimitExceededError
from ..model import Block, BlockKind
from .docx_numbering import Numbering
from .docx_package import integer
from .guard import Deadline, Limits, TextBudget
from .lines import clean
from .odf_package import DRAW, OFFICE, PRESENTATION, TABLE, TEXT

_DROPPED = frozenset(
    (
        *(TEXT + "tracked-changes", TEXT + "hidden-text", TEXT + "ruby-text"),
        *(OFFICE + "annotation", OFFICE + "forms", TEXT + "sequence-decls", TEXT + "toc-mark"),
        *(TEXT + "variable-decls", TEXT + "user-field-decls", TEXT + "index-title-template"),
        *(TEXT + "table-of-content-source", TABLE + "table-source", TEXT + "bibliography-source"),
        *(DRAW + "glue-point", OFFICE + "event-listeners", TABLE + "shapes"),
    )
)
_PAGE_FIELDS = (TEXT + "page-number", TEXT + "page-count")
_ROW_WRAPPERS = frozenset(
    TABLE + name for name in ("table-header-rows", "table-rows", "table-row-group")
)
_SHAPES = DRAW
_MOST_REPEATS = 1_000_000
_MOST_SPACES = 200
_WIDEST = 16_384


@dataclass(slots=True)
class Context:
    """What the stories of one file share."""

    limits: Limits
    deadline: Deadline
    budget: TextBudget
    numbering: Numbering
    hidden_text: frozenset[str] = frozenset()
    notes: list[Block] = field(default_factory=list)
    repeats: int = 0


@dataclass(slots=True)
class _Line:
    pieces: list[str] = field(default_factory=list)
    boxes: list[Block] = field(default_factory=list)
    counted: bool = False


class Story:
    """Reads elements of one page, header or body into blocks.

    Args:
        context: Shared by the file's stories.
        page: That its blocks stand on.
        margin: For headers and footers, the kind that their blocks take.
    """

    def __init__(
        self, context: Context, page: int | None = None, margin: BlockKind | None = None
    ) -> None:
        self._context = context
        self._page = page
        self._margin = margin
        self._depth = 0
        self._handlers: dict[str, Callable[[etree._Element], Iterator[Block]]] = {
            TEXT + "p": self._paragraph,
            TEXT + "h": self._heading,
            TEXT + "list": lambda element: self._list(element, 0, ""),
            TABLE + "table": self._table,
        }

    def blocks(self, parent: Iterable[etree._Element]) -> Iterator[Block]:
        """Blocks of all children, in order."""
        self._depth += 1
        if self._depth > self._context.limits.max_nesting:
            limit = self._context.limits.max_nesting
            raise LimitExceededError("extract.limit.nesting", limit=limit)
        for child in parent:
            handler = self._handlers.get(str(child.tag))
            if handler is not None:
                yield from handler(child)
            elif child.tag not in _DROPPED and child.tag != PRESENTATION + "notes":
                yield from self.blocks(child)
        self._depth -= 1

    def cell(self, cell: etree._Element) -> str:
        """A cell's text on one line."""
        texts = [block.text for block in self.blocks(cell)]
        return " ".join(" ".join(texts).replace("\t", " ").split("\n")).strip()

    def rows(self, table: etree._Element) -> Iterator[tuple[int, etree._Element]]:
        """Rows of a table with the number of times that each stands there."""
        for row in table:
            if row.tag in _ROW_WRAPPERS:
                yield from self.rows(row)
            elif row.tag == TABLE + "table-row":
                self._context.deadline.check()
                yield integer(row.get(TABLE + "number-rows-repeated"), 1), row

    def cells(self, row: etree._Element, text: Callable[[etree._Element], str]) -> dict[int, str]:
        """Column → text of the cells that hold some; repeated ones as often as they stand."""
        found: dict[int, str] = {}
        column = 0
        for cell in row:
            times = max(1, integer(cell.get(TABLE + "number-columns-repeated"), 1))
            shown = text(cell) if cell.tag == TABLE + "table-cell" and len(cell) else ""
            if shown:
                self.spend_repeats(times)
                for at in range(column, min(column + times, _WIDEST)):
                    found[at] = shown
            column += times
        return found

    def spend_repeats(self, times: int) -> None:
        """Count cells and rows that are written once and stand many times.

        Raises:
            LimitExceededError: There are too many.
        """
        self._context.repeats += times
        if self._context.repeats > _MOST_REPEATS:
            found = self._context.repeats
            raise LimitExceededError("extract.limit.cells", found=found, limit=_MOST_REPEATS)

    def _paragraph(self, element: etree._Element, label: str = "") -> Iterator[Block]:
        line = self._line(element)
        text = clean("".join(line.pieces)).strip()
        if text:
            text = label + text
            self._context.budget.spend(len(text))
            kind = self._margin or BlockKind.PARAGRAPH
            if line.counted and self._margin:
                kind = BlockKind.PAGE_NUMBER
            yield Block(kind, text, page=self._page)
        yield from line.boxes

    def _heading(self, element: etree._Element, label: str | None = None) -> Iterator[Block]:
        line = self._line(element)
        text = clean("".join(line.pieces)).strip()
        level = max(1, integer(element.get(TEXT + "outline-level"), 1))
        if text:
            if label is None:
                label = self._context.numbering.label("outline", level - 1)
            self._context.budget.spend(len(label) + len(text))
            if self._margin:
                yield Block(self._margin, label + text, page=self._page)
            else:
                yield Block(BlockKind.HEADING, label + text, page=self._page, level=level)
        yield from line.boxes

    def _list(self, element: etree._Element, level: int, style: str) -> Iterator[Block]:
        if level > self._context.limits.max_nesting:
            limit = self._context.limits.max_nesting
            raise LimitExceededError("extract.limit.nesting", limit=limit)
        style = element.get(TEXT + "style-name") or style
        for item in element:
            fresh = item.tag == TEXT + "list-item"
            for child in item:
                if child.tag == TEXT + "list":
                    yield from self._list(child, level + 1, style)
                elif child.tag in (TEXT + "p", TEXT + "h"):
                    label = ""
                    if fresh and _has_text(child):
                        label = self._context.numbering.label(style, level)
                        fresh = False
                    if child.tag == TEXT + "h":
                        yield from self._heading(child, label)
                    else:
                        yield from self._paragraph(child, label)
                else:
                    yield from self.blocks(item)
                    break

    def _table(self, table: etree._Element) -> Iterator[Block]:
        rows = []
        for times, row in self.rows(table):
            cells = self.cells(row, self.cell)
            if cells:
                self.spend_repeats(times)
                rows += [cells] * times
        columns = sorted({column for row in rows for column in row})
        if not columns:
            return
        texts = tuple(tuple(row.get(column, "") for column in columns) for row in rows)
        self._context.budget.spend(sum(len(text) for row in texts for text in row))
        block = Block.table(texts, self._page)
        yield Block(self._margin, block.text, page=self._page) if self._margin else block

    def _line(self, element: etree._Element) -> _Line:
        line = _Line()
        self._inline(element, line, 0)
        return line

    def _inline(self, element: etree._Element, line: _Line, depth: int) -> None:
        if depth > 200:
            raise LimitExceededError("extract.limit.nesting", limit=200)
        line.pieces.append(_collapsed(element.text))
        for child in element:
            tag = str(child.tag)
            if tag == TEXT + "s":
                line.pieces.append(" " * min(_MOST_SPACES, integer(child.get(TEXT + "c"), 1)))
            elif tag == TEXT + "tab":
                line.pieces.append("\t")
            elif tag == TEXT + "line-break":
                line.pieces.append("\n")
            elif tag == TEXT + "note":
                self._note(child)
            elif tag in _PAGE_FIELDS:
                line.counted = True
            elif tag.startswith(_SHAPES) and tag != DRAW + "a":
                line.boxes += self.blocks(child)
            elif tag not in _DROPPED and not self._is_hidden(child):
                self._inline(child, line, depth + 1)
            line.pieces.append(_collapsed(child.tail))

    def _is_hidden(self, element: etree._Element) -> bool:
        return element.get(TEXT + "style-name") in self._context.hidden_text

    def _note(self, note: etree._Element) -> None:
        body = note.find(TEXT + "note-body")
        if body is not None:
            self._context.notes += Story(self._context).blocks(body)


def _collapsed(text: str | None) -> str:
    """Blanks in the file count once, and only as blanks; others are elements of their own."""
    if not text:
        return ""
    if "  " in text or "\n" in text or "\t" in text or "\r" in text:
        first, last = text[0] in " \t\r\n", text[-1] in " \t\r\n"
        return " " * first + " ".join(text.split()) + " " * last if text.split() else " "
    return text


def _has_text(element: etree._Element) -> bool:
    return any(text.strip() for text in element.itertext())
