"""Recognition: registers, seals, skew; what becomes of the lines."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from page_images import FONT, NOTICE, error_rate, page
from PIL import Image, ImageChops, ImageDraw, ImageFont

from danghe.extract import upright
from danghe.extract.ocr import recognise
from danghe.extract.scan_blocks import blocks_of_scan
from danghe.extract.seals import without_seals
from danghe.model import BlockKind, PageScan, ScanLine

needs_font = pytest.mark.skipif(FONT is None, reason="fonts-noto-cjk is not installed")
REGISTER = [
    ["编号", "姓名", "所在村", "发放日期", "数量", "备注"],
    ["1", "龚雪琴", "翠屏村", "2022-03-14", "3", ""],
    ["2", "濮阳建国", "瓦窑村", "2022-03-15", "12", "补领"],
    ["3", "韦志远", "白杨村", "2022-04-02", "5", ""],
    ["4", "鄢丽萍", "石桥村", "2022-04-19", "8", "代领"],
]


def scan(*lines: tuple[str, int, int, int, int]) -> PageScan:
    """A page of 1240 × 1754 pixels; of each line its text and x0, top, x1, bottom."""
    return PageScan(1, 1240, 1754, lines=tuple(ScanLine(t, (*box,), 0.98) for t, *box in lines))  # type: ignore[arg-type]


def seal(image: Image.Image, x: int, y: int, radius: int) -> Image.Image:
    """Ring, star and band of a round seal over the page, as ink mixes."""
    layer = Image.new("RGB", image.size, "white")
    draw = ImageDraw.Draw(layer)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), None, (225, 40, 45), 7)
    draw.regular_polygon((x, y, radius // 3), 5, fill=(225, 40, 45))
    draw.arc((x - 70, y - 70, x + 70, y + 70), 150, 390, (225, 40, 45), 22)
    return ImageChops.multiply(image.convert("RGB"), layer)


def drawn(rows: Sequence[Sequence[str]], dpi: int = 150) -> Image.Image:
    """A register of centred cells, ruled."""
    assert FONT is not None
    image = page((), dpi=dpi)
    draw, font = ImageDraw.Draw(image), ImageFont.truetype(FONT, round(12 * dpi / 72))
    wide, high = round(1.05 * dpi), round(0.4 * dpi)
    for r in range(len(rows) + 1):
        draw.line((dpi, dpi + high * r, dpi + wide * len(rows[0]), dpi + high * r), 0, 2)
    for c in range(len(rows[0]) + 1):
        draw.line((dpi + wide * c, dpi, dpi + wide * c, dpi + high * len(rows)), 0, 2)
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            middle = dpi + wide * (c + 0.5), dpi + high * (r + 0.5)
            draw.text(middle, cell, font=font, fill=0, anchor="mm")
    return image


@needs_font
def it_reads_what_a_red_seal_covers() -> None:
    lines = (*NOTICE[:6], "　　　　　　　清泉社区居民委员会", "　　　　　　　　2023年11月28日")
    image = seal(page(lines), 640, 410, 118)
    read = "".join(line.text for line in recognise(image).lines)
    assert error_rate(read, "".join(lines)) < 0.01


def it_leaves_red_letterheads_and_covers_as_they_are() -> None:
    letterhead = np.full((1754, 1240, 3), 255, np.uint8)
    letterhead[150:220, 200:1040] = (210, 30, 30)
    cover = np.full((1754, 1240, 3), (190, 20, 20), np.uint8)
    for pixels in (letterhead, cover, cover[:9, :9], np.full((400, 3, 3), 200, np.uint8)):
        assert without_seals(pixels) is pixels


@needs_font
def it_reads_the_cells_of_a_register_that_lies_askew() -> None:
    askew = drawn(REGISTER).rotate(-1.6, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    found = recognise(askew)
    assert found.skew == pytest.approx(-1.6, abs=0.1)
    (table,) = [block for block in blocks_of_scan(found) if block.rows]
    assert [list(row) for row in table.rows] == REGISTER
    assert upright(askew, found).size == (found.width, found.height)


@needs_font
@pytest.mark.slow
@pytest.mark.parametrize("dpi", [200, 300])
@pytest.mark.parametrize(("turn", "skew"), [(90, 2.0), (180, -3.0), (270, 5.0)])
def it_reads_a_register_whichever_way_it_lies(dpi: int, turn: int, skew: float) -> None:
    askew = drawn(REGISTER, dpi).rotate(skew, Image.Resampling.BICUBIC, True, fillcolor=255)
    found = recognise(askew.rotate(turn, expand=True))
    assert found.turned == turn
    assert found.skew == pytest.approx(skew, abs=0.15)
    (table,) = [block for block in blocks_of_scan(found) if block.rows]
    assert [list(row) for row in table.rows] == REGISTER


def it_reads_a_register_without_ruling_lines_as_a_table() -> None:
    lines = [("二季度药具发放登记表", 420, 90, 820, 130)]
    for r, row in enumerate(REGISTER):
        for c, cell in enumerate(row):
            if cell:
                x, y = 60 + 195 * c, 200 + 52 * r
                lines.append((cell, x, y, x + 15 * len(cell) + 15, y + 30 + c % 3))
    lines.append(
        ("以上发放数量已经核对无误，领取人均已签字，如有差错由经办人负责。", 120, 520, 1100, 552)
    )
    blocks = blocks_of_scan(scan(*lines))
    assert [block.kind for block in blocks][1:] == [BlockKind.TABLE, BlockKind.PARAGRAPH]
    assert [list(row) for row in blocks[1].rows] == REGISTER


def it_keeps_the_entries_of_a_form_apart() -> None:
    pairs = [
        ("申请人：甄玉娥", "所在科室：妇幼保健科"),
        ("请假事由：陪护住院", "请假天数：3天"),
        ("科室意见：同意", "分管领导：覃德旺"),
    ]
    lines = []
    for r, (left, right) in enumerate(pairs):
        y = 200 + 80 * r
        lines.append((left, 140, y, 140 + 29 * len(left), y + 30))
        lines.append((right, 640, y, 640 + 29 * len(right), y + 30))
    (table,) = blocks_of_scan(scan(*lines))
    assert table.rows == tuple(pairs)


@pytest.mark.parametrize("columns", [2, 3])
def it_reads_newspaper_columns_one_after_the_other(columns: int) -> None:
    wide = 1040 // columns - 40
    count = wide // 28
    lines, texts = [], []
    for c in range(columns):
        text = "".join(chr(0x4E00 + 97 * c + n) for n in range(count * 8))
        texts.append(text)
        for r in range(8):
            x, y = 100 + c * (wide + 40), 200 + 50 * r
            lines.append((text[r * count : (r + 1) * count], x, y, x + wide, y + 29 + r % 3))
    blocks = blocks_of_scan(scan(*lines))
    assert not [block for block in blocks if block.rows]
    if columns == 2:
        assert "".join(block.text for block in blocks) == "".join(texts)


def it_joins_lines_whose_boxes_differ_in_height() -> None:
    text = "各村要确定专人负责登记造册做到一人一档一村一盒每月核对一次年底汇总上报"
    lines = [
        (text, 150, 100 + 60 * n + n % 3 * 3, 1090, 140 + 60 * n - n % 2 * 4) for n in range(6)
    ]
    (block,) = blocks_of_scan(scan(*lines))
    assert block.text == text * 6


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB"])
def it_reads_an_image_larger_than_any_page(mode: str) -> None:
    image = Image.new("L", (6000, 5000), 255)
    ImageDraw.Draw(image).rectangle((600, 500, 3000, 900), fill=0)
    large = image.convert(mode)
    shown = upright(large, PageScan(1, 4000, 3333))
    assert shown.size == (4000, 3333)
    assert shown.getpixel((1000, 500)) == (0, 0, 0)
    assert shown.getpixel((3000, 2500)) == (255, 255, 255)
