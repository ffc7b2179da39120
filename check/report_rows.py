"""A check as rows ready to print: what every form of the signed report has in common."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from ..messages import translate
from ..model import FindingStatus, Note
from ..text.mask import mask_personal
from .findings import BoxFinding, DutyFinding, UnitCheck
from .masking import rewritten
from .problems import Problem, problems
from .view import by_section, lacks, names, place_line, remarks, share, tally, unchecked_by_reason
from .words import printable, say, section_heading

CITED_PAPERS = 3
"""Papers that a printed row names; the rest are counted."""
_DEMANDS = ("box", "empty", "item", "item_periods", "periods", "duty")


@dataclass(frozen=True, slots=True)
class Terms:
    """What the person who asks for a report adds to what the check found.

    Attributes:
        inspectors: Names of the 检查人; blank lines to sign on where there are none.
        issuer: The office that inspects (检查单位); blank where unknown.
        deadline: Day by which what is lacking must be there (整改期限), if one is set.
        show_personal: Leave ID-card, phone and bank numbers as they are.
    """

    inspectors: tuple[str, ...] = ()
    issuer: str = ""
    deadline: date | None = None
    show_personal: bool = False


@dataclass(frozen=True, slots=True)
class CitedPaper:
    """A paper named as evidence (件、页).

    Attributes:
        record: Id of the record.
        title: As the catalogue has it.
        path: Of the source it lies in.
        page: First page, where pages exist.
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
        problem: What is lacking.
        clauses: Where the norms ask for it.
        evidence: All papers found that bear on it.
        demand: What is to be done (整改要求).
        deadline: By when, in words; empty where no day is set.
    """

    no: int
    section: str
    box: str
    status: FindingStatus
    problem: str
    clauses: tuple[str, ...]
    evidence: tuple[CitedPaper, ...]
    demand: str
    deadline: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """Something that the unit is asked to explain (需要说明的疑问)."""

    no: int
    section: str
    question: str
    clauses: tuple[str, ...]
    evidence: tuple[CitedPaper, ...]


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
        problems: What is lacking, each thing once.
        questions: What the unit is asked to explain.
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
    duties: tuple[DutyRow, ...]
    waivers: tuple[WaiverRow, ...]
    unchecked: tuple[UncheckedRow, ...]
    unchecked_total: int


def report_rows(check: UnitCheck, terms: Terms | None = None) -> Report:
    """A check as rows for printing, in the language in force.

    Args:
        check: What was found.
        terms: Inspectors, deadline and the like.

    Returns:
        Rows in which personal numbers are hidden unless ``terms`` say otherwise, and no
        character stands that a printed page or an office file cannot hold.
    """
    terms = terms or Terms()
    deadline = translate("report.by", day=day_words(terms.deadline)) if terms.deadline else ""
    report = Report(
        unit=check.unit,
        year=check.year,
        level=check.level_name,
        norms=check.norms_title,
        norms_version=check.norms_version,
        day=check.as_of,
        inspectors=terms.inspectors,
        issuer=terms.issuer,
        deadline=deadline,
        tallies=_tallies(check),
        sections=_sections(check),
        problems=tuple(
            _problem_row(number, problem, check, deadline)
            for number, problem in enumerate(problems(check), start=1)
        ),
        questions=_questions(check),
        duties=tuple(map(_duty_row, _judged(check))),
        waivers=_waivers(check),
        unchecked=tuple(
            UncheckedRow(group.why, group.count, tuple(place_line(*p) for p in group.places))
            for group in unchecked_by_reason(check)
        ),
        unchecked_total=len(check.not_checked),
    )
    hide = _shown if terms.show_personal else lambda text: mask_personal(_shown(text))
    return rewritten(report, hide)


def day_words(day: date) -> str:
    """A day as official papers write it: 2024年3月5日."""
    return translate("report.day", year=day.year, month=day.month, day=day.day)


def demand(problem: Problem) -> str:
    """What a unit has to do about a problem (整改要求), in one sentence."""
    kind = problem.what.key.removeprefix("check.problem.")
    key = f"report.demand.{kind if kind in _DEMANDS else 'other'}"
    return say(Note(key, problem.what.values))


def _shown(text: str) -> str:
    """A text without what XML cannot hold: control characters, lone surrogates."""
    kept = (" " if unicodedata.category(c) == "Cs" or c in "\ufffe\uffff" else c for c in text)
    return printable("".join(kept))


def _tallies(check: UnitCheck) -> tuple[TallyRow, ...]:
    return tuple(
        TallyRow(
            translate(f"check.label.{kind}"),
            sum(counts.values()),
            tuple(counts[status] for status in FindingStatus),
            tally(check, kind),
        )
        for kind, counts in check.summary.items()
    )


def _sections(check: UnitCheck) -> tuple[SectionRows, ...]:
    return tuple(
        SectionRows(
            section_heading(first.section_no, first.section),
            tuple(_box_row(box, check.year) for box in boxes),
        )
        for first, boxes in by_section(check)
    )


def _box_row(box: BoxFinding, year: int) -> BoxRow:
    return BoxRow(
        box.box_id,
        box.no,
        box.name,
        box.status,
        share(box),
        len(box.records),
        tuple(lacks(box, year)),
        tuple(remarks(box)),
    )


def _problem_row(number: int, problem: Problem, check: UnitCheck, deadline: str) -> ProblemRow:
    return ProblemRow(
        number,
        section_heading(problem.section_no, problem.section),
        problem.box,
        problem.status,
        say(problem.what),
        problem.clauses,
        tuple(_cited(id, check) for id in problem.evidence),
        demand(problem),
        deadline,
    )


def _cited(record: str, check: UnitCheck) -> CitedPaper:
    paper = check.papers.get(record)
    if paper is None:
        return CitedPaper(record, record, "")
    return CitedPaper(record, paper.title, paper.path, paper.page)


def _questions(check: UnitCheck) -> tuple[QuestionRow, ...]:
    """What the papers leave doubtful; the check does not ask any questions yet."""
    return ()


def _judged(check: UnitCheck) -> list[DutyFinding]:
    return [duty for duty in check.duties if duty.status is not FindingStatus.NOT_CHECKED]


def _duty_row(duty: DutyFinding) -> DutyRow:
    return DutyRow(
        duty.section,
        duty.duty,
        translate(f"check.every.{duty.every.value}") if duty.every else "",
        duty.status,
        say(duty.reason) if duty.reason else "",
        duty.clause,
    )


def _waivers(check: UnitCheck) -> tuple[WaiverRow, ...]:
    known = names(check)
    return tuple(
        WaiverRow(known.get(w.target, w.target), w.reason, w.person, w.date) for w in check.waivers
    )
