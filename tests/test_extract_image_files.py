"""Image files as scanners, fax machines and phones make them, and as strangers break them."""

from __future__ import annotations

import io
import struct
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, TiffImagePlugin, features

from danghe.errors import ExtractionError, LimitExceededError, UnsupportedFormatError
from danghe.extract import Limits, Options, detect, page_image, read, recognise_pages
from danghe.model import PageScan, ScanLine

ORIENTATION, SUBFILE_TYPE = 274, 254
DARK, LIGHT = 60, 200


def scan_of(number: int, text: str) -> PageScan:
    line = ScanLine(text, (150, 100, 150 + 35 * len(text), 140), 0.98)
    return PageScan(number, 1240, 1754, lines=(line,))


def marked(width: int = 300, height: int = 200, mode: str = "L") -> Image.Image:
    """White paper with a black mark in the upper left quarter."""
    image = Image.new("L", (width, height), 255)
    ImageDraw.Draw(image).rectangle((width // 10, height // 10, width // 3, height // 3), fill=0)
    return image.convert(mode)


def grey(image: Image.Image, x: float, y: float) -> int:
    """At a place told in parts of the image's width and height."""
    value = image.convert("L").getpixel((int(x * image.width), int(y * image.height)))
    assert isinstance(value, int)
    return value


def tiff(path: Path, *frames: tuple[Image.Image, dict[int, Any]], **options: Any) -> Path:
    with TiffImagePlugin.AppendingTiffWriter(str(path), True) as file:
        for image, tags in frames:
            image.save(file, "TIFF", tiffinfo=tags, **options)
            file.newFrame()
    return path


def scanner_tiff(path: Path, rows: list[bytes], width: int) -> Path:
    """Grey TIFF whose directory stands before its rows, one strip each, as scanners write them."""
    height = len(rows)
    entries = 9
    data_at = 8 + 2 + 12 * entries + 4
    offsets_at, counts_at = data_at, data_at + 4 * height
    rows_at = counts_at + 4 * height
    tags = [
        (256, 4, 1, width),
        (257, 4, 1, height),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 1),
        (273, 4, height, offsets_at),
        (277, 3, 1, 1),
        (278, 4, 1, 1),
        (279, 4, height, counts_at),
    ]
    data = struct.pack("<2sHIH", b"II", 42, 8, entries)
    data += b"".join(struct.pack("<HHII", *tag) for tag in tags) + bytes(4)
    data += struct.pack(f"<{height}I", *(rows_at + n * width for n in range(height)))
    data += struct.pack(f"<{height}I", *[width] * height)
    path.write_bytes(data + b"".join(rows))
    return path


def keys(path: Path, **reading: Any) -> list[str]:
    return [note.key for note in read(path, **reading).losses]


# --- as machines make them ---


def it_makes_the_pixels_of_a_coarse_fax_square(tmp_path: Path) -> None:
    marked(1728, 1078, "1").save(tmp_path / "传真.tif", compression="group3", dpi=(204, 98))
    shown = page_image(tmp_path / "传真.tif", 1)
    assert abs(shown.height / 1078 - 204 / 98) < 0.01
    assert shown.width == 1728
    assert grey(shown, 0.2, 0.2) < DARK
    assert grey(shown, 0.8, 0.8) > LIGHT
    marked(1728, 1078, "1").save(tmp_path / "扫描.tif", dpi=(200, 200))
    assert page_image(tmp_path / "扫描.tif", 1).size == (1728, 1078)


@pytest.mark.parametrize("compression", ["group4", "raw", "tiff_lzw"])
def it_turns_a_tiff_as_its_head_says(tmp_path: Path, compression: str) -> None:
    frame = (marked(mode="1"), {ORIENTATION: 6})
    shown = page_image(tiff(tmp_path / "a.tif", frame, compression=compression), 1)
    assert shown.size == (200, 300)
    assert grey(shown, 0.8, 0.2) < DARK
    assert grey(shown, 0.2, 0.8) > LIGHT


def it_takes_thumbnails_and_masks_for_no_pages(tmp_path: Path) -> None:
    thumbnail, mask = (marked(30, 20), {SUBFILE_TYPE: 1}), (marked(mode="1"), {SUBFILE_TYPE: 4})
    pages = (marked(300, 200), {SUBFILE_TYPE: 0}), (marked(310, 200), {SUBFILE_TYPE: 2})
    path = tiff(tmp_path / "带缩略图.tif", pages[0], thumbnail, mask, pages[1])
    document = read(path, at_most=0)
    assert (document.page_count, document.waiting) == (2, (1, 2))
    assert [page_image(path, number).width for number in (1, 2)] == [300, 310]
    alone = tiff(tmp_path / "只有缩略图.tif", thumbnail)
    assert read(alone, at_most=0).page_count == 1


def it_reads_big_endian_and_big_tiffs(tmp_path: Path) -> None:
    frames = [marked(), marked(310, 200)]
    frames[0].save(tmp_path / "big.tif", big_tiff=True, save_all=True, append_images=frames[1:])
    assert read(tmp_path / "big.tif", at_most=0).page_count == 2
    assert page_image(tmp_path / "big.tif", 2).width == 310
    swapped = b"MM\0*" + struct.pack(">IH", 8, 9)
    little = scanner_tiff(tmp_path / "little.tif", [b"\x80" * 8] * 4, 8).read_bytes()
    for at in range(10, 10 + 9 * 12, 12):
        tag, kind, count, value = struct.unpack_from("<HHII", little, at)
        short = kind == 3
        swapped += struct.pack(">HHI", tag, kind, count)
        swapped += struct.pack(">HH", value, 0) if short else struct.pack(">I", value)
    values = struct.unpack_from("<8I", little, 122)
    (tmp_path / "swapped.tif").write_bytes(
        swapped + bytes(4) + struct.pack(">8I", *values) + little[122 + 32 :]
    )
    assert read(tmp_path / "swapped.tif", at_most=0).page_count == 1
    assert page_image(tmp_path / "swapped.tif", 1).size == (8, 4)


def it_reads_a_thousand_pages_in_the_order_of_the_file(tmp_path: Path) -> None:
    frames = [Image.new("1", (40 + number % 7, 30), 1) for number in range(1000)]
    path = tmp_path / "一千页.tif"
    frames[0].save(path, save_all=True, append_images=frames[1:], compression="group4")
    known = {number: scan_of(number, f"第{number}件。") for number in (2, 999)}
    document = read(path, known=known, at_most=0)
    assert document.page_count == 1000
    assert [(block.text, block.page) for block in document.blocks] == [
        ("第2件。", 2),
        ("第999件。", 999),
    ]
    assert len(document.waiting) == 998
    assert not document.losses
    assert page_image(path, 1000).width == 40 + 999 % 7


@pytest.mark.parametrize("mode", ["LAB", "YCbCr", "F", "I", "LA", "CMYK", "P"])
def it_shows_every_colour_space_on_white_paper(tmp_path: Path, mode: str) -> None:
    image = marked()
    if mode == "LAB":
        plain = Image.new("L", image.size, 128)
        image = Image.merge("LAB", (image, plain, plain))
    elif mode in ("F", "I"):
        image = image.convert("I").point(lambda value: value * 1000).convert(mode)
    else:
        image = image.convert(mode)
    image.save(tmp_path / "a.tif")
    shown = page_image(tmp_path / "a.tif", 1)
    assert shown.mode in ("L", "RGB")
    assert grey(shown, 0.2, 0.2) < DARK
    assert grey(shown, 0.8, 0.8) > LIGHT


@pytest.mark.skipif(not features.check("avif"), reason="this Pillow has no AVIF")
def it_reads_avif_and_says_what_to_do_with_heic(tmp_path: Path) -> None:
    marked(mode="RGB").save(tmp_path / "a.avif")
    assert detect(tmp_path / "a.avif") == "avif"
    assert grey(page_image(tmp_path / "a.avif", 1), 0.2, 0.2) < DARK
    document = read(tmp_path / "a.avif", known={1: scan_of(1, "合影")})
    assert (document.format, document.text) == ("avif", "合影")
    heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64)
    (tmp_path / "a.heic").write_bytes(heic)
    with pytest.raises(UnsupportedFormatError) as caught:
        read(tmp_path / "a.heic")
    assert caught.value.values["type"] == "heif"
    assert "JPEG" in str(caught.value.remedy)


