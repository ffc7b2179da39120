"""Where a duty about the words of papers looks, and what was read there."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import FiledRecord, FindingStatus, Note
from ..schemas.model import Duty
from ..stated import Passage, Statements
from .case import Case
from .findings import Evidence
from .shelf import record_ids, shelf_order
from .verdict import Verdict

MOST_DETAILS = 20
"""So many places are told one by one; more would bury the finding."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a duty could look at.

    Attributes:
        targets: Ids of the boxes and items looked at: those that the norms name, else the
            boxes of its section.
        papers: This year's papers there, in the shelf's order.
        read: Those of them whose statements are known, with them.
    """

    targets: tuple[str, ...]
    papers: tuple[FiledRecord, ...]
    read: tuple[tuple[FiledRecord, Statements], ...]

    @property
    def records(self) -> tuple[str, ...]:
        """Ids of the records looked at."""
        return record_ids(self.papers)


def look(case: Case, duty: Duty, *, wide: bool = False) -> Look:
    """The papers that could state what a duty asks.

    Args:
        case: What is judged.
        duty: The duty.
        wide: Look into all boxes of its section, beside what the norms name as evidence.
    """
    boxes = tuple(box.id for box in case.section_of(duty).boxes)
    targets = tuple(dict.fromkeys((*duty.evidence, *boxes))) if wide else duty.evidence or boxes
    found = {s.paper.record.id: s.paper for t in targets for s in case.sightings(t)}
    papers = tuple(sorted(found.values(), key=shelf_order))
    read = tuple(
        (paper, case.statements[paper.record.id])
        for paper in papers
        if paper.record.id in case.statements
    )
    return Look(targets, papers, read)


def unread(case: Case, looked: Look) -> Verdict | None:
    """The verdict where there is nothing to judge by; None where something was read."""
    if looked.read:
        return None
    if not case.statements or looked.papers:
        why = "check.why.figures_unread"
    elif not looked.targets:
        why = "check.why.no_evidence_named"
    else:
        why = "check.why.nothing_to_read"
    return left_open(looked, Note(why))


def left_open(looked: Look, reason: Note) -> Verdict:
    """*Not checked*, with what was looked at."""
    return Verdict(
        FindingStatus.NOT_CHECKED, looked.records, reason=reason, searched=looked.targets
    )


def cite(paper: FiledRecord, passage: Passage) -> Evidence:
    """A passage of a paper as evidence."""
    page = passage.page if passage.page is not None else paper.record.first_page
    return Evidence(paper.record.id, passage.text, page)
