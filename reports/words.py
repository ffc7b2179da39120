"""Words and cells that every form of a report shows alike."""

from __future__ import annotations

from collections.abc import Sequence

from ..check.findings import Severity
from ..check.report_rows import day_words
from ..check.rows import BoxRow, CitedPaper, ObservationRow, ProblemRow, QuestionRow, Report
from ..check.view import first_few
from ..check.words import GLYPHS, status_word
from ..messages import translate
from ..model import FindingStatus

PROBLEM_COLUMNS = (
    "no",
    "place",
    "problem",
    "severity",
    "clause",
    "evidence",
    "demand",
    "deadline",
    "result",
)
QUESTION_COLUMNS = ("no", "section", "question", "evidence", "answer")
OBSERVATION_COLUMNS = ("no", "section", "observation", "clause", "evidence", "advice")
BOX_COLUMNS = ("box", "name", "status", "items", "papers", "lacks", "remarks")
CITED = 3
"""Places that a printed cell names; the rest are counted."""
DISAGREEING = 6
"""Likewise for statements that do not agree."""
_DETAILS = 5
_NAMED = 3
_PASSAGE = 120  # characters
_SIGNATURES = ("inspectors", "responsible", "day")


class Aside(str):
    """A line of a cell that is set in smaller type, such as a path."""

    __slots__ = ()


def column(name: str) -> str:
    """The heading of a column."""
    return translate(f"report.column.{name}")


def part(name: str) -> str:
    """The heading of a part of the report."""
    return translate(f"report.part.{name}")


def state(status: FindingStatus) -> str:
    """A status with its glyph, for print without colours."""
    return f"{GLYPHS[status]} {status_word(status)}"


def facts(report: Report) -> tuple[tuple[str, str], ...]:
    """Label and value of what heads a report: unit, year, level, norms, day and so on."""
    found = [
        ("unit", report.unit),
        ("year", str(report.year)),
        ("level", report.level),
        ("day", day_words(report.day) if report.day else ""),
        ("norms", norms_words(report)),
        ("issuer", report.issuer),
        ("inspectors", "、".join(report.inspectors)),
        ("deadline", report.deadline),
    ]
    always = {"unit", "year", "level", "day", "norms"}
    return tuple(
        (translate(f"report.label.{name}"), value)
        for name, value in found
        if value or name in always
    )


def norms_words(report: Report) -> str:
    """Title and version of the norms."""
    return translate("report.norms", title=report.norms, version=report.norms_version)


def place(row: ProblemRow) -> str:
    """Section and box of a problem in one line."""
    return " ".join(filter(None, (row.section, row.box)))


def weight(severity: Severity) -> str:
    """How much a finding weighs."""
    return translate(f"check.severity.{severity.value}")


def paper_line(paper: CitedPaper) -> str:
    """Title of a cited paper and the page: of the passage, or the one that it begins on."""
    if paper.page is None or (paper.page <= 1 and not paper.passage):
        return paper.title
    key = "report.cited_at" if paper.passage else "report.cited"
    return translate(key, title=paper.title, page=paper.page)


def passage(paper: CitedPaper) -> str:
    """The words quoted from a paper, cut where they run on."""
    text = paper.passage
    if not text:
        return ""
    cut = text if len(text) <= _PASSAGE else text[: _PASSAGE - 1] + "…"
    return translate("report.passage", passage=cut)


def evidence_lines(papers: Sequence[CitedPaper], most: int = CITED) -> tuple[str, ...]:
    """The first places cited, each with its words and path, and how many papers there are."""
    lines: list[str] = []
    for paper in papers[:most]:
        asides = (Aside(text) for text in (passage(paper), paper.path) if text)
        lines += (paper_line(paper), *asides)
    if len(papers) > most:
        count = len({paper.record for paper in papers})
        lines.append(translate("report.more_papers", count=count))
    return tuple(lines)


def problem_evidence(row: ProblemRow) -> tuple[str, ...]:
    """Evidence of a problem; where there is none, so, and where it was looked for."""
    lines = evidence_lines(row.evidence) or (translate("report.none_found"),)
    if not row.searched:
        return lines
    searched = translate("report.searched", names=first_few(row.searched, _NAMED))
    return (*lines, Aside(searched))


def question_evidence(row: QuestionRow) -> tuple[str, ...]:
    """The passages that do not agree."""
    return evidence_lines(row.evidence, DISAGREEING)


def asides(row: ProblemRow) -> tuple[str, ...]:
    """What stands under a problem: its worst places, and what was found near it."""
    more = len(row.details) > _DETAILS
    count = (translate("report.more_places", count=len(row.details)),) if more else ()
    return (*row.details[:_DETAILS], *count, *row.close)


def bracketed(text: str, aside: str) -> str:
    """A text with another behind it in brackets."""
    return translate("report.notice.bracketed", text=text, aside=aside)


def weighed(row: ProblemRow) -> str:
    """A problem with its weight behind it, where that has no column."""
    return bracketed(row.problem, weight(row.severity))


def problem_lines(row: ProblemRow) -> tuple[str, ...]:
    """A problem and what stands under it."""
    return (f"{GLYPHS[row.status]} {row.problem}", *map(Aside, asides(row)))


def problem_cells(row: ProblemRow) -> tuple[tuple[str, ...], ...]:
    """Lines of each cell of a problem, in the order of ``PROBLEM_COLUMNS``."""
    return (
        (str(row.no),),
        tuple(filter(None, (row.section, row.box))),
        problem_lines(row),
        (weight(row.severity),),
        row.clauses,
        problem_evidence(row),
        (row.demand,),
        (row.deadline,),
        ("",),
    )


def question_cells(row: QuestionRow) -> tuple[tuple[str, ...], ...]:
    """Lines of each cell of a question, in the order of ``QUESTION_COLUMNS``."""
    return ((str(row.no),), (row.section,), (row.question,), question_evidence(row), ("",))


def observation_cells(row: ObservationRow) -> tuple[tuple[str, ...], ...]:
    """Lines of each cell of an observation, in the order of ``OBSERVATION_COLUMNS``."""
    return (
        (str(row.no),),
        (row.section,),
        (row.observation,),
        (row.clause,),
        evidence_lines(row.evidence),
        (row.advice,),
    )


def box_cells(row: BoxRow) -> tuple[str, ...]:
    """Cells of a box, in the order of ``BOX_COLUMNS``."""
    joint = translate("check.list_joint")
    return (
        "" if row.no is None else str(row.no),
        row.name,
        state(row.status),
        row.items,
        str(row.papers) if row.papers else "",
        joint.join(row.lacks),
        joint.join(row.remarks),
    )


def signatures() -> tuple[str, ...]:
    """Labels of the lines to sign."""
    return tuple(translate(f"report.sign.{name}") for name in _SIGNATURES)