def it_keeps_what_scanner_and_camera_say_of_themselves(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0132] = "Maker\0", "Model 5", "2023:05:06 09:30:00"
    marked().save(tmp_path / "a.jpg", exif=exif, dpi=(300, 300))
    meta = read(tmp_path / "a.jpg", known={1: scan_of(1, "甲")}).meta
    assert (meta["dpi"], meta["device"]) == ("300", "Maker Model 5")
    assert meta["created"] == "2023-05-06T09:30:00"
    tags = {282: TiffImagePlugin.IFDRational(0, 0), 283: TiffImagePlugin.IFDRational(1, 0), 296: 2}
    path = tiff(tmp_path / "a.tif", (marked(), tags))
    assert "dpi" not in read(path, known={1: scan_of(1, "甲")}).meta


def it_says_so_when_the_ending_is_of_another_format(tmp_path: Path) -> None:
    marked().save(tmp_path / "a.png")
    (tmp_path / "a.png").rename(tmp_path / "公文.pdf")
    document = read(tmp_path / "公文.pdf", known={1: scan_of(1, "甲")})
    assert (document.format, document.meta["extension_mismatch"]) == ("png", ".pdf")


# --- as strangers break them ---


def it_leaves_out_a_broken_page_and_reads_the_others(tmp_path: Path) -> None:
    path = tmp_path / "坏页.tif"
    frames = [Image.new("RGB", (64, 64), "white")] * 3
    frames[0].save(path, save_all=True, append_images=frames[1:], compression="jpeg")
    data = bytearray(path.read_bytes())
    starts = [at for at in range(len(data)) if data.startswith(b"\xff\xd8\xff\xc0", at)]
    assert len(starts) == 3
    data[starts[1] : starts[1] + 40] = bytes(40)
    path.write_bytes(data)
    document = read(path)
    assert [scan.page for scan in document.scans] == [1, 3]
    assert [(note.key, note.values["pages"]) for note in document.losses] == [
        ("extract.loss.failed_pages", "2")
    ]
    found: list[int] = []
    with pytest.raises(ExtractionError) as caught:
        found.extend(scan.page for scan in recognise_pages(path, [1, 2, 3]))
    assert caught.value.key == "extract.damaged"
    assert found == [1, 3]


