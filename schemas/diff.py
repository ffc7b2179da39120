"""What differs between two sets of norms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ..text.normalise import fold
from .model import Box, Duty, Item, Level, Norms, Section

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs.

    Attributes:
        sort: ``level``, ``section``, ``box``, ``item`` or ``duty``.
        change: ``added``, ``removed`` or ``changed``.
        where: Level, section and box, as one reads them.
        name: What differs.
        field: The field of a changed one; empty otherwise.
        before: Its value in the first norms.
        after: Its value in the second.
    """

    sort: str
    change: str
    where: str
    name: str
    field: str = ""
    before: object = None
    after: object = None


def differences(one: Norms, other: Norms) -> tuple[Difference, ...]:
    """All that differs, in the order of the norms.

    Levels are the same by id, sections and boxes by their number (by id or name without one),
    items and duties by their words, else by id.
    """
    return tuple(_levels(one, other))


Key = Callable[[T], object]


def _matched(
    one: Sequence[T], other: Sequence[T], *keys: Key[T]
) -> Iterator[tuple[T | None, T | None]]:
    """Pairs by the first key that agrees; what has no partner stands alone."""
    partners: dict[int, T] = {}
    taken: set[int] = set()
    for key in keys:
        free: dict[object, list[int]] = {}
        for n in range(len(other) - 1, -1, -1):
            if n not in taken and key(other[n]) is not None:
                free.setdefault(key(other[n]), []).append(n)
        for n, entry in enumerate(one):
            found = free.get(key(entry)) if n not in partners and key(entry) is not None else None
            if found:
                place = found.pop()
                partners[n] = other[place]
                taken.add(place)
    yield from ((entry, partners.get(n)) for n, entry in enumerate(one))
    yield from ((None, entry) for n, entry in enumerate(other) if n not in taken)


def _last(id: str) -> str:
    return id.rpartition(".")[2]


def _levels(one: Norms, other: Norms) -> Iterator[Difference]:
    for a, b in _matched(one.levels, other.levels, lambda level: level.id):
        yield from _alone("level", "", a, b, lambda level: level.name)
        if a and b:
            yield from _fields("level", "", a.name, a, b, ("name", "heading_lost"))
        yield from _sections(a, b)


def _sections(one: Level | None, other: Level | None) -> Iterator[Difference]:
    where = (one or other).name if one or other else ""  # type: ignore[union-attr]
    keys: tuple[Key[Section], ...] = (lambda s: s.no, lambda s: fold(s.name))
    mine = one.sections if one else ()
    for a, b in _matched(mine, other.sections if other else (), *keys):
        yield from _alone("section", where, a, b, _section_name)
        if a and b:
            fields = ("name", "heading_lost", "stated_boxes", "boxes_lost")
            yield from _fields("section", where, _section_name(a), a, b, fields)
        here = f"{where} {_section_name(a or b)}".strip()
        yield from _boxes(here, a.boxes if a else (), b.boxes if b else ())
        yield from _duties(here, a.duties if a else (), b.duties if b else ())


def _section_name(section: Section | None) -> str:
    if section is None:
        return ""
    return f"{section.no} {section.name}" if section.no else section.name


def _boxes(where: str, one: Sequence[Box], other: Sequence[Box]) -> Iterator[Difference]:
    keys: tuple[Key[Box], ...] = (
        lambda box: box.no,
        lambda box: _last(box.id),
        lambda box: True if box.no is None else None,
    )
    for a, b in _matched(one, other, *keys):
        yield from _alone("box", where, a, b, _box_name)
        if a and b:
            fields = ("name", "state", "contents_lost", "retention")
            yield from _fields("box", where, _box_name(a), a, b, fields)
        here = f"{where} {_box_name(a or b)}"
        items: tuple[Key[Item], ...] = (lambda item: fold(item.name), lambda item: _last(item.id))
        for c, d in _matched(a.items if a else (), b.items if b else (), *items):
            yield from _alone("item", here, c, d, lambda item: item.name)
            if c and d:
                yield from _fields("item", here, c.name, c, d, ("name", "each", "optional"))


def _box_name(box: Box | None) -> str:
    if box is None:
        return ""
    return f"盒{box.no} {box.label}" if box.no else box.label


_DUTY: tuple[str, ...] = (
    "what",
    "kind",
    "every",
    "months",
    "due_day",
    "due_in",
    "days",
    "op",
    "percent",
)
_DUTY += ("since", "until", "least", "indicator", "also", "order", "pair", "minimum")


def _duties(where: str, one: Sequence[Duty], other: Sequence[Duty]) -> Iterator[Difference]:
    keys: tuple[Key[Duty], ...] = (
        lambda duty: (duty.kind, fold(duty.what)),
        lambda duty: fold(duty.what),
        lambda duty: _last(duty.id),
    )
    for a, b in _matched(one, other, *keys):
        yield from _alone("duty", where, a, b, lambda duty: duty.what)
        if a and b:
            yield from _fields("duty", where, a.what, a, b, _DUTY)


def _alone(
    sort: str, where: str, one: T | None, other: T | None, name: Callable[[T], str]
) -> Iterator[Difference]:
    if one is None and other is not None:
        yield Difference(sort, "added", where, name(other))
    elif other is None and one is not None:
        yield Difference(sort, "removed", where, name(one))


def _fields(
    sort: str, where: str, name: str, one: object, other: object, fields: Sequence[str]
) -> Iterator[Difference]:
    for field in fields:
        before, after = getattr(one, field), getattr(other, field)
        if before != after:
            yield Difference(sort, "changed", where, name, field, before, after)
