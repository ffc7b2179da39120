"""Notices from templates: placeholders however Word cuts them, and templates that are refused."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reported import nothing_lacking, reported

from danghe.errors import UsageError
from danghe.reports import Kind, default_template, default_text, written
from danghe.reports.placeholders import NAMES, ROW_NAMES, names_in, pieces, row_values, values

Change = Callable[[Document], object]


def saved(path: Path, change: Change) -> Path:
    document = docx.Document()
    change(document)
    document.save(str(path))
    return path


def filled(path: Path, title: str = "药具人数报表") -> Document:
    return docx.Document(io.BytesIO(written(reported(title), Path("a.docx"), Kind.NOTICE, path)))


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


@pytest.fixture
def template(tmp_path: Path) -> Callable[[Change], Path]:
    return lambda change: saved(tmp_path / "template.docx", change)


# --- the shipped template ---


def it_fills_every_placeholder_of_the_shipped_template() -> None:
    content = written(reported(), Path("a.docx"), Kind.NOTICE)
    document = docx.Document(io.BytesIO(content))
    assert "【" not in document.element.xml
    assert "柳泉街道：" in texts(document)
    rows = document.tables[0].rows
    assert [row.cells[0].text for row in rows] == ["序号", "1", "2"]
    assert rows[1].cells[2].text == "整盒没有材料（严重）"
    assert rows[2].cells[4].text.startswith("补齐5—12月")


def it_writes_a_template_that_fills_to_the_same_notice(tmp_path: Path) -> None:
    path = tmp_path / "own.docx"
    path.write_bytes(default_template())
    ours = docx.Document(io.BytesIO(written(reported(), Path("a.docx"), Kind.NOTICE)))
    assert filled(path).element.xml == ours.element.xml
    text = tmp_path / "own.txt"
    text.write_text(default_text(), "utf-8")
    out = Path("a.txt")
    assert written(reported(), out, Kind.NOTICE, text) == written(reported(), out, Kind.NOTICE)


# --- placeholders ---


def it_knows_a_value_for_every_name() -> None:
    assert set(values(reported())) == set(NAMES)
    assert set(row_values(reported().problems[0])) == set(ROW_NAMES)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(cuts=st.lists(st.integers(1, 20), max_size=8))
def it_finds_placeholders_however_word_cut_them(tmp_path: Path, cuts: list[int]) -> None:
    text = "致【单位】：现就【年度】年度档案，请在【整改期限】改完。"

    def change(document: Document) -> None:
        paragraph = document.add_paragraph()
        places = [0, *sorted(set(cuts)), len(text)]
        for start, end in pairwise(places):
            paragraph.add_run(text[start:end]).bold = bool(start % 2)

    shown = texts(filled(saved(tmp_path / "cut.docx", change)))
    assert shown == ["致柳泉街道：现就2023年度档案，请在2024年4月15日前改完。"]


@given(
    st.lists(st.sampled_from(["【", "】", "单位", "字", "【单位】", "【【附件】】"]), max_size=12)
)
def it_replaces_places_in_order_and_apart(parts: list[str]) -> None:
    text = "".join(parts)
    known = dict.fromkeys(names_in(text), "值")
    end = 0
    for piece in pieces(text, known):
        assert end <= piece.start < piece.end
        end = piece.end


def it_keeps_the_look_of_the_run_where_a_placeholder_begins(
    template: Callable[[Change], Path],
) -> None:
    def change(document: Document) -> None:
        paragraph = document.add_paragraph()
        paragraph.add_run("【单").bold = True
        paragraph.add_run("位】好")

    first, second = filled(template(change)).paragraphs[0].runs
    assert (first.text, first.bold, second.text, second.bold) == ("柳泉街道", True, "好", None)


def it_repeats_a_row_for_each_problem(template: Callable[[Change], Path]) -> None:
    def change(document: Document) -> None:
        table = document.add_table(rows=2, cols=3)
        for cell, text in zip(
            table.rows[1].cells, ("【序号】", "【单位】【问题】", "【整改期限】"), strict=True
        ):
            cell.text = text

    table = filled(template(change)).tables[0]
    assert len(table.rows) == 3
    assert table.rows[2].cells[0].text == "2"
    assert table.rows[1].cells[1].text == "柳泉街道整盒没有材料"
    assert table.rows[2].cells[1].text == "柳泉街道药具人数报表：缺 5—12月"


def it_makes_a_table_of_the_list_of_problems_alone_and_text_of_it_within(
    template: Callable[[Change], Path],
) -> None:
    def change(document: Document) -> None:
        document.add_paragraph("【问题清单】")
        document.add_paragraph("如下：【问题清单】")

    document = filled(template(change))
    assert len(document.tables) == 1
    assert len(document.tables[0].rows) == 3
    assert document.paragraphs[-1].text.startswith("如下：1．第十三节")


def it_fills_headers_footers_and_text_boxes(template: Callable[[Change], Path]) -> None:
    box = (
        f"<w:r {nsdecls('w')} xmlns:v='urn:schemas-microsoft-com:vml'><w:pict><v:shape><v:textbox>"
        "<w:txbxContent><w:p><w:r><w:t>【年度】</w:t></w:r></w:p></w:txbxContent>"
        "</v:textbox></v:shape></w:pict></w:r>"
    )

    def change(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "【单位】"
        document.sections[0].footer.paragraphs[0].text = "【检查人】"
        document.add_paragraph("【层级】")._p.append(parse_xml(box))

    document = filled(template(change))
    assert document.sections[0].header.paragraphs[0].text == "柳泉街道"
    assert document.sections[0].footer.paragraphs[0].text == "章明、方敏"
    assert {node.text for node in document.element.iter(qn("w:t"))} == {"街道", "2023"}


def it_fills_in_nothing_that_a_value_names(template: Callable[[Change], Path]) -> None:
    def change(document: Document) -> None:
        document.add_table(rows=1, cols=1).cell(0, 0).text = "【证据】"

    shown = filled(template(change), "【单位】【没有】").tables[0].cell(1, 0).text
    assert "【单位】【没有】" in shown


def it_keeps_brackets_that_are_doubled(template: Callable[[Change], Path]) -> None:
    shown = texts(
        filled(template(lambda document: document.add_paragraph("【【附件】】见【年度】")))
    )
    assert shown == ["【附件】见2023"]


@pytest.mark.parametrize("ending", ["docx", "txt"])
def it_names_unknown_placeholders_and_the_known_ones(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"template.{ending}"
    text = "【单位】【主送单位】"
    if ending == "docx":
        saved(path, lambda document: document.add_paragraph(text))
    else:
        path.write_text(text, "utf-8")
    with pytest.raises(UsageError) as caught:
        written(reported(), Path(f"a.{ending}"), Kind.NOTICE, path)
    assert "【主送单位】" in str(caught.value)
    assert "【单位】" not in str(caught.value)
    assert all(f"【{name}】" in caught.value.remedy for name in (*NAMES, *ROW_NAMES))


def it_says_where_a_placeholder_of_a_row_belongs(template: Callable[[Change], Path]) -> None:
    with pytest.raises(UsageError) as caught:
        filled(template(lambda document: document.add_paragraph("【序号】")))
    assert "【问题清单】" in caught.value.remedy


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def it_reads_text_templates_as_offices_save_them(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "template.txt"
    path.write_bytes("致【单位】\n【序号】、【问题】\n".encode(encoding))
    lines = written(reported(), Path("a.txt"), Kind.NOTICE, path).decode().splitlines()
    assert lines == ["致柳泉街道", "1、整盒没有材料", "2、药具人数报表：缺 5—12月"]


def it_writes_one_row_that_says_nothing_is_lacking() -> None:
    content = written(nothing_lacking(), Path("a.docx"), Kind.NOTICE)
    assert "未发现问题" in docx.Document(io.BytesIO(content)).tables[0].rows[1].cells[2].text


# --- refused ---


def rewritten(path: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """The shipped template with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(default_template())) as container:
        parts = {name: container.read(name) for name in container.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        for name, blob in parts.items():
            container.writestr(name, blob)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(UsageError) as caught:
        written(reported(), Path("a.docx"), Kind.NOTICE, path)
    assert caught.value.key == "report.error.template"
    return str(caught.value)


@pytest.mark.parametrize(
    "kind", ["attachedTemplate", "image", "oleObject", "frame", "subDocument", "settings"]
)
def it_refuses_what_lies_outside(kind: str, template: Callable[[Change], Path]) -> None:
    type = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    path = template(lambda d: d.part.rels.get_or_add_ext_rel(type, "http://example.org/x"))
    assert "http://example.org/x" in refusal(path)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "\\\\host\\share", "javascript:x"])
