"""What a search answers; part of ``model``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ClauseHit:
    """A clause of a record that answers a query.

    Attributes:
        label: Its path, such as 第四章 第二节 三、2.
        heading: The heading nearest above it, or empty.
        page: Where pages exist.
        snippet: Personal numbers masked.
    """

    label: str
    heading: str
    page: int | None
    snippet: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer of a search; ``spans`` are the places of the query's terms in ``snippet``.

    Attributes:
        clause: Path of the clause that the snippet comes from, where the paper has clauses.
        clauses: Further clauses of the same paper, best first.
        siblings: Further records of the same source (汇编) that match: (id, title), best first.
        siblings_total: How many there are.
    """

    record: str
    title: str
    path: str
    score: float
    snippet: str
    page: int | None = None
    unit: str | None = None
    year: int | None = None
    level: str | None = None
    section: str | None = None
    box_id: str | None = None
    doctype: str | None = None
    spans: tuple[tuple[int, int], ...] = ()
    clause: str | None = None
    clauses: tuple[ClauseHit, ...] = ()
    siblings: tuple[tuple[str, str], ...] = ()
    siblings_total: int = 0


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Answer to one query.

    Attributes:
        query: As typed.
        total: Records found.
        took_ms: Milliseconds.
        hits: The page asked for.
        facets: Field → value → count.
        alone: Where several terms find nothing together: each with its own count.
        also: Term → words that mean the same, which were searched for besides.
        loosely: The words by which the best papers were ranked, where not all of them had to
            stand in each: for questions, and where the term as typed stands nowhere.
        near: How many of the last hits hold most of the words only; not in ``total``.
        passed_over: Words of a question that were not searched for.
        did_you_mean: Queries close to one that finds nothing, best first.
    """

    query: str
    total: int
    took_ms: float
    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    alone: Mapping[str, int] = field(default_factory=dict)
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    loosely: tuple[str, ...] = ()
    near: int = 0
    passed_over: tuple[str, ...] = ()
    did_you_mean: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query that someone keeps under a name.

    Attributes:
        name: Unique in an archive.
        query: In the query syntax.
        sort: ``relevance`` or ``date``.
        who: Saved it.
        at: When, ISO with time.
    """

    name: str
    query: str
    sort: str
    who: str
    at: str
