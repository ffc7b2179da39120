from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danghe.facts import statements_of
from danghe.messages import CATALOGUE, translate
from danghe.model import Block, BlockKind, Document
from danghe.stated import Doubt

Table = tuple[tuple[str, ...], ...]
RELATIONS = (("结余", "=", "收入", "-", "支出"),)


def read(*parts: str | Table) -> tuple[Doubt, ...]:
    blocks = tuple(
        Block(BlockKind.PARAGRAPH, part) if isinstance(part, str) else Block.table(part)
        for part in parts
    )
    return statements_of(Document(blocks, "txt"), relations=RELATIONS).doubts


def kinds(*parts: str | Table) -> list[str]:
    return [doubt.kind for doubt in read(*parts)]


DOUBTFUL = [
    ("死亡率由3.1‰上升到2.9‰。", "direction"),
    ("火灾起数由2023年的15起下降到2023年的12起。", "same_year"),
    ("事故由15起下降到12起，下降30%。", "difference"),
    ("满意度由85.2分提高到91.6分，提高5.4分。", "difference"),
    ("应检500人，实检480人，受检率98%。", "rate"),
    ("应收费用200户，实收120户，收缴率75%。", "rate"),
    ("全镇共有党员312人，其中女党员98人，占41.4%。", "rate"),
    ("接待来访30人，其中集体来访48人。", "part"),
    ("共培训30人，其中男18人、女13人。", "sum"),
    ("发放宣传单300份、手册200份，共计600份。", "sum"),
    ("男性占60%，女性占30%，其余占25%。", "whole"),
    ("2023年收入500元，支出300元，结余100元。", "relation"),
]
SOUND = [
    "死亡率由3.1‰下降到2.9‰，下降0.2个千分点。",
    "死亡率由3.1‰下降到2.9‰，下降6.5%。",
    "合格率由80%提高到90%，提高10%。",
    "合格率由80%提高到90%，提高12.5%。",
    "火灾起数由2023年初的15起下降到2023年底的12起。",
    "火灾起数由2023年上半年的15起下降到下半年的12起。",
    "应检500人，实检480人，受检率96%。",
    "应检503人，实检480人，受检率95.4%。",
    "应检503人，实检480人，受检率95.5%。",
    "应检503人，实检480人，受检率达95%以上。",
    "应检503人，实检480人，力争受检率达到98%。",
    "应检500人，实检480人，群众满意率98%。",
    "应投入2476万元，已到位2960万元，到位率119%。",
    "全镇共有党员312人，其中女党员98人，占31.4%。",
    "全镇共有党员约310人，其中女党员98人，占41.4%。",
    "比上年增加131人，其中新迁入206人。",
    "接待来访48人次，其中集体来访3批60人。",
    "患者中，甲病占60%，乙病占50%。",
    "共培训30人，其中男18人、女12人。",
    "召开会议3次、培训4次，服务群众共计200人次。",
    "发放宣传单300份、手册200份，共计500份。",
    "印发通知5份，发放宣传单300份、手册200份，共计500份。",
    "收入500元，支出300元，结余200元。",
    "2022年收入500元，2023年支出300元，结余100元。",
    "由5人以上下降到3人。",
    "从3月的120人增加到6月的150人。",
    "人数由3月的120人增加到6月的150人。",
    "患者中感冒占60%，咳嗽占50%，其他占20%。",
    "三项支出占总支出的80%，其中人员支出占50%，其余占30%。",
    "共发放三批物资，第一批300份，第二批200份，共计500份。",
    "报名人数由去年的98人降为今年的87人，减少11人。",
    "投诉量由2022年第四季度的50件降至2023年第四季度的30件。",
    "应参加人数120人，实际参加115人，参加率95.8%，考试合格率98%。",
    "共有学生860人，其中女生412人，占47.9%，住校生523人，占60.8%。",
    "共走访200户，其中低保户35户、残疾户20户，占全街道困难户的40%。",
    "任务1200座，完成1260座，完成率105%。",
    "应收物业费37.2万元，实收32.5万元，收缴率87.4%。",
    "应种疫苗1500剂次，实种1482剂次，接种率98.8%，建证率100%。",
    "男职工120人，女职工80人，共200人，其中管理人员30人。",
    "收入为工资12万元、补助3万元，合计15万元。",
]


