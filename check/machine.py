"""Findings as the stable JSON that other programs read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..text.mask import mask_personal
from .findings import (
    BoxFinding,
    Close,
    DutyFinding,
    Evidence,
    ItemFinding,
    Observation,
    UnitCheck,
)
from .problems import Problem, problems
from .words import say


def render_json(check: UnitCheck) -> dict[str, Any]:
    """A check as plain dicts and lists; keys in English, values as in the norms and papers.

    ``summary``, ``waivers`` and ``papers`` stand beside what the findings say; ``papers``
    tells title and path of the records of the unit and year. ``problems`` is the list that
    people read, gravest first; ``questions`` and ``observations`` are no findings.
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
        "problems": [_problem(problem) for problem in problems(check)],
        "observations": [_observation(one) for one in check.observations],
        "questions": [
            {
                "kind": question.kind,
                "question": mask_personal(say(question.what)),
                "passages": _passages(question.passages),
            }
            for question in check.questions
        ],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "severity": problem.severity.value,
        "status": problem.status.value,
        "what": say(problem.what),
        "section": problem.section,
        "box": problem.box,
        "targets": list(problem.targets),
        "clauses": list(problem.clauses),
        "evidence": list(problem.evidence),
        "details": [say(note) for note in problem.details],
        "passages": _passages(problem.passages),
        "searched": list(problem.searched),
        "close": _close(problem.close),
        "remedy": say(problem.remedy) if problem.remedy else None,
    }


def _observation(one: Observation) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "what": say(one.what),
        "severity": one.severity.value,
        "target": one.target,
        "section": one.section,
        "records": list(one.records),
        "passages": _passages(one.passages),
        "clause": one.clause,
        "remedy": say(one.remedy) if one.remedy else None,
    }


def _passages(passages: Sequence[Evidence]) -> list[dict[str, Any]]:
    """Passages with personal numbers masked."""
    return [
        {"record": one.record, "page": one.page, "passage": mask_personal(one.passage)}
        for one in passages
    ]


def _close(found: Sequence[Close]) -> list[dict[str, Any]]:
    return [{"what": say(one.what), "records": list(one.records)} for one in found]


def _weight(found: BoxFinding | ItemFinding | DutyFinding) -> dict[str, Any]:
    return {
        "severity": found.severity.value if found.severity else None,
        "remedy": say(found.remedy) if found.remedy else None,
        "close": _close(found.close),
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
        **_weight(box),
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
        **_weight(item),
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
        "details": [say(note) for note in duty.details],
        "passages": _passages(duty.passages),
        **_weight(duty),
    }
