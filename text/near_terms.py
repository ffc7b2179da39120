"""Terms near a term that could stand in an index: for tolerant search and "did you mean".

The index tells which two characters stand side by side somewhere. A near term is one whose
pairs all do; most mistakes of typing and of OCR make pairs that do not, and so tell their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest
from typing import NamedTuple, Protocol

from .alike import alike, candidates
from .characters import characters

LONGEST = 64
"""Characters of a term, at most; longer ones have no neighbours."""
MOST_LOOKUPS = 12_000
"""Questions to the index for one term, at most."""

# What an edit costs; the likeness is 1 less the cost for each character of the term.
_UNLIKE = 1.0
_UNLIKE_AT_EDGE = 1.3
_LEFT_OUT = 0.7
_DOUBLED = 0.2
_AT_EDGE = 0.5
_MISSING = 0.8
_SWAPPED = 0.3
_CONFUSED = 0.15
_SECOND = 0.3
_AGAIN = 0.05

# All characters of a short term may be homophones of those meant, three of a longer one.
_SHORT, _MOST_REPLACED = 6, 3
# Several characters are replaced at once only by others no more unlike than this.
_CLOSE = 0.25
_BEAM, _BEAM_WORK = 200, 1600
_FREQUENT = 300
# Shorter Latin words and numbers are too near one another.
_LEAST_RUN, _LONG_RUN, _CODE = 3, 8, 6
_LATIN, _NUMBER = re.compile("[a-z]+"), re.compile("[0-9]+")
_HAN, _LETTERS, _FIGURES = "han", "abcdefghijklmnopqrstuvwxyz", "0123456789"
# OCR joins and splits letters.
_JOINED = (("rn", "m"), ("m", "rn"), ("cl", "d"), ("d", "cl"), ("vv", "w"), ("w", "vv"))


class Pairs(Protocol):
    """What an index tells of the characters of its folded texts."""

    def after(self, character: str) -> Iterable[str]:
        """Characters that follow one somewhere."""
        ...

    def holds(self, pair: str) -> bool:
        """Whether two characters stand side by side somewhere."""
        ...


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A term near another.

    Attributes:
        text: Folded.
        likeness: 1 for the same, less the further.
    """

    text: str
    likeness: float


def neighbours(folded: str, pairs: Pairs, most: int = 200) -> tuple[Neighbour, ...]:
    """The terms near a term that could stand in the index.

    In a term of two characters one or both give way to others that sound or look like them.
    Longer ones may also have a character too many, one too few, two swapped, or any one
    replaced; figures, which have no spelling, only by what looks like them, unless they are
    six and more. Runs of eight and more Latin letters may have two such faults.

    Args:
        folded: Term as ``fold`` gives it.
        pairs: Of the index; asked ``MOST_LOOKUPS`` times at most.
        most: Of neighbours.

    Returns:
        Likeliest first, among equals those of more frequent characters; without the term.
    """
    if not 2 <= len(folded) <= LONGEST or most < 1:
        return ()
    index = _Asked(pairs)
    costs: dict[str, float] = {}
    for text, cost in (*_replaced(folded, index), *_edited(folded, index)):
        if cost < costs.get(text, len(folded)):
            costs[text] = cost
    costs.pop(folded, None)
    enough = nsmallest(most, costs.values())[-1] if costs else 0.0
    near = [text for text, cost in costs.items() if cost <= enough]
    best = sorted(near, key=lambda text: (costs[text], _rareness(text, folded), text))[:most]
    return tuple(Neighbour(text, round(1 - costs[text] / len(folded), 4)) for text in best)


