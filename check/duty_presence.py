"""Duties that ask for a paper to be there at all."""

from __future__ import annotations

from ..model import FindingStatus, Note
from ..schemas.model import Duty
from .case import Case
from .shelf import record_ids
from .verdict import Verdict


def judge_presence(case: Case, duty: Duty) -> Verdict:
    """Judge presence: each thing named as evidence needs a paper, save optional items."""
    seen = {target: case.sightings(target) for target in duty.evidence}
    evidence = record_ids([found.paper for target in seen for found in seen[target]])
    lacking = [target for target in seen if not seen[target] and not _optional(case, target)]
    if lacking and not case.begun:
        reason = Note("check.why.year_ahead")
        return Verdict(FindingStatus.NOT_CHECKED, evidence, reason=reason, why_open=reason)
    if lacking:
        status = FindingStatus.PARTIAL if evidence else FindingStatus.MISSING
        names = "、".join(_name(case, target) for target in lacking)
        return Verdict(status, evidence, reason=Note("check.reason.absent", {"names": names}))
    if not evidence:
        return Verdict(FindingStatus.NOT_CHECKED, reason=Note("check.why.optional"))
    return Verdict(FindingStatus.COMPLETE, evidence)


def _optional(case: Case, target: str) -> bool:
    item = case.norms.items.get(target)
    return item is not None and case.optional(item)


def _name(case: Case, target: str) -> str:
    item = case.norms.items.get(target)
    if item is not None:
        return item.name
    return case.norms.box_places[target][2].label if target in case.norms.box_places else target
