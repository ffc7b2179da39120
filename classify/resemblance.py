"""Which papers are so alike that one answer may serve them all.

What is left of a title without units, dates and numbers, or the column names of a form: a
monthly table resembles that of the next month, a community's that of another community.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from ..model import Document, FiledRecord
from ..text.normalise import fold
from .doctype import without_type
from .paper import paper_of

_TOLD = 2
_COLUMNS = 3
_MOST_COLUMNS = 12
_DATES = re.compile(
    r"第?[0-9〇零一二三四五六七八九十]{1,8}(?:年度?|月份?|日|号|季度|期|届|次|周)?|[上下]半年|全年|[年季月]度"
)
_MARKS = re.compile(r"[^\u3400-\u9fffa-z]")

K = TypeVar("K", bound=Hashable)


def title_form(one: FiledRecord, names: Iterable[str] = ()) -> str | None:
    """A printed title without units, dates and numbers; None where too little is left.

    Args:
        one: The record.
        names: Of units that the archive knows.

    >>> from danghe.model import FiledRecord, Filing, Record
    >>> record = Record("1-1", "1", 1, 0, 9, "桂湾社区2023年第一季度设备检修表")
    >>> title_form(FiledRecord(record, Filing("1-1", unit="桂湾社区"), "x"))
    '设备检修表'
    """
    if one.record.title_made:
        return None
    form = fold(one.record.title)
    own = (one.filing.unit,) if one.filing.unit else ()
    for name in sorted({*own, *names}, key=len, reverse=True):
        form = form.replace(fold(name), "")
    form = _MARKS.sub("", _DATES.sub("", form))
    return form if len(without_type(form)) >= _TOLD else None


def column_form(document: Document) -> str | None:
    """The column names of a paper's tables; None for fewer than three."""
    names = paper_of(document, 0, len(document.text)).column_names
    bare = [_MARKS.sub("", fold(name)) for name in names]
    columns = list(dict.fromkeys(name for name in bare if name))[:_MOST_COLUMNS]
    return "|".join(columns) if len(columns) >= _COLUMNS else None


def together(keys: Sequence[K | None]) -> tuple[tuple[int, ...], ...]:
    """Places of equal keys, the largest group first; a None is a group of its own."""
    groups: dict[object, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        groups[(place,) if key is None else (key, "")].append(place)
    return tuple(map(tuple, sorted(groups.values(), key=lambda group: (-len(group), group))))
