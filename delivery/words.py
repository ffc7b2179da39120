"""The words by which names and columns are understood; they ship as data."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Any

import yaml

from ..text.normalise import fold

_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>|《[^《》]*》")
_IDLE = re.compile(r"[\s*#:：、,，.。_\"']+")


@cache
def _all() -> dict[str, Any]:
    words: dict[str, Any] = yaml.safe_load(
        (resources.files(__package__) / "words.yaml").read_text("utf-8")
    )
    return words


def plain(text: str) -> str:
    """A column's title or another word, levelled: no blanks, marks or bracketed additions.

    A text that is nothing but its brackets keeps what stands in them.
    """
    folded = fold(text)
    bare = _IDLE.sub("", _BRACKETED.sub("", folded))
    return bare or _IDLE.sub("", folded).strip("()[]<>《》")


@cache
def word_set(*path: str) -> frozenset[str]:
    """The words at a place of the data, folded: ``word_set("photographs", "anywhere")``."""
    return frozenset(ordered_words(*path))


@cache
def ordered_words(*path: str) -> tuple[str, ...]:
    """The same in their order."""
    found: Any = _all()
    for step in path:
        found = found[step]
    return tuple(fold(word) for word in found)


@cache
def column_names() -> dict[str, tuple[int, str]]:
    """Folded title of a column → its rank among the titles of its field, and the field."""
    return {
        plain(title): (rank, field)
        for field, titles in _all()["columns"].items()
        for rank, title in enumerate(titles)
    }


@cache
def field_titles() -> dict[str, str]:
    """Field → the title that people know it by, in the order of a catalogue."""
    return {field: titles[0] for field, titles in _all()["columns"].items()}
