"""Excel workbooks (.xlsx, .xlsm, .xltx): cells as shown, sheet by sheet.

Read from the XML itself: only it says how a number is shown (98% and not 0.98), and a sheet
that claims a million columns costs no more than its cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from ..model import Block, BlockKind, Document, Note
from .cells import sheet_blocks, shown_number
from .guard import TextBudget
from .lines import clean
from .reading import Reading
from .zip_parts import ZipParts, described, relationship_id

_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})$")


def read(path: Path, reading: Reading) -> Document:
    """Read all sheets, hidden ones too.

    Raises:
        LimitExceededError: It would cost more than allowed.
        ExtractionError: It has no workbook part.
    """
    with ZipParts(path, reading, "xlsx") as parts:
        return _Workbook(parts, reading).document()


class _Workbook:
    def __init__(self, parts: ZipParts, reading: Reading) -> None:
        self._parts = parts
        self._reading = reading
        self._budget = TextBudget(reading.limits.max_text_chars)
        roots = parts.relationships("")
        self._name = next(
            (target for kind, target in roots.values() if kind == "officeDocument"),
            "xl/workbook.xml",
        )
        self._root = parts.main_xml(self._name, "xlsx")
        self._links = parts.relationships(self._name)
        settings = self._root.find("{*}workbookPr")
        self._from_1904 = settings is not None and settings.get("date1904") in ("1", "true")
        self._strings = list(self._shared_strings())
        self._formats = self._number_formats()

    def document(self) -> Document:
        sheets = self._root.findall("{*}sheets/{*}sheet")
        blocks: list[Block] = []
        hidden, losses = [], 0
        for sheet in sheets:
            name = sheet.get("name", "")
            _, target = self._links.get(relationship_id(sheet), ("", ""))
            if sheet.get("state", "visible") != "visible":
                hidden.append(name)
            try:
                rows = self._rows(target)
            except (etree.XMLSyntaxError, KeyError):
                losses += 1
                continue
            blocks += sheet_blocks(name, rows, len(sheets) > 1)
            blocks += self._text_boxes(target)
        meta = described(self._parts.xml("docProps/core.xml"))
        if hidden:
            meta["hidden_sheets"] = clean("、".join(hidden))
        notes = (Note("extract.loss.parts", {"count": str(losses)}),) if losses else ()
        return Document(tuple(blocks), "xlsx", meta=meta, losses=notes)

    def _target(self, kind: str) -> str | None:
        return next((target for found, target in self._links.values() if found == kind), None)

    def _shared_strings(self) -> Iterator[str]:
        target = self._target("sharedStrings")
        if target is None or target not in self._parts:
            return
        for item in self._parts.elements(target, "si"):
            self._reading.deadline.check()
            text = _text_of(item)
            self._budget.spend(len(text))
            yield text

    def _number_formats(self) -> list[tuple[int, str]]:
        """Number and code of the format of each cell style."""
        target = self._target("styles")
        root = self._parts.xml(target) if target else None
        if root is None:
            return []
        codes = {
            int(found.get("numFmtId", "0")): found.get("formatCode", "")
            for found in root.findall("{*}numFmts/{*}numFmt")
        }
        numbers = [int(xf.get("numFmtId", "0")) for xf in root.findall("{*}cellXfs/{*}xf")]
        return [(number, codes.get(number, "")) for number in numbers]

    def _rows(self, target: str) -> dict[int, dict[int, str]]:
        rows: dict[int, dict[int, str]] = {}
        row = 0
        for element in self._parts.elements(target, "row"):
            self._reading.deadline.check()
            row = _number(element.get("r"), row + 1)
            column = 0
            for cell in element.findall("{*}c"):
                place = _PLACE.match(cell.get("r", ""))
                column = _column(place[1]) if place else column + 1
                text = self._shown(cell)
                if text:
                    self._budget.spend(len(text))
                    rows.setdefault(row, {})[column] = text
        return rows

    def _shown(self, cell: etree._Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find("{*}is")
            return "" if inline is None else _text_of(inline)
        value = (cell.findtext("{*}v") or "").strip()
        if not value:
            return ""
        if kind == "s":
            index = _number(value, -1)
            return self._strings[index] if 0 <= index < len(self._strings) else ""
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind in ("str", "e", "d"):
            return clean(value)
        try:
            number = float(value)
        except ValueError:
            return clean(value)
        style = _number(cell.get("s"), 0)
        format = self._formats[style] if 0 <= style < len(self._formats) else (0, "")
        return shown_number(number, *format, from_1904=self._from_1904)

    def _text_boxes(self, target: str) -> Iterator[Block]:
        for kind, drawing in self._parts.relationships(target).values():
            root = self._parts.xml(drawing) if kind == "drawing" else None
            for paragraph in () if root is None else root.iter("{*}p"):
                text = clean("".join(t.text or "" for t in paragraph.iter("{*}t"))).strip()
                if text:
                    self._budget.spend(len(text))
                    yield Block(BlockKind.PARAGRAPH, text)


def _text_of(item: etree._Element) -> str:
    """Text of a string without the readings printed above it."""
    pieces = []
    for element in item.iter("{*}t"):
        parent = element.getparent()
        if parent is None or etree.QName(parent).localname != "rPh":
            pieces.append(element.text or "")
    return clean("".join(pieces)).strip()


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _number(text: str | None, default: int) -> int:
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default
