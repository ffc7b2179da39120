"""What can be read off a paper before its box is sought."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Unit
from ..schemas import Norms
from .about import About, find_about
from .dating import Dated, find_date, with_year
from .divide import Span
from .doctype import Typed, type_of
from .learned import Learned
from .lexicon import lexicon_of
from .neighbours import Neighbours
from .offices import Signed, find_offices
from .paper import Paper
from .title import Titled, find_doc_no, find_title
from .unit import Attributed, attribute, unit_named
from .zones import Zones, zones_of

_OFFICIAL = frozenset(
    {"通知", "通报", "报告", "请示", "批复", "函", "方案", "计划", "办法", "制度", "纪要"}
)
_NEIGHBOURS = 0.6


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
        around: Where those lie.
        mains: Of each level the unit that most papers of the batch are of.
        learned: What confirmed filings taught.
    """

    path: str
    unit: str | None = None
    level: str | None = None
    year: int | None = None
    units: tuple[Unit, ...] = ()
    neighbours: Unit | None = None
    around: Neighbours | None = None
    mains: tuple[Unit, ...] = ()
    learned: Learned | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Title, type, date, signers, unit, year and number of a paper, with their sources."""

    titled: Titled
    typed: Typed
    dated: Dated | None
    offices: tuple[Signed, ...]
    unit: Attributed
    about: About
    doc_no: str | None


def read_off(paper: Paper, span: Span, norms: Norms, context: Context) -> Reading:
    """Everything but the box."""
    titled = find_title(paper, "" if span.part else context.path, span.title)
    dated = find_date(paper)
    offices = find_offices(paper)
    about = find_about(paper, titled.text, context.path, dated.date if dated else None)
    return Reading(
        titled=titled,
        typed=type_of(paper, titled.text, titled.made, context.path),
        dated=dated or with_year(paper, about.year),
        offices=offices,
        unit=_unit(paper, titled, offices, norms, context),
        about=about,
        doc_no=find_doc_no(paper),
    )


def _unit(
    paper: Paper, titled: Titled, offices: tuple[Signed, ...], norms: Norms, context: Context
) -> Attributed:
    title = "" if titled.made else titled.text
    found = attribute(paper, title, offices, context.path, context.units, norms)
    if context.unit is not None:
        return _given_unit(context.unit, found, norms, context)
    if found.unit is None and context.neighbours:
        name = context.neighbours.name
        return Attributed(context.neighbours, name, "neighbours", _NEIGHBOURS)
    if found.unit and context.level:
        unit = Unit(found.unit.name, context.level)
        return Attributed(unit, found.seen, found.where, found.confidence)
    return found


def _given_unit(name: str, found: Attributed, norms: Norms, context: Context) -> Attributed:
    known = next((u for u in context.units if name in (u.name, *u.aliases)), None)
    named = known or unit_named(name, norms)
    level = context.level or (named.level if named else None)
    other = found.unit is not None and named is not None and found.unit.name != named.name
    unit = Unit(known.name if known else name, level)
    return Attributed(unit, name, "option", 1.0, superior=other)


def zones_for(paper: Paper, reading: Reading, norms: Norms, context: Context) -> Zones:
    """The paper's text by zone, unit names taken out; and whether a superior wrote it."""
    unit = reading.unit.unit
    signers = [s for s in reading.offices if s.where in ("signature", "letterhead")]
    core = _core(unit, norms) if unit else ""
    foreign = [s for s in signers if core and core not in s.office]
    numbered = reading.doc_no is not None or bool(signers)
    typed = reading.typed
    names = [name for name in (unit.name if unit else "", core) if name]
    return zones_of(
        paper,
        reading.titled,
        typed.doctype,
        context.path,
        lexicon_of(norms),
        [*names, *(one.name for one in context.units)],
        superior=reading.unit.superior or (bool(foreign) and len(foreign) == len(signers)),
        official=bool(unit) and numbered and typed.where == "title" and typed.doctype in _OFFICIAL,
    )


def _core(unit: Unit, norms: Norms) -> str:
    """A unit's name without the ending of its level: 桂花社区 → 桂花."""
    level = next((one for one in norms.levels if one.id == unit.level), None)
    for ending in sorted(level.unit_endings if level else (), key=len, reverse=True):
        if unit.name.endswith(ending):
            return unit.name.removesuffix(ending)
    return unit.name
