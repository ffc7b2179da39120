"""The list of what is lacking, each thing once, gravest first, with the clause that asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..model import FindingStatus, Note
from ..schemas.model import DutyKind
from .findings import (
    LACKING,
    BoxFinding,
    Close,
    DutyFinding,
    Evidence,
    ItemFinding,
    Severity,
    UnitCheck,
)
from .severity import RANK
from .words import say, worth_naming

# What these find lacking is the paper itself.
_OF_PAPERS = (DutyKind.PRESENCE, DutyKind.CADENCE, DutyKind.PAIRING)


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
        severity: How much it weighs.
        remedy: What to do about it.
        targets: Ids of the box, items or duty it tells of.
        details: Each place that speaks against it, and duties that fail with it.
        passages: The words that it rests on.
        searched: Ids of boxes and items looked at.
        close: What was found near it.
    """

    section_no: int | None
    section: str
    box: str
    status: FindingStatus
    what: Note
    clauses: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    severity: Severity = Severity.ORDINARY
    remedy: Note | None = None
    targets: tuple[str, ...] = ()
    details: tuple[Note, ...] = ()
    passages: tuple[Evidence, ...] = ()
    searched: tuple[str, ...] = ()
    close: tuple[Close, ...] = ()


def problems(check: UnitCheck) -> tuple[Problem, ...]:
    """Everything lacking, gravest first, then in the norms' order.

    A duty that asks for papers, and of whose evidence something is told to be missing already,
    is a detail there: one lost paper makes one line.
    """
    lines = [line for box in check.boxes for line in _of_box(box)]
    homes = {
        target: box
        for box in check.boxes
        for target in (box.box_id, *(item.item_id for item in box.items))
    }
    places = {target: n for n, line in enumerate(lines) for target in line.targets}
    alone: list[Problem] = []
    for duty in check.duties:
        if duty.status in LACKING:
            told = [places[target] for target in _scope(duty, homes) if target in places]
            if told and duty.kind in _OF_PAPERS:
                lines[min(told)] = _with_duty(lines[min(told)], duty)
            elif not (told and duty.status is FindingStatus.MISSING):
                alone.append(_of_duty(duty, homes.get(duty.lands_on or "")))
    order = {box.box_id: n for n, box in enumerate(check.boxes)}
    return tuple(sorted((*lines, *alone), key=lambda line: _place(line, homes, order)))


def _place(
    line: Problem, homes: Mapping[str, BoxFinding], order: Mapping[str, int]
) -> tuple[int, int]:
    boxes = [order[homes[target].box_id] for target in line.targets if target in homes]
    return RANK[line.severity], min(boxes, default=len(order))


def _scope(duty: DutyFinding, homes: Mapping[str, BoxFinding]) -> Iterator[str]:
    """Ids of what could evidence a duty: items, and boxes with the items in them."""
    for target in duty.scope:
        yield target
        box = homes.get(target)
        if box is not None and box.box_id == target:
            yield from (item.item_id for item in box.items)


def _of_box(box: BoxFinding) -> Iterator[Problem]:
    lacking = worth_naming(box.items)
    if box.status is FindingStatus.MISSING:
        names = "、".join(item.name for item in lacking)
        what = Note("check.problem.box", {"names": names}) if names else Note("check.problem.empty")
        clauses = (*box.clauses, *(clause for item in lacking for clause in item.clauses))
        inside = (box.box_id, *(item.item_id for item in box.items))
        yield _line(box, box, what, clauses, (), inside)
    elif box.status is FindingStatus.PARTIAL:
        for item in lacking:
            clauses = (*item.clauses, *box.clauses[:1])
            inside = (item.item_id, *_parts_of(item, box.items))
            yield _line(box, item, _of_item(item), clauses, item.records, inside)


def _parts_of(whole: ItemFinding, items: Sequence[ItemFinding]) -> Iterator[str]:
    """Parts that a line on the whole stands for."""
    if whole.status is FindingStatus.MISSING:
        yield from (item.item_id for item in items if item.part_of == whole.item_id)


def _line(
    box: BoxFinding,
    about: BoxFinding | ItemFinding,
    what: Note,
    clauses: Iterable[str],
    evidence: tuple[str, ...],
    targets: tuple[str, ...],
) -> Problem:
    return Problem(
        box.section_no,
        box.section,
        box.name,
        about.status,
        what,
        tuple(dict.fromkeys(clauses)),
        evidence,
        severity=about.severity or Severity.MINOR,
        remedy=about.remedy,
        targets=targets,
        searched=(targets[0],),
        close=about.close,
    )


def _of_item(item: ItemFinding) -> Note:
    values = {"name": item.name, "periods": ",".join(item.missing_periods)}
    if item.status is FindingStatus.PARTIAL:
        return Note("check.problem.periods", values)
    return Note(
        "check.problem.item_periods" if item.missing_periods else "check.problem.item", values
    )


def _with_duty(line: Problem, duty: DutyFinding) -> Problem:
    clauses = dict.fromkeys((*line.clauses, *((duty.clause,) if duty.clause else ())))
    if duty.lands_on in line.targets and duty.lands_on == line.targets[0]:
        return replace(line, clauses=tuple(clauses))
    values = {"duty": duty.duty, "reason": say(duty.reason) if duty.reason else ""}
    detail = Note("check.detail.duty", values)
    return replace(line, clauses=tuple(clauses), details=(*line.details, detail))


def _of_duty(duty: DutyFinding, box: BoxFinding | None) -> Problem:
    reason = say(duty.reason) if duty.reason else ""
    number, name = (box.section_no, box.name) if box else (None, "")
    return Problem(
        number,
        duty.section,
        name,
        duty.status,
        Note("check.problem.duty", {"duty": duty.duty, "reason": reason}),
        (duty.clause,) if duty.clause else (),
        duty.evidence,
        severity=duty.severity or Severity.MINOR,
        remedy=duty.remedy,
        targets=(duty.duty_id, *((duty.lands_on,) if duty.lands_on else ())),
        details=duty.details,
        passages=duty.passages,
        searched=duty.searched,
        close=duty.close,
    )
