"""What does not agree within a table.

That one column is the sum of others, or a rate of two others, is read off the table itself:
it is so where most rows bear it out, and then the others are asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..stated import Doubt, Passage
from .grid import BLANK, TOTALS, Cell, Column, Grid
from .prose import Setting
from .rounding import is_ratio, is_sum, ratio, shown, step
from .tables import passage

MOST_DOUBTS = 20
_LEAST = 3
_SAMPLE = 200
_MOST_COLUMNS = 40
_NESTED = (
    "其中",
    "#",
    "一、",
    "二、",
    "1.",
    "1、",
    "（一）",
    "(一)",
    "减：",
    "加：",
    "期初",
    "期末",
    "上年",
    "结转",
    "结余",
    "余额",
)


@dataclass(frozen=True, slots=True)
class Broken:
    """A sum that does not hold: the cell of the total and those that make it up."""

    total: tuple[int, int]
    parts: tuple[tuple[int, int], ...]


def of_table(setting: Setting, grid: Grid) -> Iterator[Doubt]:
    """The doubts that a table raises."""
    down = list(_down(grid))
    across = [*_across(grid), *_balances(grid)]
    if len(down) + len(across) > MOST_DOUBTS:
        # Not a table of sums after all.
        return
    yield from _told(setting, grid, down, across)
    yield from _rates(setting, grid)


def _told(
    setting: Setting, grid: Grid, down: Sequence[Broken], across: Sequence[Broken]
) -> Iterator[Doubt]:
    """Each broken sum once; a figure at which a row and a column break is one doubt."""
    explained: set[int] = set()
    for one in down:
        mates = [
            number
            for number, other in enumerate(across)
            if number not in explained and ({one.total, *one.parts} & {other.total, *other.parts})
        ]
        mate = across[mates[0]] if mates and _same_gap(grid, one, across[mates[0]]) else None
        if mate is not None:
            explained.add(mates[0])
        yield _doubt(setting, grid, one, mate)
    for number, one in enumerate(across):
        if number not in explained:
            yield _doubt(setting, grid, one, None)


def _same_gap(grid: Grid, one: Broken, other: Broken) -> bool:
    return abs(_gap(grid, one)) == abs(_gap(grid, other))


def _gap(grid: Grid, one: Broken) -> Decimal:
    total = grid.value(*one.total) or Decimal(0)
    return total - sum((grid.value(*part) or Decimal(0) for part in one.parts), Decimal(0))


def _doubt(setting: Setting, grid: Grid, one: Broken, mate: Broken | None) -> Doubt:
    places = [one.total, *one.parts]
    if mate is not None:
        shared = [place for place in places if place in {mate.total, *mate.parts}]
        places = [*shared, one.total, mate.total]
    cells = list(dict.fromkeys(places))
    row, column = one.total
    label = grid.label(row)
    head = grid.columns[column].name
    name = f"{label.text}·{head}" if label and label.text else head
    total = grid.value(row, column) or Decimal(0)
    values = {
        "name": name,
        "stated": shown(total),
        "computed": shown(total - _gap(grid, one)),
        "parts": "＋".join(shown(grid.value(*part) or Decimal(0)) for part in one.parts[:12]),
    }
    shown_cells = cells if len(cells) <= 6 else [cells[0], cells[1], cells[-1]]
    return Doubt("sum", values, tuple(_where(setting, grid, *place) for place in shown_cells))


def _where(setting: Setting, grid: Grid, row: int, column: int) -> Passage:
    return passage(setting, grid.rows[row][column], grid.page)


def _blank_or_figure(cells: Sequence[Cell], column: int) -> bool:
    if column >= len(cells):
        return True
    return cells[column].value is not None or cells[column].text in BLANK


# --- totals below ---


def _down(grid: Grid) -> Iterator[Broken]:
    """Rows of totals against the rows above them."""
    if not grid.totals or _is_nested(grid):
        return
    columns = [one for one in grid.numeric if one.added and one.place != grid.labels]
    for row in grid.totals:
        addends = _addends(grid, row)
        if not addends:
            continue
        broken = [one for column in columns if (one := _column_sum(grid, row, column, addends))]
        held = [column for column in columns if _holds(grid, row, column, addends)]
        # Where no column bears it out, the rows are not the addends.
        if len(broken) <= max(len(held), 1 if len(columns) == 1 else 0):
            yield from broken


def _is_nested(grid: Grid) -> bool:
    labels = (cell.text for row in range(len(grid.rows)) if (cell := grid.label(row)))
    return any(mark in text for text in labels for mark in _NESTED)


def _addends(grid: Grid, row: int) -> list[list[int]]:
    """The sets of rows that a row of totals may sum up."""
    above = [place for place in range(row) if place not in grid.totals]
    subtotals = [place for place in range(row) if place in grid.totals]
    since = [place for place in above if not subtotals or place > subtotals[-1]]
    below: list[int] = []
    if row == 0:
        # 合计 may come first.
        below = [place for place in range(1, len(grid.rows)) if place not in grid.totals]
    sets = [above, since, subtotals if len(subtotals) > 1 else [], below]
    unique: list[list[int]] = []
    for one in sets:
        if len(one) >= 2 and one not in unique:
            unique.append(one)
    return unique


def _figures_of(grid: Grid, column: Column, rows: Sequence[int]) -> list[Decimal] | None:
    """The figures of some rows; None where a cell is neither figure nor blank."""
    found = []
    for row in rows:
        if not _blank_or_figure(grid.rows[row], column.place):
            return None
        value = grid.value(row, column.place)
        if value is not None:
            found.append(value)
    return found


def _sums(
    grid: Grid, row: int, column: Column, addends: Sequence[list[int]]
) -> tuple[Decimal, list[tuple[list[int], list[Decimal]]]] | None:
    total = grid.value(row, column.place)
    if total is None or grid.rows[row][column.place].unit == "%":
        return None
    found = [(rows, values) for rows in addends if (values := _figures_of(grid, column, rows))]
    found = [(rows, values) for rows, values in found if len(values) >= 2]
    return (total, found) if found else None


def _holds(grid: Grid, row: int, column: Column, addends: Sequence[list[int]]) -> bool:
    sums = _sums(grid, row, column, addends)
    return sums is not None and any(is_sum(sums[0], values) for _, values in sums[1])


def _column_sum(
    grid: Grid, row: int, column: Column, addends: Sequence[list[int]]
) -> Broken | None:
    sums = _sums(grid, row, column, addends)
    if sums is None or any(is_sum(sums[0], values) for _, values in sums[1]):
        return None
    rows = sums[1][0][0]
    parts = tuple((r, column.place) for r in rows if grid.value(r, column.place) is not None)
    return Broken((row, column.place), parts)


# --- totals at the side ---


def _across(grid: Grid) -> Iterator[Broken]:
    """Columns of totals against the columns beside them."""
    columns = grid.numeric[:_MOST_COLUMNS]
    for place, column in enumerate(columns):
        if column.last not in TOTALS and not column.last.endswith(
            ("合计", "总计", "小计", "总数", "总分")
        ):
            continue
        runs = _runs(columns, place)
        best, held, broken = None, 0, 0
        for run in runs:
            good, bad = _score(grid, column, run)
            if good > held or (good == held and best is not None and len(run) > len(best)):
                best, held, broken = run, good, bad
        if best is None or held < _LEAST or held < 2 * broken:
            continue
        for row in range(len(grid.rows)):
            if _row_sum(grid, row, column, best) is False:
                parts = tuple((row, c.place) for c in best if grid.value(row, c.place) is not None)
                yield Broken((row, column.place), parts)


def _runs(columns: Sequence[Column], place: int) -> Iterator[Sequence[Column]]:
    """Stretches of columns next to a total, on either side."""
    for end in range(place + 3, min(len(columns), place + 14) + 1):
        yield columns[place + 1 : end]
    for start in range(place - 2, max(-1, place - 14), -1):
        yield columns[start:place]


def _score(grid: Grid, column: Column, run: Sequence[Column]) -> tuple[int, int]:
    sums = [_row_sum(grid, row, column, run) for row in range(min(len(grid.rows), _SAMPLE))]
    telling = [grid.value(row, column.place) for row, held in enumerate(sums) if held is True]
    good = len([value for value in telling if value])
    return good, sum(held is False for held in sums)


def _row_sum(grid: Grid, row: int, column: Column, run: Sequence[Column]) -> bool | None:
    """Whether a row's total is the sum of a run; None where that cannot be said."""
    total = grid.value(row, column.place)
    if total is None or not all(_blank_or_figure(grid.rows[row], c.place) for c in run):
        return None
    values = [value for c in run if (value := grid.value(row, c.place)) is not None]
    return is_sum(total, values) if values else None


