from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from page_images import FONT, NOTICE, error_rate, page
from PIL import Image, ImageDraw

from danghe.errors import LimitExceededError, UnsupportedFormatError
from danghe.extract import Limits, Ocr, Options, page_image, read, recognise_pages, upright
from danghe.extract.ocr import recognise, without_blanks_by_han
from danghe.extract.scan_blocks import blocks_of_scan, is_doubtful
from danghe.model import BlockKind, PageScan, ScanLine

TRUTH = "".join(NOTICE)
needs_font = pytest.mark.skipif(FONT is None, reason="fonts-noto-cjk is not installed")


def scan_of(number: int, *texts: str) -> PageScan:
    """What recognition might have read: one line below the other."""
    lines = tuple(
        ScanLine(text, (150, 100 + 60 * n, 150 + 35 * len(text), 140 + 60 * n), 0.98)
        for n, text in enumerate(texts)
    )
    return PageScan(number, 1240, 1754, lines=lines)


def blank(width: int = 300, height: int = 200, mode: str = "L") -> Image.Image:
    return Image.new(mode, (width, height), "white" if mode != "1" else 1)


@needs_font
def it_reads_a_page_that_lies_askew_or_upside_down(tmp_path: Path) -> None:
    path = tmp_path / "扫描.jpg"
    page().rotate(-2, fillcolor=255, resample=Image.Resampling.BICUBIC).rotate(180).save(path)
    document = read(path)
    assert error_rate(document.text, TRUTH) < 0.03
    (scan,) = document.scans
    assert scan.turned == 180
    assert abs(scan.skew - -2) < 0.4
    assert document.page_count == 1
    assert all(block.page == 1 for block in document.blocks)
    assert all(line.confidence > 0.8 for line in scan.lines)
    shown = upright(page_image(path, 1), scan)
    assert shown.size == (scan.width, scan.height)
    title = next(line for line in scan.lines if "安全用电检查的通知" in line.text)
    x0, top, x1, bottom = title.box
    assert title.text.startswith("关于")
    ink = shown.convert("L").crop((x0, top, x1, bottom)).point(lambda value: 255 * (value < 128))
    assert ink.getbbox() is not None
    above = shown.convert("L").crop((x0, top - 12, x1, top - 6))
    assert above.getextrema()[0] > 150  # type: ignore[operator]


@needs_font
@pytest.mark.slow
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("skew", [-5.0, -1.0, 0.0, 3.0])
def it_finds_which_way_up_a_page_is(turn: int, skew: float) -> None:
    askew = page(dpi=200).rotate(-skew, fillcolor=255, resample=Image.Resampling.BICUBIC)
    scan = recognise(askew.rotate(-turn, expand=True))
    assert scan.turned == -turn % 360
    assert abs(scan.skew + skew) < 0.5
    assert error_rate("".join(line.text for line in scan.lines), TRUTH) < 0.02


@needs_font
def it_reads_the_cells_of_a_ruled_register(tmp_path: Path) -> None:
    rows = [["姓名", "社区", "数量"], ["张小明", "清泉社区", "12"], ["李建国", "望湖社区", "8"]]
    image = page(("药具发放登记表",), dpi=150)
    draw = ImageDraw.Draw(image)
    from PIL import ImageFont

    assert FONT is not None
    font = ImageFont.truetype(FONT, 28)
    for r in range(4):
        draw.line((150, 260 + 60 * r, 900, 260 + 60 * r), fill=0, width=2)
    for c in range(4):
        draw.line((150 + 250 * c, 260, 150 + 250 * c, 440), fill=0, width=2)
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            draw.text((165 + 250 * c, 268 + 60 * r), cell, font=font, fill=0)
    path = tmp_path / "登记表.png"
    image.save(path)
    (table,) = [block for block in read(path).blocks if block.kind is BlockKind.TABLE]
    assert [list(row) for row in table.rows] == rows


