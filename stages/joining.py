"""Page images joined into one document, and records described by a delivery's catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..model import Block, Document, FiledRecord, Given, Note, PageScan, Reason

PAGE_SET_FORMAT = "page-set"


def joined(
    documents: Sequence[Document | None], missing: Sequence[int] = ()
) -> tuple[Document, tuple[int, ...]]:
    """One document of several images, pages numbered through.

    Args:
        documents: Of the images in order; None for one that could not be read.
        missing: Numbers that the images skip.

    Returns:
        The document, and the number of each image's first page in it.
    """
    blocks: list[Block] = []
    scans: list[PageScan] = []
    firsts: list[int] = []
    unreadable: list[int] = []
    losses: list[Note] = []
    page = 1
    for document in documents:
        firsts.append(page)
        if document is None:
            unreadable.append(page)
            page += 1
            continue
        blocks += (replace(b, page=(b.page or 1) + page - 1) for b in document.blocks)
        scans += (replace(scan, page=scan.page + page - 1) for scan in document.scans)
        losses += document.losses
        page += document.page_count or 1
    if missing:
        losses.insert(0, Note("import.pages_missing", {"pages": _numbers(missing)}))
    if unreadable:
        losses.insert(0, Note("extract.loss.failed_pages", {"pages": _numbers(unreadable)}))
    whole = Document(
        tuple(blocks),
        PAGE_SET_FORMAT,
        page - 1,
        losses=tuple(losses),
        scans=tuple(scans),
    )
    return whole, tuple(firsts)


def _numbers(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))


def described(filed: FiledRecord, given: Given | None) -> FiledRecord:
    """A record as a delivery's catalogue describes it, where it does."""
    if given is None:
        return filed
    names = ("title", "author", "date", "doc_no", "archival_no")
    values = {name: value for name in names if (value := getattr(given, name))}
    if not values:
        return filed
    record = (
        replace(filed.record, **values, title_made=given.title_made)
        if "title" in values
        else replace(filed.record, **values)
    )
    reason = Reason("title", Note("reason.delivered", {"row": given.row}), "option", 1.0)
    filing = replace(filed.filing, reasons=(*filed.filing.reasons, reason))
    if filing.year is None and given.date:
        # The paper itself does not say what year it is about: that of its date.
        year = int(given.date[:4])
        filing = replace(filing, year=year, period=filing.period or str(year))
    return replace(filed, record=record, filing=filing)
