from __future__ import annotations

from decimal import Decimal

from danghe.facts import statements_of
from danghe.model import Block, BlockKind, Document
from danghe.stated import Statements


def read(*parts: str | tuple[tuple[str, ...], ...]) -> Statements:
    blocks = tuple(
        Block(BlockKind.PARAGRAPH, part) if isinstance(part, str) else Block.table(part)
        for part in parts
    )
    return statements_of(Document(blocks, "txt"))


def figures(stated: Statements) -> set[tuple[str, str, Decimal, str, str | None]]:
    return {(o.subject, o.name, o.value, o.unit, o.period) for o in stated.indicators}


def it_names_a_cell_by_its_headers_and_its_row() -> None:
    table = (
        ("社区", "应检人数", "实检人数", "受检率（%）"),
        ("东街社区", "500", "480", "96.0"),
        ("合计", "500", "480", "96.0"),
    )
    found = figures(read("2023年第三季度检查统计表", "单位：人", table))
    assert ("东街社区", "应检人数", Decimal(500), "人", "2023-Q3") in found
    assert ("东街社区", "受检率", Decimal("96.0"), "%", "2023-Q3") in found
    assert ("", "实检人数", Decimal(480), "人", "2023-Q3") in found


def it_joins_headers_of_several_rows() -> None:
    table = (
        ("单位", "出生", "出生", "死亡"),
        ("单位", "男", "女", "死亡"),
        ("东村", "3", "4", "2"),
        ("西村", "5", "1", "2"),
    )
    names = {one.name for one in read(table).indicators}
    assert names == {"出生男", "出生女", "死亡"}


def it_takes_months_in_the_rows_for_periods() -> None:
    table = (("月份", "办件数"), ("1月", "30"), ("2月", "28"))
    found = {(one.period, one.value) for one in read("2023年办件统计", table).indicators}
    assert found == {("2023-01", Decimal(30)), ("2023-02", Decimal(28))}


def it_takes_what_the_rows_count_into_the_name() -> None:
    table = (("品种", "上月结存", "本月入库"), ("大米", "20", "5"), ("食油", "8", "2"))
    assert "大米上月结存" in {one.name for one in read(table).indicators}


def it_counts_the_persons_of_a_roll_and_reads_only_its_totals() -> None:
    table = (
        ("序号", "姓名", "金额（元）", "签名"),
        ("1", "张三", "200", ""),
        ("2", "李四", "300", "李四"),
        ("3", "", "", ""),
        ("合计", "", "500", ""),
    )
    stated = read(table)
    assert stated.people == 2
    assert figures(stated) == {("", "金额", Decimal(500), "元", None)}


def it_counts_nobody_where_rows_are_not_about_persons() -> None:
    assert read((("社区", "户数"), ("东街", "20"))).people is None
    assert read("姓名：张三").people is None


def it_links_the_days_of_a_row() -> None:
    table = (
        ("姓名", "到达日期", "登记日期"),
        ("张三", "2023-03-02", "2023年3月20日"),
        ("李四", "2023-04-01", ""),
    )
    found = [(one.label, one.day, one.row) for one in read(table).dates]
    assert found == [
        ("到达日期", "2023-03-02", 1),
        ("登记日期", "2023-03-20", 1),
        ("到达日期", "2023-04-01", 2),
    ]


def it_keeps_the_rows_of_several_tables_apart() -> None:
    table = (("姓名", "登记日期"), ("张三", "2023-03-02"))
    rows = [one.row for one in read(table, table).dates]
    assert len(set(rows)) == 2


def it_reads_a_form_by_its_labels() -> None:
    form = (
        ("申请人", "张三", "申请日期", "2023年5月4日"),
        ("家庭人口数", "4人", "审批日期", "2023年5月20日"),
    )
    stated = read(form)
    assert [(one.label, one.day) for one in stated.dates] == [
        ("申请日期", "2023-05-04"),
        ("审批日期", "2023-05-20"),
    ]
    assert len({one.row for one in stated.dates}) == 1
    assert figures(stated) == {("", "家庭人口数", Decimal(4), "人", None)}


def it_reads_days_in_the_text_with_what_names_them() -> None:
    stated = read("查验日期：2023年5月4日", "于2023年5月6日办结。", "某某社区", "2023年5月9日")
    assert [(one.label, one.day) for one in stated.dates][:2] == [
        ("查验日期", "2023-05-04"),
        ("", "2023-05-06"),
    ]
    assert stated.signed == "2023-05-09"


def it_lists_the_parts_of_a_bound_file_in_their_order() -> None:
    stated = read(
        "某社区6月培训资料",
        "培训通知",
        "定于6月8日在二楼上课，请准时参加。",
        "签到册",
        (("序号", "姓名"), ("1", "张三")),
        "教案",
        "教学目的：让学员弄清要点，会说给家里人听。",
    )
    names = [part.name for part in stated.parts]
    assert names[-3:] == ["培训通知", "签到册", "教案"]


def it_finds_no_parts_in_a_single_letter() -> None:
    assert read("关于停水的通知", "因检修，明日停水一天，请储水备用。").parts == ()
