"""Word documents that hold scans: page images pasted one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from docx.opc.packuri import PackURI

from ..errors import DangheError, ExtractionError
from ..model import Block, Note, PageScan
from .docx import CHARACTERS_A_PAGE
from .docx_package import Package, R
from .guard import inspect_zip
from .image import render as rendered
from .pdf import ranges
from .reading import Reading
from .scan_blocks import blocks_of_scans, is_doubtful

if TYPE_CHECKING:
    from PIL.Image import Image

_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_OLD = "{urn:schemas-microsoft-com:vml}imagedata"
_SHORT_SIDE = 600
_PIXELS = 600_000
_MOST_PICTURES = 5_000


@dataclass(frozen=True, slots=True)
class Pictured:
    """What recognition made of the page images of a document."""

    blocks: tuple[Block, ...]
    pages: int
    losses: tuple[Note, ...]


def read_pictures(package: Package, reading: Reading, characters: int) -> Pictured | None:
    """Recognise the pages of a document that is nearly all pictures.

    Args:
        package: Its parts.
        reading: Recognises, or says that recognition is off.
        characters: Of its text.

    Returns:
        None where it is no scan.
    """
    pages = page_pictures(package)
    if not pages or characters > CHARACTERS_A_PAGE * len(pages):
        return None
    scans: list[PageScan] = []
    failed: list[int] = []
    unread: list[int] = []
    for number, name in enumerate(pages, 1):
        reading.deadline.check()
        try:
            scan = reading.scan(number, lambda name=name: _image(package, name, reading))  # type: ignore[misc]
        except DangheError:
            raise
        except Exception:
            failed.append(number)
            continue
        if scan is not None:
            scans.append(scan)
        elif not reading.recognises:
            unread.append(number)
    return Pictured(blocks_of_scans(scans), len(pages), tuple(_losses(scans, failed, unread)))


def page_pictures(package: Package) -> list[PackURI]:
    """The pictures that are as large as scanned pages, in the order of the text."""
    name, root = package.main()
    parts = package.relationships(name)
    found: dict[PackURI, None] = {}
    for element in root.iter(_BLIP, _OLD):
        id = element.get(R + "embed") or element.get(R + "id") or ""
        part = parts.get(id)
        if part is None or part.kind != "image" or part.target in found:
            continue
        if len(found) < _MOST_PICTURES and _is_page(package, part.target):
            found[part.target] = None
    return list(found)


def render(path: Path, page: int, reading: Reading) -> Image:
    """The image of one page, from 1.

    Raises:
        ExtractionError: There is no such page, or it cannot be decoded.
    """
    inspect_zip(path, reading.limits, "docx")
    with Package(path, reading.limits) as package:
        pages = page_pictures(package)
        if not 1 <= page <= len(pages):
            raise ExtractionError("extract.damaged", type="docx", reason=f"no page {page}")
        return _image(package, pages[page - 1], reading)


def _is_page(package: Package, name: PackURI) -> bool:
    from PIL import Image as Images

    try:
        with Images.open(BytesIO(package.blob(name))) as image:
            width, height = image.size
    except Exception:
        return False
    return min(width, height) >= _SHORT_SIDE and width * height >= _PIXELS


def _image(package: Package, name: PackURI, reading: Reading) -> Image:
    return rendered(BytesIO(package.blob(name)), 1, reading)


def _losses(scans: Sequence[PageScan], failed: list[int], unread: list[int]) -> list[Note]:
    doubtful = [scan.page for scan in scans if is_doubtful(scan)]
    named = (
        ("extract.loss.failed_pages", failed),
        ("extract.loss.pages_without_text", unread),
        ("extract.loss.doubtful_pages", doubtful),
    )
    return [Note(key, {"pages": ranges(pages)}) for key, pages in named if pages]
