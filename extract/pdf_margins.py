"""Headers, footers and page numbers: lines that repeat in the margins of many pages."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence

from ..model import BlockKind
from .pdf_lines import Line
from .pdf_page import PageText

_OUTER_ZONE = 0.085
_ZONE = 0.125
_GAP = 1.0
_LINES_IN_ZONE = 3
_SHARE = 0.6
_LEAST_PAGES = 3
_DIGITS = re.compile(r"\d+")
_CHINESE = "〇零一二三四五六七八九十百"
_DASH = r"[-—–－‐―~·•.…_\s]*"
_BARE = re.compile(rf"{_DASH}(\d{{1,4}}){_DASH}")
_WORDED = re.compile(
    rf"{_DASH}(?:第\s*[\d{_CHINESE}]+\s*页[,，/、\s]*(?:[(（]?共\s*[\d{_CHINESE}]+\s*页[)）]?)?"
    rf"|共\s*[\d{_CHINESE}]+\s*页[,，/、\s]*第\s*[\d{_CHINESE}]+\s*页"
    rf"|\d{{1,5}}\s*/\s*\d{{1,5}}|(?:page|p\.)\s*\d+(?:\s*(?:of|/)\s*\d+)?){_DASH}",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"号|编|№|no\b", re.IGNORECASE)

Kinds = dict[tuple[int, int], BlockKind | None]


def margin_kinds(pages: Sequence[PageText]) -> Kinds:
    """Which lines are no body text.

    Args:
        pages: All pages of a document.

    Returns:
        (index of the page, index of the line) → header, footer or page number; None for a
        repetition that is to be left out. Lines of the body are absent.
    """
    kinds: Kinds = {}
    repeated: dict[tuple[BlockKind, str], list[tuple[int, int]]] = defaultdict(list)
    bare: list[tuple[int, int, int]] = []
    for at, page in enumerate(pages):
        for index, zone in _zone_lines(page):
            text = unicodedata.normalize("NFKC", page.lines[index].text)
            if _WORDED.fullmatch(text):
                kinds[at, index] = BlockKind.PAGE_NUMBER
            elif match := _BARE.fullmatch(text):
                bare.append((at, index, int(match[1])))
            else:
                repeated[zone, _masked(text)].append((at, index))
    for at, index in _running_numbers(bare, pages):
        kinds[at, index] = BlockKind.PAGE_NUMBER
    least = max(_LEAST_PAGES, _SHARE * len(pages))
    for (zone, _), places in repeated.items():
        if len({at for at, _ in places}) >= least:
            kinds.update(_repetitions(zone, places, pages))
    return kinds


def _zone_lines(page: PageText) -> list[tuple[int, BlockKind]]:
    """Indices of the outermost lines in the upper and lower margin."""
    lines = page.lines
    order = sorted(range(len(lines)), key=[line.top for line in lines].__getitem__)
    found = []
    for place, index in enumerate(order[:_LINES_IN_ZONE]):
        inner = lines[order[place + 1]].top if place + 1 < len(order) else lines[index].bottom
        depth, gap = lines[index].bottom, inner - lines[index].bottom
        if _is_marginal(depth / page.height, gap / lines[index].size):
            found.append((index, BlockKind.HEADER))
    order.reverse()
    for place, index in enumerate(order[:_LINES_IN_ZONE]):
        inner = lines[order[place + 1]].bottom if place + 1 < len(order) else lines[index].top
        depth, gap = page.height - lines[index].top, lines[index].top - inner
        if _is_marginal(depth / page.height, gap / lines[index].size):
            found.append((index, BlockKind.FOOTER))
    return [(index, zone) for index, zone in found if not lines[index].rows]


def _is_marginal(depth: float, gap: float) -> bool:
    """Whether a line stands in a margin: outside of any text area, or apart from the text.

    Args:
        depth: Distance of its inner edge from the page's edge, in page heights.
        gap: Distance to the next line inwards, in line heights.
    """
    return depth < _OUTER_ZONE or (depth < _ZONE and gap > _GAP)


def _masked(text: str) -> str:
    return _DIGITS.sub("#", "".join(text.split()).casefold())


def _running_numbers(
    bare: Sequence[tuple[int, int, int]], pages: Sequence[PageText]
) -> list[tuple[int, int]]:
    """Bare numbers that count with the pages; a single page's must stand by itself."""
    by_shift: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for at, index, value in bare:
        by_shift[value - at].append((at, index))
    running = [place for places in by_shift.values() if len(places) > 1 for place in places]
    alone = [(at, index) for at, index, _ in bare if _isolated(pages[at].lines, index)]
    return running + [place for place in alone if place not in running]


def _isolated(lines: Sequence[Line], index: int) -> bool:
    """Whether blank space of two line heights separates a line from all others."""
    own = lines[index]
    gaps = [
        max(own.top - other.bottom, other.top - own.bottom)
        for position, other in enumerate(lines)
        if position != index
    ]
    return bool(gaps) and min(gaps) > 2 * own.size


def _repetitions(
    zone: BlockKind, places: Sequence[tuple[int, int]], pages: Sequence[PageText]
) -> Kinds:
    """Keep every distinct text once; a number that counts with the pages makes none distinct."""
    numbers = {
        place: [int(n) for n in _DIGITS.findall(pages[place[0]].lines[place[1]].text)]
        for place in places
    }
    shifts = [
        {values[column] - at for (at, _), values in numbers.items() if column < len(values)}
        for column in range(len(next(iter(numbers.values()))))
    ]
    counting = {column for column, found in enumerate(shifts) if len(found) == 1}
    kinds: Kinds = {}
    seen = set()
    for place in places:
        text = pages[place[0]].lines[place[1]].text
        if not _REFERENCE.search(text):
            rest = [n for column, n in enumerate(numbers[place]) if column not in counting]
            key: object = tuple(rest)
        else:
            # 编号 0001, 0002 … on forms counts too, but is content.
            key = "".join(text.split())
        kinds[place] = None if key in seen else zone
        seen.add(key)
    return kinds
