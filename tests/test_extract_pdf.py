"""PDF with a text layer: paragraphs, tables, margins and pages."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table

from danghe.errors import ExtractionError, UnsupportedFormatError
from danghe.extract import Ocr, Options, read
from danghe.model import BlockKind, Document

SONG = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(SONG))
BODY = ParagraphStyle(
    "body", fontName=SONG, fontSize=14, leading=25, firstLineIndent=28, wordWrap="CJK"
)
TITLE = ParagraphStyle("title", BODY, fontSize=20, leading=32, alignment=1, firstLineIndent=0)
PARAGRAPHS = [
    "根据区卫生健康局的统一安排，我街道对辖区内流动人口登记情况进行了全面核查，" * 3
    + "现将结果报告如下。",
    "一、基本情况。全街道共有九个社区，登记流动人口三千二百一十五人，其中育龄妇女一千零八人。",
    "（一）各社区均按时上报了药具发放登记册，" * 6 + "未发现漏报。",
    "2. Family planning service stations were inspected twice in 2023 and the reports were filed.",
    "短段。",
    "各社区应当于每月二十日前将报表送交街道办事处，逾期未报的，" * 9 + "予以通报。",
]

NO_OCR = Options(ocr=Ocr.NEVER)


def build(
    path: Path, story: Sequence[Flowable], decorate: Callable[..., None] | None = None
) -> Path:
    flowables = list(story)
    template = SimpleDocTemplate(str(path), pagesize=A4, title="核查报告", author="望湖街道")
    if decorate:
        template.build(flowables, onFirstPage=decorate, onLaterPages=decorate)
    else:
        template.build(flowables)
    return path


def drawn(path: Path, *pages: Callable[[Canvas], None]) -> Path:
    canvas = Canvas(str(path), pagesize=A4)
    for draw in pages:
        canvas.setFont(SONG, 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 120)), 0, 0, *A4)


def texts(document: Document, *kinds: BlockKind) -> list[str]:
    return [block.text for block in document.blocks if block.kind in kinds]


PROSE = (BlockKind.PARAGRAPH, BlockKind.HEADING)


def it_joins_lines_into_the_paragraphs_that_were_written(tmp_path: Path) -> None:
    story = [Paragraph("核查报告", TITLE), *(Paragraph(text, BODY) for text in PARAGRAPHS)]
    found = read(build(tmp_path / "report.pdf", story))
    assert texts(found, *PROSE) == ["核查报告", *PARAGRAPHS]
    assert found.page_count == 1
    assert found.meta["title"] == "核查报告"
    assert not found.losses


def it_joins_a_paragraph_across_pages_and_keeps_page_numbers(tmp_path: Path) -> None:
    found = read(build(tmp_path / "long.pdf", [Paragraph(t, BODY) for t in PARAGRAPHS * 8]))
    assert texts(found, *PROSE) == PARAGRAPHS * 8
    pages = [block.page for block in found.body]
    assert pages == sorted(page for page in pages if page)
    assert found.page_count == pages[-1]


def test_a_ruled_table_stands_between_its_paragraphs_and_its_text_only_once(tmp_path: Path) -> None:
    cells: list[list[Any]] = [
        ["姓名", "性别", "备注"],
        ["王小明", "男", "合并"],
        ["", "女", Paragraph("单元格里很长的备注需要换行才能放下，一个字也不能少", BODY)],
        ["李红", "横向合并", ""],
    ]
    table = Table(cells, colWidths=[80, 80, 150])
    table.setStyle(
        [
            ("FONT", (0, 0), (-1, -1), SONG, 11),
            ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
            ("SPAN", (0, 1), (0, 2)),
            ("SPAN", (1, 3), (2, 3)),
        ]
    )
    story = [Paragraph(PARAGRAPHS[0], BODY), table, Paragraph(PARAGRAPHS[1], BODY)]
    found = read(build(tmp_path / "table.pdf", story))
    assert [block.kind.value for block in found.blocks] == ["paragraph", "table", "paragraph"]
    assert found.blocks[1].rows == (
        ("姓名", "性别", "备注"),
        ("王小明", "男", "合并"),
        ("", "女", "单元格里很长的备注需要换行才能放下，一个字也不能少"),
        ("李红", "横向合并"),
    )


def it_takes_a_frame_around_text_for_no_table(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.rect(50, 600, 400, 100)
        canvas.drawString(72, 650, "框内的公告文字")
        canvas.line(72, 500, 300, 500)

    found = read(drawn(tmp_path / "frame.pdf", page))
    assert [(b.kind.value, b.text) for b in found.blocks] == [("paragraph", "框内的公告文字")]


@pytest.mark.parametrize(
    "number", ["- {} -", "第 {} 页", "第{}页 共4页", "{}/4", "{}", "—{}—", "Page {} of 4"]
)
def it_knows_running_headers_and_page_numbers(tmp_path: Path, number: str) -> None:
    def decorate(canvas: Canvas, template: SimpleDocTemplate) -> None:
        canvas.setFont(SONG, 9)
        canvas.drawString(72, 805, "望湖街道计划生育服务管理")
        canvas.drawString(72, 45, "内部资料  注意保存")
        canvas.drawCentredString(300, 30, number.format(template.page))

    story = [Paragraph(text, BODY) for text in PARAGRAPHS * 12]
    found = read(build(tmp_path / "book.pdf", story, decorate))
    pages = found.page_count or 0
    assert pages >= 3
    assert texts(found, BlockKind.HEADER) == ["望湖街道计划生育服务管理"]
    assert len(texts(found, BlockKind.FOOTER)) == 1
    wanted = [number.format(page + 1) for page in range(pages)]
    assert texts(found, BlockKind.PAGE_NUMBER) == wanted
    assert texts(found, *PROSE) == PARAGRAPHS * 12


def it_keeps_reference_numbers_that_differ_in_the_margin(tmp_path: Path) -> None:
    def decorate(canvas: Canvas, template: SimpleDocTemplate) -> None:
        canvas.setFont(SONG, 9)
        canvas.drawString(72, 805, f"编号：{template.page:04d}")

    story = [Paragraph("短段。", BODY), PageBreak()] * 4
    found = read(build(tmp_path / "forms.pdf", story, decorate))
    assert texts(found, BlockKind.HEADER) == [f"编号：000{page}" for page in range(1, 5)]


def it_reads_two_columns_one_after_the_other(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawCentredString(297, 780, "双栏排版的简报")
        for line in range(12):
            canvas.drawString(60, 740 - 20 * line, f"左栏第{line:02d}行文字内容文字内容文字")
            canvas.drawString(310, 740 - 20 * line, f"右栏第{line:02d}行文字内容文字内容文字")

    text = read(drawn(tmp_path / "columns.pdf", page)).text
    places = [text.index(f"{side}栏第{line:02d}行") for side in "左右" for line in range(12)]
    assert places == sorted(places)


def it_puts_lines_drawn_out_of_order_into_reading_order(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        for y, text in ((500, "三"), (700, "一"), (600, "二")):
            canvas.drawString(72, y, text)
        canvas.drawString(200, 700, "同行右侧")

    assert read(drawn(tmp_path / "order.pdf", page)).text == "一 同行右侧\n二\n三"


@pytest.mark.parametrize("angle", [90, 180, 270])
def it_reads_turned_pages(tmp_path: Path, angle: int) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setPageRotation(angle)
        for turn, (x, y) in ((90, (595, 0)), (180, (595, 842)), (270, (0, 842))):
            if turn == angle:
                canvas.translate(x, y)
                canvas.rotate(turn)
        canvas.setFont(SONG, 12)
        canvas.drawString(60, 300, "第二行")
        canvas.drawString(60, 400, "第一行")
        canvas.grid([60, 120, 180], [100, 130, 160])
        for x, y, text in ((65, 140, "甲"), (125, 140, "乙"), (65, 110, "丙"), (125, 110, "丁")):
            canvas.drawString(x, y, text)

    found = read(drawn(tmp_path / "turned.pdf", page))
    assert found.text == "第一行\n第二行\n甲\t乙\n丙\t丁"


def it_refuses_a_scan_and_notes_scanned_pages_in_a_mixed_file(tmp_path: Path) -> None:
    def stamped(canvas: Canvas) -> None:
        picture(canvas)
        canvas.drawString(72, 20, "扫描全能王")

    def blank(canvas: Canvas) -> None:
        pass

    def text(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "这一页有文字层")

    for pages in ((picture,), (picture, stamped, blank)):
        with pytest.raises(UnsupportedFormatError) as caught:
            read(drawn(tmp_path / "scan.pdf", *pages), NO_OCR)
        assert caught.value.values["type"] == "pdf-scan"
    found = read(drawn(tmp_path / "mixed.pdf", text, picture, blank, picture, picture), NO_OCR)
    assert found.text == "这一页有文字层"
    assert [(n.key, n.values["pages"]) for n in found.losses] == [
        ("extract.loss.pages_without_text", "2, 4-5")
    ]
    with pytest.raises(ExtractionError) as nothing:
        read(drawn(tmp_path / "blank.pdf", blank))
    assert nothing.value.key == "extract.no_text"


def it_keeps_a_text_layer_over_a_scan(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        picture(canvas)
        canvas.beginText()
        layer = canvas.beginText(72, 700)
        layer.setTextRenderMode(3)
        layer.textLine("双层文档的隐藏文字层也要读出来，一个字都不能少。")
        canvas.drawText(layer)

    found = read(drawn(tmp_path / "searchable.pdf", page))
    assert found.text == "双层文档的隐藏文字层也要读出来，一个字都不能少。"
    assert not found.losses


def it_notes_garbled_text_layers(tmp_path: Path) -> None:
    def garbled(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "正常")
        canvas.drawString(72, 650, "".join(chr(0xE000 + n) for n in range(30)))

    found = read(drawn(tmp_path / "garbled.pdf", garbled), NO_OCR)
    assert [note.key for note in found.losses] == ["extract.loss.garbled_pages"]


def it_reads_filled_in_form_fields(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "姓名：")
        canvas.acroForm.textfield(name="n", value="WANG XIAOMING", x=120, y=690, width=200)

    assert "WANG XIAOMING" in read(drawn(tmp_path / "form.pdf", page)).text


def it_loses_no_character_of_a_crowded_page(tmp_path: Path) -> None:
    wanted: Counter[str] = Counter()

    def page(canvas: Canvas) -> None:
        canvas.grid([100, 200, 300, 400], [300, 340, 380, 420])
        for number in range(120):
            text = f"散落{number}号"
            wanted.update(text)
            canvas.drawString(40 + number * 97 % 480, 60 + number * 61 % 720, text)

    text = read(drawn(tmp_path / "crowded.pdf", page)).text
    assert Counter(c for c in text if not c.isspace()) == wanted


def it_says_so_when_a_file_is_no_real_pdf(tmp_path: Path) -> None:
    path = tmp_path / "fake.pdf"
    path.write_bytes(b"%PDF-1.7\n" + io.BytesIO(b"nothing of the kind").read())
    with pytest.raises(ExtractionError) as caught:
        read(path)
    assert caught.value.key == "extract.damaged"
