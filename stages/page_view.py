"""A page as it looks, with the lines that recognition read on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..catalogue import Catalogue
from ..catalogue.scans import Scans
from ..errors import UsageError
from ..extract import Options, page_image, upright
from ..model import PageScan, Record

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(frozen=True)
class PageView:
    """One page of a record.

    Attributes:
        image: Upright; the boxes of the scan's lines are in its pixels.
        scan: What recognition read; None where the page has a text layer.
    """

    image: Image
    scan: PageScan | None


def page_of(catalogue: Catalogue, record: Record, page: int) -> tuple[str, int]:
    """SHA-256 of the file that holds a record's page, and the page's number in it.

    Raises:
        UsageError: The record has no such page.
    """
    first, last = record.first_page, record.last_page
    if first is None or last is None or not first <= page <= last:
        pages = f"{first}-{last}" if first is not None else "—"
        raise UsageError("archive.no_page", record=record.id, page=page, pages=pages)
    parts = catalogue.pages_of(record.id)
    if not parts:
        return record.source_sha256, page
    sha256, start = max(
        ((sha256, start) for sha256, start in parts if start <= page), key=lambda part: part[1]
    )
    return sha256, page - start + 1


@dataclass(frozen=True, slots=True)
class PagePlace:
    """Where the image of a page comes from.

    Attributes:
        path: The file that holds it.
        number: Of the page in that file, from 1.
        sha256: Of the file.
        scan: What recognition read; None where the page has a text layer, or was not looked at.
    """

    path: Path
    number: int
    sha256: str
    scan: PageScan | None


def place(
    catalogue: Catalogue,
    scans: Scans,
    original: Callable[[str], Path | None],
    record: Record,
    page: int,
) -> PagePlace:
    """Find a page of a record; see ``view``.

    Raises:
        UsageError: The record has no such page, or its original is gone.
    """
    sha256, number = page_of(catalogue, record, page)
    path = original(sha256)
    if path is None:
        raise UsageError("archive.original_gone", record=record.id)
    return PagePlace(path, number, sha256, scans.get(sha256).get(number))


def view(
    catalogue: Catalogue,
    scans: Scans,
    original: Callable[[str], Path | None],
    record: Record,
    page: int,
) -> PageView:
    """Show a page of a record.

    Args:
        catalogue: Knows where the pages of a set lie.
        scans: Recognised pages.
        original: Path of a file by its SHA-256; None where it is gone.
        record: Whose page.
        page: Number within the record's source.

    Raises:
        UsageError: The record has no such page, or its original is gone.
        ExtractionError: The page has no image, or cannot be read.
    """
    found = place(catalogue, scans, original, record, page)
    image = page_image(found.path, found.number, Options())
    return PageView(upright(image, found.scan) if found.scan else image, found.scan)
