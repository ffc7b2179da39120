"""Cells of spreadsheets as their program shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from ..errors import LimitExceededError
from ..model import Block, BlockKind
from .lines import clean

MAX_CELLS = 5_000_000
_BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_BUILT_IN = {2: "0.00", 4: "#,##0.00", 9: "0%", 10: "0.00%"}
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)
_DECIMALS = re.compile(r"[0#?]\.(0+)")
_PLAIN_SHEET = re.compile(r"(?:sheet|工作表|表)\s*\d*$", re.IGNORECASE)
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)


def is_date_format(number: int, code: str) -> bool:
    """Whether a number format shows a date or time (ECMA-376, 18.8.30)."""
    if number in _BUILT_IN_DATES and not code:
        return True
    bare = _LITERAL.sub("", code)
    return bool(_DATE_LETTERS.search(bare)) and "general" not in bare.lower()


def shown_number(value: float, number: int = 0, code: str = "", *, from_1904: bool = False) -> str:
    """A number as its format shows it: dates as ISO, percentages, decimals, leading zeros.

    Args:
        value: As stored.
        number: Of the format; built-in ones have no code.
        code: Of the format, such as ``0.0%``.
        from_1904: The workbook counts days from 1904.
    """
    if is_date_format(number, code):
        return _moment(value, from_1904)
    pattern = _LITERAL.sub("", (code or _BUILT_IN.get(number, "")).split(";")[0])
    if "%" in pattern:
        return f"{value * 100:.{_decimals(pattern)}f}%"
    if _DECIMALS.search(pattern):
        return f"{value:.{_decimals(pattern)}f}"
    if re.fullmatch(r"0{2,}", pattern):
        return f"{value:.0f}".zfill(len(pattern))
    return plain_number(value)


def plain_number(value: float) -> str:
    """A number without the noise of binary fractions; whole ones without a point."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.12g}"


def _decimals(pattern: str) -> int:
    found = _DECIMALS.search(pattern)
    return len(found[1]) if found else 0


def _moment(value: float, from_1904: bool) -> str:
    try:
        if 0 <= value < 1:
            return shown((datetime.min + timedelta(days=value)).time())
        moment = (_EPOCH_1904 if from_1904 else _EPOCH) + timedelta(days=value)
    except (OverflowError, ValueError):
        return plain_number(value)
    return shown(_rounded(moment))


def _rounded(moment: datetime) -> datetime:
    return (moment + timedelta(milliseconds=500)).replace(microsecond=0)


def shown(value: object) -> str:
    """A cell's value as text: dates as ISO, whole numbers without a point."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return plain_number(float(value)) if value == value else ""
    if isinstance(value, datetime):
        whole = value.time() == time()
        return value.date().isoformat() if whole else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    return clean(str(value)).strip()


def sheet_blocks(
    name: str, rows: Mapping[int, Mapping[int, str]], several: bool
) -> Iterable[Block]:
    """The name of a sheet where it says something, and its cells as a table.

    Columns and rows without any text are left out, however far apart the others stand.

    Args:
        name: Of the sheet.
        rows: Row → column → text.
        several: There are other sheets too.

    Raises:
        LimitExceededError: The table would have too many cells.
    """
    filled = {row: cells for row, cells in rows.items() if any(cells.values())}
    if not filled:
        return
    texts = (cell for cells in filled.values() for cell in cells.items())
    columns = sorted({column for column, text in texts if text})
    if len(columns) * len(filled) > MAX_CELLS:
        found = len(columns) * len(filled)
        raise LimitExceededError("extract.limit.cells", found=found, limit=MAX_CELLS)
    if name.strip() and (several or not _PLAIN_SHEET.match(name.strip())):
        yield Block(BlockKind.HEADING, clean(name).strip(), level=1)
    table = [tuple(filled[row].get(column, "") for column in columns) for row in sorted(filled)]
    yield from titles_and_table(table)


def titles_and_table(table: Sequence[tuple[str, ...]]) -> Iterable[Block]:
    """Rows of one cell above a table are its titles; the rest is the table."""
    start = 0
    while start < len(table) and len(table[start]) > 1 and sum(map(bool, table[start])) == 1:
        yield Block(BlockKind.PARAGRAPH, next(filter(None, table[start])))
        start += 1
    rest = table[start:]
    if rest and len(rest[0]) > 1:
        yield Block.table(tuple(rest))
    else:
        yield from (Block(BlockKind.PARAGRAPH, row[0]) for row in rest)
