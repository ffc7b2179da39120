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
        field: ``year`` or ``period``.
        low: In the form of the field's values.
        high: Likewise.
    """

    field: str
    low: str | None
    high: str | None


@dataclass(frozen=True, slots=True)
class MatchAll:
    """Every record."""


Query: TypeAlias = And | Or | Not | Words | Phrase | Prefix | FieldTerm | FieldRange | MatchAll
