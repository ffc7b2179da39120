"""Reports as Word files: page, styles, fonts, tables; and what LibreOffice makes of them."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm
from reported import reported

from danghe.reports import Kind, default_template, written

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def made(kind: Kind = Kind.CHECK) -> Document:
    return docx.Document(io.BytesIO(written(reported(), Path("a.docx"), kind)))


def has(element: object, tag: str) -> bool:
    return bool(element.findall(f".//{qn(tag)}"))  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", list(Kind))
def it_lies_on_a4(kind: Kind) -> None:
    for section in made(kind).sections:
        assert section.page_width is not None
        assert section.page_height is not None
        sides = {round(side / Mm(1)) for side in (section.page_width, section.page_height)}
        assert sides == {210, 297}


def it_lays_the_list_of_problems_across() -> None:
    lying = [one.orientation is WD_ORIENT.LANDSCAPE for one in made().sections]
    assert lying == [False, True, False]


@pytest.mark.parametrize("kind", list(Kind))
def it_repeats_the_head_of_every_table_and_splits_no_row(kind: Kind) -> None:
    headed = {Kind.CHECK: 6, Kind.PROBLEMS: 1, Kind.NOTICE: 1}
    tables = made(kind).tables
    assert sum(has(table.rows[0]._tr, "w:tblHeader") for table in tables) == headed[kind]
    for table in tables:
        assert all(has(row._tr, "w:cantSplit") for row in table.rows)


@pytest.mark.parametrize("kind", list(Kind))
def it_names_chinese_fonts_with_their_other_names(kind: Kind) -> None:
    document = made(kind)
    fonts = {
        style.name: style.element.rPr.rFonts.get(qn("w:eastAsia"))
        for style in document.styles
        if style.element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}") is not None
    }
    assert fonts["Normal"] == "仿宋"
    assert fonts["Title"] == "宋体"
    assert fonts["Heading 1"] == "黑体"
    with zipfile.ZipFile(io.BytesIO(written(reported(), Path("a.docx"), kind))) as container:
        table = container.read("word/fontTable.xml").decode()
    assert all(name in table for name in ("仿宋", "FangSong", "宋体", "SimSun", "黑体", "SimHei"))


@pytest.mark.parametrize("kind", list(Kind))
def it_numbers_pages_by_a_field(kind: Kind) -> None:
    footer = made(kind).sections[0].footer._element
    codes = [code.text.strip() for code in footer.iter(qn("w:instrText"))]
    assert codes[0] == "PAGE"


def it_ends_with_lines_to_sign_in_one_row() -> None:
    for kind in Kind:
        signing = made(kind).tables[-1]
        assert len(signing.rows) == 1
        texts = [cell.text.strip() for cell in signing.rows[0].cells if cell.text.strip()]
        assert texts == ["检查人（签字）：", "被检查单位负责人（签字）：", "日期："]


def it_keeps_nothing_of_the_librarys_own_template() -> None:
    for content in (written(reported(), Path("a.docx"), Kind.CHECK), default_template()):
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            names = set(container.namelist())
            text = b"".join(container.read(name) for name in names)
        assert not {name for name in names if "thumbnail" in name or "customXml" in name}
        assert b"python-docx" not in text
        names_of_styles = {style.name for style in docx.Document(io.BytesIO(content)).styles}
        assert not {name for name in names_of_styles if name.startswith(("Colorful", "List"))}


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is missing: apt install libreoffice")
@pytest.mark.parametrize(
    ("kind", "ending"),
    [(Kind.CHECK, "docx"), (Kind.PROBLEMS, "docx"), (Kind.NOTICE, "docx"), (Kind.CHECK, "xlsx")],
)
def it_converts_to_pages_of_a4_with_all_in_it(kind: Kind, ending: str, tmp_path: Path) -> None:
    assert SOFFICE
    source = tmp_path / f"report.{ending}"
    source.write_bytes(written(reported(months=1), source, kind))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    called = [SOFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, source]
    subprocess.run([str(one) for one in called], check=True, capture_output=True, timeout=180)
    document = pypdfium2.PdfDocument(source.with_suffix(".pdf"))
    for page in document:
        assert {round(side) for side in page.get_size()} == {595, 842}
    text = "".join(page.get_textpage().get_text_range() for page in document)
    flat = "".join(text.split())
    for words in ("柳泉街道", "药具报表盒", "第十三节", "检查人（签字）：", "2024年4月15日前"):
        assert words in flat
    assert "【" not in flat
