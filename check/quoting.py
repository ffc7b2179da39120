"""Places in papers, in words; personal numbers masked."""

from __future__ import annotations

from collections.abc import Sequence

from ..messages import translate
from ..text.mask import mask_personal
from .findings import Evidence, UnitCheck
from .problems import Problem
from .words import printable, say

_LONGEST = 120


def quote(check: UnitCheck, evidence: Evidence) -> str:
    """The words of a passage behind the title and page of its paper."""
    words = shown(evidence.passage)
    if len(words) > _LONGEST:
        words = words[: _LONGEST - 1] + "…"
    return translate("check.quote", where=_where(check, evidence), passage=words)


def quotes(check: UnitCheck, passages: Sequence[Evidence], limit: int | None = None) -> list[str]:
    """The first passages in words."""
    return [quote(check, passage) for passage in passages[:limit]]


def _where(check: UnitCheck, evidence: Evidence) -> str:
    paper = check.papers.get(evidence.record)
    title = shown(paper.title) if paper else evidence.record
    if evidence.page is None:
        return translate("check.cite", title=title)
    return translate("check.cite_at", title=title, page=evidence.page)


def shown(text: str) -> str:
    """A text as it may be shown: on one line, personal numbers masked."""
    return mask_personal(" ".join(printable(text).split()))


def asides(problem: Problem) -> list[str]:
    """What stands under a problem: its places, what was found near it, what to do."""
    notes = [*problem.details, *(close.what for close in problem.close)]
    return [shown(say(note)) for note in (*notes, *([problem.remedy] if problem.remedy else ()))]
