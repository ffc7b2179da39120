"""From lines to paragraphs: a line that fills its column runs on into the next."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from ..model import Block, BlockKind
from .lines import starts_item, text_block
from .pdf_lines import Line, seam
from .pdf_margins import Kinds, margin_kinds
from .pdf_page import PageText

_FULL_WITHIN = 1.6
_INDENT = 1.0
_SAME_SIZE = 0.15
_WIDEST_PITCH = 2.4
_LEAST_FULL_LINES = 3


def blocks_of(pages: Sequence[PageText]) -> Iterator[Block]:
    """Blocks of all pages in reading order; a paragraph may cross a page's end."""
    kinds = margin_kinds(pages)
    open_paragraph = _Paragraph()
    for at, page in enumerate(pages):
        edges = _edges(page, at, kinds)
        for index, line in enumerate(page.lines):
            place = (at, index)
            if place not in kinds and not line.rows:
                sides = edges.get(line.column)
                if not open_paragraph.takes(line, page.number, sides):
                    yield from open_paragraph.finished()
                    open_paragraph = _Paragraph()
                open_paragraph.add(line, page.number, sides)
                continue
            kind = kinds.get(place)
            if line.rows:
                yield from open_paragraph.finished()
                open_paragraph = _Paragraph()
                yield Block.table(line.rows, page=page.number)
            elif kind is not None:
                open_paragraph.between.append(Block(kind, line.text, page=page.number))
    yield from open_paragraph.finished()


class _Paragraph:
    """Lines collected so far, and margin blocks met meanwhile."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self.between: list[Block] = []
        self._page = 0
        self._indented = False
        self._last_page = 0
        self._last: Line | None = None
        self._edges: tuple[float, float] | None = None

    def takes(self, line: Line, page: int, edges: tuple[float, float] | None) -> bool:
        """Whether a line continues the paragraph."""
        last = self._last
        if last is None:
            return True
        if edges is None or self._edges is None:
            return False
        fills = last.x1 >= self._edges[1] - _FULL_WITHIN * last.size
        flush = abs(line.x0 - edges[0]) < _INDENT * line.size
        alike = abs(last.size - line.size) <= _SAME_SIZE * max(last.size, line.size)
        if not (fills and flush and alike and self._follows(line, page)):
            return False
        # Where first lines are indented, a flush （二） is only a reference in the text.
        return self._indented or not starts_item(line.text)

    def _follows(self, line: Line, page: int) -> bool:
        last = self._last
        if last is None or page != self._last_page or line.column != last.column:
            # Across pages that are not read yet, nothing is known to run on.
            return page <= self._last_page + 1
        return 0 < line.top - last.top <= _WIDEST_PITCH * max(last.size, line.size)

    def add(self, line: Line, page: int, edges: tuple[float, float] | None) -> None:
        """Append a line."""
        if self._last is None:
            self._page = page
            self._indented = edges is not None and line.x0 - edges[0] > _INDENT * line.size
        elif joint := seam(self._last.text, line.text):
            self._pieces.append(joint)
        self._pieces.append(line.text)
        self._last, self._last_page, self._edges = line, page, edges

    def finished(self) -> Iterator[Block]:
        """The paragraph, then the headers and numbers that stood inside it."""
        if self._last is None:
            yield from self.between
            return
        before = [block for block in self.between if block.page == self._page]
        headers = [block for block in before if block.kind is BlockKind.HEADER]
        yield from headers
        yield text_block("".join(self._pieces), self._page)
        yield from (block for block in self.between if block not in headers)


def _edges(page: PageText, at: int, kinds: Kinds) -> dict[int, tuple[float, float]]:
    """Left and right edge of the running text in each column of a page.

    The right edge is the outermost one that several lines reach; the left one that at
    which most lines that reach it begin (others are indented).
    """
    edges = {}
    body = [
        line for index, line in enumerate(page.lines) if (at, index) not in kinds and not line.rows
    ]
    for column in {line.column for line in body}:
        lines = [line for line in body if line.column == column]
        right = _right_edge(lines)
        full = [line for line in lines if line.x1 >= right - _FULL_WITHIN * line.size]
        starts = Counter(round(line.x0) for line in lines if line.x0 < right)
        common = [x for x, count in starts.items() if count >= 2] or list(starts)
        if full and common:
            edges[column] = (float(min(common)), right)
    return edges


def _right_edge(lines: Sequence[Line]) -> float:
    ends = sorted([line.x1 for line in lines])
    enough, reach = min(_LEAST_FULL_LINES, len(ends)), 2 * lines[0].size
    for end in reversed(ends):
        near = bisect_right(ends, end + 1) - bisect_left(ends, end - reach)
        if near >= enough:
            return end
    return ends[-1]
