"""A delivered catalogue read as rows."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danghe.delivery import CatalogueRow, ColumnMapping, csv_rows, read_catalogue, read_mapping
from danghe.delivery.cells import read_count, read_date, read_span, read_year
from danghe.delivery.columns import letters
from danghe.errors import UsageError

Table = list[tuple[str, ...]]

HEADER = ("序号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "备注")
NUMBER = "J001-WS·2023-Y-BGS-0001"
ROW = (
    "1",
    NUMBER,
    "江政发[2023]05号",
    "望湖街道",
    "关于开展义诊的通知",
    "20230506",
    "",
    "3",
    "附表",
)


def rows_of(table: Sequence[tuple[str, ...]], mapping: str = "") -> tuple[CatalogueRow, ...]:
    return read_catalogue([("", table)], _mapping(mapping)).rows


def row_of(table: Table, mapping: str = "") -> CatalogueRow:
    (row,) = rows_of(table, mapping)
    return row


def _mapping(text: str) -> ColumnMapping:
    return read_mapping(text or "{}", "对照.yaml")


def one(**columns: str) -> CatalogueRow:
    """The only row of a table of these columns, with a 档号 and a title."""
    columns = {"档号": NUMBER, "题名": "通知", **columns}
    return row_of([tuple(columns), tuple(columns.values())])


def it_reads_the_columns_of_the_standard() -> None:
    row = row_of([HEADER, ROW])
    assert (row.line, row.archival_no, row.title, row.author) == (
        2,
        NUMBER,
        "关于开展义诊的通知",
        "望湖街道",
    )
    assert (row.date, row.doc_no, row.pages) == ("2023-05-06", "江政发〔2023〕5号", 3)
    assert (row.classification, row.remarks) == (None, "附表")
    assert row.other == {"序号": "1"}
    assert row.written["date"] == "20230506"
    assert not row.unread


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("档 号", "archival_no"),
        ("档案号", "archival_no"),
        ("*编号", "archival_no"),
        ("室编档号", "archival_no"),
        ("DH", "archival_no"),
        ("案卷题名", "title"),
        ("文件题名（标题）", "title"),
        ("標題", "title"),
        ("发文单位", "author"),
        ("成文日期", "date"),
        ("形成时间", "date"),
        ("页数（页）", "pages"),
        ("页 数:", "pages"),
        ("发文字号", "doc_no"),
        ("文件编号", "doc_no"),
        ("张数", "sheets"),
        ("起止页号", "page_range"),
        ("页号", "start_page"),
        ("保管期限", "retention"),
        ("密级", "classification"),
        ("全宗号", "fonds"),
        ("年度", "year"),
        ("目录号", "catalogue_no"),
        ("案卷号", "volume_no"),
        ("盒号", "box"),
        ("件号", "item_no"),
        ("ＩＴＥＭ", None),
        ("图像路径", "path"),
        ("文件名", "path"),
        ("备 注", "remarks"),
    ],
)
def it_knows_columns_by_many_titles(title: str, field: str | None) -> None:
    own = {"archival_no": "档号", "title": "题名", "author": "责任者"}.get(field or "")
    header = (title, *(each for each in ("档号", "题名", "责任者") if each != own))
    columns = read_catalogue([("", [header, ("1",) * len(header)])]).columns[""]
    if field:
        assert columns[field] == title
    else:
        assert title not in columns.values()


def it_finds_the_titles_below_a_heading_and_skips_what_is_no_row() -> None:
    table: Table = [
        ("归档文件目录", "", "", "", "", "", "", "", ""),
        ("全宗名称：望湖街道", "", "", "年度：2023", "", "", "", "", ""),
        HEADER,
        ROW,
        ("", "", "", "", "", "", "", "", ""),
        ("", "本页小计", "", "", "", "", "", "3", ""),
        HEADER,
        ("2", NUMBER.replace("0001", "0002"), "", "", "会议记录", "2023.5.7", "", "2", ""),
        ("合计：2件", "", "", "", "", "", "", "5", ""),
        ("整理人：王小明   日期：2023年12月1日", "", "", "", "", "", "", "", ""),
    ]
    found = read_catalogue([("", table)])
    assert [row.line for row in found.rows] == [4, 8]
    assert found.ignored == (("", 1), ("", 2), ("", 6), ("", 7), ("", 9), ("", 10))


def it_reads_titles_that_take_two_lines() -> None:
    table: Table = [
        ("档号", "题名", "页号", "", "责任者"),
        ("", "", "起", "止", ""),
        (NUMBER, "通知", "3", "14", "望湖街道"),
    ]
    row = row_of(table)
    assert (row.start_page, row.end_page, row.pages) == (3, 14, 12)


def it_reads_sheets_with_titles_of_their_own_and_names_the_others() -> None:
    found = read_catalogue(
        [
            ("说明", [("本次移交说明", ""), ("共两册", "")]),
            ("永久", [HEADER, ROW]),
            ("30年", [("题名", "档号"), ("会议记录", "J001-WS·2023-D30-BGS-0001")]),
            ("统计", [("年度", "页数", "备注"), ("2023", "5", "")]),
            ("空表", []),
        ]
    )
    assert [(row.sheet, row.line) for row in found.rows] == [("永久", 2), ("30年", 2)]
    assert [(note.key, note.values) for note in found.notes] == [
        ("delivery.sheet_skipped", {"sheet": "说明"}),
        ("delivery.sheet_skipped", {"sheet": "统计"}),
    ]


def it_keeps_a_row_without_number_or_title_as_one_that_lacks_it() -> None:
    table = [HEADER, (*ROW[:1], "", *ROW[2:]), (*ROW[:4], "", *ROW[5:])]
    assert [(row.archival_no, row.title) for row in rows_of(table)] == [
        ("", "关于开展义诊的通知"),
        (NUMBER, ""),
    ]


def it_prefers_the_better_title_and_keeps_the_other_column() -> None:
    row = one(编号="7", 文件名称="通知.doc")
    assert (row.archival_no, row.title) == (NUMBER, "通知")
    assert row.other == {"编号": "7", "文件名称": "通知.doc"}


def it_refuses_two_columns_of_one_title_unless_one_is_empty() -> None:
    header = ("档号", "题名", "题名")
    with pytest.raises(UsageError) as caught:
        rows_of([header, (NUMBER, "甲", "乙")])
    assert caught.value.key == "delivery.column_twice"
    assert "B “题名”、C “题名”" in str(caught.value)
    assert rows_of([header, (NUMBER, "甲", "")])[0].title == "甲"
    assert rows_of([header, (NUMBER, "甲", "乙")], "题名: C")[0].title == "乙"


def it_says_which_columns_it_found_where_none_names_the_images() -> None:
    with pytest.raises(UsageError) as caught:
        rows_of([("流水", "题名", "责任者"), ("1", "甲", "乙")])
    assert caught.value.key == "delivery.no_identity"
    assert "A “流水”、B “题名”、C “责任者”" in caught.value.remedy


def it_says_where_there_are_no_titles() -> None:
    with pytest.raises(UsageError) as caught:
        rows_of([("甲", "乙"), ("1", "2")])
    assert caught.value.key == "delivery.no_header"
    assert "header" in caught.value.remedy


def it_follows_a_mapping_by_title_or_letter() -> None:
    table: Table = [("单号", "名目", "何时", "责任者"), ("A-01", "通知", "2023.5.6", "街道")]
    row = row_of(table, "档号: 单号\ntitle: 名目\n日期: c\n责任者: null")
    assert (row.archival_no, row.title, row.date) == ("A-01", "通知", "2023-05-06")
    assert row.author is None
    assert row.other == {"责任者": "街道"}


def it_reads_a_table_without_titles_by_letters() -> None:
    row = row_of([("A-01", "通知", "12")], "header: 0\n档号: A\n题名: B\n页数: C")
    assert (row.line, row.archival_no, row.pages) == (1, "A-01", 12)


@pytest.mark.parametrize(
    ("mapping", "key"),
    [
        ("档号: 没有", "delivery.mapping_column"),
        ("档号: ZZ", "delivery.mapping_column"),
        ("颜色: B", "delivery.mapping_field"),
        ("档号: B\narchival_no: C", "delivery.mapping_field"),
        ("档号: 3", "delivery.mapping_field"),
        ("档号: [", "delivery.mapping_syntax"),
        ("- 档号", "delivery.mapping_syntax"),
        ("header: x", "delivery.mapping_header"),
        ("header: 9", "delivery.mapping_header"),
    ],
)
def it_refuses_a_mapping_that_cannot_be_followed(mapping: str, key: str) -> None:
    with pytest.raises(UsageError) as caught:
        rows_of([HEADER, ROW], mapping)
    assert caught.value.key == key
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("19990909", "1999-09-09"),
        ("１９９９０９０９", "1999-09-09"),
        ("19990900", "1999-09"),
        ("19990000", "1999"),
        ("199909", "1999-09"),
        ("1999", "1999"),
        ("1999.9.9", "1999-09-09"),
        ("1999．9．9", "1999-09-09"),
        ("1999-9-9", "1999-09-09"),
        ("1999/09/09", "1999-09-09"),
        ("1999年9月9日", "1999-09-09"),
        ("1999 年 9 月", "1999-09"),
        ("二〇二三年五月六日", "2023-05-06"),
        ("99.9.9", "1999-09-09"),
        ("1999-09-09 00:00:00", "1999-09-09"),
        ("1999-09-09T00:00:00", "1999-09-09"),
        ("2023/5/6 0:00", "2023-05-06"),
        ("36412", "1999-09-09"),
        ("36412.0", "1999-09-09"),
        ("3/14/1999", "1999-03-14"),
        ("1999.9.9-1999.12.1", "1999-09-09"),
        ("19990909-19991201", "1999-09-09"),
        ("1999年1月至12月", "1999-01"),
        ("1999年9月9日（星期四）", "1999-09-09"),
        ("公元1999年9月9日", "1999-09-09"),
        ("19990909-19991301", None),
        ("3/4/1999", None),
        ("20230230", None),
        ("2023.2.30", None),
        ("20231301", None),
        ("12", None),
        ("待查", None),
        ("2023年5月6日前后", None),
    ],
)
def it_reads_dates_in_all_their_writings(written: str, date: str | None) -> None:
    assert read_date(written) == date
    row = one(日期=written)
    assert row.date == date
    assert row.unread == (() if date else ("date",))


@pytest.mark.parametrize("written", ["", "无", "-", "—", "/", "不详"])
def it_takes_a_cell_that_says_nothing_for_blank(written: str) -> None:
    row = one(日期=written, 页数=written)
    assert (row.date, row.pages, row.unread) == (None, None, ())


@pytest.mark.parametrize(
    ("written", "pages"),
    [("12", 12), ("12页", 12), ("共12页", 12), ("十二", 12), ("12.0", 12), ("3-14", 12), ("３", 3)],
)
def it_reads_page_counts(written: str, pages: int) -> None:
    assert read_count(written) == pages
    assert one(页数=written).pages == pages


@pytest.mark.parametrize("written", ["3-14", "003—014", "第3页至第14页", "3～14"])
def it_counts_from_first_to_last_page(written: str) -> None:
    assert read_span(written) == (3, 14)
    assert one(起止页号=written).pages == 12


def it_says_what_it_could_not_read() -> None:
    row = one(页数="若干", 年度="当年", 起止页号="14-3")
    assert set(row.unread) == {"pages", "year", "page_range"}
    assert (row.pages, row.year) == (None, None)


def it_reads_years() -> None:
    assert [read_year(year) for year in ("2023", "2023年度", "2023.0", "二〇二三年", "今年")] == [
        *(2023,) * 4,
        None,
    ]


def volume(*pages: str, numbers: list[str] | None = None) -> list[int | None]:
    numbers = numbers or [f"0012-001-0003-{n:04}" for n in range(1, len(pages) + 1)]
    table: Table = [
        ("档号", "题名", "页号"),
        *((no, "x", page) for no, page in zip(numbers, pages, strict=True)),
    ]
    return [row.pages for row in rows_of(table)]


def it_counts_pages_up_to_the_next_paper_of_the_volume() -> None:
    assert volume("1", "4", "9-15") == [3, 5, 7]
    assert volume("1", "4", "4", "6") == [3, 1, 2, None]
    assert volume("1", "4", "1", "3") == [3, None, 2, None]
    two = ["0012-001-0003-0001", "0012-001-0003-0002", "0012-001-0004-0001"]
    assert volume("1", "4", "9", numbers=two) == [3, None, None]


def it_takes_no_counts_from_page_numbers_that_do_not_rise() -> None:
    table: Table = [("档号", "题名", "页号"), (NUMBER, "甲", "3"), (NUMBER + "1", "乙", "2")]
    found = read_catalogue([("", table)])
    assert [row.pages for row in found.rows] == [None, None]
    assert [note.key for note in found.notes] == ["delivery.start_pages_unclear"]


def it_knows_a_title_that_the_archivist_made_up() -> None:
    assert one(题名="[会议签到册]").title_made
    assert one(题名="［会议签到册］").title_made
    assert not one(题名="会议签到册[复印件]").title_made


@pytest.mark.parametrize("mark", [",", "\t", ";"])
def it_reads_csv_whatever_separates_the_cells(mark: str) -> None:
    text = mark.join(("档号", "题名", "页数")) + "\r\n" + mark.join((NUMBER, '"甲,乙;丙"', "3"))
    row = row_of(list(csv_rows(text + "\r\n")))
    assert (row.archival_no, row.title, row.pages) == (NUMBER, "甲,乙;丙", 3)


def it_refuses_a_csv_beyond_bounds() -> None:
    with pytest.raises(UsageError) as caught:
        csv_rows("档号,题名\n" + "x" * 200_000 + ",y")
    assert caught.value.key == "delivery.csv"


@given(st.integers(0, 18_000))
def it_names_columns_as_spreadsheets_do(place: int) -> None:
    name = letters(place)
    value = 0
    for letter in name:
        value = value * 26 + ord(letter) - 64
    assert value == place + 1


@given(st.lists(st.lists(st.text(max_size=6), max_size=12).map(tuple), max_size=12))
def it_survives_any_rows_below_its_titles(below: list[tuple[str, ...]]) -> None:
    found = read_catalogue([("", [HEADER, *below])])
    lines = [row.line for row in found.rows] + [line for _, line in found.ignored]
    assert len(lines) == len(set(lines))
    assert all(0 < row.line <= len(below) + 1 for row in found.rows)


@given(st.text(max_size=20))
def it_survives_any_cell(cell: str) -> None:
    date = read_date(cell)
    assert date is None or len(date) in (4, 7, 10)
    count = read_count(cell)
    assert count is None or count >= 0
