"""The list of what is lacking, each thing once, with the clause that asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..model import FindingStatus, Note
from .findings import LACKING, BoxFinding, DutyFinding, ItemFinding, UnitCheck
from .words import say, worth_naming


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the list.

    Attributes:
        section_no: None for a level without numbered sections, or a duty.
        section: Name of the section.
        box: Name of the box, empty for a duty that no single box evidences.
        status: *missing* or *partial*.
        what: What is lacking.
        clauses: Where the norms ask for it.
        evidence: Ids of the records found all the same.
    """

    section_no: int | None
    section: str
    box: str
    status: FindingStatus
    what: Note
    clauses: tuple[str, ...]
    evidence: tuple[str, ...] = ()


def problems(check: UnitCheck) -> tuple[Problem, ...]:
    """Everything lacking, box by box; duties that these lines already name are left out."""
    named = {target for box in check.boxes for target in _named(box)}
    open_duties = [d for d in check.duties if d.status in LACKING and d.lands_on not in named]
    found: list[Problem] = []
    for box in check.boxes:
        inside = {box.box_id, *(item.item_id for item in box.items)}
        found += _of_box(box)
        found += [_of_duty(duty, box) for duty in open_duties if duty.lands_on in inside]
        open_duties = [duty for duty in open_duties if duty.lands_on not in inside]
    return (*found, *(_of_duty(duty, None) for duty in open_duties))


def _named(box: BoxFinding) -> Iterator[str]:
    """Ids of the box and items whose own line already tells of a duty that lands on them."""
    if box.status is FindingStatus.MISSING:
        yield box.box_id
        yield from (item.item_id for item in box.items)
    elif box.status in LACKING:
        yield from (item.item_id for item in worth_naming(box.items))


def _of_box(box: BoxFinding) -> Iterator[Problem]:
    lacking = worth_naming(box.items)
    if box.status is FindingStatus.MISSING:
        names = "、".join(item.name for item in lacking)
        what = Note("check.problem.box", {"names": names})
        clauses = dict.fromkeys((*box.clauses, *(c for item in lacking for c in item.clauses)))
        yield _problem(box, box.status, what if names else Note("check.problem.empty"), clauses)
    elif box.status is FindingStatus.PARTIAL:
        for item in lacking:
            clauses = dict.fromkeys((*item.clauses, *box.clauses[:1]))
            yield _problem(box, item.status, _of_item(item), clauses, item.records)


def _problem(
    box: BoxFinding,
    status: FindingStatus,
    what: Note,
    clauses: dict[str, None],
    evidence: tuple[str, ...] = (),
) -> Problem:
    return Problem(box.section_no, box.section, box.name, status, what, tuple(clauses), evidence)


def _of_item(item: ItemFinding) -> Note:
    values = {"name": item.name, "periods": ",".join(item.missing_periods)}
    if item.status is FindingStatus.PARTIAL:
        return Note("check.problem.periods", values)
    return Note(
        "check.problem.item_periods" if item.missing_periods else "check.problem.item", values
    )


def _of_duty(duty: DutyFinding, box: BoxFinding | None) -> Problem:
    reason = say(duty.reason) if duty.reason else ""
    what = Note("check.problem.duty", {"duty": duty.duty, "reason": reason})
    clauses = (duty.clause,) if duty.clause else ()
    number, name = (box.section_no, box.name) if box else (None, "")
    return Problem(number, duty.section, name, duty.status, what, clauses, duty.evidence)
