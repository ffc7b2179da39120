"""How a page lies on its image: quarter turns and skew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]

_LONG = 6.0
_STEEPEST = 20.0
_WORKING_SIDE = 1000
_CLEARER = 1.3
_WIDEST = 8.0
_TURNS = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}


def turned(pixels: Array, degrees: int) -> Array:
    """An image turned clockwise by 0, 90, 180 or 270 degrees."""
    if not degrees % 360:
        return pixels
    result: Array = cv2.rotate(pixels, _TURNS[degrees % 360])
    return result


def straightened(pixels: Array, degrees: float) -> Array:
    """An image turned clockwise by a few degrees, on a canvas that holds all of it.

    What comes in from outside takes the colour of the paper, the median of the edges.
    """
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    cosine, sine = abs(matrix[0, 0]), abs(matrix[0, 1])
    wide, high = round(height * sine + width * cosine), round(height * cosine + width * sine)
    matrix[0, 2] += wide / 2 - width / 2
    matrix[1, 2] += high / 2 - height / 2
    edge = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    paper = [float(value) for value in np.median(edge, axis=0)]
    result: Array = cv2.warpAffine(
        pixels, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderValue=paper
    )
    return result


def skew_of(quads: Sequence[Any]) -> float | None:
    """Degrees clockwise by which an image must be turned so that its lines run level.

    The median over long lines, weighted by length: stamps and single words do not count.

    Args:
        quads: Corners of the lines, from the upper left one clockwise.

    Returns:
        None where there are no long lines, as in a register of short cells.
    """
    angles, lengths = [], []
    for quad in quads:
        along = (quad[1] - quad[0]) + (quad[2] - quad[3])
        across = (quad[3] - quad[0]) + (quad[2] - quad[1])
        length, thickness = float(np.hypot(*along)), float(np.hypot(*across))
        angle = float(np.degrees(np.arctan2(along[1], along[0])))
        if length > _LONG * thickness and abs(angle) < _STEEPEST:
            angles.append(angle)
            lengths.append(length)
    if not angles:
        return None
    order = np.argsort(angles)
    weights = np.cumsum(np.asarray(lengths)[order])
    middle = int(np.searchsorted(weights, weights[-1] / 2))
    return -float(angles[order[middle]])


def refined(pixels: Array, guess: float | None) -> float:
    """The skew near a first guess at which the rows of ink stand out most, if clearly so.

    The boxes of short cells tell an angle to half a degree only; ruled tables need better.

    Args:
        pixels: RGB, not yet straightened.
        guess: As from ``skew_of``.
    """
    scale = min(1.0, _WORKING_SIDE / max(pixels.shape[:2]))
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    size = max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale))
    grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    ink = cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15
    )
    best = guess or 0.0
    clearest = _CLEARER * _clearness(ink, best)
    wide = ((_WIDEST, 0.2),) if guess is None else ()
    for reach, step in (*wide, (0.6, 0.15), (0.1, 0.025)):
        for angle in np.arange(-reach, reach + step / 2, step) + best:
            clearness = _clearness(ink, float(angle))
            if clearness > clearest:
                best, clearest = float(angle), clearness
    return best


def _clearness(ink: Array, angle: float) -> float:
    """How sharply rows of ink and of paper part on an image turned clockwise by an angle."""
    height, width = ink.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0)
    rows = cv2.warpAffine(ink, matrix, (width, height)).mean(axis=1)
    return float(np.square(np.diff(rows)).sum())
