"""Duties towards each person, judged by two counts alone."""

from __future__ import annotations

from ..model import FindingStatus, Note
from ..schemas.model import Duty
from .case import Case
from .counting import count_people
from .looking import left_open, look
from .verdict import Verdict


def judge_per_person(case: Case, duty: Duty) -> Verdict:
    """Judge by counts: at least as many in ``counted`` as persons in ``against``."""
    looked = look(case, duty)
    if not case.statements:
        return left_open(looked, Note("check.why.figures_unread"))
    if not (duty.counted and duty.against):
        return left_open(looked, Note("check.why.nothing_counted"))
    counted, against = count_people(case, duty.counted), count_people(case, duty.against)
    evidence = tuple(dict.fromkeys((*counted.records, *against.records)))
    searched = (*duty.counted, *duty.against)
    if not (counted.records and against.records):
        why = Note("check.why.nothing_to_read")
        return Verdict(FindingStatus.NOT_CHECKED, evidence, reason=why, searched=searched)
    if counted.number is None or against.number is None:
        why = Note("check.why.people_unread")
        return Verdict(FindingStatus.NOT_CHECKED, evidence, reason=why, searched=searched)
    lacking = against.number - counted.number
    if lacking <= 0:
        return Verdict(FindingStatus.COMPLETE, evidence, searched=searched)
    values = {
        "against": str(against.number),
        "counted": str(counted.number),
        "lacking": str(lacking),
    }
    reason = Note("check.reason.per_person", values)
    return Verdict(FindingStatus.PARTIAL, evidence, reason=reason, searched=searched)
