"""Pixels of page images: opened under limits, decoded as far as they go, shown on white paper."""

from __future__ import annotations

import math
import os
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from PIL import Image as Images
from PIL import ImageFile, ImageOps

from ..errors import ExtractionError, LimitExceededError
from .reading import Reading

if TYPE_CHECKING:
    from PIL.Image import Image

# Pillow knows more formats, some through other programs: not for a stranger's files.
FORMATS = ("JPEG", "PNG", "BMP", "DIB", "GIF", "WEBP", "TIFF", "JPEG2000", "AVIF")
BROKEN = (OSError, EOFError, SyntaxError, ValueError, IndexError, TypeError)
_SHALLOW = ("1", "L", "RGB")
_SEE_THROUGH = ("LA", "PA", "La", "RGBA", "RGBa")
_ORIENTATION = 0x0112
_LEAST_STRETCH = 1.1
_MOST_STRETCH = 5.0
_TAIL = 64 * 1024
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, b"\xff\xd9"
_OFFSETS, _LENGTHS = (273, 324), (279, 325)


@contextmanager
def opened(path: Path | BinaryIO, reading: Reading) -> Iterator[Image]:
    """An image whose size is known and whose pixels are not yet decoded.

    Raises:
        LimitExceededError: It has too many pixels.
        ExtractionError: It has none.
    """
    # Our own limit stands in the place of Pillow's, which only warns below twice its value.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        former, Images.MAX_IMAGE_PIXELS = Images.MAX_IMAGE_PIXELS, None
        try:
            with Images.open(path, formats=FORMATS) as image:
                check_pixels(image, reading)
                yield image
        finally:
            Images.MAX_IMAGE_PIXELS = former


def check_pixels(image: Image, reading: Reading) -> None:
    """Refuse an image by the size that its head tells; raises as ``opened``."""
    width, height = image.size
    limit = reading.limits.max_pixels
    if width * height > limit:
        raise LimitExceededError("extract.limit.pixels", found=width * height, limit=limit)
    if width * height == 0:
        raise ExtractionError("extract.damaged", type="image", reason="0 pixels")


def decoded(image: Image, reading: Reading) -> tuple[Image, bool]:
    """A page as a viewer shows it, and whether all of it was there.

    Raises:
        LimitExceededError: It has too many pixels.
        ExtractionError: Nothing of it can be decoded.
    """
    check_pixels(image, reading)
    stretch = _stretch(image)
    whole = _loaded(image)
    shown = ImageOps.exif_transpose(image)
    return _square(_flat(shown if shown is not None else image), stretch, reading), whole


def _loaded(image: Image) -> bool:
    """Decode what is there; whether that was all."""
    if image.format == "TIFF":
        # Else a page that breaks off would show what is left of the one before.
        image._im = None
    try:
        image.load()
        return True
    except BROKEN as error:
        broken = error
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        image.load()
    except BROKEN:
        image.tile = []  # type: ignore[attr-defined]
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    if not _shows_anything(image):
        reason = f"{type(broken).__name__}: {broken}"[:200]
        raise ExtractionError("extract.damaged", type="image", reason=reason) from broken
    return False


def _shows_anything(image: Image) -> bool:
    """Whether any pixel was decoded: what was not is black."""
    try:
        found: Any = image.getextrema()
    except BROKEN:
        return False
    bands = found if isinstance(found[0], tuple) else (found,)
    return any(high for _, high in bands)


# --- shape ---


def _stretch(image: Image) -> tuple[float, float]:
    """Factors for width and height that make the pixels square: fax machines scan coarse rows."""
    across, down = resolution(image) or (1.0, 1.0)
    if image.format == "TIFF" and image.getexif().get(_ORIENTATION, 1) in (5, 6, 7, 8):
        across, down = down, across
    ratio = max(across, down) / min(across, down)
    if not _LEAST_STRETCH <= ratio <= _MOST_STRETCH:
        return 1.0, 1.0
    return (1.0, ratio) if across > down else (ratio, 1.0)


