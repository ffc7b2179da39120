"""A matrix of units and boxes as a workbook: a sheet for each table, the trend, the ranking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from ..messages import translate
from ..model import FindingStatus
from .matrix import Matrix, Table, ranking, trends
from .matrix_text import table_tally
from .words import GLYPHS, printable, section_heading, status_word

_FILLS = {
    FindingStatus.PARTIAL: PatternFill("solid", fgColor="FFF1C2"),
    FindingStatus.MISSING: PatternFill("solid", fgColor="F9C9C4"),
}
_A4 = 9
_BOLD = Font(bold=True)
_NOT_IN_A_NAME = dict.fromkeys(map(ord, "[]:*?/\\'"), " ")
Value: TypeAlias = str | int | float | None
# What a workbook that is only written gives; its stubs lack most of what it has.
Sheet: TypeAlias = Any


def write_matrix(matrix: Matrix, path: Path) -> None:
    """Write a matrix as XLSX.

    Text goes in as text: a unit whose name begins with = is no formula.
    """
    book = Workbook(write_only=True)
    taken: set[str] = set()
    for table in matrix.tables:
        _write_table(_sheet(book, f"{table.level.name} {table.norms.version}", taken), table)
    _write_trends(_sheet(book, translate("check.matrix.trend"), taken), matrix)
    _write_ranking(_sheet(book, translate("check.matrix.ranking"), taken), matrix)
    book.save(path)


def _sheet(book: Workbook, title: str, taken: set[str]) -> Sheet:
    """A sheet of a title that the format takes and no other sheet has."""
    plain = printable(title).translate(_NOT_IN_A_NAME).strip()[:25] or "-"
    name, number = plain, 1
    while name.lower() in taken:
        number += 1
        name = f"{plain} {number}"
    taken.add(name.lower())
    return book.create_sheet(name)


def _row(
    sheet: Sheet,
    values: Iterable[Value],
    bold: bool = False,
    statuses: Sequence[FindingStatus] = (),
    first: int = 0,
) -> None:
    cells = []
    for value in values:
        cell = WriteOnlyCell(sheet, value=printable(value) if isinstance(value, str) else value)
        if isinstance(value, str):
            cell.data_type = "s"
        if bold:
            cell.font = _BOLD
        cells.append(cell)
    for place, status in enumerate(statuses, start=first):
        if status in _FILLS:
            cells[place].fill = _FILLS[status]
    sheet.append(cells)


def _write_table(sheet: Sheet, table: Table) -> None:
    sheet.freeze_panes = "C5"
    sheet.column_dimensions["A"].width = 28
    for place in range(len(table.boxes)):
        sheet.column_dimensions[get_column_letter(place + 3)].width = 4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    version = translate("check.label.version", version=table.norms.version)
    _row(sheet, [f"{table.level.name} · {table.norms.title} {version}"], bold=True)
    _row(sheet, [f"{table_tally(table)}　{_legend()}"])
    heads: list[Value] = []
    for section, _ in table.sections:
        heads += [section_heading(section.no, section.name), *[None] * (len(section.boxes) - 1)]
    _row(sheet, [None, None, *heads], bold=True)
    labels = [translate("check.matrix.unit"), translate("check.matrix.year")]
    of = [translate("check.matrix.there"), translate("check.matrix.required")]
    _row(sheet, [*labels, *(box.label for box in table.boxes), *of], bold=True)
    for row in table.rows:
        glyphs = [GLYPHS[status] for status in row.statuses]
        values: list[Value] = [row.unit, row.year, *glyphs, row.there, row.required]
        _row(sheet, values, statuses=row.statuses, first=2)


def _legend() -> str:
    return "　".join(f"{GLYPHS[status]} {status_word(status)}" for status in FindingStatus)


def _write_trends(sheet: Sheet, matrix: Matrix) -> None:
    sheet.column_dimensions["A"].width = 28
    _row(sheet, [translate("check.matrix.unit"), *matrix.years], bold=True)
    for one in trends(matrix):
        parts = (one.shares[year].part if year in one.shares else None for year in matrix.years)
        _row(sheet, [one.unit, *(None if part is None else float(part) for part in parts)])


def _write_ranking(sheet: Sheet, matrix: Matrix) -> None:
    sheet.column_dimensions["B"].width = 28
    _row(sheet, [translate("check.matrix.formula")])
    keys = ("place", "unit", "level", "share", "there", "required", "boxes_missing")
    _row(sheet, [translate(f"check.matrix.{key}") for key in keys], bold=True)
    for rank in ranking(matrix):
        part = rank.share.part
        share = None if part is None else float(part)
        counts = (rank.share.there, rank.share.required, rank.missing_boxes)
        _row(sheet, [rank.place, rank.unit, rank.level, share, *counts])
