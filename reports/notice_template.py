"""The notice's template that ships, made in code: 整改通知书 in the form of official papers."""

from __future__ import annotations

from datetime import date

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from ..messages import translate
from . import words
from .word_parts import (
    FANG,
    HEI,
    add_field,
    add_row,
    add_signatures,
    add_table,
    new_document,
    set_font,
    set_page,
    set_style,
    to_bytes,
    width_of,
)

_MARGINS = (37.0, 26.0, 35.0, 28.0)  # GB/T 9704-2012: the page of an official paper
_COLUMNS = (
    ("no", ("【序号】",), 9),
    ("place", ("【条线】", "【盒】"), 32),
    ("problem", ("【问题】", "【情况】"), 40),
    ("clause", ("【依据】",), 24),
    ("demand", ("【整改要求】",), 35),
    ("deadline", ("【整改期限】",), 16),
)
_MADE_ON = date(2024, 1, 1)


def default_template() -> bytes:
    """The notice's template as a DOCX file, in the language in force."""
    title = translate("report.title.notice")
    document = new_document(title, "", _MADE_ON)
    section = document.sections[0]
    set_page(section, margins=_MARGINS)
    _number_pages(section.footer.paragraphs[0])
    set_style(document, "Normal", FANG, 16)
    document.add_paragraph(title, style="Title")
    for kind, text in notice_lines():
        if kind == "table":
            _table(document)
        else:
            _add_line(document, kind, text)
    add_signatures(document, width_of(section), words.signatures())
    return to_bytes(document)


def default_text() -> str:
    """The same notice as a plain text template."""
    title = translate("report.title.notice")
    rule = translate(
        "report.notice.problem",
        no="【序号】",
        place="【条线】 【盒】",
        problem=words.bracketed("【问题】", "【程度】"),
        more="【情况】",
        demand="【整改要求】",
    )
    indent = {"body": "　　", "head": "　　"}
    lines = [title, ""]
    for kind, text in notice_lines():
        lines.append("　　" + rule if kind == "table" else indent.get(kind, "") + text)
    return "\n".join((*lines, "", *words.signatures())) + "\n"


def notice_lines() -> tuple[tuple[str, str], ...]:
    """Kind and template text of each paragraph; ``table`` where the problems stand."""
    opening = translate(
        "report.notice.opening",
        norms="【规范】",
        day="【检查日期】",
        year="【年度】",
        summary="【总体情况】",
        count="【问题数】",
    )
    return (
        ("number", translate("report.notice.number", year="【检查年】")),
        ("plain", translate("report.notice.dear", unit="【单位】")),
        ("body", opening),
        ("head", translate("report.notice.part.problems")),
        ("table", ""),
        ("head", translate("report.notice.part.terms")),
        ("body", translate("report.notice.terms", deadline="【整改期限】")),
        ("head", translate("report.notice.part.questions")),
        ("body", "【疑问】"),
        ("head", translate("report.notice.part.observations")),
        ("body", "【提示】"),
        ("head", translate("report.notice.part.unchecked")),
        ("body", translate("report.notice.unchecked_hint")),
        ("body", "【未检查事项】"),
        ("end", "【检查单位】"),
        ("end", "【检查日期】"),
    )


def _add_line(document: WordDocument, kind: str, text: str) -> None:
    paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(28)
    run = paragraph.add_run(text)
    if kind == "number":
        paragraph.alignment, form.space_after = WD_ALIGN_PARAGRAPH.CENTER, Pt(14)
    elif kind == "end":
        paragraph.alignment, form.keep_with_next = WD_ALIGN_PARAGRAPH.RIGHT, True
        form.right_indent = Pt(32)
    elif kind in ("head", "body"):
        form.first_line_indent = Pt(32)
        form.keep_with_next = kind == "head" or None
    if kind == "head":
        set_font(run, HEI)


def _table(document: WordDocument) -> None:
    width = width_of(document.sections[0])
    shares = [share for _, _, share in _COLUMNS]
    heads = [words.column(name) for name, _, _ in _COLUMNS]
    table = add_table(document, width, shares, heads)
    weighed = words.bracketed("【问题】", "【程度】")
    cells = [lines if name != "problem" else (weighed, "【情况】") for name, lines, _ in _COLUMNS]
    add_row(table, cells, centred=(0,))


def _number_pages(paragraph: Paragraph) -> None:
    paragraph.add_run("— ")
    add_field(paragraph, "PAGE")
    paragraph.add_run(" —")
    for run in paragraph.runs:
        run.font.size = Pt(14)
