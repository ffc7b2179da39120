"""One page of a PDF through pdfium: lines, ruled tables, and how far both can be trusted."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from .lines import clean
from .pdf_drawn import MAX_SEGMENTS, Drawn, drawn_on
from .pdf_lines import Line, in_reading_order
from .pdf_tables import Box, Grid, Ruling, grids
from .pdf_units import UNPLAIN, is_blank, plain, units_of
from .plausible import is_garbled, is_plain_ascii

_BREAK = re.compile(r"[\r\n ]")
_WORD = re.compile(r"[^\x00\x01\x03-\x20]+")
_WHOLE_LINE = re.compile(r"[^\r\n]+")
_MOST_RUNS = 200
_OVERLAP = 0.3
_CHINESE = r"[\u2e80-\u9fff\uff00-\uffef]"
# The blank first: a fixed first character is found fastest.
_CHINESE_SPACE = re.compile(f" (?<={_CHINESE} )(?={_CHINESE})")
_SHOWN_ANNOTATIONS = (raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_WIDGET)
_MIN_RULINGS = 4
_FEW_CHARACTERS = 20
_MANY_CHARACTERS = 200
_MARGIN = 0.1
_FULL_PAGE = 0.6
_TIGHT_SPACE = 0.8
_char_box = raw.FPDFText_GetLooseCharBox
_WIDE_SPACE = 1.2


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


def read_page(document: pdfium.PdfDocument, index: int) -> PageText:
    """Read a page; all handles are closed again.

    Args:
        document: Open.
        index: From 0.

    Raises:
        pdfium.PdfiumError: The page cannot be loaded.
    """
    with opened_page(document, index) as page:
        if not _has_shown_annotations(page):
            return _read(page, index)
        # Filled-in form fields and stamps are no page content until flattened.
        raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    with opened_page(document, index) as page:
        return _read(page, index)


def _read(page: Any, index: int) -> PageText:
    text = raw.FPDFText_LoadPage(page)
    if not text:
        raise pdfium.PdfiumError("Failed to load text page.")
    try:
        return _Page(page, text, index + 1).read()
    finally:
        raw.FPDFText_ClosePage(text)


@contextmanager
def opened_page(document: pdfium.PdfDocument, index: int) -> Iterator[Any]:
    """A page's handle, without pypdfium2's bookkeeping: that costs as much as a short page.

    Raises:
        pdfium.PdfiumError: It cannot be loaded.
    """
    page = raw.FPDF_LoadPage(document, index)
    if not page:
        raise pdfium.PdfiumError("Failed to load page.")
    if document.formenv:
        raw.FORM_OnAfterLoadPage(page, document.formenv)
    try:
        yield page
    finally:
        if document.formenv:
            raw.FORM_OnBeforeClosePage(page, document.formenv)
        raw.FPDF_ClosePage(page)


def _has_shown_annotations(page: Any) -> bool:
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
    def __init__(self, page: Any, text: Any, number: int) -> None:
        self._page, self._text, self._number = page, text, number
        self._width, self._height = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
        self._rotation = 90 * (raw.FPDFPage_GetRotation(page) % 4)
        self._box = raw.FS_RECTF()
        self._box_pointer = ctypes.byref(self._box)
        if not raw.FPDF_GetPageBoundingBox(page, self._box_pointer):
            raise pdfium.PdfiumError("Failed to get page bounding box.")
        box = self._box
        self._bounds = (box.left, box.bottom, box.right, box.top)
        self._places: dict[int, Box] = {}
        self._drawn = Drawn()
        self._units = units_of(text)
        # Most pages need neither check line by line.
        is_latin = is_plain_ascii(self._units)
        self._is_plain = is_latin or UNPLAIN.search(self._units) is None
        self._has_chinese_spaces = not is_latin and bool(_CHINESE_SPACE.search(self._units))

    def read(self) -> PageText:
        self._drawn = drawn = drawn_on(self._page)
        tables, failed = self._tables(drawn)
        lines = in_reading_order(list(self._lines(tables)), self._width)
        covered = drawn.image_area > _FULL_PAGE * self._width * self._height
        return PageText(
            self._number,
            self._width,
            self._height,
            tuple(lines),
            scanned=(drawn.image_area > 0 and not lines) or (covered and self._is_marginal(lines)),
            textless=not lines and drawn.objects > 0,
            garbled=is_garbled(self._units),
            tables_failed=failed,
        )

    def _is_marginal(self, lines: list[Line]) -> bool:
        """Whether there is next to no text but in the margins, where stamps and numbers stand."""
        sizes = [len("".join(line.text.split())) for line in lines]
        if sum(sizes) >= _MANY_CHARACTERS:
            return False
        upper, lower = _MARGIN * self._height, (1 - _MARGIN) * self._height
        inside = (
            size
            for size, line in zip(sizes, lines, strict=True)
            if line.top < lower and line.bottom > upper
        )
        return sum(inside) < _FEW_CHARACTERS

    def _place(self, index: int) -> Box:
        """Box of a character (x0, top, x1, bottom), as the page is shown."""
        place = self._places.get(index)
        if place is None:
            _char_box(self._text, index, self._box_pointer)
            box = self._box
            place = self._shown(box.left, box.bottom, box.right, box.top)
            self._places[index] = place
        return place

    def _shown(self, left: float, bottom: float, right: float, top: float) -> Box:
        x0, y0, x1, y1 = self._bounds
        if not self._rotation:
            return left - x0, y1 - top, right - x0, y1 - bottom
        if self._rotation == 90:
            return bottom - y0, left - x0, top - y0, right - x0
        if self._rotation == 180:
            return x1 - right, bottom - y0, x1 - left, top - y0
        return y1 - top, x1 - right, y1 - bottom, x1 - left

    def _tables(self, drawn: Drawn) -> tuple[list[Grid], bool]:
        if not len(drawn.rulings) >= _MIN_RULINGS or drawn.segments > MAX_SEGMENTS:
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
        # Cells stand beside each other: no need to ask.
        for start, end in self._stretches(gaps=bool(tables) or self._has_gaps()):
            if tables:
                yield from self._divided(start, end, tables)
            elif line := self._line(start, end):
                yield line
        for table in tables:
            if not table.empty:
                yield table.line()

    def _stretches(self, *, gaps: bool) -> Iterator[tuple[int, int]]:
        """Spans of units between line ends and wide gaps, as between columns."""
        if not gaps:
            yield from self._whole_lines()
            return
        start = 0
        for mark in _BREAK.finditer(self._units):
            index = mark.start()
            if mark[0] == " " and not self._is_wide_gap(index):
                continue
            if index > start:
                yield start, index
            start = index + 1
        if start < len(self._units):
            yield start, len(self._units)

    def _whole_lines(self) -> Iterator[tuple[int, int]]:
        start = 0
        # Every line of pdfium's ends so; a split is many times faster than a search.
        for line in self._units.split("\r\n"):
            end = start + len(line)
            if line and "\n" not in line and "\r" not in line:
                yield start, end
            else:
                yield from (m.span() for m in _WHOLE_LINE.finditer(self._units, start, end))
            start = end + 2

    def _has_gaps(self) -> bool:
        """Whether text stands beside other text anywhere.

        Asking pdfium once for each run of text spares asking about every blank.
        """
        if " " not in self._units:
            return False
        lines = sum(map(bool, map(str.strip, self._units.split("\n"))))
        if self._drawn.texts <= lines:
            # One object a line, as far as there are blanks in it.
            return False
        count = raw.FPDFText_CountRects(self._text, 0, -1)
        if count > _MOST_RUNS:
            return True
        if count <= lines:
            return False
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

    def _divided(self, start: int, end: int, tables: list[Grid]) -> list[Line]:
        """A stretch cut where it enters or leaves a cell; what lies in none."""
        outside: list[Line] = []
        first, current = start, self._cell(start, tables)
        for word in _WORD.finditer(self._units, start, end):
            begin, stop = word.span()
            for index in range(begin, stop):
                if (cell := self._cell(index, tables, current)) != current:
                    if index > first:
                        self._put(first, index, current, outside)
                    first, current = index, cell
                # What begins and ends in one cell lies in it.
                if index == begin < stop - 1 and self._cell(stop - 1, tables, current) == current:
                    break
        self._put(first, end, current, outside)
        return outside

    def _put(
        self, start: int, end: int, cell: tuple[Grid, Box] | None, outside: list[Line]
    ) -> None:
        line = self._line(start, end)
        if line and cell:
            cell[0].add(cell[1], line)
        elif line:
            outside.append(line)

    def _cell(
        self, index: int, tables: list[Grid], likely: tuple[Grid, Box] | None = None
    ) -> tuple[Grid, Box] | None:
        """The cell that holds the middle of a character; asked first: the likely one."""
        x0, top, x1, bottom = self._place(index)
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        if likely and len(tables) == 1:
            left, upper, right, lower = likely[1]
            if left <= x < right and upper <= y < lower:
                return likely
        for table in tables:
            if cell := table.cell_at(x, y):
                return table, cell
        return None

    def _line(self, start: int, end: int) -> Line | None:
        """Text of a stretch with the box of its first and last characters."""
        units = self._units
        if units[start] <= " " or units[end - 1] <= " ":
            start, end = self._trimmed(start, end)
        text = self._without_tight_spaces(start, end)
        text = text.strip() if self._is_plain else clean(plain(text)).strip()
        if not text:
            return None
        x0, top, x1, bottom = self._place(start)
        left, upper, right, lower = self._place(end - 1)
        # Comparisons, not min and max: this runs for every line.
        return Line(
            text,
            x0 if x0 < left else left,
            x1 if x1 > right else right,
            top if top < upper else upper,
            bottom if bottom > lower else lower,
        )

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        while start < end and is_blank(self._units[start]):
            start += 1
        while end > start and is_blank(self._units[end - 1]):
            end -= 1
        return start, end

    def _without_tight_spaces(self, start: int, end: int) -> str:
        """Units of a stretch without the spaces that pdfium guesses between Chinese characters."""
        if not self._has_chinese_spaces:
            return self._units[start:end]
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
