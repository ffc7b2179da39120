"""Running text cut into pieces between its paragraphs, else its sentences."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from .labels import SENTENCE_END

# The blanks after a border stay before it, so that the next piece begins with words.
_BORDER = re.compile(rf"(?P<end>[{SENTENCE_END}]+[”’」』】）)]{{0,3}}\s*)|\n\s*|[，、,:：\t]")
_PAUSE, _LINE, _SENTENCE, _PARAGRAPH = range(4)


def pieces(text: str, start: int, end: int, target: int, most: int) -> Iterator[tuple[int, int]]:
    """Cut a stretch of text.

    Args:
        text: The text.
        start: First character of the stretch.
        end: One past its last.
        target: Characters that a piece should have, about.
        most: Characters that no piece exceeds.

    Yields:
        Start and end of each piece; together they are the stretch.
    """
    found = [(match.end(), _rank(match)) for match in _BORDER.finditer(text, start, end)]
    places = [place for place, _ in found]
    limit = min(most, target * 3 // 2)
    while end - start > limit:
        stop = min(end, _best(places, found, start, target, most))
        yield start, stop
        start = stop
    if start < end:
        yield start, end


def _rank(match: re.Match[str]) -> int:
    """How well a text falls apart here."""
    lines = match.group().count("\n")
    if match["end"]:
        return _PARAGRAPH if lines else _SENTENCE
    return _PARAGRAPH if lines > 1 else _LINE if lines else _PAUSE


def _best(
    places: list[int], found: list[tuple[int, int]], start: int, target: int, most: int
) -> int:
    """The border to cut at: the best about the target's length, else the next beyond it."""
    low = bisect_left(places, start + max(1, target // 2))
    middle = bisect_right(places, start + target)
    high = bisect_right(places, start + most)
    near = max(found[low:middle], key=lambda border: (border[1], border[0]), default=(0, _PAUSE))
    if near[1] > _PAUSE:
        return near[0]
    beyond = next((place for place, rank in found[middle:high] if rank > _PAUSE), 0)
    return beyond or near[0] or (places[middle] if middle < high else start + most)
