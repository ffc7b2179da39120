"""Bound files that mix what the norms, or the standard that they follow, keep apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from ..model import FiledRecord, Note
from ..schemas.model import Apart
from .case import Case
from .findings import DutyFinding, Observation
from .shelf import record_ids, year_of


def observe_mixed(case: Case, duties: Sequence[DutyFinding]) -> Iterator[Observation]:
    """One observation for each source and thing mixed.

    A filing is of one unit and year, so that a box can mix them only where one source, bound
    as it came, holds papers of several; its papers may also belong in boxes that are kept for
    different times.
    """
    rule = case.norms.separate
    for papers in case.shelf.sources.values() if rule else ():
        for apart in rule.by if rule else ():
            values = sorted({v for paper in papers if (v := _VALUES[apart](case, paper))})
            if len(values) > 1:
                said = {"path": papers[0].path, "values": "、".join(values)}
                yield Observation(
                    "mixed",
                    Note(f"check.observe.mixed_{apart.value}", said),
                    records=record_ids(papers),
                    clause=rule.clause if rule else "",
                    remedy=Note("check.remedy.part"),
                )


def _year(case: Case, paper: FiledRecord) -> str | None:
    year = year_of(paper.filing)
    return None if year is None else str(year)


def _unit(case: Case, paper: FiledRecord) -> str | None:
    return paper.filing.unit


def _retention(case: Case, paper: FiledRecord) -> str | None:
    place = case.norms.box_places.get(paper.filing.box_id or "")
    return place[2].retention if place else None


_VALUES: Mapping[Apart, Callable[[Case, FiledRecord], str | None]] = {
    Apart.YEAR: _year,
    Apart.UNIT: _unit,
    Apart.RETENTION: _retention,
}
