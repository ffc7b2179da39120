"""Findings as the stable JSON that other programs read."""

from __future__ import annotations

from typing import Any

from .findings import BoxFinding, DutyFinding, ItemFinding, UnitCheck
from .words import say


def render_json(check: UnitCheck) -> dict[str, Any]:
    """A check as plain dicts and lists; keys in English, values as in the norms and papers.

    ``summary``, ``waivers`` and ``papers`` stand beside what the findings say; ``papers``
    tells title and path of the records of the unit and year.
    """
    return {
        "unit": check.unit,
        "year": check.year,
        "level": check.level,
        "norms": check.norms,
        "norms_version": check.norms_version,
        "as_of": check.as_of.isoformat() if check.as_of else None,
        "summary": {
            kind: {status.value: count for status, count in counts.items()}
            for kind, counts in check.summary.items()
        },
        "boxes": [_box(box) for box in check.boxes],
        "duties": [_duty(duty) for duty in check.duties],
        "not_checked": [
            {"what": say(entry.what), "why": say(entry.why)} for entry in check.not_checked
        ],
        "waivers": [
            {"target": w.target, "reason": w.reason, "person": w.person, "date": w.date}
            for w in check.waivers
        ],
        "papers": {
            id: {"title": paper.title, "path": paper.path, "page": paper.page}
            for id, paper in sorted(check.papers.items())
        },
    }


def _box(box: BoxFinding) -> dict[str, Any]:
    return {
        "box_id": box.box_id,
        "level": box.level,
        "section_no": box.section_no,
        "section": box.section,
        "no": box.no,
        "name": box.name,
        "state": box.state.value,
        "status": box.status.value,
        "items": [_item(item) for item in box.items],
        "missing_items": list(box.missing_items),
        "missing_periods": list(box.missing_periods),
        "records": list(box.records),
        "unassigned": list(box.unassigned),
        "misplaced": list(box.misplaced),
        "clauses": list(box.clauses),
        "notes": [say(note) for note in box.notes],
    }


def _item(item: ItemFinding) -> dict[str, Any]:
    return {
        "id": item.item_id,
        "name": item.name,
        "status": item.status.value,
        "records": list(item.records),
        "missing_periods": list(item.missing_periods),
        "open_periods": list(item.open_periods),
        "part_of": item.part_of,
        "optional": item.optional,
        "clauses": list(item.clauses),
        "notes": [say(note) for note in (*item.notes, *item.unchecked)],
    }


def _duty(duty: DutyFinding) -> dict[str, Any]:
    return {
        "id": duty.duty_id,
        "duty": duty.duty,
        "kind": duty.kind.value,
        "every": duty.every.value if duty.every else None,
        "section": duty.section,
        "status": duty.status.value,
        "evidence": list(duty.evidence),
        "missing_periods": list(duty.missing_periods),
        "open_periods": list(duty.open_periods),
        "reason": say(duty.reason) if duty.reason else None,
        "clause": duty.clause,
        "searched": list(duty.searched),
    }
