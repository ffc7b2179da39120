"""Duties of conduct, which no paper evidences."""

from __future__ import annotations

from ..model import FindingStatus, Note
from ..schemas.model import Duty
from .case import Case
from .shelf import record_ids
from .verdict import Verdict


def judge_conduct(case: Case, duty: Duty) -> Verdict:
    """Say that it is not judged, with the papers that a reader could look at."""
    seen = [found.paper for target in duty.evidence for found in case.sightings(target)]
    reason = Note("check.why.conduct")
    return Verdict(FindingStatus.NOT_CHECKED, record_ids(seen), reason=reason)
