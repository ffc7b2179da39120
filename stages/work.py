"""Detect, extract, divide, classify: what worker processes do with a source."""

from __future__ import annotations

import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from ..catalogue import Arrival, RecordContent
from ..catalogue.comparing import Task
from ..catalogue.originals import Identity, Originals, unchanged
from ..catalogue.scans import Scans
from ..catalogue.tables import clean
from ..catalogue.values import PAGE_NOTE
from ..classify import Context, Span, classify, divide, left_out
from ..errors import ArchiveError, DangheError, ExtractionError, UnsupportedFormatError
from ..extract import Limits, Options, is_container, limit_process, members, read, recognise_pages
from ..facts import edition, pack, statements_of
from ..model import FIRST_LOOK, Document, FiledRecord, Note, Outcome, PageScan, Status
from ..schemas import Norms
from .joining import PAGE_SET_FORMAT, described, joined

Spent: TypeAlias = defaultdict[str, float]


@dataclass(frozen=True, slots=True)
class Steps:
    """What workers do with a file; functions that can be pickled by name."""

    read: Callable[..., Document] = read
    divide: Callable[[Document], tuple[Span, ...]] = divide
    classify: Callable[..., FiledRecord] = classify


@dataclass(frozen=True, slots=True)
class Bench:
    """What a worker needs besides its task.

    Attributes:
        norms: In force.
        options: How sources are read.
        originals: The archive's store of bytes.
        keeps: Whether files are copied into it; those inside containers always are.
        scans: The archive's recognised pages.
        context: Of the command's options.
        temporary: Directory for what readers write on the way.
        threads: That each worker may use for recognition.
        steps: Of the work.
    """

    norms: Norms
    options: Options
    originals: Originals
    keeps: bool
    scans: Scans
    context: Context
    temporary: Path
    threads: int
    steps: Steps


