"""OpenDocument texts, spreadsheets and presentations: .odt, .ods, .odp and their templates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from ..errors import LimitExceededError
from ..model import Block, BlockKind, Document, Note
from .guard import TextBudget
from .number_format import plain
from .odf_package import DRAW, OFFICE, PRESENTATION, STYLE, TABLE, TEXT, Package
from .odf_text import Context, Story
from .reading import Reading
from .sheet_blocks import Cells, Sheet, blocks_of_sheet, workbook_meta

_MARGINS = (
    ("header", BlockKind.HEADER),
    ("header-first", BlockKind.HEADER),
    ("header-left", BlockKind.HEADER),
    ("footer", BlockKind.FOOTER),
    ("footer-first", BlockKind.FOOTER),
    ("footer-left", BlockKind.FOOTER),
)
_WHOLE_DATE = re.compile(r"\d{4}\D+\d{1,2}\D+\d{1,2}\D*|\d{1,2}[/-]\d{1,2}[/-]\d{2}")
_TITLES = ("title", "subtitle")


def read_text(path: Path, reading: Reading) -> Document:
    """Read a text document as it would print; footnotes follow at the end.

    Raises:
        ExtractionError: It is encrypted.
        LimitExceededError: It would cost more than ``limits`` allow.
        Exception: Whatever the libraries raise on a damaged file.
    """
    with Package(path, reading.limits, "odt") as package:
        context = _context(package, reading)
        blocks = [
            *_margins(package, context, BlockKind.HEADER),
            *Story(context).blocks(package.body()),
        ]
        blocks += context.notes
        blocks += _margins(package, context, BlockKind.FOOTER)
        return Document(tuple(blocks), "odt", meta=package.metadata(), losses=_losses(package))


def read_slides(path: Path, reading: Reading) -> Document:
    """Read a presentation slide by slide, notes after each; raises as ``read_text``."""
    with Package(path, reading.limits, "odp") as package:
        context = _context(package, reading)
        hidden = package.hidden("drawing-page", PRESENTATION + "visibility", "hidden")
        blocks: list[Block] = []
        unseen = []
        pages = package.body().findall(DRAW + "page")
        if len(pages) > reading.limits.max_pages:
            limit = reading.limits.max_pages
            raise LimitExceededError("extract.limit.pages", found=len(pages), limit=limit)
        for number, page in enumerate(pages, 1):
            reading.deadline.check()
            if page.get(DRAW + "style-name") in hidden:
                unseen.append(str(number))
            blocks += _slide(page, context, number)
        meta = package.metadata()
        if unseen:
            meta["hidden_slides"] = "、".join(unseen)
        return Document(tuple(blocks), "odp", len(pages) or None, meta, _losses(package))


def read_sheets(path: Path, reading: Reading) -> Document:
    """Read a spreadsheet sheet by sheet, as shown; raises as ``read_text``."""
    with Package(path, reading.limits, "ods") as package:
        context = _context(package, reading)
        hidden = package.hidden("table", TABLE + "display", "false")
        cells = Cells(reading.limits, reading.deadline)
        tables = package.body().findall(TABLE + "table")
        if len(tables) > reading.limits.max_pages:
            limit = reading.limits.max_pages
            raise LimitExceededError("extract.limit.pages", found=len(tables), limit=limit)
        sheets = [
            _sheet(table, number, context, cells, hidden) for number, table in enumerate(tables, 1)
        ]
        blocks = tuple(block for sheet in sheets for block in blocks_of_sheet(sheet))
        meta = {**package.metadata(), **workbook_meta(sheets)}
        return Document(blocks, "ods", len(sheets) or None, meta, _losses(package))


def _context(package: Package, reading: Reading) -> Context:
    return Context(
        reading.limits,
        reading.deadline,
        TextBudget(reading.limits.max_text_chars),
        package.numbering(),
        package.hidden("text", TEXT + "display", "none"),
    )


def _losses(package: Package) -> tuple[Note, ...]:
    if not package.lost_parts:
        return ()
    return (Note("extract.loss.parts", {"count": str(package.lost_parts)}),)


def _margins(package: Package, context: Context, kind: BlockKind) -> Iterator[Block]:
    """Headers or footers of all page styles, each distinct text once."""
    shown: set[str] = set()
    for master in () if package.styles is None else package.styles.iter(STYLE + "master-page"):
        for name, its_kind in _MARGINS:
            element = master.find(STYLE + name)
            if element is None or its_kind is not kind:
                continue
            if element.get(STYLE + "display") == "false":
                continue
            for block in Story(context, margin=kind).blocks(element):
                if block.text not in shown:
                    shown.add(block.text)
                    yield block


def _slide(page: etree._Element, context: Context, number: int) -> Iterator[Block]:
    story = Story(context, number)
    for shape in page:
        if shape.tag == PRESENTATION + "notes":
            continue
        blocks = story.blocks([shape])
        title = shape.get(PRESENTATION + "class") in _TITLES
        for block in blocks:
            if title and block.kind is BlockKind.PARAGRAPH:
                level = 1 + (shape.get(PRESENTATION + "class") == "subtitle")
                block = Block(BlockKind.HEADING, block.text, page=number, level=level)
            yield block
    notes = page.find(PRESENTATION + "notes")
    if notes is not None:
        for shape in notes:
            if shape.get(PRESENTATION + "class") == "notes":
                yield from story.blocks(shape)


def _sheet(
    table: etree._Element, number: int, context: Context, cells: Cells, hidden: frozenset[str]
) -> Sheet:
    name = table.get(TABLE + "name", "")
    sheet = Sheet(name, number, table.get(TABLE + "style-name") in hidden)
    story = Story(context, number)
    index = 0
    for times, row in story.rows(table):
        found = story.cells(row, lambda cell: _cell(story, cell))
        if found:
            story.spend_repeats(times * len(found))
            for at in range(index, index + times):
                cells.add(sheet, at, found)
        index += max(1, times)
    shapes = table.find(TABLE + "shapes")
    if shapes is not None:
        sheet.after += story.blocks(shapes)
    return sheet


def _cell(story: Story, cell: etree._Element) -> str:
    text = story.cell(cell)
    kind = cell.get(OFFICE + "value-type")
    if kind == "date" and _WHOLE_DATE.fullmatch(text):
        return (cell.get(OFFICE + "date-value") or text)[:10]
    if kind == "float" and not text:
        return plain(float(cell.get(OFFICE + "value") or "nan"))
    return text
