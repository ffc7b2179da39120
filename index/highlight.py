"""Where a query's terms stand in an original text, and the passage that shows them best."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from ..text.normalise import Folded, fold, fold_with_offsets, tidy
from .marks import Mark

# Offsets cost a hundred times what folding does, and are made for a whole piece.
_PIECE = 512
_MOST_OCCURRENCES = 20_000
_LEAD = 0.3
_SENTENCE_END = "。!?!?;;\n"
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage made fit for one line.

    Attributes:
        text: With … where it was cut out.
        spans: (start, end) of the terms in ``text``, in order, not overlapping.
        start: Where the passage starts in the original text.
        match: Where the first term stands in the original text; ``start`` where none does.
    """

    text: str
    spans: tuple[tuple[int, int], ...]
    start: int
    match: int = 0


@dataclass(frozen=True, slots=True)
class _Occurrence:
    """A term in folded text."""

    start: int
    end: int
    term: int


def first_match(text: str, marks: Sequence[Mark]) -> int | None:
    """Place of the first match in a text; of a part of a term only where no whole one stands.

    Args:
        text: Original text.
        marks: What was searched for.

    Returns:
        Offset into the text, or None where nothing of it stands there.
    """
    held = _held(text)
    for partial in (False, True):
        firsts = [next(_find(held.folded, m), None) for m in marks if m.partial == partial]
        starts = [span for span in firsts if span]
        if starts:
            return held.original(*min(starts))[0]
    return None


def all_places(text: str, marks: Sequence[Mark]) -> tuple[tuple[int, int], ...]:
    """Every place of what was searched for, parts of a term only where no whole one stands.

    Returns:
        (start, end) in the original text, in order, not overlapping; bounded in number.
    """
    held = _held(text)
    for wanted in ([mark for mark in marks if not mark.partial], marks):
        found = _occurrences(held, wanted, None)
        if found:
            return _merged([held.original(one.start, one.end) for one in found])
    return ()


def snippet(
    text: str, marks: Sequence[Mark], width: int = 80, within: tuple[int, int] | None = None
) -> Snippet:
    """The passage of a text that shows a query best: most distinct terms, then earliest.

    Args:
        text: Original text.
        marks: What was searched for.
        width: Characters of the original to show, about; a longer term is shown whole.
        within: The span of the text to choose from; None for all of it.

    Returns:
        The passage; the beginning of the text or span where no term stands in it.
    """
    held = _held(text)
    occurrences = _occurrences(held, marks, within)
    best = _densest(occurrences, width)
    spans = _merged([held.original(found.start, found.end) for found in best])
    low, high = within or (0, len(text))
    start, end = _window(text, spans, width) if spans else (low, low + width)
    if within:
        start, end = max(start, low), max(low, min(end, high))
    return _cut(text, start, min(end, len(text)), spans)


def _find(folded: str, mark: Mark) -> Iterator[tuple[int, int]]:
    """Spans of a mark in folded text."""
    wanted = "|".join(map(re.escape, sorted(mark.strings, key=len, reverse=True)))
    if mark.starts_run:
        wanted = f"(?<![0-9a-z])(?:{wanted})[0-9a-z]*"
    return (found.span() for found in re.finditer(wanted, folded))


def _occurrences(
    held: _Held, marks: Sequence[Mark], within: tuple[int, int] | None
) -> list[_Occurrence]:
    share = _MOST_OCCURRENCES // max(1, len(marks))
    found = (
        _Occurrence(start, end, number)
        for number, mark in enumerate(marks)
        for start, end in islice(_find(held.folded, mark), share)
    )
    if within is not None:
        low, high = held.folded_place(within[0]), held.folded_place(within[1])
        found = (one for one in found if low <= one.start and one.end <= high)
    return sorted(found, key=lambda one: (one.start, one.end))


