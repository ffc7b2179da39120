"""A leaf of a query → what to look for, the same for all engines."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from ..errors import QueryError
from ..text.normalise import fold
from ..text.segment import Segmenter
from .entry import fold_doc_no, folded_value, number_term, words_of
from .fields import days, months
from .nodes import (
    Among,
    FieldRange,
    FieldTerm,
    Fuzzy,
    Literally,
    Near,
    Phrase,
    Prefix,
    Query,
    Ranked,
    Sources,
    Synonyms,
    Values,
    Words,
)
from .pieces import pieces
from .writings import other_forms

if TYPE_CHECKING:
    from ..text.likeness import Pairs
    from ..text.number_forms import OtherForm

TEXT_FIELDS = ("text", "title")

TITLE_BONUS = 60.0
"""Score for each word of a term that stands in the title. No word scores as much by BM25 (its
weight times 2.2 is 30 where one record in a million has it), so titles come first."""
TITLE_PIECES_BONUS = 45.0
"""Likewise where the title holds all of a term's words, but not side by side."""
HEADING_BONUS = 32.0
"""Likewise for a term that stands in the heading of a clause."""
PHRASE_BONUS = 3.0
"""Score for each border between words of a term that stand side by side in the text."""
TEXT_WEIGHT = 0.1
"""Weight of a term's bigrams beside its words, for terms that are no words."""
SYNONYM_WEIGHT = 0.6
CONTEXT_WEIGHT = 0.6
"""Of title and headings beside a passage's own words, for questions."""

_RUNS = re.compile(r"[0-9a-z]+")
_MOST_NEIGHBOURS = 200