def it_reads_the_upper_part_of_a_tiff_that_is_cut(tmp_path: Path) -> None:
    path = scanner_tiff(tmp_path / "cut.tif", [b"\x00" * 100] * 30 + [b"\xff" * 100] * 70, 100)
    known = {1: scan_of(1, "甲")}
    assert keys(path, known=known) == []
    path.write_bytes(path.read_bytes()[:-3000])
    assert keys(path, known=known) == ["extract.loss.cut_pages"]
    shown = page_image(path, 1)
    assert grey(shown, 0.5, 0.1) < DARK
    assert grey(shown, 0.5, 0.5) > LIGHT


def it_reads_what_comes_before_a_broken_strip(tmp_path: Path) -> None:
    path = tmp_path / "坏条.tif"
    Image.new("RGB", (600, 400), "white").save(path, compression="jpeg")
    data = bytearray(path.read_bytes())
    strips = [at for at in range(len(data)) if data.startswith(b"\xff\xd8\xff\xc0", at)]
    assert len(strips) > 4
    data[strips[3] : strips[3] + 40] = bytes(40)
    path.write_bytes(data)
    assert grey(page_image(path, 1), 0.5, 0.05) > LIGHT
    assert keys(path) == ["extract.loss.cut_pages"]


def it_notes_that_a_chain_of_pages_leads_out_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "cut.tif"
    frames = [marked()] * 3
    frames[0].save(path, save_all=True, append_images=frames[1:])
    data = bytearray(path.read_bytes())
    first = struct.unpack_from("<I", data, 4)[0]
    end = first + 2 + 12 * struct.unpack_from("<H", data, first)[0]
    struct.pack_into("<I", data, end, len(data) + 1000)
    path.write_bytes(data)
    document = read(path, known={1: scan_of(1, "甲")}, at_most=0)
    assert (document.text, document.page_count) == ("甲", 1)
    assert [note.key for note in document.losses] == ["extract.loss.truncated"]


