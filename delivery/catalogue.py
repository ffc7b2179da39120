"""A delivered catalogue: the vendor's table of papers, one row each, as values.

Columns are those of the 归档文件目录 (DA/T 22-2015, 5.5) and of the 卷内文件目录, found by
their titles; see ``words.yaml`` for the titles that are known.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, zip_longest
from typing import Any

from ..errors import UsageError
from ..model import Note
from ..text.normalise import fold
from .cells import read_count, read_date, read_doc_no, read_page, read_span, read_year, text_of
from .columns import NO_MAPPING, ColumnMapping, Columns, Rows, find_columns, letters
from .names import groups
from .words import column_names, plain, word_set

MAX_ROWS = 200_000
"""Rows of one catalogue; more is no catalogue of papers."""

_LONGEST_CELL = 131_072
_COUNTED = re.compile(r"[0-9件页张份卷盒个共]+$")


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """One row of a delivered catalogue.

    Attributes:
        line: In its table, from 1.
        sheet: Name of the table, empty where there is one only.
        archival_no: 档号 as written; that of the volume where it stands above the table and the
            rows have none; empty where there is none.
        title: 题名 as written; one made up by the archivist stands in [ ] (DA/T 22-2015).
        author: 责任者.
        date: ISO, as precise as written; None where blank or unreadable.
        doc_no: 文号, brackets normalised to 〔〕.
        pages: 页数, or counted from first and last page.
        sheets: 张数; a sheet can be two pages.
        start_page: First page within the volume.
        end_page: Last page within the volume.
        retention: 保管期限 as written.
        classification: 密级 as written.
        fonds: 全宗号.
        year: 年度.
        catalogue_no: 目录号, of papers kept by volume.
        volume_no: 案卷号.
        box: 盒号.
        item_no: 件号.
        path: Where the images lie, as the vendor says.
        remarks: 备注.
        written: Field → cell as written, of all fields that are not blank.
        other: Title → cell, of the columns that mean nothing to danghe.
        unread: Fields whose cells are not blank, but could not be understood.
    """

    line: int
    sheet: str = ""
    archival_no: str = ""
    title: str = ""
    author: str | None = None
    date: str | None = None
    doc_no: str | None = None
    pages: int | None = None
    sheets: int | None = None
    start_page: int | None = None
    end_page: int | None = None
    retention: str | None = None
    classification: str | None = None
    fonds: str | None = None
    year: int | None = None
    catalogue_no: str | None = None
    volume_no: str | None = None
    box: str | None = None
    item_no: str | None = None
    path: str | None = None
    remarks: str | None = None
    written: Mapping[str, str] = field(default_factory=dict)
    other: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()

    @property
    def title_made(self) -> bool:
        """Whether the archivist made the title up."""
        return fold(self.title).startswith("[") and fold(self.title).endswith("]")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What was read of a catalogue.

    Attributes:
        rows: In order.
        columns: Sheet → field → title of its column, for the user to see.
        ignored: Sheet and line of what is no row: titles, totals, signatures.
        notes: What could not be used or not be told.
    """

    rows: tuple[CatalogueRow, ...]
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    ignored: tuple[tuple[str, int], ...] = ()
    notes: tuple[Note, ...] = ()


