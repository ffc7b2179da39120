"""Read norms from YAML; every error names the file, the line and the key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

import msgspec
import yaml

from ..errors import SchemaError
from ..messages import translate
from .model import Norms
from .overlay import EXTENDS, REMOVE, OverlayError, overlaid, place_in
from .validate import problems

PathSteps = tuple[str | int, ...]
Base = Callable[[object, str, int], dict[str, Any]]
"""Name of a base, the file that names it and the line → the base's tree."""
MAX_VALUES = 500_000
_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SafeLoader):  # type: ignore[misc]
    """As YAML 1.2: only true and false are booleans, so that ``no`` can be a key; days are text."""


_NOT_OURS = ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _NOT_OURS]
    for first, resolvers in _SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def parse(text: str, file: str, base: Base | None = None) -> Norms:
    """Norms from YAML text; ``file`` is named in errors.

    Args:
        text: Of the file.
        file: Its name.
        base: Reads the tree that ``extends:`` names; None for norms that may extend none.

    Raises:
        SchemaError: Not valid norms.
    """
    raw, whole = tree(text, file, base)
    try:
        norms = msgspec.convert(_completed(whole), Norms)
    except msgspec.ValidationError as error:
        problem, _, where = str(error).partition(" - at ")
        raise _at(text, file, _place(raw, whole, _steps(where.strip("`"))), problem) from error
    for path, key, values in problems(norms):
        raise _at(text, file, _place(raw, whole, path), translate(key, **values))
    return norms


def _place(raw: object, whole: object, path: PathSteps) -> PathSteps:
    return path if raw is whole else place_in(raw, whole, path)


def tree(text: str, file: str, base: Base | None = None) -> tuple[object, object]:
    """What a file says, and the same laid over what it extends; see ``parse``."""
    raw = _read(text, file)
    if not isinstance(raw, dict) or EXTENDS not in raw:
        return raw, raw
    if base is None:
        raise _at(text, file, (EXTENDS,), EXTENDS)
    under = base(raw[EXTENDS], file, _line(text, (EXTENDS,)))
    try:
        return raw, overlaid(under, raw)
    except OverlayError as error:
        raise _at(text, file, error.path, translate(error.key, value=error.value)) from error


def extended(text: str) -> str | None:
    """What norms extend; None where they stand alone."""
    raw = yaml.load(text, Loader=_Loader)
    base = raw.get(EXTENDS) if isinstance(raw, dict) else None
    return base if isinstance(base, str) else None