@pytest.mark.parametrize("end", ["jpg", "png", "bmp"])
def it_tells_a_cut_image_also_when_its_text_is_known(tmp_path: Path, end: str) -> None:
    path = tmp_path / f"a.{end}"
    picture = marked(1200, 900)
    thumbnail = io.BytesIO()
    picture.resize((60, 45)).save(thumbnail, "JPEG")
    options: dict[str, Any] = (
        {"exif": b"Exif\0\0II*\0" + thumbnail.getvalue()} if end == "jpg" else {}
    )
    picture.save(path, **options)
    known = {1: scan_of(1, "甲")}
    assert keys(path, known=known) == []
    whole = path.read_bytes()
    if end == "jpg":
        path.write_bytes(whole + b"a film that a phone appends" * 4000)
        assert keys(path, known=known) == []
    path.write_bytes(whole[: len(whole) * 2 // 3])
    assert keys(path, known=known) == ["extract.loss.cut_pages"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("0x0.gif", b"GIF89a" + bytes(7) + b"," + bytes(9) + b"\x02\x00;"),
        ("nothing.jpg", b"\xff\xd8\xff\xe0" + bytes(200)),
        ("nothing.tif", b"II*\0\x08\0\0\0" + bytes(200)),
        ("self.tif", b"II*\0\x08\0\0\0\x01\0" + struct.pack("<HHII", 256, 4, 1, 5) + b"\x08\0\0\0"),
        ("out.tif", b"II*\0\xff\xff\xff\x7f" + bytes(200)),
        ("far.tif", b"II+\0\x08\0\0\0" + b"\xff" * 8 + bytes(200)),
        ("0x0.bmp", b"BM" + struct.pack("<IHHIIiiHH", 58, 0, 0, 54, 40, 0, 0, 1, 24) + bytes(28)),
        ("nothing.jp2", b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(64)),
        ("nothing.avif", b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf" + bytes(64)),
    ],
)
def it_calls_an_image_without_pixels_damaged(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    for refused in (lambda: read(tmp_path / name), lambda: page_image(tmp_path / name, 1)):
        with pytest.raises(ExtractionError) as caught:
            refused()
        assert caught.value.key == "extract.damaged"


@pytest.mark.parametrize(
    "head",
    [
        b"BM" + struct.pack("<IHHIIiiHH", 58, 0, 0, 54, 40, 60_000, 60_000, 1, 24) + bytes(28),
        b"GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\x02\x02L\x01\0;",
        b"\xff\xd8\xff\xc0\0\x11\x08\xff\xdc\xff\xdc\x03\x01\x22\0\x02\x11\1\x03\x11\1",
    ],
    ids=["bmp", "gif", "jpeg"],
)
def it_refuses_a_bomb_by_its_head(tmp_path: Path, head: bytes) -> None:
    (tmp_path / "bomb").write_bytes(head)
    for refused in (lambda: read(tmp_path / "bomb"), lambda: page_image(tmp_path / "bomb", 1)):
        with pytest.raises(LimitExceededError) as caught:
            refused()
        assert caught.value.key == "extract.limit.pixels"


def it_counts_the_pixels_of_every_page(tmp_path: Path) -> None:
    path = tiff(tmp_path / "a.tif", (marked(20, 20), {}), (marked(900, 900), {}))
    with pytest.raises(LimitExceededError) as caught:
        read(path, Options(Limits(max_pixels=100_000)), at_most=0)
    assert caught.value.key == "extract.limit.pixels"
    assert page_image(path, 1, Options(Limits(max_pixels=100_000))).size == (20, 20)


SMALL = {
    "jpg": {},
    "png": {},
    "gif": {},
    "bmp": {},
    "jp2": {},
    "webp": {},
    "tif": {"compression": "group4"},
}


def small(end: str) -> bytes:
    buffer = io.BytesIO()
    mode = {"tif": "1", "webp": "RGB"}.get(end, "L")
    format = {"tif": "TIFF", "jpg": "JPEG", "jp2": "JPEG2000"}.get(end, end.upper())
    marked(60, 40, mode).save(buffer, format, **SMALL[end])
    return buffer.getvalue()


@pytest.mark.parametrize("end", SMALL)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def it_survives_spoilt_images(tmp_path: Path, end: str, data: st.DataObject) -> None:
    content = bytearray(small(end))
    for _ in range(data.draw(st.integers(1, 12))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / f"a.{end}"
    path.write_bytes(content[: data.draw(st.integers(12, len(content)))])
    known = {number: scan_of(number, "甲") for number in range(1, 100)}
    limits = Options(Limits(max_pixels=1_000_000))
    for used in (lambda: read(path, limits, known=known), lambda: page_image(path, 1, limits)):
        with suppress(ExtractionError):
            used()
