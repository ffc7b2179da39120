"""Words and cells that every form of a report shows alike."""

from __future__ import annotations

from ..check.report_rows import (
    CITED_PAPERS,
    BoxRow,
    CitedPaper,
    ProblemRow,
    QuestionRow,
    Report,
    day_words,
)
from ..check.words import GLYPHS, status_word
from ..messages import translate
from ..model import FindingStatus

PROBLEM_COLUMNS = (
    "no",
    "place",
    "problem",
    "clause",
    "evidence",
    "demand",
    "deadline",
    "result",
)
QUESTION_COLUMNS = ("no", "section", "question", "clause", "evidence", "answer")
BOX_COLUMNS = ("box", "name", "status", "items", "papers", "lacks", "remarks")
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


def paper_line(paper: CitedPaper) -> str:
    """Title of a cited paper and the page it begins on."""
    if paper.page is None or paper.page <= 1:
        return paper.title
    return translate("report.cited", title=paper.title, page=paper.page)


def evidence_lines(papers: tuple[CitedPaper, ...]) -> tuple[str, ...]:
    """The first papers of a row, each with its path, and how many there are."""
    if not papers:
        return (translate("report.none_found"),)
    lines: list[str] = []
    for paper in papers[:CITED_PAPERS]:
        asides = (Aside(text) for text in (paper.passage, paper.path) if text)
        lines += (paper_line(paper), *asides)
    if len(papers) > CITED_PAPERS:
        lines.append(translate("report.more_papers", count=len(papers)))
    return tuple(lines)


def problem_cells(row: ProblemRow) -> tuple[tuple[str, ...], ...]:
    """Lines of each cell of a problem, in the order of ``PROBLEM_COLUMNS``."""
    return (
        (str(row.no),),
        tuple(filter(None, (row.section, row.box))),
        (f"{GLYPHS[row.status]} {row.problem}",),
        row.clauses,
        evidence_lines(row.evidence),
        (row.demand,),
        (row.deadline,),
        ("",),
    )


def question_cells(row: QuestionRow) -> tuple[tuple[str, ...], ...]:
    """Lines of each cell of a question, in the order of ``QUESTION_COLUMNS``."""
    evidence = evidence_lines(row.evidence)
    return ((str(row.no),), (row.section,), (row.question,), row.clauses, evidence, ("",))


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
