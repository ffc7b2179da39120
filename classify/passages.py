"""The places of a paper where the words stand that spoke for a box; personal numbers masked."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from ..text.mask import mask_personal
from ..text.normalise import fold, fold_with_offsets, tidy
from .fit import Evidence
from .lexicon import Lexicon
from .zones import Zones

_AROUND = 14
_HALVED = 4
_LONGEST_SEEN = 200


@dataclass(frozen=True, slots=True)
class Passage:
    """A word as it stands in the paper, with what stands around it."""

    where: str
    before: str
    word: str
    after: str


class _Traced:
    """A text made canonical, with the way back: a replaced word leads to the whole of it."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._folded = fold_with_offsets(text)
        folded = self._folded.text
        pieces: list[str] = []
        self._starts, self._ends, done = array("L"), array("L"), 0
        for start, end, head in (*lexicon.replacements(folded), (len(folded), len(folded), "")):
            pieces += [folded[done:start], head]
            self._starts.extend([*range(done, start), *[start] * len(head)])
            self._ends.extend([*range(done + 1, start + 1), *[end] * len(head)])
            done = end
        self.text = "".join(pieces)

    def passage(self, where: str, place: int, length: int) -> Passage:
        """What stands at a place of the canonical text."""
        start, end = self._starts[place], self._ends[place + length - 1]
        return _cut(self._folded.original, where, *self._folded.span(start, end))


class Passages:
    """Finds words in the zones of one paper.

    Args:
        zones: Of the paper.
        text: All of it, as printed.
        lexicon: That made the words canonical.
    """

    def __init__(self, zones: Zones, text: str, lexicon: Lexicon) -> None:
        self._zones, self._text, self._lexicon = zones, text, lexicon
        self._traced: dict[str, _Traced] = {}

    def of(self, evidence: Evidence) -> tuple[Passage, ...]:
        """Where the words that speak for a box stand; what cannot be shown is left out."""
        if evidence.kind == "untold":
            return ()
        if evidence.kind == "sign":
            return tuple(p for word in evidence.words if (p := self._in("", "body", fold(word))))
        found = (self._in(evidence.where, evidence.where, word) for word in evidence.words)
        return tuple(passage for passage in found if passage)

    def seen(self, where: str, words: str) -> Passage | None:
        """Where words stand that a field was read from."""
        return self._in("", where, self._lexicon.canon(words[:_LONGEST_SEEN])) if words else None

    def _in(self, zone: str, where: str, word: str) -> Passage | None:
        if zone not in self._traced:
            text = self._zones.printed.get(zone, "") if zone else self._text
            self._traced[zone] = _Traced(text, self._lexicon)
        traced = self._traced[zone]
        for part in _parts(word):
            place = traced.text.find(part)
            if place >= 0:
                return traced.passage(where, place, len(part))
        return None


def _parts(word: str) -> Iterator[str]:
    """A word, or the half of a long one that counts for it."""
    if word:
        yield word
    if len(word) >= _HALVED:
        half = len(word) // 2
        yield from (word[:half], word[half:])


def _cut(text: str, where: str, start: int, end: int) -> Passage:
    # Numbers are masked before the cut, which might leave too few digits to know them by.
    first, last = max(0, start - 10 * _AROUND), end + 10 * _AROUND
    text = mask_personal(text[first:last])
    start, end = start - first, end - first
    before, after = tidy(text[max(0, start - _AROUND) : start]), tidy(text[end : end + _AROUND])
    return Passage(where, before, tidy(text[start:end]), after)
