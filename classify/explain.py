"""Why a record is described and filed as it is: the decision, taken again and laid open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..model import FIRST_LOOK, RULES, Document, FiledRecord, Filing, Note, Reason, Unit
from ..schemas import Norms
from .batch import span_of
from .boxes import evidence
from .confidence import margin_needed, score_needed
from .filing import Decision, candidates_of, decide
from .fit import Evidence, Fit
from .items import items_of
from .learned import Learned
from .lexicon import Lexicon, lexicon_of
from .neighbours import neighbours_of
from .paper import paper_of
from .passages import Passage, Passages
from .reading import Context

_FIELDS = ("title", "doctype", "doc_no", "author", "date", "unit", "level", "year", "period")
_RETENTION = "retention"
_DIFFERENCES = 3
_LACKING = 3
_NOTABLE = 0.005


@dataclass(frozen=True, slots=True)
class Told:
    """One reason, with the place it was read from."""

    reason: Reason
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class FieldWhy:
    """A field, its value (None if open) and its reasons."""

    name: str
    value: str | None
    reasons: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of evidence, with the places of its words."""

    evidence: Evidence
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A box that was considered.

    Attributes:
        rank: From 1.
        box_id: Of the box.
        score: The sum of its lines.
        item_ids: Items that the record would be evidence of.
        writing: The name, of item or box, that fitted best; canonical.
        lines: Its evidence, the weightiest first.
        lacking: Words of that name which the paper does not have.
    """

    rank: int
    box_id: str
    score: float
    item_ids: tuple[str, ...]
    writing: str
    lines: tuple[Line, ...]
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Evidence that weighs more for the first box than for the second."""

    evidence: Evidence
    first: float
    second: float


@dataclass(frozen=True, slots=True)
class Contest:
    """Why the runner-up lost.

    Attributes:
        first: Box id.
        second: Box id.
        lead: Between their scores.
        differences: The greatest first.
        its_best: What speaks most for the second.
    """

    first: str
    second: str
    lead: float
    differences: tuple[Difference, ...]
    its_best: Evidence | None


@dataclass(frozen=True, slots=True)
class Needs:
    """What would have filed an open record: so much score, or so much lead.

    Attributes:
        score: Of the first, at the lead it has.
        lead: At the score it has; None if no lead would do.
        levels: The first two lie at different levels: to know the unit would decide.
        lacking: Words of the first box's item that the paper does not have.
    """

    score: float
    lead: float | None
    levels: bool
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that can be said about a filing.

    Attributes:
        filed: The record with its filing in force.
        fields: Of the record and filing, in order.
        level: Level whose boxes were sought, or None for all.
        firm: Boxes of other levels were out of the question.
        weighed: Boxes considered, best first; the box in force among them, if it was.
        contest: Between the first two; None where there are not two.
        rule: Why the rules leave it open, else None: ``nothing``, ``weak``, ``margin``.
        confidence: Of the rules' decision.
        lead: Of the first before the second.
        needs: What would have filed it, where it is open.
        box_id: Where the rules file it today.
        same: They decide today as they did when it was filed.
        exact: With the very same scores.
    """

    filed: FiledRecord
    fields: tuple[FieldWhy, ...]
    level: str | None
    firm: bool
    weighed: tuple[Weighed, ...]
    contest: Contest | None
    rule: str | None
    confidence: float
    lead: float
    needs: Needs | None
    box_id: str | None
    same: bool
    exact: bool


def explain(
    one: FiledRecord,
    document: Document,
    norms: Norms,
    units: Sequence[Unit] = (),
    former: Sequence[Filing] = (),
    top: int = 3,
    learned: Learned | None = None,
) -> Explanation:
    """Decide again about a record, as when it was filed, and lay open what was weighed.

    Args:
        one: The record with its filing in force.
        document: The record as a document.
        norms: In force.
        units: That the archive knows.
        former: Its filings so far, oldest first.
        top: Boxes to show.
        learned: The model in use.
    """
    ruled = next((f for f in (one.filing, *reversed(former)) if is_ruled(f)), one.filing)
    paper = paper_of(document, 0, len(document.text))
    span = span_of(one, document)
    contexts = _contexts(one, ruled, units, learned)
    decision = _again(ruled, (decide(paper, span, norms, context) for context in contexts))
    lexicon = lexicon_of(norms)
    passages = Passages(decision.zones, paper.text, lexicon)
    today = decision.box.box.id if decision.box else None
    return Explanation(
        filed=one,
        fields=(*_fields(one, passages), _retention(one, norms)),
        level=decision.level,
        firm=decision.firm and decision.level is not None,
        weighed=tuple(_shown(decision, one.filing.box_id, top, passages, lexicon)),
        contest=_contest(decision),
        rule=decision.rule,
        confidence=decision.confidence,
        lead=decision.margin,
        needs=_needs(decision),
        box_id=today,
        same=not is_ruled(ruled) or ruled.box_id == today,
        exact=candidates_of(decision) == ruled.candidates,
    )


def is_ruled(filing: Filing) -> bool:
    """Whether the rules decided, and no person."""
    return filing.decided_by in (RULES, FIRST_LOOK)


def _contexts(
    one: FiledRecord, ruled: Filing, units: Sequence[Unit], learned: Learned | None
) -> Iterator[Context]:
    """What may have been known when it was filed, the likeliest first.

    The catalogue keeps neither whether a level was given, nor which units were known then, nor
    whether there was a model.
    """
    where = next((r.where for r in ruled.reasons if r.about == "unit"), "")
    plain = Context(one.path, year=ruled.year, around=neighbours_of(ruled))
    if where == "option":
        plain = replace(plain, unit=ruled.unit)
    if where == "neighbours" and ruled.unit:
        known = next((unit for unit in units if unit.name == ruled.unit), None)
        plain = replace(plain, neighbours=known or Unit(ruled.unit, ruled.level))
    for model in dict.fromkeys((learned is not None, False)):
        taught = replace(plain, learned=learned if model else None)
        for context in (taught, replace(taught, level=ruled.level)):
            yield replace(context, units=tuple(units))
            yield context


def _again(ruled: Filing, decisions: Iterator[Decision]) -> Decision:
    """The decision that weighs as the filing did, else the first that decides so, else any."""
    tried = []
    for decision in decisions:
        if candidates_of(decision) == ruled.candidates:
            return decision
        tried.append(decision)
    agreeing = (d for d in tried if (d.box.box.id if d.box else None) == ruled.box_id)
    return next(agreeing, tried[0])


# --- fields ---


def _fields(one: FiledRecord, passages: Passages) -> Iterator[FieldWhy]:
    record, filing = one.record, one.filing
    values: dict[str, object] = {
        name: getattr(record if hasattr(record, name) else filing, name) for name in _FIELDS
    }
    for name in _FIELDS:
        reasons = [reason for reason in filing.reasons if reason.about == name]
        reasons = reasons or list(_derived(name, one))
        value = values[name]
        told = (Told(reason, _seen(reason, passages)) for reason in reasons)
        yield FieldWhy(name, None if value is None else str(value), tuple(told))


def _retention(one: FiledRecord, norms: Norms) -> FieldWhy:
    """保管期限: the box's, where the norms give it (boxes are parted by it: DA/T 22-2015, 6.4)."""
    place = norms.box_places.get(one.filing.box_id or "")
    if place is None or place[2].retention is None:
        return FieldWhy(_RETENTION, None, ())
    box = place[2]
    clause = box.place.clause if box.place else "—"
    note = Note("why.retention", {"box": box.label, "clause": clause})
    told = Told(Reason(_RETENTION, note, "box", one.filing.confidence), None)
    return FieldWhy(_RETENTION, box.retention, (told,))


