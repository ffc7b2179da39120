"""From a document to records with filings: every decision with its reasons."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Candidate, Document, FiledRecord, Filing, Record, Unit
from ..schemas import Norms
from .boxes import fits
from .confidence import THRESHOLD, confidence, goodness, margin
from .divide import Span
from .fit import Fit
from .items import items_of
from .learned import with_votes
from .lexicon import lexicon_of
from .neighbours import Neighbours
from .paper import Paper, paper_of
from .reading import Context, Reading, read_off, zones_for
from .reasons import reasons_for
from .series import period_in_series
from .unit import Attributed
from .zones import Zones

_CANDIDATES = 3
_WORDS_OF_LEVEL = 2
_EACH = "各"
_COLONS = ("：", ":")
_PASSING = frozenset({"", "mention", "body", "recipient", "neighbours"})


def classify(
    document: Document,
    span: Span,
    record_id: str,
    source_sha256: str,
    ordinal: int,
    norms: Norms,
    context: Context,
) -> FiledRecord:
    """Describe one paper and decide where it belongs.

    Args:
        document: The document it lies in.
        span: Its place in the document's text.
        record_id: Id of the record.
        source_sha256: Of the source.
        ordinal: Place within the source, from 1.
        norms: The norms in force.
        context: Options, path and known units.
    """
    paper = paper_of(document, span.start, span.end)
    decision = decide(paper, span, norms, context)
    reading = decision.reading
    record = Record(
        id=record_id,
        source_sha256=source_sha256,
        ordinal=ordinal,
        start=span.start,
        end=span.end,
        title=reading.titled.text,
        title_made=reading.titled.made,
        first_page=document.page_at(span.start),
        last_page=document.page_at(max(span.start, span.end - 1)),
        doctype=reading.typed.doctype,
        doc_no=reading.doc_no,
        author=reading.offices[0].office if reading.offices else None,
        date=reading.dated.date if reading.dated else None,
    )
    return FiledRecord(record, _filed(record, paper, decision, norms, context), context.path)


@dataclass(frozen=True)
class Decision:
    """What was weighed for a paper, and what came of it.

    Attributes:
        reading: Title, type, date, unit, year.
        zones: Its text by zone.
        level: Level whose boxes were sought, or None for all.
        firm: Boxes of other levels were out of the question.
        ranked: Boxes considered, best first.
        confidence: Of the first.
        rule: Why it stays open: ``nothing``, ``weak``, ``margin``; None if it is filed.
        norms: By which it was decided.
    """

    reading: Reading
    zones: Zones
    level: str | None
    firm: bool
    ranked: tuple[Fit, ...]
    confidence: float
    rule: str | None
    norms: Norms

    @property
    def box(self) -> Fit | None:
        """The box filed into."""
        return self.ranked[0] if self.ranked and self.rule is None else None

    @property
    def margin(self) -> float:
        """How far the first stands clear of the runner-up."""
        return margin(self.ranked)


def decide(paper: Paper, span: Span, norms: Norms, context: Context) -> Decision:
    """Weigh all boxes for a paper."""
    reading = read_off(paper, span, norms, context)
    zones = zones_for(paper, reading, norms, context)
    level, firm = _level_of(paper, reading.unit, norms, context)
    collected = reading.unit.where not in ("option", "path")
    ranked = _beside(fits(zones, norms, level, firm, collected=collected), context.around)
    ranked = with_votes(ranked, zones, norms, level, context.learned)
    sure = confidence(ranked)
    return Decision(reading, zones, level, firm, ranked, sure, _rule(ranked, sure), norms)


def candidates_of(decision: Decision) -> tuple[Candidate, ...]:
    """The best boxes, as a filing keeps them."""
    return tuple(Candidate(f.box.id, round(f.score, 3)) for f in decision.ranked[:_CANDIDATES])


def _beside(ranked: tuple[Fit, ...], around: Neighbours | None) -> tuple[Fit, ...]:
    """The boxes with what the papers of the same folder tell, best first."""
    if around is None:
        return ranked
    helped = (fit.with_evidence(e) if (e := around.evidence(fit)) else fit for fit in ranked)
    return tuple(sorted(helped, key=lambda fit: (-fit.score, fit.box.id)))


def _rule(ranked: tuple[Fit, ...], sure: float) -> str | None:
    if not ranked:
        return "nothing"
    if sure >= THRESHOLD:
        return None
    return "margin" if goodness(ranked[0].score) >= THRESHOLD else "weak"


def _filed(
    record: Record, paper: Paper, decision: Decision, norms: Norms, context: Context
) -> Filing:
    reading, decided, ranked = decision.reading, decision.box, decision.ranked
    unit = _of_level(reading.unit, decided, context).unit or _main_by_words(paper, norms, context)
    level = unit.level if unit else context.level
    items = items_of(decided, decision.zones, lexicon_of(norms)) if decided else ()
    year, about = context.year or reading.about.year, reading.about
    period = about.period if year == about.year else (str(year) if year else None)
    if decided and year and period == str(year) and not about.whole:
        period = period_in_series(period, decided, items, about.event, record.date)
    tied = decision.rule == "margin"
    return Filing(
        record=record.id,
        unit=unit.name if unit else None,
        level=decided.target.level.id if decided else level,
        year=year,
        period=period,
        box_id=decided.box.id if decided else None,
        item_ids=tuple(item.id for item in items),
        confidence=round(decision.confidence, 3),
        reasons=tuple(reasons_for(reading, ranked, decided, tied, context.around)),
        candidates=candidates_of(decision),
    )


def _level_of(
    paper: Paper, found: Attributed, norms: Norms, context: Context
) -> tuple[str | None, bool]:
    """The level whose boxes are sought: of the unit, if that is certain firmly so."""
    known = context.level or (found.unit.level if found.unit else None)
    firm = context.level is not None or (found.unit is not None and found.where not in _PASSING)
    known = known or _level_addressed(paper, norms) or _level_by_words(paper, norms)
    return known, firm


def _level_addressed(paper: Paper, norms: Norms) -> str | None:
    """The level of those to whom a paper goes that names no unit, such as 各街道服务站."""
    for line in paper.head:
        if line.text.startswith(_EACH) and line.text.endswith(_COLONS):
            places = {
                level.id: min(found)
                for level in norms.levels
                if (found := [p for e in level.unit_endings if (p := line.text.find(e)) >= 0])
            }
            if places:
                return min(places, key=lambda id: places[id])
    return None


def _level_by_words(paper: Paper, norms: Norms) -> str | None:
    """The level whose words a paper uses at least twice as often as any other's."""
    counts = {lv.id: sum(paper.text.count(term) for term in lv.terms) for lv in norms.levels}
    first, second, *_ = [*sorted(counts.values(), reverse=True), 0, 0]
    if first < _WORDS_OF_LEVEL or first < 2 * second:
        return None
    return max(counts, key=lambda id: counts[id])


def _main_by_words(paper: Paper, norms: Norms, context: Context) -> Unit | None:
    """The main unit of the level whose words an unsigned paper uses."""
    level = context.level or _level_by_words(paper, norms)
    return next((unit for unit in context.mains if unit.level == level), None)


def _of_level(found: Attributed, decided: Fit | None, context: Context) -> Attributed:
    """A unit of another level gives way to the one, or main, unit of the level of the box."""
    if decided is None or (found.unit and found.unit.level == decided.target.level.id):
        return found
    level = decided.target.level.id
    units = [unit for unit in context.units if unit.level == level]
    if len(units) != 1 and found.unit is None:
        units = [unit for unit in context.mains if unit.level == level]
    if len(units) != 1:
        return found if found.unit is None else Attributed(None, "", "", 0.0)
    return Attributed(units[0], decided.box.label, "box", 0.5)
