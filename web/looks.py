"""How a text without a layout is shown readable: only its looks are guessed, never its words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..text.normalise import fold

_LONGEST_TITLE = 80
_LONGEST_POINT = 40
_LONGEST_FIGURE = 20
_NUMBER = "[一二三四五六七八九十百〇零]{1,4}"
_POINT = re.compile(rf"\s{{0,8}}(?:第{_NUMBER}[编篇章节部]|{_NUMBER}、|[（(]{_NUMBER}[）)])")
_GOES_ON = "。；;！!？?，,：:、"
_GAP = re.compile(r"(?<=\S)(?: {2,}|[\t\u3000]+)(?=\S)")
_FIGURE = re.compile(r"[-+(（]?[0-9][0-9.,:/%‰ -]*[)）]?")


def look_of(text: str, title: str) -> str:
    """What a paragraph looks like: ``title``, ``point``, ``columns`` or, running text, nothing.

    Args:
        text: Of the paragraph.
        title: Of the paper, folded.
    """
    if title and len(text) <= _LONGEST_TITLE and fold(text) == title:
        return "title"
    bare = text.strip()
    if len(bare) <= _LONGEST_POINT and bare[-1:] not in _GOES_ON and _POINT.match(bare):
        return "point"
    return "columns" if len(_GAP.findall(text[:400])) >= 2 else ""


def is_figure(text: str) -> bool:
    """Whether a cell holds a number, a share, a day or the like."""
    bare = text.strip()
    return len(bare) <= _LONGEST_FIGURE and bool(_FIGURE.fullmatch(bare))


def has_head(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row of a table names its columns: all filled, different, no figures."""
    if len(rows) < 2 or len(rows[0]) < 2 or len(rows[0]) < len(rows[1]):
        return False
    names = [cell.strip() for cell in rows[0]]
    filled = all(names) and len(set(names)) == len(names)
    return filled and not any(map(is_figure, names))
