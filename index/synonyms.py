"""A query → one that finds what its terms are also called."""

from __future__ import annotations

from collections.abc import Mapping

from ..text.normalise import fold
from ..text.segment import Segmenter
from .nodes import And, Or, Query, Synonyms, Words
from .pieces import pieces
from .thesaurus import Thesaurus


def with_synonyms(
    tree: Query, thesaurus: Thesaurus, segmenter: Segmenter
) -> tuple[Query, Mapping[str, tuple[str, ...]]]:
    """Let bare terms match by other words for the same thing; quotes and negations stay.

    Args:
        tree: From ``parse``.
        thesaurus: Of words that mean the same.
        segmenter: As for records.

    Returns:
        The tree to search with, and what it searches besides: word → other words.
    """
    also: dict[str, tuple[str, ...]] = {}
    return _widened(tree, thesaurus, segmenter, also), also


def _widened(
    tree: Query, thesaurus: Thesaurus, segmenter: Segmenter, also: dict[str, tuple[str, ...]]
) -> Query:
    match tree:
        case And(parts):
            return And(tuple(_widened(part, thesaurus, segmenter, also) for part in parts))
        case Or(parts):
            return Or(tuple(_widened(part, thesaurus, segmenter, also) for part in parts))
        case Words(text):
            folded = fold(text)
            others = thesaurus.same(folded)
            named = ((piece, thesaurus.same(piece)) for piece in pieces(folded, segmenter))
            words = tuple((piece, same) for piece, same in named if same)
            also.update({text: others} if others else {})
            also.update(words)
            return Synonyms(tree, others, words) if others or words else tree
        case _:
            return tree
