"""One paper as the classifier looks at it: lines, tables, zones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from ..model import Block, BlockKind, Document
from ..text.normalise import tidy

HEAD_LINES = 16
TAIL_LINES = 12
LONG_LINE = 60
_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 3

_GAPS = re.compile(r"[\s\u3000]+")
_PARTS = re.compile(r"[\n\u2028\v\f]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line outside tables, or a table row that holds a single cell.

    Attributes:
        text: Tidied.
        parts: What wide gaps set apart in it.
        kind: Of the block it comes from.
        level: Depth, where it is a heading.
        in_table: It is such a row.
    """

    text: str
    kind: BlockKind
    level: int | None = None
    in_table: bool = False
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paper:
    """The part of a document that is one paper.

    Attributes:
        lines: In order, page headers and footers left out.
        running: Page headers and footers.
        tables: Cells by table and row.
        text: All text of the span.
    """

    lines: tuple[Line, ...]
    running: tuple[str, ...]
    tables: tuple[tuple[tuple[str, ...], ...], ...]
    text: str

    @cached_property
    def head(self) -> tuple[Line, ...]:
        """The first lines, where title, number and period stand."""
        return self.lines[:HEAD_LINES]

    @cached_property
    def tail(self) -> tuple[Line, ...]:
        """The last lines, where signature and date stand."""
        return self.lines[-TAIL_LINES:]

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        """Cells of the first rows of tables that hold several cells."""
        names: list[str] = []
        for table in self.tables:
            wide = [row for row in table if sum(1 for cell in row if cell.strip()) > 1]
            for row in wide[:2]:
                names.extend(tidy(cell) for cell in row if cell.strip())
        return tuple(names)

    @cached_property
    def text_tables(self) -> tuple[tuple[tuple[str, ...], ...], ...]:
        """Lines below one another that gaps cut into as many columns: tables without rules."""
        tables = []
        for columns, lines in groupby(self.lines, key=_columns):
            rows = tuple(line.parts for line in lines)
            if columns and len(rows) >= _FEWEST_ROWS:
                tables.append(rows)
        return tuple(tables)


def _columns(line: Line) -> bool:
    return len(line.parts) >= _FEWEST_COLUMNS and not line.in_table


def paper_of(document: Document, start: int, end: int) -> Paper:
    """The view of one span of a document's text."""
    blocks = tuple(_blocks_within(document, start, end))
    lines = tuple(line for block in blocks for line in _lines(block))
    running = tuple(
        tidy(block.text) for block in blocks if block.kind in (BlockKind.HEADER, BlockKind.FOOTER)
    )
    tables = tuple(block.rows for block in blocks if block.kind is BlockKind.TABLE)
    return Paper(lines, running, tables, document.text[start:end])


def _blocks_within(document: Document, start: int, end: int) -> Iterator[Block]:
    position = 0
    for block in document.body:
        if position < end and position + len(block.text) > start:
            yield block
        position += len(block.text) + 1


def _lines(block: Block) -> Iterator[Line]:
    if block.kind is BlockKind.TABLE:
        for row in block.rows:
            filled = [cell for cell in row if cell.strip()]
            if len(filled) == 1 and len(filled[0]) <= LONG_LINE:
                text = tidy(filled[0])
                yield Line(text, block.kind, in_table=True, parts=_parts(filled[0]))
    elif block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH):
        for part in _PARTS.split(block.text):
            text = tidy(part)
            if text:
                yield Line(text, block.kind, block.level, parts=_parts(part))


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for piece in _GAPS.split(text) if (part := tidy(piece)))