def it_reads_what_was_recognised_before_and_nothing_anew(tmp_path: Path) -> None:
    path = tmp_path / "两页.tif"
    frames = [blank(), blank(mode="1")]
    frames[0].save(path, save_all=True, append_images=frames[1:], compression="tiff_lzw")
    known = {1: scan_of(1, "第一章　总则"), 2: scan_of(2, "第二条　本办法自发布之日起施行。")}
    document = read(path, known=known, at_most=0)
    assert [(block.text, block.page) for block in document.blocks] == [
        ("第一章　总则", 1),
        ("第二条　本办法自发布之日起施行。", 2),
    ]
    assert document.page_count == 2
    assert (document.waiting, document.format) == ((), "tiff")
    waiting = read(path, known={2: known[2]}, at_most=0)
    assert (waiting.waiting, waiting.losses) == ((1,), ())


@pytest.mark.parametrize(
    ("name", "mode", "options"),
    [
        ("a.jpg", "L", {}),
        ("a.jpg", "CMYK", {}),
        ("a.png", "RGBA", {}),
        ("a.png", "P", {}),
        ("a.png", "I;16", {}),
        ("a.bmp", "RGB", {}),
        ("a.gif", "P", {}),
        ("a.webp", "RGB", {}),
        ("a.jp2", "RGB", {}),
        ("a.tif", "1", {"compression": "group4"}),
        ("a.tif", "1", {"compression": "group3"}),
        ("a.tif", "RGB", {"compression": "jpeg"}),
        ("a.tif", "L", {"compression": "tiff_deflate"}),
        ("a.tif", "I;16", {}),
    ],
)
def it_decodes_every_kind_of_page_image(
    tmp_path: Path, name: str, mode: str, options: dict[str, Any]
) -> None:
    image = blank()
    ImageDraw.Draw(image).rectangle((40, 50, 120, 90), fill=0)
    path = tmp_path / name
    converted = (
        image.convert("I").point(lambda v: v * 257).convert("I;16")
        if mode == "I;16"
        else image.convert(mode)
    )
    converted.save(path, dpi=(200, 200), **options)
    shown = page_image(path, 1).convert("L")
    assert shown.size == (300, 200)
    assert shown.getpixel((80, 70)) < 60  # type: ignore[operator]
    assert shown.getpixel((250, 150)) > 200  # type: ignore[operator]
    document = read(path, known={1: scan_of(1, "盖章")})
    assert (document.text, document.page_count) == ("盖章", 1)


def it_shows_a_photo_as_its_camera_was_held(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x0132] = "2023:05:06 09:30:00"
    blank(300, 200).save(tmp_path / "照片.jpg", exif=exif)
    assert page_image(tmp_path / "照片.jpg", 1).size == (200, 300)
    document = read(tmp_path / "照片.jpg", known={1: scan_of(1, "合影")})
    assert document.meta["created"] == "2023-05-06T09:30:00"


def it_takes_a_picture_without_text_as_a_paper_all_the_same(tmp_path: Path) -> None:
    blank().save(tmp_path / "空白页.png")
    document = read(tmp_path / "空白页.png")
    assert (document.text, document.page_count) == ("", 1)
    assert document.scans[0].lines == ()


def it_reads_no_image_when_recognition_is_off(tmp_path: Path) -> None:
    blank().save(tmp_path / "a.png")
    with pytest.raises(UnsupportedFormatError) as caught:
        read(tmp_path / "a.png", Options(ocr=Ocr.NEVER))
    assert caught.value.key == "extract.unsupported.image"
    assert caught.value.remedy


