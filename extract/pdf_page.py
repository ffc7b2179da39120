"""One page of a PDF through pdfium: lines, ruled tables, and how far both can be trusted."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from .lines import clean
from .pdf_lines import Line, in_reading_order
from .pdf_tables import Box, Grid, Ruling, grids
from .plausible import is_garbled

_BREAK = re.compile(r"[\r\n ]")
_LINE_END = re.compile(r"[\r\n]")
_MOST_RUNS = 200
_OVERLAP = 0.3
_CHINESE_SPACE = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef]) (?=[\u2e80-\u9fff\uff00-\uffef])")
_HYPHENS = "\x02\xad\ufffe"
_HYPHEN = re.compile(f"[{_HYPHENS}]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SHOWN_ANNOTATIONS = (raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_WIDGET)
_MAX_DEPTH = 8
_MAX_SEGMENTS = 20_000
_MIN_RULINGS = 4
_FEW_CHARACTERS = 20
_FULL_PAGE = 0.6
_TIGHT_SPACE = 0.8
_WIDE_SPACE = 1.2

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class PageText:
    """What one page gave.

    Attributes:
        number: From 1.
        width: In points, as shown.
        height: In points, as shown.
        lines: Lines and tables in reading order.
        scanned: A picture covers it and it bears no text, or next to none.
        textless: It shows something but has no text.
        garbled: Its characters are mostly no real ones.
        tables_failed: Ruling lines were there, but no cells could be made of them.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...] = ()
    scanned: bool = False
    textless: bool = False
    garbled: bool = False
    tables_failed: bool = False


@dataclass(slots=True)
class _Drawn:
    """What a page draws besides text."""

    rulings: list[Ruling] = field(default_factory=list)
    objects: int = 0
    segments: int = 0
    image_area: float = 0.0


def read_page(document: pdfium.PdfDocument, index: int) -> PageText:
    """Read a page; all handles are closed again.

    Args:
        document: Open.
        index: From 0.

    Raises:
        pdfium.PdfiumError: The page cannot be loaded.
    """
    page = document[index]
    try:
        if _has_shown_annotations(page):
            # Filled-in form fields and stamps are no page content until flattened.
            page.flatten()
            page.close()
            page = document[index]
        text = page.get_textpage()
        try:
            return _Page(page, text, index + 1).read()
        finally:
            text.close()
    finally:
        page.close()


def _has_shown_annotations(page: pdfium.PdfPage) -> bool:
    for index in range(max(0, raw.FPDFPage_GetAnnotCount(page))):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        subtype = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if subtype in _SHOWN_ANNOTATIONS:
            return True
    return False


