"""One page of an OFD file: characters put together to lines and tables, as for PDF."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from .ofd_content import Drawn, Glyph
from .pdf_lines import Line, in_reading_order
from .pdf_page import PageText
from .pdf_tables import Box, Grid, Ruling, grids
from .plausible import is_garbled

_WIDE_GAP = 1.2
_JOINED_GAP = 0.8
_WORD_GAP = 0.22
_OVERLAP = 0.5
_SAME_BASELINE = 0.3
_VERTICAL_PITCH = 2.0
_TWICE = 0.15
_STEP = 2.0
_OUTSIDE = 6.0
_FEW_CHARACTERS = 20
_FULL_PAGE = 0.6
_MIN_RULINGS = 4

Turn = Callable[[float, float], tuple[float, float]]
Place = tuple[Grid, Box] | None


def page_text(number: int, width: float, height: float, drawn: Drawn) -> PageText:
    """Lines and tables of a page in reading order.

    Args:
        number: From 1.
        width: In points.
        height: Likewise.
        drawn: What its objects draw.
    """
    runs = drawn.runs or drawn.hidden
    runs = [run for run in runs if _on_page(run[0], width, height)]
    turned = _turned(runs)
    turn = _turn(turned, width, height)
    if turned:
        runs = [[_turned_glyph(glyph, turn) for glyph in run] for run in runs]
    rulings = [_turned_ruling(ruling, turn) for ruling in drawn.rulings]
    if turned % 2:
        width, height = height, width
    tables, failed = _tables(rulings)
    lines = in_reading_order(list(_lines(_without_doubles(runs), tables)), width)
    visible = "".join("".join(line.text.split()) for line in lines)
    image_area = sum(picture.area for picture in drawn.pictures)
    covered = image_area > _FULL_PAGE * width * height
    return PageText(
        number,
        width,
        height,
        tuple(lines),
        scanned=(image_area > 0 and not visible) or (covered and len(visible) < _FEW_CHARACTERS),
        textless=not visible and drawn.objects > 0,
        garbled=is_garbled(visible),
        tables_failed=failed,
    )


def _on_page(glyph: Glyph, width: float, height: float) -> bool:
    across = -_OUTSIDE <= glyph.x0 <= width + _OUTSIDE
    return across and -_OUTSIDE <= glyph.bottom <= height + _OUTSIDE


def _turned(runs: Iterable[Sequence[Glyph]]) -> int:
    """Quarter turns clockwise of most of the text: a register laid sideways on its page."""
    counts = Counter(glyph.turned for run in runs for glyph in run)
    return counts.most_common(1)[0][0] if counts else 0


def _turn(turned: int, width: float, height: float) -> Turn:
    """Map to the page as it must be held to be read."""
    turns: tuple[Turn, ...] = (
        lambda x, y: (x, y),
        lambda x, y: (y, width - x),
        lambda x, y: (width - x, height - y),
        lambda x, y: (height - y, x),
    )
    return turns[turned]


def _turned_box(x0: float, top: float, x1: float, bottom: float, turn: Turn) -> Box:
    (ax, ay), (bx, by) = turn(x0, top), turn(x1, bottom)
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _turned_glyph(glyph: Glyph, turn: Turn) -> Glyph:
    x0, top, x1, bottom = _turned_box(glyph.x0, glyph.top, glyph.x1, glyph.bottom, turn)
    return replace(glyph, x0=x0, top=top, x1=x1, bottom=bottom)


def _turned_ruling(ruling: Ruling, turn: Turn) -> Ruling:
    return Ruling(*_turned_box(ruling.x0, ruling.top, ruling.x1, ruling.bottom, turn))


def _tables(rulings: Sequence[Ruling]) -> tuple[list[Grid], bool]:
    if len(rulings) < _MIN_RULINGS:
        return [], False
    try:
        return grids(rulings), False
    except Exception:
        # The cells are a convenience; the text must come through regardless.
        return [], True


def _without_doubles(runs: Iterable[list[Glyph]]) -> Iterator[list[Glyph]]:
    """Runs without those drawn again a hair beside themselves to look bold."""
    seen: dict[tuple[str, int, int], Glyph] = {}
    for run in runs:
        first = run[0]
        text = "".join(glyph.text for glyph in run)
        column, row = int(first.x0 / _STEP), int(first.top / _STEP)
        near = (seen.get((text, column + dx, row + dy)) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        if not any(other and _same_place(first, other) for other in near):
            seen[text, column, row] = first
            yield run


def _same_place(one: Glyph, other: Glyph) -> bool:
    apart = max(abs(one.x0 - other.x0), abs(one.top - other.top))
    return apart < _TWICE * one.size


def _lines(runs: Iterable[list[Glyph]], tables: list[Grid]) -> Iterator[Line]:
    """Lines outside of tables, and the tables filled with theirs."""
    by_place: dict[Box | None, list[Line]] = defaultdict(list)
    owners: dict[Box, Grid] = {}
    for run in runs:
        for place, glyphs in _pieces(run, tables):
            if place:
                owners[place[1]] = place[0]
            by_place[place[1] if place else None].append(_line(glyphs))
    for box, pieces in by_place.items():
        for line in _chained(pieces):
            if box is None:
                yield line
            else:
                owners[box].add(box, line)
    yield from (table.line() for table in tables if not table.empty)


def _pieces(run: list[Glyph], tables: list[Grid]) -> Iterator[tuple[Place, list[Glyph]]]:
    """A run cut at wide gaps, new lines and the borders of cells."""
    piece = [run[0]]
    place = _place(run[0], tables)
    for glyph in run[1:]:
        here = _place(glyph, tables) if tables else None
        if here != place or not _follows(piece[-1], glyph):
            yield place, piece
            piece = []
        piece.append(glyph)
        place = here
    yield place, piece


def _place(glyph: Glyph, tables: list[Grid]) -> Place:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return next(((table, cell) for table in tables if (cell := table.cell_at(x, y))), None)


def _follows(last: Glyph, glyph: Glyph) -> bool:
    """Whether a character stands beside the one before, or under it in vertical writing."""
    size = max(last.size, 0.1)
    right, down = glyph.x0 - last.x1, glyph.top - last.top
    beside = abs(down) < _OVERLAP * size and -_OVERLAP * size < right <= _WIDE_GAP * size
    under = abs(glyph.x0 - last.x0) < _SAME_BASELINE * size and 0 < down < _VERTICAL_PITCH * size
    return beside or under


def _line(glyphs: Sequence[Glyph]) -> Line:
    pairs = list(pairwise(glyphs))
    usual = _usual_gap((a.text, b.text, b.x0 - a.x1) for a, b in pairs)
    text = glyphs[0].text
    for last, glyph in pairs:
        gap = glyph.x0 - last.x1 if abs(glyph.top - last.top) < _OVERLAP * glyph.size else 0.0
        blank = " " if glyph.spaced else _blank(text, glyph.text, gap - usual, glyph.size)
        text += blank + glyph.text
    return Line(
        text,
        min(glyph.x0 for glyph in glyphs),
        max(glyph.x1 for glyph in glyphs),
        min(glyph.top for glyph in glyphs),
        max(glyph.bottom for glyph in glyphs),
    )


def _usual_gap(pairs: Iterable[tuple[str, str, float]]) -> float:
    """Gap between single Latin characters; digits may be set as wide as Chinese ones."""
    gaps = [gap for left, right, gap in pairs if len(left + right) == 2 and _latin(left, right)]
    return max(0.0, median(gaps)) if gaps else 0.0


def _latin(left: str, right: str) -> bool:
    return left[-1] < "\u2e80" and right[0] < "\u2e80"


def _blank(left: str, right: str, gap: float, size: float) -> str:
    """A blank where Latin words stand apart; Chinese characters are only set wide."""
    return " " if gap > _WORD_GAP * size and _latin(left, right) else ""


def _chained(pieces: Iterable[Line]) -> Iterator[Line]:
    """Pieces on one baseline that touch, joined: many producers place each character."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda line: (line.bottom, line.x0)):
        if rows and abs(piece.bottom - rows[-1][0].bottom) <= _SAME_BASELINE * piece.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda line: line.x0)
        usual = _usual_gap((a.text, b.text, b.x0 - a.x1) for a, b in pairwise(row))
        joined = row[0]
        texts = [joined.text]
        for piece in row[1:]:
            gap, size = piece.x0 - joined.x1, min(joined.size, piece.size)
            if not -_OVERLAP * size < gap <= _JOINED_GAP * size:
                yield replace(joined, text="".join(texts))
                joined, texts = piece, [piece.text]
                continue
            single = len(texts[-1]) == len(piece.text) == 1
            blank = _blank(texts[-1], piece.text, gap - usual * single, size)
            texts += [blank, piece.text]
            top, bottom = min(joined.top, piece.top), max(joined.bottom, piece.bottom)
            joined = replace(joined, x1=max(joined.x1, piece.x1), top=top, bottom=bottom)
        yield replace(joined, text="".join(texts))
