"""What a check states: findings about boxes, items and duties, as frozen values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from ..model import FindingStatus, Note, Waiver
from ..schemas.model import BoxState, DutyKind, Every

LACKING = frozenset({FindingStatus.MISSING, FindingStatus.PARTIAL})


class Severity(StrEnum):
    """How much a finding weighs; ``severity.py`` has the rule."""

    GRAVE = "grave"
    ORDINARY = "ordinary"
    MINOR = "minor"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in a paper.

    Attributes:
        record: Id of the record.
        passage: The words, as printed; personal numbers are masked where it is shown.
        page: Where pages exist.
    """

    record: str
    passage: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Close:
    """What was found in the search that is not what was sought, but near it.

    Attributes:
        what: The sentence.
        records: Ids of the records it speaks of.
    """

    what: Note
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """How a record that findings cite is shown.

    Attributes:
        title: A made-up one stands in [ ] (DA/T 22-2015).
        path: Of the source it lies in.
        page: First page, where pages exist.
    """

    title: str
    path: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class ItemFinding:
    """State of one item of a box.

    Attributes:
        item_id: As in the norms.
        name: Likewise.
        status: Presence of a paper, and of one for every period that can be counted.
        records: Ids of the records that evidence it.
        missing_periods: Periods without a paper, such as ``2023-05``.
        open_periods: Periods that could not be judged: not yet due, or not searched.
        part_of: Id of the item that it is a part of.
        optional: Asked for only in a case that need not occur.
        clauses: Where the norms ask for it, duties included.
        notes: What the reader should know.
        unchecked: What of it was not checked, apart from duties, which say so themselves.
        severity: Of what lacks; None where nothing does.
        remedy: What to do about it.
        close: What was found near it.
    """

    item_id: str
    name: str
    status: FindingStatus
    records: tuple[str, ...] = ()
    missing_periods: tuple[str, ...] = ()
    open_periods: tuple[str, ...] = ()
    part_of: str | None = None
    optional: bool = False
    clauses: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    unchecked: tuple[Note, ...] = ()
    severity: Severity | None = None
    remedy: Note | None = None
    close: tuple[Close, ...] = ()


