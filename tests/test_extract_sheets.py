"""Spreadsheets read as they show: tables, dates, percentages, hidden sheets, hostile extents."""

from __future__ import annotations

import struct
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from office_files import (
    FIXTURES,
    PASSWORD,
    REGISTER,
    a_package,
    keys,
    lines,
    outcome,
    spoilt,
    tables,
)
from openpyxl.comments import Comment

from danghe.errors import ExtractionError, LimitExceededError
from danghe.extract import Limits, Options, detect, read
from danghe.extract.number_format import shown
from danghe.model import BlockKind

SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{}</sheetData></worksheet>"
)


def a_workbook(path: Path, rows: str, **added: str) -> Path:
    """A workbook of one sheet whose rows are given as XML."""
    relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="a" '
        f'Type="{relationships}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
        f'main" xmlns:r="{relationships}"><sheets><sheet name="Sheet1" r:id="b"/></sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="b" '
        f'Type="{relationships}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="c" '
        f'Type="{relationships}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
        'main"><si><t>共用</t><rPh><t>gongyong</t></rPh></si></sst>',
        "xl/worksheets/sheet1.xml": SHEET.format(rows),
    }
    return a_package(path, {**parts, **added})


@pytest.mark.parametrize("name", ["register.xls", "register.ods"])
def it_reads_a_register_as_it_shows(name: str) -> None:
    document = read(FIXTURES / name)
    assert tables(document)[0] == REGISTER
    assert lines(document)[:3] == ["药具发放", "望湖街道2023年度药具发放登记表", "制表人：赵敏"]
    assert document.blocks[0].kind is BlockKind.HEADING
    assert document.meta["title"] == "药具发放登记表"
    assert document.meta["author"] == "望湖街道办事处"
    assert not document.losses


@pytest.mark.parametrize("name", ["register.xls", "register.ods", "register.xlsx"])
def it_reads_hidden_sheets_and_says_so(name: str) -> None:
    document = read(FIXTURES / name)
    assert document.page_count == 2
    assert tables(document)[1] == (("代码", "名称"), ("0007", "避孕套"))
    assert document.meta["hidden_sheets"] == "底册"
    assert {block.page for block in document.blocks} == {1, 2}


def it_names_formulas_whose_results_were_not_saved() -> None:
    document = read(FIXTURES / "register.xlsx")
    assert tables(document)[0][2] == ("2", "李秀英", "2023-05-07", "", "98.56%", "6月1日")
    assert [(n.key, n.values["count"]) for n in document.losses] == [("extract.loss.formulas", "1")]


