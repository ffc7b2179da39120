"""What a norms file must satisfy beyond its shape."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..text.normalise import fold
from .model import Box, BoxState, Duty, DutyKind, Every, Norms, Section

Problem = tuple[tuple[str | int, ...], str, dict[str, object]]

_NEEDS: dict[DutyKind, tuple[str, ...]] = {
    DutyKind.CADENCE: ("every",),
    DutyKind.TIME_LIMIT: ("days",),
    DutyKind.RATE: ("indicator", "op", "percent"),
    DutyKind.BINDING: ("order",),
    DutyKind.QUANTITY: ("minimum",),
    DutyKind.PAIRING: ("pair", "evidence"),
}
COMPARISONS = (">=", "<=", "=")


def problems(norms: Norms) -> Iterator[Problem]:
    """Every breach, as path in the file, message key and values; in file order."""
    yield from _in_force(norms)
    yield from _search_synonyms(norms)
    yield from _relations(norms)
    for n, pair in enumerate(norms.pairs):
        if not (pair.of and pair.needs):
            yield ("pairs", n), "schema.problem.pair", {}
    seen: set[str] = set()
    targets = set(norms.box_places) | set(norms.items)
    for n, level in enumerate(norms.levels):
        yield from _repeated(seen, level.id, ("levels", n, "id"))
        for m, section in enumerate(level.sections):
            path = ("levels", n, "sections", m)
            yield from _repeated(seen, section.id, (*path, "id"))
            yield from _stated(section, path)
            for k, box in enumerate(section.boxes):
                yield from _box(norms, box, (*path, "boxes", k), seen)
            for k, duty in enumerate(section.duties):
                yield from _repeated(seen, duty.id, (*path, "duties", k, "id"))
                yield from _duty(duty, (*path, "duties", k), targets)


def _in_force(norms: Norms) -> Iterator[Problem]:
    for place, day in enumerate(norms.in_force):
        if day is not None and not _is_day(day):
            yield ("in_force", place), "schema.problem.day", {"value": day}
            return
    first, last = norms.in_force
    if first and last and last < first:
        yield ("in_force",), "schema.problem.order", {"first": first, "last": last}


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _search_synonyms(norms: Norms) -> Iterator[Problem]:
    """A word of one character would find nearly every paper."""
    for head, others in norms.search_synonyms.items():
        for word in (head, *others):
            if len(fold(word)) < 2:
                yield ("search_synonyms", head), "schema.problem.short", {"value": word}


def _relations(norms: Norms) -> Iterator[Problem]:
    """Names and signs in turn: A = B - C."""
    for n, words in enumerate(norms.relations):
        signs = words[1::2]
        sound = len(words) >= 5 and len(words) % 2 == 1 and signs[0] == "="
        if not sound or set(signs[1:]) - {"+", "-"} or set(words[::2]) & {"=", "+", "-", ""}:
            yield ("relations", n), "schema.problem.relation", {"value": " ".join(words)}


def _repeated(seen: set[str], id: str, path: tuple[str | int, ...]) -> Iterator[Problem]:
    if id in seen:
        yield path, "schema.problem.duplicate", {"value": id}
    seen.add(id)


def _stated(section: Section, path: tuple[str | int, ...]) -> Iterator[Problem]:
    if section.stated_boxes is not None and section.stated_boxes != len(section.boxes):
        values: dict[str, object] = {"stated": section.stated_boxes, "listed": len(section.boxes)}
        yield (*path, "stated_boxes"), "schema.problem.stated", values


def _box(norms: Norms, box: Box, path: tuple[str | int, ...], seen: set[str]) -> Iterator[Problem]:
    yield from _repeated(seen, box.id, path)
    if box.id.endswith(".None"):
        yield path, "schema.problem.no", {}
    if box.state is BoxState.GIVEN and not box.name:
        yield path, "schema.problem.name", {}
    if box.state is BoxState.NAME_LOST and (box.name or not box.label.startswith("[")):
        yield path, "schema.problem.label", {}
    if box.state is BoxState.LOST and box.items:
        yield (*path, "items"), "schema.problem.lost_items", {}
    own = {item.id for item in box.items}
    for k, item in enumerate(box.items):
        here = (*path, "items", k)
        yield from _repeated(seen, item.id, (*here, "id"))
        if item.kind not in norms.kinds:
            yield (*here, "kind"), "schema.problem.reference", {"value": item.kind}
        if item.collected_from not in (None, *(level.id for level in norms.levels)):
            yield (
                (*here, "collected_from"),
                "schema.problem.reference",
                {"value": item.collected_from},
            )
        if item.part_of is not None and (item.part_of not in own or item.part_of == item.id):
            yield (*here, "part_of"), "schema.problem.reference", {"value": item.part_of}


def _duty(duty: Duty, path: tuple[str | int, ...], targets: set[str]) -> Iterator[Problem]:
    for name in _NEEDS.get(duty.kind, ()):
        if getattr(duty, name) in (None, ()):
            yield path, "schema.problem.needs", {"kind": duty.kind.value, "value": name}
    if duty.kind is DutyKind.QUANTITY and not (duty.indicator or duty.counted):
        yield path, "schema.problem.needs", {"kind": duty.kind.value, "value": "indicator"}
    if duty.op not in (None, *COMPARISONS):
        yield (*path, "op"), "schema.problem.reference", {"value": duty.op}
    if duty.pair and len(duty.pair) != 2:
        yield (*path, "pair"), "schema.problem.pair", {}
    if bool(duty.since) != bool(duty.until):
        value = "until" if duty.since else "since"
        yield path, "schema.problem.needs", {"kind": duty.kind.value, "value": value}
    if bool(duty.against) and not duty.counted:
        yield path, "schema.problem.needs", {"kind": duty.kind.value, "value": "counted"}
    if duty.every in (Every.GIVEN_MONTHS, Every.WINDOW) and not duty.months:
        yield path, "schema.problem.needs", {"kind": duty.every.value, "value": "months"}
    if any(not 1 <= month <= 12 for month in duty.months):
        yield (*path, "months"), "schema.problem.months", {}
    for name in ("evidence", "counted", "against"):
        for target in getattr(duty, name):
            if target not in targets:
                yield (*path, name), "schema.problem.reference", {"value": target}
