"""From a query to what the user reads."""

from __future__ import annotations

import time
from typing import Literal

from ..catalogue import Catalogue
from ..model import SearchResult
from ..schemas import Norms
from .face import Engine
from .hits import hit_of
from .nodes import And, Phrase, Query, Words
from .query import parse

SHOWN_FACETS = ("unit", "year", "level", "section", "box_id", "doctype")


def answer(
    query: str,
    engine: Engine,
    catalogue: Catalogue,
    norms: Norms,
    *,
    limit: int,
    offset: int = 0,
    sort: Literal["relevance", "date"] = "relevance",
    unmasked: bool = False,
) -> SearchResult:
    """Search, and fill the hits from the catalogue.

    Args:
        query: In the query syntax.
        engine: Of the index in force.
        catalogue: The truth about the records found.
        norms: That know the section of a box.
        limit: Most hits to return.
        offset: Hits to pass over.
        sort: ``relevance`` or ``date``.
        unmasked: Show personal numbers.

    Raises:
        QueryError: The query cannot be honoured.
    """
    start = time.perf_counter()
    tree = parse(query)
    found = engine.search(tree, limit=limit, offset=offset, facets=SHOWN_FACETS, sort=sort)
    ids = [id for id, _ in found.hits]
    filed = catalogue.records(ids)
    contents = catalogue.contents(list(filed))
    hits = tuple(
        hit_of(filed[id], contents[id], tree, score, norms, unmasked=unmasked)
        for id, score in found.hits
        if id in filed
    )
    alone = {} if found.total else terms_alone(tree, engine)
    took_ms = (time.perf_counter() - start) * 1000
    return SearchResult(query, found.total, took_ms, hits, found.facets, alone)


def terms_alone(tree: Query, engine: Engine) -> dict[str, int]:
    """For a query of several terms: how many records each of them has by itself."""
    parts = tree.parts if isinstance(tree, And) else ()
    terms = [part for part in parts if isinstance(part, Words | Phrase)]
    if len(terms) < 2:
        return {}
    return {term.text: engine.search(term, limit=0).total for term in terms}
