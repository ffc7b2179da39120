"""Ruled tables: pdfium finds the ruling lines, pdfplumber's algorithm the cells.

The characters are pdfium's and every one goes either into a cell or into a line, so a
table can lose nothing. Handing pdfplumber only the ruling lines saves parsing the page twice.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

from pdfplumber import table as plumber
from pdfplumber.utils.geometry import filter_edges

from .pdf_lines import Line, in_reading_order, seam

Box = tuple[float, float, float, float]
_SNAP = 3.0
_SHORTEST = 3.0
_MAX_EDGES = 4000
_SLANT = 1.0


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight stroke, in page coordinates from the top left."""

    x0: float
    top: float
    x1: float
    bottom: float


class Grid:
    """One ruled table, to be filled.

    Args:
        cells: Boxes (x0, top, x1, bottom).
    """

    def __init__(self, cells: Sequence[Box]) -> None:
        self._cells = tuple(cells)
        self._texts: dict[Box, list[Line]] = {}
        x0s, tops, x1s, bottoms = zip(*cells, strict=True)
        self.box: Box = (min(x0s), min(tops), max(x1s), max(bottoms))
        self._bands = sorted({*tops, *bottoms})
        self._in_band = [
            [cell for cell in cells if cell[1] <= upper and lower <= cell[3]]
            for upper, lower in pairwise(self._bands)
        ]

    @property
    def empty(self) -> bool:
        """Whether no text was put into it."""
        return not self._texts

    def cell_at(self, x: float, y: float) -> Box | None:
        """The cell that holds a point."""
        band = bisect_right(self._bands, y) - 1
        if not 0 <= band < len(self._in_band):
            return None
        return next((cell for cell in self._in_band[band] if cell[0] <= x < cell[2]), None)

    def add(self, cell: Box, line: Line) -> None:
        """Put text into a cell."""
        self._texts.setdefault(cell, []).append(line)

    def line(self) -> Line:
        """The table as one item of the page's reading order."""
        x0, top, x1, bottom = self.box
        # The page serves only to extract text, which is done here.
        table = plumber.Table(cast(Any, None), list(self._cells))
        rows = tuple(self._row(row.cells) for row in table.rows)
        text = "\n".join("\t".join(row) for row in rows)
        return Line(text, x0, x1, top, bottom, rows=rows)

    def _row(self, cells: Sequence[Box | None]) -> tuple[str, ...]:
        """A row's texts; where a cell from above reaches down, an empty one stands."""
        present = [cell for cell in cells if cell is not None]
        middle = min(cell[1] + 0.5 for cell in present)
        reaching = [c for c in self._cells if c[1] < middle - 1 and c[3] > middle + _SNAP]
        row = [(cell[0], self._text(cell)) for cell in present]
        row += [(cell[0], "") for cell in reaching]
        return tuple(text for _, text in sorted(row, key=lambda found: found[0]))

    def _text(self, cell: Box) -> str:
        lines = in_reading_order(self._texts.get(cell, ()), cell[2] - cell[0])
        text = ""
        for line in lines:
            text += seam(text, line.text) + line.text
        return text


def grids(rulings: Sequence[Ruling]) -> list[Grid]:
    """Tables of two cells or more that ruling lines form."""
    edges: list[dict[str, Any]] = [edge for ruling in rulings if (edge := _edge(ruling))]
    if len(edges) < 4 or len(edges) > _MAX_EDGES:
        return []
    edges = plumber.merge_edges(edges, _SNAP, _SNAP, _SNAP, _SNAP)
    edges = filter_edges(edges, min_length=_SHORTEST)
    cells = plumber.intersections_to_cells(plumber.edges_to_intersections(edges, _SNAP, _SNAP))
    return [Grid(group) for group in plumber.cells_to_tables(cells) if len(group) > 1]


def _edge(ruling: Ruling) -> dict[str, Any] | None:
    """A ruling as pdfplumber's edge; None for a slanting one."""
    width, height = ruling.x1 - ruling.x0, ruling.bottom - ruling.top
    if height <= _SLANT and width > height:
        orientation = "h"
        ruling = Ruling(ruling.x0, ruling.top, ruling.x1, ruling.top)
    elif width <= _SLANT and height > width:
        orientation = "v"
        ruling = Ruling(ruling.x0, ruling.top, ruling.x0, ruling.bottom)
    else:
        return None
    return {
        "object_type": "line",
        "orientation": orientation,
        "x0": ruling.x0,
        "x1": ruling.x1,
        "top": ruling.top,
        "bottom": ruling.bottom,
        "width": ruling.x1 - ruling.x0,
        "height": ruling.bottom - ruling.top,
    }