# --- balances: 上月在用＋新增－停用＝月末在用 ---


def _balances(grid: Grid) -> Iterator[Broken]:
    """Four columns in a row of which the last is what is left."""
    columns = grid.numeric[:_MOST_COLUMNS]
    for place in range(len(columns) - 3):
        four = columns[place : place + 4]
        rows = range(len(grid.rows))
        states = [_balance(grid, row, four) for row in rows[:_SAMPLE]]
        held = sum(state is True for state in states)
        if held < _LEAST or held < 2 * sum(state is False for state in states):
            continue
        for row in rows:
            if _balance(grid, row, four) is False:
                yield Broken((row, four[3].place), tuple((row, c.place) for c in four[:3]))


def _balance(grid: Grid, row: int, four: Sequence[Column]) -> bool | None:
    values = [grid.value(row, column.place) for column in four]
    if any(value is None for value in values) or row in grid.totals:
        return None
    opening, gained, lost, left = (value or Decimal(0) for value in values)
    if not gained and not lost:
        return None
    return opening + gained - lost == left


# --- rates ---


def _rates(setting: Setting, grid: Grid) -> Iterator[Doubt]:
    """Columns of rates against two other columns."""
    columns = grid.numeric[:_MOST_COLUMNS]
    for rate in columns:
        if not (rate.unit in ("%", "‰") or rate.last.endswith("率")):
            continue
        pair = _named_pair(columns, rate) or _proved_pair(grid, columns, rate)
        if pair is None:
            continue
        broken = [row for row in range(len(grid.rows)) if _rate_of(grid, row, rate, *pair) is False]
        held = sum(_rate_of(grid, r, rate, *pair) is True for r in range(len(grid.rows)))
        if len(broken) > max(1, held // 2):
            continue
        for row in broken[:MOST_DOUBTS]:
            yield _rate_doubt(setting, grid, row, rate, *pair)


def _named_pair(columns: Sequence[Column], rate: Column) -> tuple[Column, Column] | None:
    """应检 and 实检 before 受检率."""
    before = [c for c in columns if c.place < rate.place and c.unit not in ("%", "‰")]
    for whole in reversed(before):
        what = whole.last.partition("应")[2][:1]
        if not what or (what not in rate.last and len(rate.last) > 3):
            continue
        done = [c for c in before if f"实{what}" in c.last or f"已{what}" in c.last]
        if (len(done) == 1 and done[0].top == whole.top) or len(done) == 1:
            return done[0], whole
    return None


def _proved_pair(
    grid: Grid, columns: Sequence[Column], rate: Column
) -> tuple[Column, Column] | None:
    """The two columns of which most rows say that the rate is theirs."""
    near = [c for c in columns if abs(c.place - rate.place) <= 6 and c is not rate]
    near = [c for c in near if c.unit not in ("%", "‰") and not c.last.endswith("率")]
    best: tuple[int, tuple[Column, Column]] | None = None
    for part in near:
        for whole in near:
            if part is whole:
                continue
            rows = range(min(len(grid.rows), _SAMPLE))
            good = {
                grid.value(row, rate.place)
                for row in rows
                if _rate_of(grid, row, rate, part, whole) is True
            }
            bad = sum(_rate_of(grid, row, rate, part, whole) is False for row in rows)
            if len(good) >= _LEAST and len(good) >= 2 * bad and (not best or len(good) > best[0]):
                best = (len(good), (part, whole))
    return best[1] if best else None


def _rate_of(grid: Grid, row: int, rate: Column, part: Column, whole: Column) -> bool | None:
    printed = grid.value(row, rate.place)
    portion, base = grid.value(row, part.place), grid.value(row, whole.place)
    if printed is None or portion is None or base is None or base <= 0 or portion < 0:
        return None
    unit = grid.rows[row][rate.place].unit or rate.unit
    if unit not in ("%", "‰") and printed <= 1 and step(printed) < 1:
        return is_ratio(printed, portion, base, 1)
    return is_ratio(printed, portion, base, 1000 if unit == "‰" else 100)


def _rate_doubt(
    setting: Setting, grid: Grid, row: int, rate: Column, part: Column, whole: Column
) -> Doubt:
    printed = grid.value(row, rate.place) or Decimal(0)
    portion = grid.value(row, part.place) or Decimal(0)
    base = grid.value(row, whole.place) or Decimal(1)
    unit = grid.rows[row][rate.place].unit or rate.unit or "%"
    label = grid.label(row)
    values = {
        "name": f"{label.text}·{rate.name}" if label and label.text else rate.name,
        "stated": shown(printed) + unit,
        "part": shown(portion),
        "whole": shown(base),
        "computed": shown(ratio(portion, base, 1000 if unit == "‰" else 100)) + unit,
    }
    places = (rate.place, part.place, whole.place)
    return Doubt("rate", values, tuple(_where(setting, grid, row, place) for place in places))
