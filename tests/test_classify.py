"""From a document to a filing, by what the papers show."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danghe.classify import Context, classify, divide, named_units, second_look
from danghe.classify.doctype import type_of_title
from danghe.classify.unit import settle_units, unit_named
from danghe.model import Block, BlockKind, Document, FiledRecord, Unit
from danghe.schemas import load, parse

VILLAGE = Path(__file__).resolve().parent.parent / "schemas" / "village_boxes.yaml"


def document(text: str, *tables: tuple[tuple[str, ...], ...]) -> Document:
    lines = [Block(BlockKind.PARAGRAPH, line) for line in text.split("\n") if line.strip()]
    return Document((*lines, *map(Block.table, tables)), "txt")


def filed(
    text: str,
    *tables: tuple[tuple[str, ...], ...],
    path: str = "a.txt",
    unit: str | None = None,
    year: int | None = None,
) -> FiledRecord:
    paper = document(text, *tables)
    context = Context(path, unit=unit, year=year)
    return classify(paper, divide(paper)[0], "0-1", "0", 1, load(), context)


OFFICIAL = """清溪区柳塘街道办事处文件
柳塘街办〔2023〕15号
关于举办2023年第二季度药具管理人员
培训班的通知
各社区居委会：
为提高业务水平，依据区文件（清政发〔2022〕3号），决定举办培训班，现将有关事项通知如下：
一、时间：2023年5月12日上午9时。
特此通知。
柳塘街道办事处
2023年5月6日"""


def it_reads_an_official_paper_by_its_layout() -> None:
    record = filed(OFFICIAL).record
    assert record.title == "关于举办2023年第二季度药具管理人员培训班的通知"
    assert record.doctype == "通知"
    assert record.doc_no == "柳塘街办〔2023〕15号"
    assert record.date == "2023-05-06"
    assert record.author == "柳塘街道办事处"


def it_files_it_with_unit_year_period_box_and_reasons() -> None:
    filing = filed(OFFICIAL).filing
    assert (filing.unit, filing.level) == ("柳塘街道", "street")
    assert (filing.year, filing.period) == (2023, "2023-Q2")
    assert filing.box_id == "street.contraceptives.2"
    about = {reason.about for reason in filing.reasons}
    assert {"title", "doctype", "date", "unit", "year", "box"} <= about


def it_takes_the_period_of_a_monthly_report_from_its_head_and_not_from_the_signature() -> None:
    found = filed(
        "使用药具人数月报表\n填报单位：青禾纺织有限公司　　2023年4月\n填表日期：2023年5月3日",
        (("项目", "口服药", "避孕套", "合计"), ("本月", "12", "40", "52")),
    )
    assert found.filing.box_id == "employer.contraceptives.3"
    assert found.filing.item_ids == ("employer.contraceptives.3.users",)
    assert found.filing.period == "2023-04"
    assert found.record.date == "2023-05-03"


def it_takes_an_annual_summary_signed_in_january_for_the_year_before() -> None:
    found = filed(
        "柳塘街道2023年度药具工作总结\n一年来，全街道药具管理工作稳步推进。\n柳塘街道办事处\n2024年1月5日"
    )
    assert (found.filing.year, found.record.date) == (2023, "2024-01-05")


def it_dates_a_month_without_a_year_before_the_signature() -> None:
    found = filed("柳塘街道12月份药具信息\n填报单位：柳塘街道\n2024年1月3日")
    assert found.filing.period == "2023-12"


@pytest.mark.parametrize(
    "text",
    [
        "消防安全培训签到表\n时间：2023年6月1日\n桂湾社区居委会",
        "2023年安全生产目标管理责任书\n甲方：柳塘街道办事处　乙方：红星厂\n2023年2月1日",
        "食堂大米采购合同\n甲方：青禾纺织有限公司\n乙方：丰裕粮油行\n2023年3月1日",
        "关于开展冬季防火检查的通知\n各社区：\n请按时检查。\n柳塘街道办事处\n2023年11月2日",
    ],
)
def it_leaves_open_what_belongs_in_no_box_and_says_why(text: str) -> None:
    filing = filed(text).filing
    assert filing.box_id is None
    assert filing.item_ids == ()
    assert any(reason.note.key.startswith("why.open") for reason in filing.reasons)


@pytest.mark.parametrize(
    ("signer", "box"),
    [
        ("柳塘街道办事处", "street.contraceptives.1"),
        ("桂湾社区居委会", "community.contraceptives.1"),
        ("青禾纺织有限公司", "employer.contraceptives.1"),
    ],
)
def it_resolves_a_box_name_of_several_levels_by_the_unit(signer: str, box: str) -> None:
    found = filed(f"药具管理制度\n一、专人负责药具管理。\n二、账卡相符。\n{signer}\n2023年3月1日")
    assert found.filing.box_id == box


def it_lets_content_win_over_a_folder_of_another_unit() -> None:
    found = filed(
        "药具管理制度\n一、专人负责。\n桂湾社区居委会\n2023年3月1日", path="红星街道/药具/a.txt"
    )
    assert found.filing.unit == "桂湾社区"


def it_lets_the_folder_decide_where_the_content_says_nothing() -> None:
    found = filed("药具管理制度\n一、专人负责。", path="柳塘街道/2023年/药具/a.txt")
    assert (found.filing.unit, found.filing.year) == ("柳塘街道", 2023)


def it_keeps_a_received_paper_in_the_archive_of_the_community_it_addresses() -> None:
    found = filed(OFFICIAL, path="桂湾社区/2023/收文/a.txt").filing
    assert (found.unit, found.level) == ("桂湾社区", "community")


def it_takes_unit_and_year_from_the_options() -> None:
    found = filed("药具管理制度\n专人负责。", unit="桂湾社区居委会", year=2021).filing
    assert (found.level, found.year) == ("community", 2021)


def it_makes_a_title_where_none_is_printed_and_says_so() -> None:
    record = filed(
        "今天下午大家在会议室谈了很久，没有形成结论，改日再议。", path="扫描0012.txt"
    ).record
    assert record.title_made
    assert record.title


def it_never_files_into_a_lost_box() -> None:
    lost = {box.id for _, _, box in load().boxes() if box.state.value == "lost"}
    found = filed("柳塘街道8月份使用药具人数报表\n柳塘街道药具站\n2023年9月2日").filing
    assert found.box_id not in lost


def it_files_a_bound_volume_under_all_items_that_its_captions_name() -> None:
    found = filed(
        "桂湾社区药具知识培训资料\n桂湾社区居委会　2023年5月\n培训教案\n讲解药具常识。\n"
        "培训试卷\n一、判断题（每题5分）\n成绩单\n张某90分"
    ).filing
    assert found.box_id == "community.contraceptives.2"
    assert {id.rsplit(".", 1)[1] for id in found.item_ids} >= {"lesson", "exam", "marks"}


def it_knows_no_field_but_the_one_of_the_norms() -> None:
    norms = parse(
        """
