"""Papers whose partner an inspector would look for, by the pairs that the norms name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from ..model import FiledRecord, Note
from ..schemas.model import Pair
from .case import Case
from .findings import DutyFinding, Observation
from .pairs import lone
from .shelf import record_ids


def observe_pairs(case: Case, duties: Sequence[DutyFinding]) -> Iterator[Observation]:
    """One observation for each pair and box with papers that stand alone."""
    filed = case.shelf.this_year
    for pair in case.norms.pairs:
        ones = [p for p in filed if p.filing.box_id and _calls(case, pair, p)]
        others = [paper for paper in filed if paper.record.doctype in pair.needs]
        left = sorted(lone(case, ones, others, pair.needs, pair.by), key=_box)
        for box, papers in groupby(left, key=_box):
            yield _observation(case, pair, box, list(papers))


def _calls(case: Case, pair: Pair, paper: FiledRecord) -> bool:
    record = paper.record
    if record.doctype not in pair.of:
        return False
    if pair.own and record.author is not None and record.author != case.unit:
        return False
    return not pair.about or any(word in record.title for word in pair.about)


def _box(paper: FiledRecord) -> str:
    return paper.filing.box_id or ""


def _observation(case: Case, pair: Pair, box: str, papers: list[FiledRecord]) -> Observation:
    place = case.norms.box_places.get(box)
    types = sorted({paper.record.doctype or "" for paper in papers})
    values = {
        "count": str(len(papers)),
        "of": "、".join(types),
        "needs": "、".join(pair.needs),
        "title": papers[0].record.title,
    }
    return Observation(
        "unpaired",
        Note("check.observe.unpaired", values),
        target=box,
        section=place[1].name if place else "",
        records=record_ids(papers),
        remedy=Note("check.remedy.partner"),
    )
