"""Every box of a level and the items in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain

from ..model import FindingStatus, Note
from ..schemas.model import Box, BoxState, Every, Item, Section
from .attendance import Attendance, attend
from .case import Case
from .findings import LACKING, BoxFinding, Close, DutyFinding, ItemFinding
from .near import all_near, near_box, near_item
from .periods import Rhythm, finest, in_order
from .severity import box_severity, item_severity, remedy
from .shelf import record_ids
from .words import box_label

_FULFILLED = frozenset({FindingStatus.COMPLETE, FindingStatus.WAIVED})


def check_boxes(case: Case, duties: Sequence[DutyFinding]) -> tuple[BoxFinding, ...]:
    """Findings for every box of the case's level, in the norms' order.

    Args:
        case: What to judge.
        duties: Findings of the level's duties; those that land on a box or item bring
            their periods into it.
    """
    landed: dict[str, list[DutyFinding]] = defaultdict(list)
    for duty in duties:
        landed[duty.lands_on or ""].append(duty)
    return tuple(
        _box_finding(case, section, box, landed)
        for section in case.level.sections
        for box in section.boxes
    )


def _box_finding(
    case: Case, section: Section, box: Box, landed: Mapping[str, Sequence[DutyFinding]]
) -> BoxFinding:
    on_box = landed.get(box.id, ())
    items = tuple(judge_item(case, item, landed.get(item.id, ()), on_box) for item in box.items)
    shelf = case.shelf
    records = record_ids([seen.paper for seen in case.sightings(box.id)])
    lacking = [item for item in items if item.status in LACKING and not item.optional]
    periods = [*(item.missing_periods for item in lacking), *(d.missing_periods for d in on_box)]
    missing_periods = in_order(chain.from_iterable(periods))
    if box.state is BoxState.LOST or box.id in case.waivers:
        missing_periods = ()
    status = _box_status(case, box, items, records, missing_periods, on_box)
    close = _box_close(case, box, status, items)
    return BoxFinding(
        box_id=box.id,
        level=case.level.id,
        section_id=section.id,
        section_no=section.no,
        section=section.name,
        no=box.no,
        name=box_label(box),
        state=box.state,
        status=status,
        items=items,
        missing_items=tuple(i.name for i in items if i.status is FindingStatus.MISSING),
        missing_periods=missing_periods,
        records=records,
        unassigned=record_ids(shelf.unassigned.get(box.id, ())),
        misplaced=record_ids(shelf.misplaced.get(box.id, ())),
        clauses=_clauses(box, on_box),
        notes=tuple(_box_notes(case, box)),
        severity=box_severity(status),
        remedy=remedy(status, close),
        close=close,
    )


def _box_close(
    case: Case, box: Box, status: FindingStatus, items: Sequence[ItemFinding]
) -> tuple[Close, ...]:
    if status is not FindingStatus.MISSING or case.brief:
        return ()
    return near_box(case, box) if not items else all_near(c for item in items for c in item.close)


def _box_status(
    case: Case,
    box: Box,
    items: Sequence[ItemFinding],
    records: Sequence[str],
    missing_periods: Sequence[str],
    on_box: Sequence[DutyFinding],
) -> FindingStatus:
    if box.state is BoxState.LOST:
        return FindingStatus.NOT_CHECKED
    required = [item for item in items if not item.optional]
    lacking = bool(missing_periods) or any(item.status in LACKING for item in required)
    found = bool(records) or any(held.records for held in items)
    if not items:
        # Papers of earlier years count where the duty on the box comes round in three years.
        found = found or any(duty.evidence for duty in on_box)
        waiting = not case.begun or any(duty.open_periods for duty in on_box)
        lacking = lacking or not (found or waiting)
    if box.id in case.waivers:
        return FindingStatus.COMPLETE if _settled(required, found) else FindingStatus.WAIVED
    if lacking:
        return FindingStatus.PARTIAL if found else FindingStatus.MISSING
    if not found:
        waived = any(item.status is FindingStatus.WAIVED for item in required)
        return FindingStatus.WAIVED if waived else FindingStatus.NOT_CHECKED
    settled = all(item.status in _FULFILLED for item in required)
    return FindingStatus.COMPLETE if settled else FindingStatus.NOT_CHECKED


def _settled(required: Sequence[ItemFinding], found: bool) -> bool:
    return found and all(item.status is FindingStatus.COMPLETE for item in required)


def judge_item(
    case: Case,
    item: Item,
    landed: Sequence[DutyFinding],
    on_box: Sequence[DutyFinding],
) -> ItemFinding:
    """Judge one item: a paper must be there, and one for each period that can be counted.

    Args:
        case: What to judge.
        item: The item.
        landed: Duties whose only evidence is this item.
        on_box: Duties that land on its box. What is asked for only every three years is
            looked for three years back in every item of the box.
    """
    slow = [duty for duty in on_box if duty.every is Every.THREE_YEARS]
    rhythms = {item.each, *(duty.every for duty in (*landed, *slow))}
    sightings = case.sightings(item.id, 3 if Every.THREE_YEARS in rhythms else 1)
    own = attend(case, Rhythm(item.each), sightings) if item.each else Attendance()
    missing = finest(chain(own.missing, *(duty.missing_periods for duty in landed)))
    open_periods = finest(chain(own.open, *(duty.open_periods for duty in (*landed, *slow))))
    optional = case.optional(item)
    status = _item_status(case, bool(sightings), optional, missing, open_periods)
    if status in LACKING and case.waived(item):
        status = FindingStatus.WAIVED
    absent = status is FindingStatus.MISSING and not optional
    close = near_item(case, item) if absent and not case.brief else ()
    unchecked = [own.why] if own.why else []
    if status is FindingStatus.NOT_CHECKED and not open_periods:
        unchecked.append(Note("check.why.optional" if case.begun else "check.why.year_ahead"))
    return ItemFinding(
        item_id=item.id,
        name=item.name,
        status=status,
        records=record_ids([seen.paper for seen in sightings]),
        missing_periods=missing if status in LACKING and not optional else (),
        open_periods=open_periods,
        part_of=item.part_of,
        optional=optional,
        clauses=tuple(dict.fromkeys(duty.clause for duty in landed if duty.clause)),
        notes=tuple(_item_notes(case, item, own, landed)),
        unchecked=tuple(unchecked),
        severity=item_severity(status, optional),
        remedy=None if optional else remedy(status, close),
        close=close,
    )


def _item_status(
    case: Case, found: bool, optional: bool, missing: Sequence[str], open_periods: Sequence[str]
) -> FindingStatus:
    if found:
        return FindingStatus.PARTIAL if missing and not optional else FindingStatus.COMPLETE
    if optional or not case.begun or (open_periods and not missing):
        return FindingStatus.NOT_CHECKED
    return FindingStatus.MISSING


def _item_notes(
    case: Case, item: Item, own: Attendance, landed: Sequence[DutyFinding]
) -> list[Note]:
    continuous = Note("check.note.continuous")
    notes = [continuous] if own.continuous or any(d.reason == continuous for d in landed) else []
    here = case.shelf.by_item.get(item.id, ())
    kin = case.kin(item.id) - {item.id}
    if not here and any(case.shelf.by_item.get(other) for other in kin):
        notes.append(Note("check.note.kin"))
    home = case.box_of.get(item.id)
    if any(paper.filing.box_id not in (home, None) for paper in here):
        notes.append(Note("check.note.other_box"))
    return notes


def _box_notes(case: Case, box: Box) -> list[Note]:
    notes: list[Note] = []
    if box.state is not BoxState.LOST and not box.items:
        notes.append(Note("check.note.contents_unknown"))
    elif box.contents_lost:
        notes.append(Note("check.note.contents_partly"))
    unassigned = record_ids(case.shelf.unassigned.get(box.id, ()))
    if unassigned and box.items:
        notes.append(Note("check.note.unassigned", {"count": str(len(unassigned))}))
    misplaced = record_ids(case.shelf.misplaced.get(box.id, ()))
    if misplaced:
        notes.append(Note("check.note.misplaced", {"count": str(len(misplaced))}))
    return notes


def _clauses(box: Box, landed: Sequence[DutyFinding]) -> tuple[str, ...]:
    own = [box.place.clause] if box.place else []
    return tuple(dict.fromkeys(clause for clause in (*own, *(d.clause for d in landed)) if clause))
