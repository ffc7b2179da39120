"""Lines of text with their places on a page, put into reading order.

Coordinates are points from the top left corner of the page as it is shown.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import inf
from operator import attrgetter

_SAME_ROW_OVERLAP = 0.5
_SPACED_GAP = 0.5
_MIN_COLUMN_ROWS = 4
_COLUMN_SHARE = 0.8
_COLUMN_WIDTH = 0.25
_WORD = frozenset(
    string.ascii_letters
    + string.digits
    + ".,;:!?)%\"'"
    + "".join(map(chr, (*range(0xC0, 0x250), *range(0x370, 0x500))))
)


@dataclass(slots=True)
class Line:
    """Text on one baseline.

    Attributes:
        text: Without line end.
        x0: Left edge.
        x1: Right edge.
        top: Upper edge, downwards from the page's top.
        bottom: Lower edge.
        column: 0 for full width or the left column, 1 for the right one.
        rows: Cells where this is a table and not a line.
        size: Height, about the font size.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    column: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    size: float = field(init=False)

    def __post_init__(self) -> None:
        self.size = max(1.0, self.bottom - self.top)


def seam(left: str, right: str) -> str:
    """What goes between two lines of a paragraph: a blank between Latin words only."""
    return " " if left and right and left[-1] in _WORD and right[0] in _WORD else ""


def in_reading_order(lines: Sequence[Line], width: float) -> list[Line]:
    """Lines from top to bottom, pieces of one row joined; columns one after the other.

    Args:
        lines: In the order in which the page draws them.
        width: Of the page.
    """
    lines = sorted(lines, key=attrgetter("top", "x0"))
    if _each_below_the_last(lines):
        return lines
    rows = rows_of(lines)
    gutter = _gutter(lines, rows, width)
    if gutter is None:
        return [_merged(row) for row in rows]
    ordered: list[Line] = []
    pending: list[Line] = []
    for row in rows:
        if any(line.x0 < gutter < line.x1 for line in row):
            # A full-width line closes the columns above it.
            ordered += _columns(pending, gutter)
            pending = []
            ordered.append(_merged(row))
        else:
            pending += row
    return ordered + _columns(pending, gutter)


def _columns(lines: Sequence[Line], gutter: float) -> list[Line]:
    left = [line for line in lines if line.x1 <= gutter]
    right = [replace(line, column=1) for line in lines if line.x1 > gutter]
    return [_merged(row) for side in (left, right) for row in rows_of(side)]


def _each_below_the_last(lines: Sequence[Line]) -> bool:
    """Whether no line stands beside another: nothing to join, no columns."""
    if len(lines) < 2:
        return True
    allowed = _SAME_ROW_OVERLAP * min([line.size for line in lines])
    lowest = -inf
    for line in lines:
        if lowest - line.top > allowed:
            return False
        lowest = max(lowest, line.bottom)
    return True


def rows_of(lines: Iterable[Line]) -> list[list[Line]]:
    """Group lines that stand beside each other; rows from top to bottom."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=attrgetter("top", "x0")):
        # Later rows start lower; only the last few can still overlap this line.
        for row in reversed(rows[-4:]):
            # The last one first: it is the likeliest to stand apart.
            if all(_beside(line, other) for other in reversed(row)):
                row.append(line)
                break
        else:
            rows.append([line])
    return [sorted(row, key=attrgetter("x0")) if len(row) > 1 else row for row in rows]


def _beside(one: Line, other: Line) -> bool:
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    apart = one.x0 >= other.x1 - 1 or other.x0 >= one.x1 - 1
    same_kind = not one.rows and not other.rows
    return apart and same_kind and overlap > _SAME_ROW_OVERLAP * min(one.size, other.size)


def _merged(row: Sequence[Line]) -> Line:
    if len(row) == 1:
        return row[0]
    text = row[0].text
    for left, right in pairwise(row):
        spaced = right.x0 - left.x1 > _SPACED_GAP * min(left.size, right.size)
        text = f"{text} {right.text}" if spaced else text + seam(text, right.text) + right.text
    return Line(
        text,
        min(line.x0 for line in row),
        max(line.x1 for line in row),
        min(line.top for line in row),
        max(line.bottom for line in row),
        row[0].column,
    )


def _gutter(lines: Sequence[Line], rows: Sequence[Sequence[Line]], width: float) -> float | None:
    """Middle of the blank strip between two columns of running text, if there are two."""
    pairs = [row for row in rows if len(row) == 2 and _wide(row, width)]
    starts = sorted(pair[1].x0 for pair in pairs)
    if len(starts) < _MIN_COLUMN_ROWS:
        return None
    gutter = starts[len(starts) // 2] - 2
    texts = [line for line in lines if not line.rows]
    left = sum(line.x1 <= gutter for line in texts)
    right = sum(line.x0 >= gutter for line in texts)
    split = left + right >= _COLUMN_SHARE * len(texts)
    balanced = min(left, right) >= _COLUMN_WIDTH * len(texts)
    return gutter if split and balanced else None


def _wide(pair: Sequence[Line], width: float) -> bool:
    return all(line.x1 - line.x0 > _COLUMN_WIDTH * width for line in pair)
