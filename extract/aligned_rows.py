"""Registers without ruling lines: rows whose cells stand below each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from .pdf_lines import Line, rows_of, seam

_LEAST_ROWS = 3
_LEAST_COLUMNS = 2
_PAIR_WIDTH = 14.0
_GAP = 0.8
_WIDEST_PITCH = 3.5
_MOST_MISFITS = 0.06
_PROSE_FILL = 0.85
_PROSE_WIDTH = 8.0

Row = list[Line]


def with_tables(lines: Sequence[Line]) -> list[Line]:
    """Lines of a page, those that make up the rows of a register as one table each.

    Three rows make one, where nearly every cell stands in one column only. Newspaper columns
    do not: there the lines fill them. Two columns do only where all cells are short, as the
    labels and entries of a form.
    """
    found: list[Line] = []
    for run in _runs(rows_of(lines)):
        edges = _edges(run)
        if _is_table(run, edges):
            found.append(_table(run, edges))
        else:
            found += [line for row in run for line in row]
    return found


def _runs(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows of several cells that follow each other closely; all other rows by themselves."""
    run: list[Row] = []
    for row in rows:
        if run and not (_has_cells(run[-1]) and _has_cells(row) and _follows(run[-1], row)):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _has_cells(row: Row) -> bool:
    gaps = (right.x0 - left.x1 > _GAP * min(left.size, right.size) for left, right in pairwise(row))
    return len(row) > 1 and all(gaps) and not any(line.rows for line in row)


def _follows(above: Row, row: Row) -> bool:
    pitch = min(line.top for line in row) - min(line.top for line in above)
    return pitch <= _WIDEST_PITCH * max(line.size for line in (*above, *row))


def _edges(run: Sequence[Row]) -> list[float]:
    """Where columns part: between the cells of the fullest row, where fewest others are."""
    cells = [line for row in run for line in row]
    fullest: Row = max(run, key=len)
    edges = []
    for left, right in pairwise(fullest):
        inside = {x for cell in cells for x in (cell.x0, cell.x1) if left.x1 < x < right.x0}
        gaps = []
        for a, b in pairwise(sorted({left.x1, right.x0, *inside})):
            middle = (a + b) / 2
            gaps.append((-sum(cell.x0 < middle < cell.x1 for cell in cells), b - a, middle))
        touching = (0, 0.0, left.x1)
        edges.append(max(gaps, default=touching)[2])
    return edges


def _is_table(run: Sequence[Row], edges: Sequence[float]) -> bool:
    columns = len(edges) + 1
    full = [row for row in run if len(row) >= max(_LEAST_COLUMNS, columns / 2)]
    if columns < _LEAST_COLUMNS or len(run) < _LEAST_ROWS or 2 * len(full) < len(run):
        return False
    cells = [line for row in run for line in row]
    if columns == 2 and any(cell.x1 - cell.x0 > _PAIR_WIDTH * cell.size for cell in cells):
        return False
    crossing = sum(
        any(cell.x0 + cell.size < edge < cell.x1 - cell.size for edge in edges) for cell in cells
    )
    doubled = sum(len(row) - len({_column(line, edges) for line in row}) for row in run)
    return crossing + doubled <= _MOST_MISFITS * len(cells) and not _is_prose(run, edges)


def _is_prose(run: Sequence[Row], edges: Sequence[float]) -> bool:
    """Whether the lines of every column fill it, as those of a newspaper do."""
    for column in range(len(edges) + 1):
        cells = [line for row in run for line in row if _column(line, edges) == column]
        if not cells:
            return False
        width = max(line.x1 for line in cells) - min(line.x0 for line in cells)
        filling = sum(line.x1 - line.x0 >= _PROSE_FILL * width for line in cells)
        if width < _PROSE_WIDTH * cells[0].size or 2 * filling < len(cells):
            return False
    return True


def _column(line: Line, edges: Sequence[float]) -> int:
    return sum(edge < (line.x0 + line.x1) / 2 for edge in edges)


def _table(run: Sequence[Row], edges: Sequence[float]) -> Line:
    rows = []
    for row in run:
        texts = [""] * (len(edges) + 1)
        for line in row:
            column = _column(line, edges)
            texts[column] += seam(texts[column], line.text) + line.text
        rows.append(tuple(texts))
    cells = [line for row in run for line in row]
    return Line(
        "\n".join("\t".join(row) for row in rows),
        min(line.x0 for line in cells),
        max(line.x1 for line in cells),
        min(line.top for line in cells),
        max(line.bottom for line in cells),
        rows=tuple(rows),
    )
