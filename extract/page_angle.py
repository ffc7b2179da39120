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


def skew_of(quads: Sequence[Any]) -> float:
    """Degrees clockwise by which an image must be turned so that its lines run level.

    The median over long lines, weighted by length: stamps and single words do not count.

    Args:
        quads: Corners of the lines, from the upper left one clockwise.
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
        return 0.0
    order = np.argsort(angles)
    weights = np.cumsum(np.asarray(lengths)[order])
    middle = int(np.searchsorted(weights, weights[-1] / 2))
    return -float(angles[order[middle]])
