"""Frozen values that cross rooms. Words as in the design's vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from .found import ClauseHit as ClauseHit
from .found import Hit as Hit
from .found import SavedSearch as SavedSearch
from .found import SearchResult as SearchResult


class Status(StrEnum):
    """What became of one source."""

    IMPORTED = "imported"
    PARTIAL = "partial"
    DUPLICATE = "duplicate"
    UNSUPPORTED = "unsupported"
    FAILED = "failed"


class BlockKind(StrEnum):
    """What a block of a document is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    HEADER = "header"
    FOOTER = "footer"
    PAGE_NUMBER = "page_number"


@dataclass(frozen=True, slots=True)
class Note:
    """A remark for the user: an entry of the message catalogue and its values."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or table, in reading order.

    Attributes:
        kind: What it is.
        text: Its text; a table's rows are joined by line feeds, cells by tabs.
        page: Page it starts on, from 1; None where the format has no pages.
        level: Depth of a heading, from 1.
        rows: Cells of a table, row by row.
    """

    kind: BlockKind
    text: str
    page: int | None = None
    level: int | None = None
    rows: tuple[tuple[str, ...], ...] = ()

    @staticmethod
    def table(rows: tuple[tuple[str, ...], ...], page: int | None = None) -> Block:
        """A table block whose text follows from its cells."""
        text = "\n".join("\t".join(cells) for cells in rows)
        return Block(BlockKind.TABLE, text, page=page, rows=rows)


@dataclass(frozen=True, slots=True)
class ScanLine:
    """One line that recognition read on a page image.

    Attributes:
        text: As read; no spaces between Chinese characters.
        box: x0, top, x1, bottom in pixels of the upright image.
        confidence: 0 to 1.
    """

    text: str
    box: tuple[int, int, int, int]
    confidence: float


@dataclass(frozen=True, slots=True)
class PageScan:
    """What recognition read on one page image.

    Attributes:
        page: From 1, within the source.
        width: Of the upright image, in pixels.
        height: Likewise.
        turned: Degrees (0, 90, 180, 270) clockwise by which the stored image was turned upright.
        skew: Degrees clockwise by which it was straightened after that.
        lines: From top to bottom, those of one row from left to right.
        rulings: Straight strokes that make up tables: x0, top, x1, bottom.
    """

    page: int
    width: int
    height: int
    turned: int = 0
    skew: float = 0.0
    lines: tuple[ScanLine, ...] = ()
    rulings: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line of text on a page.

    Attributes:
        text: As read.
        box: x0, top, x1, bottom.
        edges: Where each character begins, and the last one ends, from left to right; empty
            where that is not known.
    """

    text: str
    box: tuple[float, float, float, float]
    edges: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class PageLines:
    """Where text stands on the image of a page, in units of that image's width and height."""

    width: float
    height: float
    lines: tuple[PlacedLine, ...] = ()


@dataclass(frozen=True)
class Document:
    """The text of one source, as read.

    Attributes:
        blocks: In reading order. Page numbers stand as blocks but not in ``text``.
        format: Short name of the detected format, such as ``docx``.
        page_count: Pages, where the format has them.
        meta: Metadata from the file itself (author, created …), never trusted as evidence alone.
        losses: What could not be read; not empty makes the outcome *partial*.
        scans: Pages whose text was recognised from their image.
        waiting: Pages left for a further call to recognise; not empty makes it preliminary.
    """

    blocks: tuple[Block, ...]
    format: str
    page_count: int | None = None
    meta: Mapping[str, str] = field(default_factory=dict)
    losses: tuple[Note, ...] = ()
    scans: tuple[PageScan, ...] = ()
    waiting: tuple[int, ...] = ()

    @cached_property
    def body(self) -> tuple[Block, ...]:
        """The blocks whose text counts: all but page numbers."""
        return tuple(b for b in self.blocks if b.kind is not BlockKind.PAGE_NUMBER)

    @cached_property
    def text(self) -> str:
        """Text of the body, blocks joined by line feeds."""
        return "\n".join(block.text for block in self.body)

    def page_at(self, offset: int) -> int | None:
        """Page that holds the character at an offset of ``text``."""
        end = 0
        for block in self.body:
            end += len(block.text) + 1
            if offset < end:
                return block.page
        return None


