"""What a scanner makes of a page: text on A4 at 200 dpi in shades of grey, as JPEG.

Needs Noto Serif CJK (Debian: fonts-noto-cjk); the pages that ship were made with it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

DPI = 200
SIZE = (1654, 2339)
QUALITY = 38
FONT = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
_SIMPLIFIED = 2
_MARGIN = 216
_WIDTH = SIZE[0] - 2 * _MARGIN
_INK, _PAPER, _RULE = 30, 255, 70
_CLOSING = "，。、；：？！）》”"


@dataclass(frozen=True)
class Line:
    """One paragraph of a page: its text, its size in points, and where it stands."""

    text: str
    points: float = 16
    align: str = "body"


def title(text: str) -> Line:
    return Line(text, 21, "centre")


def centre(text: str) -> Line:
    return Line(text, 16, "centre")


def right(text: str) -> Line:
    return Line(text, 16, "right")


def flush(text: str) -> Line:
    return Line(text, 16, "flush")


def body(*texts: str) -> tuple[Line, ...]:
    return tuple(Line(text) for text in texts)


@dataclass(frozen=True)
class Page:
    """One page: paragraphs, a ruled table, and what stands below it.

    ``tilt`` in degrees, as it lay in the scanner.
    """

    lines: tuple[Line, ...]
    table: tuple[tuple[str, ...], ...] = ()
    number: str = ""
    tilt: float = 0.0
    below: tuple[Line, ...] = ()

    @property
    def text(self) -> list[str]:
        """Its text, a string for each paragraph and row of the table."""
        printed = [line.text for line in self.lines] + ["\t".join(row) for row in self.table]
        printed += [line.text for line in self.below]
        return printed + ([self.number] if self.number else [])


def scan(page: Page) -> bytes:
    """The page as a JPEG file."""
    image = Image.new("L", SIZE, _PAPER)
    draw = ImageDraw.Draw(image)
    y = 250
    for line in page.lines:
        y = _write(draw, line, y)
    if page.table:
        y = _rule(draw, page.table, y + 20) + 40
    for line in page.below:
        y = _write(draw, line, y)
    if page.number:
        font = _font(12)
        draw.text((SIZE[0] / 2, SIZE[1] - 170), page.number, _INK, font, anchor="mm")
    if page.tilt:
        image = image.rotate(page.tilt, Image.Resampling.BICUBIC, fillcolor=_PAPER)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=QUALITY, dpi=(DPI, DPI), optimize=True)
    return buffer.getvalue()


def _font(points: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), round(points * DPI / 72), index=_SIMPLIFIED)


def _write(draw: ImageDraw.ImageDraw, line: Line, y: int) -> int:
    font = _font(line.points)
    pitch = round(line.points * 1.75 * DPI / 72)
    text = "　　" + line.text if line.align == "body" else line.text
    for piece in _wrapped(text, font):
        if line.align == "centre":
            draw.text((SIZE[0] / 2, y), piece, _INK, font, anchor="ma")
        elif line.align == "right":
            draw.text((SIZE[0] - _MARGIN, y), piece, _INK, font, anchor="ra")
        else:
            draw.text((_MARGIN, y), piece, _INK, font)
        y += pitch
    return y


def _wrapped(text: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    piece = ""
    for character in text:
        if piece and font.getlength(piece + character) > _WIDTH and character not in _CLOSING:
            yield piece
            piece = ""
        piece += character
    yield piece


def _rule(draw: ImageDraw.ImageDraw, table: Sequence[Sequence[str]], top: int) -> int:
    font, height = _font(12), 84
    columns = [max(len(row[place]) for row in table) + 2 for place in range(len(table[0]))]
    edges = [_MARGIN]
    for column in columns:
        edges.append(edges[-1] + round(_WIDTH * column / sum(columns)))
    bottom = top + height * len(table)
    for edge in edges:
        draw.line((edge, top, edge, bottom), _RULE, 2)
    for number in range(len(table) + 1):
        y = top + height * number
        draw.line((edges[0], y, edges[-1], y), _RULE, 2)
    for number, row in enumerate(table):
        for left, next_, cell in zip(edges, edges[1:], row, strict=False):
            middle = ((left + next_) / 2, top + height * number + height / 2)
            draw.text(middle, cell, _INK, font, anchor="mm")
    return bottom
