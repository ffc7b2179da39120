"""Rich text from Word, WPS and old systems: GBK bytes, Unicode escapes, tables, hidden text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office_files import FIXTURES, PAPER, PAPER_TABLE, body, keys, lines, outcome, spoilt, tables

from danghe.errors import LimitExceededError
from danghe.extract import Options, read
from danghe.extract.reading import Reading
from danghe.extract.rtf import read as read_rtf
from danghe.model import BlockKind, Document

HEAD = (
    r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}{\f1\fcharset0 Arial;}"
    r"{\f2\fcharset136 MingLiU;}}"
)


def gbk(text: str, encoding: str = "gb18030") -> str:
    """Text as old Word wrote it: pairs of escaped bytes."""
    return "".join(
        f"\\'{byte:02x}" if byte > 0x7F or chr(byte) in "\\{}" else chr(byte)
        for byte in text.encode(encoding)
    )


def escaped(text: str) -> str:
    """Text as newer Word writes it: UTF-16 units, with a character for old programs."""
    units = text.encode("utf-16-le")
    numbers = (
        int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2)
    )
    return "".join(f"\\u{number}?" for number in numbers)


def read_body(tmp_path: Path, content: str, head: str = HEAD) -> Document:
    path = tmp_path / "a.rtf"
    path.write_bytes((head + content + "}").encode("latin-1"))
    return read(path)


def it_reads_a_paper_as_it_would_print() -> None:
    document = read(FIXTURES / "paper.rtf")
    assert body(document) == PAPER
    assert tables(document) == [PAPER_TABLE]
    assert document.meta["title"] == "药具工作总结"
    assert document.meta["author"] == "望湖街道办事处"
    assert [b.text for b in document.blocks if b.kind is BlockKind.HEADER] == ["望湖街道档案"]
    assert not document.losses


def it_reads_bytes_in_the_code_page_of_their_font(tmp_path: Path) -> None:
    text = "关于药具管理的通知，镕喆㐂𠮷"
    assert lines(read_body(tmp_path, r"\f0 " + gbk(text) + r"\par")) == [text]
    raw = r"\f0 " + text.encode("gb18030").decode("latin-1").replace("\\", r"\\") + r"\par"
    assert lines(read_body(tmp_path, raw)) == [text]
    assert lines(read_body(tmp_path, r"\f2 " + gbk("關於會議", "big5") + r"\par")) == ["關於會議"]


def it_reads_chinese_that_is_marked_as_western(tmp_path: Path) -> None:
    head = HEAD.replace(r"\ansicpg936", r"\ansicpg1252")
    assert lines(read_body(tmp_path, r"\f1 " + gbk("各社区") + r"\par", head)) == ["各社区"]


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40))
def it_gives_back_any_text(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("rtf") / "a.rtf"
    for written in (escaped(text), gbk(text)):
        path.write_bytes((HEAD + r"\f0 " + written + r"\par}").encode("latin-1"))
        assert lines(read_rtf(path, Reading(Options()))) == [text]


def it_skips_as_many_fallbacks_as_stated(tmp_path: Path) -> None:
    content = r"{\uc2\u26395" + gbk("望") + r"{\uc0\u28246}}\u34903\'3f\uc0\u36947 12\par"
    assert lines(read_body(tmp_path, content)) == ["望湖街道12"]


def it_leaves_out_hidden_text_pictures_codes_and_objects(tmp_path: Path) -> None:
    content = (
        r"{\*\unknown x}\f0 " + gbk("正文") + r"{\v " + gbk("隐藏") + r"}{\deleted x}"
        r"{\pict\wmetafile8 0123456789}{\*\bkmkstart b}{\field{\*\fldinst HYPERLINK x}{\fldrslt "
        + gbk("链接")
        + r"}}{\object\objemb{\*\objdata 0105}{\result }}"
        r"\bin5 {\}}\par{\footnote\pard " + gbk("脚注") + r"\par}\par "
        r"{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt " + gbk("框内") + r"\par}}{\shprslt z}}\par"
    )
    document = read_body(tmp_path, content.replace(r"\bin5 {\}}", "\\bin5 {\\}}x"))
    assert lines(document) == ["正文链接", "框内", "脚注"]
    assert keys(document) == ["extract.loss.attachments"]


def it_reads_tables_between_paragraphs(tmp_path: Path) -> None:
    def row(*cells: str) -> str:
        return (
            r"\trowd\cellx1\cellx2\pard\intbl "
            + "".join(gbk(c) + r"\cell " for c in cells)
            + r"\row"
        )

    content = (
        gbk("前")
        + r"\par"
        + row("社区", "数量")
        + row("清泉", "")
        + r"\trowd\cellx1\cellx2\pard\intbl "
        r"" + gbk("柳荫") + r"\par " + gbk("又") + r"\cell 12\cell\row\pard " + gbk("后") + r"\par"
    )
    document = read_body(tmp_path, r"\f0 " + content)
    assert tables(document) == [(("社区", "数量"), ("清泉", ""), ("柳荫 又", "12"))]
    assert lines(document) == ["前", "后"]


def it_shows_the_numbers_of_lists_and_drops_bullets(tmp_path: Path) -> None:
    content = (
        r"{\listtext\pard\plain " + gbk("一、") + r"\tab}\f0 " + gbk("登记") + r"\par"
        r"{\pntext\f1 \'b7\tab}\f0 " + gbk("上报") + r"\par"
    )
    assert lines(read_body(tmp_path, content)) == ["一、登记", "上报"]


def it_notes_a_file_that_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes((HEAD + r"\f0 " + gbk("正文")).encode("latin-1"))
    document = read(path)
    assert lines(document) == ["正文"]
    assert keys(document) == ["extract.loss.truncated"]


def it_refuses_endless_nesting(tmp_path: Path) -> None:
    with pytest.raises(LimitExceededError) as caught:
        read_body(tmp_path, "{" * 100_000)
    assert caught.value.key == "extract.limit.nesting"


@given(st.binary(max_size=300))
def it_survives_any_bytes(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("rtf") / "a.rtf"
    path.write_bytes(b"{\\rtf1 " + data)
    assert outcome(path)


def it_survives_cut_and_spoilt_files(tmp_path: Path) -> None:
    assert "" not in {outcome(path) for path in spoilt("paper.rtf", 30, tmp_path)}
