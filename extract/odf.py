"""OpenDocument: text (.odt), spreadsheets (.ods) and presentations (.odp)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from ..errors import ExtractionError, LimitExceededError
from ..model import Block, BlockKind, Document
from .cells import sheet_blocks
from .guard import TextBudget
from .lines import clean
from .reading import Reading
from .zip_parts import ZipParts, described

_FURNITURE = ("page-number", "date-time", "footer", "header", "page")
_MOST_REPEATS = 1000
_MOST_COLUMNS = 16_384
_SKIPPED = frozenset(
    {"tracked-changes", "annotation", "forms", "sequence-decls", "index-title-template"}
)
_CONTAINERS = frozenset(
    {
        "section",
        "list",
        "list-item",
        "list-header",
        "index-body",
        "table-of-content",
        "text-box",
        "frame",
        "g",
        "page",
        "notes",
        "body",
        "text",
        "presentation",
        "object",
        "custom-shape",
        "rect",
        "index-title",
        "illustration-index",
        "numbered-paragraph",
    }
)


def read(path: Path, reading: Reading) -> Document:
    """Read an OpenDocument file, with tracked deletions left out.

    Raises:
        ExtractionError: It is encrypted, or has no content.
        LimitExceededError: It would cost more than allowed.
    """
    with ZipParts(path, reading, "odf") as parts:
        manifest = parts.xml("META-INF/manifest.xml")
        if manifest is not None and next(manifest.iter("{*}encryption-data"), None) is not None:
            raise ExtractionError("extract.encrypted", type="odf")
        root = parts.main_xml("content.xml", "odf")
        body = root.find("{*}body")
        kinds = [etree.QName(child).localname for child in body] if body is not None else []
        meta = described(parts.xml("meta.xml"))
        styles = parts.xml("styles.xml")
    if body is None or not kinds:
        raise ExtractionError("extract.damaged", type="odf", reason="no body")
    story = _Story(reading)
    if "spreadsheet" in kinds:
        blocks = tuple(story.sheets(body[kinds.index("spreadsheet")]))
        return Document(blocks, "ods", meta=meta)
    if "presentation" in kinds:
        pages = body[kinds.index("presentation")].findall("{*}page")
        found = [block for n, page in enumerate(pages, 1) for block in story.blocks(page, n)]
        return Document(tuple(found), "odp", len(pages), meta)
    margins = [] if styles is None else [*story.margins(styles)]
    headers = [block for block in margins if block.kind is BlockKind.HEADER]
    footers = [block for block in margins if block.kind is BlockKind.FOOTER]
    found = [*headers, *story.blocks(body[kinds.index("text")] if "text" in kinds else body[0])]
    return Document((*found, *footers), "odt", meta=meta)


class _Story:
    """Turns elements into blocks; notes follow the paragraph that refers to them."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._budget = TextBudget(reading.limits.max_text_chars)

    def blocks(
        self, parent: etree._Element, page: int | None = None, depth: int = 0
    ) -> Iterator[Block]:
        """Blocks of everything inside an element.

        Raises:
            LimitExceededError: It is nested too deeply, or holds too much.
        """
        if depth > self._reading.limits.max_nesting:
            limit = self._reading.limits.max_nesting
            raise LimitExceededError("extract.limit.nesting", limit=limit)
        for element in parent:
            self._reading.deadline.check()
            kind = etree.QName(element).localname
            if kind in _SKIPPED:
                continue
            if kind in ("p", "h"):
                yield from self._paragraph(element, kind, page, depth)
            elif kind == "table":
                rows = self._rows(element)
                if any(map(any, rows)):
                    yield Block.table(rows, page=page)
            elif _role(element) in _FURNITURE:
                continue
            elif _role(element) == "title":
                for paragraph in element.iter("{*}p"):
                    if text := self._text(paragraph):
                        yield Block(BlockKind.HEADING, text, page, level=1)
            elif kind in _CONTAINERS:
                yield from self.blocks(element, page, depth + 1)

    def _paragraph(
        self, element: etree._Element, kind: str, page: int | None, depth: int
    ) -> Iterator[Block]:
        text = self._text(element)
        if text and kind == "h":
            level = element.get(_qualified(element, "outline-level"), "1")
            yield Block(BlockKind.HEADING, text, page, level=int(level) if level.isdigit() else 1)
        elif text:
            yield Block(BlockKind.PARAGRAPH, text, page)
        for inner in element.iter("{*}note-body", "{*}text-box"):
            yield from self.blocks(inner, page, depth + 1)

    def _text(self, element: etree._Element) -> str:
        pieces: list[str] = []
        _collect(element, pieces, 0, self._reading.limits.max_nesting)
        text = clean("".join(pieces)).strip()
        self._budget.spend(len(text))
        return text

    def _rows(self, table: etree._Element) -> tuple[tuple[str, ...], ...]:
        rows: list[tuple[str, ...]] = []
        for row in _own(table, "table-row"):
            cells: list[str] = []
            for cell in row:
                if etree.QName(cell).localname not in ("table-cell", "covered-table-cell"):
                    continue
                text = " ".join(filter(None, (self._text(p) for p in cell.iter("{*}p", "{*}h"))))
                repeat = min(_repeats(cell, "columns"), 64 if text else 1)
                cells += [text] * repeat
            rows += [tuple(cells)] * min(_repeats(row, "rows"), 64 if any(cells) else 1)
        width = max(map(len, rows), default=0)
        return tuple(row + ("",) * (width - len(row)) for row in rows)

    def sheets(self, body: etree._Element) -> Iterator[Block]:
        """Sheets as tables; repeated cells are repeated, empty ones passed over."""
        tables = body.findall("{*}table")
        for table in tables:
            rows: dict[int, dict[int, str]] = {}
            number = 0
            for row in _own(table, "table-row"):
                self._reading.deadline.check()
                cells = self._sheet_cells(row)
                repeats = _repeats(row, "rows")
                for place in range(number, number + min(repeats, _MOST_REPEATS if cells else 0)):
                    self._budget.spend(sum(map(len, cells.values())))
                    rows[place] = cells
                number += repeats
            name = table.get(_qualified(table, "name"), "")
            yield from sheet_blocks(name, rows, len(tables) > 1)

    def _sheet_cells(self, row: etree._Element) -> dict[int, str]:
        cells: dict[int, str] = {}
        column = 0
        for cell in row:
            if etree.QName(cell).localname not in ("table-cell", "covered-table-cell"):
                continue
            text = " ".join(filter(None, (self._text(p) for p in cell.findall("{*}p"))))
            text = _date(cell) or text
            repeats = _repeats(cell, "columns")
            if text:
                for place in range(column, min(column + repeats, _MOST_COLUMNS)):
                    cells[place] = text
            column += repeats
        return cells

    def margins(self, styles: etree._Element) -> Iterator[Block]:
        """Headers and footers of the page styles, each text once."""
        told: set[str] = set()
        for style in styles.iter("{*}master-page"):
            for element in style:
                name = etree.QName(element).localname
                if name not in ("header", "footer"):
                    continue
                kind = BlockKind.HEADER if name == "header" else BlockKind.FOOTER
                text = "\n".join(filter(None, (self._text(p) for p in element.iter("{*}p"))))
                if text and text not in told:
                    told.add(text)
                    yield Block(kind, text)


