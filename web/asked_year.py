"""Which unit's year a page is about."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import UsageError
from .call import Call

_FIRST, _LAST = 1900, 2200


@dataclass(frozen=True, slots=True)
class UnitYear:
    """A unit's year, and what could be chosen instead.

    Attributes:
        unit: Its name.
        year: The year.
        units: Names of all units of known level that the visitor sees.
        years: Years in which any unit that the visitor sees has papers, the newest first, for a
            year without papers of this one is what an inspector asks about; the chosen one too.
    """

    unit: str
    year: int
    units: tuple[str, ...]
    years: tuple[int, ...]


def year_asked(call: Call) -> int | None:
    """The year that a request names; None where it names none that can be judged."""
    year = call.number("year", 0)
    return year if _FIRST <= year <= _LAST else None


def unit_year(call: Call) -> UnitYear | None:
    """What a request names; else the unit with most papers in boxes, and its newest year.

    Returns:
        None where the visitor sees no unit of known level.

    Raises:
        UsageError: There is no such unit, or the visitor does not see it: the answer is the same.
    """
    units = tuple(unit.name for unit in call.archive.units() if unit.level is not None)
    counts = call.archive.unit_years()
    unit = call.text("unit").strip()
    if unit and unit not in units:
        raise UsageError("web.no_unit", unit=unit[:60])
    if not units:
        return None
    boxed = dict.fromkeys(units, 0)
    for one in counts:
        if one.unit in boxed:
            boxed[one.unit] += one.boxed
    unit = unit or max(units, key=lambda name: boxed[name])
    known = {one.year for one in counts}
    own = {one.year for one in counts if one.unit == unit}
    year = year_asked(call) or max(own, default=max(known, default=None))
    if year is None:
        return None
    return UnitYear(unit, year, units, tuple(sorted({*known, year}, reverse=True)))
