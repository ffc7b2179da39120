"""What was found in the search for a paper that lacks: near it, but not it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..model import FiledRecord, Note
from ..schemas.model import Box, Item
from .alike import ALIKE, likeness, subject
from .case import Case
from .findings import Close
from .shelf import record_ids, shelf_order, year_of

_BACK = 3
_MOST = 2


def near_item(case: Case, item: Item) -> tuple[Close, ...]:
    """The same of other years, open papers that look like it, the same filed for another unit."""
    names = [subject(name) for name in (item.name, *item.synonyms)]
    seen = [found.paper for found in case.sightings(item.id, _BACK)]
    others = case.shelf.namesakes.get(item.id, ())
    return (
        *_other_years(case, seen),
        *_open(case, case.box_of.get(item.id, ""), names),
        *(_other_unit(paper) for paper in others[:_MOST]),
    )


def near_box(case: Case, box: Box) -> tuple[Close, ...]:
    """Likewise for a box whose contents the norms do not name."""
    seen = [found.paper for found in case.sightings(box.id, _BACK)]
    return (*_other_years(case, seen), *_open(case, box.id, ()))


def _other_years(case: Case, seen: Sequence[FiledRecord]) -> Iterator[Close]:
    papers = [paper for paper in seen if year_of(paper.filing) != case.year]
    years = sorted({year_of(paper.filing) or 0 for paper in papers})
    if years:
        what = Note("check.close.other_year", {"years": "、".join(map(str, years))})
        yield Close(what, record_ids(papers))


def _open(case: Case, box: str, names: Sequence[frozenset[str]]) -> Iterator[Close]:
    """Papers of the review queue for which the box was considered, those alike in title first.

    A paper that is not alike is named only where the box was its best guess and no items tell
    its contents apart.
    """
    found: list[tuple[float, float, FiledRecord]] = []
    for paper, score in case.queue.get(box, ()):
        pairs = subject(paper.record.title)
        alike = max((likeness(name, pairs) for name in names), default=0.0)
        first = paper.filing.candidates[0].box_id == box
        if alike >= ALIKE or (first and not names):
            found.append((-alike, -score, paper))
    found.sort(key=lambda one: (one[0], one[1], shelf_order(one[2])))
    yield from (_open_paper(paper, -score) for _, score, paper in found[:_MOST])


def _open_paper(paper: FiledRecord, score: float) -> Close:
    values = {"title": paper.record.title, "score": f"{score:.2f}"}
    return Close(Note("check.close.open", values), (paper.record.id,))


def _other_unit(paper: FiledRecord) -> Close:
    values = {"unit": paper.filing.unit or "", "title": paper.record.title}
    return Close(Note("check.close.other_unit", values), (paper.record.id,))


def all_near(found: Iterable[Close]) -> tuple[Close, ...]:
    """Each once, in order."""
    once: list[Close] = []
    for close in found:
        if close not in once:
            once.append(close)
    return tuple(once)
