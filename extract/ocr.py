"""Recognition of page images, by RapidOCR with the models that ship in its wheel.

A page is turned upright and straightened first, so that the boxes of its lines lie on one
image that can be made again (``upright``). Lines are found on a reduced image and read one by
one at their own width: with the engine's own settings a page takes about twice as long, most
of it for padding and for finding lines at full size (see ``bench/ocr.py``).
"""

from __future__ import annotations

import logging
import os
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from ..errors import ExtractionError
from ..model import PageScan, ScanLine
from .page_angle import Array, skew_of, straightened, turned
from .scan_rulings import divided, rulings_of

if TYPE_CHECKING:
    from PIL.Image import Image

DETECTION_SIDE = 960
FINE_DETECTION_SIDE = 1600
LONGEST_SIDE = 4000
_FINE_PRINT = 13.0
_LEAST_INK = 2e-4
_INK_CONTRAST = 60
_SURE = 0.5
_LEAST_SKEW = 0.25
_SAMPLED_LINES = 9
_CLEAR_VOTE = 0.67
_HAN = r"\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
_SQUEEZE = 0.8
"""Width at which a line is read, of its own: a fifth faster, and no worse."""
_BLANK_BY_HAN = re.compile(rf"(?<=[{_HAN}])\s+|\s+(?=[{_HAN}])")

Quad = Any


def recognise(image: Image, page: int = 1) -> PageScan:
    """Read one page image: turned upright, straightened, line by line.

    Args:
        image: As stored, in any mode.
        page: Its number within the source.

    Returns:
        Lines with boxes in pixels of the upright image; none on a blank page.
    """
    pixels = _pixels(image)
    if _is_blank(pixels):
        height, width = pixels.shape[:2]
        return PageScan(page, width, height)
    quarter, pixels, quads = _upright(pixels)
    skew = skew_of(quads)
    if abs(skew) >= _LEAST_SKEW:
        pixels = straightened(pixels, skew)
        quads = _lines_on(pixels)
    else:
        skew = 0.0
    height, width = pixels.shape[:2]
    rulings = rulings_of(pixels)
    lines = _read(pixels, divided(quads, rulings))
    return PageScan(page, width, height, quarter, skew, _in_rows(lines), rulings)


def upright(image: Image, scan: PageScan) -> Image:
    """The image of a page turned and straightened, as the boxes of its scan's lines fit.

    Args:
        image: As it was handed to ``recognise``.
        scan: What came of it.
    """
    from PIL import Image as Images

    pixels = turned(_pixels(image), scan.turned)
    if scan.skew:
        pixels = straightened(pixels, scan.skew)
    return Images.fromarray(pixels)


def _pixels(image: Image) -> Array:
    """RGB, no longer than ``LONGEST_SIDE``."""
    pixels: Array = np.asarray(image.convert("RGB"))
    longest = max(pixels.shape[:2])
    if longest > LONGEST_SIDE:
        scale = LONGEST_SIDE / longest
        pixels = _scaled(pixels, scale)
    return pixels


def _scaled(pixels: Array, across: float, down: float | None = None) -> Array:
    down = across if down is None else down
    height, width = pixels.shape[:2]
    size = max(4, round(width * across)), max(4, round(height * down))
    result: Array = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return result


