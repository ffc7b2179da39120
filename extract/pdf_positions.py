"""Where the text of a PDF page stands on its image."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ..model import PageLines, PlacedLine
from .pdf import open_pdf
from .reading import Reading

_SCALE = 4
"""Steps per point: pdfium tells places on a page in whole numbers."""
_MOST_CHARACTERS = 50_000

_Box = tuple[float, float, float, float]


def lines(path: Path, page: int, reading: Reading) -> PageLines:
    """The lines of a page's text layer, with the places of their characters.

    Args:
        path: Of the PDF.
        page: From 1.
        reading: For the password and the time limit.

    Raises:
        ExtractionError: It asks for a password.
        pdfium.PdfiumError: It cannot be opened.
    """
    document = open_pdf(path, reading)
    try:
        one = document[page - 1]
        width, height = one.get_size()
        text = one.get_textpage()
        return PageLines(width * _SCALE, height * _SCALE, tuple(_lines(one, text, width, height)))
    finally:
        document.close()


def _lines(
    page: pdfium.PdfPage, text: pdfium.PdfTextPage, width: float, height: float
) -> Iterator[PlacedLine]:
    held: list[tuple[str, _Box]] = []
    for sign, box in _characters(page, text, width, height):
        if box is None or (held and not _goes_on(held[-1][1], box)):
            if held:
                yield _line(held)
            held = []
        if box is not None:
            held.append((sign, box))
    if held:
        yield _line(held)


def _characters(
    page: pdfium.PdfPage, text: pdfium.PdfTextPage, width: float, height: float
) -> Iterator[tuple[str, _Box | None]]:
    """Each character with its box on the upright page; None at the end of a line."""
    size = round(width * _SCALE), round(height * _SCALE)
    sides = [ctypes.c_double() for _ in range(4)]
    x, y = ctypes.c_int(), ctypes.c_int()

    def placed(left: float, top: float) -> tuple[int, int]:
        raw.FPDF_PageToDevice(page, 0, 0, *size, 0, left, top, ctypes.byref(x), ctypes.byref(y))
        return x.value, y.value

    for place in range(min(text.count_chars(), _MOST_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(text, place)
        if code in (10, 13):
            yield "\n", None
            continue
        if code < 32 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            continue
        if not raw.FPDFText_GetCharBox(text, place, *map(ctypes.byref, sides)):
            continue
        left, right, bottom, top = (side.value for side in sides)
        x0, y0 = placed(left, top)
        x1, y1 = placed(right, bottom)
        yield chr(code), (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _goes_on(before: _Box, box: _Box) -> bool:
    """Whether a character stands on the line of the one before it."""
    high = max(before[3] - before[1], box[3] - box[1], 1)
    apart = abs((before[1] + before[3]) - (box[1] + box[3])) / 2
    return apart < high * 0.8 and -high < box[0] - before[2] < high * 4


def _line(held: list[tuple[str, _Box]]) -> PlacedLine:
    boxes = [box for _, box in held]
    around = (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
    edges = (*(box[0] for box in boxes), boxes[-1][2])
    return PlacedLine("".join(sign for sign, _ in held), around, edges)
