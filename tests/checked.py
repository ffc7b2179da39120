"""Norms, papers and checks in few words, for the tests of the check."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from danghe.check import UnitCheck, check_unit
from danghe.model import FiledRecord, Filing, FindingStatus, Record, Waiver
from danghe.schemas.model import (
    Box,
    BoxState,
    Duty,
    DutyKind,
    Item,
    Level,
    Norms,
    Place,
    Section,
)
from danghe.stated import BoundPart, Indicator, Passage, StatedDate, Statements

UNIT = "柳泉街道"
BOX = "street.supplies.1"
COMPLETE, PARTIAL, MISSING, WAIVED, NOT_CHECKED = (
    FindingStatus.COMPLETE,
    FindingStatus.PARTIAL,
    FindingStatus.MISSING,
    FindingStatus.WAIVED,
    FindingStatus.NOT_CHECKED,
)


def item(name: str, kind: str = "table", box: str = BOX, **more: Any) -> Item:
    part_of = more.pop("part_of", None)
    whole = f"{box}.{part_of}" if part_of else None
    return Item(f"{box}.{name}", f"材料{name}", kind, part_of=whole, **more)


def box(no: int = 1, *items: Item, **more: Any) -> Box:
    state = more.pop("state", BoxState.GIVEN)
    name = f"盒子{no}" if state is BoxState.GIVEN else None
    id = f"street.supplies.{no}"
    place = Place(f"第二节 三 盒{no}")
    return Box(id, no, name, name or f"[盒{no}]", state, items, place=place, **more)


def duty(name: str, *evidence: str, kind: DutyKind = DutyKind.CADENCE, **more: Any) -> Duty:
    place = Place("第二节 二、1")
    id = f"street.supplies.duty.{name}"
    return Duty(id, f"要求{name}", kind, evidence=evidence, place=place, **more)


def norms(*boxes: Box, duties: tuple[Duty, ...] = (), **more: Any) -> Norms:
    whole = {key: more.pop(key) for key in ("synonyms", "pairs", "separate") if key in more}
    section = Section("street.supplies", 2, "药具工作", boxes=boxes, duties=duties, **more)
    kinds = {"training": ("教案", "总结"), "summary": ("总结",), "register": ("登记表",)}
    level = Level("street", "街道", {"街道": "街道", "社区": "社区"}, sections=(section,))
    return Norms("sample", "样例规范", "1", (None, None), (level,), kinds, **whole)


def paper(number: int, *items: str, box: str | None = BOX, **more: Any) -> FiledRecord:
    """A filed paper; ``items`` are short names of items of its box."""
    id = f"{number:012x}-1"
    keys = ("date", "doctype", "title_made", "author", "first_page", "ordinal")
    described = {key: more.pop(key) for key in keys if key in more}
    source, title = more.pop("source", number), more.pop("title", f"第{number}件")
    record = Record(id, f"{source:064x}", described.pop("ordinal", 1), 0, 9, title, **described)
    filed: dict[str, Any] = {"unit": UNIT, "level": "street", "year": 2023, "period": "2023"}
    ids = tuple(f"{box}.{name}" for name in items)
    filing = Filing(id, box_id=box, item_ids=ids, **(filed | more))
    return FiledRecord(record, filing, f"{UNIT}/2023年/{number}.docx")


def check(given: Norms, *filed: FiledRecord, **more: Any) -> UnitCheck:
    return check_unit(given, UNIT, "street", 2023, filed, **more)


def waiver(target: str, **more: Any) -> Waiver:
    fields: dict[str, Any] = {"reason": "本年未发生", "person": "方敏", "date": "2024-01-08"} | more
    return Waiver(UNIT, 2023, target, **fields)


def reasons(found: UnitCheck) -> list[str]:
    return [entry.why.key.removeprefix("check.why.") for entry in found.not_checked]


def id_of(number: int) -> str:
    """Id of the record of a paper."""
    return f"{number:012x}-1"


def passage(text: str, page: int | None = None, start: int = 0) -> Passage:
    return Passage(start, start + len(text), text, page)


def figure(
    name: str, value: Any, unit: str = "%", page: int | None = None, **more: Any
) -> Indicator:
    return Indicator(name, Decimal(str(value)), unit, passage(f"{name}{value}{unit}", page), **more)


def stated(*figures: Indicator, **more: Any) -> Statements:
    return Statements(figures, **more)


def days(*labelled: tuple[str, str], row: int | None = None, page: int | None = None) -> Any:
    """Dates of one row: label and day."""
    return tuple(StatedDate(day, label, passage(day, page), row) for label, day in labelled)


def parts(*names: str, first_page: int = 1) -> Statements:
    """A bound file of parts, one on each page."""
    bound = (
        BoundPart(name, passage(name, page, start=page))
        for page, name in enumerate(names, first_page)
    )
    return Statements(parts=tuple(bound))
