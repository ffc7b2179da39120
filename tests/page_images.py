"""Page images of known text, for tests of recognition."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
)
FONT = next((path for path in FONTS if Path(path).exists()), None)

NOTICE = (
    "清泉社区居民委员会",
    "关于开展安全用电检查的通知",
    "",
    "各居民小组：",
    "　　为做好冬季安全用电工作，定于十二月上旬逐户检查，",
    "请各小组提前通知住户在家等候，并做好登记。",
    "一、检查线路老化、私拉乱接等情况。",
    "二、检查结果填入登记表，由小组长签字。",
    "　　　　　　　　　　　　　　清泉社区居民委员会",
    "　　　　　　　　　　　　　　　2023年11月28日",
)


def page(lines: tuple[str, ...] = NOTICE, *, dpi: int = 150, points: int = 14) -> Image.Image:
    """An A4 page, or its upper half, with lines of text."""
    assert FONT is not None
    size = round(points * dpi / 72)
    font = ImageFont.truetype(FONT, size)
    image = Image.new("L", (round(8.27 * dpi), round(5.8 * dpi)), 255)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((dpi, round(0.8 * dpi) + round(1.7 * size * number)), line, font=font, fill=0)
    return image


def error_rate(read: str, truth: str) -> float:
    """Edits from the truth, over its length; blanks and widths do not count."""
    one, other = _levelled(read), _levelled(truth)
    before = list(range(len(other) + 1))
    for row, left in enumerate(one, start=1):
        current = [row]
        for column, right in enumerate(other, start=1):
            cost = before[column - 1] + (left != right)
            current.append(min(before[column] + 1, current[-1] + 1, cost))
        before = current
    return before[-1] / max(1, len(other))


def _levelled(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
