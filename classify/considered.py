"""The boxes that come into question for a record, each with what speaks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..model import Document, FiledRecord, Reason, Unit
from ..schemas import Norms
from .batch import span_of
from .boxes import Fit, Zones, fits
from .by_hand import PERSON
from .items import items_of
from .learned import Learned, with_votes
from .lexicon import Lexicon, lexicon_of
from .paper import paper_of
from .reading import Context, read_off, zones_for
from .reasons import fit_reasons

_GIVEN = frozenset({"option", PERSON})


@dataclass(frozen=True, slots=True)
class Considered:
    """A box that a record may belong to.

    Attributes:
        box_id: Of the box.
        score: How well it fits; comparable within one record.
        item_ids: Items that the record would be evidence of there.
        reasons: Words that speak for it, strongest first.
    """

    box_id: str
    score: float
    item_ids: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


def considered(
    one: FiledRecord,
    document: Document,
    norms: Norms,
    units: Sequence[Unit] = (),
    *,
    among: Sequence[str] = (),
    most: int = 3,
    learned: Learned | None = None,
) -> tuple[Considered, ...]:
    """Boxes for a record, best first: those that its filing names, then those that fit it.

    Args:
        one: The record; a unit that a person gave, or an option of the import, binds the level.
        document: The record as a document.
        norms: In force.
        units: That the archive knows.
        among: Of these boxes only, however badly they fit.
        most: Boxes to return.
        learned: The model in use.
    """
    wheres = {reason.about: reason.where for reason in one.filing.reasons}
    bound = wheres.get("unit") in _GIVEN
    context = Context(
        one.path,
        unit=one.filing.unit if bound else None,
        level=one.filing.level if bound else None,
        year=one.filing.year,
        units=tuple(units),
    )
    paper = paper_of(document, 0, len(document.text))
    span = span_of(one, document)
    reading = read_off(paper, span, norms, context)
    zones = zones_for(paper, reading, norms, context)
    level = one.filing.level
    found = fits(zones, norms, level, bound and not among)
    found = with_votes(found, zones, norms, level, learned)
    ranked = {fit.box.id: fit for fit in found}
    named = () if wheres.get("unit") == PERSON else one.filing.candidates
    scores = {candidate.box_id: candidate.score for candidate in named}
    for id, fit in ranked.items():
        if fit.score > 0:
            scores.setdefault(id, fit.score)
    order = list(among) or list(scores)
    known = [id for id in order if id in norms.box_places][:most]
    return tuple(
        _considered(id, scores.get(id, 0.0), ranked.get(id), zones, lexicon_of(norms))
        for id in known
    )


def _considered(
    box_id: str, score: float, fit: Fit | None, zones: Zones, lexicon: Lexicon
) -> Considered:
    if fit is None:
        return Considered(box_id, score)
    items = tuple(item.id for item in items_of(fit, zones, lexicon))
    return Considered(box_id, round(score, 3), items, tuple(fit_reasons(fit)))
