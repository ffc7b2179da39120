"""The pieces that Word files of ours are made of: fonts, styles, tables, page numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from .words import Aside

SONG, HEI, FANG = "宋体", "黑体", "仿宋"
_LATIN = "Times New Roman"
_OTHER_NAMES = {SONG: "SimSun", HEI: "SimHei", FANG: "FangSong"}
_KEPT_STYLES = {
    "Normal",
    "Title",
    "Heading 1",
    "Header",
    "Footer",
    "Default Paragraph Font",
    "Normal Table",
    "No List",
    "Table Grid",
}
_DROPPED = ("thumbnail", "extended-properties", "stylesWithEffects", "customXml", "numbering")
_GREY = "F2F2F2"
_SMALL = "Small Text"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
A4 = (Mm(210), Mm(297))


def new_document(title: str, author: str, day: date | None) -> WordDocument:
    """An empty A4 document in portrait with our styles and nothing of the library's template."""
    document = Document()
    for style in list(document.styles):
        if style.name not in _KEPT_STYLES:
            style.element.getparent().remove(style.element)
    for relations in (document.part.package.rels, document.part.rels):
        for id in [id for id, one in relations.items() if one.reltype.endswith(_DROPPED)]:
            del relations[id]
    _describe(document, title, author, day)
    _name_fonts(document)
    _set_styles(document)
    return document


def _describe(document: WordDocument, title: str, author: str, day: date | None) -> None:
    moment = datetime.combine(day, time()) if day else datetime.now(UTC).replace(tzinfo=None)
    core = document.core_properties
    core.title, core.author, core.comments, core.keywords = title, author, "", ""
    core.last_modified_by, core.language = "", "zh-CN"
    core.created = core.modified = moment
    core.revision = 1


def _name_fonts(document: WordDocument) -> None:
    """Name each Chinese font by its other name too, for machines that know it by that."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in _OTHER_NAMES.items()
    )
    xml = f"{_DECLARATION}<w:fonts {nsdecls('w')}>{fonts}</w:fonts>"
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            relation.target_part._blob = xml.encode()


def _set_styles(document: WordDocument) -> None:
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    _set_style(normal, FANG, 12)
    _set_style(_style(document, "Title"), SONG, 22, bold=True, centred=True, before=0, after=6)
    _set_style(_style(document, "Heading 1"), HEI, 14, before=12, after=6, with_next=True)
    for name, font, size in (
        ("Subtitle Line", FANG, 14),
        ("Table Text", SONG, 9),
        ("Table Head", HEI, 9),
        (_SMALL, SONG, 7.5),
        ("Sign", FANG, 12),
    ):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(style, ParagraphStyle)
        style.base_style = normal
        _set_style(style, font, size, centred=name in ("Subtitle Line", "Table Head"))
    _set_style(_style(document, "Footer"), SONG, 9, centred=True)


def set_style(document: WordDocument, name: str, font: str, size: float) -> None:
    """Give a style of the document another Chinese font and size in points."""
    _set_style(_style(document, name), font, size)


def set_font(run: Run, font: str) -> None:
    """Give a run another Chinese font."""
    properties: Any = run._r.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _style(document: WordDocument, name: str) -> ParagraphStyle:
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    return style


def _set_style(
    style: ParagraphStyle,
    font: str,
    size: float,
    *,
    bold: bool = False,
    centred: bool = False,
    before: float = 0,
    after: float = 0,
    with_next: bool = False,
) -> None:
    properties: Any = style.element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    style.font.name, style.font.size, style.font.bold = _LATIN, Pt(size), bold
    style.font.color.rgb = RGBColor(0, 0, 0)
    properties.rFonts.set(qn("w:eastAsia"), font)
    paragraphs: Any = style.element.get_or_add_pPr()
    for child in list(paragraphs):
        paragraphs.remove(child)
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.keep_with_next = with_next or None
    form.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else None


def set_page(
    section: Section, *, wide: bool = False, margins: tuple[float, float, float, float]
) -> None:
    """A4 in portrait, or in landscape; margins in mm: top, right, bottom, left."""
    short, long = A4
    section.page_width, section.page_height = (long, short) if wide else (short, long)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    top, right, bottom, left = (Mm(one) for one in margins)
    section.top_margin, section.right_margin = top, right
    section.bottom_margin, section.left_margin = bottom, left
    section.header_distance = section.footer_distance = Mm(10)


def add_section(
    document: WordDocument, *, wide: bool, margins: tuple[float, float, float, float]
) -> Section:
    """A new page that may lie the other way round; its footer is the one before's."""
    section: Section = document.add_section(WD_SECTION.NEW_PAGE)
    set_page(section, wide=wide, margins=margins)
    return section


