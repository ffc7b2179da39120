"""The image of a PDF page."""

from __future__ import annotations

import math

import pypdfium2 as pdfium
from PIL.Image import Image

from .guard import Limits
from .pdf_drawn import drawn_on

DPI = 200
_LONGEST_SIDE = 4000
_LEAST_SIDE = 1600
_FULL_PAGE = 0.6


def rendered(document: pdfium.PdfDocument, index: int, limits: Limits) -> Image:
    """A page as it prints, at the resolution of the scan that covers it, else at 200 dpi.

    Rendering a scan at its own resolution leaves its pixels as they are, and shows stamps,
    masks and turned pages as a viewer does, which the bare picture would not.

    Args:
        document: Open.
        index: From 0.
        limits: For the number of pixels.
    """
    page = document[index]
    try:
        bitmap = page.render(scale=_scale(page, limits), may_draw_forms=True)
        try:
            image: Image = bitmap.to_pil().convert("RGB")
            return image
        finally:
            bitmap.close()
    finally:
        page.close()


def _scale(page: pdfium.PdfPage, limits: Limits) -> float:
    """Pixels per point, so that text can be read and the limits are kept."""
    width, height = (max(1.0, side) for side in page.get_size())
    drawn = drawn_on(page)
    longest: float = max(width, height)
    wanted = DPI / 72
    if drawn.largest > _FULL_PAGE * width * height:
        wanted = max(drawn.image_dots, _LEAST_SIDE / longest)
    return min(wanted, _LONGEST_SIDE / longest, math.sqrt(limits.max_pixels / (width * height)))
