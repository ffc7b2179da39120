"""Duties with a cadence: something each month, each quarter, in a window of months."""

from __future__ import annotations

from ..model import FindingStatus, Note
from ..schemas.model import Duty, Every
from .attendance import attend
from .case import Case
from .lateness import late_papers
from .periods import Rhythm
from .shelf import record_ids
from .verdict import Verdict


def judge_cadence(case: Case, duty: Duty) -> Verdict:
    """Judge a cadence: each period needs a paper of any of the evidence.

    A late paper is told, with the days, and still counts.
    """
    rhythm = Rhythm.of(duty)
    if rhythm is None:
        return Verdict(FindingStatus.NOT_CHECKED, reason=Note("check.why.no_cadence"))
    years = 3 if rhythm.every is Every.THREE_YEARS else 1
    sightings = [seen for target in duty.evidence for seen in case.sightings(target, years)]
    found = attend(case, rhythm, sightings)
    evidence = record_ids([seen.paper for seen in sightings])
    reason = found.why
    if found.missing:
        status = FindingStatus.PARTIAL if evidence else FindingStatus.MISSING
        reason = Note("check.reason.periods", {"periods": ",".join(found.missing)})
    elif found.present:
        status = FindingStatus.COMPLETE
        reason = Note("check.note.continuous") if found.continuous else reason
    else:
        status = FindingStatus.NOT_CHECKED
    late = list(late_papers(case, duty))
    return Verdict(
        status,
        evidence,
        found.missing,
        found.open,
        reason,
        found.why,
        details=tuple(one.detail for one in late),
        passages=tuple(one.evidence for one in late),
    )
