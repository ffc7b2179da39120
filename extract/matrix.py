"""Plane transformations, as PDF and OFD write them."""

from __future__ import annotations

from .pdf_tables import Ruling

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def times(first: Matrix, then: Matrix) -> Matrix:
    """One transformation after another; cheap where the second is ``IDENTITY`` itself."""
    if then is IDENTITY:
        return first
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def apply(matrix: Matrix, point: Point) -> Point:
    """A point where a transformation puts it."""
    a, b, c, d, e, f = matrix
    return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f


def ruling(one: Point, other: Point) -> Ruling:
    """The stroke between two points."""
    (x0, y0), (x1, y1) = one, other
    return Ruling(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
