"""Ruling lines on the image of a page, and lines of text that run across them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import cv2
import numpy as np

from .page_angle import Array

Stroke = tuple[int, int, int, int]

_WORKING_SIDE = 1600
_SHORTEST = 0.018
_LONGEST_GAP = 6
_MOST = 600
_THICKEST = 7
_MARGIN = 0.35


def rulings_of(pixels: Array) -> tuple[Stroke, ...]:
    """Level and upright strokes, by opening the ink with long thin shapes.

    Args:
        pixels: RGB, straightened.

    Returns:
        x0, top, x1, bottom of each, as a line without thickness; none where they make no table.
    """
    scale = min(1.0, _WORKING_SIDE / max(pixels.shape[:2]))
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    if scale < 1:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15
    )
    length = max(24, round(_SHORTEST * 2 * max(grey.shape)))
    level = _strokes(ink, (length, 1))
    upright = _strokes(ink, (1, length))
    if len(level) < 2 or len(upright) < 2 or len(level) + len(upright) > _MOST:
        return ()
    strokes: list[tuple[float, float, float, float]]
    strokes = [(x, y + h / 2, x + w, y + h / 2) for x, y, w, h in level if h <= _THICKEST]
    strokes += [(x + w / 2, y, x + w / 2, y + h) for x, y, w, h in upright if w <= _THICKEST]
    return tuple(
        (round(a / scale), round(b / scale), round(c / scale), round(d / scale))
        for a, b, c, d in strokes
    )


def _strokes(ink: Any, shape: tuple[int, int]) -> list[tuple[int, int, int, int]]:
    """Bounding boxes (x, y, width, height) of what is as long as the shape; gaps are closed."""
    across = (_LONGEST_GAP, 1) if shape[0] > 1 else (1, _LONGEST_GAP)
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones(across[::-1], np.uint8))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones(shape[::-1], np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(opened)
    return [(int(s[0]), int(s[1]), int(s[2]), int(s[3])) for s in stats[1:]]


def divided(quads: Sequence[Any], rulings: Sequence[Stroke]) -> list[Any]:
    """Lines of text cut where an upright ruling passes through: they are in different cells."""
    upright = [(x0, top, bottom) for x0, top, x1, bottom in rulings if x0 == x1]
    if not upright:
        return list(quads)
    return [piece for quad in quads for piece in _pieces(quad, upright)]


def _pieces(quad: Any, upright: Sequence[tuple[int, int, int]]) -> list[Any]:
    xs, ys = quad[:, 0], quad[:, 1]
    left, right, top, bottom = xs.min(), xs.max(), ys.min(), ys.max()
    height = bottom - top
    inside = _MARGIN * height
    cuts = sorted(
        x
        for x, upper, lower in upright
        if left + inside < x < right - inside and upper <= top + inside and lower >= bottom - inside
    )
    if not cuts or right - left < height:
        return [quad]
    edges = [float(left), *map(float, cuts), float(right)]
    return [
        np.array([[a, top], [b, top], [b, bottom], [a, bottom]], dtype=np.float32)
        for a, b in pairwise(edges)
        if b - a > inside
    ]
