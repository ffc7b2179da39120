"""The end of an import: a second look at what came in, seen as one batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice

from .catalogue import Catalogue
from .classify import named_units, second_look
from .classify.learned import Learned
from .model import Document, FiledRecord, Outcome
from .schemas import Norms

BATCH = 500
PAPERS_OF_A_UNIT = 2
"""So many papers must name a unit for certain before the archive counts it as known."""


def settle(
    catalogue: Catalogue,
    norms: Norms,
    update_index: Callable[[], None],
    learned: Learned | None = None,
) -> None:
    """Look again at every record that was filed at first look only.

    Killed in between, the next import goes on with what is left.
    """
    filed = catalogue.unsettled()
    if not filed:
        return
    known = catalogue.units()
    for unit in named_units(filed, at_least=PAPERS_OF_A_UNIT):
        if unit.name not in {name for one in known for name in (one.name, *one.aliases)}:
            catalogue.add_unit(unit)

    def document_of(one: FiledRecord) -> Document:
        return catalogue.content(one.record.id).document()

    filings = second_look(filed, catalogue.units(), document_of, norms, learned)
    while batch := tuple(islice(filings, BATCH)):
        catalogue.settle(batch)
    update_index()


def slim(outcome: Outcome) -> Outcome:
    """An outcome to keep in memory: without its records but for their ids."""
    if not outcome.filed:
        return outcome
    return replace(outcome, filed=(), record_ids=tuple(one.record.id for one in outcome.filed))


def as_settled(
    outcomes: Iterable[Outcome], catalogue: Catalogue, *, reasons: bool = True
) -> Iterator[Outcome]:
    """Outcomes with their records as they are now filed, with or without the reasons."""
    waiting = iter(outcomes)
    while batch := tuple(islice(waiting, BATCH)):
        ids = {id for outcome in batch for id in outcome.record_ids}
        records = catalogue.records(sorted(ids), reasons=reasons) if ids else {}
        for outcome in batch:
            filed = tuple(records[id] for id in outcome.record_ids if id in records)
            yield replace(outcome, filed=filed, record_ids=())