def it_refuses_too_many_pixels_before_it_decodes_them(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    blank().save(path)
    data = bytearray(path.read_bytes())
    data[16:24] = struct.pack(">II", 50_000, 50_000)
    import zlib

    data[29:33] = struct.pack(">I", zlib.crc32(bytes(data[12:29])))
    path.write_bytes(data)
    with pytest.raises(LimitExceededError) as caught:
        read(path)
    assert caught.value.key == "extract.limit.pixels"
    blank().save(tmp_path / "small.png")
    with pytest.raises(LimitExceededError):
        read(tmp_path / "small.png", Options(Limits(max_pixels=100)))


def it_stops_at_the_limit_of_pages_and_at_a_loop_of_them(tmp_path: Path) -> None:
    path = tmp_path / "many.tif"
    frames = [blank(20, 20) for _ in range(6)]
    frames[0].save(path, save_all=True, append_images=frames[1:])
    with pytest.raises(LimitExceededError) as caught:
        read(path, Options(Limits(max_pages=3)))
    assert caught.value.key == "extract.limit.pages"
    data = bytearray(path.read_bytes())
    first = struct.unpack("<I", data[4:8])[0]
    count = struct.unpack("<H", data[first : first + 2])[0]
    data[first + 2 + 12 * count : first + 6 + 12 * count] = struct.pack("<I", first)
    path.write_bytes(data)
    document = read(path, Options(Limits(max_pages=50)), known={1: scan_of(1, "甲")}, at_most=0)
    assert (document.text, document.page_count) == ("甲", 1)


def it_reads_what_is_left_of_a_cut_image_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "cut.jpg"
    page(("甲乙丙丁",)).save(path) if FONT else blank(800, 600).save(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    document = read(path)
    assert [note.key for note in document.losses] == ["extract.loss.cut_pages"]
    again = read(path, known={1: scan_of(1, "甲")})
    assert [note.key for note in again.losses] == ["extract.loss.cut_pages"]


def it_says_when_a_page_was_read_with_little_confidence() -> None:
    sure = scan_of(1, "药具发放登记簿")
    unsure = PageScan(1, 100, 100, lines=(ScanLine("药貝发放", (0, 0, 90, 20), 0.61),))
    assert not is_doubtful(sure)
    assert is_doubtful(unsure)
    assert not is_doubtful(PageScan(1, 100, 100))


def it_joins_the_lines_of_a_paragraph_and_keeps_rows_in_order() -> None:
    lines = (
        ScanLine("为进一步做好药具发放工作，", (220, 100, 1090, 140), 0.99),
        ScanLine("现将有关事项通知如下，请遵照执行。", (150, 160, 1090, 200), 0.99),
        ScanLine("一、按时上报。", (220, 220, 520, 260), 0.99),
        ScanLine("二、专人保管。", (220, 280, 520, 320), 0.99),
        ScanLine("三、逐户登记，不得遗漏，每月核对一次，年底汇总", (220, 340, 1090, 380), 0.99),
        ScanLine("上报街道。", (150, 400, 400, 440), 0.99),
    )
    texts = [block.text for block in blocks_of_scan(PageScan(1, 1240, 1754, lines=lines))]
    assert texts == [
        "为进一步做好药具发放工作，现将有关事项通知如下，请遵照执行。",
        "一、按时上报。",
        "二、专人保管。",
        "三、逐户登记，不得遗漏，每月核对一次，年底汇总上报街道。",
    ]


def it_never_leaves_blanks_between_chinese_characters() -> None:
    assert without_blanks_by_han("药 具 发放 2023 年 5月") == "药具发放2023年5月"
    assert without_blanks_by_han(" IUD use rate 98 % ") == "IUD use rate 98 %"


@needs_font
def it_recognises_pages_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "两页.tif"
    frames = [page(("第一页在此",)), page(("第二页在此",))]
    frames[0].save(path, save_all=True, append_images=frames[1:], compression="tiff_lzw")
    (scan,) = recognise_pages(path, [2])
    assert (scan.page, [line.text for line in scan.lines]) == (2, ["第二页在此"])


@needs_font
@pytest.mark.skipif(not Path("/proc/self/net/udp").exists(), reason="looks into /proc")
def it_recognises_without_a_word_to_the_network(tmp_path: Path) -> None:
    """The runtime of the models would report its use: it keeps a session file when it does."""
    code = (
        "import os, socket, sys\n"
        "from PIL import Image\n"
        "from danghe.extract.ocr import recognise\n"
        "assert recognise(Image.open(sys.argv[1])).lines\n"
        "links = [os.readlink(f'/proc/self/fd/{n}') for n in os.listdir('/proc/self/fd')\n"
        "         if os.path.exists(f'/proc/self/fd/{n}')]\n"
        "assert not [link for link in links if link.startswith('socket:')], links\n"
    )
    path = tmp_path / "a.png"
    page(("第一页在此",)).save(path)
    room = tmp_path / "room"
    room.mkdir()
    environment = {**os.environ, "TMPDIR": str(room), "HOME": str(room)}
    environment.pop("ORT_DISABLE_TELEMETRY", None)
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert list(room.iterdir()) == []
