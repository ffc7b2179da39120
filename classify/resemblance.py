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
_MOST_FORMS = 200_000
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
    unit, known = one.filing.unit, tuple(map(fold, names))
    return _form(one.record.title, unit, known) if not one.record.title_made else None


class TitleForms:
    """Forms of very many titles, each worked out once.

    Args:
        names: Of units that the archive knows.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._known = tuple(map(fold, names))
        self._forms: dict[tuple[str, str | None], str | None] = {}

    def of(self, title: str, unit: str | None, *, made: bool) -> str | None:
        """As ``title_form``.

        Args:
            title: Of the record.
            unit: That it is filed under.
            made: The title was made up.
        """
        if made:
            return None
        key = title, unit
        if key not in self._forms:
            if len(self._forms) >= _MOST_FORMS:
                self._forms.clear()
            self._forms[key] = _form(title, unit, self._known)
        return self._forms[key]


def _form(title: str, unit: str | None, known: Sequence[str]) -> str | None:
    form = fold(title)
    names = {name for name in known if name in form}
    if unit:
        names.add(fold(unit))
    for name in sorted(names, key=len, reverse=True):
        form = form.replace(name, "")
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
