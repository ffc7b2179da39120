"""Norms laid over other norms: ``extends:`` names the base, the rest says what differs.

Levels, sections, boxes, items and duties are matched by their id (a box without one by its
number). What matches is changed key by key; what is new is added, a box in the place of its
number. A list of words under a name (kinds, synonyms, search_synonyms, lay) adds to the base's
list, an empty one empties it, ``~`` takes the name out; ``terms`` and ``synonyms`` of an entry
add too. Any other list takes the place of the base's. Nothing is removed unless the overlay says
``remove: true``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

Steps: TypeAlias = tuple[str | int, ...]
Tree: TypeAlias = dict[str, Any]

EXTENDS = "extends"
REMOVE = "remove"
_ENTRIES = frozenset({"levels", "sections", "boxes", "items", "duties"})
_WORDS = frozenset({"kinds", "synonyms", "search_synonyms", "lay", "unit_endings"})
_ADDED = frozenset({"terms", "synonyms"})


class OverlayError(ValueError):
    """What an overlay says cannot be done.

    Args:
        path: Where in the overlay.
        key: Message of the problem.
        value: For the message.
    """

    def __init__(self, path: Steps, key: str, value: object) -> None:
        super().__init__(key)
        self.path = path
        self.key = key
        self.value = value


def overlaid(base: Tree, over: Tree) -> Tree:
    """The base with what an overlay changes; neither is altered.

    What is of a wrong shape is passed through: the typed conversion names it.

    Raises:
        OverlayError: It removes what the base does not have, or names an entry twice.
    """
    merged = _mapping(base, {k: v for k, v in over.items() if k != EXTENDS}, ())
    return merged


def _mapping(base: Mapping[str, Any], over: Mapping[str, Any], path: Steps) -> Tree:
    merged = dict(base)
    for key, value in over.items():
        here = (*path, key)
        former = base.get(key)
        if key in _ENTRIES and _are_entries(value) and _are_entries(former or []):
            merged[key] = _entries(former or [], value, here, key)
        elif key in _WORDS and isinstance(value, dict) and isinstance(former or {}, dict):
            merged[key] = _words(former or {}, value, here)
        elif key in _ADDED and isinstance(value, list) and isinstance(former or [], list):
            merged[key] = _union(former or [], value)
        else:
            merged[key] = value
    return merged


def _are_entries(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def _entries(base: Sequence[Tree], over: Sequence[Tree], path: Steps, kind: str) -> list[Tree]:
    merged = {_key(entry): entry for entry in base}
    seen: set[object] = set()
    for place, entry in enumerate(over):
        here, key = (*path, place), _key(entry)
        if key in seen:
            raise OverlayError(here, "schema.problem.duplicate", key)
        seen.add(key)
        if entry.get(REMOVE) is True:
            if key not in merged:
                raise OverlayError(here, "schema.problem.not_there", key)
            del merged[key]
            continue
        kept = {name: value for name, value in entry.items() if name != REMOVE}
        merged[key] = _mapping(merged.get(key, {}), kept, here)
    entries = list(merged.values())
    return sorted(entries, key=_number) if kind == "boxes" and _numbered(entries) else entries


def _key(entry: Tree) -> object:
    key = entry.get("id", entry.get("no"))
    return key if isinstance(key, str | int) else repr(key)


def _number(box: Tree) -> int:
    return int(box["no"])


def _numbered(boxes: Sequence[Tree]) -> bool:
    return all(type(box.get("no")) is int for box in boxes)


def _words(base: Tree, over: Tree, path: Steps) -> Tree:
    merged = dict(base)
    for name, words in over.items():
        if words is None:
            if name not in base:
                raise OverlayError((*path, name), "schema.problem.not_there", name)
            del merged[name]
        elif isinstance(words, list) and words and isinstance(base.get(name), list):
            merged[name] = _union(base[name], words)
        else:
            merged[name] = words
    return merged


def _union(base: Sequence[Any], over: Sequence[Any]) -> list[Any]:
    return [*base, *(word for word in over if word not in base)]


def place_in(over: object, merged: object, path: Steps) -> Steps:
    """Where in the overlay stands what stands at a path of the merged tree.

    Returns:
        The part of the way that the overlay has; all of it where it states the place itself.
    """
    return tuple(_walk(over, merged, path))


def _walk(over: object, merged: object, path: Steps) -> Iterator[str | int]:
    for step in path:
        if isinstance(step, int):
            if not (isinstance(over, list) and isinstance(merged, list)):
                return
            here = _same(over, merged[step]) if step < len(merged) else None
            if here is None:
                return
            yield here
            over, merged = over[here], merged[step]
        else:
            if not (isinstance(over, dict) and isinstance(merged, dict) and step in over):
                return
            yield step
            over, merged = over[step], merged.get(step)


def _same(over: Sequence[object], entry: object) -> int | None:
    """Place of the entry that an entry of the merged tree comes from."""
    for place, other in enumerate(over):
        if isinstance(other, dict) and isinstance(entry, dict):
            if _key(other) == _key(entry):
                return place
        elif other == entry:
            return place
    return None
