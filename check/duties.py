"""Every duty of a level, each judged by the function of its kind."""

from __future__ import annotations

from collections.abc import Callable

from ..model import FindingStatus, Note
from ..schemas.model import BoxState, Duty, DutyKind, Section
from .case import Case
from .duty_binding import judge_binding
from .duty_cadence import judge_cadence
from .duty_conduct import judge_conduct
from .duty_pairing import judge_pairing
from .duty_per_person import judge_per_person
from .duty_presence import judge_presence
from .duty_quantity import judge_quantity
from .duty_rate import judge_rate
from .duty_time_limit import judge_time_limit
from .findings import LACKING, DutyFinding
from .severity import duty_remedy, duty_severity
from .verdict import Verdict

# A new kind is one module and one line.
JUDGES: dict[DutyKind, Callable[[Case, Duty], Verdict]] = {
    DutyKind.PRESENCE: judge_presence,
    DutyKind.CADENCE: judge_cadence,
    DutyKind.TIME_LIMIT: judge_time_limit,
    DutyKind.RATE: judge_rate,
    DutyKind.BINDING: judge_binding,
    DutyKind.PER_PERSON: judge_per_person,
    DutyKind.QUANTITY: judge_quantity,
    DutyKind.PAIRING: judge_pairing,
    DutyKind.CONDUCT: judge_conduct,
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
        searched=duty.evidence or verdict.searched,
        lands_on=_landing(case, duty),
        scope=duty.evidence if verdict.explained_by is None else verdict.explained_by,
        details=verdict.details,
        passages=verdict.passages,
        severity=duty_severity(duty.kind, verdict.status, bool(verdict.details)),
        remedy=duty_remedy(duty.kind, verdict.status, bool(verdict.details)),
        close=verdict.close,
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
    return bool(duty.evidence) and all(
        target in case.waivers or (target in items and case.waived(items[target]))
        for target in duty.evidence
    )


def _lost(case: Case, target: str) -> bool:
    box = case.boxes.get(case.box_of.get(target, target))
    return box is None or box.state is BoxState.LOST


def _landing(case: Case, duty: Duty) -> str | None:
    if not duty.evidence:
        return None
    if len(duty.evidence) == 1:
        return duty.evidence[0]
    boxes = {case.box_of.get(target, target) for target in duty.evidence}
    return boxes.pop() if len(boxes) == 1 else None
