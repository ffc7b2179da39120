"""Duties on the order in which the parts of one bound file lie."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..classify.doctype import OTHER, type_of_title
from ..model import FiledRecord, FindingStatus, Note
from ..schemas.model import Duty
from ..stated import BoundPart, Statements
from ..text.normalise import fold
from .case import Case
from .findings import Evidence
from .looking import MOST_DETAILS, Look, left_open, look, unread
from .verdict import Verdict

# A cover has no heading: whatever lies before the first heading is one.
_COVERS = ("封面", "封皮")
_LEAST_SHARED = 2


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bound file as it lies there."""

    record: str
    name: str
    page: int | None
    at_start: bool


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound file with its parts from top to bottom."""

    title: str
    records: tuple[str, ...]
    parts: tuple[Part, ...]


def judge_binding(case: Case, duty: Duty) -> Verdict:
    """Judge each bound file: every part of the order is there, and none before its turn.

    A file is bound where one record states its parts, or several records lie in one source.
    Papers that lie apart have no order.
    """
    looked = look(case, duty)
    nothing = unread(case, looked)
    if nothing is not None:
        return nothing
    files = [bound for bound in _bound(looked) if len(bound.parts) > 1]
    orders = [one.order for one in case.section_of(duty).duties if one.order]
    files = [bound for bound in files if _is_meant(bound, duty, orders)]
    if not files or not duty.order:
        return left_open(looked, Note("check.why.not_bound"))
    wrong = [(bound, notes) for bound in files if (notes := _faults(bound, duty.order))]
    told = [bound for bound, _ in wrong] or files
    details = [note for _, notes in wrong for note in notes]
    values = {"count": str(len(wrong)), "first": wrong[0][0].title if wrong else ""}
    return Verdict(
        FindingStatus.PARTIAL if wrong else FindingStatus.COMPLETE,
        tuple(dict.fromkeys(record for bound in told for record in bound.records)),
        reason=Note("check.reason.bound", values) if wrong else None,
        details=tuple(details[:MOST_DETAILS]),
        passages=tuple(
            Evidence(part.record, part.name, part.page)
            for bound in told
            for part in bound.parts[:MOST_DETAILS]
        )[:MOST_DETAILS],
        searched=looked.targets,
    )


def _bound(looked: Look) -> Iterator[Bound]:
    sources: dict[str, list[tuple[FiledRecord, Statements]]] = defaultdict(list)
    for paper, statements in looked.read:
        sources[paper.record.source_sha256].append((paper, statements))
    for papers in sources.values():
        papers.sort(key=lambda pair: pair[0].record.ordinal)
        parts = tuple(part for pair in papers for part in _parts(*pair))
        records = tuple(paper.record.id for paper, _ in papers)
        yield Bound(papers[0][0].record.title, records, parts)


def _parts(paper: FiledRecord, statements: Statements) -> Iterator[Part]:
    record = paper.record
    if not statements.parts:
        yield Part(record.id, record.title, record.first_page, record.start == 0)
    for part in statements.parts:
        yield Part(record.id, part.name, part.passage.page or record.first_page, _first(part))


def _first(part: BoundPart) -> bool:
    """Whether nothing lies before a part."""
    return part.passage.start == 0 or part.passage.page == 1


def _is_meant(bound: Bound, duty: Duty, orders: Sequence[Sequence[str]]) -> bool:
    """Whether an order is for a bound file: no other of the section fits better.

    Where the norms name no evidence, at least half of the parts must be there besides.
    """
    share = _share(bound, duty.order)
    if not duty.evidence and 2 * share < 1:
        return False
    return all(share >= _share(bound, order) for order in orders)


def _share(bound: Bound, order: Sequence[str]) -> float:
    named = {n for n, name in enumerate(order) if fold(name) not in _COVERS}
    there = {place for part in bound.parts for place in _places(part.name, order)}
    return len(there & named) / len(named) if named else 0.0


def _faults(bound: Bound, order: Sequence[str]) -> list[Note]:
    places = [_places(part.name, order) for part in bound.parts]
    there = {place for several in places for place in several}
    first = bound.parts[0]
    # A cover bears the name of the whole, not of a part; or it has no heading at all.
    if not first.at_start or not places[0]:
        there |= {n for n, name in enumerate(order) if fold(name) in _COVERS}
    notes: list[Note] = []
    absent = [name for place, name in enumerate(order) if place not in there]
    if absent:
        values = {"title": bound.title, "names": "、".join(absent)}
        notes.append(Note("check.detail.parts_absent", values))
    notes += _turned(bound, [min(several, default=None) for several in places], order)
    return notes


def _turned(bound: Bound, places: Sequence[int | None], order: Sequence[str]) -> Iterator[Note]:
    """Parts that lie behind one that they should precede, each told of the part before its turn."""
    told: set[int] = set()
    for n, early in enumerate(places):
        later = [place for place in places[n + 1 :] if place is not None]
        if early is None or early in told or not later or min(later) >= early:
            continue
        told.add(early)
        page = bound.parts[n].page
        values = {"title": bound.title, "name": order[early], "after": order[min(later)]}
        if page is None:
            yield Note("check.detail.part_early_unpaged", values)
        else:
            yield Note("check.detail.part_early", values | {"page": str(page)})


def _places(name: str, order: Sequence[str]) -> tuple[int, ...]:
    """Which parts of the order a heading names: all that it spells out, else the best one."""
    folded = [fold(asked) for asked in order]
    spelt = tuple(n for n, asked in enumerate(folded) if asked in fold(name))
    if spelt:
        return spelt
    scores = [_score(fold(name), asked) for asked in folded]
    best = max(scores, default=(0, 0))
    return (scores.index(best),) if best > (0, 0) and scores.count(best) == 1 else ()


def _score(name: str, asked: str) -> tuple[int, int]:
    """How well a heading names a part: within it, of a common end, or of one type of paper."""
    if len(name) >= _LEAST_SHARED and name in asked:
        return 3, len(name)
    shared = 0
    while shared < min(len(name), len(asked)) and name[-1 - shared] == asked[-1 - shared]:
        shared += 1
    if shared >= _LEAST_SHARED:
        return 2, shared
    of, wanted = type_of_title(name), type_of_title(asked)
    alike = of is not None and wanted is not None and of[0] == wanted[0] != OTHER
    return (1, 0) if alike else (0, 0)
