"""What goes into the catalogue and comes out of it, besides the model's own values."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import NamedTuple

from ..model import Block, BlockKind, Document, Filing, Outcome
from .tables import clean

FILE = "file"
PAGE_SET = "page-set"
PAGE_NOTE = "import.page_of"
"""Message that a file is a further page of a paper, whose first page stands for it."""
INSIDE = "!/"
"""Stands between a container's place and the path inside it."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One source and what became of it, ready to be written.

    Attributes:
        locator: Where the source lies, unique among the current sources.
        outcome: What the user is told; ``filed`` holds the records.
        size: Bytes, where known.
        mtime_ns: Time of the last change, in nanoseconds since the epoch.
        format: Detected format.
        linked: The original stays where it is.
        contents: Packed content of each record, in the order of ``outcome.filed``.
        statements: What each record states, packed, likewise; empty where nothing was read.
        edition: By what the statements were read.
        kind: ``FILE``, or ``PAGE_SET`` for page images that make up one paper together.
        whole: Locator of the page set that this source is a page of.
        pages: Of a page set: SHA-256 and number of the first page of each image, in order.
        members: Locators of the sources directly inside this one.
    """

    locator: str
    outcome: Outcome
    size: int | None = None
    mtime_ns: int | None = None
    format: str | None = None
    linked: bool = False
    contents: tuple[bytes, ...] = ()
    statements: tuple[bytes, ...] = ()
    edition: str = ""
    kind: str = FILE
    whole: str | None = None
    pages: tuple[tuple[str, int], ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """A source that the catalogue knows, with ``outcome.known`` set.

    Attributes:
        outcome: What became of it, and of which records.
        size: Bytes.
        mtime_ns: Time of its last change.
        whole: Locator of the page set that it is a page of.
        members: Number of sources directly inside it.
    """

    outcome: Outcome
    size: int | None
    mtime_ns: int | None
    whole: str | None = None
    members: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """One import, how far it is or was.

    Attributes:
        paths: As the user named them.
        found: Sources to do.
        done: Sources done.
        started_at: UTC, ISO 8601.
        updated_at: When ``done`` was last written.
        ended: ``finished``, ``paused`` or ``stopped``; None while it runs, or after a kill.
        pid: Of its process.
    """

    paths: tuple[str, ...]
    found: int
    done: int
    started_at: str
    updated_at: str
    ended: str | None
    pid: int


@dataclass(frozen=True, slots=True)
class BlockSpan:
    """A block within a record's text: characters ``start`` to ``end``."""

    kind: BlockKind
    start: int
    end: int
    page: int | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class RecordContent:
    """Text of one record and where its blocks stand; offsets count from the record's start."""

    text: str
    blocks: tuple[BlockSpan, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """Page of the source that holds the character at an offset."""
        for block in self.blocks:
            if offset <= block.end:
                return block.page
        return None

    def pack(self) -> bytes:
        """As stored: JSON, compressed."""
        blocks = [[b.kind.value, b.start, b.end, b.page, b.level] for b in self.blocks]
        return zlib.compress(json.dumps({"text": self.text, "blocks": blocks}).encode())

    @staticmethod
    def unpack(data: bytes) -> RecordContent:
        """The opposite of ``pack``."""
        stored = json.loads(zlib.decompress(data))
        blocks = tuple(BlockSpan(BlockKind(kind), *rest) for kind, *rest in stored["blocks"])
        return RecordContent(stored["text"], blocks)

    def document(self) -> Document:
        """The record as a document of its own, to look at it again."""
        return Document(tuple(map(self._block, self.blocks)), "")

    def _block(self, span: BlockSpan) -> Block:
        text = self.text[span.start : span.end]
        if span.kind is BlockKind.TABLE:
            rows = tuple(tuple(row.split("\t")) for row in text.split("\n"))
            return Block(span.kind, text, span.page, rows=rows)
        return Block(span.kind, text, span.page, span.level)

    @staticmethod
    def cut(document: Document, start: int, end: int) -> RecordContent:
        """The content of a span of a document's text."""
        blocks, offset = [], 0
        for block in document.body:
            first, last = max(offset, start), min(offset + len(block.text), end)
            if first < last or (first == last and not block.text):
                span = BlockSpan(block.kind, first - start, last - start, block.page, block.level)
                blocks.append(span)
            offset += len(block.text) + 1
        return RecordContent(clean(document.text[start:end]), tuple(blocks))


@dataclass(frozen=True, slots=True)
class YearCount:
    """Records that a unit has of a year.

    Attributes:
        unit: Its name; None for records of no unit.
        year: The year.
        records: How many.
        boxed: How many of them lie in boxes.
    """

    unit: str | None
    year: int
    records: int
    boxed: int


@dataclass(frozen=True, slots=True)
class BoxCount:
    """How many records lie in one box of one unit and year; ``box_id`` None: unfiled."""

    unit: str | None
    year: int | None
    level: str | None
    box_id: str | None
    records: int


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the audit log; ``number`` counts up, where it was asked for."""

    at: str
    who: str
    event: str
    detail: dict[str, object]
    number: int = 0


class Waiting(NamedTuple):
    """What tells a record in the review queue from others, of very many at once.

    Attributes:
        record: Its id.
        title: Of the record.
        title_made: It was made up.
        doctype: Of the record.
        unit: That it was filed under.
        level: Likewise.
    """

    record: str
    title: str
    title_made: bool
    doctype: str | None
    unit: str | None
    level: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One record's filing before and after a decision, or before and after its undoing."""

    record: str
    former: Filing
    filing: Filing


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided in one go, of one record or of several.

    Attributes:
        number: Counts up within the archive.
        at: When, UTC, ISO 8601.
        who: The person.
        event: ``assign``, ``review``, ``apply`` (to papers like one that was decided),
            ``reopen``, ``refile``; as the audit log names it.
        changes: One for each record.
    """

    number: int
    at: str
    who: str
    event: str
    changes: tuple[Change, ...]


def place_of(filing: Filing) -> dict[str, object]:
    """What the audit log keeps of a filing."""
    place: dict[str, object] = {
        "box_id": filing.box_id,
        "items": list(filing.item_ids),
        "unit": filing.unit,
        "year": filing.year,
        "period": filing.period,
        "by": filing.decided_by,
    }
    return place | ({"no_box": True} if filing.boxless else {})
