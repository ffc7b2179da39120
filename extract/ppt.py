"""PowerPoint 97–2003 and WPS presentations (.ppt, .pps, .dps), read from their records (MS-PPT)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import olefile

from ..errors import ExtractionError, LimitExceededError
from ..model import Block, BlockKind, Document
from .guard import TextBudget
from .lines import clean
from .ole_meta import metadata
from .reading import Reading
from .rtf_tokens import joined
from .unlocking import unlocked

_USER_EDIT, _PERSISTS, _LIST, _SLIDE_PERSIST = 0x0FF5, 0x1772, 0x0FF0, 0x03F3
_HEADER, _WIDE, _NARROW, _REFERENCE = 0x0F9F, 0x0FA0, 0x0FA8, 0x0F9E
_DOCUMENT, _SLIDE, _NOTES, _NOTES_ATOM, _SHOW = 0x03E8, 0x03EE, 0x03F0, 0x03F1, 0x03F9
_DRAWING, _GROUP, _SHAPE, _TEXT_BOX, _ANCHOR = 0x040C, 0xF003, 0xF004, 0xF00D, 0xF00F
_OPTIONS, _TABLE_OPTION, _DRAWING_OUTER = 0xF122, 0x039F, 0xF002
_TITLES, _NOTES_TEXT, _HIDDEN = (0, 6), 2, 0x4
_DEEPEST = 40
_MOST_EDITS = 1000


def read(path: Path, reading: Reading) -> Document:
    """Read a presentation; the number of a slide is its page, notes follow each.

    What cannot be read here goes through LibreOffice where it is present.

    Raises:
        ExtractionError: No password fits, or it is damaged.
        LimitExceededError: It would cost more than ``limits`` allow.
    """
    with unlocked(path, reading, "ppt") as plain:
        try:
            return _Presentation(plain, reading).document(metadata(plain))
        except (struct.error, ValueError, IndexError, KeyError):
            from .libreoffice import read_damaged

            document = read_damaged(plain, reading, "ppt")
            if document is None:
                raise
            return document


@dataclass(frozen=True, slots=True)
class _Record:
    kind: int
    instance: int
    start: int
    end: int


@dataclass(slots=True)
class _Text:
    """A text with what it is for; ``place`` is left and top of its shape in a table."""

    kind: int
    text: str = ""
    place: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class _Outline:
    """A slide or notes page in a list, with the texts that stand there instead of on it."""

    persist: int
    id: int
    texts: list[_Text] = field(default_factory=list)


class _Presentation:
    def __init__(self, path: Path, reading: Reading) -> None:
        self._reading = reading
        self._budget = TextBudget(reading.limits.max_text_chars)
        with olefile.OleFileIO(path) as container:
            if not container.exists("Current User"):
                raise ExtractionError("extract.damaged", type="ppt", reason="no current user")
            user = container.openstream("Current User").read(64)
            size = container.get_size("PowerPoint Document")
            if size > reading.limits.max_part_bytes:
                limit = reading.limits.max_part_bytes
                raise LimitExceededError("extract.limit.bytes", found=size, limit=limit)
            self._data: bytes = container.openstream("PowerPoint Document").read()
        self._offsets: dict[int, int] = {}
        self._root = self._read_edits(struct.unpack_from("<I", user, 16)[0])

    def document(self, meta: dict[str, str]) -> Document:
        lists = {0: list[_Outline](), 2: list[_Outline]()}
        for record in self._children(self._container(self._root, _DOCUMENT)):
            if record.kind == _LIST and record.instance in lists:
                lists[record.instance] += self._outlines(record)
        slides = lists[0]
        if len(slides) > self._reading.limits.max_pages:
            limit = self._reading.limits.max_pages
            raise LimitExceededError("extract.limit.pages", found=len(slides), limit=limit)
        notes = dict(self._notes(lists[2]))
        blocks: list[Block] = []
        hidden = []
        for number, slide in enumerate(slides, 1):
            self._reading.deadline.check()
            record = self._container(slide.persist, _SLIDE)
            if self._is_hidden(record):
                hidden.append(str(number))
            blocks += self._slide_blocks(record, slide, number)
            blocks += self._lines(notes.get(slide.id, ""), number)
        if hidden:
            meta["hidden_slides"] = "、".join(hidden)
        return Document(tuple(blocks), "ppt", len(slides) or None, meta)

    def _slide_blocks(self, record: _Record, slide: _Outline, number: int) -> list[Block]:
        titles: list[Block] = []
        others: list[Block] = []
        for found in self._drawn(record, slide, 0):
            if isinstance(found, Block):
                others.append(Block.table(found.rows, number))
            elif found.kind in _TITLES:
                title = " ".join(joined([found.text]).split())
                if title:
                    self._budget.spend(len(title))
                    titles.append(Block(BlockKind.HEADING, clean(title), page=number, level=1))
            else:
                others += self._lines(found.text, number)
        return titles + others

    def _lines(self, text: str, number: int) -> Iterator[Block]:
        self._budget.spend(len(text))
        for line in joined([text]).split("\r"):
            shown = clean(line.replace("\x0b", "\n")).strip()
            if shown and shown != "*":  # stands for dates and slide numbers
                yield Block(BlockKind.PARAGRAPH, shown, page=number)

    def _read_edits(self, offset: int) -> int:
        """Where each object lies by the latest saving that wrote it; returns the document's."""
        root: int | None = None
        for _ in range(_MOST_EDITS):
            record = self._record(offset)
            if record.kind != _USER_EDIT:
                raise ValueError("no edit where one is named")
            before, persists, document = struct.unpack_from("<III", self._data, record.start + 8)
            root = document if root is None else root
            self._read_persists(self._record(persists))
            if not before or before >= offset:
                break
            offset = before
        if root is None:
            raise ValueError("no document")
        return root

    def _read_persists(self, record: _Record) -> None:
        at = record.start
        while record.kind == _PERSISTS and at + 4 <= record.end:
            head = struct.unpack_from("<I", self._data, at)[0]
            first, count = head & 0xFFFFF, head >> 20
            for index in range(count):
                at += 4
                offset = struct.unpack_from("<I", self._data, at)[0]
                self._offsets.setdefault(first + index, offset)
            at += 4

    def _record(self, at: int) -> _Record:
        head, kind, size = struct.unpack_from("<HHI", self._data, at)
        return _Record(kind, head >> 4, at + 8, min(len(self._data), at + 8 + size))

    def _container(self, persist: int, kind: int) -> _Record:
        record = self._record(self._offsets[persist])
        if record.kind != kind:
            raise ValueError("another object where one is named")
        return record

    def _children(self, record: _Record) -> Iterator[_Record]:
        at = record.start
        while at + 8 <= record.end:
            child = self._record(at)
            yield child
            at = child.end if child.end > at else record.end

    def _outlines(self, record: _Record) -> Iterator[_Outline]:
        current: _Outline | None = None
        for child in self._children(record):
            if child.kind == _SLIDE_PERSIST:
                if current is not None:
                    yield current
                persist, _, _, id = struct.unpack_from("<IIiI", self._data, child.start)
                current = _Outline(persist, id)
            elif current is not None:
                self._take_text(child, current.texts)
        if current is not None:
            yield current

    def _take_text(self, record: _Record, texts: list[_Text]) -> None:
        data = self._data[record.start : record.end]
        if record.kind == _HEADER:
            texts.append(_Text(int.from_bytes(data[:4], "little")))
        elif record.kind in (_WIDE, _NARROW):
            text = (
                data[: len(data) // 2 * 2].decode("utf-16-le", "surrogatepass")
                if record.kind == _WIDE
                else data.decode("latin-1")
            )
            if not texts:
                texts.append(_Text(4))
            texts[-1].text = text

    def _drawn(self, record: _Record, slide: _Outline, depth: int) -> Iterator[_Text | Block]:
        """Texts and tables of a slide in the order in which they are painted."""
        if depth > _DEEPEST:
            raise LimitExceededError("extract.limit.nesting", limit=_DEEPEST)
        for child in self._children(record):
            if child.kind in (_DRAWING, _DRAWING_OUTER):
                yield from self._drawn(child, slide, depth + 1)
            elif child.kind == _GROUP:
                if self._is_table(child):
                    yield self._table(child, slide, depth)
                else:
                    yield from self._drawn(child, slide, depth + 1)
            elif child.kind == _SHAPE:
                yield from self._shape(child, slide)

    def _shape(self, record: _Record, slide: _Outline) -> Iterator[_Text]:
        place = (0, 0)
        for child in self._children(record):
            if child.kind == _ANCHOR and child.end - child.start >= 8:
                place = struct.unpack_from("<ii", self._data, child.start)
            if child.kind != _TEXT_BOX:
                continue
            texts: list[_Text] = []
            for atom in self._children(child):
                if atom.kind == _REFERENCE:
                    index = struct.unpack_from("<i", self._data, atom.start)[0]
                    if 0 <= index < len(slide.texts):
                        texts.append(slide.texts[index])
                else:
                    self._take_text(atom, texts)
            for text in texts:
                yield _Text(text.kind, text.text, (place[0], place[1]))

    def _is_table(self, group: _Record) -> bool:
        head = next(self._children(group), None)
        for child in self._children(head) if head else ():
            count = child.instance if child.kind == _OPTIONS else 0
            for index in range(min(count, (child.end - child.start) // 6)):
                option = struct.unpack_from("<H", self._data, child.start + 6 * index)[0]
                if option & 0x3FFF == _TABLE_OPTION:
                    return True
        return False

    def _table(self, group: _Record, slide: _Outline, depth: int) -> Block:
        cells: dict[int, dict[int, str]] = {}
        for found in self._drawn(group, slide, depth + 1):
            if isinstance(found, _Text):
                text = " ".join(clean(joined([found.text])).split())
                self._budget.spend(len(text))
                left, top = found.place
                cells.setdefault(top, {})[left] = text
        columns = sorted({left for row in cells.values() for left in row})
        rows = (cells[top] for top in sorted(cells))
        return Block.table(tuple(tuple(row.get(left, "") for left in columns) for row in rows))

    def _notes(self, outlines: list[_Outline]) -> Iterator[tuple[int, str]]:
        """Id of a slide → what its notes say."""
        for outline in outlines:
            record = self._container(outline.persist, _NOTES)
            slide = 0
            for child in self._children(record):
                if child.kind == _NOTES_ATOM:
                    slide = struct.unpack_from("<I", self._data, child.start)[0]
            texts = (t for t in self._drawn(record, outline, 0) if isinstance(t, _Text))
            yield slide, "\r".join(text.text for text in texts if text.kind == _NOTES_TEXT)

    def _is_hidden(self, slide: _Record) -> bool:
        for child in self._children(slide):
            if child.kind == _SHOW and child.end - child.start >= 12:
                flags: int = struct.unpack_from("<H", self._data, child.start + 10)[0]
                return bool(flags & _HIDDEN)
        return False
