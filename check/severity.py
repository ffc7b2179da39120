"""How much a finding weighs, and what to do about it: one rule for each.

- *Grave*: a whole box without a paper.
- *Ordinary*: a required item without a paper; a duty that papers show not to be met.
- *Minor*: papers are there but not for every period, not in the order asked or late; and
  whatever is only observed.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..model import FindingStatus, Note
from ..schemas.model import DutyKind
from .findings import LACKING, Close, Severity

RANK = {Severity.GRAVE: 0, Severity.ORDINARY: 1, Severity.MINOR: 2, None: 3}
"""Place in a list that has the gravest first."""

_OF_KIND = {
    DutyKind.RATE: "figures",
    DutyKind.QUANTITY: "figures",
    DutyKind.PER_PERSON: "figures",
    DutyKind.TIME_LIMIT: "dates",
    DutyKind.BINDING: "bind",
    DutyKind.PAIRING: "partner",
    DutyKind.CADENCE: "supplement",
}
_ONLY_IN_PART = (DutyKind.CADENCE, DutyKind.BINDING)


def box_severity(status: FindingStatus) -> Severity | None:
    """Of a box; one with some papers weighs as its items do."""
    if status is FindingStatus.MISSING:
        return Severity.GRAVE
    return Severity.MINOR if status is FindingStatus.PARTIAL else None


def item_severity(status: FindingStatus, optional: bool) -> Severity | None:
    """Of an item; an optional one weighs nothing."""
    if status not in LACKING or optional:
        return None
    return Severity.ORDINARY if status is FindingStatus.MISSING else Severity.MINOR


def duty_severity(kind: DutyKind, status: FindingStatus, late: bool) -> Severity | None:
    """Of a duty; ``late`` papers alone make it minor."""
    if status is FindingStatus.PARTIAL and kind in _ONLY_IN_PART:
        return Severity.MINOR
    if status in LACKING:
        return Severity.ORDINARY
    return Severity.MINOR if late and status is FindingStatus.COMPLETE else None


def remedy(status: FindingStatus, close: Sequence[Close]) -> Note | None:
    """What to do about a box or item: look at what is near it first, else supply it."""
    if status not in LACKING:
        return None
    if any(one.what.key in ("check.close.open", "check.close.other_unit") for one in close):
        return Note("check.remedy.review")
    missing = status is FindingStatus.MISSING
    return Note("check.remedy.import" if missing else "check.remedy.supplement")


def duty_remedy(kind: DutyKind, status: FindingStatus, late: bool) -> Note | None:
    """What to do about a duty."""
    if status in LACKING:
        return Note(f"check.remedy.{_OF_KIND.get(kind, 'import')}")
    return Note("check.remedy.on_time") if late and status is FindingStatus.COMPLETE else None
