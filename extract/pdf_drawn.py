"""What a PDF page draws besides text: ruling lines and pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as raw

from .matrix import IDENTITY, Matrix, ruling, times
from .pdf_tables import Ruling

MAX_SEGMENTS = 20_000
_MAX_DEPTH = 8
_LAYER = 0.9
_TEXT, _PATH, _IMAGE, _FORM = (
    raw.FPDF_PAGEOBJ_TEXT,
    raw.FPDF_PAGEOBJ_PATH,
    raw.FPDF_PAGEOBJ_IMAGE,
    raw.FPDF_PAGEOBJ_FORM,
)


@dataclass(slots=True)
class Drawn:
    """What a page draws besides text; coordinates as drawn, y upwards.

    Attributes:
        rulings: Straight strokes.
        objects: Of any kind, text included.
        texts: Objects of text.
        segments: Of all paths.
        image_area: Of all pictures, in square points.
        largest: Area of the largest one.
        image_dots: Dots per point of the largest picture; of its finest layer.
    """

    rulings: list[Ruling] = field(default_factory=list)
    objects: int = 0
    texts: int = 0
    segments: int = 0
    image_area: float = 0.0
    image_dots: float = 0.0
    largest: float = 0.0


def drawn_on(page: Any) -> Drawn:
    """Look through the objects of an open page."""
    drawn = Drawn()
    _collect(page, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, drawn)
    return drawn


def _collect(
    parent: Any,
    count: Callable[[Any], int],
    get: Callable[[Any, int], Any],
    drawn: Drawn,
    matrix: Matrix = IDENTITY,
    depth: int = 0,
) -> None:
    kind_of = raw.FPDFPageObj_GetType
    total = max(0, count(parent))
    drawn.objects += total
    for index in range(total):
        item = get(parent, index)
        kind = kind_of(item)
        if kind == _TEXT:
            drawn.texts += 1
            continue
        if kind == _PATH and drawn.segments <= MAX_SEGMENTS:
            _add_rulings(item, times(_matrix(item), matrix), drawn)
        elif kind == _IMAGE:
            _add_picture(item, times(_matrix(item), matrix), drawn)
        elif kind == _FORM and depth < _MAX_DEPTH:
            own = times(_matrix(item), matrix)
            counts, gets = raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject
            _collect(item, counts, gets, drawn, own, depth + 1)


def _matrix(item: Any) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, ctypes.byref(found)):
        return IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _add_picture(item: Any, matrix: Matrix, drawn: Drawn) -> None:
    a, b, c, d, _, _ = matrix
    area = abs(a * d - b * c)
    drawn.image_area += area
    if area <= _LAYER * drawn.largest:
        return
    width, height = ctypes.c_uint(), ctypes.c_uint()
    if raw.FPDFImageObj_GetImagePixelSize(item, ctypes.byref(width), ctypes.byref(height)):
        dots = (width.value * height.value / area) ** 0.5
        # Scans come in layers: a coarse picture of the paper and a fine one of the ink.
        is_layer = _LAYER * area <= drawn.largest
        drawn.image_dots = max(dots, drawn.image_dots) if is_layer else dots
        drawn.largest = max(area, drawn.largest)


def _add_rulings(item: Any, matrix: Matrix, drawn: Drawn) -> None:
    """Straight strokes of a path, closing strokes included."""
    count = raw.FPDFPath_CountSegments(item)
    drawn.segments += max(0, count)
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    at_x, at_y = ctypes.byref(x), ctypes.byref(y)
    here = start = (0.0, 0.0)
    for index in range(min(count, MAX_SEGMENTS)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, at_x, at_y)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            here = start = point
            continue
        if kind == raw.FPDF_SEGMENT_LINETO:
            drawn.rulings.append(ruling(here, point))
        here = point
        if raw.FPDFPathSegment_GetClose(segment) and here != start:
            drawn.rulings.append(ruling(here, start))
            here = start
