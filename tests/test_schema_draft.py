"""Norms documents read into schema drafts."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from drafted import compare
from hypothesis import given, settings
from hypothesis import strategies as st

from danghe.cli import cli
from danghe.errors import SchemaError
from danghe.extract import read
from danghe.schemas import Box, BoxState, DutyKind, Every, Norms, Section, load, parse
from danghe.schemas.draft_yaml import dump
from danghe.schemas.norms import draft

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "tests/fixtures/norms"
PAPERS = sorted(path for path in FIXTURES.iterdir() if path.suffix != ".yaml")

# Two levels of one field; a page is missing within each chapter.
TORN = """
第一章 乡镇
第一节 防汛工作
一、工作职责
1、负责辖区水库巡查。
2、负责物资储备。
二、工作要求
1、汛期每日巡查一次，巡查记录当场填写。
2、物资储备率达到95%以上。
三、档案资料（四个档案盒）
盒1名称：巡查资料
内容：水库巡查记录、险情报告。盒2名称：物资盒
内容：物资台账、出入库登记簿
3、护林员每月例会一次，不得缺席。
4、火情30分钟内上报，森林防火宣传入户率100%。
三、档案资料：（两个档案盒）盒1名称：护林员档案
内容：护林员花名册、护林日志、考核表。盒2名称：防火宣传盒
内容：宣传单、标语照片、防火承诺书。
第三节 抗旱工作
一、工作职责
1、负责旱情统计。
内容：旱情统计表、抗旱简报。
盒4名称：机井盒
内容：机井档案
第二章 村
第一节 森林防火
一、工作职责
1、组织护林员巡山。
二、工作要求
1、护林员每月例会一次，不得缺席。
2、火情30分钟内上报，森林防火宣传入户率100%。
三、档案资料：（两个档案盒）
盒1名称：护林员档案
内容：护林员花名册、护林日志、考核表。
盒2名称：防火宣传盒
内容：宣传单、标语照片、防火承诺书。
"""


@pytest.fixture(scope="module")
def torn() -> Norms:
    return draft(TORN).norms


def section(norms: Norms, id: str) -> Section:
    return next(s for level in norms.levels for s in level.sections if s.id == id)


def box(norms: Norms, id: str) -> Box:
    return norms.box_places[id][2]


def names(box: Box) -> list[str]:
    return [item.name for item in box.items]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def it_reads_norms_of_other_fields_as_people_do(paper: Path) -> None:
    figures = compare(draft(read(paper).text).norms, load(paper.with_suffix(".yaml")))
    least = {"items": 0.85, "duties": 0.7, "duties near": 0.7}
    for sort, figure in figures.items():
        assert figure.precision >= least.get(sort, 0.95), (sort, figure.extra)
        assert figure.recall >= least.get(sort, 0.95), (sort, figure.missing)


def it_tells_a_lost_heading_by_clauses_that_count_anew(torn: Norms) -> None:
    lost = section(torn, "street.section2")
    assert lost.heading_lost
    assert lost.stated_boxes == 2
    assert [one.name for one in lost.boxes] == ["护林员档案", "防火宣传盒"]


def it_names_a_section_without_heading_after_its_counterpart(torn: Norms) -> None:
    assert section(torn, "street.section2").name == "森林防火"


def it_marks_stated_boxes_that_are_not_printed(torn: Norms) -> None:
    flood = section(torn, "street.section1")
    assert [one.state.value for one in flood.boxes] == ["given", "given", "lost", "lost"]


def it_gives_text_behind_a_loss_to_the_lost_section(torn: Norms) -> None:
    duties = section(torn, "street.section2").duties
    assert {duty.kind for duty in duties} >= {DutyKind.CADENCE, DutyKind.RATE}
    assert all(duty.place and "第二节" in duty.place.clause for duty in duties)


def it_keeps_contents_whose_box_name_is_lost(torn: Norms) -> None:
    nameless = box(torn, "street.section3.3")
    assert nameless.state is BoxState.NAME_LOST
    assert names(nameless) == ["旱情统计表", "抗旱简报"]
    assert box(torn, "street.section3.1").state is BoxState.LOST


def it_points_at_the_lines_of_every_entry(torn: Norms) -> None:
    place = box(torn, "street.section1.2").place
    assert place is not None
    assert place.clause == "第一章 第一节 三 盒2"
    assert place.lines is not None
    first, last = place.lines
    assert "物资盒" in "\n".join(TORN.split("\n")[first - 1 : last])


def it_lists_each_loss_as_a_doubt() -> None:
    kinds = {doubt.kind for doubt in draft(TORN).doubts}
    assert kinds >= {"stated", "box_lost", "box_name_lost", "heading_inferred"}


@pytest.mark.parametrize(
    ("written", "no", "name"),
    [
        ("盒1名称：甲盒", 1, "甲盒"),
        ("盒 2 名称:甲盒", 2, "甲盒"),
        ("档案盒7：甲盒", 7, "甲盒"),
        ("第三盒：甲盒", 3, "甲盒"),
        ("3号盒：甲盒", 3, "甲盒"),
        ("盒一：甲盒", 1, "甲盒"),
        ("１、盒１名称：甲盒。", 1, "甲盒"),
        ("【盒4】甲盒", 4, "甲盒"),
        ("档案盒名称：甲盒", 1, "甲盒"),
        ("1、名称：甲盒", 1, "甲盒"),
    ],
)
def it_reads_a_box_however_it_is_announced(written: str, no: int, name: str) -> None:
    norms = draft(f"第一节 甲事\n三、档案资料：\n{written}\n内容：登记表、台账。\n").norms
    printed = [one for _, _, one in norms.boxes() if one.state is BoxState.GIVEN]
    assert [(one.no, one.name, names(one)) for one in printed] == [(no, name, ["登记表", "台账"])]


@pytest.mark.parametrize(
    ("contents", "items"),
    [
        ("（1）申请表；（2）审批表、照片", ["申请表", "审批表", "照片"]),
        ("①申请表②审批表", ["申请表", "审批表"]),
        ("1、文件资料（封面）（1）通知（2）批复", ["通知", "批复"]),
        ("物资发放、领取登记本、台账等。", ["物资发放、领取登记本", "台账"]),
        ("防汛、抗旱等预案", ["防汛预案", "抗旱预案"]),
        ("与各村、各企业签订的责任书", ["与各村签订的责任书", "与各企业签订的责任书"]),
        ("演练活动（方案、记录、总结）", ["演练活动方案", "演练活动记录", "演练活动总结"]),
        ("身份证、户口簿等复印件", ["身份证复印件", "户口簿复印件"]),
        ("巡查\n登记表、整改台\n账", ["巡查登记表", "整改台账"]),
        ("签到表 会议记录 照片", ["签到表", "会议记录", "照片"]),
    ],
)
def it_parts_contents_into_materials(contents: str, items: list[str]) -> None:
    norms = draft(f"第一节 甲事\n三、档案资料\n盒1名称：甲盒\n内容：{contents}\n").norms
    assert names(next(norms.boxes())[2]) == items


@pytest.mark.parametrize(
    ("sentence", "kind", "facts"),
    [
        ("每季度检查一次", DutyKind.CADENCE, {"every": Every.QUARTER}),
        ("每两个月排查一次", DutyKind.CADENCE, {"every": Every.TWO_MONTHS}),
        ("每三年修订一次预案", DutyKind.CADENCE, {"every": Every.THREE_YEARS}),
        ("每年2、5、8、11月培训", DutyKind.CADENCE, {"months": (2, 5, 8, 11)}),
        ("每年1-3月份普查", DutyKind.CADENCE, {"every": Every.WINDOW, "months": (1, 3)}),
        ("每月报表于次月5日前上报", DutyKind.CADENCE, {"due_day": 5, "due_in": "next"}),
        ("每月检查，结果月底前公布", DutyKind.CADENCE, {"due_in": "same"}),
        ("发现隐患后3日内整改", DutyKind.TIME_LIMIT, {"days": 3}),
        ("整改率不低于百分之九十五", DutyKind.RATE, {"op": ">=", "percent": 95.0}),
        ("培训率达100％", DutyKind.RATE, {"op": "=", "indicator": "培训率"}),
        ("按通知、签到表、照片顺序装订", DutyKind.BINDING, {"order": ("通知", "签到表", "照片")}),
        ("演练不少于2次", DutyKind.QUANTITY, {"minimum": 2}),
        ("逐户签订承诺书", DutyKind.PER_PERSON, {}),
        ("制定演练方案", DutyKind.PRESENCE, {}),
        ("服务态度要热情周到", DutyKind.CONDUCT, {}),
    ],
)
def it_reads_what_a_sentence_asks(sentence: str, kind: DutyKind, facts: dict[str, Any]) -> None:
    norms = draft(f"第一节 甲事\n二、工作要求\n1、{sentence}。\n").norms
    duties = norms.levels[0].sections[0].duties
    assert any(
        duty.kind is kind and all(getattr(duty, name) == value for name, value in facts.items())
        for duty in duties
    ), duties


def it_calls_an_upper_bound_unread_rather_than_turning_it_round() -> None:
    drafted = draft("第一节 甲事\n二、工作要求\n1、事故率控制在2%以内。\n")
    assert "upper_bound" in {doubt.kind for doubt in drafted.doubts}
    assert all(d.kind is not DutyKind.RATE for d in drafted.norms.levels[0].sections[0].duties)


def it_does_not_take_a_misprinted_number_for_a_lost_heading() -> None:
    text = (
        "第一节 甲\n一、工作职责\n1、值班。\n二、工作要求\n1、报表。\n"
        "二、档案资料\n盒1名称：甲\n内容：台账。\n第二节 乙\n一、工作职责\n1、值班。\n"
    )
    assert [s.heading_lost for s in draft(text).norms.levels[0].sections] == [False, False]


def it_reads_only_the_part_of_a_compilation_that_has_boxes() -> None:
    other = "第一篇：总结\n一、工作职责\n每月报告。\n"
    drafted = draft(f"{other}第二篇：规范\n第一节 甲\n三、档案资料\n盒1名称：甲\n内容：台账。\n")
    assert [s.name for s in drafted.norms.levels[0].sections] == ["甲"]
    assert "outside" in {doubt.kind for doubt in drafted.doubts}


def it_refuses_a_text_without_sections_or_boxes() -> None:
    with pytest.raises(SchemaError):
        draft("今天天气很好。\n")


def it_knows_no_word_of_one_field() -> None:
    field = re.compile("计生|生育|药具|避孕|孕|康检|妇|流动人口|村务|安全生产|学校|党")
    for path in [*(ROOT / "schemas").glob("draft_*.py"), ROOT / "schemas/norms.py"]:
        code = re.sub(r'"""[\s\S]*?"""|#.*', "", path.read_text("utf-8"))
        generic = code.replace("妇女", "").replace("党员", "")
        assert not field.search(generic), (path.name, field.search(generic))


PIECES = st.sampled_from(
    [
        *(
            "第一章 街道",
            "第二章 村",
            "第一节 甲",
            "第二节 乙",
            "第三节 丙",
            "一、工作职责",
            "二、工作要求",
        ),
        *(
            "三、档案资料：（三个档案盒）",
            "盒1名称：甲盒",
            "盒2名称：",
            "档案盒9：",
            "内容：",
            "（1）登记表；",
        ),
        *(
            "2、每月上报一次。",
            "率达98%以上",
            "印件）。",
            "①台账、",
            "\t",
            "\n",
            "\n",
            " ",
            "第一篇 汇编",
        ),
        *(
            "甲、乙等各类文件",
            "盒号\t盒名\t内容",
            "5日内",
            "“",
            "（",
            "）",
            "》",
            ": ",
            "- a",
            "#",
            "'",
        ),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def it_makes_a_schema_that_loads_of_whatever_it_reads(text: str) -> None:
    try:
        drafted = draft(text)
    except SchemaError:
        return
    assert drafted.norms.id == "draft"


@given(st.text(max_size=40), st.text(alphabet="是否no~#:-'\"[]{}，null真 \\", max_size=20))
def it_writes_every_string_as_it_is(title: str, name: str) -> None:
    visible = "".join(c for c in title if c.isprintable() and ord(c) < 0xD800)
    level: dict[str, Any] = {"id": "a", "name": name, "sections": []}
    tree = {
        "id": "x",
        "title": visible,
        "version": "1",
        "in_force": [None, None],
        "levels": [level],
    }
    norms = parse(dump(tree), "x")
    assert (norms.title, norms.levels[0].name) == (visible, name)


@pytest.mark.parametrize(
    "line",
    [
        "盒1名称：甲盒 内容：登记表、",
        "第一节 甲\n三、档案资料（九十九个档案盒）\n",
        "内容：盒3：",
        " ",
    ],
)
def it_takes_hostile_text_in_linear_time(line: str) -> None:
    import time

    seconds = []
    for size in (20_000, 80_000):
        begun = time.perf_counter()
        draft("二、工作要求\n" + line * (size // len(line)))
        seconds.append(time.perf_counter() - begun)
    assert seconds[1] < 12 * seconds[0] + 1


# The commands.


def run(*arguments: str) -> Any:
    return CliRunner().invoke(cli, ["schema", *arguments])


def it_writes_a_draft_that_validates(tmp_path: Path) -> None:
    out = tmp_path / "village.yaml"
    result = run("draft", str(FIXTURES / "village.txt"), "-o", str(out))
    assert result.exit_code == 0
    assert run("validate", str(out)).exit_code == 0
    assert load(out).id == "village"
    assert "印出 3 个" in result.output


def it_never_overwrites_a_draft_unasked(tmp_path: Path) -> None:
    out = tmp_path / "mine.yaml"
    out.write_text("手改过", "utf-8")
    assert run("draft", str(FIXTURES / "village.txt"), "-o", str(out)).exit_code == 2
    assert out.read_text("utf-8") == "手改过"
    again = run("draft", str(FIXTURES / "village.txt"), "-o", str(out), "--force")
    assert again.exit_code == 0


def it_tells_doubts_as_json() -> None:
    result = run(
        "draft", str(FIXTURES / "safety.docx"), "--json", "--id", "safe", "--title", "规范"
    )
    told = json.loads(result.stdout)
    assert (told["id"], told["title"], told["loads"]) == ("safe", "规范", True)
    assert told["counts"]["boxes"] == 9
    lost = [doubt for doubt in told["doubts"] if doubt["kind"] == "section_lost"]
    assert [doubt["place"] for doubt in lost] == ["第二章 第二节"]


def it_says_when_a_file_holds_no_norms(tmp_path: Path) -> None:
    paper = tmp_path / "信.txt"
    paper.write_text("同志们：\n请按时参加会议，谢谢大家的配合。\n", "utf-8")
    assert run("draft", str(paper)).exit_code == 3


def it_finds_no_difference_between_norms_and_themselves() -> None:
    shipped = str(ROOT / "schemas/archive_boxes.yaml")
    result = run("diff", shipped, shipped, "--exit-code", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"same": True, "differences": []}


def it_tells_what_differs_between_two_norms(tmp_path: Path) -> None:
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_text(draft(TORN).yaml, "utf-8")
    changed = TORN.replace("盒1名称：巡查资料", "盒1名称：巡查盒").replace("险情报告", "险情快报")
    changed = changed.replace("达到95%", "达到90%").replace(
        "盒2名称：物资盒\n内容：物资台账、", "盒2名称：物资盒\n内容："
    )
    second.write_text(draft(changed).yaml, "utf-8")
    told = json.loads(run("diff", str(first), str(second), "--json").stdout)["differences"]
    seen = {(d["sort"], d["change"], d["field"], str(d["before"]), str(d["after"])) for d in told}
    assert ("box", "changed", "name", "巡查资料", "巡查盒") in seen
    assert ("duty", "changed", "percent", "95.0", "90.0") in seen
    assert any(d["sort"] == "item" and d["name"] == "物资台账" for d in told)
    assert run("diff", str(first), str(second)).exit_code == 0
    assert run("diff", str(first), str(second), "--exit-code").exit_code == 1
    assert "巡查资料 → 巡查盒" in run("diff", str(first), str(second)).output
