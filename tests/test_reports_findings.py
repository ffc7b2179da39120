"""What findings carry, in reports: weight, places, passages, questions, observations."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from checked import id_of
from openpyxl import load_workbook
from reported import PHONE, full_check, fully_reported, reported, text_of

from danghe.check.problems import problems
from danghe.check.report_rows import demand, report_rows
from danghe.check.rows import ProblemRow
from danghe.check.severity import RANK
from danghe.reports import FORMATS, Kind, render_page, written

FORMS = [(kind, ending) for kind, endings in FORMATS.items() for ending in endings]


def problem_about(words: str) -> ProblemRow:
    [row] = [row for row in fully_reported().problems if words in row.problem]
    return row


# --- rows ---


def it_lists_the_gravest_problems_first() -> None:
    for report in (reported(), fully_reported()):
        ranks = [RANK[row.severity] for row in report.problems]
        assert ranks == sorted(ranks)
        assert len(set(ranks)) > 1


def it_cites_the_passages_that_a_problem_rests_on_before_other_papers() -> None:
    check = full_check()
    looked_at = (id_of(2), id_of(1))
    duties = tuple(replace(duty, evidence=looked_at) for duty in check.duties)
    rows = report_rows(replace(check, duties=duties)).problems
    [row] = [row for row in rows if "到岗率" in row.problem]
    assert [(paper.record, paper.page) for paper in row.evidence] == [
        (id_of(1), 4),
        (id_of(2), None),
    ]
    assert [paper.passage[:7] for paper in row.evidence] == ["到岗率80%，", ""]


def it_tells_no_place_twice() -> None:
    assert "到岗率（3月）为 80%" in problem_about("到岗率").problem
    assert problem_about("到岗率").details == ()
    assert problem_about("没有对应的").details == ("《关于召开药具例会的通知》",)


def it_tells_what_was_looked_at_and_found_close() -> None:
    row = problem_about("缺材料：材料b")
    assert any("待归盒的《材料b》" in close for close in row.close)
    assert row.demand.startswith("先核对所列相近材料")
    assert problem_about("没有对应的").searched == ("盒子1 · 材料a", "盒子1 · 材料b")


def it_asks_once_for_what_is_to_be_done_and_names_no_command() -> None:
    report = fully_reported()
    asked = [row.demand for row in report.problems]
    for text in (*asked, *(row.advice for row in report.observations)):
        assert "danghe" not in text
        assert text.count("书面说明") <= 1
    assert all(text.endswith("。") and text.count("。") == 1 for text in asked)


def it_says_of_each_remedy_what_a_unit_has_to_do() -> None:
    found = problems(full_check())
    remedies = {one.remedy.key for one in found if one.remedy}
    assert {"check.remedy.review", "check.remedy.figures", "check.remedy.partner"} <= remedies
    assert len({demand(one) for one in found}) == len(found)


def it_asks_about_both_statements_and_tells_where_they_stand() -> None:
    [asked] = fully_reported().questions
    assert asked.section == "第二节 药具工作"
    assert [(paper.title, paper.page, paper.passage) for paper in asked.evidence] == [
        ("<b>值班报告</b>", 1, "出动12次"),
        ("<b>值班报告</b>", 2, "出动15次"),
    ]


def it_puts_observations_apart_from_problems() -> None:
    report = fully_reported()
    late = next(row for row in report.observations if "迟 4 天" in row.observation)
    assert (late.section, late.clause) == ("第二节 药具工作", "第二节 二、1")
    assert late.advice == "今后按期上报"
    assert late.evidence[0].record
    assert all("迟 4 天" not in row.problem for row in report.problems)
    assert [row.no for row in report.observations] == list(range(1, len(report.observations) + 1))


# --- forms ---


@pytest.mark.parametrize(("kind", "ending"), FORMS)
def it_shows_weights_details_and_observations_in_every_form(kind: Kind, ending: str) -> None:
    text = text_of(written(fully_reported(), Path(f"a.{ending}"), kind), ending)
    assert ("grave" if ending == "json" else "严重") in text
    for words in (
        "《关于召开药具例会的通知》",
        "待归盒的《材料b》与之相近",
        "迟 4 天",
        "今后按期上报",
    ):
        assert words in text
    assert PHONE not in text


@pytest.mark.parametrize("before", range(104, 124))
def it_cuts_a_passage_only_after_hiding_numbers(before: int) -> None:
    page = render_page(fully_reported("字" * before))
    [shown] = re.findall("“字+([^”]*)”", page)
    assert not re.search(r"\d{5}", shown.removeprefix("138****"))


def it_tells_the_first_places_and_counts_the_rest() -> None:
    report = reported()
    row = replace(report.problems[0], details=tuple(f"第{n}处" for n in range(1, 21)))
    page = render_page(replace(report, problems=(row,)), Kind.PROBLEMS)
    assert "第1处" in page
    assert "第20处" not in page
    assert "等 20 处" in page


def it_gives_questions_and_observations_sheets_of_their_own() -> None:
    book = load_workbook(io.BytesIO(written(fully_reported(), Path("a.xlsx"), Kind.CHECK)))
    assert book.sheetnames == ["检查情况", "问题清单", "疑问", "提示", "未检查"]


def it_leaves_no_blank_line_where_a_problem_has_no_details() -> None:
    report = fully_reported()
    content = written(report, Path("a.docx"), Kind.NOTICE)
    rows = docx.Document(io.BytesIO(content)).tables[0].rows[1:]
    told = [bool(row.details or row.close) for row in report.problems]
    assert {True, False} == set(told)
    assert [len(row.cells[2].paragraphs) for row in rows] == [1 + one for one in told]
