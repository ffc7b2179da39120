"""Excel 5 to 2003 and WPS spreadsheets (.xls, .et) through xlrd, numbers as shown."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import olefile
import xlrd
from xlrd.biffh import error_text_from_code

from ..errors import DangheError, LimitExceededError
from ..model import Document
from .number_format import GENERAL, plain, shown
from .ole_meta import metadata
from .reading import Reading
from .sheet_blocks import Cells, Sheet, blocks_of_sheet, workbook_meta
from .unlocking import unlocked

_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = range(1, 6)


def read(path: Path, reading: Reading) -> Document:
    """Read a workbook sheet by sheet, hidden ones too; the number of a sheet is its page.

    What cannot be read here goes through LibreOffice where it is present.

    Raises:
        ExtractionError: No password fits.
        LimitExceededError: It would cost more than ``limits`` allow.
        Exception: Whatever the library raises on a damaged file.
    """
    with unlocked(path, reading, "xls") as plain_path:
        try:
            return _read(plain_path, reading)
        except (DangheError, MemoryError):
            raise
        except Exception:
            from .libreoffice import read_damaged

            document = read_damaged(plain_path, reading, "xls")
            if document is None:
                raise
            return document


def _read(plain_path: Path, reading: Reading) -> Document:
    with open(os.devnull, "w") as nowhere:
        book = xlrd.open_workbook(
            file_contents=_stream(plain_path, reading),
            logfile=nowhere,
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
        )
        try:
            if book.nsheets > reading.limits.max_pages:
                limit = reading.limits.max_pages
                raise LimitExceededError("extract.limit.pages", found=book.nsheets, limit=limit)
            sheets = list(_sheets(book, reading))
        finally:
            book.release_resources()
        blocks = tuple(block for sheet in sheets for block in blocks_of_sheet(sheet))
        meta = {**metadata(plain_path), **workbook_meta(sheets)}
    return Document(blocks, "xls", len(sheets) or None, meta)


def _stream(path: Path, reading: Reading) -> bytes:
    """The workbook itself: xlrd's own walk through the container may never end."""
    with olefile.OleFileIO(path) as container:
        name = "Workbook" if container.exists("Workbook") else "Book"
        size, limit = container.get_size(name), reading.limits.max_part_bytes
        if size > limit:
            raise LimitExceededError("extract.limit.bytes", found=size, limit=limit)
        data: bytes = container.openstream(name).read()
        return data


def _sheets(book: Any, reading: Reading) -> Iterator[Sheet]:
    cells = Cells(reading.limits, reading.deadline)
    for index in range(book.nsheets):
        reading.deadline.check()
        page = book.sheet_by_index(index)
        sheet = Sheet(page.name, index + 1, hidden=bool(page.visibility))
        for row in range(page.nrows):
            cells.add(sheet, row, _row(book, page, row))
        yield sheet
        book.unload_sheet(index)
        for (row, column), note in sorted(page.cell_note_map.items()):
            cells.add(
                sheet, row, {column: f"{sheet.rows.get(row, {}).get(column, '')} {note.text}"}
            )


def _row(book: Any, page: Any, row: int) -> dict[int, str]:
    kinds = page.row_types(row)
    return {
        column: _shown(book, page, row, column, kind)
        for column, kind in enumerate(kinds)
        if _TEXT <= kind <= _ERROR
    }


def _shown(book: Any, page: Any, row: int, column: int, kind: int) -> str:
    value = page.cell_value(row, column)
    if kind == _TEXT:
        return str(value)
    if kind == _BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind == _ERROR:
        return str(error_text_from_code.get(value, "#N/A"))
    index = page.cell_xf_index(row, column)
    format = book.format_map.get(book.xf_list[index].format_key) if index is not None else None
    code = format.format_str if format else GENERAL
    return plain(value) if code == GENERAL else shown(value, code, since_1904=bool(book.datemode))