@dataclass(frozen=True, slots=True)
class Unit:
    """An office whose papers an archive holds (立档单位).

    Attributes:
        name: Such as 望湖街道.
        level: Level id of the norms, or None while unknown.
        aliases: Other writings seen or given.
        parent: Name of the unit that it belongs to, such as the street of a community.
    """

    name: str
    level: str | None = None
    aliases: tuple[str, ...] = ()
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one field of a record or filing was decided as it was.

    Attributes:
        about: The field: ``title``, ``doctype``, ``year``, ``unit``, ``box``, ``item`` …
        note: Sentence from the catalogue, with the words that were seen.
        where: ``title``, ``head``, ``body``, ``table``, ``signature``, ``path``, ``option``.
        weight: How much it counted; comparable within one field only.
    """

    about: str
    note: Note
    where: str = ""
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Record:
    """One paper (件): a span of one source's text and its description.

    Attributes:
        id: First 12 digits of the source's SHA-256, a hyphen, and the ordinal.
        source_sha256: The source it lies in; of a page set, the hash of its pages' hashes.
        ordinal: Place within the source, from 1.
        start: First character in the document's text.
        end: One past the last character.
        first_page: From 1, where pages exist.
        last_page: Likewise.
        title: As printed, or made up.
        title_made: Made up by us; shown in [ ] (DA/T 22-2015).
        doctype: Document type such as 通知, or None.
        doc_no: 文号, brackets normalised to 〔〕, or None.
        author: 责任者, or None.
        date: 成文日期 as 2023-05-06, 2023-05 or 2023, or None.
        archival_no: 档号, where a delivery's catalogue gives it.
    """

    id: str
    source_sha256: str
    ordinal: int
    start: int
    end: int
    title: str
    title_made: bool = False
    first_page: int | None = None
    last_page: int | None = None
    doctype: str | None = None
    doc_no: str | None = None
    author: str | None = None
    date: str | None = None
    archival_no: str | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What a delivery's catalogue says of a paper; it prevails over what is read off it.

    Attributes:
        row: Of the catalogue, for the reasons: its file and line.
        archival_no: 档号.
        title: 题名.
        title_made: The archivist made it up.
        author: 责任者.
        date: As ``Record.date``.
        doc_no: 文号.
        year: 年度.
    """

    row: str
    archival_no: str | None = None
    title: str | None = None
    title_made: bool = False
    author: str | None = None
    date: str | None = None
    doc_no: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A box that was considered for a record, and its score."""

    box_id: str
    score: float


RULES = "rules"
FIRST_LOOK = "rules: first look"


@dataclass(frozen=True, slots=True)
class Filing:
    """The decision where a record belongs (归盒); ``box_id`` None leaves it open.

    Attributes:
        record: Id of the record.
        unit: Name of the 立档单位, or None.
        level: Level id of the norms (``street`` …), or None.
        year: Year the paper is about.
        period: ``2023``, ``2023-H1``, ``2023-Q2`` or ``2023-05``.
        box_id: Such as ``street.contraceptives.1``, or None.
        item_ids: Items of that box that the record is evidence of; several for a bound volume.
        confidence: Of the box decision, 0 to 1.
        reasons: For every field, strongest first.
        candidates: Boxes considered, best first.
        decided_by: ``rules`` or a person's name; ``rules: first look`` until the batch that
            the paper came with has been looked at as a whole.
        boxless: A person decided that no box takes it: it is not open any more.
    """

    record: str
    unit: str | None = None
    level: str | None = None
    year: int | None = None
    period: str | None = None
    box_id: str | None = None
    item_ids: tuple[str, ...] = ()
    confidence: float = 0.0
    reasons: tuple[Reason, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    decided_by: str = RULES
    boxless: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet where the record belongs."""
        return self.box_id is None and not self.boxless


@dataclass(frozen=True, slots=True)
class FiledRecord:
    """A record with its filing in force, as check, search and export see it."""

    record: Record
    filing: Filing
    path: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source in an import; one per file met, none lost.

    Attributes:
        path: As the user named it.
        status: One of five.
        sha256: None where the bytes could not be read.
        note: The reason, for all but a plain success.
        seconds: Time spent on it by the worker.
        pages: Where the format has pages.
        filed: Records that came of it, with filings.
        known: True when an earlier import had settled it.
        record_ids: Ids of those records, where they are not loaded.
    """

    path: str
    status: Status
    sha256: str | None = None
    note: Note | None = None
    seconds: float = 0.0
    pages: int | None = None
    filed: tuple[FiledRecord, ...] = ()
    known: bool = False
    record_ids: tuple[str, ...] = ()


class FindingStatus(StrEnum):
    """State of a box, item or duty after a check."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    MISSING = "missing"
    WAIVED = "waived"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True)
class Waiver:
    """A person's statement that something need not be there.

    Attributes:
        unit: Name of the unit.
        year: Of its papers.
        target: Id of the box, item or duty.
        reason: In the person's words.
        person: Who answers for it.
        date: When it was stated, ISO.
        expires: Last day on which it holds, ISO; None for good.
        did_not_occur: What the papers would be about did not occur in that year (本年未发生).
    """

    unit: str
    year: int
    target: str
    reason: str
    person: str
    date: str
    expires: str | None = None
    did_not_occur: bool = False
