"""What the objects of an OFD page draw: characters, straight strokes and pictures.

Lengths are millimetres in the file and points (1/72 inch) from the page's top left corner here.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from ..errors import LimitExceededError
from .guard import Limits
from .lines import clean
from .matrix import Matrix, Point, apply, ruling, times
from .ofd_package import child, children, local
from .pdf_tables import Box, Ruling

POINTS = 72 / 25.4
_ASCENT = 0.86
_MAX_GLYPHS = 500_000
_MAX_SEGMENTS = 20_000
_MAX_IMAGES = 1000
_THIN = 1.5
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_CHECK_EVERY = 256


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character on the page.

    Attributes:
        text: Usually one character.
        x0: Left edge.
        top: Upper edge.
        x1: Right edge.
        bottom: Lower edge.
        size: Font size as shown.
        turned: Quarter turns clockwise of its writing direction.
        spaced: A blank was written before it.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    turned: int
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """An image object: the resource, and the map of the unit square (y down) to the page."""

    resource: str
    matrix: Matrix

    @property
    def area(self) -> float:
        """In square points."""
        a, b, c, d, _, _ = self.matrix
        return abs(a * d - b * c)


@dataclass(slots=True)
class Drawn:
    """All that a page draws; each run is the glyphs of one TextCode."""

    runs: list[list[Glyph]] = field(default_factory=list)
    hidden: list[list[Glyph]] = field(default_factory=list)
    rulings: list[Ruling] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    objects: int = 0
    glyphs: int = 0
    segments: int = 0


class Walker:
    """Walks page blocks and composite objects.

    Args:
        units: Composite graphic units by id.
        limits: For the nesting.
        check: Called now and then; raises when the time is over.
    """

    def __init__(
        self, units: Mapping[str, etree._Element], limits: Limits, check: Callable[[], None]
    ) -> None:
        self._units, self._limits, self._check = units, limits, check
        self._open: list[str] = []
        self.drawn = Drawn()

    def walk(self, parent: etree._Element, matrix: Matrix, depth: int = 0) -> None:
        """Collect from all objects of a layer, block or appearance.

        Raises:
            LimitExceededError: Nested too deeply, or too many characters.
        """
        if depth > self._limits.max_nesting:
            raise LimitExceededError("extract.limit.nesting", limit=self._limits.max_nesting)
        for element in parent:
            self.drawn.objects += 1
            if self.drawn.objects % _CHECK_EVERY == 0:
                self._check()
            match local(element):
                case "TextObject":
                    self._text(element, matrix)
                case "PathObject":
                    self._path(element, matrix)
                case "ImageObject":
                    self._image(element, matrix)
                case "PageBlock":
                    self.walk(element, matrix, depth + 1)
                case "CompositeObject":
                    self._composite(element, matrix, depth)

    def _composite(self, element: etree._Element, matrix: Matrix, depth: int) -> None:
        id = (element.get("ResourceID") or "").strip()
        content = child(self._units.get(id), "Content")
        # A unit that draws itself would never end.
        if content is None or id in self._open or not _visible(element):
            return
        self._open.append(id)
        self.walk(content, times(own_matrix(element), matrix), depth + 1)
        self._open.pop()

    def _text(self, element: etree._Element, matrix: Matrix) -> None:
        placed = times(own_matrix(element), matrix)
        size = _number(element.get("Size"), 3.5)
        if not 0.01 < size < 10_000:
            return
        stretch = _number(element.get("HScale"), 1.0)
        where = self.drawn.runs if _visible(element) else self.drawn.hidden
        x = y = 0.0
        for code in children(element, "TextCode"):
            # Where X or Y is left out, that of the code before holds.
            x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
            text = clean((code.text or "").replace("\t", " ")).replace("\n", "")
            self.drawn.glyphs += len(text)
            if self.drawn.glyphs > _MAX_GLYPHS:
                raise LimitExceededError("extract.limit.text", limit=_MAX_GLYPHS)
            if run := list(_glyphs(text, code, (x, y), size, stretch, placed)):
                where.append(run)

    def _path(self, element: etree._Element, matrix: Matrix) -> None:
        if self.drawn.segments > _MAX_SEGMENTS or not _visible(element):
            return
        placed = times(own_matrix(element), matrix)
        data = child(element, "AbbreviatedData")
        tokens = ((data.text if data is not None else "") or "").split(None, 8 * _MAX_SEGMENTS)
        segments = list(_segments(tokens[: 8 * _MAX_SEGMENTS]))
        self.drawn.segments += len(segments)
        lines = [(apply(placed, one), apply(placed, two)) for one, two in segments]
        if element.get("Stroke", "true").strip() != "false":
            self.drawn.rulings += [ruling(one, two) for one, two in lines]
        elif element.get("Fill", "").strip() == "true" and lines:
            # A thin filled box is a line, too.
            points = [point for line in lines for point in line]
            box = ruling(*_corners(points))
            if min(box.x1 - box.x0, box.bottom - box.top) < _THIN:
                self.drawn.rulings.append(_thinned(box))

    def _image(self, element: etree._Element, matrix: Matrix) -> None:
        resource = (element.get("ResourceID") or "").strip()
        if len(self.drawn.pictures) < _MAX_IMAGES and _visible(element):
            box = numbers(element.get("Boundary"), 4) or (0.0, 0.0, 0.0, 0.0)
            own = numbers(element.get("CTM"), 6) or (box[2], 0.0, 0.0, box[3], 0.0, 0.0)
            a, b, c, d, e, f = own
            placed = times((a, b, c, d, e + box[0], f + box[1]), matrix)
            self.drawn.pictures.append(Picture(resource, placed))


def page_matrix(box: tuple[float, ...]) -> Matrix:
    """From millimetres inside a page box to points from its top left corner."""
    return POINTS, 0.0, 0.0, POINTS, -box[0] * POINTS, -box[1] * POINTS


def own_matrix(element: etree._Element) -> Matrix:
    """From the space of an object to its parent's: CTM, then the boundary's corner."""
    box = numbers(element.get("Boundary"), 4) or (0.0, 0.0, 0.0, 0.0)
    a, b, c, d, e, f = numbers(element.get("CTM"), 6) or (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return a, b, c, d, e + box[0], f + box[1]


def placed_at(element: etree._Element, matrix: Matrix) -> Matrix:
    """The space inside an object that has a boundary."""
    return times(own_matrix(element), matrix)


def numbers(text: str | None, count: int) -> tuple[float, ...] | None:
    """So many finite numbers from an attribute, or None."""
    try:
        found = tuple(
            float(part) for part in (text or "").replace(",", " ").split(None, count)[:count]
        )
    except ValueError:
        return None
    # Beyond this nothing is on any page, and squares would overflow.
    return found if len(found) == count and all(abs(n) < 1e9 for n in found) else None


def _number(text: str | None, default: float) -> float:
    found = numbers(text, 1)
    return found[0] if found else default


def _visible(element: etree._Element) -> bool:
    return element.get("Visible", "true").strip().lower() not in ("false", "0")


def _deltas(text: str | None, count: int) -> list[float]:
    """Steps from character to character; ``g 3 10`` stands for 10 10 10. Never more than count."""
    steps: list[float] = []
    tokens = iter((text or "").split(None, 3 * count + 3))
    for token in tokens:
        if len(steps) >= count:
            break
        repeated = 1
        if token == "g":
            repeated = int(min(_number(next(tokens, None), 0.0), count))
            token = next(tokens, "")
        steps += [_number(token, 0.0)] * min(max(0, repeated), count - len(steps))
    return steps


def _glyphs(
    text: str, code: etree._Element, start: Point, size: float, stretch: float, matrix: Matrix
) -> Iterator[Glyph]:
    across = _deltas(code.get("DeltaX"), len(text) - 1)
    down = _deltas(code.get("DeltaY"), len(text) - 1)
    a, b, c, d, _, _ = matrix
    shown = size * math.hypot(c, d)
    turned = round(math.atan2(b, a) / (math.pi / 2)) % 4
    x, y = start
    spaced = False
    for index, character in enumerate(text):
        width = size * stretch * _width(character)
        if not character.isspace():
            one = apply(matrix, (x, y - _ASCENT * size))
            two = apply(matrix, (x + width, y + (1 - _ASCENT) * size))
            yield Glyph(character, *_box(one, two), shown, turned, spaced)
        spaced = character.isspace()
        if index < len(across):
            x += across[index]
        elif not down:
            x += width
        y += down[index] if index < len(down) else 0.0


def _width(character: str) -> float:
    """Advance in font sizes; combining marks add none."""
    if unicodedata.combining(character):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5


def _segments(tokens: list[str]) -> Iterator[tuple[Point, Point]]:
    """Straight strokes of a path; curves only move the pen."""
    here = start = (0.0, 0.0)
    at = 0
    while at < len(tokens):
        operator = tokens[at].upper()
        count = _OPERANDS.get(operator, 0)
        if operator == "C":
            yield here, start
            here = start
        elif count and (operands := numbers(" ".join(tokens[at + 1 : at + 1 + count]), count)):
            point = (operands[-2], operands[-1])
            if operator == "L":
                yield here, point
            elif operator in "SM":
                start = point
            here = point
        at += 1 + count


def _box(one: Point, two: Point) -> Box:
    (x0, x1), (y0, y1) = sorted((one[0], two[0])), sorted((one[1], two[1]))
    return x0, y0, x1, y1


def _corners(points: list[Point]) -> tuple[Point, Point]:
    xs, ys = zip(*points, strict=True)
    return (min(xs), min(ys)), (max(xs), max(ys))


def _thinned(box: Ruling) -> Ruling:
    """The middle line of a thin box."""
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    if box.x1 - box.x0 > box.bottom - box.top:
        return Ruling(box.x0, y, box.x1, y)
    return Ruling(x, box.top, x, box.bottom)
