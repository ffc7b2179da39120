"""Did you mean: queries near to one that finds nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from ..text.normalise import fold
from .face import Engine
from .nodes import And, FieldRange, FieldTerm, Not, Or, Phrase, Query, Words

if TYPE_CHECKING:
    from ..text.likeness import Neighbour, Pairs

MOST = 3
_LONGEST_TERM = 24
_LONGEST_WINDOW = 8
_TRIED = 30
_ENOUGH = 0.7
# Two characters are like so many others that only the likest will do.
_ENOUGH_OF_TWO = 0.85

_Rank: TypeAlias = tuple[float, bool, int]


def did_you_mean(tree: Query, engine: Engine) -> tuple[tuple[Query, float], ...]:
    """Queries like one that finds nothing, with terms that stand in the index.

    Args:
        tree: From ``parse``; nothing matches it.
        engine: Of the index in force.

    Returns:
        At most ``MOST`` queries that each find something, with how like they are, likeliest
        first.
    """
    found: dict[Query, float] = {}
    for term in _terms(tree):
        for near in mendings(term.text, engine):
            changed = _with(tree, term, replace(term, text=near.text))
            if changed not in found and engine.search(changed, limit=0).total:
                found[changed] = near.likeness
            if len(found) == MOST:
                break
    return tuple(sorted(found.items(), key=lambda pair: -pair[1])[:MOST])


def mendings(text: str, engine: Engine) -> list[Neighbour]:
    """Other writings of a term that stands nowhere, likeliest first.

    The term as a whole may be near something that stands in the index, or a stretch of its
    words that stands nowhere may.
    """
    folded = fold(text)
    if len(folded) > _LONGEST_TERM or stands(folded, engine):
        return []
    words = engine.segmenter.cut(folded)
    windows = dict.fromkeys(
        "".join(words[first : first + size])
        for size in (3, 2, 1)
        for first in range(len(words) - size + 1)
    )
    pairs = engine.pairs()
    found = _near(folded, engine, pairs)
    for window in windows:
        if not 2 <= len(window) <= _LONGEST_WINDOW or window not in folded or window == folded:
            continue
        for rank, near in [] if stands(window, engine) else _near(window, engine, pairs):
            found.append((rank, replace(near, text=folded.replace(window, near.text))))
    best: dict[str, Neighbour] = {}
    for _, near in sorted(found, key=lambda ranked: ranked[0], reverse=True):
        best.setdefault(near.text, near)
    return list(best.values())


def _near(folded: str, engine: Engine, pairs: Pairs) -> list[tuple[_Rank, Neighbour]]:
    """The strings most like one that do stand in the index, with their rank; best first."""
    from ..text.likeness import neighbours

    least = _ENOUGH if len(folded) > 2 else _ENOUGH_OF_TWO
    tried = [one for one in neighbours(folded, pairs) if one.likeness >= least]
    held: list[tuple[_Rank, Neighbour]] = []
    for one in tried[:_TRIED]:
        alike = round(one.likeness, 1)
        if len(held) >= MOST and alike < sorted(rank[0] for rank, _ in held)[-MOST]:
            break  # The likest come first: what follows ranks behind these.
        count = engine.search(Phrase(one.text), limit=0).total
        if count:
            # Among equals a whole word counts for more, then what is frequent.
            word = len(engine.segmenter.cut(one.text)) == 1
            held.append(((alike, word, count), one))
    return sorted(held, key=lambda ranked: ranked[0], reverse=True)[:MOST]


def stands(folded: str, engine: Engine) -> bool:
    """Whether a string stands somewhere in the index."""
    return engine.search(Phrase(folded), limit=0).total > 0


def _terms(tree: Query) -> list[Words | Phrase]:
    match tree:
        case Words() | Phrase():
            return [tree]
        case And(parts) | Or(parts):
            return [term for part in parts for term in _terms(part)]
        case _:
            return []


def _with(tree: Query, old: Words | Phrase, new: Words | Phrase) -> Query:
    match tree:
        case And(parts):
            return And(tuple(_with(part, old, new) for part in parts))
        case Or(parts):
            return Or(tuple(_with(part, old, new) for part in parts))
        case Not() | FieldTerm() | FieldRange():
            return tree
        case _:
            return new if tree == old else tree