def it_refuses_links_to_other_than_pages(target: str, template: Callable[[Change], Path]) -> None:
    link = RELATIONSHIP_TYPE.HYPERLINK
    assert target in refusal(template(lambda d: d.part.rels.get_or_add_ext_rel(link, target)))


def it_keeps_a_link_to_a_page(template: Callable[[Change], Path]) -> None:
    def change(document: Document) -> None:
        document.part.rels.get_or_add_ext_rel(RELATIONSHIP_TYPE.HYPERLINK, "https://example.org/")
        document.add_paragraph("【单位】")

    assert texts(filled(template(change))) == ["柳泉街道"]


@pytest.mark.parametrize(
    "code",
    [
        'DDEAUTO cmd "/c calc"',
        'INCLUDETEXT "file:///etc/passwd"',
        'INCLUDEPICTURE "http://example.org/x"',
        "LINK Excel.Sheet",
        'HYPERLINK "file:///x"',
        "MACROBUTTON x",
        "",
    ],
)
@pytest.mark.parametrize("cut", [1, 99])
def it_refuses_fields_that_fetch_or_run(
    code: str, cut: int, template: Callable[[Change], Path]
) -> None:
    def change(document: Document) -> None:
        run = document.add_paragraph().add_run()._r
        mark = f"<w:fldChar {nsdecls('w')} w:fldCharType='%s'/>"
        run.append(parse_xml(mark % "begin"))
        for part in (code[:cut], code[cut:]):
            made = parse_xml(f"<w:instrText {nsdecls('w')} xml:space='preserve'/>")
            made.text = part
            run.append(made)
        run.append(parse_xml(mark % "end"))

    assert "域" in refusal(template(change))


