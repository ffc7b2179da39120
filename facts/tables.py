"""Figures, days and persons in the tables of a paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..model import Block
from ..stated import Indicator, Passage, StatedDate
from ..text.numerals import find_dates
from .grid import BLANK, Cell, Column, Grid, cells_of, grid_of, pairs_of, unit_of_caption
from .prose import Setting

MOST_FIGURES = 3000
_PERSON = re.compile(
    r"(?:姓名|人员|申请人|领取人|领用人|参加人|参训人|学员|职工|户主|当事人|信访人|犬主|农户)\Z"
)
_NAME = re.compile("[\u4e00-\u9fff·]{2,5}(?:[（(].{1,10}[)）])?\\Z")
_PLACES = re.compile(
    r"(?:社区|单位|村|组|小组|车间|街道|部门|班级|班|支部|网格|站|所|科室|区域|地区|乡镇|镇|学校|单位名称|年级|村、社区|辖区|片区|项目部)"
    r"(?:名称)?(?:[（(].{1,6}[)）])?\Z"
)
_WHEN = re.compile(r"(?:月份|季度|年度|年份|时间|日期|月|年)\Z")
_DATED = re.compile(r"(?:日期|时间|年月日|日|年月)\Z|^(?:何时|何日)")
_MONTH = re.compile(
    r"(?:(?P<y>20[0-9]{2}|19[0-9]{2})年?)?(?:(?P<m>1[0-2]|0?[1-9])月份?|第?(?P<q>[一二三四1-4])季度?|(?P<h>[上下])半年)?\Z"
)
_CODE = re.compile(
    r"证号|编号|号码|电话|账号|卡号|代码|档号|身份证|手机|邮编|车号|单号|楼号|凭证|日期|时间|年月|备注|备\s*注|序号|名次|排名|年龄"
)
_PLAIN_DAY = re.compile("(20[0-9]{2}|19[0-9]{2})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?")
_FILLED_NAME = re.compile("[\u4e00-\u9fff]")


def read(
    setting: Setting, block: Block, start: int, around: str
) -> tuple[list[list[Cell]], Grid | None]:
    """A table's cells, and its reading by headers where it has some.

    Args:
        setting: The paper.
        block: The table.
        start: Of it in the document's text.
        around: The words just before and after it.
    """
    rows = cells_of(block.text, start)
    return rows, grid_of(rows, unit_of_caption(around), block.page)


def is_about_persons(grid: Grid) -> int | None:
    """Place of the column of persons' names, where each row is about one."""
    for column in grid.columns[:4]:
        if not _PERSON.search(column.last):
            continue
        cells = [row[column.place].text for row in grid.rows if column.place < len(row)]
        filled = [text for text in cells if text not in BLANK and not _is_total(text)]
        if column.last.endswith("姓名") or (
            filled and sum(bool(_NAME.match(text)) for text in filled) * 2 > len(filled)
        ):
            return column.place
    return None


def _is_total(text: str) -> bool:
    return "".join(text.split()).rstrip("：:") in ("合计", "小计", "总计", "共计", "计")


def persons_in(grid: Grid) -> int | None:
    """How many rows are about one person each; None where they are about something else."""
    place = is_about_persons(grid)
    if place is None:
        return None
    header = grid.columns[place].last
    count = 0
    for number, row in enumerate(grid.rows):
        text = row[place].text if place < len(row) else ""
        if (
            number not in grid.totals
            and text not in BLANK
            and text != header
            and not _is_total(text)
        ):
            count += bool(_FILLED_NAME.search(text)) or text.isalpha()
    return count


# --- figures ---


def figures(setting: Setting, grid: Grid, around: str) -> Iterator[Indicator]:
    """The figures of a table, row by row; of a roll of persons only its totals."""
    persons = is_about_persons(grid) is not None
    columns = [one for one in grid.numeric if not _CODE.search(one.name)]
    kind = _label_kind(grid)
    for place, row in enumerate(grid.rows):
        if persons and place not in grid.totals:
            continue
        label = grid.label(place)
        words = "".join(label.text.split()) if label and label.value is None else ""
        for column in columns:
            cell = row[column.place] if column.place < len(row) else None
            if cell and cell.value is not None and column.place != grid.labels:
                yield _figure(setting, grid, place, words, kind, column, cell)


