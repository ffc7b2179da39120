"""Personal numbers hidden in a whole value, wherever in it they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from ..text.mask import mask_personal

T = TypeVar("T")

# The twelve digits of an id may look like a telephone number.
_RECORD_ID = re.compile(r"[0-9a-f]{12}-[0-9]+")


def masked(value: T) -> T:
    """A finding, check or report in which ID-card, phone and bank numbers are hidden.

    Args:
        value: Frozen dataclasses, tuples, lists and mappings of texts, to any depth. Ids of
            records and the keys of mappings stay as they are.
    """
    return rewritten(value, mask_personal)


def rewritten(value: T, change: Callable[[str], str]) -> T:
    """The same value with every text in it changed, save for ids of records."""
    changed: Any = _rewritten(value, change)
    return changed  # type: ignore[no-any-return]


def _rewritten(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str) and not isinstance(value, Enum):
        return value if _RECORD_ID.fullmatch(value) else change(value)
    if isinstance(value, tuple | list):
        return type(value)(_rewritten(one, change) for one in value)
    if isinstance(value, Mapping):
        return {key: _rewritten(one, change) for key, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        parts = {one.name: getattr(value, one.name) for one in fields(value) if one.init}
        return replace(value, **{name: _rewritten(part, change) for name, part in parts.items()})
    return value
