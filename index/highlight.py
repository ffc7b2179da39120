"""Where a query's terms stand in an original text, and the passage that shows them best."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from ..text.normalise import Folded, fold, fold_with_offsets, tidy
from .nodes import And, Not, Or, Phrase, Prefix, Query, Words

_PIECE = 4096
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
    """

    text: str
    spans: tuple[tuple[int, int], ...]
    start: int


@dataclass(frozen=True, slots=True)
class _Occurrence:
    """A term in folded text."""

    start: int
    end: int
    term: int


def first_match(text: str, query: Query) -> int | None:
    """Place of the first term of a query in a text.

    Args:
        text: Original text.
        query: From ``parse``; negated terms and field terms do not count.

    Returns:
        Offset into the text, or None where no term stands in it.
    """
    held = _held(text)
    firsts = [next(_find(held.folded, term), None) for term in _terms(query)]
    starts = [span for span in firsts if span]
    return held.original(*min(starts))[0] if starts else None


def snippet(text: str, query: Query, width: int = 80) -> Snippet:
    """The passage of a text that shows a query best: most distinct terms, then earliest.

    Args:
        text: Original text.
        query: From ``parse``; negated terms and field terms do not count.
        width: Characters of the original to show, about; a longer term is shown whole.

    Returns:
        The passage; the beginning of the text where no term stands in it.
    """
    held = _held(text)
    occurrences = _occurrences(held.folded, _terms(query))
    best = _densest(occurrences, width)
    spans = _merged([held.original(found.start, found.end) for found in best])
    if not spans:
        return _cut(text, 0, min(len(text), width), ())
    return _cut(text, *_window(text, spans, width), spans)


def _terms(query: Query) -> tuple[Words | Phrase | Prefix, ...]:
    match query:
        case Words() | Phrase() | Prefix():
            return (query,)
        case And(parts) | Or(parts):
            wanted = (term for part in parts if not isinstance(part, Not) for term in _terms(part))
            return tuple(dict.fromkeys(wanted))
        case _:
            return ()


def _find(folded: str, term: Words | Phrase | Prefix) -> Iterator[tuple[int, int]]:
    """Spans of a term in folded text."""
    wanted = re.escape(fold(term.text))
    if isinstance(term, Prefix) and re.fullmatch("[0-9a-z]+", wanted):
        wanted = f"(?<![0-9a-z]){wanted}[0-9a-z]*"
    return (found.span() for found in re.finditer(wanted, folded))


def _occurrences(folded: str, terms: tuple[Words | Phrase | Prefix, ...]) -> list[_Occurrence]:
    share = _MOST_OCCURRENCES // max(1, len(terms))
    return sorted(
        (
            _Occurrence(start, end, number)
            for number, term in enumerate(terms)
            for start, end in islice(_find(folded, term), share)
        ),
        key=lambda found: (found.start, found.end),
    )


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
        before + shown + after, tuple(span for span in moved if span[0] < span[1]), start
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

    def _one(self, place: int) -> tuple[int, int]:
        number = bisect_right(self._folded_starts, place) - 1
        if number not in self._pieces:
            piece = self._text[self._starts[number] : self._ends[number]]
            self._pieces[number] = fold_with_offsets(piece)
        inner = place - self._folded_starts[number]
        start, end = self._pieces[number].span(inner, inner + 1)
        return start + self._starts[number], end + self._starts[number]


def _seam(text: str, place: int) -> int:
    """The first place from here on where a text can be cut without changing its folding."""
    while place < len(text) and not (_counts(text[place - 1]) and _counts(text[place])):
        place += 1
    return min(place, len(text))


def _counts(character: str) -> bool:
    return bool(fold(character))


_held = lru_cache(maxsize=4)(_Held)