id: fire
title: 消防
version: "1"
in_force: [null, null]
kinds: {table: [统计表], record: [记录]}
levels:
- id: village
  name: 村
  unit_endings: {村民委员会: 村, 村委会: 村}
  sections:
  - id: fire
    no: 1
    name: 消防工作
    terms: [消防, 火灾]
    boxes:
    - no: 1
      name: 消防巡查盒
      terms: [消防]
      items: [{id: rounds, name: 消防巡查记录, kind: record}]
    - no: 2
      name: 消防设施盒
      terms: [消防]
      items: [{id: list, name: 灭火器统计表, kind: table}]
""",
        "fire.yaml",
    )
    paper = document("石桥村3月份消防巡查记录\n石桥村村委会\n2023年3月30日")
    found = classify(paper, divide(paper)[0], "0-1", "0", 1, norms, Context("a.txt")).filing
    assert (found.unit, found.box_id, found.period) == ("石桥村", "village.fire.1", "2023-03")


@pytest.mark.parametrize(
    ("title", "doctype"),
    [
        ("关于印发《妇女病普查方案》的通知", "通知"),
        ("特殊情况通知单（存根）", "存根"),
        ("药具发放登记簿", "登记表"),
        ("使用药具人员花名册（2023年）", "花名册"),
        ("包保合同书", "合同"),
        ("药具培训试卷", "试卷"),
        ("2023年工作小结", "总结"),
        ("某某社区居规民约", "制度"),
    ],
)
def it_tells_the_document_type_by_the_end_of_the_title(title: str, doctype: str) -> None:
    found = type_of_title(title)
    assert found
    assert found[0] == doctype


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("巡逻记录\n2023年4月　　治保会\n22日夜平安无事", "2023-04"),
        ("收支明细账\n2023年1月至6月　　记账：某某\n没有差错", "2023-H1"),
        ("6月出勤登记\n2023年\n三人都到", "2023-06"),
    ],
)
def it_reads_the_period_beside_other_words_and_with_the_year_elsewhere(
    text: str, period: str
) -> None:
    assert filed(text).filing.period == period


@pytest.mark.parametrize(
    ("text", "name", "level"),
    [
        ("江北省青石市清溪区柳塘街道办事处", "柳塘街道", "street"),
        ("柳塘街道桂湾社区居民委员会", "桂湾社区", "community"),
        ("中共柳塘街道工作委员会", "柳塘街道", "street"),
        ("青石市青禾纺织有限公司", "青石市青禾纺织有限公司", "employer"),
        ("桂湾社区计划生育协会", "桂湾社区计划生育协会", "association"),
        ("2023年5月18日桂湾社区居委会", "桂湾社区", "community"),
    ],
)
def it_names_units_by_their_shortest_ending(text: str, name: str, level: str) -> None:
    assert unit_named(text, load()) == Unit(name, level)


@pytest.mark.parametrize("text", ["清溪县农村居民", "2023年春节期间村干部", "流入社区", "药具社区"])
def it_takes_no_ordinary_words_for_a_unit(text: str) -> None:
    assert unit_named(text, load()) is None


def it_sees_the_town_not_a_village_of_its_name() -> None:
    norms = load(VILLAGE)
    assert unit_named("禾塘镇村级换届指导组", norms) == Unit("禾塘镇", "town")
    assert unit_named("禾塘镇柳湾村村民委员会", norms) == Unit("柳湾村", "village")


@pytest.mark.parametrize("text", ["各社区居委会", "本街道", "辖区单位", "有关街道", "2023年度社区"])
def it_takes_no_general_word_for_a_unit(text: str) -> None:
    assert unit_named(text, load()) is None


def it_merges_short_writings_of_a_unit() -> None:
    units = settle_units(
        [
            Unit("青禾公司", "employer"),
            Unit("江北青禾纺织有限公司", "employer"),
            Unit("柳塘街道", "street"),
        ]
    )
    assert Unit("江北青禾纺织有限公司", "employer", ("青禾公司",)) in units
    assert len(units) == 2


def it_gives_a_paper_without_a_unit_that_of_its_folder_at_a_second_look() -> None:
    sure = [
        filed(
            f"第{n}季度药具不良反应表\n填报单位：青禾纺织有限公司\n2023年{n * 3}月30日",
            path="b/x.txt",
        )
        for n in (1, 2, 3)
    ]
    unsure = filed("药具管理制度\n一、专人负责药具管理。\n二、账卡相符。", path="b/y.txt")
    assert unsure.filing.unit is None
    documents = {id(unsure): document("药具管理制度\n一、专人负责药具管理。\n二、账卡相符。")}
    settled = list(second_look([*sure, unsure], (), lambda one: documents[id(one)], load()))
    assert [one.unit for one in settled] == ["青禾纺织有限公司"] * 4
    assert settled[-1].box_id == "employer.contraceptives.1"
    assert {unit.name for unit in named_units(sure)} == {"青禾纺织有限公司"}


@given(st.text(max_size=400))
def it_survives_any_text(text: str) -> None:
    found = filed(text)
    assert found.filing.box_id is None or 0.5 <= found.filing.confidence <= 1
    assert found.record.title is not None


def it_files_a_community_charter_into_the_street_box_that_collects_them() -> None:
    text = (
        "桂湾社区计划生育居民自治章程\n第一条 为了推进居民自治，制定本章程。\n"
        "桂湾社区居委会\n2023年3月1日"
    )
    assert filed(text).filing.box_id == "street.self_governance.1"
    own = filed(text, unit="桂湾社区").filing
    assert own.box_id is None or own.box_id.startswith("community.")


def it_recognises_an_untitled_form_by_its_columns() -> None:
    found = filed(
        "桂湾社区　2023年5月",
        (
            ("药具品名", "症状", "出现时间", "处理", "转归"),
            ("口服避孕药", "恶心", "2023-05-03", "停药", "好转"),
        ),
        path="桂湾社区/2023/药具/扫描0007.txt",
    )
    assert any(reason.where == "table" for reason in found.filing.reasons)


@pytest.mark.parametrize("title", ["2021年防汛应急预案", "2022年度工作总结", "5月公示"])
def it_takes_a_short_line_with_a_year_for_a_title_and_not_for_a_date(title: str) -> None:
    record = filed(f"{title}\n为确保安全度汛，制定本预案，请各社区遵照执行。").record
    assert (record.title, record.title_made) == (title, False)


def it_leaves_a_streets_contraceptive_report_open_whose_box_is_lost() -> None:
    found = filed("柳塘街道2023年8月使用药具人数月报\n柳塘街道药具站\n2023年9月2日")
    assert found.filing.box_id is None


def it_takes_no_limit_in_the_text_for_the_year() -> None:
    assert (
        filed("奖励对象说明\n1973年以来没有违反规定生育的夫妻，可以提出申请。").filing.year is None
    )


def it_takes_no_office_out_of_a_sentence_that_ends_a_paper() -> None:
    text = "班子成员分工\n经柳塘街道办事处2023年3月2日会议研究，分工如下。\n甲主持全面工作。"
    assert filed(text).record.author is None
