"""From the recognised lines of pages to blocks, the same way as for PDF text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from ..model import Block, PageScan
from .aligned_rows import with_tables
from .pdf_lines import Line, in_reading_order
from .pdf_page import PageText
from .pdf_paragraphs import blocks_of
from .pdf_tables import Grid, Ruling, grids

_PAGE_WIDTH = 595.0
_LEAST_CONFIDENCE = 0.8
_SAME_SIZE = 0.3


def blocks_of_scan(scan: PageScan) -> tuple[Block, ...]:
    """Blocks of one recognised page in reading order."""
    return blocks_of_scans((scan,))


def blocks_of_scans(scans: Sequence[PageScan]) -> tuple[Block, ...]:
    """Blocks of recognised pages; a paragraph may cross a page's end."""
    return tuple(blocks_of([page_text(scan) for scan in scans]))


def page_text(scan: PageScan) -> PageText:
    """A recognised page as a page with text: lines in order, ruled tables as cells."""
    scale = _PAGE_WIDTH / max(1, scan.width)
    rulings = [Ruling(*(edge * scale for edge in stroke)) for stroke in scan.rulings]
    tables = grids(rulings)
    lines: list[Line] = []
    for one in scan.lines:
        x0, top, x1, bottom = (edge * scale for edge in one.box)
        line = Line(one.text, x0, x1, top, bottom)
        cell = _cell(line, tables)
        if cell is None:
            lines.append(line)
        else:
            cell[0].add(cell[1], line)
    lines = with_tables(_even(lines))
    lines += [table.line() for table in tables if not table.empty]
    ordered = tuple(in_reading_order(lines, _PAGE_WIDTH))
    return PageText(scan.page, _PAGE_WIDTH, scan.height * scale, ordered)


def _even(lines: Sequence[Line]) -> list[Line]:
    """Lines of about the page's usual height as of exactly that height.

    The box of a line is as high as what stands in it, and told to a few pixels only.
    """
    usual = median(line.size for line in lines) if lines else 0.0
    return [
        _as_high(line, usual) if abs(line.size - usual) <= _SAME_SIZE * usual else line
        for line in lines
    ]


def _as_high(line: Line, size: float) -> Line:
    middle = (line.top + line.bottom) / 2
    return replace(line, top=middle - size / 2, bottom=middle + size / 2)


def _cell(
    line: Line, tables: Sequence[Grid]
) -> tuple[Grid, tuple[float, float, float, float]] | None:
    x, y = (line.x0 + line.x1) / 2, (line.top + line.bottom) / 2
    return next(((table, cell) for table in tables if (cell := table.cell_at(x, y))), None)


def is_doubtful(scan: PageScan) -> bool:
    """Whether much of a page was read with little confidence."""
    characters = sum(len(line.text) for line in scan.lines)
    weighed = sum(line.confidence * len(line.text) for line in scan.lines)
    return characters > 0 and weighed < _LEAST_CONFIDENCE * characters
