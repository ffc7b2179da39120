"""The check in words: periods run together, the terminal table, the printed page."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from io import StringIO

import pytest
from checked import (
    BOX,
    box,
    check,
    duty,
    figure,
    id_of,
    item,
    norms,
    paper,
    passage,
)
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from danghe.check import UnitCheck, check_unit, render_json, render_text
from danghe.check.findings import Severity
from danghe.check.periods import parse_period
from danghe.check.problems import problems
from danghe.check.report_rows import report_rows
from danghe.check.words import compact_periods, section_heading
from danghe.model import FiledRecord, Filing, Record, Waiver
from danghe.reports import render_page
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
MONTHS = [f"2023-{month:02d}" for month in range(1, 13)]
HOSTILE = "[bold]<script>alert(1)</script>{{ 7*7 }}\x1b[31m\u202e"


def sample(title: str = "药具人数报表") -> UnitCheck:
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
    rate = Duty("street.supplies.duty.rate", "药具随访率", DutyKind.RATE)
    section = Section(
        "street.supplies", 13, "药具工作", stated_boxes=3, boxes=boxes, duties=(training, rate)
    )
    norms = Norms(
        "sample", "样例规范", "2", (None, None), (Level("street", "街道", sections=(section,)),)
    )
    filed = [_paper(n, title, f"2023-{n:02d}") for n in range(1, 13) if n not in (2, 5, 6, 7)]
    waived = Waiver(UNIT, 2023, "street.supplies.1.plan", "由区站统一编制", "方敏", "2024-01-08")
    return check_unit(norms, UNIT, "street", 2023, filed, [waived])


def _paper(number: int, title: str, period: str) -> FiledRecord:
    id = f"{number:012x}-1"
    filing = Filing(
        id, UNIT, "street", 2023, period, "street.supplies.1", ("street.supplies.1.users",)
    )
    return FiledRecord(Record(id, "0" * 64, 1, 0, 9, title), filing, f"{UNIT}/{number}.docx")


def page_of(check: UnitCheck) -> str:
    return render_page(report_rows(check))


def printed(check: UnitCheck, width: int = 100) -> str:
    out = StringIO()
    Console(file=out, width=width, color_system=None).print(render_text(check, width))
    return out.getvalue()


@pytest.fixture
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANGHE_LANG", "en")


# --- periods ---


@pytest.mark.parametrize(
    ("periods", "written"),
    [
        ([], ""),
        (["2023-02", "2023-05", "2023-06", "2023-07", "2023-08"], "2、5—8月"),
        (["2023-08", "2023-07"], "7、8月"),
        (MONTHS, "1—12月"),
        (["2023-Q4", "2023-Q1", "2023-Q2", "2023-Q3"], "第1—4季度"),
        (["2023-H1", "2023-H2"], "上半年、下半年"),
        (["2023"], "2023年"),
        (["2023-Q3", "2023-01"], "1月、第3季度"),
        (["2022-12", "2023-01"], "2022年12月、2023年1月"),
    ],
)
def it_runs_periods_together(periods: list[str], written: str) -> None:
    assert compact_periods(periods) == written


@pytest.mark.usefixtures("_english")
def it_runs_periods_together_in_english() -> None:
    assert compact_periods(["2023-02", "2023-05", "2023-06", "2023-07"]) == "Feb, May–Jul"
    assert compact_periods(["2023-12"], year=2024) == "Dec 2023"


@given(st.sets(st.sampled_from(MONTHS), min_size=1))
def it_loses_no_month_when_running_together(periods: set[str]) -> None:
    written = compact_periods(periods).removesuffix("月")
    told: set[str] = set()
    for part in written.split("、"):
        first, _, last = part.partition("—")
        told |= {f"2023-{month:02d}" for month in range(int(first), int(last or first) + 1)}
    assert told == periods


@given(st.text(max_size=12))
def it_reads_no_period_out_of_other_text(text: str) -> None:
    known = re.fullmatch(r"[0-9]{4}(-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?", text)
    assert (parse_period(text) is not None) is bool(known)


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "第一节 药具"), (10, "第十节 药具"), (13, "第十三节 药具"), (20, "第二十节 药具")],
)
def it_numbers_sections_as_the_norms_do(number: int, written: str) -> None:
    assert section_heading(number, "药具") == written


def it_shows_a_level_without_sections_by_name_alone() -> None:
    assert section_heading(None, "网格服务") == "网格服务"


# --- problems ---


def it_lists_each_thing_lacking_once_with_its_clause_the_gravest_first() -> None:
    found = problems(sample())
    assert [(p.box, p.what.key, p.clauses, p.severity) for p in found] == [
        ("药具培训盒", "check.problem.empty", ("第十三节 二、3",), Severity.GRAVE),
        ("药具报表盒", "check.problem.periods", (), Severity.MINOR),
    ]
    assert len(found[1].evidence) == 8


# --- terminal ---


def it_prints_boxes_with_what_they_lack() -> None:
    text = printed(sample())
    assert "第十三节 药具工作" in text
    assert "◐   1 药具报表盒" in text
    assert "药具人数报表（2、5—7月）" in text
    assert "○   2 [盒2]" in text
    assert "规范写明 3 个档案盒，节录只印出 2 个" in text
    assert "由区站统一编制" in text


def it_keeps_lost_boxes_apart_from_missing_ones() -> None:
    head, _, tail = printed(sample()).partition("不可检查（")
    assert "✗   2" not in head
    assert "[盒2]" in tail


@pytest.mark.parametrize("width", [20, 60, 140])
def it_stays_within_the_width_of_the_terminal(width: int) -> None:
    from rich.cells import cell_len

    assert max(cell_len(line) for line in printed(sample(), width).splitlines()) <= width


def it_prints_no_control_characters_of_a_title() -> None:
    check = sample(HOSTILE)
    assert "\x1b" not in printed(check)


@pytest.mark.usefixtures("_english")
def it_speaks_english_when_asked() -> None:
    assert "the norms state 3 boxes, the excerpt prints 2" in printed(sample())
    assert 'lang="en"' in page_of(sample())


# --- problems, observations and questions in every rendering ---

PHONE = "13812345678"


def rich_check() -> UnitCheck:
    """A rate not met, a late paper, a series that ended and figures that disagree."""
    duties = (
        duty("r", f"{BOX}.a", kind=DutyKind.RATE, indicator="到岗率", op=">=", percent=95.0),
        duty("l", f"{BOX}.a", every=Every.GIVEN_MONTHS, months=(3,), due_day=5, due_in="same"),
    )
    given = norms(box(1, item("a"), item("b"), item("rare", optional=True)), duties=duties)
    low = figure("到岗率", 80, page=4)
    low = replace(low, passage=passage(f"到岗率80%，电话{PHONE}", 4))
    doubt = Doubt("of_no_known_kind", {}, (passage("出动12次", 1), passage("出动15次", 2)))
    filed = [
        paper(1, "a", period="2023-03", date="2023-03-09", title="<b>值班报告</b>"),
        paper(2, "rare", year=2022, period="2022"),
    ]
    said = {id_of(1): Statements((low,), doubts=(doubt,))}
    return check(given, *filed, statements=said)


def it_puts_the_problems_on_the_first_screen() -> None:
    lines = printed(rich_check(), 120).splitlines()[:20]
    text = "\n".join(lines)
    assert text.index("缺材料：材料b") < text.index("请单位说明") < text.index("提示")
    assert "到岗率（3月）为 80%，要求 ≥95%" in text


def it_shows_questions_with_both_passages_and_masks_numbers() -> None:
    found = rich_check()
    page = page_of(found)
    for text in (printed(found, 160), page, json.dumps(render_json(found), ensure_ascii=False)):
        assert "出动12次" in text
        assert "出动15次" in text
        assert "2022" in text
        assert PHONE not in text
    assert "138****5678" in page
    assert "<b>" not in page
    assert Tags(page).open == []


def it_adds_to_the_json_what_findings_carry() -> None:
    found = render_json(rich_check())
    [kept, late] = found["duties"]
    assert (kept["severity"], kept["passages"][0]["page"]) == ("ordinary", 4)
    assert (late["status"], late["severity"]) == ("complete", "minor")
    assert "迟 4 天" in late["details"][0]
    assert {one["kind"] for one in found["observations"]} == {"late", "ceased"}
    assert [p["severity"] for p in found["problems"]] == ["ordinary", "ordinary"]
    assert all(p["remedy"] for p in found["problems"])
    absent = found["boxes"][0]["items"][1]
    assert (absent["severity"], absent["close"]) == ("ordinary", [])


@pytest.mark.parametrize("width", [20, 80])
def it_keeps_the_lists_within_the_width_too(width: int) -> None:
    from rich.cells import cell_len

    lines = printed(rich_check(), width).splitlines()
    assert max(cell_len(line) for line in lines) <= width


# --- page ---


class Tags(HTMLParser):
    """Collects what a page would run or load, and whether its tags match."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in ("meta", "br", "col"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def it_writes_a_page_that_needs_nothing_beside_it() -> None:
    page = Tags(page_of(sample()))
    assert page.open == []
    assert page.links == []
    assert not page.seen & {"script", "link", "img", "iframe"}


def it_shows_findings_evidence_and_signatures_on_the_page() -> None:
    page = page_of(sample())
    for words in (
        "检查情况表",
        "问题清单",
        "未检查事项",
        "第十三节 二、3",
        "检查人（签字）：",
        "被检查单位负责人（签字）：",
        "柳泉街道/1.docx",
    ):
        assert words in page


def it_escapes_what_papers_say() -> None:
    page = page_of(sample(HOSTILE))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "{{ 7*7 }}" in page
    assert "\x1b" not in page
    assert "\u202e" not in page


def it_writes_the_same_page_twice() -> None:
    assert page_of(sample()) == page_of(sample())