@dataclass(frozen=True, slots=True)
class Entry:
    """A file inside a source: its bytes are in the store, or ``refusal`` says why not."""

    name: str
    identity: Identity | None = None
    refusal: Note | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """Pages that other workers shall recognise before their source can be read."""

    path: str
    sha256: str
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What work on one source leads to.

    Attributes:
        arrival: What became of it; preliminary while pages are ``unread``.
        spent: Seconds by stage.
        pages: What became of the images of a page set.
        entries: Files inside it.
        unread: Pages to recognise first.
    """

    arrival: Arrival
    spent: Spent
    pages: tuple[Arrival, ...] = ()
    entries: tuple[Entry, ...] = ()
    unread: tuple[Unread, ...] = ()


_bench: Bench


def set_up(bench: Bench) -> None:
    """Make this process a worker."""
    global _bench
    _bench = bench
    bench.temporary.mkdir(parents=True, exist_ok=True)
    tempfile.tempdir = os.environ["TMPDIR"] = str(bench.temporary)
    # What libraries print of a damaged file tells the user nothing; its outcome does.
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    os.environ["DANGHE_OCR_THREADS"] = str(bench.threads)
    limit_process(bench.options.limits)


def work(task: Task, limits: Limits, last: bool) -> Result:
    """Read one source; whatever happens, one arrival comes of it.

    Args:
        task: A file or page set.
        limits: What is left to it of what its outermost container may cost.
        last: Pages that are still not recognised are given up.

    Raises:
        ArchiveError: The archive cannot take more.
    """
    start = time.perf_counter()
    desk = _Desk(task, replace(_bench.options, limits=limits), last)
    failed = Outcome(task.found.shown, Status.FAILED, task.identity.sha256)
    try:
        result = desk.set_result(failed) if task.pages else desk.result(failed)
    except ExtractionError as error:
        result = Result(refused(task, failed, error), desk.spent)
    except MemoryError:
        note = Note("extract.limit.memory", {"limit": str(limits.max_memory)})
        result = Result(task.arrival(replace(failed, note=note)), desk.spent)
    except ArchiveError:
        raise
    except Exception as error:
        # One paper that trips over a mistake of ours must not end the import.
        reason = clean(f"{type(error).__name__}: {error}"[:300])
        note = Note("import.internal", {"reason": reason})
        result = Result(task.arrival(replace(failed, note=note)), desk.spent)
    arrival = result.arrival
    if not task.pages and not task.found.stored and not unchanged(task.found.path, task.identity):
        # Nothing that was read of it counts, neither records nor what lay inside.
        note = Note("import.changed")
        arrival = task.arrival(replace(failed, sha256=None, note=note))
        result = Result(arrival, desk.spent)
    seconds = round(time.perf_counter() - start, 4)
    return replace(result, arrival=_timed(arrival, seconds))


def recognise(unread: Unread) -> Spent:
    """Recognise some pages of a source and keep them.

    Raises:
        ExtractionError: It cannot be read.
    """
    spent = Spent(float)
    with lap(spent, "recognise"):
        for scan in recognise_pages(Path(unread.path), unread.pages, _bench.options):
            _keep_scan(unread.sha256, scan)
    return spent


class _Desk:
    """One source at work."""

    def __init__(self, task: Task, options: Options, last: bool) -> None:
        self._task = task
        self._options = options
        self._last = last
        self.spent = Spent(float)

    def result(self, failed: Outcome) -> Result:
        """Of a single file.

        Raises:
            ExtractionError: It cannot be read.
        """
        task = self._task
        self._store(task)
        if is_container(Path(task.found.bytes_at)):
            return self._container(failed)
        document = self._read(task)
        if document.waiting and not self._last:
            unread = Unread(task.found.bytes_at, task.identity.sha256, document.waiting)
            return Result(task.arrival(failed), self.spent, unread=(unread,))
        document = _without_waiting(document)
        entries, trouble = self._entries()
        if trouble is not None:
            document = replace(document, losses=(*document.losses, trouble))
        arrival = self._arrival(document, failed)
        return Result(arrival, self.spent, entries=entries)

    def set_result(self, failed: Outcome) -> Result:
        """Of a page set: its images joined."""
        task = self._task
        outcomes: list[Arrival] = []
        documents: list[Document | None] = []
        unread: list[Unread] = []
        for page in task.pages:
            document, outcome, format = self._page(page)
            documents.append(document)
            if outcomes and outcome.status is Status.IMPORTED:
                values = {"place": task.found.shown, "page": str(len(outcomes) + 1)}
                outcome = replace(outcome, note=Note(PAGE_NOTE, values))
            outcomes.append(task.page_arrival(page, outcome, format))
            if document is not None and document.waiting and not self._last:
                place = page.found.bytes_at
                unread.append(Unread(place, page.identity.sha256, document.waiting))
        if unread:
            return Result(task.arrival(failed), self.spent, unread=tuple(unread))
        whole, firsts = joined([d and _without_waiting(d) for d in documents], task.missing)
        pages = tuple(
            (page.identity.sha256, first) for page, first in zip(task.pages, firsts, strict=True)
        )
        arrival = replace(self._arrival(whole, failed), pages=pages)
        first, settled = outcomes[0], arrival.outcome
        if settled.note and first.outcome.status is Status.IMPORTED:
            # Only pages are told of: the first speaks for the set.
            told = replace(first.outcome, status=settled.status, note=settled.note)
            outcomes[0] = replace(first, outcome=told)
        return Result(arrival, self.spent, pages=tuple(outcomes))

    def _page(self, page: Task) -> tuple[Document | None, Outcome, str | None]:
        """One image of a set: one that cannot be read does not keep the others out."""
        path, sha256 = page.found.shown, page.identity.sha256
        outcome = Outcome(path, Status.FAILED, sha256)
        try:
            self._store(page)
            document = self._read(page)
        except ExtractionError as error:
            arrival = refused(page, outcome, error)
            return None, arrival.outcome, arrival.format
        if not page.found.stored and not unchanged(page.found.path, page.identity):
            return None, replace(outcome, note=Note("import.changed")), None
        losses = document.losses
        status = Status.PARTIAL if losses else Status.IMPORTED
        note = losses[0] if losses else None
        settled = replace(outcome, status=status, note=note, pages=document.page_count or 1)
        return document, settled, document.format

    def _store(self, task: Task) -> None:
        if _bench.keeps and not task.found.stored:
            with lap(self.spent, "store"):
                _bench.originals.keep(task.found.path, task.identity)

    def _read(self, task: Task) -> Document:
        known = _bench.scans.get(task.identity.sha256)
        with lap(self.spent, "extract"):
            return _bench.steps.read(
                Path(task.found.bytes_at),
                self._options,
                name=task.found.path,
                known=known,
                # Recognition is shared out among all workers, with a time limit for each page.
                at_most=0,
            )

    def _container(self, failed: Outcome) -> Result:
        entries, trouble = self._entries()
        if trouble is not None and not entries:
            arrival = self._task.arrival(replace(failed, note=trouble))
            return Result(arrival, self.spent)
        note = trouble or Note("import.unpacked", {"count": str(len(entries))})
        status = Status.PARTIAL if trouble else Status.IMPORTED
        arrival = self._task.arrival(replace(failed, status=status, note=note), "container")
        return Result(arrival, self.spent, entries=entries)

    def _entries(self) -> tuple[tuple[Entry, ...], Note | None]:
        """Files inside, their bytes stored; and what ended the unpacking early."""
        found: list[Entry] = []
        place = Path(self._task.found.bytes_at)
        with lap(self.spent, "unpack"):
            try:
                for member in members(place, self._options, name=self._task.found.path):
                    if member.data is None:
                        found.append(Entry(clean(member.name), refusal=member.refusal))
                        continue
                    identity = _bench.originals.take_in(member.data)
                    identity = replace(identity, mtime_ns=member.mtime_ns or 0)
                    found.append(Entry(clean(member.name), identity))
            except ExtractionError as error:
                return tuple(found), _note(error)
        return tuple(found), None

    def _arrival(self, document: Document, outcome: Outcome) -> Arrival:
        with lap(self.spent, "classify"):
            filed = _divide_and_classify(document, outcome, self._task)
        with lap(self.spent, "pack"):
            cut = [RecordContent.cut(document, one.record.start, one.record.end) for one in filed]
            contents = tuple(content.pack() for content in cut)
        with lap(self.spent, "state"):
            statements = tuple(map(_stated, cut))
        note = document.losses[0] if document.losses else None
        if note is None and not document.text.strip():
            note = Note("import.no_text")
        status = Status.PARTIAL if note else Status.IMPORTED
        note = note or _left_out(document, filed)
        settled = replace(outcome, status=status, note=note, pages=document.page_count, filed=filed)
        format = PAGE_SET_FORMAT if self._task.pages else document.format
        arrival = self._task.arrival(settled, format, contents)
        names, relations = _bench.norms.indicators, _bench.norms.relations
        return replace(arrival, statements=statements, edition=edition(names, relations))


def _divide_and_classify(
    document: Document, outcome: Outcome, task: Task
) -> tuple[FiledRecord, ...]:
    given, norms, steps = task.given, _bench.norms, _bench.steps
    context = replace(_bench.context, path=outcome.path)
    if given is not None:
        spans: Sequence[Span] = (Span(0, len(document.text), given.title),)
        context = replace(context, year=context.year or given.year)
    else:
        spans = steps.divide(document)
    sha256 = outcome.sha256 or ""
    filed = (
        steps.classify(document, span, f"{sha256[:12]}-{n}", sha256, n, norms, context)
        for n, span in enumerate(spans, start=1)
    )
    return tuple(
        described(replace(one, filing=replace(one.filing, decided_by=FIRST_LOOK)), given)
        for one in filed
    )


def _stated(content: RecordContent) -> bytes:
    """What a record states; nothing where reading it trips, so that it is read when asked for."""
    norms = _bench.norms
    try:
        found = statements_of(
            content.document(), known_names=norms.indicators, relations=norms.relations
        )
        return pack(found)
    except (ArithmeticError, LookupError, ValueError, TypeError, RecursionError):
        return b""


def _left_out(document: Document, filed: Sequence[FiledRecord]) -> Note | None:
    """What of a document became part of no record, if anything."""
    gaps = left_out(document, [Span(one.record.start, one.record.end) for one in filed])
    if not gaps:
        return None
    text = "".join(document.text[gap.start : gap.end].strip() for gap in gaps)
    return Note("import.left_out", {"count": str(len(text)), "start": clean(text[:20])})


def _without_waiting(document: Document) -> Document:
    """Pages that could not be recognised after all are a loss."""
    if not document.waiting:
        return document
    values = {"pages": ", ".join(map(str, document.waiting))}
    note = Note("extract.loss.pages_not_recognised", values)
    return replace(document, losses=(*document.losses, note), waiting=())


def refused(task: Task, outcome: Outcome, error: ExtractionError) -> Arrival:
    """A source that could not be read, and why."""
    if isinstance(error, UnsupportedFormatError):
        outcome = replace(outcome, status=Status.UNSUPPORTED)
    return task.arrival(replace(outcome, note=_note(error)), error.values.get("type"))


def _note(error: DangheError) -> Note:
    return Note(error.key, {name: clean(value) for name, value in error.values.items()})


def _keep_scan(sha256: str, scan: PageScan) -> None:
    try:
        _bench.scans.put(sha256, scan)
    except OSError as error:
        raise ArchiveError(
            "archive.unwritable", path="scans", reason=error.strerror or str(error)
        ) from error


def _timed(arrival: Arrival, seconds: float) -> Arrival:
    return replace(arrival, outcome=replace(arrival.outcome, seconds=seconds))


@contextmanager
def lap(spent: Spent, stage: str) -> Iterator[None]:
    """Add the seconds of a block to a stage."""
    start = time.perf_counter()
    try:
        yield
    finally:
        spent[stage] += time.perf_counter() - start
