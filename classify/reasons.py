"""Why a record was described and filed as it was, for every field."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Note, Reason
from .doctype import Typed
from .fit import Fit
from .neighbours import ABOUT, Neighbours
from .reading import Reading

_SIGNS = 3
# How sure a place is to name who answers for the paper: the seal side of GB/T 9704 first.
AUTHORED = {
    "signature": 0.95,
    "label": 0.9,
    "letterhead": 0.9,
    "party": 0.8,
    "second party": 0.5,
    "running": 0.6,
    "head": 0.6,
}


def reasons_for(
    reading: Reading,
    ranked: tuple[Fit, ...],
    decided: Fit | None,
    tied: bool,
    around: Neighbours | None = None,
) -> Iterator[Reason]:
    """The reasons, field by field.

    Args:
        reading: What was read off the paper.
        ranked: Boxes considered, best first.
        decided: The box filed into, or None.
        tied: The best two stood too close to tell.
        around: The papers of the same folder, if they counted.
    """
    titled, typed, dated = reading.titled, reading.typed, reading.dated
    found, about = reading.unit, reading.about
    yield _reason("title", f"why.title.{titled.where}", titled.where, titled.confidence)
    yield from _type_reasons(typed)
    if dated:
        yield _reason("date", "why.date", dated.where, 1.0, seen=dated.seen)
    if reading.offices:
        signed = reading.offices[0]
        yield _reason(
            "author", "why.author", signed.where, AUTHORED[signed.where], seen=signed.office
        )
    if found.unit:
        yield _reason("unit", "why.unit", found.where, found.confidence, seen=found.seen)
    if about.year:
        yield _reason("year", "why.year", about.where, about.confidence, seen=about.seen)
    if ranked:
        yield from _box_reasons(ranked, decided, tied)
    else:
        yield _reason("box", "why.open.nothing", "", 0.0)
    if around and ranked:
        evidence = around.evidence(ranked[0])
        weight = evidence.weight if evidence else 0.0
        yield _reason(
            ABOUT, "why.neighbours", "folder", weight, shares=around.written(), most=around.most
        )


def _type_reasons(typed: Typed) -> Iterator[Reason]:
    """The words that showed the type, each with its share of the confidence."""
    shown = typed.signs[:_SIGNS]
    total = sum(sign.weight for sign in shown)
    for sign in shown:
        share = typed.confidence * sign.weight / total
        yield _reason("doctype", "why.doctype", sign.where, share, seen=sign.seen)
    if not shown and typed.seen:
        yield _reason("doctype", "why.doctype", typed.where, typed.confidence, seen=typed.seen)


def _box_reasons(ranked: tuple[Fit, ...], decided: Fit | None, tied: bool) -> Iterator[Reason]:
    best = ranked[0]
    if decided is None:
        key = "why.open.tie" if tied else "why.open.weak"
        nearest = "、".join(fit.box.label for fit in ranked[: 2 if tied else 1])
        yield _reason("box", key, "", best.score, boxes=nearest)
    if best.vote:
        vote = best.vote
        values = {"count": str(vote.papers), "words": "、".join(vote.words) or "—"}
        key = "why.box.learned"
        yield _reason("box", key, "learned", vote.lift, box=best.box.label, **values)
    yield from fit_reasons(best)
    match = best.best
    if decided and match.item:
        yield _reason("item", "why.item", "", match.score, item=match.item.name)


def fit_reasons(fit: Fit) -> Iterator[Reason]:
    """What speaks for one box."""
    match, label = fit.best, fit.box.label
    for word, zone in match.found:
        yield _reason("box", "why.box.word", zone, fit.score, word=word, box=label)
    if match.subject[0]:
        word, zone = match.subject
        yield _reason("box", "why.box.subject", zone, fit.score, word=word, box=label)


def _reason(about: str, key: str, where: str, weight: float, **values: str) -> Reason:
    return Reason(about, Note(key, values), where, round(weight, 3))
