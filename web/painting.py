"""What a worker process does with a page: its image as JPEG, and where its text stands.

Bytes of others are read here and nowhere else in the server: a file that crashes its reader
takes a worker down, and no page of anybody else.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..extract import Limits, Options, limit_process, page_image, page_lines, upright
from ..model import PageLines, PageScan

LONGEST_SIDE = 2000
_QUALITY = 82
_COVER = (92, 96, 98)

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Picture:
    """The image of a page.

    Attributes:
        jpeg: Its bytes.
        width: In pixels.
        height: Likewise.
    """

    jpeg: bytes
    width: int
    height: int


def set_up() -> None:
    """Bound the memory of this process."""
    limit_process(Limits())


def ready() -> None:
    """Nothing; a worker that has done it is ready for more."""


def paint(path: Path, number: int, scan: PageScan | None, cover: Sequence[Box]) -> Picture:
    """The image of a page.

    Args:
        path: Of the file.
        number: Of the page, from 1.
        scan: What recognition read on it, for turning it upright.
        cover: What to hide: x0, top, x1, bottom, as parts of width and height.

    Raises:
        ExtractionError: The page has no image.
    """
    from PIL import ImageDraw

    image = page_image(path, number, Options())
    image = (upright(image, scan) if scan else image).convert("RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    drawing = ImageDraw.Draw(image)
    for x0, top, x1, bottom in cover:
        width, height = image.size
        drawing.rectangle((x0 * width, top * height, x1 * width, bottom * height), fill=_COVER)
    written = io.BytesIO()
    image.save(written, "JPEG", quality=_QUALITY, optimize=False)
    return Picture(written.getvalue(), *image.size)


def placed_lines(path: Path, number: int) -> PageLines | None:
    """Where the text layer of a page stands; None where it has none."""
    found = page_lines(path, number)
    return found if found and found.lines else None


def size(path: Path, number: int) -> tuple[int, int]:
    """Width and height of a page's image.

    Raises:
        ExtractionError: The page has no image.
    """
    return page_image(path, number, Options()).size
