"""Binary workbooks (.xlsb), and old ones that xlrd cannot read, through python-calamine."""

from __future__ import annotations

from pathlib import Path

from ..errors import ExtractionError
from ..model import Block, Document
from .cells import sheet_blocks, shown
from .guard import TextBudget, inspect_zip
from .ole import MAGIC
from .ole_meta import described
from .reading import Reading


def read(path: Path, reading: Reading) -> Document:
    """Read all sheets, hidden ones too.

    Raises:
        ExtractionError: It is encrypted and no password fits, or damaged.
        LimitExceededError: It would cost more than allowed.
    """
    import python_calamine as calamine

    with path.open("rb") as file:
        is_ole = file.read(8) == MAGIC
    if not is_ole:
        inspect_zip(path, reading.limits, "xlsb")
    budget = TextBudget(reading.limits.max_text_chars)
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
    except calamine.PasswordError as error:
        raise ExtractionError("extract.encrypted", type="xls") from error
    blocks: list[Block] = []
    hidden = []
    with book:
        sheets = book.sheets_metadata
        for sheet in sheets:
            reading.deadline.check()
            if sheet.visible is not calamine.SheetVisibleEnum.Visible:
                hidden.append(sheet.name)
            if sheet.typ is not calamine.SheetTypeEnum.WorkSheet:
                continue
            values = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=True)
            rows = {
                number: {column: text for column, cell in enumerate(row) if (text := shown(cell))}
                for number, row in enumerate(values)
            }
            budget.spend(sum(len(text) for row in rows.values() for text in row.values()))
            blocks += sheet_blocks(sheet.name, rows, len(sheets) > 1)
    meta = described(path) if is_ole else {}
    if hidden:
        meta["hidden_sheets"] = "、".join(hidden)
    return Document(tuple(blocks), "xls" if is_ole else "xlsb", meta=meta)