class _Page:
    def __init__(self, page: pdfium.PdfPage, text: pdfium.PdfTextPage, number: int) -> None:
        self._page, self._text, self._number = page, text, number
        self._width, self._height = page.get_size()
        self._rotation = page.get_rotation()
        self._bounds = page.get_bbox()
        self._box = raw.FS_RECTF()
        self._box_pointer = ctypes.byref(self._box)
        self._units = self._characters()

    def read(self) -> PageText:
        drawn = _Drawn()
        _collect(self._page, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, drawn)
        tables, failed = self._tables(drawn)
        lines = in_reading_order(list(self._lines(tables)), self._width)
        visible = "".join("".join(line.text.split()) for line in lines)
        covered = drawn.image_area > _FULL_PAGE * self._width * self._height
        return PageText(
            self._number,
            self._width,
            self._height,
            tuple(lines),
            scanned=(drawn.image_area > 0 and not visible)
            or (covered and len(visible) < _FEW_CHARACTERS),
            textless=not visible and drawn.objects > 0,
            garbled=is_garbled(visible),
            tables_failed=failed,
        )

    def _characters(self) -> str:
        """The page's UTF-16 units, one for each of pdfium's characters, pairs not yet joined."""
        count = self._text.count_chars()
        buffer = (ctypes.c_ushort * (count + 1))()
        if raw.FPDFText_GetText(self._text, 0, count, buffer) == count + 1:
            return "".join(map(chr, buffer[:count]))
        # Some characters are left out of the whole text; asked singly they keep their index.
        units = (raw.FPDFText_GetUnicode(self._text, index) & 0xFFFF for index in range(count))
        return "".join(map(chr, units))

    def _place(self, index: int) -> Box:
        """Box of a character (x0, top, x1, bottom), as the page is shown."""
        raw.FPDFText_GetLooseCharBox(self._text, index, self._box_pointer)
        box = self._box
        return self._shown(box.left, box.bottom, box.right, box.top)

    def _shown(self, left: float, bottom: float, right: float, top: float) -> Box:
        x0, y0, x1, y1 = self._bounds
        if self._rotation == 90:
            return bottom - y0, left - x0, top - y0, right - x0
        if self._rotation == 180:
            return x1 - right, bottom - y0, x1 - left, top - y0
        if self._rotation == 270:
            return y1 - top, x1 - right, y1 - bottom, x1 - left
        return left - x0, y1 - top, right - x0, y1 - bottom

    def _tables(self, drawn: _Drawn) -> tuple[list[Grid], bool]:
        if not len(drawn.rulings) >= _MIN_RULINGS or drawn.segments > _MAX_SEGMENTS:
            return [], False
        shown = [
            Ruling(*self._shown(r.x0, r.top, r.x1, r.bottom))  # top and bottom as drawn: y upwards
            for r in drawn.rulings
        ]
        try:
            return grids(shown), False
        except Exception:
            # The cells are a convenience; the text must come through regardless.
            return [], True

    def _lines(self, tables: list[Grid]) -> Iterator[Line]:
        """Lines as drawn, and tables filled with theirs."""
        for start, end in self._stretches():
            if tables:
                yield from self._divided(start, end, tables)
            elif line := self._line(start, end):
                yield line
        for table in tables:
            if not table.empty:
                yield table.line()

    def _stretches(self) -> Iterator[tuple[int, int]]:
        """Spans of units between line ends and wide gaps, as between columns."""
        start = 0
        breaks = _BREAK if self._has_gaps() else _LINE_END
        for mark in breaks.finditer(self._units):
            index = mark.start()
            if mark[0] == " " and not self._is_wide_gap(index):
                continue
            if index > start:
                yield start, index
            start = index + 1
        if start < len(self._units):
            yield start, len(self._units)

    def _has_gaps(self) -> bool:
        """Whether text stands beside other text anywhere.

        Asking pdfium once for each run of text spares asking about every blank.
        """
        count = raw.FPDFText_CountRects(self._text, 0, -1)
        if count > _MOST_RUNS:
            return True
        left, top, right, bottom = (ctypes.c_double() for _ in range(4))
        places = tuple(map(ctypes.byref, (left, top, right, bottom)))
        spans = []
        for index in range(count):
            raw.FPDFText_GetRect(self._text, index, *places)
            low, high = sorted((bottom.value, top.value))
            across = sorted((left.value, right.value))
            spans.append((low, high) if self._rotation in (0, 180) else (across[0], across[1]))
        spans.sort()
        return any(
            min(one[1], other[1]) - other[0] > _OVERLAP * min(one[1] - one[0], other[1] - other[0])
            for one, other in pairwise(spans)
        )

    def _is_wide_gap(self, index: int) -> bool:
        if raw.FPDFText_IsGenerated(self._text, index) != 1:
            return False
        if not 0 < index < len(self._units) - 1:
            return False
        left, right = self._place(index - 1), self._place(index + 1)
        return right[0] - left[2] > _WIDE_SPACE * (left[3] - left[1])

    def _divided(self, start: int, end: int, tables: list[Grid]) -> Iterator[Line]:
        """A stretch cut where it enters or leaves a cell."""
        first, current = start, self._cell(start, tables)
        for index in range(start + 1, end):
            if _is_blank(self._units[index]) or (cell := self._cell(index, tables)) == current:
                continue
            yield from self._put(first, index, current)
            first, current = index, cell
        yield from self._put(first, end, current)

    def _put(self, start: int, end: int, cell: tuple[Grid, Box] | None) -> Iterator[Line]:
        """A stretch goes into its cell, or becomes a line where it is in none."""
        line = self._line(start, end)
        if line and cell:
            cell[0].add(cell[1], line)
        elif line:
            yield line

    def _cell(self, index: int, tables: list[Grid]) -> tuple[Grid, Box] | None:
        x0, top, x1, bottom = self._place(index)
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        return next(((t, cell) for t in tables if (cell := t.cell_at(x, y))), None)

    def _line(self, start: int, end: int) -> Line | None:
        """Text of a stretch with the box of its first and last characters."""
        while start < end and _is_blank(self._units[start]):
            start += 1
        while end > start and _is_blank(self._units[end - 1]):
            end -= 1
        text = clean(_plain(self._without_tight_spaces(start, end))).strip()
        if not text:
            return None
        first, last = self._place(start), self._place(end - 1)
        return Line(
            text,
            min(first[0], last[0]),
            max(first[2], last[2]),
            min(first[1], last[1]),
            max(first[3], last[3]),
        )

    def _without_tight_spaces(self, start: int, end: int) -> str:
        """Units of a stretch without the spaces that pdfium guesses between Chinese characters."""
        pieces, kept = [], start
        for space in _CHINESE_SPACE.finditer(self._units, start, end):
            if self._is_guess(space.start()):
                pieces.append(self._units[kept : space.start()])
                kept = space.end()
        return "".join([*pieces, self._units[kept:end]])

    def _is_guess(self, index: int) -> bool:
        if raw.FPDFText_IsGenerated(self._text, index) != 1:
            return False
        left, right = self._place(index - 1), self._place(index + 1)
        return 0 <= right[0] - left[2] < _TIGHT_SPACE * (left[3] - left[1])


