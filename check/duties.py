"""Every duty of a level, each judged by the function of its kind."""

from __future__ import annotations

from collections.abc import Callable

from ..model import FindingStatus, Note
from ..schemas.model import BoxState, Duty, DutyKind, Section
from .case import Case
from .duty_cadence import judge_cadence
from .duty_presence import judge_presence
from .duty_unread import judge_unread
from .findings import LACKING, DutyFinding
from .verdict import Verdict

# A new kind is one module and one line.
JUDGES: dict[DutyKind, Callable[[Case, Duty], Verdict]] = {
    DutyKind.PRESENCE: judge_presence,
    DutyKind.CADENCE: judge_cadence,
    DutyKind.TIME_LIMIT: judge_unread,
    DutyKind.RATE: judge_unread,
    DutyKind.BINDING: judge_unread,
    DutyKind.PER_PERSON: judge_unread,
    DutyKind.QUANTITY: judge_unread,
    DutyKind.CONDUCT: judge_unread,
}
_NEED_EVIDENCE = (judge_presence, judge_cadence)


def check_duties(case: Case) -> tuple[DutyFinding, ...]:
    """Findings for every duty of the case's level, in the norms' order."""
    return tuple(
        _finding(case, section, duty) for section in case.level.sections for duty in section.duties
    )


def _finding(case: Case, section: Section, duty: Duty) -> DutyFinding:
    verdict = _verdict(case, duty)
    return DutyFinding(
        duty_id=duty.id,
        duty=duty.what,
        kind=duty.kind,
        status=verdict.status,
        section=section.name,
        every=duty.every,
        evidence=verdict.evidence,
        missing_periods=verdict.missing if verdict.status in LACKING else (),
        open_periods=verdict.open,
        reason=verdict.reason,
        why_open=verdict.why_open,
        clause=duty.place.clause if duty.place else "",
        searched=duty.evidence,
        lands_on=_landing(case, duty),
    )


def _verdict(case: Case, duty: Duty) -> Verdict:
    judge = JUDGES[duty.kind]
    if not duty.evidence and judge in _NEED_EVIDENCE:
        return Verdict(FindingStatus.NOT_CHECKED, reason=Note("check.why.no_evidence_named"))
    verdict = judge(case, duty)
    if verdict.status not in LACKING:
        return verdict
    if _waived(case, duty):
        return Verdict(FindingStatus.WAIVED, verdict.evidence, reason=Note("check.reason.waived"))
    if any(_lost(case, target) for target in duty.evidence):
        reason = Note("check.why.evidence_lost")
        return Verdict(FindingStatus.NOT_CHECKED, verdict.evidence, reason=reason)
    return verdict


def _waived(case: Case, duty: Duty) -> bool:
    if duty.id in case.waivers:
        return True
    items = case.norms.items
    return all(
        target in case.waivers or (target in items and case.waived(items[target]))
        for target in duty.evidence
    )


def _lost(case: Case, target: str) -> bool:
    box = case.boxes.get(case.box_of.get(target, target))
    return box is None or box.state is BoxState.LOST


def _landing(case: Case, duty: Duty) -> str | None:
    if len(duty.evidence) == 1:
        return duty.evidence[0]
    boxes = {case.box_of.get(target, target) for target in duty.evidence}
    return boxes.pop() if len(boxes) == 1 else None
