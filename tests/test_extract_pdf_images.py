"""Images of PDF pages: the resolution of the scan, turned pages, limits; and what lies on scans."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from danghe.errors import ExtractionError, LimitExceededError
from danghe.extract import Limits, Ocr, Options, members, page_image, read
from danghe.model import PageScan, ScanLine

SONG = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(SONG))
A4 = (595.0, 842.0)
Draw = Callable[[Canvas], None]


def scan_of(number: int, text: str) -> PageScan:
    line = ScanLine(text, (100, 100, 100 + 30 * len(text), 140), 0.99)
    return PageScan(number, 1654, 2339, lines=(line,))


def drawn(
    path: Path, *pages: Draw, size: tuple[float, float] = A4, password: str | None = None
) -> Path:
    canvas = Canvas(str(path), pagesize=size, encrypt=password)
    for draw in pages:
        canvas.setFont(SONG, 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def scan(width: int, height: int, size: tuple[float, float] = A4) -> Draw:
    """A picture that covers the page, black in its upper left quarter."""
    image = Image.new("L", (width, height), 255)
    ImageDraw.Draw(image).rectangle((0, 0, width // 2, height // 2), fill=0)
    held = io.BytesIO()
    image.save(held, "PNG")

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(held), 0, 0, *size)

    return draw


def over(*draws: Draw) -> Draw:
    def draw(canvas: Canvas) -> None:
        for one in draws:
            one(canvas)

    return draw


def words(text: str, y: float = 700) -> Draw:
    return lambda canvas: canvas.drawString(72, y, text)


def hidden(*lines: str) -> Draw:
    """Lines as recognition puts them under a scan."""

    def draw(canvas: Canvas) -> None:
        layer = canvas.beginText(72, 700)
        layer.setTextRenderMode(3)
        layer.setFont(SONG, 12)
        for line in lines:
            layer.textLine(line)
        canvas.drawText(layer)

    return draw


@pytest.mark.parametrize(
    ("pixels", "size"),
    [
        ((2480, 3508), A4),  # 300 dpi
        ((1654, 2339), A4),  # 200 dpi
        ((2480, 3508), (2480.0, 3508.0)),  # a point for a pixel
        ((2480, 3508), (59.5, 84.2)),  # a stamp's size
    ],
)
def it_shows_a_scan_at_its_own_resolution(
    tmp_path: Path, pixels: tuple[int, int], size: tuple[float, float]
) -> None:
    image = page_image(drawn(tmp_path / "a.pdf", scan(*pixels, size), size=size), 1)
    assert abs(image.width - pixels[0]) <= 3
    assert abs(image.height - pixels[1]) <= 3
    grey = image.convert("L")
    assert grey.getpixel((pixels[0] // 4, pixels[1] // 4)) == 0
    assert grey.getpixel((pixels[0] * 3 // 4, pixels[1] // 4)) == 255


def it_shows_a_coarse_scan_large_enough_to_read_and_a_drawing_at_200_dpi(tmp_path: Path) -> None:
    assert page_image(drawn(tmp_path / "a.pdf", scan(400, 566)), 1).height == 1600
    path = drawn(tmp_path / "b.pdf", lambda canvas: canvas.circle(300, 300, 90, fill=1))
    assert abs(page_image(path, 1).height - 842 * 200 / 72) <= 1


def it_keeps_page_images_within_bounds(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.pdf", scan(2480, 3508))
    small = page_image(path, 1, Options(Limits(max_pixels=500_000)))
    assert 400_000 < small.width * small.height <= 505_000
    poster = drawn(tmp_path / "b.pdf", words("海报"), size=(14_000.0, 9_000.0))
    assert max(page_image(poster, 1).size) <= 4000
    strip = drawn(tmp_path / "c.pdf", words("条"), size=(3.0, 14_000.0))
    assert max(page_image(strip, 1).size) <= 4000
    with pytest.raises(ExtractionError):
        page_image(path, 2)


@pytest.mark.parametrize("angle", [90, 180, 270])
def it_shows_turned_pages_as_a_viewer_does(tmp_path: Path, angle: int) -> None:
    document = pdfium.PdfDocument(drawn(tmp_path / "a.pdf", scan(1654, 2339)))
    document[0].set_rotation(angle)
    document.save(tmp_path / "turned.pdf")
    image = page_image(tmp_path / "turned.pdf", 1).convert("L")
    assert (image.width > image.height) == (angle in (90, 270))
    across, down = {90: (0.75, 0.25), 180: (0.75, 0.75), 270: (0.25, 0.75)}[angle]
    assert image.getpixel((int(across * image.width), int(down * image.height))) == 0


def it_shows_pages_of_locked_files_to_who_has_the_password(tmp_path: Path) -> None:
    path = drawn(tmp_path / "密.pdf", scan(400, 566), password="qingquan")
    assert page_image(path, 1, Options(passwords=("a", "qingquan"))).height == 1600
    with pytest.raises(ExtractionError) as caught:
        page_image(path, 1, Options(passwords=("a",)))
    assert caught.value.key == "extract.encrypted"


def it_believes_the_hidden_layer_of_a_searchable_scan(tmp_path: Path) -> None:
    layer = hidden("双层文档的隐藏文字层也要读出来，", "一个字都不能少，也不再识别一遍。")
    document = read(drawn(tmp_path / "a.pdf", over(scan(400, 566), layer)), at_most=0)
    assert "一个字都不能少" in document.text
    assert (document.waiting, document.scans) == ((), ())


def it_recognises_a_scan_that_bears_only_a_stamp_and_a_number(tmp_path: Path) -> None:
    stamp = over(
        words("全宗号 A001 年度 2023 件号 0012 保管期限 永久 页数 3 机构 计生办", 812),
        words("扫描件由某某软件生成，仅供内部查阅使用，不得外传", 20),
    )
    path = drawn(tmp_path / "a.pdf", over(scan(400, 566), stamp), stamp)
    assert read(path, at_most=0).waiting == (1,)
    document = read(path, known={1: scan_of(1, "关于药具发放的通知")})
    assert "关于药具发放的通知" in document.text


def it_lays_recognised_pages_between_those_with_text(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.pdf", words("一、首页。"), scan(400, 566), words("三、末页。"))
    document = read(path, known={2: scan_of(2, "二、中间一页。")})
    assert [(block.text, block.page) for block in document.blocks] == [
        ("一、首页。", 1),
        ("二、中间一页。", 2),
        ("三、末页。", 3),
    ]


def it_takes_the_recognised_text_of_every_page_when_told_so(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.pdf", words("文字层说的话。"))
    document = read(path, Options(ocr=Ocr.ALWAYS), known={1: scan_of(1, "图像上的话。")})
    assert document.text == "图像上的话。"
    assert read(path, known={1: scan_of(1, "图像上的话。")}).text == "文字层说的话。"


def it_takes_a_scan_without_text_as_a_paper_all_the_same(tmp_path: Path) -> None:
    path = drawn(tmp_path / "照片.pdf", scan(400, 566))
    document = read(path, known={1: PageScan(1, 1654, 2339)})
    assert (document.text, document.page_count, document.scans[0].lines) == ("", 1, ())


def it_reads_text_that_was_put_on_a_page_without_a_form(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.pdf", words("正文。"))
    document = pdfium.PdfDocument(path)
    page = document[0]
    annotation = pdfium.raw.FPDFPage_CreateAnnot(page, pdfium.raw.FPDF_ANNOT_STAMP)
    place = pdfium.raw.FS_RECTF(100, 540, 300, 500)
    pdfium.raw.FPDFAnnot_SetRect(annotation, place)
    typed = pdfium.raw.FPDFPageObj_NewTextObj(document, b"Helvetica", 14)
    wide = ctypes.create_string_buffer("APPROVED\0".encode("utf-16-le"))
    pdfium.raw.FPDFText_SetText(typed, ctypes.cast(wide, pdfium.raw.FPDF_WIDESTRING))
    pdfium.raw.FPDFPageObj_Transform(typed, 1, 0, 0, 1, 110, 510)
    assert pdfium.raw.FPDFAnnot_AppendObject(annotation, typed)
    pdfium.raw.FPDFPage_CloseAnnot(annotation)
    document.save(tmp_path / "b.pdf")
    found = read(tmp_path / "b.pdf")
    assert found.text.split() == ["正文。", "APPROVED"]
    assert not found.losses


def with_files(path: Path, *files: tuple[str, bytes]) -> Path:
    document = pdfium.PdfDocument(drawn(path, words("正文。")))
    for name, data in files:
        document.new_attachment(name).set_data(data)
    target = path.with_name("with-" + path.name)
    document.save(target)
    return target


def it_counts_what_attached_files_unpack_to(tmp_path: Path) -> None:
    path = with_files(tmp_path / "a.pdf", ("一.txt", b"1" * 3000), ("二.txt", b"2" * 3000))
    assert [m.name for m in members(path)] == ["一.txt", "二.txt"]
    for limits, key in (
        (Limits(max_members=1), "extract.limit.members"),
        (Limits(max_expanded_bytes=4000), "extract.limit.expanded"),
    ):
        with pytest.raises(LimitExceededError) as caught:
            list(members(path, Options(limits)))
        assert caught.value.key == key
    assert [note.key for note in read(path).losses] == []


def it_takes_attached_files_without_data_for_what_they_are(tmp_path: Path) -> None:
    path = with_files(tmp_path / "a.pdf", ("有.txt", b"1"))
    document = pdfium.PdfDocument(path)
    document.new_attachment("无.txt")
    document.save(tmp_path / "b.pdf")
    found = {m.name: m.refusal.key if m.refusal else "" for m in members(tmp_path / "b.pdf")}
    assert found == {"有.txt": "", "无.txt": "extract.damaged"}
