"""XML: Word and Excel of 2003 as they were meant, anything else as the text it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from ..errors import LimitExceededError
from ..model import Block, Document
from .encoding import decode_declared
from .guard import TextBudget, parse_xml
from .html import lost
from .lines import clean, text_block
from .reading import Reading

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9_.-]+)""")
_WORD = "http://schemas.microsoft.com/office/word/2003/wordml"
_FLAT_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "urn:schemas-microsoft-com:office:spreadsheet"
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read(path: Path, reading: Reading) -> Document:
    """Read an XML file.

    Raises:
        etree.XMLSyntaxError: Not well formed.
        ValueError: It has a document type declaration.
        LimitExceededError: Too large, too much text, too long.
    """
    data = path.read_bytes()
    if len(data) > reading.limits.max_part_bytes:
        raise LimitExceededError(
            "extract.limit.expanded", found=len(data), limit=reading.limits.max_part_bytes
        )
    label = _ENCODING.match(data[:200])
    decoded = decode_declared(data, label[1].decode("ascii") if label else None)
    root = parse_xml(_DECLARATION.sub("", decoded.text, count=1).strip().encode())
    meta = {"encoding": decoded.encoding}
    return Document(tuple(_bounded(root, reading)), "xml", None, meta, lost(decoded))


def _bounded(root: etree._Element, reading: Reading) -> Iterator[Block]:
    budget = TextBudget(reading.limits.max_text_chars)
    for count, block in enumerate(_blocks(root)):
        if count % 256 == 0:
            reading.deadline.check()
        budget.spend(len(block.text))
        yield block


def _blocks(root: etree._Element) -> Iterator[Block]:
    body = next(root.iter(f"{{{_WORD}}}body", f"{{{_FLAT_WORD}}}body"), None)
    if body is not None:
        yield from _word(body)
    elif root.tag == f"{{{_SHEET}}}Workbook":
        yield from _sheets(root)
    else:
        yield from _plain(root)


def _word(body: etree._Element) -> Iterator[Block]:
    namespace = etree.QName(body).namespace
    table, paragraph = f"{{{namespace}}}tbl", f"{{{namespace}}}p"
    done: etree._Element | None = None
    for element in body.iter(table, paragraph):
        if done is not None and any(above is done for above in element.iterancestors(table)):
            continue
        if element.tag == table:
            done = element
            rows = (
                row.iterchildren(f"{{{namespace}}}tc")
                for row in element.iterchildren(f"{{{namespace}}}tr")
            )
            cells = tuple(tuple(_cell(cell, paragraph) for cell in row) for row in rows)
            if any(map(any, cells)):
                yield Block.table(cells)
        else:
            yield from (
                text_block(line) for line in _paragraph(element).split("\n") if line.strip()
            )


def _cell(cell: etree._Element, paragraph: str) -> str:
    texts = (_paragraph(found) for found in cell.iter(paragraph))
    return " ".join(" ".join(texts).split())


def _paragraph(paragraph: etree._Element) -> str:
    pieces = []
    for element in paragraph.iter():
        name = etree.QName(element).localname
        pieces.append((element.text or "") if name == "t" else _BREAKS.get(name, ""))
    return clean("".join(pieces)).strip(" ")


def _sheets(root: etree._Element) -> Iterator[Block]:
    for sheet in root.iter(f"{{{_SHEET}}}Worksheet"):
        yield text_block(clean(sheet.get(f"{{{_SHEET}}}Name") or ""))
        rows = [tuple(_sheet_row(row)) for row in sheet.iter(f"{{{_SHEET}}}Row")]
        if rows := [row for row in rows if any(row)]:
            yield Block.table(tuple(rows))


def _sheet_row(row: etree._Element) -> Iterator[str]:
    at = 0
    for cell in row.iter(f"{{{_SHEET}}}Cell"):
        # A cell may name its column, leaving out empty ones before it.
        index = cell.get(f"{{{_SHEET}}}Index") or ""
        column = int(index) - 1 if re.fullmatch(r"\d{1,5}", index, re.ASCII) else at
        yield from ("" for _ in range(at, min(column, 16_384)))
        at = max(at, column) + 1
        yield " ".join(clean("".join(_data(cell))).split())


def _data(cell: etree._Element) -> Iterable[str]:
    found = cell.find(f"{{{_SHEET}}}Data")
    return () if found is None else (str(text) for text in found.itertext())


def _plain(root: etree._Element) -> Iterator[Block]:
    """Each element's text as a block, in the order of the file."""
    for _, element in etree.iterwalk(root, events=("start",)):
        texts = [element.text or "", *(child.tail or "" for child in element)]
        if text := " ".join(clean(" ".join(texts)).split()):
            yield text_block(text)
