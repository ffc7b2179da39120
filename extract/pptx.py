"""PowerPoint presentations: slide by slide, titles, text, tables, notes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from ..errors import LimitExceededError
from ..model import Block, BlockKind, Document
from .guard import TextBudget
from .lines import clean
from .reading import Reading
from .zip_parts import ZipParts, described, relationship_id

_TITLES = ("title", "ctrTitle")
_FURNITURE = ("sldNum", "dt", "ftr", "hdr", "sldImg")


def read(path: Path, reading: Reading) -> Document:
    """Read the slides in their order; a slide counts as a page.

    Raises:
        LimitExceededError: It would cost more than allowed.
        ExtractionError: It has no presentation part.
    """
    with ZipParts(path, reading, "pptx") as parts:
        roots = parts.relationships("")
        name = next(
            (target for kind, target in roots.values() if kind == "officeDocument"),
            "ppt/presentation.xml",
        )
        root = parts.main_xml(name, "pptx")
        links = parts.relationships(name)
        slides = [
            links.get(relationship_id(slide), ("", ""))[1]
            for slide in root.findall("{*}sldIdLst/{*}sldId")
        ]
        if len(slides) > reading.limits.max_pages:
            limit = reading.limits.max_pages
            raise LimitExceededError("extract.limit.pages", found=len(slides), limit=limit)
        blocks: list[Block] = []
        hidden = []
        budget = TextBudget(reading.limits.max_text_chars)
        for number, slide in enumerate(slides, start=1):
            reading.deadline.check()
            shown = parts.xml(slide)
            if shown is None:
                continue
            if shown.get("show") in ("0", "false"):
                hidden.append(str(number))
            found = [*_slide(shown, number, reading), *_notes(parts, slide, number, reading)]
            budget.spend_on(found)
            blocks += found
        meta = described(parts.xml("docProps/core.xml"))
    if hidden:
        meta["hidden_slides"] = ", ".join(hidden)
    return Document(tuple(blocks), "pptx", len(slides), meta)


def _slide(root: etree._Element, number: int, reading: Reading) -> Iterator[Block]:
    tree = root.find("{*}cSld/{*}spTree")
    if tree is not None:
        yield from _shapes(tree, number, reading.limits.max_nesting)


def _shapes(tree: etree._Element, number: int, depth: int) -> Iterator[Block]:
    """Shapes in the order of the file, which is that of reading where a layout was kept to."""
    if depth < 0:
        return
    for shape in tree:
        kind = etree.QName(shape).localname
        if kind == "grpSp":
            yield from _shapes(shape, number, depth - 1)
        elif kind == "sp":
            yield from _shape(shape, number)
        elif kind == "graphicFrame":
            for table in shape.iter("{*}tbl"):
                rows = tuple(
                    tuple(_text(cell).replace("\n", " ") for cell in row.findall("{*}tc"))
                    for row in table.findall("{*}tr")
                )
                if any(map(any, rows)):
                    yield Block.table(rows, page=number)
        elif kind == "AlternateContent":
            for choice in shape.findall("{*}Choice")[:1]:
                yield from _shapes(choice, number, depth - 1)


def _shape(shape: etree._Element, number: int) -> Iterator[Block]:
    placeholder = shape.find("{*}nvSpPr/{*}nvPr/{*}ph")
    role = "" if placeholder is None else placeholder.get("type", "")
    if role in _FURNITURE:
        return
    for paragraph in shape.findall("{*}txBody/{*}p"):
        text = _paragraph(paragraph)
        if text and role in _TITLES:
            yield Block(BlockKind.HEADING, text, number, level=1)
        elif text:
            yield Block(BlockKind.PARAGRAPH, text, number)


def _text(element: etree._Element) -> str:
    return "\n".join(filter(None, map(_paragraph, element.iter("{*}p"))))


def _paragraph(paragraph: etree._Element) -> str:
    pieces = []
    for element in paragraph.iter("{*}t", "{*}br", "{*}tab"):
        kind = etree.QName(element).localname
        pieces.append((element.text or "") if kind == "t" else "\t" if kind == "tab" else " ")
    return clean("".join(pieces)).strip()


def _notes(parts: ZipParts, slide: str, number: int, reading: Reading) -> Iterator[Block]:
    for kind, target in parts.relationships(slide).values():
        root = parts.xml(target) if kind == "notesSlide" else None
        if root is not None:
            yield from _slide(root, number, reading)
