"""Pages of a source: where they begin, how they are numbered, how a title stands on them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from ..model import BlockKind, Document, PageScan, ScanLine
from ..text.normalise import fold
from ..text.numerals import chinese_number
from .rows import Row

_PRINTED = re.compile(r"^\D{0,6}?(\d{1,4}|[一二三四五六七八九十百]{1,5})(?:\D.{0,12})?$")
_TALLER = 1.15
_CENTRED = 0.06
_NARROW = 0.85


@dataclass(frozen=True, slots=True)
class Layout:
    """What pages tell about papers; for a source without pages nothing.

    Attributes:
        paged: It has more than one page.
        openers: Offsets of the rows that come first on their page.
        numbers: Page → the number printed on it.
        scans: Page → what recognition read on it.
    """

    paged: bool
    openers: frozenset[int]
    numbers: dict[int, int]
    scans: dict[int, PageScan]

    def opens_page(self, row: Row) -> bool:
        """Whether a row is the first of its page, running heads aside."""
        return row.start in self.openers

    def restarts(self, row: Row) -> bool:
        """Whether page numbers begin again at 1 on a row's page."""
        page = row.page or 0
        return self.numbers.get(page) == 1 and page - 1 in self.numbers

    def is_scanned(self, row: Row) -> bool:
        """Whether a row was recognised from an image, so that its place is known."""
        return row.page in self.scans

    def title_looks(self, row: Row) -> bool:
        """Whether a row stands as a title does, taller or centred; True where that is unknown."""
        scan = self.scans.get(row.page or 0)
        line = _line_of(scan, row.text) if scan else None
        if scan is None or line is None:
            return True
        usual = median(other.box[3] - other.box[1] for other in scan.lines)
        taller = line.box[3] - line.box[1] >= _TALLER * usual
        left, right = line.box[0], scan.width - line.box[2]
        narrow = line.box[2] - line.box[0] <= _NARROW * scan.width
        return taller or (narrow and abs(left - right) <= 2 * _CENTRED * scan.width)


def _line_of(scan: PageScan, text: str) -> ScanLine | None:
    folded = fold(text)
    for line in scan.lines:
        own = fold(line.text)
        if own and (own == folded or (len(own) >= 4 and folded.startswith(own))):
            return line
    return None


def layout_of(document: Document, rows: Sequence[Row]) -> Layout:
    """Read the pages of a document.

    Args:
        document: The document.
        rows: Its rows.
    """
    pages = [row.page for row in rows]
    openers = frozenset(
        row.start
        for row, before in zip(rows[1:], pages, strict=False)
        if row.page is not None and row.page != before
    )
    return Layout(
        paged=len(set(pages) - {None}) > 1,
        openers=openers,
        numbers=dict(_numbers(document)),
        scans={scan.page: scan for scan in document.scans},
    )


def _numbers(document: Document) -> Iterable[tuple[int, int]]:
    for block in document.blocks:
        if block.kind is BlockKind.PAGE_NUMBER and block.page is not None:
            match = _PRINTED.match(block.text.strip())
            value = chinese_number(match[1]) if match else None
            if value is not None:
                yield block.page, int(value)
