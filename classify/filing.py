"""From a document to records with filings: every decision with its reasons."""

from __future__ import annotations

from ..model import Candidate, Document, FiledRecord, Filing, Record
from ..schemas import Norms
from .boxes import Fit, Zones, fits
from .confidence import THRESHOLD, confidence, is_tied
from .divide import Span
from .items import items_of
from .learned import with_votes
from .lexicon import lexicon_of
from .paper import Paper, paper_of
from .reading import Context, Reading, read_off, zones_for
from .reasons import reasons_for
from .series import period_in_series
from .unit import Attributed

_CANDIDATES = 3
_WORDS_OF_LEVEL = 2
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
    reading = read_off(paper, span, norms, context)
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
    return FiledRecord(record, _filed(record, paper, reading, norms, context), context.path)


def _filed(
    record: Record, paper: Paper, reading: Reading, norms: Norms, context: Context
) -> Filing:
    zones = zones_for(paper, reading, norms, context)
    ranked, level = ranking_of(paper, zones, reading.unit, norms, context)
    ranked = with_votes(ranked, zones, norms, level, context.learned)
    sure = confidence(ranked)
    decided = ranked[0] if sure >= THRESHOLD else None
    unit = _of_level(reading.unit, decided, context).unit
    level = unit.level if unit else context.level
    items = items_of(decided, zones, lexicon_of(norms)) if decided else ()
    year, about = context.year or reading.about.year, reading.about
    period = about.period if year == about.year else (str(year) if year else None)
    if decided and year and period == str(year):
        period = period_in_series(period, decided, items, about.event, record.date)
    return Filing(
        record=record.id,
        unit=unit.name if unit else None,
        level=decided.target.level.id if decided else level,
        year=year,
        period=period,
        box_id=decided.box.id if decided else None,
        item_ids=tuple(item.id for item in items),
        confidence=round(sure, 3),
        reasons=tuple(reasons_for(reading, ranked, decided, is_tied(ranked))),
        candidates=tuple(Candidate(f.box.id, round(f.score, 3)) for f in ranked[:_CANDIDATES]),
    )


def ranking_of(
    paper: Paper, zones: Zones, found: Attributed, norms: Norms, context: Context
) -> tuple[tuple[Fit, ...], str | None]:
    """Boxes as the rules rank them, and the level that the paper is taken to be of.

    Of the unit's level alone, if that is certain, else of all.
    """
    known = context.level or (found.unit.level if found.unit else None)
    firm = context.level is not None or (found.unit is not None and found.where not in _PASSING)
    level = known or _level_by_words(paper, norms)
    collected = found.where not in ("option", "path")
    return fits(zones, norms, level, firm, collected), level


def _level_by_words(paper: Paper, norms: Norms) -> str | None:
    """The level whose words a paper uses at least twice as often as any other's."""
    counts = {lv.id: sum(paper.text.count(term) for term in lv.terms) for lv in norms.levels}
    first, second, *_ = [*sorted(counts.values(), reverse=True), 0, 0]
    if first < _WORDS_OF_LEVEL or first < 2 * second:
        return None
    return max(counts, key=lambda id: counts[id])


def _of_level(found: Attributed, decided: Fit | None, context: Context) -> Attributed:
    """A unit of another level gives way to the one unit of the level that the box shows."""
    if decided is None or (found.unit and found.unit.level == decided.target.level.id):
        return found
    units = [unit for unit in context.units if unit.level == decided.target.level.id]
    if len(units) != 1:
        return found if found.unit is None else Attributed(None, "", "", 0.0)
    return Attributed(units[0], decided.box.label, "box", 0.5)
