"""Papers to bytes: DOCX, PDF and TXT, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph as WordParagraph
from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    LongTable,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    TableStyle,
)

from corpus.books import to_xlsx
from corpus.paper import Element, Kind, Paper

FIXED = datetime(2024, 1, 31, 9, 0, 0, tzinfo=UTC)
PDF_FONT = "STSong-Light"

pdfmetrics.registerFont(UnicodeCIDFont(PDF_FONT))
rl_config.useA85 = 0


def render(paper: Paper) -> bytes:
    """The file's bytes, by the ending of its path."""
    if paper.raw is not None:
        return paper.raw
    return _RENDERERS[paper.path.rsplit(".", 1)[1]](paper)


# TXT


def to_txt(paper: Paper) -> bytes:
    """Plain text as people save it: full-width indents, tables by tabs or by padding."""
    lines: list[str] = []
    tabs = len(paper.path) % 2 == 0
    for element in paper.elements:
        lines.extend(_text_lines(element, tabs))
    newline = "\r\n" if paper.encoding != "utf-8" else "\n"
    text = newline.join(lines) + newline
    if paper.encoding == "utf-16":
        return b"\xff\xfe" + text.encode("utf-16-le")
    return text.encode(paper.encoding)


def _text_lines(element: Element, tabs: bool) -> list[str]:
    text = element.text
    match element.kind:
        case Kind.BREAK:
            return ["", "-" * 40, ""]
        case Kind.TABLE:
            return _text_table(element.rows, tabs)
        case Kind.TITLE:
            return ["", "　" * max(0, (32 - len(text)) // 2) + text, ""]
        case Kind.LETTERHEAD | Kind.NUMBER | Kind.CENTRE:
            return ["　" * max(0, (32 - len(text)) // 2) + text]
        case Kind.RIGHT:
            return ["　" * max(0, 32 - len(text)) + text]
        case Kind.PARAGRAPH | Kind.HEADING:
            return ["　　" + text]
        case _:
            return [text]


def _text_table(rows: tuple[tuple[str, ...], ...], tabs: bool) -> list[str]:
    if tabs:
        return ["\t".join(row) for row in rows]
    columns = max(len(row) for row in rows)
    width = [max(_columns(row[i]) for row in rows if i < len(row)) + 2 for i in range(columns)]
    lines = ("".join(c + " " * (width[i] - _columns(c)) for i, c in enumerate(r)) for r in rows)
    return [line.rstrip() for line in lines]


def _columns(text: str) -> int:
    return sum(2 if ord(char) > 0x2000 else 1 for char in text)


# DOCX


def to_docx(paper: Paper) -> bytes:
    """A Word file; papers whose path length is odd use heading styles, the others bold text."""
    document = docx.Document()
    _slim(document)
    _page_setup(document)
    styled = len(paper.path) % 2 == 1
    for element in paper.elements:
        _add_to_word(document, element, styled)
    core = document.core_properties
    core.author, core.title, core.comments, core.last_modified_by = "办公室", "", "", "办公室"
    core.created = core.modified = FIXED.replace(tzinfo=None)
    buffer = io.BytesIO()
    document.save(buffer)
    return _rezip(buffer.getvalue())


_KEPT_STYLES = {
    *("Normal", "Heading1", "Heading2", "Title", "TableGrid", "TableNormal", "Header", "Footer"),
    *("DefaultParagraphFont", "NoList"),
}


def _slim(document: Document) -> None:
    """Drops the template's thumbnail and unused styles, nine tenths of a small file's size."""
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in _KEPT_STYLES:
            styles.remove(style)
    unwanted = ("thumbnail", "stylesWithEffects", "customXml", "numbering", "webSettings")
    for relations in (document.part.package.rels, document.part.rels):
        for key, relation in list(relations.items()):
            if any(word in relation.reltype or word in relation.target_ref for word in unwanted):
                del relations[key]


def _page_setup(document: Document) -> None:
    font = document.styles["Normal"]
    font.font.size = Pt(14)
    properties = font.element.get_or_add_rPr()
    fonts = OxmlElement("w:rFonts")
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(name), "仿宋_GB2312")
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, fonts)


def _add_to_word(document: Document, element: Element, styled: bool) -> None:
    section = document.sections[0]
    match element.kind:
        case Kind.TABLE:
            _add_table(document, element.rows)
        case Kind.BREAK:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        case Kind.RUNNING_HEAD:
            section.header.paragraphs[0].text = element.text
        case Kind.RUNNING_FOOT:
            section.footer.paragraphs[0].text = element.text
        case Kind.HEADING if styled:
            document.add_paragraph(element.text, style="Heading 1")
        case Kind.TITLE if styled:
            _centre(document.add_paragraph(element.text, style="Title"))
        case _:
            _add_line(document, element)


def _add_line(document: Document, element: Element) -> None:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(element.text)
    match element.kind:
        case Kind.LETTERHEAD:
            _centre(paragraph)
            run.font.color.rgb, run.font.size, run.bold = RGBColor(0xE0, 0, 0), Pt(30), True
        case Kind.TITLE:
            _centre(paragraph)
            run.font.size, run.bold = Pt(20), True
        case Kind.NUMBER | Kind.CENTRE:
            _centre(paragraph)
        case Kind.RIGHT:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        case Kind.HEADING:
            run.bold = True
        case Kind.PARAGRAPH:
            paragraph.paragraph_format.first_line_indent = Pt(28)
        case _:
            pass


def _centre(paragraph: WordParagraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _add_table(document: Document, rows: tuple[tuple[str, ...], ...]) -> None:
    columns = max(len(row) for row in rows)
    table: WordTable = document.add_table(rows=0, cols=columns)
    table.style = "Table Grid"
    for row in rows:
        cells: tuple[Cell, ...] = table.add_row().cells  # type: ignore[no-untyped-call]
        for cell, text in zip(cells, row, strict=False):
            cell.text = text
        if len(row) < columns:
            cells[len(row) - 1].merge(cells[columns - 1])
    document.add_paragraph()


def _rezip(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for name in old.namelist():
            info = zipfile.ZipInfo(name, FIXED.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            new.writestr(info, old.read(name), compresslevel=9)
    return buffer.getvalue()


# PDF


def to_pdf(paper: Paper) -> bytes:
    """A PDF with a text layer in a font that is named, not embedded."""
    buffer = io.BytesIO()
    heads = [e.text for e in paper.elements if e.kind is Kind.RUNNING_HEAD]
    document = BaseDocTemplate(buffer, pagesize=A4, invariant=1, pageCompression=1)
    frame = Frame(25 * mm, 22 * mm, A4[0] - 50 * mm, A4[1] - 50 * mm, id="text")

    def furniture(canvas: Canvas, _document: BaseDocTemplate) -> None:
        canvas.setFont(PDF_FONT, 10)
        canvas.drawCentredString(A4[0] / 2, 14 * mm, f"- {canvas.getPageNumber()} -")
        if heads:
            canvas.drawString(25 * mm, A4[1] - 16 * mm, heads[0])

    document.addPageTemplates([PageTemplate(id="page", frames=[frame], onPage=furniture)])
    document.build([flow for element in paper.elements for flow in _flowables(element)])
    return buffer.getvalue()


def _style(name: str, size: float, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(
        name, fontName=PDF_FONT, fontSize=size, leading=size * 1.6, wordWrap="CJK", **more
    )


_STYLES = {
    Kind.LETTERHEAD: _style("red", 26, alignment=TA_CENTER, textColor=colors.red),
    Kind.NUMBER: _style("number", 12, alignment=TA_CENTER),
    Kind.TITLE: _style("title", 18, alignment=TA_CENTER, spaceBefore=8, spaceAfter=10),
    Kind.HEADING: _style("heading", 13, spaceBefore=4),
    Kind.FLUSH: _style("flush", 12),
    Kind.RIGHT: _style("right", 12, alignment=TA_RIGHT),
    Kind.CENTRE: _style("centre", 12, alignment=TA_CENTER),
    Kind.PARAGRAPH: _style("paragraph", 12, firstLineIndent=24),
}
_CELL = _style("cell", 9)


def _flowables(element: Element) -> list[Flowable]:
    match element.kind:
        case Kind.TABLE:
            return [_pdf_table(element.rows), Spacer(1, 6)]
        case Kind.BREAK:
            return [PageBreak()]
        case Kind.RUNNING_HEAD | Kind.RUNNING_FOOT:
            return []
        case Kind.NUMBER:
            rule = HRFlowable(width="100%", color=colors.red, thickness=1.2)
            return [Paragraph(escape(element.text), _STYLES[element.kind]), rule]
        case _:
            return [Paragraph(escape(element.text), _STYLES[element.kind])]


def _pdf_table(rows: tuple[tuple[str, ...], ...]) -> LongTable:
    columns = max(len(row) for row in rows)
    widths = [
        max(min(_columns(row[i]), 24) if i < len(row) else 0 for row in rows) + 2
        for i in range(columns)
    ]
    full = A4[0] - 54 * mm
    cells = [
        [Paragraph(escape(cell), _CELL) for cell in row] + [""] * (columns - len(row))
        for row in rows
    ]
    table = LongTable(cells, colWidths=[full * w / sum(widths) for w in widths], repeatRows=1)
    spans = [("SPAN", (len(r) - 1, i), (-1, i)) for i, r in enumerate(rows) if len(r) < columns]
    table.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LEFTPADDING", (0, 0), (-1, -1), 2),
                ("RIGHTPADDING", (0, 0), (-1, -1), 2),
                *spans,
            ]
        )
    )
    return table


# Scans


def to_jpg(paper: Paper) -> bytes:
    """One page as a scanner gives it, a little askew; at most one table."""
    from corpus.scanned import Line, Page, scan

    points = {Kind.TITLE: 21.0}
    align = {Kind.TITLE: "centre", Kind.CENTRE: "centre", Kind.RIGHT: "right", Kind.FLUSH: "flush"}
    parts: tuple[list[Line], list[Line]] = ([], [])
    table: tuple[tuple[str, ...], ...] = ()
    for element in paper.elements:
        if element.rows:
            table = element.rows
            continue
        kind = element.kind
        line = Line(element.text, points.get(kind, 16), align.get(kind, "body"))
        parts[bool(table)].append(line)
    tilt = (len(paper.path) % 5 - 2) * 0.3
    return scan(Page(tuple(parts[0]), table, tilt=tilt, below=tuple(parts[1])))


_RENDERERS: dict[str, Callable[[Paper], bytes]] = {
    "txt": to_txt,
    "docx": to_docx,
    "pdf": to_pdf,
    "xlsx": to_xlsx,
    "jpg": to_jpg,
}
