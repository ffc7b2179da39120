"""The streams of a Word 97–2003 file (MS-DOC): pieces of text, and properties by place."""

from __future__ import annotations

import re
import struct
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from sys import byteorder

import olefile

from ..errors import ExtractionError, LimitExceededError
from .reading import Reading

_MAGIC, _WORD_97, _OLD_MAGICS = 0xA5EC, 0x00C1, (0xA5DB, 0xA5DC)
_COUNTS = {"main": 0x4C, "notes": 0x50, "margins": 0x54, "macros": 0x58, "remarks": 0x5C}
_COUNTS |= {"endnotes": 0x60, "boxes": 0x64}
_TABLE_1, _OBJECTS = 0x0200, 0x9A
STYLES, MARGINS, CHARACTERS, PARAGRAPHS, CLX, LISTS, OVERRIDES = 1, 11, 12, 13, 33, 73, 74
_HIDDEN, _DELETED = 0x083C, 0x0800
_OPERANDS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_TABLE_DEFINITION, _TABS = 0xD608, 0xC615
_PAIR = re.compile("[\xa1-\xf7][\xa1-\xfe]")
_GB2312 = re.compile(rb"(?:[\x00-\x7f]|[\xa1-\xf7][\xa1-\xfe])+")


class TooOldError(ValueError):
    """Written by Word 2, 6 or 95, whose files are built differently."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that lie together in the file.

    Attributes:
        start: First character position.
        end: One past the last.
        offset: Byte of the first.
        width: Bytes per character.
        changes: Properties that fast saving added.
    """

    start: int
    end: int
    offset: int
    width: int
    changes: bytes


