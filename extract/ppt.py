"""Old presentations (.ppt, .dps): the text records of each slide (MS-PPT)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from ..errors import ExtractionError, LimitExceededError
from ..model import Block, BlockKind, Document
from .guard import TextBudget
from .lines import clean
from .ole_meta import described
from .reading import Reading

_SLIDE, _SLIDE_LIST, _SLIDE_PERSIST = 1006, 4080, 1011
_CHARS, _BYTES, _HEADER = 4000, 4008, 3999
_TITLES = (0, 6)
_CONTAINER = 0xF


def read(path: Path, reading: Reading) -> Document:
    """Read the text of each slide: of its outline, then of its drawing.

    Raises:
        ExtractionError: It has no presentation stream, or is encrypted.
        LimitExceededError: It would cost more than allowed.
    """
    import olefile

    with olefile.OleFileIO(str(path)) as ole:
        if ole.exists("EncryptedSummary"):
            raise ExtractionError("extract.encrypted", type="ppt")
        stream = ole.openstream("PowerPoint Document")
        data = stream.read(reading.limits.max_part_bytes)
    slides = _slides(data, reading)
    if len(slides) > reading.limits.max_pages:
        limit = reading.limits.max_pages
        raise LimitExceededError("extract.limit.pages", found=len(slides), limit=limit)
    budget = TextBudget(reading.limits.max_text_chars)
    blocks = []
    for number, texts in enumerate(slides, start=1):
        for kind, text in dict.fromkeys(texts):
            for line in filter(None, (clean(part).strip() for part in _lines(text))):
                budget.spend(len(line))
                title = kind in _TITLES
                block_kind = BlockKind.HEADING if title else BlockKind.PARAGRAPH
                blocks.append(Block(block_kind, line, number, level=1 if title else None))
    return Document(tuple(blocks), "ppt", len(slides), described(path))


def _lines(text: str) -> list[str]:
    return text.replace("\x0b", "\r").split("\r")


def _slides(data: bytes, reading: Reading) -> list[list[tuple[int, str]]]:
    """Kind and text of each text of each slide."""
    outlines: list[list[tuple[int, str]]] = []
    drawings: list[list[tuple[int, str]]] = []
    for kind, instance, start, end in _records(data, 0, len(data), reading):
        if kind == _SLIDE:
            drawings.append([*_texts(data, start, end, reading)])
        elif kind == 1000:
            for inner, number, first, last in _records(data, start, end, reading):
                if inner == _SLIDE_LIST and number == 0:
                    outlines = _outlines(data, first, last, reading)
        del instance
    count = max(len(outlines), len(drawings))
    outlines += [[] for _ in range(count - len(outlines))]
    drawings += [[] for _ in range(count - len(drawings))]
    return [outline + drawing for outline, drawing in zip(outlines, drawings, strict=True)]


def _outlines(data: bytes, start: int, end: int, reading: Reading) -> list[list[tuple[int, str]]]:
    slides: list[list[tuple[int, str]]] = []
    kind = 1
    for record, _, first, last in _records(data, start, end, reading):
        if record == _SLIDE_PERSIST:
            slides.append([])
        elif record == _HEADER and last - first >= 4:
            kind = struct.unpack_from("<I", data, first)[0]
        elif record in (_CHARS, _BYTES) and slides:
            slides[-1].append((kind, _text(record, data[first:last])))
    return slides


def _texts(
    data: bytes, start: int, end: int, reading: Reading, depth: int = 0
) -> Iterator[tuple[int, str]]:
    if depth > reading.limits.max_nesting:
        return
    kind = 1
    for record, _, first, last, is_container in _marked(data, start, end, reading):
        if record == _HEADER and last - first >= 4:
            kind = struct.unpack_from("<I", data, first)[0]
        elif record in (_CHARS, _BYTES):
            yield kind, _text(record, data[first:last])
        elif is_container or record == 0xF00D:
            yield from _texts(data, first, last, reading, depth + 1)


def _text(record: int, raw: bytes) -> str:
    return raw.decode("utf-16-le", "replace") if record == _CHARS else raw.decode("latin-1")


def _records(
    data: bytes, start: int, end: int, reading: Reading
) -> Iterator[tuple[int, int, int, int]]:
    for record, instance, first, last, _ in _marked(data, start, end, reading):
        yield record, instance, first, last


def _marked(
    data: bytes, start: int, end: int, reading: Reading
) -> Iterator[tuple[int, int, int, int, bool]]:
    """Type, instance, first and last byte of the records in a stretch, and whether they nest."""
    while start + 8 <= end:
        reading.deadline.check()
        head, record, size = struct.unpack_from("<HHI", data, start)
        first, last = start + 8, start + 8 + size
        if last > end:
            return
        yield record, head >> 4, first, last, head & 0xF == _CONTAINER
        start = last
