"""Papers of a cadence that are dated behind their due day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model import Note
from .case import Case
from .findings import DutyFinding, Observation
from .lateness import late_papers


def observe_late(case: Case, duties: Sequence[DutyFinding]) -> Iterator[Observation]:
    """One observation for each late paper; the duty itself stays as complete as it is."""
    for section in case.level.sections:
        for duty in section.duties:
            for late in late_papers(case, duty):
                yield Observation(
                    "late",
                    Note("check.observe.late", {"duty": duty.what, **late.values}),
                    target=duty.id,
                    section=section.name,
                    records=(late.paper.record.id,),
                    passages=(late.evidence,),
                    clause=duty.place.clause if duty.place else "",
                    remedy=Note("check.remedy.on_time"),
                )
