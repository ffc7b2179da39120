"""Places in a page's text → boxes on its image."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from unicodedata import east_asian_width

from ..model import PageLines, PlacedLine
from ..text.mask import mask_personal
from .painting import Box

Spans = Sequence[tuple[int, int]]

# Recognition may misread one digit, so that a number looks like none; a long run is hidden too.
_LONG_NUMBER = re.compile(r"[0-9０-９][0-9０-９xX*]{10,}")
_PADDING = 0.12


def personal_places(text: str) -> list[tuple[int, int]]:
    """Where a line shows numbers of persons."""
    masked = mask_personal(text)
    hidden = [place for place, sign in enumerate(masked) if sign != text[place]]
    found = [(place, place + 1) for place in hidden]
    found += [match.span() for match in _LONG_NUMBER.finditer(text)]
    return _joined(sorted(found))


def covers(page: PageLines) -> tuple[Box, ...]:
    """What to hide on a page's image, as parts of its width and height."""
    return tuple(
        _part(page, _padded(box))
        for line in page.lines
        for box in _boxes(line, personal_places(line.text))
    )


def marked(page: PageLines, places: Callable[[Sequence[str]], Sequence[Spans]]) -> tuple[Box, ...]:
    """Boxes around what was searched for, also where it goes on in the next line.

    Args:
        page: Its lines.
        places: Texts → where in each of them something stands.
    """
    texts = [line.text for line in page.lines]
    (spans,) = places(["\n".join(texts)])
    found, start = [], 0
    for line, text in zip(page.lines, texts, strict=True):
        end = start + len(text)
        own = [
            (max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start
        ]
        found += [_part(page, box) for box in _boxes(line, own)]
        start = end + 1
    return tuple(found)


def _boxes(line: PlacedLine, spans: Spans) -> Iterator[Box]:
    edges = line.edges or _guessed(line)
    x0, top, x1, bottom = line.box
    for start, end in spans:
        left, right = edges[start], edges[end]
        if right > left:
            yield max(x0, left), top, min(x1, right), bottom


def _guessed(line: PlacedLine) -> tuple[float, ...]:
    """Where characters of a recognised line stand, going by how wide such characters are."""
    widths = [2 if east_asian_width(sign) in "WF" else 1 for sign in line.text]
    x0, _, x1, _ = line.box
    unit, place = (x1 - x0) / max(1, sum(widths)), x0
    edges = [x0]
    for width in widths:
        place += width * unit
        edges.append(place)
    return tuple(edges)


def _padded(box: Box) -> Box:
    x0, top, x1, bottom = box
    more = (bottom - top) * _PADDING
    # Of a recognised line, where a character stands is a guess to within about a character.
    wide = (bottom - top) * 0.6
    return x0 - wide, top - more, x1 + wide, bottom + more


def _part(page: PageLines, box: Box) -> Box:
    x0, top, x1, bottom = box
    wide, high = max(1.0, page.width), max(1.0, page.height)
    return (
        round(min(1, max(0, x0 / wide)), 4),
        round(min(1, max(0, top / high)), 4),
        round(min(1, max(0, x1 / wide)), 4),
        round(min(1, max(0, bottom / high)), 4),
    )


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
