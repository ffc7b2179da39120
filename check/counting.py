"""Counts of persons or papers; never who they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..stated import Statements
from .attendance import CONTINUOUS
from .case import Case, Sighting
from .shelf import record_ids

# One paper lists many persons; what is not among them is about one.
_LISTS = CONTINUOUS | {"roster", "table", "stub", "record", "file"}
# Each states all there are on its day, so that two of them are not to be added.
_STATES = frozenset({"roster", "table"})


@dataclass(frozen=True, slots=True)
class Count:
    """How many were counted.

    Attributes:
        number: None where a list that would have to be counted was not read.
        records: Ids of the records counted.
    """

    number: int | None
    records: tuple[str, ...]


def count_people(case: Case, items: Iterable[str]) -> Count:
    """Persons that the papers of some items are about, each item's papers together.

    A paper that lists nobody is about one person. Rolls are not added up: each states all
    there are on its day, so that the longest one counts.
    """
    total: int | None = 0
    records: list[str] = []
    counted: set[str] = set()
    for item in items:
        seen = [s for s in case.sightings(item) if s.paper.record.id not in counted]
        counted |= {s.paper.record.id for s in seen}
        records += record_ids([s.paper for s in seen])
        numbers = [_people(case, s) for s in seen]
        known = [number for number in numbers if number is not None]
        if len(known) < len(numbers) or total is None:
            total = None
        elif seen and all(s.kinds & _STATES for s in seen):
            total += max(known)
        else:
            total += sum(known)
    return Count(total, tuple(records))


def _people(case: Case, seen: Sighting) -> int | None:
    statements = case.statements.get(seen.paper.record.id, Statements())
    if statements.people is not None:
        return statements.people
    return None if seen.kinds & _LISTS else 1


def count_papers(case: Case, items: Iterable[str]) -> Count:
    """Papers of this year that some items or boxes hold."""
    papers = [seen.paper for item in items for seen in case.sightings(item)]
    found = record_ids(papers)
    return Count(len(found), found)