@dataclass(frozen=True, slots=True)
class BoxFinding:
    """State of one box.

    Attributes:
        box_id: As in the norms.
        level: Level id.
        section_id: As in the norms.
        section_no: None for a level without numbered sections.
        section: Name of the section.
        no: Number of the box, None where lost.
        name: For the screen; in [ ] where the norms lost it.
        state: How much of the box the norms give.
        status: A lost box is always *not checked*.
        items: In the norms' order.
        missing_items: Names of the items with status *missing*.
        missing_periods: Of its items and of the duties it evidences, in order.
        records: Ids of all records of the box in this year.
        unassigned: Those of them that no item could be named for.
        misplaced: Those of them that evidence items of other boxes only.
        clauses: Where the norms ask for it, duties on the whole box included.
        notes: What the reader should know.
        severity: Of what lacks; None where nothing does.
        remedy: What to do about it.
        close: What was found near it.
    """

    box_id: str
    level: str
    section_id: str
    section_no: int | None
    section: str
    no: int | None
    name: str
    state: BoxState
    status: FindingStatus
    items: tuple[ItemFinding, ...] = ()
    missing_items: tuple[str, ...] = ()
    missing_periods: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    unassigned: tuple[str, ...] = ()
    misplaced: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    severity: Severity | None = None
    remedy: Note | None = None
    close: tuple[Close, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyFinding:
    """State of one duty.

    Attributes:
        duty_id: As in the norms.
        duty: What is asked, in few words.
        kind: How it is checked.
        status: *not checked* where papers cannot or do not yet answer it.
        section: Name of its section.
        every: For cadences.
        evidence: Ids of the records found that bear on it.
        missing_periods: Periods without a paper.
        open_periods: Periods that could not be judged.
        reason: Why the status; None for a plain *complete*.
        why_open: Why the open periods could not be judged.
        clause: Where the norms ask for it.
        searched: Ids of the boxes and items that were searched.
        lands_on: Smallest box or item that holds all its evidence, if there is one.
        scope: Ids of the boxes and items whose lack explains the lack it states.
        details: Each place that speaks against it, the worst first; late papers too.
        passages: The words in the papers that the judgement rests on.
        severity: Of what lacks; None where nothing does.
        remedy: What to do about it.
        close: What was found near it.
    """

    duty_id: str
    duty: str
    kind: DutyKind
    status: FindingStatus
    section: str = ""
    every: Every | None = None
    evidence: tuple[str, ...] = ()
    missing_periods: tuple[str, ...] = ()
    open_periods: tuple[str, ...] = ()
    reason: Note | None = None
    why_open: Note | None = None
    clause: str = ""
    searched: tuple[str, ...] = ()
    lands_on: str | None = None
    scope: tuple[str, ...] = ()
    details: tuple[Note, ...] = ()
    passages: tuple[Evidence, ...] = ()
    severity: Severity | None = None
    remedy: Note | None = None
    close: tuple[Close, ...] = ()


@dataclass(frozen=True, slots=True)
class NotChecked:
    """Something that the check did not judge, and why. Never counts as passed."""

    what: Note
    why: Note


@dataclass(frozen=True, slots=True)
class Observation:
    """Something that no clause of the norms makes a breach, but that an inspector wants to know.

    Attributes:
        kind: ``late``, ``unpaired``, ``attachment``, ``ceased`` or ``mixed``.
        what: The sentence.
        target: Id of the box, item or duty it is about; empty where it is about a file.
        section: Name of the section, or empty.
        records: Ids of the records it rests on.
        passages: Their words, where words matter.
        clause: Where a rule behind it stands, or empty.
        remedy: What to do.
        severity: Always *minor*.
    """

    kind: str
    what: Note
    target: str = ""
    section: str = ""
    records: tuple[str, ...] = ()
    passages: tuple[Evidence, ...] = ()
    clause: str = ""
    remedy: Note | None = None
    severity: Severity = Severity.MINOR


@dataclass(frozen=True, slots=True)
class Question:
    """Statements that do not agree, put to the unit as a question; never a finding.

    Attributes:
        kind: As in ``Doubt``.
        what: The sentence.
        passages: All the statements.
    """

    kind: str
    what: Note
    passages: tuple[Evidence, ...]


@dataclass(frozen=True)
class UnitCheck:
    """The check of one unit and year.

    Attributes:
        unit: Name of the 立档单位.
        year: The year judged.
        level: Level id.
        level_name: As the norms print it.
        norms: Id of the norms.
        norms_title: Their title.
        norms_version: Version of their data.
        boxes: Every box of the level, in the norms' order.
        duties: Every duty of the level, in the norms' order.
        not_checked: What was not judged, with the reason.
        waivers: Waivers of this unit and year that were honoured.
        papers: Record id → how to show it, for every record of the unit and year.
        as_of: The day on which "not yet due" was judged, or None.
        observations: Minor things that no duty asks for; they count nowhere.
        questions: What papers state that does not agree.
    """

    unit: str
    year: int
    level: str
    level_name: str
    norms: str
    norms_title: str
    norms_version: str
    boxes: tuple[BoxFinding, ...]
    duties: tuple[DutyFinding, ...]
    not_checked: tuple[NotChecked, ...]
    waivers: tuple[Waiver, ...] = ()
    papers: Mapping[str, Paper] = field(default_factory=dict)
    as_of: date | None = None
    observations: tuple[Observation, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def titles(self) -> dict[str, str]:
        """Record id → title."""
        return {id: paper.title for id, paper in self.papers.items()}

    @cached_property
    def summary(self) -> dict[str, dict[FindingStatus, int]]:
        """Counts by status of ``boxes``, ``items`` and ``duties``; every status is named."""
        return {
            "boxes": _counts(box.status for box in self.boxes),
            "items": _counts(item.status for box in self.boxes for item in box.items),
            "duties": _counts(duty.status for duty in self.duties),
        }

    @property
    def lacking(self) -> bool:
        """Whether any box, required item or duty is missing or partial."""
        statuses = {*(box.status for box in self.boxes), *(duty.status for duty in self.duties)}
        return not LACKING.isdisjoint(statuses)


def _counts(statuses: Iterable[FindingStatus]) -> dict[FindingStatus, int]:
    counted = Counter(statuses)
    return {status: counted[status] for status in FindingStatus}
