"""Recognition of page images, by RapidOCR with the models that ship in its wheel."""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from ..model import PageScan, ScanLine

if TYPE_CHECKING:
    from PIL.Image import Image


def recognise(image: Image, page: int = 1) -> PageScan:
    """Read one page image: turned upright, straightened, line by line.

    Args:
        image: As stored, in any mode.
        page: Its number within the source.
    """
    found = _engine()(np.asarray(image.convert("RGB")))
    lines = tuple(
        ScanLine(text, _bounds(box), float(score))
        for text, box, score in zip(
            found.txts or (),
            () if found.boxes is None else found.boxes,
            found.scores or (),
            strict=True,
        )
    )
    return PageScan(page, image.width, image.height, lines=lines)


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.WARNING)
    return RapidOCR(params={"Global.log_level": "warning"})


def _bounds(box: Any) -> tuple[int, int, int, int]:
    xs, ys = box[:, 0], box[:, 1]
    return int(xs.min()), int(ys.min()), int(xs.max()), int(ys.max())


def upright(image: Image, scan: PageScan) -> Image:
    """The image turned and straightened as it was read."""
    return image.rotate(-scan.turned, expand=True) if scan.turned else image
