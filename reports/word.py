"""A report as a Word file: real styles, Chinese fonts, repeated heads, page numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docx.document import Document as WordDocument
from docx.shared import Length
from docx.table import Table

from ..check.rows import Report
from ..messages import translate
from ..model import FindingStatus
from . import words
from .kinds import Kind
from .word_parts import (
    add_heading_row,
    add_row,
    add_section,
    add_signatures,
    add_table,
    new_document,
    number_pages,
    set_page,
    to_bytes,
    width_of,
)

_UPRIGHT = (20.0, 18.0, 18.0, 18.0)
_WIDE = (18.0, 15.0, 16.0, 15.0)
_PROBLEM_WIDTHS = (10, 34, 55, 12, 26, 47, 46, 20, 17)
_QUESTION_WIDTHS = (10, 36, 70, 101, 50)
_OBSERVATION_WIDTHS = (10, 36, 78, 28, 78, 37)
_BOX_WIDTHS = (10, 42, 22, 13, 12, 44, 31)
_DUTY_WIDTHS = (32, 48, 18, 22, 30, 24)
_WAIVER_WIDTHS = (56, 62, 24, 32)
_UNCHECKED_WIDTHS = (48, 12, 114)
_FACT_WIDTHS = (24, 63, 24, 63)


def render_word(report: Report, kind: Kind = Kind.CHECK) -> bytes:
    """A report as a DOCX file on A4.

    Args:
        report: What to show.
        kind: The whole of it, or the list of problems alone.
    """
    title = translate(f"report.title.{kind.value}")
    document = new_document(f"{report.unit} {report.year} {title}", report.issuer, report.day)
    wide = kind is Kind.PROBLEMS
    first = document.sections[0]
    set_page(first, wide=wide, margins=_WIDE if wide else _UPRIGHT)
    between = (translate(f"report.page_{place}") for place in ("before", "between", "after"))
    number_pages(first, *between)
    _head(document, report, title, width_of(first))
    if wide:
        _problems(document, report, width_of(first))
        _questions(document, report, width_of(first))
        _observations(document, report, width_of(first))
    else:
        _whole(document, report, width_of(first))
    add_signatures(document, width_of(document.sections[-1]), words.signatures())
    return to_bytes(document)


def _whole(document: WordDocument, report: Report, width: Length) -> None:
    _tallies(document, report, width)
    _boxes(document, report, width)
    lying = add_section(document, wide=True, margins=_WIDE)
    _problems(document, report, width_of(lying))
    _questions(document, report, width_of(lying))
    _observations(document, report, width_of(lying))
    if report.duties or report.waivers or report.unchecked:
        add_section(document, wide=False, margins=_UPRIGHT)
        _duties(document, report, width)
        _waivers(document, report, width)
        _unchecked(document, report, width)


def _head(document: WordDocument, report: Report, title: str, width: Length) -> None:
    document.add_paragraph(title, style="Title")
    subtitle = translate("report.subtitle", unit=report.unit, year=report.year)
    document.add_paragraph(subtitle, style="Subtitle Line").paragraph_format.space_after = 100000
    table = add_table(document, width, _FACT_WIDTHS)
    pairs = words.facts(report)
    for left, right in zip(pairs[::2], [*pairs[1::2], ("", "")], strict=False):
        row = add_row(table, [(text,) for text in (*left, *right)])
        for cell in (row.cells[0], row.cells[2]):
            cell.paragraphs[0].style = "Table Head"


def _part(document: WordDocument, name: str) -> None:
    document.add_paragraph(words.part(name), style="Heading 1")


def _hint(document: WordDocument, name: str) -> None:
    hint = document.add_paragraph(translate(f"report.{name}_hint"), style="Table Text")
    hint.paragraph_format.keep_with_next = True


def _table(
    document: WordDocument, width: Length, shares: Sequence[float], columns: Iterable[str]
) -> Table:
    return add_table(document, width, shares, [words.column(name) for name in columns])


def _tallies(document: WordDocument, report: Report, width: Length) -> None:
    _part(document, "summary")
    heads = [words.column("kind"), words.column("total"), *map(words.state, FindingStatus)]
    table = add_table(document, width, [1] * len(heads), heads)
    for row in report.tallies:
        counts = [(str(count),) for count in (row.total, *row.counts)]
        add_row(table, [(row.name,), *counts], centred=range(len(heads)))


def _boxes(document: WordDocument, report: Report, width: Length) -> None:
    _part(document, "boxes")
    table = _table(document, width, _BOX_WIDTHS, words.BOX_COLUMNS)
    for section in report.sections:
        add_heading_row(table, section.heading)
        for box in section.boxes:
            cells = [(text,) for text in words.box_cells(box)]
            add_row(table, cells, centred=(0, 2, 3, 4))


def _problems(document: WordDocument, report: Report, width: Length) -> None:
    _part(document, "problems")
    if not report.problems:
        document.add_paragraph(translate("report.no_problems"))
        return
    table = _table(document, width, _PROBLEM_WIDTHS, words.PROBLEM_COLUMNS)
    for row in report.problems:
        add_row(table, words.problem_cells(row), centred=(0, 3))


def _questions(document: WordDocument, report: Report, width: Length) -> None:
    if not report.questions:
        return
    _part(document, "questions")
    _hint(document, "questions")
    table = _table(document, width, _QUESTION_WIDTHS, words.QUESTION_COLUMNS)
    for row in report.questions:
        add_row(table, words.question_cells(row), centred=(0,))


def _observations(document: WordDocument, report: Report, width: Length) -> None:
    if not report.observations:
        return
    _part(document, "observations")
    _hint(document, "observations")
    table = _table(document, width, _OBSERVATION_WIDTHS, words.OBSERVATION_COLUMNS)
    for row in report.observations:
        add_row(table, words.observation_cells(row), centred=(0,))


def _duties(document: WordDocument, report: Report, width: Length) -> None:
    if not report.duties:
        return
    _part(document, "duties")
    columns = ("section", "duty", "every", "status", "reason", "clause")
    table = _table(document, width, _DUTY_WIDTHS, columns)
    for row in report.duties:
        state = words.state(row.status)
        texts = (row.section, row.duty, row.every, state, row.reason, row.clause)
        add_row(table, [(text,) for text in texts], centred=(2, 3))


def _waivers(document: WordDocument, report: Report, width: Length) -> None:
    if not report.waivers:
        return
    _part(document, "waivers")
    table = _table(document, width, _WAIVER_WIDTHS, ("what", "reason", "person", "date"))
    for row in report.waivers:
        add_row(table, [(text,) for text in (row.target, row.reason, row.person, row.date)])


def _unchecked(document: WordDocument, report: Report, width: Length) -> None:
    if not report.unchecked:
        return
    _part(document, "unchecked")
    _hint(document, "unchecked")
    table = _table(document, width, _UNCHECKED_WIDTHS, ("why", "count", "what"))
    for row in report.unchecked:
        add_row(table, [(row.why,), (str(row.count),), row.places], centred=(1,))
