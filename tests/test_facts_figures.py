from __future__ import annotations

from decimal import Decimal

import pytest

from danghe.facts import statements_of
from danghe.model import Block, BlockKind, Document
from danghe.stated import Indicator, Statements


def paper(*paragraphs: str) -> Document:
    return Document(tuple(Block(BlockKind.PARAGRAPH, text) for text in paragraphs), "txt")


def read(*paragraphs: str) -> Statements:
    return statements_of(paper(*paragraphs))


def only(text: str) -> Indicator:
    (one,) = read(text).indicators
    return one


@pytest.mark.parametrize(
    ("text", "name", "value", "unit"),
    [
        ("垃圾清运率达100%。", "垃圾清运率", "100", "%"),
        ("入学率为９８．５％。", "入学率", "98.5", "%"),
        ("全镇死亡率3.18‰。", "死亡率", "3.18", "‰"),
        ("办结率达百分之九十五。", "办结率", "95", "%"),
        ("签约率达到百分之百。", "签约率", "100", "%"),
        ("覆盖率已达九成五以上。", "覆盖率", "95", "%"),
        ("参保人数1.2万人。", "参保人数", "12000", "人"),
        ("拨付补助资金131.22万元。", "拨付补助资金", "1312200", "元"),
        ("常住人口17,588人。", "常住人口", "17588", "人"),
        ("调解纠纷三十二起。", "调解纠纷", "32", "起"),
        ("合格率：97.3%", "合格率", "97.3", "%"),
        ("建档率稳步提高，达到98%。", "建档率", "98", "%"),
        ("举办了4场培训班。", "举办培训班", "4", "场"),
        ("接种及时率大幅度提高到98%以上。", "接种及时率", "98", "%"),
        ("出生人数为0人。", "出生人数", "0", "人"),
    ],
)
def it_reads_name_value_and_unit(text: str, name: str, value: str, unit: str) -> None:
    one = only(text)
    assert (one.name, one.value, one.unit) == (name, Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("入户率达80%以上。", ">="),
        ("入户率不低于80%。", ">="),
        ("参加群众200多人。", ">="),
        ("辍学率控制在1.5%以内。", "<="),
        ("受灾户数不超过12户。", "<="),
        ("藏书量约3万册。", "~"),
        ("合格率稳定在99%左右。", "~"),
        ("合格率99%。", "="),
    ],
)
def it_reads_bounds(text: str, bound: str) -> None:
    assert only(text).bound == bound


def it_reads_a_span_as_two_bounds() -> None:
    found = [(one.value, one.unit, one.bound) for one in read("出勤率为90%-95%。").indicators]
    assert found == [(Decimal(90), "%", ">="), (Decimal(95), "%", "<=")]


def it_gives_each_of_several_names_its_value() -> None:
    found = {one.name: one.value for one in read("亩产、总产分别为486公斤和2.1万公斤。").indicators}
    assert found == {"亩产": Decimal(486), "总产": Decimal(21000)}
    shared = {one.name: one.value for one in read("登记率、办证率和年检率均达95%。").indicators}
    assert shared == dict.fromkeys(("登记率", "办证率", "年检率"), Decimal(95))


def it_says_nothing_of_several_figures_under_one_name() -> None:
    assert not read("得票率分别为52.3%和47.7%。").indicators


@pytest.mark.parametrize(
    "text",
    [
        "按照〔2023〕15号文件，于2023年3月10日上午9点召开会议。",
        "联系电话：0100-5550123，邮编：990000。",
        "三是落实三项制度，四要强化宣传。",
        "第十五条　本办法自2023年5月1日起施行。",
        "身份证号990101197801011234，手机15400001234。",
        "七位一体、“十件实事”、一户一档。",
    ],
)
def it_takes_no_other_number_for_a_figure(text: str) -> None:
    assert not read(text).indicators


def it_names_the_subject_apart() -> None:
    found = [(o.subject, o.name) for o in read("桂花社区办结率98%，湖滨社区办结率97%。").indicators]
    assert found == [("桂花社区", "办结率"), ("湖滨社区", "办结率")]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2023年，办结率98%。", "2023"),
        ("2023年上半年办结率98%。", "2023-H1"),
        ("2023年第三季度办结率98%。", "2023-Q3"),
        ("2023年5月，办结率98%。", "2023-05"),
        ("2023年1-11月，办结率98%。", "2023-01/2023-11"),
        ("截至2023年底，办结率98%。", "2023"),
        ("截至2023年6月，办结率98%。", "/2023-06"),
        ("办结率98%。", None),
    ],
)
def it_reads_the_period(text: str, period: str | None) -> None:
    assert only(text).period == period


def it_takes_the_period_of_the_title_where_a_sentence_has_none() -> None:
    (one,) = read("2023年工作总结", "全年办结率98%。").indicators
    assert one.period == "2023"
    (one,) = read("2023年工作总结", "去年办结率98%。").indicators
    assert one.period == "2022"


def it_tells_goals_from_results() -> None:
    goals = {one.value: one.goal for one in read("要求办结率达到95%，实际已达98%。").indicators}
    assert goals == {Decimal(95): True, Decimal(98): False}
    (one,) = read("2024年度目标管理责任书", "办结率100%。").indicators
    assert one.goal
    (one,) = read("2024年度目标完成情况报告", "办结率100%。").indicators
    assert not one.goal


def it_points_at_the_words_with_the_page() -> None:
    block = Block(BlockKind.PARAGRAPH, "全年平稳。办结率：98%。", page=3)
    document = Document((Block(BlockKind.PARAGRAPH, "总结", page=1), block), "pdf")
    (one,) = statements_of(document).indicators
    assert one.passage.text == "办结率：98%" == document.text[one.passage.start : one.passage.end]
    assert one.passage.page == 3


def it_reads_a_part_of_a_document_with_offsets_from_its_start() -> None:
    document = paper("前一件，办结率97%。", "后一件，签约率98%。")
    start = document.text.index("后")
    (one,) = statements_of(document, start).indicators
    assert one.name == "签约率"
    assert document.text[start:][one.passage.start : one.passage.end] == one.passage.text


def it_cuts_a_name_to_what_the_norms_call_it() -> None:
    (one,) = statements_of(paper("各网格的矛盾调处率98%。"), known_names=("矛盾调处率",)).indicators
    assert one.name == "矛盾调处率"


def it_keeps_names_of_list_and_values_of_a_share() -> None:
    found = {o.name: o.value for o in read("党员312名，其中女党员98名，占31.4%。").indicators}
    assert found["女党员占比"] == Decimal("31.4")