def it_leaves_out_default_sheet_names_and_empty_edges(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["C3"], sheet["D3"], sheet["C5"], sheet["D5"] = "社区", "数量", "清泉", 12
    sheet["XFD1048576"] = "远处"
    sheet["D5"].comment = Comment("已核对", "赵敏")
    book.save(tmp_path / "a.xlsx")
    document = read(tmp_path / "a.xlsx")
    assert tables(document) == [(("社区", "数量"), ("清泉", "12"))]
    assert lines(document) == ["远处", "已核对"]


def it_reads_every_kind_of_cell(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c t="s"><v>0</v></c><c t="inlineStr"><is><r><t>分</t></r><r><t>段</t></r></is>'
        '</c><c t="b"><v>1</v></c><c t="e"><v>#DIV/0!</v></c><c t="str"><f>A1</f><v>结果</v></c>'
        "<c><v>370102199001011234</v></c><c><v>12.0</v></c><c><v>0.30000000000000004</v></c>"
        '<c t="d"><v>2023-05-06T00:00:00</v></c></row>'
    )
    document = read(a_workbook(tmp_path / "a.xlsx", rows))
    cells = ("共用", "分段", "TRUE", "#DIV/0!", "结果", "370102199001011234", "12", "0.3")
    assert tables(document) == [((*cells, "2023-05-06"),)]


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.98, "0%", "98%"),
        (0.9856, "0.0%", "98.6%"),
        (45052, 'yyyy"年"m"月"d"日";@', "2023-05-06"),
        (45052, "[DBNum1][$-804]yyyy年m月d日", "2023-05-06"),
        (45052, 'yyyy"年"m"月"', "2023年5月"),
        (45052.6, "yyyy/m/d h:mm", "2023-05-06 14:24"),
        (0.6, "h:mm:ss", "14:24:00"),
        (1.5, "[h]:mm", "36:00:00"),
        (7, "0000", "0007"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (-5, "0.0;[Red]-0.0", "-5.0"),
        (0, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "-"),
        (3, '0"人"', "3人"),
        (12.0, "0.##", "12"),
        (100000.0, "0.00E+00", "100000"),
        (0.1 + 0.2, "General", "0.3"),
        (12.0, "@", "12"),
    ],
)
def it_shows_numbers_by_their_format(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


def it_counts_days_from_1904_where_the_book_does() -> None:
    assert shown(43590, "yyyy-m-d", since_1904=True) == "2023-05-06"


@given(st.floats(allow_nan=True, allow_infinity=True), st.text(max_size=30))
def it_shows_any_number_in_any_format(value: float, code: str) -> None:
    assert isinstance(shown(value, code), str)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def it_turns_every_day_back_into_itself(day: date) -> None:
    days = (datetime(day.year, day.month, day.day) - datetime(1899, 12, 30)).days
    assert shown(days, "yyyy/m/d") == day.isoformat()


def it_bounds_rows_that_share_few_columns(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{n}"><c r="{letter}{n}"><v>1</v></c><c r="XFD{n}"><v>2</v></c></row>'
        for n, letter in enumerate(("A", "B", "C") * 200, 1)
    )
    (table,) = tables(read(a_workbook(tmp_path / "a.xlsx", rows)))
    assert len(table) == 600
    assert max(map(len, table)) == 4


def it_bounds_a_staircase_of_cells(tmp_path: Path) -> None:
    def letters(n: int) -> str:
        return (letters(n // 26 - 1) if n >= 26 else "") + chr(65 + n % 26)

    rows = "".join(
        f'<row r="{n + 1}"><c r="{letters(n)}{n + 1}"><v>1</v></c>'
        f'<c r="{letters(n + 1)}{n + 1}"><v>2</v></c></row>'
        for n in range(3000)
    )
    (table,) = tables(read(a_workbook(tmp_path / "a.xlsx", rows)))
    assert sum(map(len, table)) == 6000


def it_refuses_a_string_that_stands_in_endless_cells(tmp_path: Path) -> None:
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
        + "药" * 10_000
        + "</t></si></sst>"
    )
    rows = "".join(f'<row r="{n}"><c t="s"><v>0</v></c></row>' for n in range(1, 500))
    path = a_workbook(tmp_path / "a.xlsx", rows, **{"xl/sharedStrings.xml": strings})
    with pytest.raises(LimitExceededError) as caught:
        read(path, Options(limits=Limits(max_text_chars=1_000_000)))
    assert caught.value.key == "extract.limit.text"


def it_refuses_a_sheet_with_a_type_declaration(tmp_path: Path) -> None:
    evil = '<!DOCTYPE x [<!ENTITY a "字字字"><!ENTITY b "&a;&a;&a;">]>' + SHEET.format(
        '<row><c t="str"><v>&b;</v></c></row>'
    )
    path = a_workbook(tmp_path / "a.xlsx", "", **{"xl/worksheets/sheet1.xml": evil})
    with pytest.raises(ExtractionError) as caught:
        read(path)
    assert caught.value.key == "extract.damaged"


def it_keeps_the_rows_before_a_sheet_breaks_off(tmp_path: Path) -> None:
    whole = SHEET.format('<row><c t="str"><v>社区</v></c><c t="str"><v>数量</v></c></row>' * 3)
    cut = whole[: whole.rindex("<row>") + 10]
    path = a_workbook(tmp_path / "a.xlsx", "", **{"xl/worksheets/sheet1.xml": cut})
    document = read(path)
    assert tables(document) == [(("社区", "数量"), ("社区", "数量"))]
    assert keys(document) == ["extract.loss.parts"]


@pytest.mark.parametrize("passwords", [("错", PASSWORD), (PASSWORD,)])
def it_opens_a_locked_workbook_with_the_password_that_fits(passwords: tuple[str, ...]) -> None:
    document = read(FIXTURES / "locked.xls", Options(passwords=passwords))
    assert tables(document)[0] == REGISTER


def it_asks_for_the_password_of_a_locked_workbook() -> None:
    with pytest.raises(ExtractionError) as caught:
        read(FIXTURES / "locked.xls", Options(passwords=("错",)))
    assert caught.value.key == "extract.encrypted"
    assert "--password-file" in caught.value.remedy


def it_opens_a_locked_xlsx(tmp_path: Path) -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    locked = tmp_path / "a.xlsx"
    with (FIXTURES / "register.xlsx").open("rb") as source, locked.open("wb") as target:
        OOXMLFile(source).encrypt(PASSWORD, target)
    assert detect(locked) == "office-encrypted"
    document = read(locked, Options(passwords=("错", PASSWORD)))
    assert document.format == "xlsx"
    assert tables(document)[0][0] == REGISTER[0]
    with pytest.raises(ExtractionError) as caught:
        read(locked)
    assert caught.value.key == "extract.encrypted"


def record(kind: int, data: bytes = b"") -> bytes:
    """A record of a binary workbook (MS-XLSB 2.1.4)."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = (
        bytes([len(data)]) if len(data) < 0x80 else bytes([len(data) & 0x7F | 0x80, len(data) >> 7])
    )
    return head + size + data


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def a_binary_workbook(path: Path, cells: list[tuple[int, int, float | str]]) -> Path:
    rows: dict[int, bytes] = {}
    for row, column, value in cells:
        place = struct.pack("<II", column, 0)
        text = isinstance(value, str)
        data = place + (wide(str(value)) if text else struct.pack("<d", value))
        rows[row] = rows.get(row, b"") + record(6 if text else 5, data)
    body = b"".join(record(0, struct.pack("<I", n) + bytes(13)) + rows[n] for n in sorted(rows))
    size = struct.pack("<IIII", 0, max(rows), 0, max(column for _, column, _ in cells))
    sheet = record(129) + record(148, size) + record(145) + body + record(146) + record(130)
    named = record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("药具"))
    book = record(131) + record(143) + named + record(144) + record(132)
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/worksheet" Target="worksheets/sheet1.bin"/></Relationships>'
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("xl/workbook.bin", book)
        package.writestr("xl/_rels/workbook.bin.rels", relation)
        package.writestr("xl/worksheets/sheet1.bin", sheet)
    return path


def it_reads_a_binary_workbook(tmp_path: Path) -> None:
    cells: list[tuple[int, int, float | str]] = [
        (0, 0, "社区"),
        (0, 1, "数量"),
        (1, 0, "清泉"),
        (1, 1, 12.0),
        (2, 0, "柳荫"),
        (2, 1, 0.5),
    ]
    document = read(a_binary_workbook(tmp_path / "a.xlsb", cells))
    assert document.format == "xlsb"
    assert lines(document) == ["药具"]
    assert tables(document) == [(("社区", "数量"), ("清泉", "12"), ("柳荫", "0.5"))]


def it_refuses_a_binary_workbook_with_far_corners(tmp_path: Path) -> None:
    corners: list[tuple[int, int, float | str]] = [(0, 0, 1.0), (1048575, 16383, 2.0)]
    path = a_binary_workbook(tmp_path / "a.xlsb", corners)
    with pytest.raises(LimitExceededError) as caught:
        read(path)
    assert caught.value.key == "extract.limit.cells"


CSV = '序号,姓名,备注\r\n1,王小明,"第一行\r\n第二行"\r\n2,"李,四",="0012"\r\n'
CSV_ROWS = (("序号", "姓名", "备注"), ("1", "王小明", "第一行 第二行"), ("2", "李,四", "0012"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def it_reads_csv_in_any_encoding_and_delimiter(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    text = CSV.replace('"李,四"', "李四").replace(",", delimiter)
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    document = read(path)
    assert document.format == "csv"
    assert tables(document) == [(*CSV_ROWS[:2], ("2", "李四", "0012"))]


def it_reads_quoted_delimiters_and_stated_ones(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(CSV.encode("gb18030"))
    assert tables(read(path)) == [CSV_ROWS]
    path.write_bytes("sep=;\r\n社区;数量,盒\r\n清泉;12\r\n".encode())
    assert tables(read(path)) == [(("社区", "数量,盒"), ("清泉", "12"))]


@pytest.mark.parametrize(
    "text",
    [
        "关于会议的通知\n各社区,请按时参加,带齐资料.\n会议地点在街道会议室,不得缺席\n望湖街道\n",
        "一、总则,二、分则\n请各单位遵照执行.\n附件一,附件二,附件三,附件四\n",
    ],
)
@pytest.mark.parametrize("name", ["prose.csv", "prose.txt", "prose"])
def it_takes_prose_with_commas_for_no_table(tmp_path: Path, text: str, name: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert detect(path) == "txt"
    assert not tables(read(path))


def it_survives_a_stray_quotation_mark(tmp_path: Path) -> None:
    rows = [f"{n},王小明,{'“' if n else ''}12" for n in range(400)]
    rows[3] = '3,"王小明,12'
    path = tmp_path / "a.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    (table,) = tables(read(path))
    assert len(table) == 400


@pytest.mark.parametrize("name", ["register.xls", "register.ods", "register.xlsx", "locked.xls"])
def it_survives_cut_and_spoilt_workbooks(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DANGHE_SOFFICE", "none")
    options = Options(passwords=(PASSWORD,))
    assert "" not in {outcome(path, options) for path in spoilt(name, 40, tmp_path)}


def it_ends_on_a_container_whose_chain_bites_its_tail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANGHE_SOFFICE", "none")
    assert outcome(FIXTURES / "looped.xls") == "extract.damaged"
