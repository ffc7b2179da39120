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
    naming = [paper for paper in case.shelf.this_year if _stated(case, paper).attachments]
    titles = _Titles(case) if naming else None
    for paper in naming:
        named = _stated(case, paper).attachments
        absent = [part for part in named if titles and not titles.hold(paper, part.name)]
        if absent:
            yield _observation(case, paper, absent)


_NOTHING = Statements()
# So many titles that share two neighbouring characters are looked at.
_MOST = 200


def _stated(case: Case, paper: FiledRecord) -> Statements:
    return case.statements.get(paper.record.id, _NOTHING)


class _Titles:
    """What the papers of the unit and year, and the parts of them, are called."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._bearers: dict[frozenset[str], set[str]] = {}
        self._found: dict[frozenset[str], frozenset[str]] = {}
        for paper in case.shelf.this_year:
            for name in (paper.record.title, *(part.name for part in _stated(case, paper).parts)):
                # Two are enough to know whether anything but one paper bears a name.
                bearers = self._bearers.setdefault(subject(name), set())
                if len(bearers) < 2:
                    bearers.add(paper.record.id)
        self._named: dict[str, list[frozenset[str]]] = {}
        for pairs in self._bearers:
            for pair in pairs:
                self._named.setdefault(pair, []).append(pairs)

    def hold(self, paper: FiledRecord, name: str) -> bool:
        """Whether something else than the paper's own title bears a name."""
        wanted = subject(name)
        if not wanted:
            return True
        parts = _stated(self._case, paper).parts
        if any(likeness(wanted, subject(part.name)) >= ALIKE for part in parts):
            return True
        if wanted not in self._found:
            self._found[wanted] = self._like(wanted)
        return not self._found[wanted] <= {paper.record.id}

    def _like(self, wanted: frozenset[str]) -> frozenset[str]:
        rarest = sorted(wanted, key=lambda pair: (len(self._named.get(pair, ())), pair))
        near = {pairs for pair in rarest for pairs in self._named.get(pair, ())[:_MOST]}
        alike = [pairs for pairs in near if likeness(wanted, pairs) >= ALIKE]
        return frozenset(record for pairs in alike for record in self._bearers[pairs])


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
