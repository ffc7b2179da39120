"""PDF with a text layer, through pdfium; ruled tables come out as cells."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL.Image import Image

from ..errors import DangheError, ExtractionError, LimitExceededError, UnsupportedFormatError
from ..model import Document, Note
from .allowance import Allowance
from .guard import TextBudget
from .lines import clean
from .member_names import MemberNames
from .pdf_image import rendered
from .pdf_page import PageText, read_page
from .pdf_paragraphs import blocks_of
from .reading import Member, Ocr, Reading
from .scan_blocks import is_doubtful, page_text

_TAIL_BYTES = 64 * 1024
_META = {"Title": "title", "Author": "author", "CreationDate": "created", "ModDate": "modified"}
_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?")
_PASSWORD_ERRORS = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)


def read(path: Path, reading: Reading) -> Document:
    """Read the text layer of a PDF.

    Raises:
        UnsupportedFormatError: No page has text (``pdf-scan``).
        ExtractionError: It asks for a password or cannot be opened.
        LimitExceededError: It has too many pages, too much text, or takes too long.
    """
    document = open_pdf(path, reading)
    try:
        count = len(document)
        limit = reading.limits.max_pages
        if count > limit:
            raise LimitExceededError("extract.limit.pages", found=count, limit=limit)
        if count == 0:
            raise ExtractionError("extract.damaged", type="pdf", reason="no pages")
        if document.get_formtype() != raw.FORMTYPE_NONE:
            document.init_forms()
        pages, failed = _pages(document, reading)
        meta = _meta(document)
    finally:
        document.close()
    if not pages:
        raise ExtractionError("extract.damaged", type="pdf", reason="no readable page")
    unread = all(page.scanned or not page.lines for page in pages) and not failed
    if unread and not reading.scans and not reading.waiting:
        _refuse(pages)
    losses = [*_losses(pages, failed, reading)]
    if _is_cut(path):
        losses.append(Note("extract.loss.truncated"))
    return Document(tuple(blocks_of(pages)), "pdf", count, meta, tuple(losses))


def open_pdf(path: Path, reading: Reading) -> pdfium.PdfDocument:
    """Open a PDF, with a password where it asks for one.

    Raises:
        ExtractionError: No password fits.
        pdfium.PdfiumError: It cannot be opened.
    """
    refused: pdfium.PdfiumError | None = None
    for password in (None, *reading.passwords):
        reading.deadline.check()
        try:
            return pdfium.PdfDocument(path, password=password)
        except pdfium.PdfiumError as error:
            if error.err_code not in _PASSWORD_ERRORS:
                raise
            refused = error
    raise ExtractionError("extract.encrypted", type="pdf") from refused


def render(path: Path, page: int, reading: Reading) -> Image:
    """The image of one page, from 1, at about 200 dpi.

    Raises:
        ExtractionError: There is no such page, or it cannot be opened.
    """
    document = open_pdf(path, reading)
    try:
        if not 1 <= page <= len(document):
            raise ExtractionError("extract.damaged", type="pdf", reason=f"no page {page}")
        if document.get_formtype() != raw.FORMTYPE_NONE:
            document.init_forms()
        return rendered(document, page - 1, reading.limits)
    finally:
        document.close()


def members(path: Path, reading: Reading) -> Iterator[Member]:
    """The files attached to a PDF.

    Raises:
        LimitExceededError: They are too many, or unpack to too much.
    """
    document = open_pdf(path, reading)
    try:
        names, allowance = MemberNames(), Allowance(reading.limits, path.stat().st_size)
        for index in range(max(0, document.count_attachments())):
            reading.deadline.check()
            allowance.take_member()
            yield _attached(document, index, names, allowance)
    finally:
        document.close()


def _attached(
    document: pdfium.PdfDocument, index: int, names: MemberNames, allowance: Allowance
) -> Member:
    name = ""
    try:
        attachment = document.get_attachment(index)
        name = clean(attachment.get_name())
        size = ctypes.c_ulong()
        if not raw.FPDFAttachment_GetFile(attachment, None, 0, size):
            raise pdfium.PdfiumError("No data.")
        allowance.take_bytes(size.value)
        data = bytes(attachment.get_data()) if size.value else b""
    except pdfium.PdfiumError as error:
        # One that is broken does not keep the others in.
        refusal = Note("extract.damaged", {"type": "pdf", "reason": str(error)[:200]})
        return Member(names.harmless(name), refusal=refusal)
    return Member(names.harmless(name), BytesIO(data))


def _pages(document: pdfium.PdfDocument, reading: Reading) -> tuple[list[PageText], list[int]]:
    """All pages that can be read, and the numbers of those that cannot."""
    budget = TextBudget(reading.limits.max_text_chars)
    pages: list[PageText] = []
    failed: list[int] = []
    for index in range(len(document)):
        reading.deadline.check()
        try:
            page = read_page(document, index)
        except (DangheError, MemoryError):
            raise
        except Exception:
            failed.append(index + 1)
            continue
        page = _recognised(document, page, reading)
        budget.spend(sum(len(line.text) for line in page.lines))
        pages.append(page)
    return pages, failed


def _recognised(document: pdfium.PdfDocument, page: PageText, reading: Reading) -> PageText:
    """The page as its image reads, where its text layer is absent, garbage or not wanted."""
    wanted = page.scanned or page.textless or page.garbled or reading.options.ocr is Ocr.ALWAYS
    if not wanted:
        return page
    index, limits = page.number - 1, reading.limits
    scan = reading.scan(page.number, lambda: rendered(document, index, limits))
    if scan is None or (not scan.lines and page.lines and not page.garbled):
        return page
    return page_text(scan)


def _refuse(pages: Iterable[PageText]) -> None:
    """Nothing to read: scans need recognition, blank pages nothing.

    Raises:
        UnsupportedFormatError: Pages show pictures or drawings.
    """
    if any(page.scanned or page.textless for page in pages):
        raise UnsupportedFormatError("extract.unsupported.image", type="pdf-scan")


def _losses(pages: Iterable[PageText], failed: list[int], reading: Reading) -> Iterable[Note]:
    pages = [page for page in pages if page.number not in reading.waiting]
    for key, numbers in (
        ("extract.loss.failed_pages", failed),
        (
            "extract.loss.pages_without_text",
            [p.number for p in pages if p.textless or p.scanned],
        ),
        ("extract.loss.garbled_pages", [p.number for p in pages if p.garbled]),
        ("extract.loss.failed_tables", [p.number for p in pages if p.tables_failed]),
        (
            "extract.loss.doubtful_pages",
            [number for number, scan in reading.scans.items() if is_doubtful(scan)],
        ),
    ):
        if numbers:
            yield Note(key, {"pages": ranges(numbers)})


def ranges(numbers: Iterable[int]) -> str:
    """Page numbers in short: 1-3, 7, 9-10."""
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)


def _is_cut(path: Path) -> bool:
    """Whether the end mark is gone; pdfium then opens what is left without a word."""
    with path.open("rb") as file:
        file.seek(-min(path.stat().st_size, _TAIL_BYTES), 2)
        return b"%%EOF" not in file.read()


def _meta(document: pdfium.PdfDocument) -> dict[str, str]:
    found = document.get_metadata_dict(skip_empty=True)
    meta = {}
    for key, name in _META.items():
        text = clean(found.get(key, "")).strip()
        if match := _DATE.match(text):
            year, month, day, *time = match.groups()
            text = f"{year}-{month}-{day}" + ("T" + ":".join(time) if time[0] else "")
        if text:
            meta[name] = text
    return meta
