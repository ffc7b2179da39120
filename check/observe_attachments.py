"""Attachments that a paper names and that are nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model import FiledRecord, Note
from ..stated import BoundPart, Statements
from .alike import ALIKE, likeness, subject
from .case import Case
from .findings import DutyFinding, Observation
from .looking import cite


def observe_attachments(case: Case, duties: Sequence[DutyFinding]) -> Iterator[Observation]:
    """One observation for each paper with attachments that neither it nor its box holds.

    An attachment is there as a part of the paper's own file, as another record of the same
    source, or as a paper of the unit and year whose title is alike.
    """
    titles = _Titles(case)
    for paper in case.shelf.this_year:
        statements = case.statements.get(paper.record.id, Statements())
        absent = [part for part in statements.attachments if not titles.hold(paper, part.name)]
        if absent:
            yield _observation(case, paper, absent)


class _Titles:
    """Titles of the papers of the unit and year, found by the pairs of characters in them."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._named: dict[str, list[tuple[str, frozenset[str]]]] = {}
        for paper in case.shelf.this_year if case.statements else ():
            parts = case.statements.get(paper.record.id, Statements()).parts
            for name in (paper.record.title, *(part.name for part in parts)):
                pairs = subject(name)
                for pair in pairs:
                    self._named.setdefault(pair, []).append((paper.record.id, pairs))

    def hold(self, paper: FiledRecord, name: str) -> bool:
        """Whether something else than the paper's own title bears a name."""
        wanted = subject(name)
        if not wanted:
            return True
        parts = self._case.statements[paper.record.id].parts
        if any(likeness(wanted, subject(part.name)) >= ALIKE for part in parts):
            return True
        rarest = min(wanted, key=lambda pair: (len(self._named.get(pair, ())), pair))
        return any(
            likeness(wanted, pairs) >= ALIKE
            for pair in (rarest, *sorted(wanted)[:3])
            for id, pairs in self._named.get(pair, ())[:200]
            if id != paper.record.id
        )


def _observation(case: Case, paper: FiledRecord, absent: Sequence[BoundPart]) -> Observation:
    place = case.norms.box_places.get(paper.filing.box_id or "")
    names = "、".join(part.name for part in absent)
    return Observation(
        "attachment",
        Note("check.observe.attachment", {"title": paper.record.title, "names": names}),
        target=paper.filing.box_id or "",
        section=place[1].name if place else "",
        records=(paper.record.id,),
        passages=tuple(cite(paper, part.passage) for part in absent),
        remedy=Note("check.remedy.partner"),
    )
