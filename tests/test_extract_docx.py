"""Word documents: what Word shows, each thing once, in order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Inches
from PIL import Image

from danghe.errors import UnsupportedFormatError
from danghe.extract import Ocr, Options, members, page_image, read
from danghe.model import BlockKind, Document, PageScan, ScanLine

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
HEADERS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def saved(document: WordDocument, tmp_path: Path) -> Path:
    path = tmp_path / "paper.docx"
    document.save(str(path))
    return path


def rewritten(path: Path, change: Callable[[str, bytes], bytes], **added: str) -> Path:
    """The package with each part passed through a function, and parts added."""
    parts: dict[str, bytes | str] = dict(added)
    with zipfile.ZipFile(path) as package:
        parts |= {name: change(name, package.read(name)) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def read_body(tmp_path: Path, *elements: str) -> Document:
    """A document whose body holds the given XML."""
    document = docx.Document()
    body = document.element.body
    for element in elements:
        tag_end = element.index(" ") if " " in element.split(">")[0] else element.index(">")
        if element[tag_end - 1] == "/":
            tag_end -= 1
        xml = f"{element[:tag_end]} {SPACES}{element[tag_end:]}"
        body.insert(len(body) - 1, parse_xml(xml))
    return read(saved(document, tmp_path))


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(runs)}</w:p>"


def texts(document: Document, kind: BlockKind | None = None) -> list[str]:
    return [block.text for block in document.blocks if kind in (None, block.kind)]


def it_reads_headings_paragraphs_and_metadata(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.title = "药具工作总结"
    document.core_properties.author = "望湖街道办事处"
    document.add_heading("药具工作总结", 0)
    document.add_heading("基本情况", 2)
    document.add_paragraph("全年发放药具。")
    found = read(saved(document, tmp_path))
    assert [(b.kind.value, b.level, b.text) for b in found.blocks] == [
        ("heading", 1, "药具工作总结"),
        ("heading", 2, "基本情况"),
        ("paragraph", None, "全年发放药具。"),
    ]
    assert found.meta["title"] == "药具工作总结"
    assert found.meta["author"] == "望湖街道办事处"
    assert not found.losses


def it_takes_the_outline_level_for_a_heading(tmp_path: Path) -> None:
    found = read_body(
        tmp_path,
        paragraph(run("总则"), properties='<w:outlineLvl w:val="2"/>'),
        paragraph(run("降级"), properties='<w:pStyle w:val="Heading1"/><w:outlineLvl w:val="9"/>'),
    )
    assert [(b.kind.value, b.level) for b in found.blocks] == [("heading", 3), ("paragraph", None)]


def it_reads_tables_in_place_with_merged_cells_once(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("前")
    table = document.add_table(3, 3)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"格{number}"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "横并"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "纵并"
    document.add_paragraph("后")
    found = read(saved(document, tmp_path))
    assert [block.kind.value for block in found.blocks] == ["paragraph", "table", "paragraph"]
    assert found.blocks[1].rows == (("格0", "横并"), ("纵并", "格4", "格5"), ("", "格7", "格8"))


def it_flattens_nested_tables_and_cell_paragraphs_into_the_cell(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "外"
    inner = table.cell(0, 1).add_table(2, 2)
    for number, cell in enumerate(cell for row in inner.rows for cell in row.cells):
        cell.text = f"内{number}"
    found = read(saved(document, tmp_path))
    assert found.blocks[0].rows == (("外", "内0 内1 内2 内3"),)


def it_unpacks_a_frame_of_one_cell(tmp_path: Path) -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "第一段"
    cell.add_paragraph("第二段")
    assert texts(read(saved(document, tmp_path)), BlockKind.PARAGRAPH) == ["第一段", "第二段"]


def it_reads_each_distinct_header_and_footer_once(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("一")
    document.sections[0].header.paragraphs[0].text = "望湖街道"
    document.sections[0].footer.paragraphs[0].text = "内部资料"
    for name in ("望湖街道", "另一页眉"):
        section = document.add_section()
        section.header.is_linked_to_previous = False
        section.header.paragraphs[0].text = name
        document.add_paragraph(f"{name}之下")
    document.sections[0].first_page_header.paragraphs[0].text = "不显示的首页页眉"
    document.sections[0].different_first_page_header_footer = False
    found = read(saved(document, tmp_path))
    assert [(b.kind.value, b.text) for b in found.blocks] == [
        ("header", "望湖街道"),
        ("paragraph", "一"),
        ("footer", "内部资料"),
        ("paragraph", "望湖街道之下"),
        ("header", "另一页眉"),
        ("paragraph", "另一页眉之下"),
    ]


PAGE = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


@pytest.mark.parametrize(
    ("runs", "kind", "text"),
    [
        (run("第 ") + PAGE + run(" 页"), "page_number", "第 7 页"),
        (run("— ") + PAGE + run(" —"), "page_number", "— 7 —"),
        ('<w:fldSimple w:instr="PAGE"><w:r><w:t>3</w:t></w:r></w:fldSimple>', "page_number", "3"),
        (run("工作手册 ") + PAGE, "footer", "工作手册"),
    ],
)
def it_knows_page_numbers_in_footers(tmp_path: Path, runs: str, kind: str, text: str) -> None:
    document = docx.Document()
    document.add_paragraph("正文")
    footer = document.sections[0].footer.paragraphs[0]._p
    for child in parse_xml(f"<w:p {SPACES}>{runs}</w:p>"):
        footer.append(child)
    found = read(saved(document, tmp_path))
    assert [(b.kind.value, b.text) for b in found.blocks][-1] == (kind, text)
    assert "7" not in found.text


def text_box(text: str) -> str:
    return f"<w:txbxContent>{paragraph(run(text))}</w:txbxContent>"


def it_reads_a_text_box_once_though_it_is_stored_twice(tmp_path: Path) -> None:
    box = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>'
        f"{text_box('框中文字')}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f"<v:shape><v:textbox>{text_box('框中文字')}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    old = (
        f"<w:r><w:pict><v:shape><v:textbox>{text_box('旧框')}</v:textbox></v:shape></w:pict></w:r>"
    )
    art = '<w:r><w:pict><v:shape><v:textpath string="艺术字"/></v:shape></w:pict></w:r>'
    found = read_body(tmp_path, paragraph(run("正"), box, run("文")), paragraph(old, art))
    assert texts(found) == ["正文", "框中文字", "旧框", "艺术字"]


def it_reads_content_controls_links_and_formulas(tmp_path: Path) -> None:
    found = read_body(
        tmp_path,
        f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph(run('整段控件'))}</w:sdtContent></w:sdt>",
        paragraph(
            run("甲"),
            f"<w:sdt><w:sdtContent>{run('乙')}</w:sdtContent></w:sdt>",
            f"<w:hyperlink>{run('丙')}</w:hyperlink>",
            f"<w:smartTag>{run('丁')}</w:smartTag>",
            "<m:oMath><m:r><m:t>x+y</m:t></m:r></m:oMath>",
        ),
    )
    assert texts(found) == ["整段控件", "甲乙丙丁x+y"]


def it_accepts_tracked_changes(tmp_path: Path) -> None:
    row = "<w:tr>{}<w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    found = read_body(
        tmp_path,
        paragraph(
            run("原"),
            f"<w:ins>{run('增')}</w:ins>",
            "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>",
            f"<w:moveFrom>{run('移出')}</w:moveFrom><w:moveTo>{run('移入')}</w:moveTo>",
        ),
        paragraph(run("前半"), properties="<w:rPr><w:del/></w:rPr>"),
        paragraph(run("后半")),
        "<w:tbl>"
        + row.format("", paragraph(run("留")), paragraph(run("下")))
        + row.format("<w:trPr><w:del/></w:trPr>", paragraph(run("去")), paragraph(run("掉")))
        + "</w:tbl>",
    )
    assert texts(found) == ["原增移入", "前半后半", "留\t下"]


def it_drops_field_codes_and_hidden_text_and_keeps_results(tmp_path: Path) -> None:
    date = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
        f'{run("代码里的字")}<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("2023年5月")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
    unclosed = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>码</w:t></w:r>'
    found = read_body(
        tmp_path,
        paragraph(run("日期："), date, hidden),
        paragraph(unclosed),
        paragraph(run("仍在")),
    )
    assert texts(found) == ["日期：2023年5月", "仍在"]


def it_reads_signs_breaks_ruby_and_form_fields(tmp_path: Path) -> None:
    ruby = (
        f"<w:r><w:ruby><w:rt>{run('pin')}</w:rt><w:rubyBase>{run('拼')}</w:rubyBase></w:ruby></w:r>"
    )
    tick = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="1"/>'
        '</w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    found = read_body(
        tmp_path,
        paragraph(
            "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/>"
            '<w:t>d</w:t><w:softHyphen/><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>',
            ruby,
            tick,
        ),
    )
    assert texts(found) == ["a\tb\nc-d☑拼☑"]


def it_leaves_comments_out_and_puts_notes_at_the_end(tmp_path: Path) -> None:
    document = docx.Document()
    first = document.add_paragraph("正文")
    document.add_comment(first.runs, "批注内容")
    first._p.append(parse_xml(f'<w:r {SPACES}><w:footnoteReference w:id="5"/></w:r>'))
    document.add_paragraph("末段")
    path = saved(document, tmp_path)
    relation = (
        f'<Relationship Id="rId900" Type="{HEADERS}footnotes" Target="footnotes.xml"/>'
        f'<Relationship Id="rId901" Type="{HEADERS}image" Target="NULL"/>'
        f'<Relationship Id="rId902" Type="{HEADERS}header" Target="http://example.invalid/x" '
        'TargetMode="External"/></Relationships>'
    )

    def relate(name: str, content: bytes) -> bytes:
        if name == "word/_rels/document.xml.rels":
            return content.replace(b"</Relationships>", relation.encode())
        return content

    notes = (
        f'<w:footnotes {SPACES}><w:footnote w:type="separator" w:id="0">{paragraph(run("线"))}'
        f'</w:footnote><w:footnote w:id="5">{paragraph(run("脚注内容"))}</w:footnote>'
        f'<w:footnote w:id="6">{paragraph(run("无人引用"))}</w:footnote></w:footnotes>'
    )
    found = read(rewritten(path, relate, **{"word/footnotes.xml": notes}))
    assert texts(found) == ["正文", "末段", "脚注内容"]
    assert not found.losses


def it_notes_embedded_files_as_a_loss(tmp_path: Path) -> None:
    embedded = '<w:r><w:object><o:OLEObject Type="Embed" ProgID="Excel.Sheet.12"/></w:object></w:r>'
    found = read_body(tmp_path, paragraph(run("见附表"), embedded))
    assert [note.key for note in found.losses] == ["extract.loss.attachments"]


@pytest.mark.parametrize("kind", ["macroEnabled", "template", "strict"])
def it_reads_macro_files_templates_and_strict_files(tmp_path: Path, kind: str) -> None:
    document = docx.Document()
    document.add_paragraph("模板正文")
    main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = {
        "macroEnabled": b"application/vnd.ms-word.document.macroEnabled.main+xml",
        "template": main.replace(b"document.main", b"template.main"),
        "strict": main,
    }

    def change(name: str, content: bytes) -> bytes:
        if kind == "strict":
            content = content.replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            ).replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
        return content.replace(main, types[kind])

    assert read(rewritten(saved(document, tmp_path), change)).text == "模板正文"


def a_document_of_pictures(tmp_path: Path) -> Path:
    document = docx.Document()
    for number in (1, 2):
        picture = io.BytesIO()
        Image.new("L", (700 + number, 1000), 255).save(picture, "PNG")
        document.add_picture(picture, width=Inches(5))
    document.save(str(tmp_path / "scan.docx"))
    return tmp_path / "scan.docx"


def it_reads_a_document_of_pictures_as_a_scan(tmp_path: Path) -> None:
    path = a_document_of_pictures(tmp_path)
    known = {
        n: PageScan(n, 700, 1000, lines=(ScanLine(f"第{n}页", (50, 50, 200, 90), 0.9),))
        for n in (1, 2)
    }
    found = read(path, known=known, at_most=0)
    assert (found.text, found.page_count) == ("第1页第2页", 2)
    assert read(path, at_most=0).waiting == (1, 2)
    assert page_image(path, 2).size == (702, 1000)
    with pytest.raises(UnsupportedFormatError) as caught:
        read(path, Options(ocr=Ocr.NEVER))
    assert caught.value.values["type"] == "docx-scan"


def it_hands_over_embedded_files(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("见附表")
    part = Part(
        PackURI("/word/embeddings/附表.xlsx"),
        "application/octet-stream",
        b"PK fake",
        None,
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/package"
    document.part.relate_to(part, kind)
    document.save(str(tmp_path / "a.docx"))
    found = [(m.name, m.data.read() if m.data else b"") for m in members(tmp_path / "a.docx")]
    assert found == [("附表.xlsx", b"PK fake")]
