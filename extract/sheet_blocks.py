"""From the cells of a spreadsheet to blocks: title lines, then the table, as it would print."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ..model import Block, BlockKind
from .guard import Deadline, Limits, TextBudget
from .lines import clean, text_block

_DEFAULT_NAME = re.compile(
    r"(?:(?:sheet|table|feuil|tabelle|工作表|表格?|chart|图表)\s*[\d一二三四五六七八九十]*"
    r"|workbook|null|\d{1,2})(?:\s*[(（]\d+[)）])?",
    re.IGNORECASE,
)
_SPARE_CELLS = 10_000
_FILLED_AT_LEAST = 20
_FLAT = re.compile(r"\s*[\r\n]+\s*")


@dataclass(slots=True)
class Sheet:
    """One sheet being read: only cells that hold something.

    Attributes:
        name: On its tab.
        number: From 1.
        hidden: Not shown in its tab bar.
        rows: Row index → column index → text.
        after: Blocks that follow its table: text boxes, comments.
    """

    name: str
    number: int
    hidden: bool = False
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    after: list[Block] = field(default_factory=list)


class Cells:
    """Collects the cells of a workbook and counts what they cost.

    Args:
        limits: For characters.
        deadline: Checked every thousand rows.
    """

    def __init__(self, limits: Limits, deadline: Deadline) -> None:
        self._budget = TextBudget(limits.max_text_chars)
        self._deadline = deadline
        self._rows = 0

    def add(self, sheet: Sheet, row: int, cells: Mapping[int, str]) -> None:
        """Keep the cells of a row that hold text.

        Raises:
            LimitExceededError: Too much text, or too late.
        """
        self._rows += 1
        if self._rows % 1000 == 0:
            self._deadline.check()
        kept = {column: flat for column, text in cells.items() if (flat := one_line(text))}
        if kept:
            self._budget.spend(sum(map(len, kept.values())))
            sheet.rows.setdefault(row, {}).update(kept)

    def spend(self, text: str) -> None:
        """Count text that is no cell."""
        self._budget.spend(len(text))


def one_line(text: str) -> str:
    """A cell's text on one line, without control characters or tabs."""
    if text.isalnum():
        return text
    return _FLAT.sub(" ", clean(text)).replace("\t", " ").strip()


def blocks_of_sheet(sheet: Sheet) -> Iterable[Block]:
    """Its name where somebody gave it one, lines above, the table, lines below."""
    if (sheet.rows or sheet.after) and not _DEFAULT_NAME.fullmatch(sheet.name.strip() or "1"):
        name = clean(sheet.name).strip()
        yield Block(BlockKind.HEADING, name, page=sheet.number, level=1)
    rows = [sheet.rows[row] for row in sorted(sheet.rows)]
    first, last = 0, len(rows)
    while first < last and len(rows[first]) == 1:
        first += 1
    while last > first and len(rows[last - 1]) == 1:
        last -= 1
    yield from (_line(row, sheet.number) for row in rows[:first])
    if first < last:
        yield Block.table(rectangle(rows[first:last]), sheet.number)
    yield from (_line(row, sheet.number) for row in rows[last:])
    yield from sheet.after


def rectangle(rows: list[dict[int, str]]) -> tuple[tuple[str, ...], ...]:
    """Rows of equal length without empty columns; a few cells far apart stay few."""
    columns = sorted({column for row in rows for column in row})
    filled = sum(map(len, rows))
    if len(columns) * len(rows) > _FILLED_AT_LEAST * filled + _SPARE_CELLS:
        return tuple(tuple(row[column] for column in sorted(row)) for row in rows)
    get: list[Callable[..., str]] = [row.get for row in rows]
    return tuple(tuple(value(column, "") for column in columns) for value in get)


def _line(row: Mapping[int, str], page: int) -> Block:
    return text_block(next(iter(row.values())), page)


def workbook_meta(sheets: Iterable[Sheet]) -> dict[str, str]:
    """What is worth knowing of its sheets."""
    hidden = [sheet.name for sheet in sheets if sheet.hidden and sheet.rows]
    return {"hidden_sheets": "、".join(hidden)} if hidden else {}
