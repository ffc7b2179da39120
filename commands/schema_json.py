"""Norms as JSON values; the keys are stable."""

from __future__ import annotations

from typing import Any

import msgspec

from ..schemas import Box, Duty, Level, Norms, Place, Section


def norms_json(norms: Norms) -> dict[str, Any]:
    """All that a set of norms states."""
    return {
        "id": norms.id,
        "title": norms.title,
        "version": norms.version,
        "in_force": list(norms.in_force),
        "levels": [_level(level) for level in norms.levels],
    }


def _level(level: Level) -> dict[str, Any]:
    return {
        "id": level.id,
        "name": level.name,
        "heading_lost": level.heading_lost,
        "source": _source(level.place),
        "sections": [_section(section) for section in level.sections],
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "id": section.id,
        "no": section.no,
        "name": section.name,
        "heading_lost": section.heading_lost,
        "stated_boxes": section.stated_boxes,
        "boxes_lost": section.boxes_lost,
        "source": _source(section.place),
        "responsibilities": list(section.responsibilities),
        "losses": list(section.losses),
        "fragments": list(section.fragments),
        "boxes": [_box(box) for box in section.boxes],
        "duties": [_duty(duty) for duty in section.duties],
    }


def _box(box: Box) -> dict[str, Any]:
    return {
        "id": box.id,
        "no": box.no,
        "name": box.name,
        "label": box.label,
        "state": box.state.value,
        "contents_lost": box.contents_lost,
        "fragment": box.fragment,
        "source": _source(box.place),
        "items": [msgspec.to_builtins(item) for item in box.items],
    }


def _duty(duty: Duty) -> dict[str, Any]:
    facts: dict[str, Any] = msgspec.to_builtins(duty)
    facts.pop("place")
    stated = {key: value for key, value in facts.items() if value not in (None, [], False)}
    return {**stated, "source": _source(duty.place)}


def _source(place: Place | None) -> dict[str, Any] | None:
    return msgspec.to_builtins(place) if place else None