def _label_kind(grid: Grid) -> str:
    """What the rows are: of several offices (whose), of several times (when), or things (what)."""
    if grid.labels is None:
        return "what"
    header = grid.columns[grid.labels].last
    if _PLACES.search(header):
        return "whose"
    labels = [cell.text for place in range(len(grid.rows)) if (cell := grid.label(place))]
    named = [text for text in labels if text not in BLANK and not _is_total(text)]
    if named and all(_MONTH.match(text) for text in named):
        return "when"
    if _WHEN.search(header):
        return "when"
    if named and sum(bool(_PLACES.search(text)) for text in named) * 3 > len(named) * 2:
        return "whose"
    return "what"


def _figure(
    setting: Setting,
    grid: Grid,
    place: int,
    words: str,
    kind: str,
    column: Column,
    cell: Cell,
) -> Indicator:
    name, subject, period = column.name, "", setting.period
    if place in grid.totals:
        subject = "小计" if grid.totals[place] == "小计" and _has_grand(grid) else ""
    elif kind == "whose":
        subject = words
    elif kind == "when":
        period = _period(words, setting) or period
    else:
        name = words + (
            column.name if column.name not in ("数量", "人数", "数", "数值", "本期") else ""
        )
    unit = cell.unit or column.unit
    scale = 4 if unit == "万元" else 0
    value = cell.value
    assert value is not None
    return Indicator(
        name=name or words,
        value=value.scaleb(scale) if scale else value,
        unit="元" if unit == "万元" else unit,
        passage=passage(setting, cell, grid.page),
        subject=subject,
        period=period,
        goal=setting.goal or bool(re.search("目标|计划数|任务|指标值", column.name)),
    )


def _has_grand(grid: Grid) -> bool:
    return "合计" in grid.totals.values() or sum(k == "小计" for k in grid.totals.values()) > 1


def _period(words: str, setting: Setting) -> str | None:
    match = _MONTH.match(words)
    year = match["y"] if match and match["y"] else (setting.period or "")[:4]
    if not match or not words or not year:
        return None
    if match["m"]:
        return f"{year}-{int(match['m']):02}"
    if match["q"]:
        return f"{year}-Q{'一二三四1234'.index(match['q']) % 4 + 1}"
    if match["h"]:
        return f"{year}-H{'上下'.index(match['h']) + 1}"
    return year


def passage(setting: Setting, cell: Cell, page: int | None) -> Passage:
    """A cell as a passage."""
    return Passage(cell.start, cell.end, setting.text[cell.start : cell.end], page)


def form_figures(
    setting: Setting, rows: Sequence[Sequence[Cell]], page: int | None
) -> Iterator[Indicator]:
    """Figures of a form, named by the labels before them."""
    for _, label, answer in pairs_of(rows):
        if answer.value is None or _CODE.search(label.text):
            continue
        if not answer.unit and not re.search("数|率|人口|量|额|面积|合计|余|票", label.text):
            continue
        text = setting.text[label.start : answer.end]
        yield Indicator(
            name="".join(label.text.split()),
            value=answer.value,
            unit=answer.unit,
            passage=Passage(label.start, answer.end, text, page),
            period=setting.period,
            goal=setting.goal,
        )


# --- days ---


def days(setting: Setting, grid: Grid) -> Iterator[StatedDate]:
    """The days in columns of dates; one row's belong together."""
    dated = [one for one in grid.columns if _DATED.search(one.last)]
    for number, row in enumerate(grid.rows, start=1):
        for column in dated:
            cell = row[column.place] if column.place < len(row) else None
            if cell is None or len(cell.text) < 6 or len(cell.text) > 40:
                continue
            day = _day(cell.text)
            if day:
                yield StatedDate(day, column.name, passage(setting, cell, grid.page), number)


def _day(text: str) -> str:
    """The first date of a cell, if it is whole."""
    plain = _PLAIN_DAY.fullmatch(text)
    if plain:
        day = f"{plain[1]}-{int(plain[2]):02}-{int(plain[3]):02}"
        return day if 1 <= int(plain[2]) <= 12 and 1 <= int(plain[3]) <= 28 else _found_day(text)
    return _found_day(text)


def _found_day(text: str) -> str:
    found = find_dates(text)[:1]
    return found[0].date if found and len(found[0].date) == 10 else ""


def form_days(
    setting: Setting, rows: Sequence[Sequence[Cell]], page: int | None
) -> Iterator[StatedDate]:
    """The days of a form, named by the labels before them; the whole form is one row."""
    for _, label, answer in pairs_of(rows):
        if len(answer.text) < 6 or len(answer.text) > 60 or not any(map(str.isdigit, answer.text)):
            continue
        found = [one for one in find_dates(answer.text) if len(one.date) == 10]
        if len(found) == 1:
            text = setting.text[label.start : answer.end]
            where = Passage(label.start, answer.end, text, page)
            yield StatedDate(found[0].date, "".join(label.text.split()), where, 1)
