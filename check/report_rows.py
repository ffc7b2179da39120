"""A check as rows ready to print: what every form of the signed report has in common."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..messages import CATALOGUE, translate
from ..model import FindingStatus, Note
from ..text.mask import mask_personal
from .findings import BoxFinding, DutyFinding, Evidence, Paper, UnitCheck
from .masking import rewritten
from .problems import Problem, problems
from .rows import (
    BoxRow,
    CitedPaper,
    DutyRow,
    ObservationRow,
    ProblemRow,
    QuestionRow,
    Report,
    SectionRows,
    TallyRow,
    UncheckedRow,
    WaiverRow,
)
from .view import by_section, lacks, names, place_line, remarks, share, tally, unchecked_by_reason
from .words import printable, say, section_heading

_DEMANDS = ("box", "empty", "item", "item_periods", "periods")


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
    known, heads = names(check), _Headings.of(check)
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
            _problem_row(number, problem, check, known, deadline)
            for number, problem in enumerate(problems(check), start=1)
        ),
        questions=_questions(check, heads),
        observations=_observations(check, heads),
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
    """What a unit has to do about a problem (整改要求), in one sentence.

    It says for a signed paper what ``Problem.remedy`` says to the person at the program.
    """
    kind = problem.what.key.removeprefix("check.problem.")
    remedy = problem.remedy.key.removeprefix("check.remedy.") if problem.remedy else ""
    if kind == "duty":
        key = f"report.demand.duty_{remedy}"
        return say(Note(key if key in CATALOGUE else "report.demand.duty", problem.what.values))
    asked = say(Note(f"report.demand.{kind if kind in _DEMANDS else 'other'}", problem.what.values))
    return translate("report.demand.review", rest=asked) if remedy == "review" else asked


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


def _problem_row(
    number: int, problem: Problem, check: UnitCheck, known: Mapping[str, str], deadline: str
) -> ProblemRow:
    what = say(problem.what)
    # A sentence may name its worst place already.
    details = [text for text in map(say, problem.details) if text not in what]
    elsewhere = [known.get(id, id) for id in problem.searched if id not in problem.targets]
    return ProblemRow(
        number,
        section_heading(problem.section_no, problem.section),
        problem.box,
        problem.status,
        problem.severity,
        what,
        tuple(details),
        tuple(say(close.what) for close in problem.close),
        problem.clauses,
        _evidence(problem.passages, problem.evidence, check),
        tuple(elsewhere),
        demand(problem),
        deadline,
    )


def _evidence(
    passages: Sequence[Evidence], records: Sequence[str], check: UnitCheck
) -> tuple[CitedPaper, ...]:
    """Passages first, then the papers of which none is quoted."""
    quoted = {passage.record for passage in passages}
    cited = [_cited(one.record, check, one) for one in dict.fromkeys(passages)]
    return (*cited, *(_cited(record, check) for record in records if record not in quoted))


def _cited(record: str, check: UnitCheck, place: Evidence | None = None) -> CitedPaper:
    paper = check.papers.get(record) or Paper(record, "")
    if place is None:
        return CitedPaper(record, paper.title, paper.path, paper.page)
    passage = " ".join(place.passage.split())
    return CitedPaper(record, paper.title, paper.path, place.page or paper.page, passage)


@dataclass(frozen=True, slots=True)
class _Headings:
    """Headings of sections: by their name, and by the records filed in them."""

    named: Mapping[str, str]
    filed: Mapping[str, str]

    @classmethod
    def of(cls, check: UnitCheck) -> _Headings:
        headed = [(box, section_heading(box.section_no, box.section)) for box in check.boxes]
        filed = {record: heading for box, heading in headed for record in box.records}
        return cls({box.section: heading for box, heading in headed}, filed)

    def over(self, records: Iterable[str]) -> str:
        """The section of the first record that is filed in any."""
        return next((self.filed[record] for record in records if record in self.filed), "")


def _questions(check: UnitCheck, heads: _Headings) -> tuple[QuestionRow, ...]:
    return tuple(
        QuestionRow(
            number,
            heads.over(passage.record for passage in question.passages),
            say(question.what),
            _evidence(question.passages, (), check),
        )
        for number, question in enumerate(check.questions, start=1)
    )


def _observations(check: UnitCheck, heads: _Headings) -> tuple[ObservationRow, ...]:
    return tuple(
        ObservationRow(
            number,
            heads.named.get(one.section, one.section) or heads.over(one.records),
            say(one.what),
            one.clause,
            _evidence(one.passages, one.records, check),
            _advice(one.remedy),
        )
        for number, one in enumerate(check.observations, start=1)
    )


def _advice(remedy: Note | None) -> str:
    """A remedy as a signed paper puts it: without names of commands."""
    if remedy is None:
        return ""
    key = remedy.key.replace("check.remedy.", "report.remedy.", 1)
    return say(Note(key, remedy.values) if key in CATALOGUE else remedy)


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
