"""The strings that show where a query matched; for highlights and snippets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from ..text.segment import Segmenter
from .nodes import And, FieldRange, FieldTerm, MatchAll, Not, Or, Query, Ranked
from .plan import AnyOf, Close, Contains, RunPrefix, target

if TYPE_CHECKING:
    from ..text.likeness import Pairs


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that was searched for.

    Attributes:
        strings: Folded; each of them counts as it.
        starts_run: They must begin a run of Latin letters and digits.
        partial: They are only a part of a term, which serves where the whole does not stand.
    """

    strings: tuple[str, ...]
    starts_run: bool = False
    partial: bool = False


def marks(query: Query, segmenter: Segmenter, pairs: Pairs) -> tuple[Mark, ...]:
    """What to set off in a text that matches a query; nothing that was negated or is a field.

    Args:
        query: From ``parse``.
        segmenter: As for records.
        pairs: Of the index's text, for tolerant terms.
    """
    of = partial(marks, segmenter=segmenter, pairs=pairs)
    match query:
        case And(parts) | Or(parts):
            found = (mark for part in parts if not isinstance(part, Not) for mark in of(part))
            return tuple(dict.fromkeys(found))
        case Ranked(words):
            return tuple(Mark((word,)) for word, _ in words)
        case Not() | MatchAll() | FieldTerm() | FieldRange():
            return ()
    match target(query, segmenter, pairs):
        case Contains() as wanted:
            return _of_string(wanted)
        case AnyOf(strings):
            whole = tuple(writing.folded for one in strings for writing in one.writings)
            return (Mark(whole), *(mark for one in strings for mark in _of_pieces(one)))
        case Close(_, terms):
            return tuple(mark for term in terms for mark in _of_string(term))
        case RunPrefix(prefix):
            return (Mark((prefix,), starts_run=True),)
        case _:
            return ()


def _of_string(wanted: Contains) -> tuple[Mark, ...]:
    whole = Mark(tuple(writing.folded for writing in wanted.writings))
    return (whole, *_of_pieces(wanted))


def _of_pieces(wanted: Contains) -> Iterator[Mark]:
    for same in wanted.pieces:
        yield Mark(tuple(writing.folded for writing in same), partial=True)
