"""From a document to records with filings: every decision with its reasons."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..model import Candidate, Document, FiledRecord, Filing, Note, Reason, Record, Unit
from ..schemas import Every, Item, Level, Norms
from .boxes import Fit, Zones, fits, zones_of
from .dating import About, Dated, find_about, find_date, with_year
from .divide import Span
from .doctype import Typed, type_of
from .items import items_of
from .lexicon import lexicon_of
from .paper import Paper, paper_of
from .title import Signed, Titled, find_doc_no, find_offices, find_title
from .unit import Attributed, attribute, unit_named

THRESHOLD = 0.5
"""Confidence below which a record stays open for review."""

_STEEPNESS = 9.0
_MIDDLE = 0.43
_CLEAR_MARGIN = 0.12
_TIED = 0.5
_CANDIDATES = 3
_OFFICIAL = frozenset(
    {"通知", "通报", "报告", "请示", "批复", "函", "方案", "计划", "办法", "制度", "纪要"}
)
_WORDS_OF_LEVEL = 2
_NEIGHBOURS = 0.6
_PASSING = frozenset({"mention", "body", "recipient", "neighbours"})


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside the paper itself.

    Attributes:
        path: As the user named the file; folder names are evidence.
        unit: Given by the user, else None.
        level: Likewise, a level id.
        year: Likewise.
        units: Units that the archive knows.
        neighbours: The unit of the other papers in the same folder.
    """

    path: str
    unit: str | None = None
    level: str | None = None
    year: int | None = None
    units: tuple[Unit, ...] = ()
    neighbours: Unit | None = None


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
    titled = _titled(paper, span, context.path)
    typed = type_of(paper, titled.text, titled.made)
    dated = find_date(paper)
    offices = find_offices(paper)
    found = _unit(paper, titled, offices, norms, context)
    about = find_about(paper, titled.text, context.path, dated.date if dated else None)
    dated = dated or with_year(paper, about.year)
    doc_no = find_doc_no(paper)
    zones = _zones(paper, titled, typed, offices, found, doc_no, norms, context)
    level = found.unit.level if found.unit else None
    firm = found.where not in _PASSING or context.level is not None
    level = context.level or level or _level_by_words(paper, norms)
    firm = firm and (found.unit is not None or context.level is not None)
    collected = found.where not in ("option", "path")
    ranked = fits(zones, norms, level, firm, collected)
    confidence = _confidence(ranked)
    record = Record(
        id=record_id,
        source_sha256=source_sha256,
        ordinal=ordinal,
        start=span.start,
        end=span.end,
        title=titled.text,
        title_made=titled.made,
        first_page=document.page_at(span.start),
        last_page=document.page_at(max(span.start, span.end - 1)),
        doctype=typed.doctype,
        doc_no=doc_no,
        author=offices[0].office if offices else None,
        date=dated.date if dated else None,
    )
    decided = ranked[0] if ranked and confidence >= THRESHOLD else None
    found = _of_level(found, decided, context)
    filing = _filing(record, found, about, zones, decided, ranked, confidence, norms, context)
    reasons = (*_reasons(titled, typed, dated, found, about), *_box_reasons(ranked, decided))
    return FiledRecord(record, replace(filing, reasons=reasons), context.path)


def _titled(paper: Paper, span: Span, path: str) -> Titled:
    if span.title:
        return Titled(span.title, False, "contents", 0.9)
    return find_title(paper, path)


def _unit(
    paper: Paper,
    titled: Titled,
    offices: tuple[Signed, ...],
    norms: Norms,
    context: Context,
) -> Attributed:
    title = "" if titled.made else titled.text
    found = attribute(paper, title, offices, context.path, context.units, norms)
    if found.unit is None and context.neighbours:
        name = context.neighbours.name
        found = Attributed(context.neighbours, name, "neighbours", _NEIGHBOURS)
    if context.unit is None:
        if found.unit and context.level:
            return Attributed(
                Unit(found.unit.name, context.level), found.seen, found.where, found.confidence
            )
        return found
    known = next((u for u in context.units if context.unit in (u.name, *u.aliases)), None)
    named = known or unit_named(context.unit, norms)
    level = context.level or (named.level if named else None)
    unit = Unit(known.name if known else context.unit, level)
    other = found.unit is not None and named is not None and found.unit.name != named.name
    return Attributed(unit, context.unit, "option", 1.0, superior=other)


def _zones(
    paper: Paper,
    titled: Titled,
    typed: Typed,
    offices: tuple[Signed, ...],
    found: Attributed,
    doc_no: str | None,
    norms: Norms,
    context: Context,
) -> Zones:
    unit = found.unit
    signers = [s for s in offices if s.where in ("signature", "letterhead")]
    core = _core(unit, norms) if unit else ""
    foreign = [s for s in signers if core and core not in s.office]
    superior = found.superior or (bool(foreign) and len(foreign) == len(signers))
    official = typed.doctype in _OFFICIAL and (doc_no is not None or bool(signers))
    official = official and typed.where == "title"
    names = [n for n in (unit.name, core) if n] if unit else []
    names += [u.name for u in context.units]
    return zones_of(
        paper,
        titled,
        typed.doctype,
        context.path,
        lexicon_of(norms),
        names,
        superior,
        official and unit is not None,
    )


def _core(unit: Unit, norms: Norms) -> str:
    """A unit's name without the ending of its level: 桂花社区 → 桂花."""
    level = next((one for one in norms.levels if one.id == unit.level), None)
    for ending in sorted(level.unit_endings if level else (), key=len, reverse=True):
        if unit.name.endswith(ending):
            return unit.name.removesuffix(ending)
    return unit.name