@pytest.mark.parametrize(("text", "kind"), DOUBTFUL)
def it_doubts(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize("text", SOUND)
def it_does_not_doubt(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(("text", "kind"), DOUBTFUL)
def it_asks_a_whole_question_with_the_words_it_rests_on(text: str, kind: str) -> None:
    (doubt,) = read(text)
    assert translate(f"check.doubt.{kind}", **doubt.values)
    assert all(text[one.start : one.end] == one.text for one in doubt.passages)


def it_has_a_question_for_doubts_between_papers() -> None:
    assert "check.doubt.figures" in CATALOGUE


REPORT = "关于清查工作的报告"


def it_doubts_a_signature_before_what_is_told_as_done() -> None:
    signed = ("某某社区", "2023年6月1日")
    assert kinds(REPORT, "2023年6月15日召开了总结会。", *signed) == ["early_signature"]
    assert kinds(REPORT, "2023年5月15日召开了总结会。", *signed) == []
    assert kinds(REPORT, "定于2023年6月15日召开总结会。", *signed) == []
    assert kinds(REPORT, "请于2023年6月15日前完成了的单位报送。", *signed) == []


def it_doubts_days_without_a_year_only_soon_after_the_signature() -> None:
    signed = ("某某社区", "2023年6月1日")
    assert kinds("2023年上半年工作小结", "6月15日召开了总结会。", *signed) == ["early_signature"]
    assert kinds("2023年上半年工作小结", "5月15日召开了总结会。", *signed) == []
    # 12月 in a report of June is of the year before.
    assert kinds("2023年上半年工作小结", "12月15日召开了总结会。", *signed) == []
    assert kinds("工作小结", "6月15日召开了总结会。", *signed) == []


# --- tables ---

SUMS: Table = (
    ("社区", "男", "女", "合计"),
    ("东街", "30", "20", "50"),
    ("西街", "12", "18", "30"),
    ("南街", "40", "45", "85"),
    ("北街", "21", "22", "43"),
    ("合计", "103", "105", "208"),
)


def changed(table: Table, row: int, column: int, text: str) -> Table:
    rows = [list(cells) for cells in table]
    rows[row][column] = text
    return tuple(map(tuple, rows))


def it_finds_a_sound_table_sound() -> None:
    assert kinds(SUMS) == []


@pytest.mark.parametrize("row", range(1, 6))
@pytest.mark.parametrize("column", range(1, 4))
def it_finds_the_one_cell_that_is_wrong(row: int, column: int) -> None:
    (doubt,) = read(changed(SUMS, row, column, "77"))
    assert doubt.kind == "sum"
    assert "77" in [passage.text for passage in doubt.passages]


def it_says_nothing_where_a_last_row_is_not_the_sum_of_those_above() -> None:
    table = (("项目", "金额", "户数"), ("甲", "3", "4"), ("乙", "5", "6"), ("合计", "9", "12"))
    assert kinds(table) == []


def it_does_not_sum_rates_averages_and_prices() -> None:
    table = (
        ("社区", "人数", "合格率", "平均分", "单价"),
        ("东街", "30", "90%", "80", "5"),
        ("西街", "10", "80%", "90", "7"),
        ("合计", "40", "87.5%", "82.5", "6"),
    )
    assert kinds(table) == []


def it_lets_subtotals_and_parts_of_a_whole_be() -> None:
    table = (
        ("项目", "户数", "人数"),
        ("甲类", "3", "4"),
        ("乙类", "5", "6"),
        ("小计", "8", "10"),
        ("丙类", "2", "2"),
        ("丁类", "4", "3"),
        ("小计", "6", "5"),
        ("合计", "14", "15"),
    )
    assert kinds(table) == []
    nested = (
        ("项目", "户数", "人数"),
        ("总户", "9", "9"),
        ("其中：甲", "5", "6"),
        ("合计", "9", "9"),
    )
    assert kinds(nested) == []


def it_doubts_a_rate_in_a_row() -> None:
    table = (
        ("社区", "应检人数", "实检人数", "受检率%"),
        ("东街", "500", "480", "96.0"),
        ("西街", "200", "150", "85.0"),
        ("南街", "300", "297", "99"),
    )
    (doubt,) = read(table)
    assert doubt.kind == "rate"
    assert [passage.text for passage in doubt.passages] == ["85.0", "150", "200"]


def it_reads_off_the_table_which_columns_a_rate_is_of() -> None:
    rows = [("甲", "200", "50", "25.0"), ("乙", "300", "60", "20.0"), ("丙", "80", "36", "45.0")]
    head = ("社区", "普查", "发现", "发现率")
    assert kinds((head, *rows, ("丁", "90", "45", "50.0"))) == []
    assert kinds((head, *rows, ("丁", "90", "45", "60.0"))) == ["rate"]
    assert kinds((head, ("甲", "200", "50", "31.0"), ("乙", "300", "60", "37.0"))) == []


def it_doubts_a_stock_that_does_not_follow() -> None:
    head = ("品种", "上月结存", "入库", "出库", "本月结存")
    rows = [
        ("大米", "20", "5", "3", "22"),
        ("食油", "8", "2", "1", "9"),
        ("棉被", "40", "0", "6", "34"),
    ]
    assert kinds((head, *rows)) == []
    assert kinds((head, *rows, ("雨衣", "10", "4", "1", "15"))) == ["sum"]


# --- properties ---

counts = st.integers(0, 5000)


@st.composite
def tables(draw: st.DrawFn) -> list[list[int]]:
    rows, columns = draw(st.integers(4, 8)), draw(st.integers(2, 5))
    body = draw(
        st.lists(st.lists(counts, min_size=columns, max_size=columns), min_size=rows, max_size=rows)
    )
    return [[*row, sum(row)] for row in body]


def printed(body: list[list[int]], totals: list[int]) -> Table:
    names = "甲乙丙丁戊己庚辛"
    head = ("社区", *(f"{names[n]}类" for n in range(len(totals) - 1)), "合计")
    rows = [(f"第{n}社区", *map(str, row)) for n, row in enumerate(body, 1)]
    return (head, *rows, ("合计", *map(str, totals)))


@given(tables())
def it_never_doubts_an_invented_table_that_adds_up(body: list[list[int]]) -> None:
    totals = [sum(column) for column in zip(*body, strict=True)]
    assert kinds("单位：人", printed(body, totals)) == []


@given(tables(), st.data())
def it_finds_the_one_total_that_was_changed(body: list[list[int]], data: st.DataObject) -> None:
    totals = [sum(column) for column in zip(*body, strict=True)]
    place = data.draw(st.integers(0, len(totals) - 2))
    wrong = totals[place] + data.draw(st.integers(1, 900))
    totals[place] = wrong
    (doubt,) = read(printed(body, totals))
    assert doubt.kind == "sum"
    assert str(wrong) in [passage.text for passage in doubt.passages]


rates = st.tuples(st.integers(1, 100000), st.integers(0, 100000)).map(
    lambda pair: (max(pair), min(pair))
)


def sentence(whole: int, part: int, rate: Decimal) -> str:
    return f"应检{whole}人，实检{part}人，受检率{rate}%。"


@given(rates, st.integers(0, 3), st.sampled_from(["ROUND_HALF_UP", "ROUND_DOWN", "ROUND_UP"]))
def it_never_doubts_a_rate_however_it_was_rounded(
    pair: tuple[int, int], decimals: int, way: str
) -> None:
    exact = Decimal(pair[1]) / Decimal(pair[0]) * 100
    rate = exact.quantize(Decimal(1).scaleb(-decimals), rounding=way)
    assert kinds(sentence(*pair, rate)) == []


@given(rates, st.integers(0, 3), st.sampled_from([-2, 2, 3, 7]))
def it_doubts_a_rate_that_no_rounding_explains(
    pair: tuple[int, int], decimals: int, steps: int
) -> None:
    step = Decimal(1).scaleb(-decimals)
    exact = (Decimal(pair[1]) / Decimal(pair[0]) * 100).quantize(step)
    wrong = exact + steps * step
    if wrong >= 0:
        (doubt,) = read(sentence(*pair, wrong))
        assert doubt.kind == "rate"
        assert doubt.values["stated"] == f"{wrong:f}%"


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def it_doubts_a_change_by_its_direction_alone(before: int, after: int) -> None:
    text = f"案件由{before}件下降到{after}件。"
    assert kinds(text) == ([] if after < before else ["direction"])