@dataclass(slots=True)
class Runs:
    """Properties of stretches of the file, by the byte where each begins."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    values: list[bytes] = field(default_factory=list)

    def at(self, offset: int) -> bytes | None:
        """Those in force at a byte."""
        index = bisect_right(self.starts, offset) - 1
        return self.values[index] if index >= 0 and offset < self.ends[index] else None


class Binary:
    """A Word 97–2003 file.

    Args:
        path: The file, not encrypted.
        reading: For limits.

    Raises:
        TooOldError: It is older.
        ValueError: It is damaged.
    """

    def __init__(self, path: Path, reading: Reading) -> None:
        self._reading = reading
        with olefile.OleFileIO(path) as container:
            self.main = self._stream(container, "WordDocument")
            magic, version = struct.unpack_from("<HH", self.main)
            if magic in _OLD_MAGICS or (magic == _MAGIC and version < _WORD_97):
                raise TooOldError("older than Word 97")
            if magic != _MAGIC or len(self.main) < 0x300:
                raise ValueError("no header of Word 97")
            name = "1Table" if self._number(0x0A, "<H") & _TABLE_1 else "0Table"
            self.table = self._stream(container, name)
            pool = {
                entry[1] for entry in container.listdir() if entry[0] == "ObjectPool" and entry[1:]
            }
            self.objects = len(pool)
            self.has_pictures = container.exists("Data")
        self._grpprls: list[bytes] = []
        self.pieces = list(self._pieces())
        self.text = self._text()
        self.paragraphs = self._runs(PARAGRAPHS, self._paragraph_page)

    def part(self, index: int) -> bytes:
        """A part of the table stream, by its number in the header."""
        place = _OBJECTS + 8 * index
        start, size = self._number(place, "<I"), self._number(place + 4, "<I")
        return self.table[start : start + size]

    def tail(self, index: int) -> bytes:
        """What follows a part in the table stream."""
        place = _OBJECTS + 8 * index
        return self.table[self._number(place, "<I") + self._number(place + 4, "<I") :]

    def stories(self) -> dict[str, tuple[int, int]]:
        """Where main text, notes and the like begin and end."""
        found, start = {}, 0
        for name, place in _COUNTS.items():
            end = min(len(self.text), start + max(0, self._number(place, "<i")))
            found[name] = (start, end)
            start = end
        return found

    def properties(self, position: int) -> tuple[int, bytes]:
        """Style and properties of the paragraph whose mark stands at a position."""
        piece = self._piece_at(position)
        if piece is None:
            return 0, b""
        value = self.paragraphs.at(piece.offset + (position - piece.start) * piece.width)
        if value is None or len(value) < 2:
            return 0, piece.changes
        return int.from_bytes(value[:2], "little"), value[2:] + piece.changes

    def hidden(self) -> Iterator[tuple[int, int]]:
        """Stretches of characters that are hidden or deleted."""
        runs = self._runs(CHARACTERS, self._character_page)
        unseen = {index for index, value in enumerate(runs.values) if value and _is_unseen(value)}
        for piece in self.pieces:
            if piece.changes and _is_unseen(piece.changes):
                yield piece.start, piece.end
                continue
            end = piece.offset + (piece.end - piece.start) * piece.width
            index = max(0, bisect_right(runs.starts, piece.offset) - 1)
            while index < len(runs.starts) and runs.starts[index] < end:
                if index in unseen:
                    first = max(piece.offset, runs.starts[index]) - piece.offset
                    last = min(end, runs.ends[index]) - piece.offset
                    yield piece.start + first // piece.width, piece.start + last // piece.width
                index += 1

    def _number(self, place: int, format: str) -> int:
        number: int = struct.unpack_from(format, self.main, place)[0]
        return number

    def _stream(self, container: olefile.OleFileIO, name: str) -> bytes:
        if not container.exists(name):
            raise ExtractionError("extract.damaged", type="doc", reason=f"no {name}")
        size = container.get_size(name)
        if size > self._reading.limits.max_part_bytes:
            limit = self._reading.limits.max_part_bytes
            raise LimitExceededError("extract.limit.bytes", found=size, limit=limit)
        data: bytes = container.openstream(name).read()
        return data

    def _pieces(self) -> Iterator[Piece]:
        clx, at = self.part(CLX), 0
        while at + 3 <= len(clx) and clx[at] == 1:
            size = int.from_bytes(clx[at + 1 : at + 3], "little")
            self._grpprls.append(clx[at + 3 : at + 3 + size])
            at += 3 + size
        if clx[at : at + 1] != b"\x02":
            raise ValueError("no table of pieces")
        table = clx[at + 5 : at + 5 + int.from_bytes(clx[at + 1 : at + 5], "little")]
        count = (len(table) - 4) // 12
        if count <= 0:
            raise ValueError("empty table of pieces")
        ends = struct.unpack_from(f"<{count + 1}I", table)
        for index in range(count):
            _, place, change = struct.unpack_from("<HIH", table, 4 * (count + 1) + 8 * index)
            narrow = bool(place & 0x40000000)
            place &= 0x3FFFFFFF
            start, end = ends[index], ends[index + 1]
            width = 1 if narrow else 2
            offset = place // 2 if narrow else place
            if end < start or offset + (end - start) * width > len(self.main):
                raise ValueError("a piece lies outside the file")
            if end > self._reading.limits.max_text_chars:
                limit = self._reading.limits.max_text_chars
                raise LimitExceededError("extract.limit.text", limit=limit)
            yield Piece(start, end, offset, width, self._changes(change))

    def _changes(self, change: int) -> bytes:
        if not change & 1:
            return b""
        index = change >> 1
        return self._grpprls[index] if index < len(self._grpprls) else b""

    def _text(self) -> str:
        """All characters; those beyond 16 bits stay in halves, so that positions hold."""
        parts = []
        for piece in self.pieces:
            raw = self.main[piece.offset : piece.offset + (piece.end - piece.start) * piece.width]
            if piece.width == 1:
                parts.append(_narrow(raw))
                continue
            units = array("H", raw)
            if byteorder == "big":
                units.byteswap()
            parts.append("".join(map(chr, units)))
        return "".join(parts)

    def _piece_at(self, position: int) -> Piece | None:
        low, high = 0, len(self.pieces)
        while low < high:
            middle = (low + high) // 2
            if self.pieces[middle].end <= position:
                low = middle + 1
            else:
                high = middle
        return self.pieces[low] if low < len(self.pieces) else None

    def _runs(self, index: int, page: object) -> Runs:
        runs = Runs()
        plc = self.part(index)
        count = (len(plc) - 4) // 8
        found: list[tuple[int, int, bytes]] = []
        for at in range(max(0, count)):
            self._reading.deadline.check()
            number = int.from_bytes(plc[4 * (count + 1) + 4 * at :][:4], "little") & 0x3FFFFF
            data = self.main[512 * number : 512 * (number + 1)]
            if len(data) == 512 and callable(page):
                found += page(data)
        for start, end, value in sorted(found):
            runs.starts.append(start)
            runs.ends.append(end)
            runs.values.append(value)
        return runs

    @staticmethod
    def _paragraph_page(data: bytes) -> Iterator[tuple[int, int, bytes]]:
        count = min(data[511], 29)
        places = struct.unpack_from(f"<{count + 1}I", data)
        for index in range(count):
            at = 2 * data[4 * (count + 1) + 13 * index]
            size = 2 * data[at] - 1
            if at and data[at] == 0:
                at += 1
                size = 2 * data[at]
            value = data[at + 1 : at + 1 + size] if at else b""
            yield places[index], places[index + 1], value

    @staticmethod
    def _character_page(data: bytes) -> Iterator[tuple[int, int, bytes]]:
        count = min(data[511], 101)
        places = struct.unpack_from(f"<{count + 1}I", data)
        for index in range(count):
            at = 2 * data[4 * (count + 1) + index]
            value = data[at + 1 : at + 1 + data[at]] if at else b""
            yield places[index], places[index + 1], value


def changes(grpprl: bytes) -> Iterator[tuple[int, bytes]]:
    """Single property modifiers: number and operand (MS-DOC 2.6)."""
    at = 0
    while at + 2 <= len(grpprl):
        sprm = int.from_bytes(grpprl[at : at + 2], "little")
        at += 2
        kind = sprm >> 13
        if kind != 6:
            size = _OPERANDS[kind]
        elif sprm == _TABLE_DEFINITION:
            size = int.from_bytes(grpprl[at : at + 2], "little") - 1
            at += 2
        elif sprm == _TABS and grpprl[at : at + 1] == b"\xff":
            return
        else:
            size = grpprl[at] if at < len(grpprl) else 0
            at += 1
        yield sprm, grpprl[at : at + size]
        at += max(0, size)


def _is_unseen(grpprl: bytes) -> bool:
    unseen = False
    for sprm, operand in changes(grpprl):
        if sprm in (_HIDDEN, _DELETED) and operand:
            unseen = operand[0] in (1, 0x81)
            if unseen and sprm == _DELETED:
                return True
    return unseen


def _narrow(raw: bytes) -> str:
    """8-bit pieces are Western; some programs put GB 2312 there, which then is no text at all.

    A character of two bytes counts as two positions.
    """
    if raw.isascii():
        return raw.decode("ascii")
    high = sum(byte > 0x7F for byte in raw)
    if high >= 4 and _GB2312.fullmatch(raw):
        return _PAIR.sub(_in_two, raw.decode("latin-1"))
    return raw.decode("cp1252", "replace")


def _in_two(pair: re.Match[str]) -> str:
    return pair[0].encode("latin-1").decode("gb18030") + "\0"
