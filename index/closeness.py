"""Whether terms stand close to one another in a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

# Of one term in one text; more would only say the same again.
_MOST_PLACES = 5000


def stand_close(folded: str, terms: Sequence[Sequence[str]], distance: int) -> bool:
    """Whether one place of each term can be chosen so that neighbours are close enough.

    Args:
        folded: The text.
        terms: For each term the strings that count as it.
        distance: Most characters between two neighbours, in any order; they must not overlap.
    """
    spans = sorted(
        (start, end, number)
        for number, strings in enumerate(terms)
        for string in strings
        for start, end in _places(folded, string)
    )
    if len({number for _, _, number in spans}) < len(terms):
        return False
    return _chained(spans, len(terms), distance)


def _chained(spans: list[tuple[int, int, int]], wanted: int, distance: int) -> bool:
    """Whether a chain of spans holds all terms; the sets of terms that end at each are kept."""
    longest = max(end - start for start, end, _ in spans)
    reached: list[set[frozenset[int]]] = []
    first = 0
    for start, _, number in spans:
        chains = {frozenset({number})}
        while spans[first][0] < start - distance - longest:
            first += 1
        for before in range(first, len(reached)):
            if start - distance <= spans[before][1] <= start:
                chains.update(held | {number} for held in reached[before] if number not in held)
        if any(len(chain) == wanted for chain in chains):
            return True
        reached.append(chains)
    return False


def _places(folded: str, string: str) -> Iterator[tuple[int, int]]:
    place = folded.find(string)
    for _ in range(_MOST_PLACES):
        if place < 0:
            return
        yield place, place + len(string)
        place = folded.find(string, place + 1)
