"""A check as rows, and as page, Excel file and JSON: what is shown, hidden and escaped."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell import Cell
from reported import DAY, ID_CARD, MOBILE, TERMS, checked, nothing_lacking, reported, text_of

from danghe.check.masking import masked
from danghe.check.problems import problems
from danghe.check.report_rows import Terms, demand, report_rows
from danghe.check.rows import CitedPaper, QuestionRow
from danghe.commands.report import deadline_of
from danghe.errors import UsageError
from danghe.messages import CATALOGUE
from danghe.reports import FORMATS, Kind, format_of, render_page, written

FORMS = [(kind, ending) for kind, endings in FORMATS.items() for ending in endings]
TEXT_OR_NUMBER = {"s", "inlineStr", "n"}
TEXTS = st.text(st.characters(exclude_categories=()), max_size=20)


# --- rows ---


def it_lists_each_problem_with_its_place_clause_demand_and_deadline() -> None:
    empty, gaps = reported().problems
    assert (empty.no, empty.section, empty.box) == (1, "第十三节 药具工作", "药具培训盒")
    assert empty.clauses == ("第十三节 二、3",)
    assert (gaps.no, gaps.box, gaps.problem) == (2, "药具报表盒", "药具人数报表：缺 5—12月")
    assert gaps.demand.startswith("补齐5—12月的“药具人数报表”")
    assert [paper.path for paper in gaps.evidence] == [f"柳泉街道/{n}.docx" for n in range(1, 5)]
    assert {empty.deadline, gaps.deadline} == {"2024年4月15日前"}


def it_leaves_the_deadline_blank_where_none_is_set() -> None:
    assert {row.deadline for row in reported(terms=Terms()).problems} == {""}


def it_never_lists_a_lost_box_as_a_problem() -> None:
    report = reported()
    assert all("盒2" not in row.box for row in report.problems)
    assert any("[盒2]" in line for row in report.unchecked for line in row.places)


def it_has_a_demand_for_every_kind_of_problem() -> None:
    for key in CATALOGUE:
        kind = key.removeprefix("check.problem.")
        if key.startswith("check.problem."):
            assert f"report.demand.{kind}" in CATALOGUE
    assert all(demand(problem).endswith("。") for problem in problems(checked()))


def it_asks_nobody_to_make_papers_up() -> None:
    assert "不得事后补造" in text_of(written(reported(), Path("a.txt"), Kind.NOTICE), "txt")


# --- personal data ---


@pytest.mark.parametrize(("kind", "ending"), FORMS)
def it_hides_personal_numbers_in_every_form(kind: Kind, ending: str) -> None:
    report = reported(f"王某{ID_CARD}报表", f"电话{MOBILE}")
    text = text_of(written(report, Path(f"a.{ending}"), kind), ending)
    assert ID_CARD not in text
    assert MOBILE not in text


@pytest.mark.parametrize("ending", ["html", "json"])
def it_shows_them_when_asked_openly(ending: str) -> None:
    terms = Terms(show_personal=True)
    report = reported(f"王某{ID_CARD}报表", f"电话{MOBILE}", terms=terms)
    text = text_of(written(report, Path(f"a.{ending}"), Kind.CHECK), ending)
    assert ID_CARD in text
    assert MOBILE in text


def it_keeps_the_ids_of_records() -> None:
    ids = {paper.record for row in reported().problems for paper in row.evidence}
    assert "a13800138001-1" in ids
    assert masked(checked()).papers.keys() == checked().papers.keys()


def it_hides_personal_numbers_in_a_check_itself() -> None:
    check = masked(checked(f"王某{ID_CARD}报表", f"电话{MOBILE}"))
    assert {paper.title for paper in check.papers.values()} == {"王某110105**********2X报表"}
    assert check.waivers[0].reason == "电话138****8000"


# --- page ---


@pytest.mark.parametrize("kind", list(Kind))
def it_writes_pages_that_load_and_run_nothing(kind: Kind) -> None:
    page = written(reported("<script>alert(1)</script>{{ 7*7 }}"), Path("a.html"), kind).decode()
    for word in ("<script", "http://", "https://", "@import", "url("):
        assert word not in page.lower()


def it_shows_all_columns_of_the_list_of_problems() -> None:
    page = render_page(reported(), Kind.PROBLEMS)
    for name in (
        "序号",
        "条线、盒",
        "问题",
        "程度",
        "依据（条款）",
        "证据（件、页）",
        "整改要求",
        "整改期限",
        "整改结果",
    ):
        assert f"<th>{name}</th>" in page


@pytest.mark.parametrize(("kind", "ending"), FORMS)
def it_says_so_where_nothing_is_lacking(kind: Kind, ending: str) -> None:
    text = text_of(written(nothing_lacking(), Path(f"a.{ending}"), kind), ending)
    assert '"problems": []' in text if ending == "json" else "未发现问题" in text


@pytest.mark.parametrize(("kind", "ending"), FORMS)
@pytest.mark.parametrize(
    "title", ["\ud800坏\x00字\ufffe", "\x1b[31m\u202e", "]]>&<", "【单位】【x】"]
)
def it_writes_whatever_a_title_holds(kind: Kind, ending: str, title: str) -> None:
    content = written(reported(title), Path(f"a.{ending}"), kind)
    assert "\x1b" not in text_of(content, ending)
    if ending == "docx":
        docx.Document(io.BytesIO(content))
    if ending == "xlsx":
        load_workbook(io.BytesIO(content))


@pytest.mark.parametrize(("kind", "ending"), FORMS)
def it_shows_the_questions_to_the_unit_in_every_form(kind: Kind, ending: str) -> None:
    cited = ("a" * 12 + "-1", "二季度小结", "小结.docx")
    papers = (CitedPaper(*cited, 3, "康检率100%"), CitedPaper(*cited, 7, "康检率96%"))
    asked = QuestionRow(1, "第十三节 药具工作", "两处人数不一致？", papers)
    report = replace(reported(), questions=(asked,))
    text = text_of(written(report, Path(f"a.{ending}"), kind), ending)
    for words in ("两处人数不一致？", "二季度小结", "康检率100%", "康检率96%"):
        assert words in text
    if ending != "json":
        assert "（第 3 页）" in text
        assert "（第 7 页）" in text
    if kind is not Kind.NOTICE:
        assert "小结.docx" in text


# --- Excel ---


def cells_of(content: bytes) -> list[Cell]:
    book = load_workbook(io.BytesIO(content))
    return [
        cell
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell, Cell)
    ]


@pytest.mark.parametrize("sign", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "#N/A"])
def it_never_makes_a_formula_of_a_title(sign: str) -> None:
    cells = cells_of(written(reported(sign), Path("a.xlsx"), Kind.CHECK))
    assert {cell.data_type for cell in cells} <= TEXT_OR_NUMBER
    held = [cell for cell in cells if str(cell.value).startswith(sign)]
    assert held
    assert all(cell.quotePrefix for cell in held) or sign == "#N/A"


@given(TEXTS)
def it_makes_no_formula_of_any_title(title: str) -> None:
    cells = cells_of(written(reported(title, months=1), Path("a.xlsx"), Kind.PROBLEMS))
    assert {cell.data_type for cell in cells} <= TEXT_OR_NUMBER


def it_sets_sheets_for_reading_and_for_print() -> None:
    book = load_workbook(io.BytesIO(written(reported(), Path("a.xlsx"), Kind.CHECK)))
    assert book.sheetnames == ["检查情况", "问题清单", "未检查"]
    for sheet in book:
        assert sheet.freeze_panes is not None
        head = int(str(sheet.freeze_panes)[1:]) - 1
        assert sheet.print_title_rows == f"${head}:${head}"
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        fitting = sheet.sheet_properties.pageSetUpPr
        assert fitting is not None
        assert fitting.fitToPage
        assert all(cell.alignment.wrap_text for cell in sheet[head + 1] if cell.value)
    problems_sheet = book["问题清单"]
    row = problems_sheet[str(problems_sheet.freeze_panes)].row
    assert problems_sheet.cell(row, 1).value == 1
    assert problems_sheet.cell(row, 4).value == "严重"
    assert problems_sheet.cell(row, 8).value == "2024年4月15日前"
    assert problems_sheet.cell(row, 9).value in (None, "")


def it_writes_only_the_problems_when_asked_for_them() -> None:
    book = load_workbook(io.BytesIO(written(reported(), Path("a.xlsx"), Kind.PROBLEMS)))
    assert book.sheetnames == ["问题清单"]


# --- JSON ---


def it_writes_all_rows_as_json() -> None:
    data = json.loads(written(reported(), Path("a.json"), Kind.NOTICE))
    assert data["kind"] == "notice"
    assert data["day"] == DAY.isoformat()
    assert data["inspectors"] == ["章明", "方敏"]
    assert [row["no"] for row in data["problems"]] == [1, 2]
    assert [len(row["evidence"]) for row in data["problems"]] == [0, 4]
    assert [row["severity"] for row in data["problems"]] == ["grave", "minor"]
    assert data["tallies"][0]["counts"]["not_checked"] == 1
    assert data["sections"][0]["boxes"][0]["status"] == "partial"
    assert data["questions"] == data["observations"] == []


def it_tells_the_same_whatever_the_order_of_the_papers() -> None:
    assert reported() == report_rows(checked(), TERMS)


# --- forms and deadlines ---


@pytest.mark.parametrize(
    ("out", "kind", "template"),
    [
        ("a.pdf", Kind.CHECK, None),
        ("a", Kind.CHECK, None),
        ("a.xlsx", Kind.NOTICE, None),
        ("a.docx", Kind.CHECK, "t.docx"),
        ("a.docx", Kind.NOTICE, "t.txt"),
        ("a.txt", Kind.NOTICE, "t.docx"),
        ("a.html", Kind.NOTICE, "t.docx"),
        ("a.docx", Kind.NOTICE, "t.docm"),
    ],
)
def it_refuses_what_cannot_be_written_so(out: str, kind: Kind, template: str | None) -> None:
    with pytest.raises(UsageError):
        format_of(Path(out), kind, Path(template) if template else None)


@pytest.mark.parametrize(
    ("written_as", "by"),
    [
        ("30", date(2024, 4, 4)),
        ("2024-05-31", date(2024, 5, 31)),
        ("2024年5月31日", date(2024, 5, 31)),
        ("2024.5.31", date(2024, 5, 31)),
        ("0", DAY),
    ],
)
def it_reads_a_deadline_as_a_date_or_days(written_as: str, by: date) -> None:
    assert deadline_of(written_as, DAY) == by


@pytest.mark.parametrize(
    "written_as", ["", "月底", "2024-05", "2024-03-04", "99999", "2024-02-30", "-3"]
)
def it_refuses_a_deadline_that_is_none(written_as: str) -> None:
    with pytest.raises(UsageError):
        deadline_of(written_as, DAY)
