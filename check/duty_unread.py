"""Duties that this version does not judge; each is said to be unchecked, with the reason."""

from __future__ import annotations

from ..model import FindingStatus, Note
from ..schemas.model import Duty
from .case import Case
from .shelf import record_ids
from .verdict import Verdict


def judge_unread(case: Case, duty: Duty) -> Verdict:
    """State why a kind of duty is not judged, with the papers a reader could look at."""
    seen = [found.paper for target in duty.evidence for found in case.sightings(target)]
    reason = Note(f"check.why.{duty.kind.value}")
    return Verdict(FindingStatus.NOT_CHECKED, record_ids(seen), reason=reason)
