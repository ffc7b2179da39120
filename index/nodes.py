"""Nodes of a query tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class And:
    """All parts must match."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """One part must match."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part must not match."""

    part: Query


@dataclass(frozen=True, slots=True)
class Words:
    """A bare term, as typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A quoted term, without its quotes."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """A term before a star, without the star."""

    text: str


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A term before a tilde, without the tilde; folded it has two characters or more."""

    text: str


@dataclass(frozen=True, slots=True)
class Near:
    """Terms that stand close to one another, in any order.

    Attributes:
        terms: Two to five.
        distance: Most folded characters between each term and the next, 0 to 200.
    """

    terms: tuple[Words | Phrase, ...]
    distance: int


@dataclass(frozen=True, slots=True)
class FieldTerm:
    """A field and what it must hold.

    Attributes:
        field: English name, a key of ``fields.FIELDS``.
        value: As typed, but brought into form for year (``2023``), period (``2023-Q2``) and
            status (``filed`` or ``open``).
    """

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class FieldRange:
    """A span of a field, ends included; None leaves an end open.

    Attributes:
        field: ``year``, ``period`` or ``date``.
        low: In the form of the field's values; dates as precise as typed (``2023``,
            ``2023-05``, ``2023-05-06``).
        high: Likewise.
    """

    field: str
    low: str | None
    high: str | None


@dataclass(frozen=True, slots=True)
class MatchAll:
    """Every record."""


@dataclass(frozen=True, slots=True)
class Literally:
    """A term, its numbers in any writing, its words side by side; never made by the parser."""

    text: str


@dataclass(frozen=True, slots=True)
class Synonyms:
    """A term with others that mean the same; never made by the parser.

    Attributes:
        term: As typed.
        others: Matched as they stand, and counted for less.
        words: (a word of the term, others that mean the same), folded; they serve where the
            words of the term need not stand together.
    """

    term: Words
    others: tuple[str, ...] = ()
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """Records that hold any of some words, best first; never made by the parser.

    Attributes:
        words: (folded word of the segmenter, weight).
    """

    words: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Among:
    """Records of given ids; never made by the parser."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """All records of given sources, by the beginning of their ids; never made by the parser."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Values:
    """Records where a field holds just one of some values; never made by the parser.

    Attributes:
        field: One of ``entry.VALUE_FIELDS``.
        values: As they came with the records.
    """

    field: str
    values: tuple[str, ...]


Leaf: TypeAlias = Words | Phrase | Prefix | Fuzzy | Near | FieldTerm | FieldRange | MatchAll
Query: TypeAlias = And | Or | Not | Leaf | Literally | Synonyms | Ranked | Among | Sources | Values