def resolution(image: Image) -> tuple[float, float] | None:
    """Dots across and down, to an inch where the file has units; None without sound values."""
    found: Any = image.info.get("dpi") or image.info.get("resolution")
    try:
        across, down = float(found[0]), float(found[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return None
    sound = all(math.isfinite(value) and value > 0 for value in (across, down))
    return (across, down) if sound else None


def _square(image: Image, stretch: tuple[float, float], reading: Reading) -> Image:
    if stretch == (1.0, 1.0):
        return image
    width, height = (round(side * by) for side, by in zip(image.size, stretch, strict=True))
    if width * height > reading.limits.max_pixels:
        return image
    image = image.convert("L") if image.mode == "1" else image
    return image.resize((width, height), Images.Resampling.BILINEAR)


# --- colour ---


def _flat(image: Image) -> Image:
    """Grey or RGB; what is transparent shows white paper, sixteen bits become eight."""
    if image.mode.startswith("I") or image.mode == "F":
        low, high = image.getextrema()
        span = max(1.0, float(high) - float(low))  # type: ignore[arg-type]
        shifted = image.convert("F").point(lambda value: (value - float(low)) * (255 / span))  # type: ignore[arg-type]
        return shifted.convert("L")
    if image.mode == "LAB":
        return image.getchannel(0)
    if image.mode in _SEE_THROUGH or "transparency" in image.info:
        seen = image.convert("RGBA")
        paper = Images.new("RGBA", seen.size, "white")
        return Images.alpha_composite(paper, seen).convert("RGB")
    return image.copy() if image.mode in _SHALLOW else image.convert("RGB")


# --- is it all there? ---


def is_cut(image: Image, path: Path) -> bool:
    """Whether the file of an open image ends before its pixels do, told without decoding them."""
    size = path.stat().st_size
    if image.format == "TIFF":
        return _ends_after(image, size)
    with path.open("rb") as file:
        if image.format in ("JPEG", "MPO"):
            return _jpeg_has_no_end(file)
        if image.format == "PNG":
            file.seek(-min(size, _TAIL), os.SEEK_END)
            return b"IEND" not in file.read()
    return _rows_end_after(image, size)


def _jpeg_has_no_end(file: BinaryIO) -> bool:
    """No end of image after the first scan; thumbnails before it have ends of their own."""
    file.seek(2)
    while len(head := file.read(4)) == 4 and head[0] == 0xFF:
        if head[1] == 0xFF:
            file.seek(-3, os.SEEK_CUR)
            continue
        if head[1] == _START_OF_SCAN:
            return _END_OF_IMAGE not in file.read()
        file.seek(struct.unpack(">H", head[2:])[0] - 2, os.SEEK_CUR)
    return True


def _ends_after(image: Image, size: int) -> bool:
    tags: Any = image.tag_v2  # type: ignore[attr-defined]
    for offsets, lengths in zip(_OFFSETS, _LENGTHS, strict=True):
        if offsets not in tags:
            continue
        starts, counts = _numbers(tags.get(offsets)), _numbers(tags.get(lengths))
        ends = [start + count for start, count in zip(starts, counts, strict=False)]
        return max([*starts, *ends], default=0) > size
    return False


def _numbers(value: Any) -> tuple[int, ...]:
    values = value if isinstance(value, tuple) else (value,)
    return tuple(one for one in values if isinstance(one, int))


def _rows_end_after(image: Image, size: int) -> bool:
    """Of rows that are not packed, as in most bitmaps."""
    tiles: Any = getattr(image, "tile", ())
    for tile in tiles[:1]:
        if tile[0] == "raw" and isinstance(tile[3], tuple) and len(tile[3]) > 1:
            return bool(tile[2] + (tile[3][1] or 0) * image.height > size)
    return False
