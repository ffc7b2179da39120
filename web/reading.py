"""The text of a record in parts that fit a page, with what was searched for set off."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..catalogue import RecordContent
from ..catalogue.values import BlockSpan
from ..model import BlockKind
from ..text.normalise import fold
from .looks import has_head, is_figure, look_of

LONGEST_PART = 12_000

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text.

    Attributes:
        text: As shown.
        hit: Number of the place of what was searched for, from 1; None for other text.
    """

    text: str
    hit: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table.

    Attributes:
        pieces: Of its text.
        figure: It holds a number or the like.
        columns: That it reaches over, where its row is shorter than others.
    """

    pieces: tuple[Piece, ...]
    figure: bool = False
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Shown:
    """A block, ready to be written.

    Attributes:
        kind: Of the block.
        level: Depth of a heading.
        look: Of a paragraph; see ``looks.look_of``.
        pieces: Of its text; none of a table.
        rows: Of a table.
        has_head: Its first row names the columns.
    """

    kind: str
    level: int | None
    look: str = ""
    pieces: tuple[Piece, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    has_head: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """What is shown at once of a record: a page, or a stretch of a text without pages.

    Attributes:
        number: Of the page, or of the stretch from 1.
        blocks: In order.
        hits: Places in it of what was searched for.
    """

    number: int
    blocks: tuple[BlockSpan, ...]
    hits: int = 0


def parts_of(
    content: RecordContent, first_page: int | None, last_page: int | None, spans: Spans
) -> tuple[Part, ...]:
    """All parts of a record, in order.

    Args:
        content: Of the record.
        first_page: Where pages exist.
        last_page: Likewise.
        spans: Of what was searched for, in order.
    """
    if first_page is None or last_page is None:
        numbered = dict(enumerate(_stretches(content), start=1)) or {1: []}
    else:
        numbered = {number: [] for number in range(first_page, last_page + 1)}
        page = first_page
        for block in content.blocks:
            page = block.page if block.page in numbered else page
            numbered[page].append(block)
    starts = [(block.start, number) for number, blocks in numbered.items() for block in blocks]
    starts.sort()
    hits: Counter[int] = Counter()
    for start, _ in spans:
        place = bisect_right(starts, (start, 1 << 60)) - 1
        if place >= 0:
            hits[starts[place][1]] += 1
    return tuple(Part(number, tuple(blocks), hits[number]) for number, blocks in numbered.items())


def shown(content: RecordContent, part: Part, spans: Spans, title: str = "") -> tuple[Shown, ...]:
    """The blocks of a part, with places of what was searched for set off and numbered.

    Args:
        content: Of the record.
        part: Of it.
        spans: Of what was searched for, in order.
        title: Of the record, to be shown as one.
    """
    folded = fold(title)
    return tuple(_shown(content.text, block, spans, folded) for block in part.blocks)


def _stretches(content: RecordContent) -> list[list[BlockSpan]]:
    found: list[list[BlockSpan]] = [[]]
    size = 0
    for whole in content.blocks:
        for block in _cut(whole, content.text):
            if found[-1] and size + block.end - block.start > LONGEST_PART:
                found.append([])
                size = 0
            found[-1].append(block)
            size += block.end - block.start
    return found


def _cut(block: BlockSpan, text: str) -> Iterator[BlockSpan]:
    """A long table in stretches of whole rows; any other block as it is."""
    start = block.start
    while block.kind is BlockKind.TABLE and block.end - start > LONGEST_PART:
        end = text.rfind("\n", start, start + LONGEST_PART)
        end = text.find("\n", start, block.end) if end <= start else end
        if end < 0:
            break
        yield replace(block, start=start, end=end)
        start = end + 1
    yield replace(block, start=start)


def _shown(text: str, block: BlockSpan, spans: Spans, title: str) -> Shown:
    kind = block.kind.value
    if block.kind is BlockKind.TABLE:
        return _table(text, block, spans)
    pieces = tuple(_pieces(text, block.start, block.end, spans))
    is_plain = block.kind is BlockKind.PARAGRAPH
    look = look_of(text[block.start : block.end], title) if is_plain else ""
    return Shown(kind, block.level, look, pieces)


def _table(text: str, block: BlockSpan, spans: Spans) -> Shown:
    held = [row.split("\t") for row in text[block.start : block.end].split("\n")]
    widest = max(map(len, held))
    rows, place = [], block.start
    for row in held:
        cells = []
        for number, cell in enumerate(row, start=1):
            pieces = tuple(_pieces(text, place, place + len(cell), spans))
            more = widest - len(row) if number == len(row) else 0
            cells.append(Cell(pieces, is_figure(cell), 1 + more))
            place += len(cell) + 1
        rows.append(tuple(cells))
    return Shown(block.kind.value, block.level, rows=tuple(rows), has_head=has_head(held))


def _pieces(text: str, start: int, end: int, spans: Spans) -> Iterator[Piece]:
    place = start
    number = max(0, bisect_right(spans, (start, 0)) - 1)
    while number < len(spans) and spans[number][0] < end:
        first, last = max(start, spans[number][0]), min(end, spans[number][1])
        number += 1
        if first >= last:
            continue
        if place < first:
            yield Piece(text[place:first])
        yield Piece(text[first:last], number)
        place = last
    if place < end:
        yield Piece(text[place:end])
