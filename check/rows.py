"""The rows of a printed report, as frozen values; every text in them is ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..model import FindingStatus
from .findings import Severity


@dataclass(frozen=True, slots=True)
class CitedPaper:
    """A paper named as evidence (件、页).

    Attributes:
        record: Id of the record.
        title: As the catalogue has it.
        path: Of the source it lies in.
        page: Of the passage; without one the first of the paper; where pages exist.
        passage: The words that bear on it, where they are known.
    """

    record: str
    title: str
    path: str
    page: int | None = None
    passage: str = ""


@dataclass(frozen=True, slots=True)
class TallyRow:
    """Counts of boxes, items or duties; ``counts`` in the order of ``FindingStatus``."""

    name: str
    total: int
    counts: tuple[int, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class BoxRow:
    """One box of the 检查情况表; ``items`` reads 5/6."""

    box_id: str
    no: int | None
    name: str
    status: FindingStatus
    items: str
    papers: int
    lacks: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionRows:
    """The boxes of one section under its heading."""

    heading: str
    boxes: tuple[BoxRow, ...]


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One line of the 问题清单.

    Attributes:
        no: From 1.
        section: Heading of the section.
        box: Name of the box; empty for a duty that no single box evidences.
        status: *missing* or *partial*.
        severity: How much it weighs.
        problem: What is lacking.
        details: Places that speak against it, besides one that ``problem`` names.
        close: What was found near it.
        clauses: Where the norms ask for it.
        evidence: All papers found that bear on it; the passages that it rests on first.
        searched: Names of boxes and items looked at besides the one it tells of.
        demand: What is to be done (整改要求).
        deadline: By when, in words; empty where no day is set.
    """

    no: int
    section: str
    box: str
    status: FindingStatus
    severity: Severity
    problem: str
    details: tuple[str, ...]
    close: tuple[str, ...]
    clauses: tuple[str, ...]
    evidence: tuple[CitedPaper, ...]
    searched: tuple[str, ...]
    demand: str
    deadline: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """Something that the unit is asked to explain (需要说明的疑问).

    Attributes:
        no: From 1.
        section: Heading of the section that the papers are filed in; empty where unknown.
        question: What does not agree.
        evidence: Every passage and where it stands.
    """

    no: int
    section: str
    question: str
    evidence: tuple[CitedPaper, ...]


@dataclass(frozen=True, slots=True)
class ObservationRow:
    """Something that no clause makes a breach (提示).

    Attributes:
        no: From 1.
        section: Heading of the section; empty where unknown.
        observation: What was seen.
        clause: Where a rule behind it stands, or empty.
        evidence: Papers and passages that it rests on.
        advice: What to do; may be empty.
    """

    no: int
    section: str
    observation: str
    clause: str
    evidence: tuple[CitedPaper, ...]
    advice: str


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One duty that was judged."""

    section: str
    duty: str
    every: str
    status: FindingStatus
    reason: str
    clause: str


@dataclass(frozen=True, slots=True)
class WaiverRow:
    """One waiver that was honoured."""

    target: str
    reason: str
    person: str
    date: str


@dataclass(frozen=True, slots=True)
class UncheckedRow:
    """What one reason leaves unjudged: ``count`` entries, a line of ``places`` a section."""

    why: str
    count: int
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A check in rows, each text as it is to be shown; personal numbers are hidden already.

    Attributes:
        unit: Name of the unit.
        year: The year judged.
        level: As the norms print it.
        norms: Title of the norms.
        norms_version: Version of their data.
        day: Day of the check, if known.
        inspectors: Names; may be empty.
        issuer: The inspecting office; may be empty.
        deadline: By when all is to be mended, in words; may be empty.
        tallies: Boxes, items, duties.
        sections: Every box, in the norms' order.
        problems: What is lacking, each thing once, gravest first.
        questions: What the unit is asked to explain.
        observations: What it should look at; no findings.
        duties: Those that were judged.
        waivers: Those that were honoured.
        unchecked: What was not judged, by reason.
        unchecked_total: Number of things not judged.
    """

    unit: str
    year: int
    level: str
    norms: str
    norms_version: str
    day: date | None
    inspectors: tuple[str, ...]
    issuer: str
    deadline: str
    tallies: tuple[TallyRow, ...]
    sections: tuple[SectionRows, ...]
    problems: tuple[ProblemRow, ...]
    questions: tuple[QuestionRow, ...]
    observations: tuple[ObservationRow, ...]
    duties: tuple[DutyRow, ...]
    waivers: tuple[WaiverRow, ...]
    unchecked: tuple[UncheckedRow, ...]
    unchecked_total: int
