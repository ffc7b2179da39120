"""Type, title, date, year and period of papers from many fields, read off their build."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typed_papers import TypedPaper, typed_papers, typed_titles

from danghe.classify import Context, classify, divide, second_look
from danghe.classify.doctype import Typed, bare_title, type_of, type_of_title, without_type
from danghe.classify.paper import paper_of
from danghe.classify.type_words import TYPE_WORDS
from danghe.model import Block, BlockKind, Document, FiledRecord
from danghe.schemas import load
from danghe.text.numbers import level

Rows = tuple[tuple[str, ...], ...]


def document(text: str, *tables: Rows) -> Document:
    lines = [Block(BlockKind.PARAGRAPH, line) for line in text.split("\n") if line.strip()]
    return Document((*lines, *map(Block.table, tables)), "txt")


def read(text: str, *tables: Rows, path: str = "a.txt") -> FiledRecord:
    paper = document(text, *tables)
    return classify(paper, divide(paper)[0], "0-1", "0", 1, load(), Context(path))


def typed(text: str, *tables: Rows, title: str = "", path: str = "a.txt") -> Typed:
    paper = document(text, *tables)
    return type_of(paper_of(paper, 0, len(paper.text)), title, not title, path)


def share_right(right: Callable[[TypedPaper, FiledRecord], bool], name: str) -> float:
    papers = list(typed_papers(name))
    found = [
        right(
            one,
            classify(one.document, divide(one.document)[0], "0", "0", 1, load(), Context(one.path)),
        )
        for one in papers
    ]
    return sum(found) / len(found)


def it_tells_the_types_of_titles_from_many_fields() -> None:
    titles = list(typed_titles())
    right = [found[0] == doctype for doctype, t in titles if (found := type_of_title(t))]
    assert len(titles) >= 250
    assert sum(right) >= 0.98 * len(titles)


@pytest.mark.parametrize("name", ["papers.txt", "more.txt"])
def it_tells_the_types_of_papers_from_many_fields(name: str) -> None:
    assert share_right(lambda one, got: got.record.doctype == one.doctype, name) >= 0.95


@pytest.mark.parametrize("name", ["papers.txt", "more.txt"])
def it_tells_what_year_and_period_they_are_about(name: str) -> None:
    def right(one: TypedPaper, got: FiledRecord) -> bool:
        return (got.filing.year, got.filing.period) == (one.year, one.period)

    assert share_right(right, name) >= 0.97


@pytest.mark.parametrize("name", ["papers.txt", "more.txt"])
def it_tells_when_they_were_signed(name: str) -> None:
    assert share_right(lambda one, got: got.record.date == one.date, name) >= 0.93


@pytest.mark.parametrize(
    ("title", "doctype"),
    [
        ("2022年工作总结暨2023年工作计划", "总结"),
        ("上半年工作总结及下半年打算", "总结"),
        ("整改通知书（存根）", "存根"),
        ("第三期安全生产培训（教案）", None),
        ("关于防汛值守的通知（城政办发〔2023〕12号）", "通知"),
        ("值班记录2023年5月", "记录"),
        ("工作简报第三期", "简报"),
        ("奖金发放办法（试行）", "办法"),
        ("上岗考试试题及答案", "试卷"),
        ("转发的东西", None),
    ],
)
def it_reads_the_head_word_of_a_title_past_what_follows(title: str, doctype: str | None) -> None:
    found = type_of_title(title)
    assert (found[0] if found else None) == doctype


NAMES: Rows = (("1", "李强", ""), ("2", "王芳", ""), ("3", "何福", ""))


@pytest.mark.parametrize(
    ("doctype", "rows"),
    [
        ("签到册", (("序号", "姓名", "签到"), *NAMES)),
        ("成绩单", (("准考证号", "姓名", "成绩", "总分"), ("01", "林文", "85", "90"))),
        ("账本", (("日期", "摘要", "收入", "支出", "结余"), ("1.3", "购菜", "", "300", "900"))),
        ("账本", (("凭证号", "摘要", "借方", "贷方", "余额"), ("1", "期初", "", "", "3500"))),
        (
            "统计表",
            (
                ("项目", "本月", "累计"),
                ("低保户数", "31", "57"),
                ("人数", "5", "9"),
                ("合计", "36", "66"),
            ),
        ),
        (
            "花名册",
            (("序号", "姓名", "性别", "民族", "出生年月"), ("1", "李强", "男", "汉", "1975.03")),
        ),
        (
            "花名册",
            (("序号", "队员", "基本", "绩效", "实发", "签领"), ("1", "李强", "9", "8", "17", "")),
        ),
        (
            "登记表",
            (
                ("日期", "来访人", "事由", "接待人"),
                ("1.3", "赵某", "咨询", "黄"),
                ("2.4", "钱某", "反映", "黄"),
            ),
        ),
        (
            "登记表",
            (
                ("姓名", "何福", "性别", "男"),
                ("住址", "三组", "电话", "0"),
                ("型号", "12", "单位", "台"),
            ),
        ),
        (
            "审批表",
            (
                ("姓名", "何福", "人口", "3"),
                ("村委会意见", "属实"),
                ("镇审批意见", "同意"),
                ("住址", "三组"),
            ),
        ),
        ("计划", (("节次", "星期一", "星期二"), ("1", "语文", "数学"), ("2", "数学", "语文"))),
    ],
)
def it_tells_the_type_of_a_table_without_a_title(doctype: str, rows: Rows) -> None:
    found = typed("", rows)
    assert found.doctype == doctype
    assert found.where == "table"


@pytest.mark.parametrize(
    ("doctype", "text"),
    [
        ("请示", "因道路水毁，拟动用预备费。\n妥否，请批示。"),
        ("批复", "你镇《关于资金的请示》收悉。现批复如下：\n同意。\n此复。"),
        ("函", "因工作需要，商请贵馆协助查阅档案，请予支持为盼。\n专此函达，盼复。"),
        ("证明", "兹有我校学生陈晨，情况属实，特此证明。"),
        ("通报", "现将检查情况通报如下：\n请引以为戒。"),
        ("讲话", "同志们：\n今天我讲三点意见。\n谢谢大家！"),
        ("纪要", "会议听取了汇报。会议认为，很好。会议决定，照办。会议要求，抓紧。"),
        ("记录", "主持人：李强　　记录人：王芳\n参加人员：全体党员\n李强：今天学习有关文件。"),
        ("试卷", "一、选择题（每题5分，共50分）\n1.火警是（　）A.110 B.119\n二、判断题（共25分）"),
        ("教案", "教学目标：会避险\n教学重点：护头\n教学过程：一、导入"),
        ("调查问卷", "您对饭菜是否满意？\n□满意 □一般 □不满意\n您的年龄：□青 □老"),
        ("责任书", "本人郑重承诺：不超员。\n如有违反，愿担责。\n承诺人：钱方"),
        ("合同", "甲方：柳河小学\n乙方：绿源公司\n双方订立本合同，违约者赔偿。"),
        ("申请表", "本人家住三组，特向村委会申请补助，恳请批准。\n此致\n敬礼\n申请人：周大同"),
        ("简报", "本报讯（记者 高立）11月21日下午，柳河小学举办法治讲座。"),
        ("照片", "图1　志愿者包饺子\n图2　志愿者理发\n拍摄：黄芸"),
        ("宣传品", "亲爱的家长朋友们：\n请您务必告诉孩子：不下河！\n咨询热线：0100-0"),
        ("其他", "现予公示，公示期7天，如有异议请反映。"),
    ],
)
def it_tells_the_type_of_a_text_without_a_title(doctype: str, text: str) -> None:
    assert typed(text).doctype == doctype


def it_lets_the_build_decide_where_a_title_tells_little() -> None:
    counted: Rows = (("项目", "本月", "累计"), ("起数", "3", "9"), ("合计", "3", "9"))
    persons: Rows = (
        ("序号", "姓名", "性别", "电话"),
        ("1", "李强", "男", "0"),
        ("2", "王芳", "女", "0"),
    )
    title = "各村情况表"
    assert typed(title, counted, title=title).doctype == "统计表"
    assert typed(title, persons, title=title).doctype == "花名册"


def it_lets_a_title_that_names_its_type_stand_against_the_build() -> None:
    title = "财务管理规定"
    found = typed(f"{title}\n同志们：\n特此通知。", title=title)
    assert found.doctype == "办法"
    assert found.signs[0].where == "title"


def it_is_the_surer_the_more_agrees() -> None:
    title = "关于防火的通知"
    alone = typed(title, title=title)
    borne_out = typed(f"{title}\n各村：\n特此通知。", title=title)
    against = typed(f"{title}\n妥否，请批示。\n以上请示。", title=title)
    assert 0 < against.confidence < alone.confidence < borne_out.confidence <= 1
    assert against.runner_up
    assert against.runner_up[0] == "请示"


def it_takes_a_file_name_for_weak_evidence_only() -> None:
    text = "今天下午大家谈了很久。"
    assert typed(text, path="x/值班记录.txt").doctype == "记录"
    assert typed("兹证明周某系我村村民，特此证明。", path="x/值班记录.txt").doctype == "证明"


def it_gives_the_words_that_showed_a_type_as_reasons() -> None:
    reasons = read("关于防火的通知\n各村：\n请照办。\n特此通知。\n2023年3月1日").filing.reasons
    seen = {reason.note.values["seen"] for reason in reasons if reason.about == "doctype"}
    assert {"通知", "特此通知"} <= seen


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "城北镇工作信息\n第15期\n2023年10月27日\n城北镇举行秋季消防演练\n10月26日，演练。",
            "城北镇举行秋季消防演练",
        ),
        ("把防火责任扛在肩上\n——在动员会上的讲话\n同志们：", "把防火责任扛在肩上"),
        (
            "江北区2023年度安全生产和消防\n目标管理责任书\n甲方：",
            "江北区2023年度安全生产和消防目标管理责任书",
        ),
        ("农村建房联审会议纪要\n（第3期）\n会议认为，可。", "农村建房联审会议纪要（第3期）"),
        ("会议签到表2023年12月18日村部\n李强", "会议签到表"),
        ("好孩子，不下河\n防溺水宣传单\n请家长看管。", "好孩子，不下河"),
        ("证明\n兹证明周某系我村村民。", "证明"),
    ],
)
def it_finds_the_title_that_is_printed(text: str, title: str) -> None:
    record = read(text).record
    assert (record.title, record.title_made) == (title, False)


@pytest.mark.parametrize(
    "text",
    [
        "图1　2023年9月28日，志愿者包饺子\n图2　志愿者理发",
        "2023年10月26日　中心广场\n李强　王芳",
        "（复印件粘贴页共四件）\n原件已退。",
        "主持人：李强\n大家谈了很久。",
    ],
)
def it_takes_no_caption_note_or_label_for_a_title(text: str) -> None:
    assert read(text).record.title_made


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("某某公约\n以上公约，二〇二一年六月一日村民会议通过，共同遵守。", "2021-06-01"),
        ("月报\n本月无事故。制表：何莉 报出日期：2023年4月3日", "2023-04-03"),
        ("变动月报\n2022年7月　　8月2日上报\n迁入 11", "2022-08-02"),
        ("小结\n三季度办了两件事。\n办公室　9月28日（2022年）", "2022-09-28"),
        (
            "关于清查的通知\n各街道：\n请清查。\n某某管理站\n2023年7月28日某某街道收文第88号",
            "2023-07-28",
        ),
        (
            "某通报\n各社区：\n情况如下。\n某街道办事处\n2019年10月21日\n（某社区收文章：2019.10.24）",
            "2019-10-21",
        ),
        ("图1 2023年6月16日，合影\n图2 2023年6月17日，种树", None),
        ("来访登记簿\n启用日期：2023年1月3日\n赵某来访。", None),
    ],
)
def it_dates_a_paper_by_its_signature(text: str, date: str | None) -> None:
    assert read(text).record.date == date


def it_dates_a_form_by_the_last_opinion_and_never_by_a_birth() -> None:
    rows: Rows = (
        ("姓名", "何福", "出生", "1968-09-03"),
        ("子女", "长女 2014-03-08", "人口", "3"),
        ("村委会意见", "情况属实。2023年6月2日", "", ""),
        ("审批意见", "同意。2023年6月20日", "", ""),
    )
    assert read("危房改造审批表", rows).record.date == "2023-06-20"
    assert read("家庭情况登记表", rows[:2]).record.date is None


@pytest.mark.parametrize(
    ("text", "year", "period"),
    [
        ("2022年工作总结和2023年打算\n与2021年相比有进步。\n某村\n2023年1月5日", 2022, "2022"),
        ("2024年度工作计划\n2023年已完成绿化。\n某小学\n2023年12月20日", 2024, "2024"),
        ("2023—2024学年度第二学期教研计划\n三月：公开课\n2024年2月26日", 2024, "2024"),
        ("2023—2024学年度第一学期教研计划\n九月：制定计划\n2023年9月1日", 2023, "2023"),
        ("债务情况汇总\n截至2023年12月31日\n无新增。\n填报日期：2024年1月8日", 2023, "2023"),
        ("二O二二年度民政工作总结\n2O22年完成任务。\n二O二三年一月九日", 2022, "2022"),
        ("三季度小结\n做了两件事。\n办公室\n2022年9月28日", 2022, "2022-Q3"),
        ("上半年信访情况\n共46件。\n某办\n2020年7月3日", 2020, "2020-H1"),
        ("来访登记簿（2021）\n赵某来访。", 2021, "2021"),
        ("管理卡\n编号：GH-LR-2023-07\n来村日期：2022年2月20日", 2022, "2022"),
    ],
)
def it_tells_the_year_and_period_a_paper_is_about(text: str, year: int, period: str) -> None:
    filing = read(text).filing
    assert (filing.year, filing.period) == (year, period)


def it_takes_no_column_of_lives_and_things_for_the_year() -> None:
    rows: Rows = (("序号", "姓名", "入党时间"), ("1", "李强", "1998.07"), ("2", "王芳", "2006.07"))
    assert read("党员名册", rows).filing.year is None


def it_finds_the_period_in_a_folder_but_none_that_begins_after_the_signature() -> None:
    text = "培训小结\n到课31人。\n某社区\n2021年5月7日"
    assert read(text, path="社区/二季度/小结.txt").filing.period == "2021-Q2"
    assert read(text, path="社区/四季度/小结.txt").filing.period == "2021"


def it_files_an_unsigned_paper_with_the_main_unit_of_the_level_that_its_words_show() -> None:
    sure = [
        read(
            f"第{n}季度药具不良反应表\n填报单位：青禾纺织有限公司\n2023年{n * 3}月30日",
            path=f"{n}/x.txt",
        )
        for n in (1, 2, 3)
    ]
    text = "调岗交接表\n车间的女工卡片已交，职工本人无异议。\n各车间、科室照此办理。"
    unsure = read(text, path="z/y.txt")
    assert unsure.filing.unit is None
    settled = list(second_look([*sure, unsure], (), lambda one: document(text), load()))
    assert settled[-1].unit == "青禾纺织有限公司"


def it_reads_towns_as_units() -> None:
    assert read("城北镇安全生产报告\n一切正常。\n城北镇\n2023年3月1日").filing.unit == "城北镇"


def it_knows_each_ending_for_one_type_only() -> None:
    assert all(
        type_of_title(f"某某{word}") for word, (_, tells) in TYPE_WORDS.items() if tells != "~"
    )


@given(st.text(max_size=200))
def it_keeps_every_character_in_its_place_when_it_levels_digits(text: str) -> None:
    assert len(level(text)) == len(text)


@given(st.text(alphabet="的通知报告表（）()《》、及2023年月第一期 ", max_size=60))
def it_never_loses_more_of_a_title_than_its_end(title: str) -> None:
    assert title.strip().startswith(bare_title(title)) or bare_title(title) == title
    assert title.startswith(without_type(title))


@given(
    st.lists(
        st.lists(st.text("姓名性别意见合计0123456789签到年月 ", max_size=8), max_size=6), max_size=8
    ),
    st.text("关于的通知？！：。甲方第一条\n", max_size=80),
)
def it_gives_any_paper_a_type_and_a_share(rows: list[list[str]], text: str) -> None:
    found = typed(text, tuple(map(tuple, rows)))
    assert found.doctype
    assert 0 <= found.confidence <= 1


@pytest.mark.parametrize(
    "piece", ["1", "（", "甲方", "您对", "2023年", "一、", "在", "：", "图1", "关于《"]
)
def it_takes_bounded_time_on_hostile_text(piece: str) -> None:
    start = time.process_time()
    read(piece * (60_000 // len(piece)))
    assert time.process_time() - start < 10
