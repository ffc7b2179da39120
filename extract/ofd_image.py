"""The image of an OFD page that is made of pictures, as scanners' software writes it."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING

from ..errors import ExtractionError, LimitExceededError
from .guard import Limits
from .matrix import Matrix
from .ofd_content import Picture
from .ofd_document import Content
from .ofd_package import Package

if TYPE_CHECKING:
    from PIL.Image import Image

_FORMATS = ("JPEG", "PNG", "BMP", "TIFF", "GIF", "JPEG2000", "WEBP")
_FINEST = 400 / 72
_COARSEST = 100 / 72


def draw(content: Content, package: Package, limits: Limits) -> Image:
    """A page with its pictures in place; text and strokes are not drawn.

    Args:
        content: What the page draws.
        package: Open.
        limits: For the pixels.

    Raises:
        LimitExceededError: Too many pixels.
        ExtractionError: No picture can be decoded.
    """
    from PIL import Image

    shown: list[tuple[Image.Image, Picture]] = []
    pixels = 0
    for picture in content.drawn.pictures:
        entry = content.media.get(picture.resource)
        image = _decoded(package.read(entry), limits) if entry else None
        if image is not None:
            pixels += image.width * image.height
            _within(pixels, limits)
            shown.append((image, picture))
    if not shown:
        raise ExtractionError("extract.no_page_image", type="ofd")
    scale = max(_resolution(image, picture.matrix) for image, picture in shown)
    scale = min(max(scale, _COARSEST), _FINEST)
    size = max(1, round(content.width * scale)), max(1, round(content.height * scale))
    _within(size[0] * size[1], limits)
    page = Image.new("RGB", size, "white")
    for image, picture in shown:
        _paste(page, image, picture.matrix, scale)
    return page


def _within(pixels: int, limits: Limits) -> None:
    if pixels > limits.max_pixels:
        raise LimitExceededError("extract.limit.pixels", found=pixels, limit=limits.max_pixels)


def _decoded(data: bytes, limits: Limits) -> Image | None:
    from PIL import Image

    try:
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
        _within(image.width * image.height, limits)
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    except (LimitExceededError, MemoryError):
        raise
    except Exception:
        return None


def _resolution(image: Image, matrix: Matrix) -> float:
    """Pixels to a point."""
    a, b, c, d, _, _ = matrix
    area = abs(a * d - b * c)
    return math.sqrt(image.width * image.height / area) if area > 0 else 0.0


def _paste(page: Image, image: Image, matrix: Matrix, scale: float) -> None:
    from PIL import Image

    a, b, c, d, e, f = (value * scale for value in matrix)
    upright = abs(b) + abs(c) < 1e-3 * (abs(a) + abs(d)) and a > 0 and d > 0
    if upright and a < 4 * page.width and d < 4 * page.height:
        placed = image.resize((max(1, round(a)), max(1, round(d))))
        page.paste(placed, (round(e), round(f)), placed if placed.mode == "RGBA" else None)
        return
    determinant = a * d - b * c
    if abs(determinant) < 1e-9:
        return
    # Pillow asks for the way back: from a pixel of the page to one of the picture.
    width, height = image.width / determinant, image.height / determinant
    back = (
        d * width,
        -c * width,
        (c * f - d * e) * width,
        -b * height,
        a * height,
        (b * e - a * f) * height,
    )
    placed = image.convert("RGBA").transform(
        page.size, Image.Transform.AFFINE, back, Image.Resampling.BILINEAR
    )
    page.paste(placed, (0, 0), placed)