def _level_by_words(paper: Paper, norms: Norms) -> str | None:
    """The level whose words a paper uses at least twice as often as any other's."""
    counts = {lv.id: sum(paper.text.count(term) for term in lv.terms) for lv in norms.levels}
    first, second, *_ = [*sorted(counts.values(), reverse=True), 0, 0]
    if first < _WORDS_OF_LEVEL or first < 2 * second:
        return None
    return max(counts, key=lambda id: counts[id])


def _of_level(found: Attributed, decided: Fit | None, context: Context) -> Attributed:
    """A unit named in passing gives way to the one unit of the level that the box shows."""
    if decided is None or (found.unit and found.unit.level == decided.target.level.id):
        return found
    units = [unit for unit in context.units if unit.level == decided.target.level.id]
    if len(units) != 1:
        return found if found.unit is None else Attributed(None, "", "", 0.0)
    return Attributed(units[0], decided.box.label, "box", 0.5)


def _confidence(ranked: tuple[Fit, ...]) -> float:
    """Of the best box: high for a good fit that stands clear of the runner-up."""
    if not ranked:
        return 0.0
    fit = 1 / (1 + math.exp(-_STEEPNESS * (ranked[0].score - _MIDDLE)))
    margin = ranked[0].score - (ranked[1].score if len(ranked) > 1 else 0.0)
    return fit * (_TIED + (1 - _TIED) * min(1.0, max(0.0, margin) / _CLEAR_MARGIN))


def _filing(
    record: Record,
    found: Attributed,
    about: About,
    zones: Zones,
    decided: Fit | None,
    ranked: tuple[Fit, ...],
    confidence: float,
    norms: Norms,
    context: Context,
) -> Filing:
    year = context.year or about.year
    period = about.period
    if year != about.year:
        period = str(year) if year else None
    items = items_of(decided, zones, lexicon_of(norms)) if decided else ()
    if decided and period == str(year):
        period = _refined(period, decided, items, about, record, norms)
    level: Level | None = decided.target.level if decided else None
    return Filing(
        record=record.id,
        unit=found.unit.name if found.unit else None,
        level=level.id if level else (found.unit.level if found.unit else context.level),
        year=year,
        period=period,
        box_id=decided.box.id if decided else None,
        item_ids=tuple(item.id for item in items),
        confidence=round(confidence, 3),
        candidates=tuple(Candidate(f.box.id, round(f.score, 3)) for f in ranked[:_CANDIDATES]),
    )


_LENGTHS = {
    Every.MONTH: 1,
    Every.GIVEN_MONTHS: 1,
    Every.TWO_MONTHS: 1,
    Every.QUARTER: 3,
    Every.HALF_YEAR: 6,
}


def _refined(
    period: str | None,
    fit: Fit,
    items: tuple[Item, ...],
    about: About,
    record: Record,
    norms: Norms,
) -> str | None:
    """The period of a paper that belongs to a series but does not name it.

    An event lies in the period of its day. A report due after the period closes is about the
    one before its date.
    """
    every, after = _cadence(fit, items)
    length = _LENGTHS.get(every) if every else None
    month = about.event
    if month is None and record.date and len(record.date) >= 7:
        month = _months_before(record.date[:7], length or 1) if after else record.date[:7]
    if length is None or month is None or period is None or month[:4] != period:
        return period
    number = (int(month[5:7]) - 1) // length + 1
    return {1: month, 3: f"{period}-Q{number}", 6: f"{period}-H{number}"}[length]


def _cadence(fit: Fit, items: tuple[Item, ...]) -> tuple[Every | None, bool]:
    ids = {fit.box.id, *(item.id for item in items)}
    for item in items:
        if item.each:
            return item.each, False
    for duty in fit.target.section.duties:
        if duty.every in _LENGTHS and ids & set(duty.evidence):
            return duty.every, duty.due_in == "next"
    return None, False


def _months_before(month: str, count: int) -> str:
    ordinal = int(month[:4]) * 12 + int(month[5:7]) - 1 - count
    return f"{ordinal // 12:04}-{ordinal % 12 + 1:02}"


def _reasons(
    titled: Titled, typed: Typed, dated: Dated | None, found: Attributed, about: About
) -> Iterator[Reason]:
    yield _reason("title", f"why.title.{titled.where}", titled.where, titled.confidence)
    if typed.doctype:
        yield _reason("doctype", "why.doctype", typed.where, typed.confidence, seen=typed.seen)
    if dated:
        yield _reason("date", "why.date", dated.where, 1.0, seen=dated.seen)
    if found.unit:
        yield _reason("unit", "why.unit", found.where, found.confidence, seen=found.seen)
    if about.year:
        yield _reason("year", "why.year", about.where, about.confidence, seen=about.seen)


def _box_reasons(ranked: tuple[Fit, ...], decided: Fit | None) -> Iterator[Reason]:
    if not ranked:
        yield _reason("box", "why.open.nothing", "", 0.0)
        return
    best = ranked[0]
    if decided is None:
        near = [fit for fit in ranked[1:2] if best.score - fit.score < _CLEAR_MARGIN / 2]
        key = "why.open.tie" if near and best.score >= _MIDDLE else "why.open.weak"
        others = "、".join(fit.box.label for fit in (best, *near))
        yield _reason("box", key, "", best.score, boxes=others)
    match = best.best
    for word, zone in match.found:
        yield _reason("box", "why.box.word", zone, best.score, word=word, box=best.box.label)
    if match.subject[0]:
        word, zone = match.subject
        yield _reason("box", "why.box.subject", zone, best.score, word=word, box=best.box.label)
    if decided and match.item:
        yield _reason("item", "why.item", "", match.score, item=match.item.name)


def _reason(about: str, key: str, where: str, weight: float, **values: str) -> Reason:
    return Reason(about, Note(key, values), where, round(weight, 3))
