"""Hits of one source (汇编) under the best of them."""

from __future__ import annotations

from dataclasses import dataclass

from .entry import source_of
from .face import Engine
from .nodes import Among, And, Not, Query, Sources

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Siblings:
    """Further records of a hit's source that match too.

    Attributes:
        ids: The best ones.
        total: How many there are.
    """

    ids: tuple[str, ...] = ()
    total: int = 0


def siblings(engine: Engine, tree: Query, record_id: str) -> Siblings:
    """What else of a hit's source matches; most sources hold one record only.

    Args:
        engine: Of the index in force.
        tree: The query.
        record_id: Of the hit.
    """
    source = source_of(record_id)
    if engine.source_size(source) < 2:
        return Siblings()
    others = And((tree, Sources((source,)), Not(Among((record_id,)))))
    found = engine.search(others, limit=SHOWN)
    return Siblings(tuple(id for id, _ in found.hits), found.total)
