"""Excel workbooks: .xlsx, .xlsm, .xltx. Numbers as shown, results of formulas as saved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from docx.opc.packuri import PackURI
from lxml import etree

from ..errors import ExtractionError, LimitExceededError
from ..model import Block, BlockKind, Document, Note
from .docx_package import Package, R, Relationship, integer
from .guard import inspect_zip
from .lines import clean
from .number_format import BUILT_IN, GENERAL, shown
from .reading import Reading
from .sheet_blocks import Cells, Sheet, blocks_of_sheet, workbook_meta

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CELL, _VALUE = S + "c", S + "v"
_LAST_COLUMN = 16_384
_MOST_SHEETS = 10_000


def read(path: Path, reading: Reading) -> Document:
    """Read a workbook sheet by sheet, hidden ones too; the number of a sheet is its page.

    Raises:
        LimitExceededError: It would cost more than ``limits`` allow.
        Exception: Whatever the libraries raise on a damaged file.
    """
    inspect_zip(path, reading.limits, "xlsx")
    with Package(path, reading.limits) as package:
        return _Workbook(package, reading).document()


@dataclass(slots=True)
class _Styles:
    """Format code of each cell style, by its index."""

    codes: list[str] = field(default_factory=list)

    def code(self, style: str | None) -> str:
        index = integer(style, 0)
        return self.codes[index] if 0 <= index < len(self.codes) else GENERAL


class _Workbook:
    def __init__(self, package: Package, reading: Reading) -> None:
        self._package = package
        self._reading = reading
        self._cells = Cells(reading.limits, reading.deadline)
        self._name, self._root = package.main()
        self._parts = package.relationships(self._name)
        self._strings = list(self._shared_strings())
        self._styles = _styles(self._part("styles"))
        properties = self._root.find(f"{S}workbookPr")
        epoch = None if properties is None else properties.get("date1904")
        self._since_1904 = epoch in ("1", "true")
        self._columns: dict[str, int] = {}
        self._uncalculated = 0

    def document(self) -> Document:
        entries = self._root.findall(f"{S}sheets/{S}sheet")
        limit = min(self._reading.limits.max_pages, _MOST_SHEETS)
        if len(entries) > limit:
            raise LimitExceededError("extract.limit.pages", found=len(entries), limit=limit)
        sheets = [self._sheet(entry, number) for number, entry in enumerate(entries, 1)]
        blocks = tuple(block for sheet in sheets for block in blocks_of_sheet(sheet))
        meta = {**self._package.metadata(), **workbook_meta(sheets)}
        meta.pop("pages", None)
        return Document(blocks, "xlsx", len(sheets) or None, meta, tuple(self._losses()))

    def _losses(self) -> Iterator[Note]:
        if self._uncalculated:
            yield Note("extract.loss.formulas", {"count": str(self._uncalculated)})
        if self._package.lost_parts:
            yield Note("extract.loss.parts", {"count": str(self._package.lost_parts)})

    def _part(self, kind: str) -> etree._Element | None:
        found = next((part for part in self._parts.values() if part.kind == kind), None)
        return None if found is None else self._package.part(found.target)

    def _shared_strings(self) -> Iterator[str]:
        part = next((part for part in self._parts.values() if part.kind == "sharedStrings"), None)
        if part is not None:
            for item in self._elements(part.target, "si"):
                yield _text(item)

    def _elements(self, part: PackURI, name: str) -> Iterator[etree._Element]:
        """Elements of a name as they are read; a part that breaks off counts as lost."""
        parent: etree._Element | None = None
        try:
            blob = self._package.blob(part)
            for _, element in etree.iterparse(
                BytesIO(blob),
                tag=S + name,
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
            ):
                if parent is None:
                    parent = element.getparent()
                    _refuse_type_declaration(element)
                yield element
                if parent is not None:
                    parent.remove(element)
        except (KeyError, etree.XMLSyntaxError):
            self._package.lost_parts += 1

    def _sheet(self, entry: etree._Element, number: int) -> Sheet:
        sheet = Sheet(
            entry.get("name", ""), number, entry.get("state", "visible").lower() != "visible"
        )
        part = self._parts.get(entry.get(R + "id", ""))
        if part is None:
            self._package.lost_parts += 1
        elif part.kind == "worksheet":
            for index, row in enumerate(self._elements(part.target, "row")):
                self._row(sheet, integer(row.get("r"), index + 1), row)
        if part is not None:
            self._attached(sheet, part)
        return sheet

    def _row(self, sheet: Sheet, number: int, row: etree._Element) -> None:
        cells: dict[int, str] = {}
        column = -1
        for cell in row:
            if cell.tag != _CELL:
                continue
            reference = cell.get("r")
            column = column + 1 if reference is None else self._column(reference)
            text = self._cell(cell)
            if text and 0 <= column < _LAST_COLUMN:
                cells[column] = text
        self._cells.add(sheet, number, cells)

    def _column(self, reference: str) -> int:
        letters = reference.rstrip("0123456789").upper()
        known = self._columns.get(letters)
        if known is None:
            known = 0
            for letter in letters[:4]:
                known = known * 26 + ord(letter) - 64
            known -= 1
            self._columns[letters] = known
        return known

    def _cell(self, cell: etree._Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find(S + "is")
            return "" if inline is None else _text(inline)
        stored = next((child.text for child in cell if child.tag == _VALUE), None)
        if stored is None or stored == "":
            self._uncalculated += stored is None and cell.find(S + "f") is not None
            return ""
        if kind == "s":
            index = integer(stored, -1)
            return self._strings[index] if 0 <= index < len(self._strings) else ""
        if kind == "b":
            return "TRUE" if stored == "1" else "FALSE"
        if kind == "d":
            return stored.removesuffix("T00:00:00").replace("T", " ")
        if kind != "n":
            return stored
        code = self._styles.code(cell.get("s"))
        if code == GENERAL and len(stored) < 16 and stored.isdigit():
            return stored
        try:
            value = float(stored)
        except ValueError:
            return stored
        if value.is_integer() and len(stored) > 15 and stored.isdigit():
            return stored  # an identity number that was typed as a number
        return shown(value, code, since_1904=self._since_1904)

    def _attached(self, sheet: Sheet, part: Relationship) -> None:
        """Text boxes drawn on a sheet, and comments on its cells."""
        for found in self._package.relationships(part.target).values():
            if found.kind not in ("drawing", "comments"):
                continue
            root = self._package.part(found.target)
            paragraphs: Iterator[str] = iter(())
            if root is not None and found.kind == "drawing":
                paragraphs = (
                    "".join(text.text or "" for text in paragraph.iter(A + "t"))
                    for paragraph in root.iter(A + "p")
                )
            elif root is not None:
                paragraphs = (_text(comment) for comment in root.iter(S + "text"))
            for text in paragraphs:
                line = clean(text).strip()
                self._cells.spend(line)
                if line:
                    sheet.after.append(Block(BlockKind.PARAGRAPH, line, page=sheet.number))


def _refuse_type_declaration(element: etree._Element) -> None:
    if element.getroottree().docinfo.internalDTD is not None:
        raise ExtractionError("extract.damaged", type="xlsx", reason="document type declaration")


def _text(item: etree._Element) -> str:
    """Text of a string of several runs, without what tells how to read it aloud."""
    if len(item) == 1 and item[0].tag == S + "t":
        return item[0].text or ""
    return "".join(
        text.text or ""
        for text in item.iter(S + "t")
        if (parent := text.getparent()) is not None and parent.tag != S + "rPh"
    )


def _styles(root: etree._Element | None) -> _Styles:
    if root is None:
        return _Styles()
    own = {
        integer(format.get("numFmtId"), -1): format.get("formatCode", GENERAL)
        for format in root.findall(f"{S}numFmts/{S}numFmt")
    }
    ids = [integer(style.get("numFmtId"), 0) for style in root.findall(f"{S}cellXfs/{S}xf")]
    return _Styles([own.get(id) or BUILT_IN.get(id, GENERAL) for id in ids])