def csv_rows(text: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a CSV text, separated by commas, tabs or semicolons.

    Raises:
        UsageError: It is not such a text.
    """
    head = [line for line in text[:20_000].splitlines() if line.strip()][:20]
    marks = {mark: sum(mark in line for line in head) for mark in "\t,;，"}
    total = {mark: sum(line.count(mark) for line in head) for mark in marks}
    mark = max(marks, key=lambda mark: (marks[mark], total[mark]))
    try:
        csv.field_size_limit(_LONGEST_CELL)  # Of the process; another reader may have set it.
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        return tuple(tuple(row) for row in reader)
    except csv.Error as error:
        raise UsageError("delivery.csv", reason=error) from error


def read_catalogue(
    tables: Iterable[tuple[str, Rows]], mapping: ColumnMapping = NO_MAPPING
) -> Catalogue:
    """Read the rows of a delivered catalogue.

    Args:
        tables: Name and rows of each sheet. Sheets without column titles are noted, not read.
        mapping: Which column holds what, where titles do not say it.

    Raises:
        UsageError: No sheet has column titles, or one that can name images; two columns of a
            sheet claim to be the same; there are too many rows.
    """
    rows: list[CatalogueRow] = []
    columns, ignored, notes = {}, [], []
    reason = UsageError("delivery.no_header")
    if mapping.header:
        reason = UsageError("delivery.mapping_header", header=mapping.header)
    for sheet, table in tables:
        if len(rows) + len(table) > MAX_ROWS:
            raise UsageError("delivery.too_many_rows", most=MAX_ROWS)
        found = find_columns(table, mapping)
        if isinstance(found, UsageError):
            reason, found = found, None
        if found is None:
            if any(text_of(cell) for row in table for cell in row):
                notes.append(Note("delivery.sheet_skipped", {"sheet": sheet}))
            continue
        columns[sheet] = found.shown()
        read, passed, told = _read_table(sheet, table, found)
        rows += read
        ignored += [(sheet, line) for line in passed]
        notes += told
    if not columns:
        raise reason
    return Catalogue(tuple(rows), columns, tuple(ignored), tuple(notes))


def _read_table(
    sheet: str, table: Rows, columns: Columns
) -> tuple[list[CatalogueRow], list[int], list[Note]]:
    headers = {_bare(table[line]) for line in columns.header}
    rows, ignored = [], [line + 1 for line in range(columns.header.start) if any(table[line])]
    volume = None if "archival_no" in columns.places else _number_above(table, columns)
    for index in range(columns.header.stop, len(table)):
        cells = [text_of(cell) for cell in table[index]]
        if not any(cells):
            continue
        row = _row(sheet, index + 1, cells, columns)
        if _bare(cells) in headers or not _is_row(row, cells):
            ignored.append(index + 1)
        else:
            rows.append(replace(row, archival_no=volume) if volume else row)
    rows, notes = _with_pages_counted(rows, sheet)
    return rows, ignored, notes


def _number_above(table: Rows, columns: Columns) -> str | None:
    """The volume's 档号, as a 卷内文件目录 states it above its table."""
    for line in range(columns.header.start):
        cells = [cell for cell in map(text_of, table[line]) if cell]
        for cell, after in zip_longest(cells, cells[1:], fillvalue=""):
            label, mark, value = fold(cell).partition(":")
            field = column_names().get(plain(label), (0, ""))[1]
            if field == "archival_no" and (value if mark else after):
                return re.split("[:：]", cell, maxsplit=1)[1].strip() if value else after
    return None


def _bare(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(bare for bare in map(plain, cells) if bare)


def _is_row(row: CatalogueRow, cells: Sequence[str]) -> bool:
    """Whether a line describes a paper; totals, page footers and signatures do not."""
    filled = [cell for cell in cells if cell]
    if _COUNTED.sub("", plain(filled[0])) in word_set("totals"):
        return False
    named = row.archival_no or row.item_no or row.path
    if len(filled) == 1:
        # A remark below the table lies in its first column as often as not.
        return bool(named and re.search(r"[0-9]", filled[0]) and len(groups(filled[0])) <= 9) and (
            not re.search(r"[\u4e00-\u9fff]{5}|[:：]", filled[0])
        )
    return bool(named or row.title)


_READERS: dict[str, Callable[[str], Any]] = {
    "date": read_date,
    "doc_no": read_doc_no,
    "pages": read_count,
    "sheets": read_count,
    "end_page": read_page,
    "year": read_year,
}


def _row(sheet: str, line: int, cells: Sequence[str], columns: Columns) -> CatalogueRow:
    written = {
        name: cells[place]
        for name, place in columns.places.items()
        if place < len(cells) and cells[place]
    }
    values: dict[str, Any] = {name: cell for name, cell in written.items() if name != "page_range"}
    unread = []
    for name, cell in written.items():
        if name in ("page_range", "start_page"):
            read = _span(name, cell)
            values.pop("start_page", None)
            values |= read
            unread += [] if read else [name]
        elif name in _READERS:
            values[name] = _READERS[name](cell)
            unread += [] if values[name] is not None else [name]
    return CatalogueRow(
        line=line,
        sheet=sheet,
        written=written,
        other=_others(cells, columns),
        unread=tuple(unread),
        **values,
    )


def _span(name: str, cell: str) -> dict[str, int]:
    span = read_span(cell)
    if span:
        return {"start_page": span[0], "end_page": span[1]}
    page = read_page(cell)
    if page is None:
        return {}
    # Alone under 起止页号, a number is a paper of one page; under 页号, where it begins.
    return {"start_page": page} | ({"end_page": page} if name == "page_range" else {})


def _others(cells: Sequence[str], columns: Columns) -> dict[str, str]:
    other: dict[str, str] = {}
    used = set(columns.places.values())
    for place, cell in enumerate(cells):
        title = columns.titles[place].strip() if place < len(columns.titles) else ""
        if cell and place not in used:
            other[title if title and title not in other else f"{title}({letters(place)})"] = cell
    return other


def _with_pages_counted(
    rows: Sequence[CatalogueRow], sheet: str
) -> tuple[list[CatalogueRow], list[Note]]:
    """Fill in page counts from first and last pages, or from where the next paper begins."""
    bare = [row for row in rows if row.start_page is not None and row.end_page is None]
    clear = _are_start_pages([row.start_page or 0 for row in rows if row.start_page is not None])
    notes = [] if clear or not bare else [Note("delivery.start_pages_unclear", {"sheet": sheet})]
    return list(_counted(rows, clear)), notes


def _are_start_pages(pages: Sequence[int]) -> bool:
    """Whether numbers rise from 1 volume by volume; if not, they may be page counts."""
    rising = all(page >= last or page == 1 for last, page in pairwise(pages))
    return rising and pages[:1] in ([], [1])


def _counted(rows: Sequence[CatalogueRow], clear: bool) -> Iterator[CatalogueRow]:
    following: Sequence[CatalogueRow | None] = [*rows[1:], None]
    for row, after in zip(rows, following, strict=False):
        pages = row.pages
        if pages is None and row.start_page is not None and "pages" not in row.written:
            if row.end_page is not None:
                pages = max(1, row.end_page - row.start_page + 1)
            elif clear and after and _same_volume(row, after):
                assert after.start_page is not None
                pages = max(1, after.start_page - row.start_page)
        yield replace(row, pages=pages)


def _same_volume(row: CatalogueRow, after: CatalogueRow) -> bool:
    if after.start_page is None or row.start_page is None or after.start_page < row.start_page:
        return False
    if after.start_page == 1:
        return False
    return groups(row.archival_no)[:-1] == groups(after.archival_no)[:-1] and row.box == after.box