def _is_blank(unit: str) -> bool:
    return unit <= " " and unit not in _HYPHENS


def _plain(units: str) -> str:
    """Units as text: pdfium's signs for a line-end hyphen replaced, surrogate pairs joined."""
    text = _HYPHEN.sub("-", units)
    if _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _collect(
    parent: Any,
    count: Callable[[Any], int],
    get: Callable[[Any, int], Any],
    drawn: _Drawn,
    matrix: Matrix = _IDENTITY,
    depth: int = 0,
) -> None:
    """Gather ruling lines and pictures of a page or form, coordinates as drawn."""
    for index in range(max(0, count(parent))):
        item = get(parent, index)
        kind = raw.FPDFPageObj_GetType(item)
        drawn.objects += 1
        if kind == raw.FPDF_PAGEOBJ_PATH and drawn.segments <= _MAX_SEGMENTS:
            _add_rulings(item, _times(_matrix(item), matrix), drawn)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            a, b, c, d, _, _ = _times(_matrix(item), matrix)
            drawn.image_area += abs(a * d - b * c)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            own = _times(_matrix(item), matrix)
            counts, gets = raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject
            _collect(item, counts, gets, drawn, own, depth + 1)


def _matrix(item: Any) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, ctypes.byref(found)):
        return _IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(first: Matrix, then: Matrix) -> Matrix:
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


def _add_rulings(item: Any, matrix: Matrix, drawn: _Drawn) -> None:
    """Straight strokes of a path, closing strokes included."""
    count = raw.FPDFPath_CountSegments(item)
    drawn.segments += max(0, count)
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    here = start = (0.0, 0.0)
    for index in range(min(count, _MAX_SEGMENTS)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            drawn.rulings.append(_ruling(here, point))
        here = point
        if raw.FPDFPathSegment_GetClose(segment) and here != start:
            drawn.rulings.append(_ruling(here, start))
            here = start


def _ruling(one: tuple[float, float], other: tuple[float, float]) -> Ruling:
    (x0, x1), (y0, y1) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    return Ruling(x0, y0, x1, y1)