@dataclass(frozen=True, slots=True)
class Writing:
    """A string to find, and number tokens that the record must hold as well."""

    folded: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contains:
    """Records whose folded text in one of the fields contains a string.

    Attributes:
        fields: Substring fields.
        writings: The string and its other writings.
        words: Of the string, for ranking; none for a filter.
        pieces: In place of the string, one of each will do; none where only the string will.
        weight: Of its score.
    """

    fields: tuple[str, ...]
    writings: tuple[Writing, ...]
    words: tuple[str, ...] = ()
    pieces: tuple[tuple[Writing, ...], ...] = ()
    weight: float = 1.0

    @property
    def scale(self) -> int:
        """Words that count for the bonus."""
        return max(1, len(self.words))


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Records that one of several strings stands in."""

    parts: tuple[Contains, ...]


@dataclass(frozen=True, slots=True)
class Close:
    """Records that hold strings close to one another in one of the fields; see ``Near``."""

    fields: tuple[str, ...]
    terms: tuple[Contains, ...]
    distance: int


@dataclass(frozen=True, slots=True)
class RunPrefix:
    """Records with a run of Latin letters and digits that starts with a string."""

    prefix: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """Records where the value of one of the fields passes its test."""

    tests: tuple[tuple[str, Callable[[str], bool]], ...]


@dataclass(frozen=True, slots=True)
class Ids:
    """Records whose id (``id``) or source (``source``) is one of some."""

    field: str
    values: tuple[str, ...]


Target: TypeAlias = Contains | AnyOf | Close | RunPrefix | OneOf | Ids | Ranked
Sought: TypeAlias = (
    Words
    | Phrase
    | Prefix
    | Fuzzy
    | Near
    | FieldTerm
    | FieldRange
    | Literally
    | Synonyms
    | Ranked
    | Among
    | Sources
    | Values
)


def literal(query: Query) -> Query:
    """What a negated leaf excludes: records in which the term itself stands, and no others."""
    match query:
        case Words(text):
            return Literally(text)
        case Synonyms(term):
            return Literally(term.text)
        case _:
            return query


def target(leaf: Sought, segmenter: Segmenter, pairs: Pairs) -> Target:
    """What to look for, for a leaf of a query.

    Args:
        leaf: Of a tree.
        segmenter: As for records.
        pairs: Of the index's text, for tolerant terms.

    Raises:
        QueryError: A term folds to nothing, which ``parse`` never lets pass.
    """
    match leaf:
        case Words(text) | Phrase(text) | Prefix(text) | Fuzzy(text) | FieldTerm(_, text) if (
            not fold(text)
        ):
            raise QueryError("query.nothing", position=1, term=text)
        case Prefix(text) if _RUNS.fullmatch(fold(text)):
            return RunPrefix(fold(text))
        case Words(text):
            return _loose(fold(text), segmenter)
        case Literally(text):
            return _contains(fold(text), segmenter, other_forms(fold(text)))
        case Phrase(text) | Prefix(text):
            return _contains(fold(text), segmenter)
        case Synonyms(term, others, words):
            same = dict(words)
            first = _loose(fold(term.text), segmenter)
            wider = tuple(
                (*one, *map(Writing, same.get(one[0].folded, ()))) for one in first.pieces
            )
            rest = [_contains(fold(text), segmenter, weight=SYNONYM_WEIGHT) for text in others]
            return AnyOf((replace(first, pieces=wider), *rest))
        case Fuzzy(text):
            return _tolerant(fold(text), segmenter, pairs)
        case Near(terms, distance):
            near = tuple(_contains(fold(term.text), segmenter) for term in terms)
            return Close(TEXT_FIELDS, near, distance)
        case Ranked():
            return leaf
        case Among(ids):
            return Ids("id", ids)
        case Sources(ids):
            return Ids("source", ids)
        case Values(field, values):
            return OneOf(((field, frozenset(values).__contains__),))
        case FieldRange("date", low, high):
            return OneOf((("date_text", _span_test(low, high, days)),))
        case FieldRange(field, low, high):
            return OneOf(((field, _span_test(low, high, months)),))
        case FieldTerm(field, value):
            return _field_target(field, value)


def _contains(
    folded: str,
    segmenter: Segmenter,
    forms: Sequence[OtherForm] = (),
    *,
    weight: float = 1.0,
) -> Contains:
    words = tuple(dict.fromkeys(words_of(folded, segmenter)))
    return Contains(TEXT_FIELDS, _writings(folded, forms), words, weight=weight)


def _writings(folded: str, forms: Sequence[OtherForm]) -> tuple[Writing, ...]:
    others = (Writing(form.folded, tuple(map(number_term, form.needs))) for form in forms)
    return (Writing(folded), *others)


def _loose(folded: str, segmenter: Segmenter) -> Contains:
    """A bare term: its numbers may be written otherwise, its words stand apart."""
    held = _contains(folded, segmenter, other_forms(folded))
    parts = (_writings(piece, other_forms(piece)) for piece in pieces(folded, segmenter))
    return replace(held, pieces=tuple(parts))


def _tolerant(folded: str, segmenter: Segmenter, pairs: Pairs) -> AnyOf:
    # Its tables cost a search more than opening the index, and few terms are tolerant.
    from ..text.likeness import neighbours

    exact = _contains(folded, segmenter)
    near = neighbours(folded, pairs, _MOST_NEIGHBOURS)
    others = [_contains(one.text, segmenter, weight=one.likeness**2 / 2) for one in near]
    return AnyOf((exact, *others))


def _field_target(field: str, value: str) -> Target:
    match field:
        case "title":
            return Contains(("title",), (Writing(fold(value)),))
        case "doc_no":
            return Contains(("doc_no",), (Writing(fold_doc_no(value)),))
        case "level":
            same = _sameness_test(value)
            return OneOf((("level", same), ("level_name", same)))
        case "section":
            return OneOf((("section", _part_test(value)), ("section_id", _id_test(value))))
        case "box":
            return OneOf((("box_name", _part_test(value)), ("box_id", _id_test(value))))
        case "period":
            return OneOf(((field, _span_test(value, value, months)),))
        case "date":
            return OneOf((("date_text", _span_test(value, value, days)),))
        case "year" | "status":
            return OneOf(((field, _sameness_test(value)),))
        case _:
            return OneOf(((field, _part_test(value)),))


def _part_test(value: str) -> Callable[[str], bool]:
    wanted = fold(value)
    return lambda found: wanted in folded_value(found)


def _sameness_test(value: str) -> Callable[[str], bool]:
    wanted = fold(value)
    return lambda found: folded_value(found) == wanted


def _id_test(value: str) -> Callable[[str], bool]:
    wanted = value.strip().lower()
    return lambda found: found == wanted or found.startswith(wanted + ".")


def _span_test(
    low: str | None, high: str | None, span_of: Callable[[str], tuple[int, int] | None]
) -> Callable[[str], bool]:
    """Whether a year, period or date lies wholly within a span of them, ends included.

    Args:
        low: None for no limit.
        high: Likewise.
        span_of: First and last month, or day, of a value; None where it is none.
    """
    first = span_of(low) if low else None
    last = span_of(high) if high else None

    def lies_within(found: str) -> bool:
        span = span_of(found)
        if span is None:
            return False
        return (first is None or first[0] <= span[0]) and (last is None or span[1] <= last[1])

    return lies_within