def _seen(reason: Reason, passages: Passages) -> Passage | None:
    return passages.seen(reason.where, reason.note.values.get("seen", ""))


def _derived(name: str, one: FiledRecord) -> Iterator[Reason]:
    """Reasons for what follows from other fields."""
    record, filing = one.record, one.filing
    if name == "doc_no" and record.doc_no:
        yield Reason(name, Note("why.doc_no", {"seen": record.doc_no}), "head")
    if name == "level" and filing.level:
        if filing.box_id:
            yield Reason(name, Note("why.level.box", {}), "box")
        else:
            yield Reason(name, Note("why.level.unit", {"unit": filing.unit or "—"}), "unit")
    if name == "period" and filing.period:
        if filing.period == str(filing.year):
            yield Reason(name, Note("why.period.year", {}), "")
        else:
            yield Reason(name, Note("why.period.finer", {}), "")


# --- boxes ---


def _shown(
    decision: Decision, in_force: str | None, top: int, passages: Passages, lexicon: Lexicon
) -> Iterator[Weighed]:
    for rank, fit in enumerate(decision.ranked, start=1):
        if rank <= top or fit.box.id == in_force:
            yield _weighed(rank, fit, decision, passages, lexicon)


def _weighed(
    rank: int, fit: Fit, decision: Decision, passages: Passages, lexicon: Lexicon
) -> Weighed:
    lines = (Line(one, passages.of(one)) for one in _lines(fit, decision))
    items = items_of(fit, decision.zones, lexicon)
    return Weighed(
        rank,
        fit.box.id,
        fit.score,
        tuple(item.id for item in items),
        fit.best.phrase,
        tuple(lines),
        _lacking(fit, lexicon),
    )


def _lines(fit: Fit, decision: Decision) -> list[Evidence]:
    return sorted(evidence(fit, decision.zones), key=lambda one: -one.weight)


def _lacking(fit: Fit, lexicon: Lexicon) -> tuple[str, ...]:
    """Words of the writing that fits best which the paper does not have."""
    found = [word for word, _ in fit.best.words]
    words = (word for word, _ in lexicon.phrase(fit.best.phrase).words)
    return tuple(w for w in words if not any(w in one for one in found))[:_LACKING]


def _contest(decision: Decision) -> Contest | None:
    if len(decision.ranked) < 2:
        return None
    first, second = decision.ranked[:2]
    ours, theirs = ({_key(e): e for e in _lines(fit, decision)} for fit in (first, second))
    differences = [
        Difference(
            ours.get(key) or theirs[key],
            ours[key].weight if key in ours else 0.0,
            theirs[key].weight if key in theirs else 0.0,
        )
        for key in ours | theirs
    ]
    telling = [d for d in differences if d.first - d.second > _NOTABLE]
    telling.sort(key=lambda d: d.second - d.first)
    best = max(theirs.values(), key=lambda e: e.weight, default=None)
    return Contest(
        first.box.id, second.box.id, decision.margin, tuple(telling[:_DIFFERENCES]), best
    )


def _key(one: Evidence) -> tuple[str, tuple[str, ...]]:
    return one.kind, one.words if one.kind in ("word", "subject", "sign") else ()


def _needs(decision: Decision) -> Needs | None:
    if decision.rule is None or not decision.ranked:
        return None
    first, second = decision.ranked[0], decision.ranked[1:2]
    apart = bool(second) and second[0].target.level.id != first.target.level.id
    return Needs(
        score_needed(decision.margin),
        margin_needed(first.score),
        decision.rule == "margin" and apart,
        _lacking(first, lexicon_of(decision.norms)),
    )
