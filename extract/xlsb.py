"""Binary Excel workbooks (.xlsb) through calamine; its numbers come without their formats."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from ..errors import LimitExceededError
from ..model import Document
from .guard import Limits, inspect_zip
from .number_format import plain
from .reading import Reading
from .sheet_blocks import Cells, Sheet, blocks_of_sheet, workbook_meta

_ROW, _CELLS = 0, range(1, 12)
_MOST_CELLS = 20_000_000


def read(path: Path, reading: Reading) -> Document:
    """Read a workbook sheet by sheet, hidden ones too; the number of a sheet is its page.

    Raises:
        LimitExceededError: It would cost more than ``limits`` allow.
        Exception: Whatever the library raises on a damaged file.
    """
    inspect_zip(path, reading.limits, "xlsb")
    _check_extents(path, reading)
    cells = Cells(reading.limits, reading.deadline)
    sheets = []
    with CalamineWorkbook.from_path(path) as book:
        entries = book.sheets_metadata
        if len(entries) > reading.limits.max_pages:
            limit = reading.limits.max_pages
            raise LimitExceededError("extract.limit.pages", found=len(entries), limit=limit)
        for number, entry in enumerate(entries, 1):
            reading.deadline.check()
            sheet = Sheet(entry.name, number, entry.visible != SheetVisibleEnum.Visible)
            for index, row in enumerate(book.get_sheet_by_index(number - 1).iter_rows()):
                cells.add(sheet, index, {at: _text(value) for at, value in enumerate(row)})
            sheets.append(sheet)
    blocks = tuple(block for sheet in sheets for block in blocks_of_sheet(sheet))
    return Document(blocks, "xlsb", len(sheets) or None, workbook_meta(sheets))


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float | int):
        return plain(value)
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return str(value) if value else ""


def _check_extents(path: Path, reading: Reading) -> None:
    """The library makes a cell for each place between a sheet's corners: see how many.

    Raises:
        LimitExceededError: Too many.
    """
    with zipfile.ZipFile(path) as container:
        for name in container.namelist():
            if not name.lower().startswith("xl/worksheets/") or not name.endswith(".bin"):
                continue
            reading.deadline.check()
            area = _area(_part(container, name, reading.limits))
            if area > _MOST_CELLS:
                raise LimitExceededError("extract.limit.cells", found=area, limit=_MOST_CELLS)


def _part(container: zipfile.ZipFile, name: str, limits: Limits) -> bytes:
    size = container.getinfo(name).file_size
    if size > limits.max_part_bytes:
        limit = limits.max_part_bytes
        raise LimitExceededError("extract.limit.expanded", found=size, limit=limit)
    return container.read(name)


def _area(data: bytes) -> int:
    rows: list[int] = []
    columns: list[int] = []
    row = 0
    for record, at, size in _records(data):
        if record == _ROW and size >= 4:
            row = int.from_bytes(data[at : at + 4], "little")
        elif record in _CELLS and size >= 4:
            column = int.from_bytes(data[at : at + 4], "little")
            rows = [min([*rows, row]), max([*rows, row])]
            columns = [min([*columns, column]), max([*columns, column])]
    if not rows:
        return 0
    return (rows[1] - rows[0] + 1) * (columns[1] - columns[0] + 1)


def _records(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Number, start and size of each record (MS-XLSB 2.1.4)."""
    at = 0
    while at < len(data):
        record, at = _variable(data, at, 2)
        size, at = _variable(data, at, 4)
        yield record, at, size
        at += size


def _variable(data: bytes, at: int, most: int) -> tuple[int, int]:
    value = 0
    for index in range(most):
        if at >= len(data):
            break
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << 7 * index
        if not byte & 0x80:
            break
    return value, at
