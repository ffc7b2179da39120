"""Which files are papers of their own, and which are pages of one paper."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from ..catalogue.comparing import Listed
from ..catalogue.discovery import Found, FoundSet
from ..delivery import (
    CatalogueRow,
    Delivered,
    Grouped,
    Matching,
    PageSet,
    known_numbers,
    match,
    page_sets,
)
from ..extract import is_multipage
from ..model import Given


def grouped(founds: Sequence[Found]) -> list[Listed]:
    """Files in their order, numbered page images joined into sets at the place of the first."""
    return _in_order(founds, _sets(founds).sets, ())


def delivered(
    founds: Sequence[Found], rows: Sequence[CatalogueRow], file: str
) -> tuple[list[Listed], Matching]:
    """As ``grouped``, with what a delivery's catalogue says of each paper.

    Args:
        founds: Files of the delivery.
        rows: Of its catalogue.
        file: Name of the catalogue, for the reasons.

    Returns:
        Files and papers, and what of rows and images fits or does not.
    """
    found = _sets(founds, known_numbers(rows))
    matching = match(rows, found.sets, found.rest)
    papers = [_Paper(one, file) for one in matching.delivered if one.row is not None]
    mine = {path for paper in papers for path in paper.pages}
    sets = [each for each in found.sets if not mine.intersection(each.pages)]
    return _in_order(founds, sets, papers), matching


class _Paper:
    """The pages of one row of a catalogue, and what the row says."""

    def __init__(self, one: Delivered, file: str) -> None:
        row = one.row
        assert row is not None
        self.pages = one.pages or one.files[:1]
        self.missing = tuple(number for each in one.sets for number in each.missing)
        self.given = Given(
            row=f"{file} {row.sheet} {row.line}".replace("  ", " "),
            archival_no=row.archival_no or None,
            title=row.title.strip().removeprefix("[").removesuffix("]") or None,
            title_made=row.title_made,
            author=row.author,
            date=row.date,
            doc_no=row.doc_no,
            year=row.year,
        )


def _sets(founds: Iterable[Found], known: Iterable[str] = ()) -> Grouped:
    files = [found for found in founds if found.settled is None]
    whole = {found.path for found in files if _is_multipage(found)}
    return page_sets([found.path for found in files], known, whole)


def _is_multipage(found: Found) -> bool:
    if not found.path.lower().endswith((".tif", ".tiff")):
        return False
    try:
        return is_multipage(Path(found.bytes_at))
    except OSError:
        return False


def _in_order(
    founds: Sequence[Found], sets: Collection[PageSet], papers: Sequence[_Paper]
) -> list[Listed]:
    by_path = {found.path: found for found in founds}
    whole: dict[str, FoundSet] = {}
    for paper in papers:
        if paper.pages:
            _join(whole, by_path, _set_of_row(paper, by_path))
    for each in sets:
        pages = tuple(by_path[path] for path in each.pages)
        _join(whole, by_path, FoundSet(_place_of(each, pages[0]), pages, each.missing))
    listed: list[Listed] = []
    told: set[str] = set()
    for found in founds:
        one = whole.get(found.path)
        if one is None:
            listed.append(found)
        elif one.found.locator not in told:
            told.add(one.found.locator)
            listed.append(one)
    return listed


def _join(whole: dict[str, FoundSet], by_path: Mapping[str, Found], one: FoundSet) -> None:
    for page in one.pages:
        whole.setdefault(page.path, one)


def _place_of(each: PageSet, first: Found) -> Found:
    """The set as a source: its folder, with the common part of the names where it needs one."""
    name = "" if each.is_folder else each.name
    folder = first.locator.rpartition("/")[0]
    return Found(os.path.join(each.place, name), f"{folder}/{name}*", base=first.base)


def _set_of_row(paper: _Paper, by_path: Mapping[str, Found]) -> FoundSet:
    pages = tuple(by_path[path] for path in paper.pages)
    first = pages[0]
    alone = len(pages) == 1
    path = first.path if alone else os.path.dirname(first.path)
    given = paper.given
    name = (given.archival_no or given.row).replace("/", "_")
    locator = f"{first.locator.rpartition('/')[0]}/{name}*"
    return FoundSet(Found(path, locator, base=first.base), pages, paper.missing, given)
