"""How alike two titles are, by the pairs of characters that they share."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from ..text.normalise import fold

ALIKE = 0.6
"""From here on two titles speak of the same matter."""

# Words of any official title; they tell nothing of its matter.
_IDLE = ("关于", "同意", "印发", "《", "》", "“", "”", "(", ")", "[", "]", "的", "对")
_LONGEST = 80


def subject(title: str, idle: Iterable[str] = ()) -> frozenset[str]:
    """Pairs of neighbouring characters of what a title is about.

    Args:
        title: As printed.
        idle: Further words that tell nothing, such as document types and the unit's name.
    """
    return _pairs(title, tuple(sorted(idle)))


@lru_cache(maxsize=1 << 14)
def _pairs(title: str, idle: tuple[str, ...]) -> frozenset[str]:
    left = fold(title)[:_LONGEST]
    for word in (*_IDLE, *sorted((fold(word) for word in idle), key=len, reverse=True)):
        left = left.replace(word, " ") if word else left
    return frozenset(
        pair for run in left.split() for pair in (run[n : n + 2] for n in range(len(run) - 1))
    )


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of the smaller one's pairs that the other has too; 0 where one is empty."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0