def _role(element: etree._Element) -> str:
    """What a frame of a presentation is for: a title, notes, a page number."""
    for name, value in element.attrib.items():
        qualified = etree.QName(str(name))
        if qualified.localname == "class" and "presentation" in (qualified.namespace or ""):
            return str(value)
    return ""


def _collect(element: etree._Element, pieces: list[str], depth: int, deepest: int) -> None:
    """Text of a paragraph; what stands beside it (notes, boxes, remarks) is left to others."""
    if depth > deepest:
        raise LimitExceededError("extract.limit.nesting", limit=deepest)
    pieces.append(element.text or "")
    for child in element:
        kind = etree.QName(child).localname
        if kind == "s":
            count = child.get(_qualified(child, "c"), "1")
            pieces.append(" " * min(int(count) if count.isdigit() else 1, 100))
        elif kind == "tab":
            pieces.append("\t")
        elif kind == "line-break":
            pieces.append("\n")
        elif kind not in ("note", "annotation", "frame", "text-box", "custom-shape", "ruby-text"):
            _collect(child, pieces, depth + 1, deepest)
        pieces.append(child.tail or "")


def _own(table: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Rows of a table, also in groups of rows, but not those of tables inside it."""
    for child in table:
        kind = etree.QName(child).localname
        if kind == tag:
            yield child
        elif kind in ("table-rows", "table-header-rows", "table-row-group"):
            yield from _own(child, tag)


def _qualified(element: etree._Element, name: str) -> str:
    return f"{{{etree.QName(element).namespace}}}{name}"


def _repeats(element: etree._Element, what: str) -> int:
    text = element.get(_qualified(element, f"number-{what}-repeated"), "1")
    return max(1, int(text)) if text.isdigit() and len(text) < 9 else 1


def _date(cell: etree._Element) -> str:
    """The date of a cell as ISO, whatever its format shows."""
    for name, value in cell.attrib.items():
        if etree.QName(str(name)).localname == "date-value":
            text = str(value)
            return text.removesuffix("T00:00:00").replace("T", " ")
    return ""
