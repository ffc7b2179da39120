"""What judging one duty yields, before it becomes a finding."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import FindingStatus, Note
from .findings import Close, Evidence


@dataclass(frozen=True, slots=True)
class Verdict:
    """Judgement of one duty.

    Attributes:
        status: Of the duty.
        evidence: Ids of the records that bear on it.
        missing: Periods without a paper.
        open: Periods that could not be judged.
        reason: Why the status; None for a plain *complete*.
        why_open: Why the open periods, or other parts of it, could not be judged.
        details: Each place that speaks against it, the worst first.
        passages: The words that it rests on.
        searched: Ids of boxes and items looked at, where the duty names none itself.
        close: What was found near it.
        explained_by: Ids of boxes and items whose lack explains this one; None for whatever
            the norms name as evidence.
    """

    status: FindingStatus
    evidence: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    reason: Note | None = None
    why_open: Note | None = None
    details: tuple[Note, ...] = ()
    passages: tuple[Evidence, ...] = ()
    searched: tuple[str, ...] = ()
    close: tuple[Close, ...] = ()
    explained_by: tuple[str, ...] | None = None
