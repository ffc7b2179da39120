"""A small check for the tests of reports: two boxes, one of them empty, one lost."""

from __future__ import annotations

from datetime import date

from danghe.check import UnitCheck, check_unit
from danghe.check.report_rows import Report, Terms, report_rows
from danghe.model import FiledRecord, Filing, Record, Waiver
from danghe.schemas.model import (
    Box,
    BoxState,
    Duty,
    DutyKind,
    Every,
    Item,
    Level,
    Norms,
    Place,
    Section,
)

UNIT = "柳泉街道"
ID_CARD = "11010519491231002X"
MOBILE = "13800138000"
DAY = date(2024, 3, 5)
TERMS = Terms(("章明", "方敏"), "江城市档案局", date(2024, 4, 15))


def checked(
    title: str = "药具人数报表", reason: str = "由区站统一编制", months: int = 4
) -> UnitCheck:
    """A check in which the papers of some first months are there under one title."""
    users = Item("street.supplies.1.users", "药具人数报表", "table", each=Every.MONTH)
    plan = Item("street.supplies.1.plan", "需求计划表", "plan")
    boxes = (
        Box("street.supplies.1", 1, "药具报表盒", "药具报表盒", BoxState.GIVEN, (users, plan)),
        Box("street.supplies.2", 2, None, "[盒2]", BoxState.LOST),
        Box("street.supplies.3", 3, "药具培训盒", "药具培训盒", BoxState.GIVEN, contents_lost=True),
    )
    training = Duty(
        "street.supplies.duty.training",
        "举办药具管理人员培训班",
        DutyKind.CADENCE,
        Every.GIVEN_MONTHS,
        (2, 5),
        evidence=("street.supplies.3",),
        place=Place("第十三节 二、3"),
    )
    section = Section(
        "street.supplies", 13, "药具工作", stated_boxes=3, boxes=boxes, duties=(training,)
    )
    level = Level("street", "街道", sections=(section,))
    norms = Norms("sample", "样例规范", "2", (None, None), (level,))
    filed = [_paper(number, title) for number in range(1, months + 1)]
    waiver = Waiver(UNIT, 2023, "street.supplies.1.plan", reason, "方敏", "2024-01-08")
    return check_unit(norms, UNIT, "street", 2023, filed, [waiver], DAY)


def _paper(number: int, title: str) -> FiledRecord:
    id = f"a13800138{number:03d}-1"
    period = f"2023-{number:02d}"
    items = ("street.supplies.1.users",)
    filing = Filing(id, UNIT, "street", 2023, period, "street.supplies.1", items)
    return FiledRecord(Record(id, "0" * 64, 1, 0, 9, title), filing, f"{UNIT}/{number}.docx")


def reported(
    title: str = "药具人数报表",
    reason: str = "由区站统一编制",
    months: int = 4,
    terms: Terms = TERMS,
) -> Report:
    """The same as rows."""
    return report_rows(checked(title, reason, months), terms)


def nothing_lacking() -> Report:
    """A report of a unit whose norms ask for nothing."""
    norms = Norms("empty", "样例规范", "1", (None, None), (Level("street", "街道"),))
    return report_rows(check_unit(norms, UNIT, "street", 2023, [], [], DAY), TERMS)