def _is_blank(pixels: Array) -> bool:
    """Whether a page shows next to no ink: no need to search it for lines."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    scale = min(1.0, 1000 / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(small, 31) if min(small.shape) > 31 else small
    ink = paper.astype(np.int16) - small > _INK_CONTRAST
    return float(ink.mean()) < _LEAST_INK and not bool(ink.sum() > 40)


# --- where the lines are ---


def _upright(pixels: Array) -> tuple[int, Array, list[Quad]]:
    """The page turned so that its lines run from left to right, and where they are."""
    quads = _lines_on(pixels)
    quarter = 0
    if _runs_down(quads):
        quarter, pixels = 90, turned(pixels, 90)
        quads = _lines_on(pixels)
    if quads and _is_upside_down(pixels, quads):
        quarter, pixels = quarter + 180, turned(pixels, 180)
        quads = _lines_on(pixels)
    return quarter, pixels, quads


def _lines_on(pixels: Array) -> list[Quad]:
    """Corners of each line; fine print is searched for on a larger image."""
    quads = _detected(pixels, DETECTION_SIDE)
    longest = max(pixels.shape[:2])
    if quads and longest > DETECTION_SIDE:
        heights = [min(_sides(quad)) for quad in quads]
        if float(np.median(heights)) * DETECTION_SIDE / longest < _FINE_PRINT:
            quads = _detected(pixels, FINE_DETECTION_SIDE)
    return quads


def _detected(pixels: Array, side: int) -> list[Quad]:
    detector = _engine()._load_det_model()
    longest = max(pixels.shape[:2])
    scale = min(1.0, side / longest)
    small = pixels
    if scale < 1:
        small = _scaled(pixels, scale)
    detector.limit_type, detector.limit_side_len = "max", max(64, max(small.shape[:2]))
    # Less than the network's stride in one direction: nothing to find.
    if min(small.shape[:2]) < 8:
        return []
    found = detector(np.ascontiguousarray(small[:, :, ::-1]))
    return [] if found.boxes is None else [quad / scale for quad in found.boxes]


def _sides(quad: Quad) -> tuple[float, float]:
    """Width and height of a line."""
    width = float(np.linalg.norm(quad[1] - quad[0]) + np.linalg.norm(quad[2] - quad[3])) / 2
    height = float(np.linalg.norm(quad[3] - quad[0]) + np.linalg.norm(quad[2] - quad[1])) / 2
    return width, height


def _runs_down(quads: list[Quad]) -> bool:
    """Whether most of the lines, by length, run down the image: the page lies on its side."""
    down = across = 0.0
    for quad in quads:
        # Not its sides: corners of a steep line come in an order that confuses them.
        width, height = (float(side) for side in np.ptp(quad, axis=0))
        if height > 1.5 * width:
            down += height
        elif width > 1.5 * height:
            across += width
    return down > across


def _is_upside_down(pixels: Array, quads: list[Quad]) -> bool:
    """What the longest lines say; where they disagree, what can be read better."""
    longest = sorted(quads, key=lambda quad: -_sides(quad)[0])[:_SAMPLED_LINES]
    crops = [_crop(pixels, quad) for quad in longest]
    votes = _engine()._load_cls_model()(crops).cls_res or []
    weights = [float(score) if "180" in label else -float(score) for label, score in votes]
    share = sum(weight for weight in weights if weight > 0) / max(
        1e-6, sum(abs(weight) for weight in weights)
    )
    if share >= _CLEAR_VOTE and len(crops) >= 3:
        return True
    if share <= 1 - _CLEAR_VOTE and len(crops) >= 3:
        return False
    return _is_read_better_turned(crops[:4])


def _is_read_better_turned(crops: list[Array]) -> bool:
    as_is = _confidence(crops)
    return as_is < 0.9 and _confidence([turned(crop, 180) for crop in crops]) > as_is + 0.05


def _confidence(crops: list[Array]) -> float:
    texts = _texts(crops)
    total = sum(len(text) for text, _ in texts)
    return sum(score * len(text) for text, score in texts) / total if total else 0.0


# --- what they say ---


def _read(pixels: Array, quads: list[Quad]) -> list[ScanLine]:
    texts = _texts([_crop(pixels, quad) for quad in quads])
    lines = []
    for quad, (text, score) in zip(quads, texts, strict=True):
        text = without_blanks_by_han(text)
        # Stamps, specks and edges of tables are read with little confidence.
        if text and score >= _SURE:
            lines.append(ScanLine(text, _bounds(quad, pixels), round(score, 4)))
    return lines


def _texts(crops: list[Array]) -> list[tuple[str, float]]:
    from rapidocr.ch_ppocr_rec.typings import TextRecInput

    if not crops:
        return []
    found = _engine()._load_rec_model()(TextRecInput(img=crops))
    return [(text, float(score)) for text, score in zip(found.txts, found.scores, strict=True)]


def _crop(pixels: Array, quad: Quad) -> Array:
    """A line cut out and laid flat."""
    width, height = (max(4, round(side)) for side in _sides(quad))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(np.asarray(quad, dtype=np.float32), target)
    crop: Array = cv2.warpPerspective(
        pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    if height >= 1.5 * width and height > 40:
        crop = np.rot90(crop).copy()
    # The models know colours in the order of OpenCV.
    return np.ascontiguousarray(_scaled(crop, _SQUEEZE, 1.0)[:, :, ::-1])


def _bounds(quad: Quad, pixels: Array) -> tuple[int, int, int, int]:
    height, width = pixels.shape[:2]
    xs, ys = np.clip(quad[:, 0], 0, width), np.clip(quad[:, 1], 0, height)
    return int(xs.min()), int(ys.min()), int(np.ceil(xs.max())), int(np.ceil(ys.max()))


def without_blanks_by_han(text: str) -> str:
    """Text without the blanks that a recogniser puts beside Chinese characters."""
    return _BLANK_BY_HAN.sub("", text.strip())


def _in_rows(lines: list[ScanLine]) -> tuple[ScanLine, ...]:
    """Lines from top to bottom; those that stand beside each other from left to right."""
    rows: list[list[ScanLine]] = []
    for line in sorted(lines, key=lambda line: (line.box[1] + line.box[3], line.box[0])):
        if rows and _beside(rows[-1][-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return tuple(line for row in rows for line in sorted(row, key=lambda line: line.box[0]))


def _beside(one: ScanLine, other: ScanLine) -> bool:
    overlap = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
    return overlap > 0.5 * min(one.box[3] - one.box[1], other.box[3] - other.box[1])


@cache
def _engine() -> Any:
    # Nothing leaves the machine: newer builds of the runtime would report on their use.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    try:
        import onnxruntime
        from rapidocr import RapidOCR
    except ImportError as error:
        raise ExtractionError("extract.no_ocr", reason=str(error)) from error
    if hasattr(onnxruntime, "disable_telemetry_events"):
        onnxruntime.disable_telemetry_events()
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    threads = int(os.environ.get("DANGHE_OCR_THREADS", "0")) or _default_threads()
    cv2.setNumThreads(threads)
    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Rec.rec_batch_num": 1,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _default_threads() -> int:
    usable = getattr(os, "sched_getaffinity", None)
    return min(4, len(usable(0)) if usable else os.cpu_count() or 1)
