"""Papers that belong together: which of one sort have their partner of the other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

from ..model import FiledRecord
from ..schemas.model import Norms, PairBy
from ..stated import Statements
from ..text.normalise import fold
from .alike import ALIKE, likeness, subject
from .case import Case

# Pairs of characters that more titles than this share do not tell them apart.
_COMMON = 50


def lone(
    case: Case,
    ones: Sequence[FiledRecord],
    others: Sequence[FiledRecord],
    needs: Collection[str],
    by: Collection[PairBy],
) -> list[FiledRecord]:
    """The papers of ``ones`` that no other paper belongs to, each other serving one of them.

    A volume that also holds the other sort has its partner inside. Then papers of one source
    belong together, then those of one box and day, then those alike in subject.

    Args:
        case: What to judge.
        ones: Papers that call for another, in the shelf's order.
        others: Papers that could be it, likewise.
        needs: Document types of the other sort.
        by: What shows that two belong together.
    """
    sources = {paper.record.source_sha256 for paper in others}
    left = [
        paper
        for paper in ones
        if paper.record.source_sha256 not in sources and not _holds(case, paper, needs)
    ]
    own = {paper.record.source_sha256 for paper in ones}
    free = [paper for paper in others if paper.record.source_sha256 not in own]
    if PairBy.DAY in by:
        left, free = _by_day(left, free)
    if PairBy.SUBJECT in by:
        idle = (*_types([*ones, *others]), case.unit)
        left = _by_subject(left, free, idle)
    return left


def _types(papers: Iterable[FiledRecord]) -> set[str]:
    return {paper.record.doctype for paper in papers if paper.record.doctype}


def _holds(case: Case, paper: FiledRecord, needs: Collection[str]) -> bool:
    """Whether a paper holds the other sort itself: as a part, or as one of several items."""
    parts = case.statements.get(paper.record.id, Statements()).parts
    words = [fold(word) for word in needs]
    if any(word in fold(part.name) for part in parts for word in words):
        return True
    items = paper.filing.item_ids
    return len(items) > 1 and any(not _kinds(case.norms, item).isdisjoint(needs) for item in items)


def _kinds(norms: Norms, item: str) -> frozenset[str]:
    found = norms.items.get(item)
    return frozenset(norms.kinds.get(found.kind, ()) if found else ())


def _by_day(
    ones: Sequence[FiledRecord], others: Sequence[FiledRecord]
) -> tuple[list[FiledRecord], list[FiledRecord]]:
    free: dict[tuple[str, str], list[FiledRecord]] = defaultdict(list)
    undated: list[FiledRecord] = []
    for paper in others:
        day = _day(paper)
        (free[day] if day else undated).append(paper)
    left: list[FiledRecord] = []
    for paper in ones:
        day = _day(paper)
        if day and free.get(day):
            free[day].pop(0)
        else:
            left.append(paper)
    return left, [*undated, *(paper for papers in free.values() for paper in papers)]


def _day(paper: FiledRecord) -> tuple[str, str] | None:
    day = paper.record.date or ""
    return (paper.filing.box_id or "", day) if len(day) == len("2023-05-06") else None


def _by_subject(
    ones: Sequence[FiledRecord], others: Sequence[FiledRecord], idle: Collection[str]
) -> list[FiledRecord]:
    """Best likenesses first; found by the pairs of characters that few titles share."""
    wanted = [subject(paper.record.title, idle) for paper in ones]
    offered = [subject(paper.record.title, idle) for paper in others]
    places: dict[str, list[int]] = defaultdict(list)
    for n, pairs in enumerate(offered):
        for pair in pairs:
            places[pair].append(n)
    scored: list[tuple[float, int, int]] = []
    undecided: set[int] = set()
    for n, pairs in enumerate(wanted):
        telling = [pair for pair in pairs if pair not in places or len(places[pair]) <= _COMMON]
        if pairs and not telling:
            # Like dozens of others: which one belongs to it cannot be told, nor that none does.
            undecided.add(n)
        near = Counter(m for pair in telling for m in places.get(pair, ()))
        for m, _ in near.most_common(_COMMON):
            score = likeness(pairs, offered[m])
            if score >= ALIKE:
                scored.append((-score, n, m))
    served = undecided | _matched(scored)
    return [paper for n, paper in enumerate(ones) if n not in served]


def _matched(scored: list[tuple[float, int, int]]) -> set[int]:
    served: set[int] = set()
    taken: set[int] = set()
    for _, n, m in sorted(scored):
        if n not in served and m not in taken:
            served.add(n)
            taken.add(m)
    return served
