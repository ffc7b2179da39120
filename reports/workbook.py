"""A report as an Excel file that prints on A4; no cell of it is ever a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from math import ceil

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from rich.cells import cell_len

from ..check.rows import Report
from ..messages import translate
from . import words
from .kinds import Kind

_SONG, _HEI = "宋体", "黑体"
_A4 = 9
_CELL_CHARACTERS = 32_767
_LINE_HEIGHT, _HIGHEST = 14.5, 409.0  # points; Excel knows no higher row
_LINE = Side("thin", color="8D959D")
_RULED = Border(_LINE, _LINE, _LINE, _LINE)
_GROUND = PatternFill("solid", "F2F2F2")
_SIGNS_OF_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
_BOX_WIDTHS = (22, 6, 30, 11, 8, 7, 38, 34)
_PROBLEM_WIDTHS = (6, 28, 40, 7, 18, 40, 34, 15, 12)
_QUESTION_WIDTHS = (6, 24, 48, 68, 30)
_OBSERVATION_WIDTHS = (6, 24, 52, 20, 52, 26)
_UNCHECKED_WIDTHS = (50, 8, 90)


def render_workbook(report: Report, kind: Kind = Kind.CHECK) -> bytes:
    """A report as an XLSX file: 检查情况, 问题清单, 疑问 and 提示 (if any), 未检查.

    Args:
        report: What to show.
        kind: The whole of it, or the list of problems alone.
    """
    book = Workbook()
    _describe(book, report, kind)
    assert isinstance(book.active, Worksheet)
    book.remove(book.active)
    if kind is Kind.CHECK:
        _boxes(book, report)
    _problems(book, report)
    if report.questions:
        _questions(book, report)
    if report.observations:
        _observations(book, report)
    if kind is Kind.CHECK:
        _unchecked(book, report)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _describe(book: Workbook, report: Report, kind: Kind) -> None:
    properties = book.properties
    title = translate(f"report.title.{kind.value}")
    properties.title = f"{report.unit} {report.year} {title}"
    properties.creator = report.issuer
    if report.day:
        properties.created = properties.modified = datetime.combine(report.day, time())


class _Sheet:
    """One sheet under construction: title, facts, then a table with its head frozen."""

    def __init__(self, book: Workbook, report: Report, name: str, widths: Sequence[int]) -> None:
        self._sheet: Worksheet = book.create_sheet(name)
        self._widths = widths
        for number, width in enumerate(widths, start=1):
            self._sheet.column_dimensions[get_column_letter(number)].width = width
        self._row = 0
        self.banner(f"{report.unit} {report.year} {name}", Font(_HEI, 16), height=30, centred=True)
        facts = [
            translate("check.phrase.note", name=label, note=value)
            for label, value in words.facts(report)
        ]
        for line in (facts[:4], facts[4:]):
            self.banner("　　".join(line))

    def banner(
        self,
        text: str,
        font: Font | None = None,
        *,
        height: float | None = None,
        centred: bool = False,
    ) -> None:
        """A line across the whole sheet."""
        self._row += 1
        cell = self._put(1, text, font or Font(_SONG, 10))
        cell.alignment = Alignment(horizontal="center" if centred else "left", vertical="center")
        self._sheet.merge_cells(None, self._row, 1, self._row, len(self._widths))
        if height:
            self._sheet.row_dimensions[self._row].height = height

    def head(self, names: Iterable[str]) -> None:
        """The head of the table: frozen on the screen, repeated on paper."""
        self._row += 1
        for number, name in enumerate(names, start=1):
            cell = self._put(number, name, Font(_HEI, 10))
            cell.fill, cell.border = _GROUND, _RULED
            cell.alignment = Alignment("center", "center", wrap_text=True)
        self._sheet.freeze_panes = f"A{self._row + 1}"
        self._sheet.print_title_rows = f"{self._row}:{self._row}"

    def row(self, cells: Sequence[object], centred: Sequence[int] = ()) -> None:
        """A ruled row of texts and numbers."""
        self._row += 1
        for number, value in enumerate(cells):
            cell = self._put(number + 1, value, Font(_SONG, 10))
            cell.border = _RULED
            across = "center" if number in centred else "left"
            cell.alignment = Alignment(across, "top", wrap_text=True)
        lines = max(map(_lines, map(str, cells), self._widths))
        self._sheet.row_dimensions[self._row].height = min(lines * _LINE_HEIGHT + 4, _HIGHEST)

    def signatures(self) -> None:
        """The lines to sign, kept in one row."""
        self._row += 1
        self.banner("　　　　　　　　".join(words.signatures()), Font(_SONG, 12), height=42)

    def finish(self) -> None:
        """How the sheet prints."""
        sheet = self._sheet
        sheet.page_setup.paperSize = _A4
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_options.horizontalCentered = True
        sheet.page_margins.left = sheet.page_margins.right = 0.5
        before, between = translate("report.page_before"), translate("report.page_between")
        footer = f"{before}&P{between}&N{translate('report.page_after')}"
        assert sheet.oddFooter is not None
        sheet.oddFooter.center.text = footer

    def _put(self, column: int, value: object, font: Font) -> Cell:
        cell = self._sheet.cell(self._row, column)
        assert isinstance(cell, Cell)
        cell.font = font
        if isinstance(value, int) or value is None:
            cell.value = value
            return cell
        text = str(value)[:_CELL_CHARACTERS]
        cell.value = text
        # Set after the value: openpyxl takes what begins with = for a formula, #N/A for an error.
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(_SIGNS_OF_FORMULAS)
        return cell


def _boxes(book: Workbook, report: Report) -> None:
    sheet = _Sheet(book, report, translate("report.sheet.boxes"), _BOX_WIDTHS)
    for tally in report.tallies:
        sheet.banner(tally.sentence)
    sheet.head(words.column(name) for name in ("section", *words.BOX_COLUMNS))
    for section in report.sections:
        for box in section.boxes:
            _, name, state, items, _, *rest = words.box_cells(box)
            papers = box.papers or None
            cells = (section.heading, box.no, name, state, items, papers, *rest)
            sheet.row(cells, centred=(1, 3, 4, 5))
    sheet.signatures()
    sheet.finish()


def _problems(book: Workbook, report: Report) -> None:
    sheet = _Sheet(book, report, words.part("problems"), _PROBLEM_WIDTHS)
    sheet.head(words.column(name) for name in words.PROBLEM_COLUMNS)
    for row in report.problems:
        sheet.row((row.no, *_joined(words.problem_cells(row)[1:])), centred=(0, 3))
    if not report.problems:
        sheet.banner(translate("report.no_problems"))
    sheet.signatures()
    sheet.finish()


def _questions(book: Workbook, report: Report) -> None:
    sheet = _Sheet(book, report, translate("report.sheet.questions"), _QUESTION_WIDTHS)
    sheet.banner(translate("report.questions_hint"))
    sheet.head(words.column(name) for name in words.QUESTION_COLUMNS)
    for row in report.questions:
        sheet.row((row.no, *_joined(words.question_cells(row)[1:])), centred=(0,))
    sheet.finish()


def _observations(book: Workbook, report: Report) -> None:
    sheet = _Sheet(book, report, translate("report.sheet.observations"), _OBSERVATION_WIDTHS)
    sheet.banner(translate("report.observations_hint"))
    sheet.head(words.column(name) for name in words.OBSERVATION_COLUMNS)
    for row in report.observations:
        sheet.row((row.no, *_joined(words.observation_cells(row)[1:])), centred=(0,))
    sheet.finish()


def _unchecked(book: Workbook, report: Report) -> None:
    sheet = _Sheet(book, report, translate("report.sheet.unchecked"), _UNCHECKED_WIDTHS)
    sheet.banner(translate("report.unchecked_hint"))
    sheet.head(words.column(name) for name in ("why", "count", "what"))
    for row in report.unchecked:
        sheet.row((row.why, row.count, "\n".join(row.places)), centred=(1,))
    sheet.finish()


def _lines(text: str, width: int) -> int:
    """Lines that a text takes in a column: not every program fits rows to wrapped texts."""
    return sum(max(1, ceil(cell_len(line) / (width - 1))) for line in text.split("\n"))


def _joined(cells: Iterable[Sequence[str]]) -> list[str]:
    return ["\n".join(lines) for lines in cells]