def _read(text: str, file: str) -> object:
    try:
        raw = yaml.load(text, Loader=_Loader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or type(error).__name__
        raise SchemaError("schema.syntax", file=file, line=line, problem=problem) from error
    try:
        if _weight(raw, {}) > MAX_VALUES:
            raise SchemaError("schema.too_large", file=file)
        _refuse_unknown_keys(raw, text, file)
    except RecursionError as error:
        raise SchemaError("schema.syntax", file=file, line=1, problem="recursive alias") from error
    return raw


def _weight(raw: object, known: dict[int, int]) -> int:
    """How many values a tree has with its aliases written out; each is looked at once."""
    if not isinstance(raw, dict | list):
        return 1
    if id(raw) not in known:
        inside = raw.values() if isinstance(raw, dict) else raw
        known[id(raw)] = 1 + sum(_weight(value, known) for value in inside)
    return known[id(raw)]


def _at(text: str, file: str, path: PathSteps, problem: str) -> SchemaError:
    return SchemaError(
        "schema.value", file=file, line=_line(text, path), path=_shown(path), problem=problem
    )


def _shown(path: PathSteps) -> str:
    return "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in path).lstrip(".") or "$"


def _steps(where: str) -> PathSteps:
    found = re.findall(r"\.([^.\[\]]+)|\[(\d+)\]", where)
    return tuple(int(number) if number else name for name, number in found)


def _line(text: str, path: PathSteps) -> int:
    """Line, from 1, of the deepest step of a path that the file really has."""
    node = yaml.compose(text, Loader=_Loader)
    line = 1
    for step in path:
        child = None
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == step:
                    line, child = key.start_mark.line + 1, value
        elif isinstance(node, yaml.SequenceNode) and step in range(len(node.value)):
            child = node.value[step]
            line = child.start_mark.line + 1
        if child is None:
            break
        node = child
    return line


def _refuse_unknown_keys(raw: object, text: str, file: str) -> None:
    is_overlay = isinstance(raw, dict) and EXTENDS in raw
    for path, key, known in _unknown_keys(raw, Norms, ()):
        if is_overlay and (path, key) == ((), EXTENDS):
            continue
        if is_overlay and key == REMOVE and path and isinstance(path[-1], int):
            continue
        raise SchemaError(
            "schema.unknown_key",
            file=file,
            line=_line(text, (*path, key)),
            path=_shown(path),
            key=key,
            known="、".join(known),
        )


def _unknown_keys(
    raw: object, shape: Any, path: PathSteps
) -> Iterator[tuple[PathSteps, str, list[str]]]:
    if isinstance(raw, list):
        inner = get_args(shape)
        for index, entry in enumerate(raw):
            yield from _unknown_keys(entry, inner[0] if inner else None, (*path, index))
        return
    shape = next((s for s in (shape, *get_args(shape)) if is_dataclass(s)), None)
    if shape is None or not isinstance(raw, dict):
        return
    known = _types(shape)
    for key, value in raw.items():
        if key not in known:
            yield path, str(key), list(known)
        else:
            yield from _unknown_keys(value, known[key], (*path, key))


@cache
def _types(shape: type) -> dict[str, Any]:
    """Field → type, in order; to resolve the annotations costs more than to read the norms."""
    hints = get_type_hints(shape)
    return {field.name: hints[field.name] for field in fields(shape)}


def _completed(raw: object) -> object:
    """The raw tree with ids made absolute and the defaults of boxes filled in.

    Anything of the wrong shape is passed through: the typed conversion names it.
    """
    levels = raw.get("levels") if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or not isinstance(levels, list) or not _mappings(levels):
        return raw
    return {**raw, "levels": [_completed_level(level) for level in levels]}


def _mappings(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(entry, dict) for entry in value)
    return isinstance(value, dict)


def _completed_level(level: dict[str, Any]) -> dict[str, Any]:
    prefix = f"{level.get('id')}."
    sections = level.get("sections", [])
    if not _mappings(sections):
        return level
    return {**level, "sections": [_completed_section(prefix, s) for s in sections]}


def _completed_section(prefix: str, section: dict[str, Any]) -> dict[str, Any]:
    id = f"{prefix}{section.get('id')}"
    boxes, duties = section.get("boxes", []), section.get("duties", [])
    if not (_mappings(boxes) and _mappings(duties)):
        return section
    return {
        **section,
        "id": id,
        "boxes": [_completed_box(id, box) for box in boxes],
        "duties": [_completed_duty(prefix, id, duty) for duty in duties],
    }


def _completed_duty(prefix: str, section: str, duty: dict[str, Any]) -> dict[str, Any]:
    targets = {key: duty.get(key, []) for key in ("evidence", "counted", "against")}
    if not all(isinstance(listed, list) for listed in targets.values()):
        return duty
    whole = {key: [f"{prefix}{target}" for target in listed] for key, listed in targets.items()}
    return {**duty, "id": f"{section}.duty.{duty.get('id')}", **whole}


def _completed_box(section: str, box: dict[str, Any]) -> dict[str, Any]:
    id = f"{section}.{box.get('id', box.get('no'))}"
    items = box.get("items", [])
    if not _mappings(items):
        return box
    return {
        **box,
        "id": id,
        "no": box.get("no"),
        "name": box.get("name"),
        "state": box.get("state", "given"),
        "label": box.get("label") or box.get("name") or _lost_label(box.get("no")),
        "items": [_completed_item(id, item) for item in items],
    }


def _lost_label(no: object) -> str:
    return f"[盒{no}]"


def _completed_item(box: str, item: dict[str, Any]) -> dict[str, Any]:
    parent = item.get("part_of")
    whole = {**item, "id": f"{box}.{item.get('id')}"}
    return {**whole, "part_of": f"{box}.{parent}"} if parent else whole
