"""A schema tree as YAML, in the form of the norms that ship: one line for an item or a duty."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

# What YAML reads as the same string without quotes, in a block and within [ ] or { }.
_PLAIN = re.compile(r"[\u4e00-\u9fff（《“A-Za-z][\u4e00-\u9fff（）《》“”、，。；A-Za-z0-9_./%-]*\Z")
_RESERVED = re.compile(r"(?i:true|false|null|yes|no|on|off|y|n|~|nan|inf)\Z")
_UNWRITTEN = re.compile("[\ud800-\udfff\ufffe\uffff\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


def dump(tree: dict[str, Any]) -> str:
    """YAML of a schema tree.

    Args:
        tree: Nested dictionaries and lists of strings, numbers, truth values and None.
    """
    return "\n".join(_top(tree)) + "\n"


def _top(tree: dict[str, Any]) -> Iterator[str]:
    for key, value in tree.items():
        if key == "levels":
            yield "levels:" if value else "levels: []"
            for level in value:
                yield from _entry(level, "", ("sections",))
        elif isinstance(value, dict):
            yield f"{key}:" if value else f"{key}: {{}}"
            yield from (f"  {name}: {_flow(one)}" for name, one in value.items())
        else:
            yield f"{key}: {_flow(value)}"


_NESTED = {"sections": ("boxes", "duties"), "boxes": ("items",), "duties": (), "items": ()}
_LISTED = ("responsibilities",)


def _entry(entry: dict[str, Any], indent: str, nested: tuple[str, ...]) -> Iterator[str]:
    """A mapping as one entry of a list; what nests in it on lines of its own."""
    lead = f"{indent}- "
    for key, value in entry.items():
        if key in nested:
            yield f"{lead}{key}:" if value else f"{lead}{key}: []"
            for one in value:
                if _NESTED[key] and any(name in one for name in _NESTED[key]):
                    yield from _entry(one, f"{indent}  ", _NESTED[key])
                elif key == "sections":
                    yield from _entry(one, f"{indent}  ", ())
                else:
                    yield f"{indent}  - {_flow(one)}"
        elif key in _LISTED:
            yield f"{lead}{key}:"
            yield from (f"{indent}  - {_flow(one)}" for one in value)
        else:
            yield f"{lead}{key}: {_flow(value)}"
        lead = f"{indent}  "


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, str):
        return _string(value)
    return json.dumps(value)


def _string(text: str) -> str:
    if _PLAIN.match(text) and not _RESERVED.match(text):
        return text
    return json.dumps(_UNWRITTEN.sub("", text), ensure_ascii=False)
