"""Where one source's text falls apart into papers.

A wrong division costs more than none: a paper torn apart is filed in pieces, one left in its
bundle is still found by every word. So a source is divided only where its parts are papers of
their own for certain (see ``parts`` and ``bundle`` for what makes them so).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ..model import BlockKind, Document
from .bundle import papers_in
from .layout import Layout, layout_of
from .parts import Part, foreword, parts_of
from .residue import residue_rows
from .rows import Row, rows_of


@dataclass(frozen=True, slots=True)
class Span:
    """One paper's place in a document's text.

    Attributes:
        start: First character.
        end: One past the last.
        title: What a table of contents or a part's heading calls it, else None; serves where
            the paper prints no title of its own.
        part: It is one of several, so that the file's name does not name it.
    """

    start: int
    end: int
    title: str | None = None
    part: bool = False


def divide(document: Document) -> tuple[Span, ...]:
    """The papers of a document, in order; at least one.

    Between and around them only what belongs to no paper is left out: marks of a site or
    program, and a compilation's cover and contents. See ``left_out``.
    """
    rows = rows_of(document)
    parts = parts_of(rows)
    dropped = residue_rows([row.text for row in rows], {part.first for part in parts})
    if parts:
        parts = (*foreword(rows[: parts[0].first], dropped), *parts)
    layout = layout_of(document, rows)
    pieces = [
        piece
        for part in parts or (Part(0, len(rows)),)
        for whole in _papers(rows, part, layout)
        for piece in _trimmed(whole, dropped)
    ]
    if not pieces:
        return (Span(0, len(document.text)),)
    return tuple(_spans(document, rows, pieces))


def left_out(document: Document, spans: Sequence[Span]) -> tuple[Span, ...]:
    """What the papers of a document leave out of its text, blank stretches aside.

    Args:
        document: As divided.
        spans: What ``divide`` made of it.
    """
    edges = [0, *(edge for span in spans for edge in (span.start, span.end)), len(document.text)]
    gaps = (Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True))
    return tuple(gap for gap in gaps if document.text[gap.start : gap.end].strip())


def _papers(rows: Sequence[Row], part: Part, layout: Layout) -> Iterator[Part]:
    """The papers that a part holds one after the other; the first keeps its label."""
    cuts = papers_in(rows[part.first : part.end], layout)
    starts = [part.first, *(part.first + cut for cut in cuts)]
    for start, end in zip(starts, [*starts[1:], part.end], strict=True):
        yield Part(start, end, part.label if start == part.first else None)


def _trimmed(part: Part, dropped: frozenset[int]) -> Iterator[Part]:
    """A part without residue at its edges; nothing where it is all residue."""
    kept = [place for place in range(part.first, part.end) if place not in dropped]
    if kept:
        yield Part(kept[0], kept[-1] + 1, part.label)


def _spans(document: Document, rows: Sequence[Row], pieces: Sequence[Part]) -> Iterator[Span]:
    heads = _running_heads(document)
    starts = [0 if piece.first == 0 else heads(rows[piece.first]) for piece in pieces]
    for place, piece in enumerate(pieces):
        following = pieces[place + 1] if place + 1 < len(pieces) else None
        if piece.end == len(rows):
            end = len(document.text)
        elif following and following.first == piece.end:
            # Footers of the page before stay with the paper that they stand under.
            end = starts[place + 1] - 1
        else:
            end = rows[piece.end - 1].end
        yield Span(starts[place], end, piece.label or None, len(pieces) > 1)


def _running_heads(document: Document) -> Callable[[Row], int]:
    """Where a paper starts whose first row is given: before the running head of its page."""
    starts: dict[int, int] = {}
    position, first, page = 0, None, None
    for block in document.body:
        if block.kind is BlockKind.HEADER and block.page is not None:
            if first is None or block.page != page:
                first, page = position, block.page
        elif block.text.strip():
            if first is not None and block.page == page:
                starts[position] = first
            first = None
        position += len(block.text) + 1
    return lambda row: starts.get(row.start, row.start)
