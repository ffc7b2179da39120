"""Completeness: all units and boxes side by side, then one unit's year; waivers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.responses import Response

from ...check import UnitCheck
from ...check.findings import BoxFinding
from ...check.masking import masked
from ...check.matrix import Share
from ...check.problems import Problem, problems
from ...check.view import names, remarks, tally, unchecked_by_reason
from ...check.words import GLYPHS, say, section_heading, status_word
from ...errors import UsageError
from ...messages import language, translate
from ...model import FindingStatus, Waiver
from ...reports import FORMATS
from ...survey import Scope, Survey
from ..access import Role
from ..asked_year import UnitYear, unit_year, year_asked
from ..call import Call
from ..sought import LONGEST_PASSAGE

WAIVE = Role.INSPECTOR


def show(call: Call) -> Response:
    """The matrix of units and boxes as a heat map."""
    scope = scope_of(call)
    survey = surveyed(call, scope)
    years = sorted({one.year for one in call.archive.unit_years()}, reverse=True)
    return call.render(
        "check.html",
        matrix=survey.matrix,
        years=years,
        year=scope.years,
        level=call.text("level"),
        levels=call.archive.norms.levels,
        cells=_cells,
        share=lambda row: Share(row.there, row.required),
        heading=section_heading,
        statuses=tuple(FindingStatus),
        glyphs=GLYPHS,
        total=lambda table: sum(table.counts.values()) or 1,
    )


def scope_of(call: Call) -> Scope:
    """What the matrix is asked for: by default the newest year that has papers in boxes."""
    level = call.text("level") or None
    if level is not None and level not in {one.id for one in call.archive.norms.levels}:
        raise UsageError("web.no_level", level=level[:40])
    if call.text("year") == "all":
        return Scope(level=level)
    year = year_asked(call)
    if year is None:
        held = call.archive.unit_years()
        year = max((one.year for one in held if one.boxed and one.unit), default=None)
    return Scope(level=level, years=(year,) if year else ())


def surveyed(call: Call, scope: Scope) -> Survey:
    """A survey of the units that the visitor sees."""
    return call.archive.survey(scope, keep=False, jobs=1, memory=call.server.found)


def show_unit(call: Call) -> Response:
    """What was found of one unit's year."""
    about = unit_year(call)
    if about is None:
        return call.render("no_units.html")
    check = masked(call.archive.check(about.unit, about.year))
    chosen, found = _chosen(call, check), problems(check)
    of = _boxes_of(check, found)
    first = {id: place for place, id in reversed(list(enumerate(of))) if id}
    today = date.today().isoformat()
    waivers = call.archive.waivers(about.unit, about.year)
    return call.render(
        "check_unit.html",
        about=about,
        check=check,
        total=len(found),
        problems=[
            (one, id if id and first[id] == place else "")
            for place, (one, id) in enumerate(zip(found, of, strict=True))
            if chosen is None or id == chosen.box_id
        ],
        chosen=chosen,
        most_passage=LONGEST_PASSAGE,
        remarks=remarks(chosen) if chosen else (),
        unchecked=unchecked_by_reason(check),
        waivers=[(one, bool(one.expires and one.expires < today)) for one in waivers],
        target_name=call.archive.target_name,
        names=names(check),
        tallies=[(kind, tally(check, kind)) for kind in check.summary],
        say=say,
        heading=section_heading,
        glyphs=GLYPHS,
        may_waive=call.may(WAIVE),
        today=today,
        formats=FORMATS,
        statuses=tuple(FindingStatus),
    )


def waive(call: Call) -> Response:
    """Keep a waiver, with who answers for it."""
    about = _asked(call)
    never = bool(call.text("did_not_occur"))
    reason = call.text("reason").strip() or (translate("waive.did_not_occur") if never else "")
    day = call.text("date").strip() or date.today().isoformat()
    expires = call.text("expires").strip() or None
    if expires is not None and expires < day:
        raise UsageError("web.waive.dates")
    call.archive.waive(
        Waiver(
            about.unit, about.year, call.text("target"), reason[:500],
            call.text("person").strip()[:60], day, expires, never,
        )
    )  # fmt: skip
    return call.done(_back(about), "waived")


def withdraw(call: Call) -> Response:
    """Take a waiver back."""
    about = _asked(call)
    call.archive.withdraw(call.text("target"), about.unit, about.year)
    return call.done(_back(about), "withdrawn")


def _asked(call: Call) -> UnitYear:
    """The unit's year that a form names; it must name both."""
    about = unit_year(call) if call.text("unit") and year_asked(call) else None
    if about is None:
        raise UsageError("web.no_unit", unit=call.text("unit")[:60])
    return about


def _back(about: UnitYear) -> str:
    return "/check/unit?" + urlencode({"unit": about.unit, "year": about.year})


def _cells(statuses: tuple[FindingStatus, ...]) -> Markup:
    """The cells of a row: made here, and short, for there may be very many."""
    spoken = language()
    # Each is escaped already; joined as markup, every one would be looked through again.
    return Markup("".join([_cell(one, spoken) for one in statuses]))


@cache
def _cell(status: FindingStatus, spoken: str) -> str:
    """A cell, in the language that is spoken."""
    made = Markup("<td class={}>{}<b>{}</b>")
    return str(made.format(status.value, GLYPHS[status], status_word(status)))


def _boxes_of(check: UnitCheck, found: Sequence[Problem]) -> list[str]:
    """Id of the box that each problem is about; empty where it is about no single one."""
    by_target = {
        id: box.box_id
        for box in check.boxes
        for id in (box.box_id, *(item.item_id for item in box.items))
    }
    by_name = {(box.section, box.name): box.box_id for box in check.boxes}
    return [
        next((by_target[id] for id in one.targets if id in by_target), "")
        or by_name.get((one.section, one.box), "")
        for one in found
    ]


def _chosen(call: Call, check: UnitCheck) -> BoxFinding | None:
    """The one box that someone wants to know about."""
    id = call.query.get("box", "")
    found = next((box for box in check.boxes if box.box_id == id), None)
    if id and found is None:
        raise UsageError("web.no_box", box=id[:60])
    return found