def it_refuses_macros(tmp_path: Path) -> None:
    def macros(parts: dict[str, bytes]) -> None:
        types = parts["[Content_Types].xml"].decode()
        enabled = "application/vnd.ms-word.document.macroEnabled.main+xml"
        plain = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        parts["[Content_Types].xml"] = types.replace(plain, enabled).encode()

    assert "宏" in refusal(rewritten(tmp_path / "a.docx", macros))
    named = rewritten(
        tmp_path / "b.docx", lambda parts: parts.update({"word/vbaProject.bin": b"x"})
    )
    assert "宏" in refusal(named)


@pytest.mark.parametrize("name", ["word/embeddings/a.bin", "word/a.html", "word/a.xlsx"])
def it_refuses_parts_that_are_no_plain_paper(name: str, tmp_path: Path) -> None:
    path = rewritten(tmp_path / "a.docx", lambda parts: parts.update({name: b"<x/>"}))
    assert name in refusal(path)


@pytest.mark.parametrize("tag", ["object", "control", "altChunk", "subDoc", "mailMerge"])
def it_refuses_what_word_would_load(tag: str, template: Callable[[Change], Path]) -> None:
    path = template(lambda d: d.element.body.insert(0, parse_xml(f"<w:{tag} {nsdecls('w')}/>")))
    assert tag in refusal(path)


def it_refuses_embedded_objects(template: Callable[[Change], Path]) -> None:
    embedded = "<o:OLEObject xmlns:o='urn:schemas-microsoft-com:office:office'/>"
    assert "OLEObject" in refusal(template(lambda d: d.element.body.insert(0, parse_xml(embedded))))


def it_refuses_a_bomb(tmp_path: Path) -> None:
    path = rewritten(
        tmp_path / "a.docx", lambda parts: parts.update({"word/media/a.png": bytes(60 << 20)})
    )
    assert "太大" in refusal(path)


def it_refuses_a_template_that_would_grow_beyond_measure(
    template: Callable[[Change], Path],
) -> None:
    def change(document: Document) -> None:
        document.add_table(rows=1, cols=1).cell(0, 0).text = "【序号】" + "字" * 7_000_000

    path = template(change)
    path_size = path.stat().st_size
    assert path_size < 1 << 20
    assert "太大" in refusal(path)


def it_refuses_entities_and_broken_files(tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    entities = rewritten(
        tmp_path / "a.docx", lambda parts: parts.update({"word/document.xml": bomb})
    )
    assert "读不出来" in refusal(entities)
    cut = tmp_path / "b.docx"
    cut.write_bytes(default_template()[:-200])
    assert "读不出来" in refusal(cut)
    empty = tmp_path / "c.docx"
    empty.write_bytes(b"")
    assert "读不出来" in refusal(empty)


def it_refuses_a_member_named_twice(tmp_path: Path) -> None:
    path = rewritten(tmp_path / "a.docx", lambda parts: None)
    with zipfile.ZipFile(path, "a") as container:
        container.writestr("WORD/document.xml", b"<x/>")
    assert "WORD/document.xml" in refusal(path)


def it_refuses_a_text_template_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(struct.pack("8B", *[0xFF] * 8))
    with pytest.raises(UsageError):
        written(reported(), Path("a.txt"), Kind.NOTICE, path)
    path.write_text("字" * 1_000_000, "utf-8")
    with pytest.raises(UsageError):
        written(reported(), Path("a.txt"), Kind.NOTICE, path)


# --- documentation ---


def it_documents_every_placeholder() -> None:
    page = (Path(__file__).parent.parent / "docs" / "notice-template.md").read_text("utf-8")
    table = "".join(line for line in page.splitlines() if line.startswith("| 【"))
    assert set(names_in(table)) == {*NAMES, *ROW_NAMES}
