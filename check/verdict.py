"""What judging one duty yields, before it becomes a finding."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import FindingStatus, Note


@dataclass(frozen=True, slots=True)
class Verdict:
    """Judgement of one duty.

    Attributes:
        status: Of the duty.
        evidence: Ids of the records that bear on it.
        missing: Periods without a paper.
        open: Periods that could not be judged.
        reason: Why the status; None for a plain *complete*.
        why_open: Why the open periods could not be judged.
    """

    status: FindingStatus
    evidence: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    reason: Note | None = None
    why_open: Note | None = None
