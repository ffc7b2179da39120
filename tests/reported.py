"""A small check for the tests of reports: two boxes, one of them empty, one lost."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from html import unescape

import checked as given

from danghe.check import UnitCheck, check_unit
from danghe.check.report_rows import Terms, report_rows
from danghe.check.rows import Report
from danghe.model import Candidate, FiledRecord, Filing, Record, Waiver
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
from danghe.stated import Doubt, Statements

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


PHONE = "13812345678"


def full_check(before: str = "到岗率80%，电话") -> UnitCheck:
    """A rate not met, papers without their partner, a late one, a question, an empty box.

    Args:
        before: Stands before a telephone number in the passage of the rate.
    """
    own = given.BOX
    a = f"{own}.a"
    duties = (
        given.duty("r", a, kind=DutyKind.RATE, indicator="到岗率", op=">=", percent=95.0),
        given.duty("l", a, every=Every.GIVEN_MONTHS, months=(3,), due_day=5, due_in="same"),
        given.duty("p", a, f"{own}.b", kind=DutyKind.PAIRING, pair=("会议通知", "会议纪要")),
    )
    boxes = (
        given.box(1, given.item("a"), given.item("b")),
        given.box(2, given.item("c", box="street.supplies.2")),
    )
    low = given.figure("到岗率", 80, page=4)
    low = replace(low, passage=given.passage(f"{before}{PHONE}", 4))
    doubt = Doubt(
        "of_no_known_kind", {}, (given.passage("出动12次", 1), given.passage("出动15次", 2))
    )
    filed = [
        given.paper(1, "a", period="2023-03", date="2023-03-09", title="<b>值班报告</b>"),
        given.paper(2, "a", period="2023-06", title="关于召开药具例会的通知", doctype="会议通知"),
        given.paper(3, box=None, title="材料b", candidates=(Candidate(own, 0.41),)),
    ]
    said = {given.id_of(1): Statements((low,), doubts=(doubt,)), given.id_of(2): Statements()}
    return given.check(given.norms(*boxes, duties=duties), *filed, statements=said)


def fully_reported(before: str = "到岗率80%，电话") -> Report:
    """The same as rows."""
    return report_rows(full_check(before), TERMS)


def text_of(content: bytes, ending: str) -> str:
    """Everything that a file holds, as one text."""
    if ending not in ("docx", "xlsx"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        parts = [container.read(name).decode() for name in container.namelist()]
    return unescape("".join(parts))


def nothing_lacking() -> Report:
    """A report of a unit whose norms ask for nothing."""
    norms = Norms("empty", "样例规范", "1", (None, None), (Level("street", "街道"),))
    return report_rows(check_unit(norms, UNIT, "street", 2023, [], [], DAY), TERMS)
