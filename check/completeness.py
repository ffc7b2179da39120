"""The check of one unit and year: every box, item and duty of its level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ..errors import UsageError
from ..model import FiledRecord, Waiver
from ..schemas.model import Level, Norms
from ..stated import Doubt, Statements
from .boxes import check_boxes
from .case import Case
from .duties import check_duties
from .findings import UnitCheck
from .observing import observe
from .questions import ask
from .shelf import shelve
from .unchecked import gather_unchecked


def check_unit(
    norms: Norms,
    unit: str,
    level: str,
    year: int,
    filed: Sequence[FiledRecord],
    waivers: Sequence[Waiver] = (),
    today: date | None = None,
    statements: Mapping[str, Statements] | None = None,
    between: Sequence[tuple[Doubt, Sequence[str]]] = (),
    brief: bool = False,
) -> UnitCheck:
    """Judge the papers of a unit by the norms of its level.

    Args:
        norms: The norms in force in that year.
        unit: Name of the unit; papers of others are left out.
        level: Id of its level.
        year: The year judged.
        filed: Papers with their filings, in any order. Those of the two years before
            let duties that recur every three years be judged.
        waivers: Statements that something need not be there; one without a reason, a
            person and a date, or that has expired, is not honoured.
        today: Leaves open what is not yet due on that day; None judges the whole year.
        statements: Record id → what that paper states. Duties that rest on figures, dates or
            parts are not checked without them.
        between: Doubts that rest on several papers, each with the record id of every passage.
        brief: Only statuses are asked for, as for a matrix: no observations and questions, and
            nothing that was found near what lacks.

    Raises:
        UsageError: The norms have no such level.
    """
    found = level_of(norms, level)
    valid, void = _sorted_waivers(found, unit, year, waivers, today)
    shelf = shelve(norms, unit, level, year, filed)
    waived = {waiver.target: waiver for waiver in valid}
    case = Case(norms, found, year, shelf, waived, today, unit, statements or {}, brief)
    duties = check_duties(case)
    boxes = check_boxes(case, duties)
    return UnitCheck(
        unit=unit,
        year=year,
        level=level,
        level_name=found.name,
        norms=norms.id,
        norms_title=norms.title,
        norms_version=norms.version,
        boxes=boxes,
        duties=duties,
        not_checked=gather_unchecked(case, boxes, duties, void),
        waivers=valid,
        papers=shelf.papers,
        as_of=today,
        observations=() if brief else observe(case, duties),
        questions=() if brief else ask(case, between),
    )


def level_of(norms: Norms, level: str) -> Level:
    """The level of an id.

    Raises:
        UsageError: The norms have no such level.
    """
    try:
        return norms.level(level)
    except KeyError:
        known = "、".join(found.id for found in norms.levels)
        raise UsageError("check.error.level", level=level, known=known) from None


def _sorted_waivers(
    level: Level, unit: str, year: int, waivers: Sequence[Waiver], today: date | None
) -> tuple[tuple[Waiver, ...], tuple[Waiver, ...]]:
    """The unit's waivers of the year: those to honour, and those that cannot be."""
    boxes = [box for section in level.sections for box in section.boxes]
    targets = {box.id for box in boxes} | {item.id for box in boxes for item in box.items}
    targets |= {duty.id for section in level.sections for duty in section.duties}
    own = {waiver for waiver in waivers if waiver.unit == unit and waiver.year == year}
    ordered = sorted(own, key=lambda w: (w.target, w.date, w.person, w.reason))
    valid = tuple(w for w in ordered if w.target in targets and is_signed(w) and holds(w, today))
    return valid, tuple(w for w in ordered if w not in valid)


def is_signed(waiver: Waiver) -> bool:
    """Whether it says why, who and when."""
    return all(text.strip() for text in (waiver.reason, waiver.person, waiver.date))


def holds(waiver: Waiver, today: date | None) -> bool:
    """Whether it has not expired; without a day, none has."""
    return today is None or waiver.expires is None or today.isoformat() <= waiver.expires