def width_of(section: Section) -> Length:
    """Width that text may take."""
    whole, left, right = section.page_width, section.left_margin, section.right_margin
    assert whole is not None
    assert left is not None
    assert right is not None
    return Length(whole - left - right)


def add_field(paragraph: Paragraph, instruction: str) -> None:
    """A field that Word works out, such as PAGE."""
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("", "1"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif text == instruction:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = f" {instruction} "
            run._r.append(code)
        else:
            run.text = text


def number_pages(section: Section, before: str, between: str, after: str) -> None:
    """Page numbers in the footer, such as 第 1 页，共 3 页."""
    paragraph = section.footer.paragraphs[0]
    paragraph.add_run(before)
    add_field(paragraph, "PAGE")
    if between:
        paragraph.add_run(between)
        add_field(paragraph, "NUMPAGES")
    paragraph.add_run(after)


def add_table(
    document: WordDocument, width: Length, shares: Sequence[float], heads: Sequence[str] = ()
) -> Table:
    """A ruled table of fixed widths; its head is repeated on every page.

    Args:
        document: Gets the table at its end.
        width: Of the whole table.
        shares: Of each column in the width; any unit.
        heads: Text of the head row; none makes no head.
    """
    table: Table = document.add_table(rows=0, cols=len(shares), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    whole = sum(shares)
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Length(int(width * share / whole))
    _set_padding(table)
    if heads:
        row = add_row(table, [(head,) for head in heads], style="Table Head")
        properties: Any = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:tblHeader"))
        for cell in row.cells:
            shade(cell)
    return table


def _set_padding(table: Table) -> None:
    properties: Any = table._tbl.tblPr
    properties.append(
        parse_xml(
            f'<w:tblCellMar {nsdecls("w")}><w:top w:w="40" w:type="dxa"/>'
            '<w:left w:w="70" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>'
            '<w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
        )
    )


def add_row(
    table: Table,
    cells: Sequence[Sequence[str]],
    *,
    style: str = "Table Text",
    centred: Sequence[int] = (),
) -> _Row:
    """A row that no page break divides; each cell has its lines."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    properties: Any = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    for number, (cell, lines) in enumerate(zip(row.cells, cells, strict=True)):
        cell.width = table.columns[number].width
        write_lines(cell, lines, style)
        if number in centred:
            for paragraph in cell.paragraphs:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return row


def write_lines(cell: _Cell, lines: Sequence[str], style: str) -> None:
    """Fill a cell, a paragraph a line."""
    for number, line in enumerate(lines or ("",)):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        # By id: python-docx looks through all styles for a name, for each paragraph anew.
        paragraph._p.style = (_SMALL if isinstance(line, Aside) else style).replace(" ", "")
        paragraph.add_run(line)


def add_heading_row(table: Table, text: str) -> None:
    """A row across the whole table that stays with the row after it."""
    row = add_row(table, [()] * len(table.columns))
    cell = row.cells[0].merge(row.cells[-1])
    for paragraph in cell.paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)
    paragraph = cell.paragraphs[0]
    paragraph.style, paragraph.paragraph_format.keep_with_next = "Table Head", True
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    paragraph.add_run(text)
    shade(cell)


def shade(cell: _Cell) -> None:
    """A light grey ground."""
    properties: Any = cell._tc.get_or_add_tcPr()
    ground = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _GREY)):
        ground.set(qn(f"w:{name}"), value)
    properties.append(ground)


def add_signatures(document: WordDocument, width: Length, labels: Sequence[str]) -> None:
    """Lines to sign, side by side in one row, which no page break divides."""
    document.add_paragraph(style="Table Text").paragraph_format.space_before = Pt(18)
    shares = [share for label in labels for share in (len(label) + 6, 1)][:-1]
    table = add_table(document, width, shares)
    table.style = None
    texts = [cell for label in labels for cell in ((label, "", ""), ())][:-1]
    row = add_row(table, texts, style="Sign")
    for cell in row.cells[::2]:
        properties: Any = cell._tc.get_or_add_tcPr()
        line = '<w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/>'
        properties.append(parse_xml(f"<w:tcBorders {nsdecls('w')}>{line}</w:tcBorders>"))


def to_bytes(document: WordDocument) -> bytes:
    """The file of a document."""
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()