class _Asked:
    """An index that is asked each question once, and only so many questions."""

    def __init__(self, pairs: Pairs) -> None:
        self.pairs = pairs
        self.left = MOST_LOOKUPS
        self._after: dict[str, frozenset[str]] = {}
        self._frequent: dict[str, list[str]] = {}
        self._holds: dict[str, bool] = {}

    def after(self, character: str) -> frozenset[str]:
        if character not in self._after:
            self.left -= 1
            found = self.pairs.after(character) if self.left >= 0 else ()
            self._after[character] = frozenset(found)
        return self._after[character]

    def frequent_after(self, character: str) -> list[str]:
        """The most frequent characters that follow one; of all there are after nothing."""
        if character not in self._frequent:
            rank = characters().rank
            known = rank.keys() & self.after(character) if character else rank.keys()
            self._frequent[character] = nsmallest(_FREQUENT, known, key=rank.__getitem__)
        return self._frequent[character]

    def holds(self, pair: str) -> bool:
        """Also true for less than two characters: there is nothing to contradict."""
        if len(pair) < 2:
            return True
        followers = self._after.get(pair[0])
        if followers is not None:
            return pair[1] in followers
        if pair not in self._holds:
            self.left -= 1
            self._holds[pair] = self.left >= 0 and self.pairs.holds(pair)
        return self._holds[pair]


