"""PDF pages that must be recognised, and only those; passwords and attached files."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from page_images import FONT, NOTICE, error_rate, page
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from danghe.errors import ExtractionError
from danghe.extract import Ocr, Options, members, page_image, read
from danghe.extract.scan_blocks import blocks_of_scan
from danghe.model import PageScan, ScanLine

SONG = "STSong-Light"
SOUND = "各社区应当于每月二十日前将药具发放报表送交街道办事处，由专人登记造册。"
Draw = Callable[[Canvas], None]


def scan_of(number: int, text: str) -> PageScan:
    line = ScanLine(text, (100, 100, 100 + 30 * len(text), 140), 0.99)
    return PageScan(number, 1654, 2339, lines=(line,))


def drawn(path: Path, *pages: Draw, password: str | None = None) -> Path:
    pdfmetrics.registerFont(UnicodeCIDFont(SONG))
    canvas = Canvas(str(path), encrypt=password)
    for draw in pages:
        canvas.setFont(SONG, 14)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def text(canvas: Canvas) -> None:
    canvas.drawString(72, 700, SOUND)


def picture(canvas: Canvas) -> None:
    held = io.BytesIO()
    Image.new("L", (400, 560), 255).save(held, "PNG")
    canvas.drawImage(ImageReader(held), 0, 0, 595, 842)


def mojibake(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 12)
    canvas.drawString(72, 700, SOUND.encode("gb18030").decode("latin-1")[:60])


def shifted(canvas: Canvas) -> None:
    canvas.drawString(72, 700, "".join(chr(ord(c) + 0x1234) if c > "\u4e00" else c for c in SOUND))


def private(canvas: Canvas) -> None:
    canvas.drawString(72, 700, "".join(chr(0xE000 + n) for n in range(30)))


def it_recognises_only_the_pages_that_need_it(tmp_path: Path) -> None:
    path = drawn(tmp_path / "混合.pdf", text, picture, text, mojibake, picture)
    assert read(path, at_most=0).waiting == (2, 4, 5)
    texts = {2: "附件是登记表。", 4: "名单由社区保管。", 5: "年底汇总上报。"}
    known = {number: scan_of(number, line) for number, line in texts.items()}
    document = read(path, known=known)
    assert document.text.count(SOUND) == 2
    assert all(line in document.text for line in texts.values())
    assert {scan.page for scan in document.scans} == {2, 4, 5}
    assert (document.page_count, document.losses) == (5, ())


@pytest.mark.parametrize("garbage", [mojibake, shifted, private])
def it_does_not_believe_a_text_layer_that_is_garbage(tmp_path: Path, garbage: Draw) -> None:
    path = drawn(tmp_path / "乱码.pdf", text, garbage)
    assert read(path, at_most=0).waiting == (2,)
    kept = read(path, Options(ocr=Ocr.NEVER))
    assert [note.key for note in kept.losses] == ["extract.loss.garbled_pages"]


def it_recognises_every_page_when_told_so(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.pdf", text, text)
    assert read(path, Options(ocr=Ocr.ALWAYS), at_most=0).waiting == (1, 2)


@pytest.mark.skipif(FONT is None, reason="fonts-noto-cjk is not installed")
def it_reads_a_scanned_pdf(tmp_path: Path) -> None:
    path = tmp_path / "扫描.pdf"
    page(dpi=200).convert("RGB").save(path, resolution=200)
    document = read(path)
    assert error_rate(document.text, "".join(NOTICE)) < 0.02
    shown = page_image(path, 1)
    scan = document.scans[0]
    assert abs(shown.width - scan.width) <= 1


def it_opens_a_pdf_with_a_password_from_the_list(tmp_path: Path) -> None:
    path = drawn(tmp_path / "密.pdf", text, password="qingquan")
    with pytest.raises(ExtractionError) as caught:
        read(path, Options(passwords=("wrong",)))
    assert caught.value.key == "extract.encrypted"
    assert read(path, Options(passwords=("wrong", "qingquan"))).text == SOUND


def it_hands_over_attached_files_under_harmless_names(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.pdf", text)
    document = pdfium.PdfDocument(path)
    for name, data in (("../附表.txt", b"1"), ("附表.txt", b"2")):
        document.new_attachment(name).set_data(data)
    document.save(tmp_path / "b.pdf")
    found = [(m.name, m.data.read() if m.data else b"") for m in members(tmp_path / "b.pdf")]
    assert sorted(found) == [("附表(2).txt", b"2"), ("附表.txt", b"1")]


@st.composite
def pages_as_recognised(draw: st.DrawFn) -> PageScan:
    edge = st.integers(0, 40).map(lambda place: place * 40)
    lines = []
    for number in range(draw(st.integers(0, 12))):
        x0, top = draw(edge), draw(edge)
        width, height = draw(st.integers(1, 12)) * 40, draw(st.sampled_from((20, 30, 40, 200)))
        box = (x0, top, x0 + width, top + height)
        lines.append(ScanLine(f"第{number}行", box, 0.99))
    return PageScan(1, 1654, 2339, lines=tuple(lines))


@given(pages_as_recognised())
@example(
    PageScan(
        1,
        1654,
        2339,
        lines=(
            ScanLine("第0行", (0, 0, 80, 30), 0.99),
            ScanLine("第1行", (80, 0, 160, 30), 0.99),
        ),
    )
)
def it_reads_lines_wherever_they_stand_even_where_they_touch(scan: PageScan) -> None:
    text = "".join(block.text for block in blocks_of_scan(scan))
    assert all(line.text in text.replace("\t", "").replace("\n", "") for line in scan.lines)
