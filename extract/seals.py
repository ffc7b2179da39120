"""Red seals taken off a page's image, so that the words under them can be read."""

from __future__ import annotations

import cv2
import numpy as np

from .page_angle import Array

_WORKING_SIDE = 1000
_REDDER = 40
_SMALLEST, _LARGEST = 0.05, 0.25
_SLIMMEST = 0.55
_FULLEST = 0.5
_GROWN = 7
_MARGIN = 0.01


def without_seals(pixels: Array) -> Array:
    """The page with round and oval red seals bleached: under a red light their ink is paper.

    Only there: red letterheads stay, and so do red covers and name chops, whose words are the
    paper that the ink leaves out.

    Args:
        pixels: RGB.

    Returns:
        The same array where there is no seal.
    """
    height, width = pixels.shape[:2]
    scale = min(1.0, _WORKING_SIDE / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    red = _red(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))
    if not red.any():
        return pixels
    grown = cv2.dilate(red, np.ones((_GROWN, _GROWN), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(grown)
    bleached = pixels
    for x, y, wide, high, _ in stats[1:]:
        if not _is_seal(red[y : y + high, x : x + wide], max(size)):
            continue
        if bleached is pixels:
            bleached = pixels.copy()
        margin = _MARGIN * max(height, width)
        left, top = max(0, int(x / scale - margin)), max(0, int(y / scale - margin))
        right, bottom = int((x + wide) / scale + margin), int((y + high) / scale + margin)
        region = bleached[top:bottom, left:right]
        region[:] = region[:, :, :1]
    return bleached


def _red(pixels: Array) -> Array:
    """1 where red outweighs green and blue, 0 elsewhere."""
    red, green, blue = (pixels[:, :, n].astype(np.int16) for n in range(3))
    found: Array = (red - np.maximum(green, blue) > _REDDER).astype(np.uint8)
    return found


def _is_seal(red: Array, longest: int) -> bool:
    """Whether a patch of red has the size, shape and paleness of a seal.

    Args:
        red: 1 for ink, over the patch's bounding box.
        longest: Longer side of the page.
    """
    small, large = min(red.shape), max(red.shape)
    fits = _SMALLEST * longest <= small and large <= _LARGEST * longest
    return fits and small >= _SLIMMEST * large and float(red.mean()) <= _FULLEST
