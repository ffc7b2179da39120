"""Ruled tables: pdfium finds the ruling lines, pdfplumber's algorithm the cells.

The characters are pdfium's and every one goes either into a cell or into a line, so a
table can lose nothing. Handing pdfplumber only the ruling lines saves parsing the page twice.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from pdfplumber import table as plumber
from pdfplumber.utils.geometry import filter_edges

from .pdf_lines import Line, in_reading_order, seam

Box = tuple[float, float, float, float]
Point = tuple[float, float]
_SNAP = 3.0
_SHORTEST = 3.0
_MAX_EDGES = 4000
_MOST_REMEMBERED = 500
_MAX_CROSSINGS = 250_000
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
        self._in_band: list[list[Box]] = [[] for _ in self._bands[1:]]
        place = {edge: number for number, edge in enumerate(self._bands)}
        for cell in cells:
            for band in self._in_band[place[cell[1]] : place[cell[3]]]:
                band.append(cell)

    @property
    def empty(self) -> bool:
        """Whether no text was put into it."""
        return not self._texts

    def cell_at(self, x: float, y: float) -> Box | None:
        """The cell that holds a point."""
        band = bisect_right(self._bands, y) - 1
        if not 0 <= band < len(self._in_band):
            return None
        for cell in self._in_band[band]:
            if cell[0] <= x < cell[2]:
                return cell
        return None

    def add(self, cell: Box, line: Line) -> None:
        """Put text into a cell."""
        self._texts.setdefault(cell, []).append(line)

    def line(self) -> Line:
        """The table as one item of the page's reading order."""
        x0, top, x1, bottom = self.box
        cells = sorted(self._cells, key=itemgetter(1, 0))
        rows = tuple(self._row(list(row)) for _, row in groupby(cells, key=itemgetter(1)))
        text = "\n".join("\t".join(row) for row in rows)
        return Line(text, x0, x1, top, bottom, rows=rows)

    def _row(self, cells: Sequence[Box]) -> tuple[str, ...]:
        """A row's texts; where a cell from above reaches down, an empty one stands."""
        middle = cells[0][1] + 0.5
        beside = self._in_band[bisect_right(self._bands, middle) - 1]
        reaching = [c for c in beside if c[1] < middle - 1 and c[3] > middle + _SNAP]
        row = [(cell[0], self._text(cell)) for cell in cells]
        row += [(cell[0], "") for cell in reaching]
        return tuple(text for _, text in sorted(row, key=itemgetter(0)))

    def _text(self, cell: Box) -> str:
        lines: Sequence[Line] = self._texts.get(cell, ())
        if len(lines) > 1:
            lines = in_reading_order(lines, cell[2] - cell[0])
        text = ""
        for line in lines:
            text += seam(text, line.text) + line.text
        return text


def grids(rulings: Sequence[Ruling]) -> list[Grid]:
    """Tables of two cells or more that ruling lines form."""
    found = _groups if len(rulings) <= _MOST_REMEMBERED else _groups.__wrapped__
    return [Grid(group) for group in found(tuple(rulings))]


# A register is one form many times over.
@lru_cache(maxsize=8)
def _groups(rulings: tuple[Ruling, ...]) -> list[list[Box]]:
    edges: list[dict[str, Any]] = [edge for ruling in rulings if (edge := _edge(ruling))]
    if len(edges) < 4 or len(edges) > _MAX_EDGES:
        return []
    edges = plumber.merge_edges(edges, _SNAP, _SNAP, _SNAP, _SNAP)
    edges = filter_edges(edges, min_length=_SHORTEST)
    level = sum(edge["orientation"] == "h" for edge in edges)
    if level * (len(edges) - level) > _MAX_CROSSINGS:
        return []
    cells = cells_between(plumber.edges_to_intersections(edges, _SNAP, _SNAP))
    return [group for group in connected(cells) if len(group) > 1]


def connected(cells: Sequence[Box]) -> list[list[Box]]:
    """Cells that hang together by their corners, uppermost group first.

    The same as pdfplumber's ``cells_to_tables`` finds, which looks through all of them for
    each; groups of a single cell are kept.
    """
    at_corner: dict[Point, list[Box]] = defaultdict(list)
    for cell in cells:
        for corner in _corners(cell):
            at_corner[corner].append(cell)
    groups: list[list[Box]] = []
    seen: set[Box] = set()
    for first in cells:
        if first in seen:
            continue
        seen.add(first)
        group = [first]
        for cell in group:
            for corner in _corners(cell):
                new = [other for other in at_corner.pop(corner, ()) if other not in seen]
                seen.update(new)
                group += new
        groups.append(group)
    return sorted(groups, key=lambda group: min((cell[1], cell[0]) for cell in group))


def _corners(cell: Box) -> tuple[Point, Point, Point, Point]:
    x0, top, x1, bottom = cell
    return (x0, top), (x0, bottom), (x1, top), (x1, bottom)


def cells_between(crossings: Mapping[Point, Mapping[str, Sequence[dict[str, Any]]]]) -> list[Box]:
    """The smallest boxes between crossings of edges: at most one to the lower right of each.

    The same as pdfplumber's ``intersections_to_cells`` finds, which compares every crossing
    with every other one.

    Args:
        crossings: Points, each with the upright ("v") and level ("h") edges through it.
    """
    upright = {point: frozenset(map(id, edges["v"])) for point, edges in crossings.items()}
    level = {point: frozenset(map(id, edges["h"])) for point, edges in crossings.items()}
    columns: dict[float, list[Point]] = defaultdict(list)
    rows: dict[float, list[Point]] = defaultdict(list)
    places = {}
    for point in sorted(crossings):
        column, row = columns[point[0]], rows[point[1]]
        column.append(point)
        row.append(point)
        places[point] = len(column), len(row)

    def cell_at(point: Point) -> Box | None:
        down, across = places[point]
        column, row = columns[point[0]], rows[point[1]]
        for below in column[down:]:
            if upright[below].isdisjoint(upright[point]):
                continue
            for beside in row[across:]:
                if level[beside].isdisjoint(level[point]):
                    continue
                corner = beside[0], below[1]
                if (
                    corner in crossings
                    and not upright[corner].isdisjoint(upright[beside])
                    and not level[corner].isdisjoint(level[below])
                ):
                    return (*point, *corner)
        return None

    return [cell for point in places if (cell := cell_at(point))]


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
