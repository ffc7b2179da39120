"""Old Word documents (.doc, .dot, .wps), from their pieces of text (MS-DOC).

The libraries at hand give the text without its tables; the file's own marks for cells and rows
are in the text itself, so it is read here, over olefile. Formatting is not looked at.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from ..errors import ExtractionError
from ..model import Block, BlockKind, Document
from .encoding import decode
from .guard import TextBudget
from .lines import clean, text_block
from .ole_meta import described
from .reading import Reading

_ENCRYPTED, _SECOND_TABLE, _COMPLEX = 0x0100, 0x0200, 0x0004
_WORD_97 = 0x00C1
_CLX, _COUNTS = 0x01A2, 0x004C
_MAIN, _HEADERS, _REMARKS = 0, 2, 4
_CELL = "\x07"
_MARK = re.compile("[\r\x07\x0c\x0e]")
_OBJECTS = re.compile("[\x01-\x08\x1f\x15]")
_SIGNS = {0x1E: "-", 0x0B: "\n", 0xA0: " "}


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text up to a mark that ends a paragraph or cell."""

    text: str
    mark: str


def read(path: Path, reading: Reading) -> Document:
    """Read the text with its tables, text boxes and notes; headers and footers apart.

    Raises:
        ExtractionError: It is encrypted, or its text cannot be found.
        LimitExceededError: It holds too much text.
    """
    import olefile

    with olefile.OleFileIO(str(path)) as ole:
        word = ole.openstream("WordDocument").read(reading.limits.max_part_bytes)
        if len(word) < 0x60:
            raise ExtractionError("extract.damaged", type="doc", reason="no header")
        version, flags = struct.unpack_from("<H", word, 2)[0], struct.unpack_from("<H", word, 10)[0]
        if flags & _ENCRYPTED:
            raise ExtractionError("extract.encrypted", type="doc")
        if version < _WORD_97:
            stories = [_old_text(word, flags)]
        else:
            name = "1Table" if flags & _SECOND_TABLE else "0Table"
            table = ole.openstream(name).read(reading.limits.max_part_bytes)
            stories = _stories(word, table)
    budget = TextBudget(reading.limits.max_text_chars)
    blocks: list[Block] = []
    for number, story in enumerate(stories):
        reading.deadline.check()
        budget.spend(len(story))
        if number == _HEADERS:
            blocks[:0] = _margins(story)
        elif number != _REMARKS:
            blocks += _blocks(_pieces(_without_fields(story)))
    return Document(tuple(blocks), "doc", meta=described(path))


def _old_text(word: bytes, flags: int) -> str:
    """Text of Word 6 and 95: one stretch in the code page of its country."""
    if flags & _COMPLEX:
        raise ExtractionError("extract.damaged", type="doc", reason="Word 6, fast saved")
    first, last = struct.unpack_from("<II", word, 0x18)
    return decode(word[first:last]).text


def _stories(word: bytes, table: bytes) -> list[str]:
    """Main text, notes, headers, macros, remarks, end notes, text boxes."""
    text = "".join(_text_pieces(word, table))
    counts = struct.unpack_from("<8i", word, _COUNTS)
    stories, start = [], 0
    for count in counts:
        end = start + max(0, count)
        stories.append(text[start:end])
        start = end
    return stories


def _text_pieces(word: bytes, table: bytes) -> Iterator[str]:
    """Pieces in their order (MS-DOC, 2.4.1): eight bits a character, or sixteen."""
    start, size = struct.unpack_from("<II", word, _CLX)
    clx = table[start : start + size]
    position = 0
    while position + 3 <= len(clx) and clx[position] == 1:
        position += 3 + struct.unpack_from("<H", clx, position + 1)[0]
    if position + 5 > len(clx) or clx[position] != 2:
        raise ExtractionError("extract.damaged", type="doc", reason="no piece table")
    plc = clx[position + 5 :]
    count = (len(plc) - 4) // 12
    places = struct.unpack_from(f"<{count + 1}I", plc, 0)
    for number, (first, last) in enumerate(pairwise(places)):
        if last < first:
            raise ExtractionError("extract.damaged", type="doc", reason="pieces out of order")
        offset = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)[0]
        length = last - first
        if offset & 0x40000000:
            offset = (offset & 0x3FFFFFFF) // 2
            yield word[offset : offset + length].decode("cp1252", "replace")
        else:
            raw = word[offset : offset + 2 * length]
            yield raw.decode("utf-16-le", "surrogatepass").ljust(length)


