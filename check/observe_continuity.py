"""Series that were kept in earlier years and that this year lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model import FiledRecord, Note
from ..schemas.model import Box, BoxState, Section
from .case import Case
from .findings import DutyFinding, Observation
from .shelf import record_ids, year_of
from .words import box_label

_BACK = 3


def observe_continuity(case: Case, duties: Sequence[DutyFinding]) -> Iterator[Observation]:
    """What no clause asks for this year, but was there in one of the two before.

    Required items and boxes are left out: their lack is a finding of its own. Only papers
    that were filed as the very item count. Nothing is said before the year is over.
    """
    if not case.over:
        return
    for section in case.level.sections:
        for box in section.boxes:
            yield from _of_box(case, section, box)


def _of_box(case: Case, section: Section, box: Box) -> Iterator[Observation]:
    if box.state is BoxState.LOST:
        seen = [s.paper for s in case.sightings(box.id, _BACK)]
        yield from _ceased(case, section, box_label(box), box.id, seen)
    for item in box.items:
        if case.optional(item) and not case.waived(item):
            yield from _ceased(
                case, section, item.name, item.id, case.shelf.by_item.get(item.id, ())
            )


def _ceased(
    case: Case, section: Section, name: str, target: str, seen: Sequence[FiledRecord]
) -> Iterator[Observation]:
    years = sorted({year_of(paper.filing) or 0 for paper in seen})
    if not years or case.year in years:
        return
    values = {"name": name, "years": "、".join(map(str, years)), "year": str(case.year)}
    yield Observation(
        "ceased",
        Note("check.observe.ceased", values),
        target=target,
        section=section.name,
        records=record_ids(seen),
        remedy=Note("check.remedy.continue"),
    )
