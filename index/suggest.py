"""Did you mean: queries near to one that finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..text.likeness import Neighbour, neighbours
from ..text.normalise import fold
from .canonical import render
from .face import Engine
from .nodes import And, FieldRange, FieldTerm, Not, Or, Phrase, Query, Words

MOST = 3
_LONGEST_TERM = 24
_LONGEST_WINDOW = 8
_TRIED = 30
_ENOUGH = 0.7
# Two characters are like so many others that only the likest will do.
_ENOUGH_OF_TWO = 0.85


def did_you_mean(tree: Query, engine: Engine) -> tuple[str, ...]:
    """Queries like one that finds nothing, with terms that stand in the index.

    Args:
        tree: From ``parse``; nothing matches it.
        engine: Of the index in force.

    Returns:
        At most ``MOST`` queries that each find something, likeliest first.
    """
    found: list[str] = []
    for term in _terms(tree):
        for text in mendings(term.text, engine):
            changed = _with(tree, term, replace(term, text=text))
            query = render(changed)
            if query not in found and engine.search(changed, limit=0).total:
                found.append(query)
            if len(found) == MOST:
                return tuple(found)
    return tuple(found)


def mendings(text: str, engine: Engine) -> Iterator[str]:
    """Other writings of a term that stands nowhere, likeliest first.

    The term as a whole is tried first, then each stretch of its words that stands nowhere.
    """
    folded = fold(text)
    if len(folded) > _LONGEST_TERM or _stands(folded, engine):
        return
    yield from (one.text for one in _near(folded, engine))
    words = engine.segmenter.cut(folded)
    for size in (3, 2, 1):
        for first in range(len(words) - size + 1):
            window = "".join(words[first : first + size])
            if window == folded or not 2 <= len(window) <= _LONGEST_WINDOW:
                continue
            if window in folded and not _stands(window, engine):
                for one in _near(window, engine):
                    yield folded.replace(window, one.text)


def _near(folded: str, engine: Engine) -> list[Neighbour]:
    """The strings most like one that do stand in the index, frequent ones first among equals."""
    least = _ENOUGH if len(folded) > 2 else _ENOUGH_OF_TWO
    tried = [one for one in neighbours(folded, engine.pairs()) if one.likeness >= least]
    counted = ((one, engine.search(Phrase(one.text), limit=0).total) for one in tried[:_TRIED])
    held = [(round(one.likeness, 1), count, one) for one, count in counted if count]
    return [one for _, _, one in sorted(held, key=lambda found: (-found[0], -found[1]))][:MOST]


def _stands(folded: str, engine: Engine) -> bool:
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
