"""Word 97–2003 and old WPS texts (.doc, .dot, .wps): read from their streams, no Word needed."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import UnsupportedFormatError
from ..model import Block, BlockKind, Document, Note
from . import doc_lists
from .doc_binary import MARGINS, Binary, TooOldError, changes
from .guard import TextBudget
from .lines import clean
from .ole_meta import metadata
from .reading import Reading
from .rtf_tokens import joined
from .unlocking import unlocked

_IN_TABLE, _ROW_END, _NESTING = 0x2416, 0x2417, 0x6649
_MARK = re.compile("[\r\x07\x0c\x0e]")
_FIELD = re.compile("[\x13\x14\x15]")
_PAGE_FIELD = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
_SIGNS = str.maketrans({"\x0b": "\n", "\x1e": "-", "\x1f": None, "\xa0": " ", "\x1d": None})
_SEPARATORS = 6
_STORY_KINDS = (
    *[BlockKind.HEADER] * 2,
    *[BlockKind.FOOTER] * 2,
    BlockKind.HEADER,
    BlockKind.FOOTER,
)


def read(path: Path, reading: Reading) -> Document:
    """Read a Word document as it would print, with tracked changes accepted.

    Footnotes, endnotes and text boxes follow the text. Files older than Word 97, and those
    that are damaged, go through LibreOffice where it is present.

    Raises:
        UnsupportedFormatError: It is too old and there is no LibreOffice, or holds but pictures.
        ExtractionError: No password fits, or it is damaged.
    """
    with unlocked(path, reading, "doc") as plain:
        try:
            return _Reader(Binary(plain, reading), reading).document(metadata(plain))
        except TooOldError:
            from .libreoffice import read_converted

            return read_converted(plain, reading, "doc")
        except (struct.error, ValueError, IndexError, KeyError):
            from .libreoffice import read_damaged

            document = read_damaged(plain, reading, "doc")
            if document is None:
                raise
            return document


@dataclass(slots=True)
class _Table:
    rows: list[tuple[str, ...]] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)

    def blocks(self, kind: BlockKind | None) -> Iterator[Block]:
        """What was collected, as a table or, where it is only a frame, as lines."""
        rest = [*self.cells, *self.cell]
        rows = self.rows
        if len(rows) == 1 and len(rows[0]) == 1:
            rest, rows = [*rows[0], *rest], []
        if any(any(row) for row in rows):
            width = max(map(len, rows))
            block = Block.table(tuple(row + ("",) * (width - len(row)) for row in rows))
            yield Block(kind, block.text) if kind else block
        yield from (Block(kind or BlockKind.PARAGRAPH, text) for text in rest if text)


class _Reader:
    def __init__(self, binary: Binary, reading: Reading) -> None:
        self._binary = binary
        self._deadline = reading.deadline
        self._budget = TextBudget(reading.limits.max_text_chars)
        self._styles = doc_lists.styles(binary)
        self._numbering = doc_lists.numbering(binary)
        self._text = _without_hidden(binary)

    def document(self, meta: dict[str, str]) -> Document:
        stories = self._binary.stories()
        heads, feet = self._margins(*stories["margins"])
        blocks = [*heads, *self._story(*stories["main"])]
        for name in ("notes", "endnotes", "boxes"):
            blocks += self._story(*stories[name])
        blocks += feet
        if not any(block.text for block in blocks) and self._binary.has_pictures:
            raise UnsupportedFormatError("extract.unsupported.image", type="doc-scan")
        losses = []
        if self._binary.objects:
            count = str(self._binary.objects)
            losses.append(Note("extract.loss.attachments", {"count": count}))
        return Document(tuple(blocks), "doc", meta=meta, losses=tuple(losses))

    def _margins(self, start: int, end: int) -> tuple[list[Block], list[Block]]:
        """Headers and footers, each distinct text once."""
        plc = self._binary.part(MARGINS)
        places = struct.unpack(f"<{len(plc) // 4}I", plc[: len(plc) // 4 * 4])
        heads: dict[Block, None] = {}
        feet: dict[Block, None] = {}
        for index in range(_SEPARATORS, len(places) - 2):
            kind = _STORY_KINDS[(index - _SEPARATORS) % len(_STORY_KINDS)]
            first, last = start + places[index], min(end, start + places[index + 1])
            into = heads if kind is BlockKind.HEADER else feet
            into.update(dict.fromkeys(self._story(first, last, kind)))
        return list(heads), list(feet)

    def _story(self, start: int, end: int, kind: BlockKind | None = None) -> Iterator[Block]:
        table = _Table()
        open_fields: list[bool] = []
        for number, (first, last) in enumerate(_paragraphs(self._text, start, end)):
            if number % 500 == 0:
                self._deadline.check()
            style, grpprl = self._binary.properties(last)
            text, counted = _shown(self._text[first:last], open_fields)
            look = doc_lists.look(grpprl).over(self._styles.get(style, doc_lists.Look()))
            if text and look.list and look.list != 0xFFFF:
                text = self._numbering.label(str(look.list), look.level or 0) + text
            self._budget.spend(len(text))
            mark = self._text[last : last + 1]
            if self._in_table(table, mark, grpprl, text):
                continue
            yield from table.blocks(kind)
            table = _Table()
            if text and kind:
                yield Block(BlockKind.PAGE_NUMBER if counted else kind, text)
            elif text and look.outline:
                yield Block(BlockKind.HEADING, text, level=look.outline)
            elif text:
                yield Block(BlockKind.PARAGRAPH, text)
        yield from table.blocks(kind)

    def _in_table(self, table: _Table, mark: str, grpprl: bytes, text: str) -> bool:
        """Take a paragraph of a table; False where it is none."""
        values = dict(changes(grpprl))
        inside = any(values.get(_IN_TABLE, b"")) or any(values.get(_NESTING, b""))
        if mark != "\x07" and not inside:
            return False
        if mark == "\x07" and any(values.get(_ROW_END, b"")):
            table.rows.append(tuple(table.cells))
            table.cells, table.cell = [], []
            return True
        if text:
            table.cell.append(" ".join(text.split()))
        if mark == "\x07":
            table.cells.append(" ".join(table.cell))
            table.cell = []
        return True


def _paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """First position and mark of each paragraph."""
    for match in _MARK.finditer(text, start, end):
        yield start, match.start()
        start = match.end()
    if start < end:
        yield start, end


def _shown(raw: str, open_fields: list[bool]) -> tuple[str, bool]:
    """Text without the code of fields; whether it holds a page number.

    Args:
        raw: One paragraph.
        open_fields: Of fields around: whether their code is over. Carried on and changed.
    """
    if not open_fields and "\x13" not in raw:
        return clean(joined([raw.translate(_SIGNS)])).strip(), False
    pieces, counted, at = [], False, 0
    for match in (*_FIELD.finditer(raw), None):
        piece = raw[at : match.start()] if match else raw[at:]
        if all(open_fields):
            pieces.append(piece)
        elif _PAGE_FIELD.match(piece):
            counted = True
        if match is None:
            break
        at = match.end()
        if match[0] == "\x13":
            open_fields.append(False)
        elif open_fields and match[0] == "\x14":
            open_fields[-1] = True
        elif open_fields:
            open_fields.pop()
    return clean(joined(["".join(pieces).translate(_SIGNS)])).strip(), counted


def _without_hidden(binary: Binary) -> str:
    """The text, nulls in place of what is hidden or deleted."""
    text = binary.text
    parts, at = [], 0
    for start, end in binary.hidden():
        if start < at:
            continue
        parts.append(text[at:start])
        parts.append(_NOT_MARK.sub("\0", text[start:end]))
        at = end
    return "".join((*parts, text[at:]))


_NOT_MARK = re.compile("[^\r\x07\x0c]")
