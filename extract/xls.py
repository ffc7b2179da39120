"""Old workbooks (.xls, .et): cells as shown, through xlrd; by calamine where that fails."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..errors import ExtractionError
from ..model import Block, Document
from .cells import sheet_blocks, shown, shown_number
from .guard import TextBudget
from .lines import clean
from .ole_meta import described
from .reading import Reading


def read(path: Path, reading: Reading) -> Document:
    """Read all sheets, hidden ones too.

    Raises:
        ExtractionError: It is encrypted, or damaged.
        LimitExceededError: It would cost more than allowed.
    """
    import xlrd

    try:
        book = xlrd.open_workbook(
            file_contents=_stream(path),
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
            logfile=_Silence(),
        )
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise ExtractionError("extract.encrypted", type="xls") from error
        return _otherwise(path, reading)
    except (MemoryError, RecursionError):
        raise
    except Exception:
        return _otherwise(path, reading)
    with book:
        return _document(book, path, reading)


def _stream(path: Path) -> bytes:
    """The workbook inside; xlrd would follow a chain of sectors round and round."""
    import olefile

    with olefile.OleFileIO(str(path)) as ole:
        name = next(name for name in ("Workbook", "Book") if ole.exists(name))
        data: bytes = ole.openstream(name).read()
    return data


def _otherwise(path: Path, reading: Reading) -> Document:
    from .sheets import read as by_calamine

    return by_calamine(path, reading)


def _document(book: Any, path: Path, reading: Reading) -> Document:
    budget = TextBudget(reading.limits.max_text_chars)
    blocks: list[Block] = []
    hidden = []
    for number, name in enumerate(book.sheet_names()):
        reading.deadline.check()
        sheet = book.sheet_by_index(number)
        if sheet.visibility:
            hidden.append(name)
        rows: dict[int, dict[int, str]] = {}
        for row in range(sheet.nrows):
            cells = {
                column: text
                for column, cell in enumerate(sheet.row(row))
                if (text := _shown(book, cell))
            }
            if cells:
                budget.spend(sum(map(len, cells.values())))
                rows[row] = cells
        blocks += sheet_blocks(name, rows, book.nsheets > 1)
        book.unload_sheet(number)
    meta = described(path)
    if hidden:
        meta["hidden_sheets"] = clean("、".join(hidden))
    return Document(tuple(blocks), "xls", meta=meta)


def _shown(book: Any, cell: Any) -> str:
    import xlrd

    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        format = book.format_map.get(book.xf_list[cell.xf_index].format_key)
        code = format.format_str if format else ""
        number = format.format_key if format else 0
        return shown_number(cell.value, number, code, from_1904=bool(book.datemode))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return shown(bool(cell.value))
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, ""))
    return shown(cell.value)


class _Silence:
    """Takes what the library would print."""

    def write(self, text: str) -> int:
        """Nothing is kept."""
        return len(text)