def _densest(occurrences: list[_Occurrence], width: int) -> list[_Occurrence]:
    """The occurrences within one window that hold the most distinct terms."""
    inside: Counter[int] = Counter()
    first, most, best = 0, 0, slice(0, 0)
    for last, occurrence in enumerate(occurrences):
        inside[occurrence.term] += 1
        while first < last and occurrence.end - occurrences[first].start > width:
            inside[occurrences[first].term] -= 1
            first += 1
        distinct = sum(count > 0 for count in inside.values())
        if distinct > most or (distinct == most and first == best.start):
            most, best = distinct, slice(first, last + 1)
    return occurrences[best]


def _merged(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)


def _window(text: str, spans: tuple[tuple[int, int], ...], width: int) -> tuple[int, int]:
    """Where to cut: some text before the spans, from the sentence's start where that is near."""
    first, last = spans[0][0], spans[-1][1]
    spare = max(0, width - (last - first))
    start = max(0, first - int(spare * _LEAD))
    end = min(len(text), max(last, start + width))
    start = max(0, min(start, end - width))
    sentence = max(text.rfind(mark, start, first) for mark in _SENTENCE_END)
    if sentence >= 0:
        start = sentence + 1
        end = min(len(text), max(last, start + width))
    return start, end


def _cut(text: str, start: int, end: int, spans: tuple[tuple[int, int], ...]) -> Snippet:
    raw = text[start:end]
    shown = tidy(raw)
    places = _places(raw, shown)
    before = _ELLIPSIS if start > 0 else ""
    after = _ELLIPSIS if end < len(text) else ""
    shift = len(before)
    moved = ((places[a - start] + shift, places[b - start] + shift) for a, b in spans)
    return Snippet(
        before + shown + after,
        tuple(span for span in moved if span[0] < span[1]),
        start,
        spans[0][0] if spans else start,
    )


def _places(raw: str, shown: str) -> list[int]:
    """For each character of a raw text, and its end, the place in the tidied one."""
    places, place = [], 0
    for character in raw:
        places.append(place)
        if place < len(shown) and (character == shown[place] or shown[place] == " "):
            place += 1
    return [*places, place]


class _Held:
    """A folded text that finds its way back without offsets for every character.

    The text is folded in pieces, cut where folding does not look across: between two
    characters that both count. Offsets are made for the pieces that are asked for.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0]
        while (cut := _seam(text, self._starts[-1] + _PIECE)) < len(text):
            self._starts.append(cut)
        ends = [*self._starts[1:], len(text)]
        pieces = [fold(text[start:end]) for start, end in zip(self._starts, ends, strict=True)]
        self._ends = ends
        self._folded_starts = [0]
        for piece in pieces[:-1]:
            self._folded_starts.append(self._folded_starts[-1] + len(piece))
        self.folded = "".join(pieces)
        self._pieces: dict[int, Folded] = {}

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The original span of a folded one that is not empty."""
        return self._one(start)[0], self._one(end - 1)[1]

    def folded_place(self, place: int) -> int:
        """The first folded character that comes from an original place or later."""
        number = max(0, bisect_right(self._starts, place) - 1)
        folded = self._piece(number)
        inner = bisect_left(folded.offsets, place - self._starts[number])
        return self._folded_starts[number] + min(inner, len(folded.text))

    def _piece(self, number: int) -> Folded:
        if number not in self._pieces:
            piece = self._text[self._starts[number] : self._ends[number]]
            self._pieces[number] = fold_with_offsets(piece)
        return self._pieces[number]

    def _one(self, place: int) -> tuple[int, int]:
        number = bisect_right(self._folded_starts, place) - 1
        inner = place - self._folded_starts[number]
        start, end = self._piece(number).span(inner, inner + 1)
        return start + self._starts[number], end + self._starts[number]


def _seam(text: str, place: int) -> int:
    """The first place from here on where a text can be cut without changing its folding."""
    while place < len(text) and not (_counts(text[place - 1]) and _counts(text[place])):
        place += 1
    return min(place, len(text))


def _counts(character: str) -> bool:
    return bool(fold(character))


_held = lru_cache(maxsize=4)(_Held)
