"""OFD (GB/T 33190-2016), the national layout format: text by coordinates, scans by recognition."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import DangheError, ExtractionError
from ..model import Block, Document, Note, PageScan
from .attached import Names
from .guard import TextBudget, inspect_zip
from .lines import clean
from .ofd_document import Body, Content, OfdFile
from .ofd_image import draw
from .ofd_package import Package, child, children, local, text_of
from .ofd_page import page_text
from .pdf import ranges
from .pdf_page import PageText
from .pdf_paragraphs import blocks_of
from .reading import Member, Ocr, Reading
from .scan_blocks import blocks_of_scan

if TYPE_CHECKING:
    from PIL.Image import Image

_META = {
    "Title": "title",
    "Author": "author",
    "Subject": "subject",
    "CreationDate": "created",
    "ModDate": "modified",
    "Creator": "program",
}


def read(path: Path, reading: Reading) -> Document:
    """Read all pages of all documents of an OFD file.

    Raises:
        ExtractionError: Encrypted, or nothing can be read.
        LimitExceededError: Too many pages, too much text, too long.
    """
    inspect_zip(path, reading.limits, "ofd")
    with Package(path, reading.limits) as package:
        file = OfdFile(package, reading.limits)
        if not file.pages:
            raise ExtractionError("extract.damaged", type="ofd", reason="no pages")
        pages, scanned, failed = _pages(file, package, reading)
        meta = _meta(file.bodies) | _signatures(package, file.bodies)
        lost = len(package.lost)
    if len(failed) == len(file.pages):
        raise ExtractionError("extract.damaged", type="ofd", reason="no readable page")
    blocks = [*blocks_of(pages), *scanned]
    if scanned:
        blocks.sort(key=lambda block: block.page or 0)
    losses = tuple(_losses(pages, failed, lost))
    return Document(tuple(blocks), "ofd", len(file.pages), meta, losses)


def page_image(path: Path, page: int, reading: Reading) -> Image:
    """The pictures of a page, in their places.

    Args:
        path: An OFD file.
        page: From 1.
        reading: For the limits.

    Raises:
        ExtractionError: There is no such page, or no picture on it.
        LimitExceededError: Too many pixels.
    """
    inspect_zip(path, reading.limits, "ofd")
    with Package(path, reading.limits) as package:
        file = OfdFile(package, reading.limits)
        if not 0 < page <= len(file.pages):
            raise ExtractionError("extract.no_page_image", type="ofd")
        content = file.content(file.pages[page - 1], reading.deadline.check)
        return draw(content, package, reading.limits)


def members(path: Path, reading: Reading) -> Iterator[Member]:
    """The attachments that a reader of the paper is shown.

    Raises:
        ExtractionError: As ``read``.
    """
    inspect_zip(path, reading.limits, "ofd")
    names = Names()
    with Package(path, reading.limits) as package:
        ordinal = 0
        for body in OfdFile(package, reading.limits).bodies:
            location = text_of(body.root, "Attachments")
            base, root = package.optional(body.location, location)
            for attachment in children(root, "Attachment"):
                reading.deadline.check()
                if attachment.get("Visible", "true").strip() == "false":
                    continue
                ordinal += 1
                kind = (attachment.get("Format") or "").strip().lstrip(".")
                wanted = attachment.get("Name") or ""
                where = text_of(attachment, "FileLoc") or attachment.get("FileLoc")
                entry = package.resolve(base, where)
                suffix = f".{kind}" if kind else _suffix(entry)
                name = names.safe(wanted, ordinal, suffix)
                if entry is None:
                    reason = {"type": "ofd", "reason": "attachment missing"}
                    yield Member(name, refusal=Note("extract.damaged", reason))
                else:
                    yield Member(name, io.BytesIO(package.read(entry)))


def _suffix(entry: str | None) -> str:
    return Path(entry).suffix if entry else ""


def _pages(
    file: OfdFile, package: Package, reading: Reading
) -> tuple[list[PageText], list[Block], list[int]]:
    """Pages with text, blocks of recognised pages, and the numbers of failed ones."""
    budget = TextBudget(reading.limits.max_text_chars)
    pages: list[PageText] = []
    scanned: list[Block] = []
    failed: list[int] = []
    for number, page in enumerate(file.pages, start=1):
        reading.deadline.check()
        try:
            content = file.content(page, reading.deadline.check)
            text = page_text(number, content.width, content.height, content.drawn)
        except (DangheError, MemoryError):
            raise
        except Exception:
            failed.append(number)
            continue
        if content.drawn.pictures and _needs_recognition(text, reading):
            scan = _scan(number, content, package, reading)
            if scan is not None:
                scanned += blocks_of_scan(scan)
                text = PageText(number, text.width, text.height)
            elif number in reading.waiting:
                text = replace(text, scanned=False, textless=False, garbled=False)
        budget.spend(sum(len(line.text) for line in text.lines))
        pages.append(text)
    return pages, scanned, failed


def _scan(number: int, content: Content, package: Package, reading: Reading) -> PageScan | None:
    """The recognised page; None, too, where its image cannot be had: the others are read on."""
    try:
        return reading.scan(number, lambda: draw(content, package, reading.limits))
    except ExtractionError as error:
        if error.key not in ("extract.no_page_image", "extract.limit.pixels"):
            raise
        return None


def _needs_recognition(page: PageText, reading: Reading) -> bool:
    poor = page.scanned or page.textless or page.garbled
    return poor or reading.options.ocr is Ocr.ALWAYS


def _losses(pages: Iterable[PageText], failed: list[int], lost: int) -> Iterator[Note]:
    pages = list(pages)
    for key, found in (
        ("extract.loss.failed_pages", failed),
        ("extract.loss.pages_without_text", [p.number for p in pages if p.textless or p.scanned]),
        ("extract.loss.garbled_pages", [p.number for p in pages if p.garbled]),
        ("extract.loss.failed_tables", [p.number for p in pages if p.tables_failed]),
    ):
        if found:
            yield Note(key, {"pages": ranges(found)})
    if lost:
        yield Note("extract.loss.parts", {"count": str(lost)})


def _meta(bodies: Iterable[Body]) -> dict[str, str]:
    """Metadata of the first document."""
    info = next(iter(bodies)).info
    meta = {}
    for element in info if info is not None else ():
        name = _META.get(local(element))
        if name and (text := clean(element.text or "").strip()):
            meta[name] = text
    words = [
        clean(word.text or "").strip() for word in children(child(info, "Keywords"), "Keyword")
    ]
    return meta | ({"keywords": "；".join(words)} if any(words) else {})


def _signatures(package: Package, bodies: Iterable[Body]) -> dict[str, str]:
    """Who sealed or signed, and when, as the file claims; nothing is verified."""
    found = []
    for body in bodies:
        base, root = package.optional("OFD.xml", body.signatures)
        for signature in children(root, "Signature"):
            _, part = package.optional(base, signature.get("BaseLoc"))
            info = child(part, "SignedInfo")
            provider = child(info, "Provider")
            who = (
                (provider.get("Company") or provider.get("ProviderName") or "")
                if provider is not None
                else ""
            )
            kind = signature.get("Type") or "Seal"
            found.append(
                clean(" ".join(f"{kind} {who} {text_of(info, 'SignatureDateTime')}".split()))
            )
    return {"signatures": "；".join(found), "signatures_verified": "no"} if found else {}
