"""The image of a PDF page."""

from __future__ import annotations

import math

import pypdfium2 as pdfium
from PIL.Image import Image

from .guard import Limits

DPI = 200
_LONGEST_SIDE = 8000


def rendered(document: pdfium.PdfDocument, index: int, limits: Limits) -> Image:
    """A page as it prints, at 200 dpi or what the limit on pixels allows.

    Args:
        document: Open.
        index: From 0.
        limits: For the number of pixels.
    """
    page = document[index]
    try:
        width, height = page.get_size()
        most = min(
            math.sqrt(limits.max_pixels / max(1.0, width * height)),
            _LONGEST_SIDE / max(1.0, width, height),
        )
        bitmap = page.render(scale=min(DPI / 72, most), may_draw_forms=True)
        try:
            image: Image = bitmap.to_pil().convert("RGB")
            return image
        finally:
            bitmap.close()
    finally:
        page.close()
