"""Clauses of regulations, norms and outlines: where each stands and by what path it is cited.

``labels`` finds what may be a label, ``outline`` decides which are and how they nest, ``cutting``
makes clauses of them, ``passages`` what an index takes as one unit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .cutting import Clause, clauses
from .passages import Passage, passages

__all__ = ["Clause", "Passage", "clause_label", "clauses", "is_regulation", "passages"]

_FEWEST_ARTICLES = 3
_FEWEST_POINTS = 4
_DIVISION = re.compile(r"第.{1,20}(?:编|編|篇|部分|章|节|節)\Z|附[件录錄表]")
_ARTICLE = re.compile(r"第.{1,20}[条條](?:之.{1,3})?\Z|第.{1,4}款\Z")


def clause_label(path: Sequence[str]) -> str:
    """A path as one would cite it: 第四章 第二节 三、2, or 第三十二条第二款（二）.

    Args:
        path: Labels of a clause, as ``Clause.path`` has them.

    Returns:
        The citation; an empty string for an empty path.
    """
    cited = ""
    for label, following in zip(path, (*path[1:], ""), strict=False):
        if following.startswith(label + ".") and label[:1].isdigit():
            continue
        cited += _joint(cited, label) + label
        if _DIVISION.match(label):
            cited += " "
    return cited.rstrip(" 、．.")


def _joint(cited: str, label: str) -> str:
    """What parts a label from those before it."""
    if not cited or cited[-1] == " ":
        return ""
    if _DIVISION.match(label):
        return "" if cited[-1] == "、" else " "
    if _ARTICLE.match(label):
        return "" if label.endswith("款") else " "
    after_number = cited[-1].isdigit() and label[:1].isdigit()
    return " " if after_number or (cited[-1] in "条條款" and label[0] not in "（①") else ""


def is_regulation(text: str, found: Sequence[Clause] | None = None) -> bool:
    """Whether a text is built of clauses, so that a place in it is best named by its path.

    True for what has at least three articles, and for an outline (一、 （一） 1.) whose clauses
    hold more than half of the text. Reports and summaries under numbered headings are outlines
    too and count: a path shown for one does no harm, one left out of norms does. Running text,
    letters and tables are not.

    Args:
        text: Original text.
        found: Its clauses, where they are known.
    """
    found = clauses(text) if found is None else found
    articles = {clause.path[: _depth(clause.path)] for clause in found if _depth(clause.path)}
    if len(articles) >= _FEWEST_ARTICLES:
        return True
    points = [clause for clause in found if clause.path]
    held = sum(clause.end - clause.start for clause in points)
    return len(points) >= _FEWEST_POINTS and held * 2 > len(text)


def _depth(path: Sequence[str]) -> int:
    """How many labels lead to the article of a path; 0 without one."""
    for index, label in enumerate(path):
        if _ARTICLE.match(label):
            return index + 1
    return 0
