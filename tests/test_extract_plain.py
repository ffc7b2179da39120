"""Plain text: every encoding, every line, nothing guessed beyond the clear cases."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from danghe.extract import read
from danghe.model import Block, BlockKind

HAN = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工"
OFFICE = (
    "计划育服务管理药具流动口街道社区网格单位协会报表登记通知请示批复会议纪要总结台账合同统培训宣传"
)
MARKS = "，。、；：（）《》〔〕“”0123456789"
# Two spellings of one byte string exist for 一一一一 (NNNN in the other byte order), so five
# different characters at least, as any sentence has.
han = st.text(alphabet=HAN + OFFICE, min_size=8, max_size=60).filter(lambda t: len(set(t)) > 4)
chinese = st.tuples(han, st.text(alphabet=HAN + OFFICE + MARKS, min_size=2)).map("".join)
relaxed = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def text_of(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "paper.txt"
    path.write_bytes(data)
    return read(path).text


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "gb2312", "gbk", "gb18030", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"],
)
@relaxed
@given(text=chinese)
def it_reads_chinese_of_ten_characters_in_any_encoding(
    tmp_path: Path, encoding: str, text: str
) -> None:
    data = text.encode(encoding)
    # 上上 in UTF-16 is also the ASCII text of two lines that hold N: both readings are right.
    assume(not data.isascii())
    assert text_of(tmp_path, data) == text


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        ("\ufeff".encode("gb18030"), "gb18030"),
    ],
)
@relaxed
@given(text=st.text(alphabet=HAN + "abc 123", min_size=1).map(str.strip).filter(bool))
def it_believes_a_byte_order_mark(tmp_path: Path, mark: bytes, encoding: str, text: str) -> None:
    assert text_of(tmp_path, mark + text.encode(encoding)) == text


@pytest.mark.parametrize("text", ["通知", "计生委", "药具人数报表", "ABC\n中", "联通", "abc"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def it_reads_even_two_characters(tmp_path: Path, text: str, encoding: str) -> None:
    assert text_of(tmp_path, text.encode(encoding)) == text


@pytest.mark.parametrize("text", ["關於開展計劃生育工作的通知", "望湖街道流動人口登記簿"])
def it_tells_big5_from_gb(tmp_path: Path, text: str) -> None:
    assert text_of(tmp_path, text.encode("big5")) == text
    assert text_of(tmp_path, text.encode("gb18030")) == text


def it_reads_hz(tmp_path: Path) -> None:
    text = "关于开展计划生育工作的通知"
    assert text_of(tmp_path, text.encode("hz")) == text


def it_reads_four_byte_characters_of_gb18030(tmp_path: Path) -> None:
    text = "关于䶮㙍镇流动人口登记的通知"
    assert text_of(tmp_path, text.encode("gb18030")) == text


def it_keeps_a_cut_utf8_file_as_utf8_and_counts_the_loss(tmp_path: Path) -> None:
    path = tmp_path / "cut.txt"
    path.write_bytes("关于开展计划生育工作的通知".encode()[:-1])
    document = read(path)
    assert document.text == "关于开展计划生育工作的通\ufffd"
    assert document.losses[0].key == "extract.loss.characters"
    assert document.losses[0].values["count"] == "1"


def it_marks_bytes_that_mean_nothing_in_gb18030(tmp_path: Path) -> None:
    path = tmp_path / "spoilt.txt"
    data = "关于开展计划生育工作的通知，请各社区按时上报。".encode("gb18030")
    path.write_bytes(data + b"\xff" + data)
    document = read(path)
    assert document.text.count("各社区按时上报") == 2
    assert [note.key for note in document.losses] == ["extract.loss.characters"]


@relaxed
@given(
    lines=st.lists(
        st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"])), min_size=1
    )
)
def it_keeps_every_visible_character(tmp_path: Path, lines: list[str]) -> None:
    text = "办公室记录：" + "\r\n".join(lines)
    found = text_of(tmp_path, codecs.BOM_UTF8 + text.encode())
    assert "".join(found.split()) == "".join(text.split())


def it_makes_one_block_of_each_line_and_headings_of_clear_cases_only(tmp_path: Path) -> None:
    path = tmp_path / "norms.txt"
    path.write_text(
        "第二章 街道\n第三节 药具管理\n一、工作要求\n　　一、每月上报，不得迟报。\n\n"
        "第三章所列材料，须齐全。\n"
    )
    kinds = [(block.kind.value, block.level, block.text) for block in read(path).blocks]
    assert kinds == [
        ("heading", 1, "第二章 街道"),
        ("heading", 2, "第三节 药具管理"),
        ("heading", 2, "一、工作要求"),
        ("paragraph", None, "一、每月上报，不得迟报。"),
        ("paragraph", None, "第三章所列材料，须齐全。"),
    ]


def it_makes_a_table_of_tabbed_rows(tmp_path: Path) -> None:
    path = tmp_path / "register.txt"
    path.write_text("登记簿\n姓名\t性别\t电话\n王小明\t\t\n李小红\t女\t无\n\t缩进的一段\n")
    blocks = read(path).blocks
    rows = (("姓名", "性别", "电话"), ("王小明", "", ""), ("李小红", "女", "无"))
    assert blocks[1] == Block.table(rows)
    assert [block.kind for block in blocks] == [
        BlockKind.PARAGRAPH,
        BlockKind.TABLE,
        BlockKind.PARAGRAPH,
    ]
