"""Everything that a check did not judge, gathered in one list with the reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..model import FindingStatus, Note, Waiver
from ..schemas.model import BoxState, Level, Section
from .case import Case
from .findings import BoxFinding, DutyFinding, NotChecked


def gather_unchecked(
    case: Case,
    boxes: Sequence[BoxFinding],
    duties: Sequence[DutyFinding],
    void_waivers: Sequence[Waiver],
) -> tuple[NotChecked, ...]:
    """What was not judged: first what bears on everything, then section by section."""
    found = [
        *_of_norms(case),
        *_of_papers(case),
        *_of_waivers(case.level, void_waivers),
        *(entry for section in case.level.sections for entry in _of_section(section)),
        *(entry for box in boxes for entry in _of_box(box)),
        *(entry for duty in duties for entry in _of_duty(duty)),
    ]
    return tuple(found)


def _of_norms(case: Case) -> Iterator[NotChecked]:
    first, last = case.norms.in_force
    year = f"{case.year:04d}"
    if (first and year < first[:4]) or (last and year > last[:4]):
        why = Note("check.why.not_in_force", {"first": first or "…", "last": last or "…"})
        yield NotChecked(Note("check.what.norms", {"title": case.norms.title}), why)
    if case.today is not None and case.today.year <= case.year:
        why = Note("check.why.year_open", {"day": case.today.isoformat()})
        yield NotChecked(Note("check.what.year", {"year": year}), why)


def _of_papers(case: Case) -> Iterator[NotChecked]:
    shelf = case.shelf
    for name, papers in (
        ("unfiled", shelf.unfiled),
        ("elsewhere", shelf.elsewhere),
        ("undated", shelf.undated),
    ):
        count = len({paper.record.id for paper in papers})
        if count:
            what = Note("check.what.papers", {"count": str(count)})
            yield NotChecked(what, Note(f"check.why.{name}"))


def _of_waivers(level: Level, void: Iterable[Waiver]) -> Iterator[NotChecked]:
    for waiver in void:
        why = _why_void(waiver, level)
        yield NotChecked(Note("check.what.waiver", {"target": waiver.target}), why)


def _why_void(waiver: Waiver, level: Level) -> Note:
    if not all(text.strip() for text in (waiver.reason, waiver.person, waiver.date)):
        return Note("check.why.waiver_void")
    if not _has(level, waiver.target):
        return Note("check.why.waiver_target")
    return Note("check.why.waiver_expired", {"day": waiver.expires or ""})


def _has(level: Level, target: str) -> bool:
    for section in level.sections:
        if any(duty.id == target for duty in section.duties):
            return True
        if any(target == box.id or target in {i.id for i in box.items} for box in section.boxes):
            return True
    return False


def _of_section(section: Section) -> Iterator[NotChecked]:
    where = Note("check.what.section", {"section": section.name})
    if section.boxes_lost:
        yield NotChecked(where, Note("check.why.boxes_lost"))
    elif section.stated_boxes is not None and section.stated_boxes > len(section.boxes):
        yield NotChecked(where, _fewer_printed(section, section.stated_boxes))
    for box in section.boxes:
        if box.state is BoxState.LOST:
            stated = section.stated_boxes
            why = Note("check.why.box_lost") if stated is None else _fewer_printed(section, stated)
            yield NotChecked(_box_what(section.name, box.label), why)
    for fragment in section.fragments:
        values = {"section": section.name, "fragment": fragment}
        yield NotChecked(Note("check.what.fragment", values), Note("check.why.fragment"))


def _fewer_printed(section: Section, stated: int) -> Note:
    printed = sum(box.state is not BoxState.LOST for box in section.boxes)
    return Note("check.why.fewer_printed", {"stated": str(stated), "printed": str(printed)})


def _of_box(box: BoxFinding) -> Iterator[NotChecked]:
    partly = [note for note in box.notes if note.key.startswith("check.note.contents_")]
    for note in partly:
        yield NotChecked(_box_what(box.section, box.name), note)
    for item in box.items:
        values = {"section": box.section, "box": box.name, "item": item.name}
        for why in item.unchecked:
            yield NotChecked(Note("check.what.item", values), why)


def _box_what(section: str, box: str) -> Note:
    return Note("check.what.box", {"section": section, "box": box})


def _of_duty(duty: DutyFinding) -> Iterator[NotChecked]:
    whole = duty.status is FindingStatus.NOT_CHECKED
    why = duty.reason if whole else duty.why_open
    if why is not None:
        values = {"section": duty.section, "duty": duty.duty}
        yield NotChecked(Note("check.what.duty", values), why)