def _without_fields(text: str) -> str:
    """Text with fields as they show: their codes left out, their results kept."""
    if "\x13" not in text:
        return text
    kept: list[str] = []
    codes = 0
    states: list[bool] = []
    for character in text:
        if character == "\x13":
            states.append(True)
            codes += 1
        elif character == "\x14" and states and states[-1]:
            states[-1] = False
            codes -= 1
        elif character == "\x15" and states:
            codes -= states.pop()
        elif not codes:
            kept.append(character)
    return "".join(kept)


def _pieces(text: str) -> list[_Piece]:
    found, start = [], 0
    for mark in _MARK.finditer(text):
        found.append(_Piece(_shown(text[start : mark.start()]), mark[0]))
        start = mark.end()
    if start < len(text):
        found.append(_Piece(_shown(text[start:]), "\r"))
    return found


def _shown(text: str) -> str:
    return clean(_OBJECTS.sub("", text.translate(_SIGNS))).strip()


def _blocks(pieces: Sequence[_Piece]) -> Iterator[Block]:
    """Paragraphs, and stretches of cells as tables."""
    position = 0
    while position < len(pieces):
        if pieces[position].mark != _CELL:
            yield from _paragraphs(pieces[position].text)
            position += 1
            continue
        end = position
        while end < len(pieces) and _goes_on(pieces, end):
            end += 1
        rows = _rows(_cells(pieces[position:end]))
        if any(map(any, rows)):
            yield Block.table(rows)
        position = end


def _paragraphs(text: str) -> Iterator[Block]:
    for line in text.split("\n"):
        if line.strip():
            yield text_block(line.strip())


def _goes_on(pieces: Sequence[_Piece], at: int) -> bool:
    """Whether a piece is in the table: a cell, or a paragraph inside one.

    A row ends with an empty cell; a paragraph after that stands behind the table.
    """
    if pieces[at].mark == _CELL:
        return True
    before = pieces[at - 1]
    if before.mark == _CELL and not before.text:
        return False
    following = next((p for p in pieces[at : at + 20] if p.mark == _CELL), None)
    return following is not None


def _cells(pieces: Sequence[_Piece]) -> list[str]:
    cells: list[str] = []
    pending: list[str] = []
    for piece in pieces:
        pending.append(piece.text)
        if piece.mark == _CELL:
            cells.append(" ".join(" ".join(filter(None, pending)).split("\n")))
            pending = []
    return cells


def _rows(cells: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Cells as rows: each ends with an empty one, and most tables have rows of one length."""
    for width in range(1, len(cells)):
        step = width + 1
        if len(cells) % step == 0 and not any(cells[width::step]):
            return tuple(tuple(cells[n : n + width]) for n in range(0, len(cells), step))
    rows: list[tuple[str, ...]] = []
    row: list[str] = []
    for cell in cells:
        if cell:
            row.append(cell)
        elif row:
            rows.append(tuple(row))
            row = []
    if row:
        rows.append(tuple(row))
    width = max(map(len, rows), default=0)
    return tuple(row + ("",) * (width - len(row)) for row in rows)


def _margins(story: str) -> list[Block]:
    """Headers and footers, each text once; bare page numbers say nothing."""
    texts = (piece.text for piece in _pieces(_without_fields(story)))
    lines = (text.replace("\n", " ") for text in texts)
    kept = dict.fromkeys(line for line in lines if re.search(r"[^\W\d_]", line))
    return [Block(BlockKind.HEADER, line) for line in kept]