def _replaced(term: str, index: _Asked) -> Iterator[tuple[str, float]]:
    """Terms with characters that sound or look like those of the term, and what they cost.

    Goes through the term from its start and keeps the cheapest beginnings.
    """
    beam = min(_BEAM, _BEAM_WORK // len(term))
    most = len(term) if len(term) <= _SHORT else _MOST_REPLACED
    beginnings = [_Beginning(0.0, "", 0)]
    for character in term:
        alikes = {last: _alikes(last, character, index) for last in _last_characters(beginnings)}
        longer: list[_Beginning] = []
        for begun in beginnings:
            if index.holds(begun.text[-1:] + character):
                longer.append(begun._replace(text=begun.text + character))
            if begun.replaced < most:
                longer += _with_alike(begun, alikes[begun.text[-1:]])
            if len(longer) > 4 * beam:
                longer = nsmallest(beam, longer)
                if begun.cost > longer[-1].cost:
                    break
        beginnings = nsmallest(beam, longer)
    for cost, text, _ in beginnings:
        yield text, cost


class _Beginning(NamedTuple):
    """The beginning of a near term; ``replaced`` is past all limits after a distant replacement."""

    cost: float
    text: str
    replaced: int


def _with_alike(begun: _Beginning, alikes: list[tuple[str, float]]) -> Iterator[_Beginning]:
    cost, text, replaced = begun
    if not replaced:
        for other, distance in alikes:
            yield _Beginning(distance, text + other, 1 if distance <= _CLOSE else LONGEST)
        return
    for other, distance in alikes:
        if distance <= _CLOSE:
            yield _Beginning(cost + distance + _AGAIN, text + other, replaced + 1)


def _last_characters(beginnings: Iterable[_Beginning]) -> set[str]:
    return {begun.text[-1:] for begun in beginnings}


def _alikes(last: str, character: str, index: _Asked) -> list[tuple[str, float]]:
    """Characters like one that may follow another, and how unlike they are."""
    alikes = alike(character)
    if not last:
        return [(other, 1 - alikes[other]) for other in candidates(character)]
    followers = index.after(last)
    return [(other, 1 - degree) for other, degree in alikes.items() if other in followers]


def _edited(term: str, index: _Asked) -> Iterator[tuple[str, float]]:
    """Terms one edit away, or two where there is a long Latin run, and what they cost."""
    if len(term) < 3:
        return
    twice = any(len(run) >= _LONG_RUN for run in _LATIN.findall(term))
    broken = _broken(term, index)
    spread = broken[-1] - broken[0] if broken else 0
    if spread > 2 and not twice:
        return
    for place in _places(term, broken):
        for text, cost in _once(term, place, index):
            # All pairs further off are as they were: known to stand.
            if spread <= 2 and not _broken(text, index, place - 3, place + 4):
                yield text, cost
            elif twice and broken:
                yield from _edited_again(text, cost, broken[0], index)


def _edited_again(
    term: str, cost: float, mended: int, index: _Asked
) -> Iterator[tuple[str, float]]:
    """The same for a term that is one edit away already, if that has mended its first fault."""
    broken = _broken(term, index)
    if broken[0] > mended:
        for place in _places(term, broken):
            for text, further in _once(term, place, index):
                if not _broken(text, index):
                    yield text, cost + further + _SECOND


def _broken(text: str, index: _Asked, low: int = 0, high: int = LONGEST) -> list[int]:
    """Places of the pairs, of a part of the text or of all, that the index does not hold."""
    places = range(max(0, low), min(len(text) - 1, high))
    return [place for place in places if not index.holds(text[place : place + 2])]


def _places(term: str, broken: list[int]) -> range:
    """Where an edit may mend the first broken pair; anywhere if there is none."""
    if not broken:
        return range(len(term))
    return range(max(0, broken[0] - 1), min(len(term), broken[0] + 2))


def _once(term: str, place: int, index: _Asked) -> Iterator[tuple[str, float]]:
    """Terms one edit at a place away; the pairs about it are still to be checked."""
    kinds = _kinds(term)
    yield from _changed(term, place, kinds, index)
    yield from _shortened(term, place, kinds)
    yield from _lengthened(term, place, kinds, index)
    yield from _swapped(term, place, kinds)
    yield from _rejoined(term, place)


@lru_cache(maxsize=256)
def _kinds(term: str) -> Sequence[str]:
    """For each character the kind of those that may take its place; none for fixed ones."""
    kinds = [_HAN if "一" <= sign <= "鿿" else "" for sign in term]
    for pattern, kind, least in ((_LATIN, _LETTERS, _LEAST_RUN), (_NUMBER, _FIGURES, _CODE)):
        for run in pattern.finditer(term):
            if run.end() - run.start() >= least:
                kinds[run.start() : run.end()] = [kind] * (run.end() - run.start())
    return kinds


def _changed(
    term: str, place: int, kinds: Sequence[str], index: _Asked
) -> Iterator[tuple[str, float]]:
    before, after = term[:place], term[place + 1 :]
    at_edge = not before or not after
    for other in _between(before[-1:], after[:1], kinds[place], index):
        yield before + other + after, _UNLIKE_AT_EDGE if at_edge else _UNLIKE


def _shortened(term: str, place: int, kinds: Sequence[str]) -> Iterator[tuple[str, float]]:
    before, after = term[:place], term[place + 1 :]
    if not kinds[place]:
        return
    if term[place] == before[-1:]:
        yield before + after, _DOUBLED
    elif before and after:
        yield before + after, _LEFT_OUT
    elif len(term) > 3:
        yield before + after, _LEFT_OUT + _AT_EDGE


def _lengthened(
    term: str, place: int, kinds: Sequence[str], index: _Asked
) -> Iterator[tuple[str, float]]:
    """Only inside: a term with more at its edges holds the term itself."""
    if place and kinds[place - 1] == kinds[place]:
        beside = term[place - 1 : place + 1]
        for other in _between(beside[0], beside[1], kinds[place], index):
            cost = _DOUBLED if other in beside else _MISSING
            yield term[:place] + other + term[place:], cost


def _swapped(term: str, place: int, kinds: Sequence[str]) -> Iterator[tuple[str, float]]:
    both = term[place : place + 2]
    if len(both) == 2 and kinds[place] and kinds[place] == kinds[place + 1]:
        yield term[:place] + both[::-1] + term[place + 2 :], _SWAPPED


def _rejoined(term: str, place: int) -> Iterator[tuple[str, float]]:
    """Letters that OCR joins or splits."""
    for one, other in _JOINED:
        if term.startswith(one, place):
            yield term[:place] + other + term[place + len(one) :], _CONFUSED


def _between(before: str, after: str, kind: str, index: _Asked) -> Iterable[str]:
    """Characters of a kind that may stand between two, the frequent first."""
    if kind != _HAN:
        return kind
    return [other for other in index.frequent_after(before) if index.holds(other + after)]


def _rareness(text: str, folded: str) -> int:
    """How rare the characters are that a neighbour has and the term has not."""
    rank = characters().rank
    return sum(rank.get(sign, len(rank)) for sign in set(text) - set(folded))
