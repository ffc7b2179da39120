"""From paths to filed, catalogued and indexed records; one outcome for every file met.

Killed at any instant, the next run goes on where this one stopped: a batch is one
transaction of the catalogue, which also queues its records for the index. A container is
catalogued after all that it holds, and recognised pages are kept one by one.
"""

from __future__ import annotations

import signal
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias, TypeVar

from .catalogue import Arrival, Catalogue
from .catalogue.comparing import Comparison, Listed, Task
from .catalogue.discovery import Bounds, Found, discover, display
from .catalogue.originals import Originals
from .catalogue.runs import FINISHED, PAUSED, STOPPED
from .catalogue.scans import Scans
from .catalogue.settings import TEMPORARY
from .catalogue.values import FILE
from .classify import Context
from .errors import ArchiveError
from .extract import Options
from .model import Outcome, Status
from .schemas import Norms
from .stages.crew import Crew
from .stages.listing import grouped
from .stages.pool import cores, pool_of
from .stages.work import Bench, Spent, Steps, lap

BATCH = 64
BATCH_BYTES = 32 << 20
BATCH_SECONDS = 2.0

T = TypeVar("T")
Stream: TypeAlias = Generator[T, None, None]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is: files done of files found, and the one just done."""

    done: int
    found: int
    path: str
    status: Status


class Paused(KeyboardInterrupt):
    """An interrupt ended the import in good order: what was under way is finished and kept."""


@dataclass(frozen=True)
class Job:
    """One import.

    Attributes:
        paths: As the user gave them.
        directory: Of the archive; never imported itself.
        catalogue: Open, under the writer's lock.
        update_index: Brings the index up to the catalogue's queue; called after each batch.
        norms: In force.
        originals: Where bytes are kept.
        link: Leave files where they lie; what lies in containers is kept all the same.
        context: Of the command's options; the path is filled in file by file.
        jobs: Worker processes.
        options: How sources are read, and what one may cost.
        retry: Read failed and unsupported sources again.
        grouping: Which files are pages of one paper.
        steps: Of the workers.
        progress: Called for every file done.
        spent: Seconds by stage, summed over workers; for benchmarks.
        bounds: What the files must keep to.
        stop: Ends it in good order when set, instead of an interrupt.
    """

    paths: tuple[str, ...]
    directory: Path
    catalogue: Catalogue
    update_index: Callable[[], None]
    norms: Norms
    originals: Originals
    link: bool
    context: Context
    jobs: int
    options: Options
    retry: bool = False
    grouping: Callable[[Sequence[Found]], list[Listed]] = grouped
    steps: Steps = field(default_factory=Steps)
    progress: Callable[[Progress], None] = lambda progress: None
    spent: Spent = field(default_factory=lambda: defaultdict(float))
    bounds: Bounds | None = None
    stop: threading.Event | None = None

    def bench(self) -> Bench:
        """What its workers need."""
        return Bench(
            self.norms,
            self.options,
            self.originals,
            not self.link,
            Scans(self.directory / "scans"),
            self.context,
            self.directory / TEMPORARY,
            max(1, cores() // self.jobs),
            self.steps,
        )


def import_sources(job: Job) -> Iterator[Outcome]:
    """The way of a paper: sources, detect, extract, divide, classify, catalogue, index.

    An interrupt (Ctrl-C) lets what is running finish and keeps it; a second one does not wait.

    Yields:
        One outcome per file, once it is on disk, in no particular order.

    Raises:
        UsageError: A path does not exist; before anything starts.
        ArchiveError: The archive cannot take more; what was yielded stands.
        Paused: After an interrupt, when all is kept.
        KeyboardInterrupt: After a second one, at once.
    """
    sources = discover(job.paths, job.directory, job.bounds)
    with _interruption(job.stop) as stop:
        listed = tuple(sources)
        run = _Run(job, len(listed))
        with (
            run.noted(),
            closing(_compared(job, job.grouping(listed), stop)) as tasks,
            closing(_read_and_classified(job, tasks, stop, run)) as arrivals,
            closing(_watched(job, arrivals, run)) as watched,
        ):
            yield from _catalogued_and_indexed(job, watched, run)
            if stop.is_set():
                raise Paused


class _Run:
    """How far this import is; the catalogue keeps it, so that ``danghe status`` can tell."""

    def __init__(self, job: Job, found: int) -> None:
        self._job = job
        self.found = found
        self.done = 0
        self._number: int | None = None

    def keep(self, ended: str | None = None) -> None:
        """Write it down."""
        self.found = max(self.found, self.done)
        if self._number is not None:
            self._job.catalogue.advance_run(self._number, self.found, self.done, ended)

    @contextmanager
    def noted(self) -> Iterator[None]:
        """From the beginning to whichever end."""
        paths = tuple(display(path) for path in self._job.paths)
        self._number = self._job.catalogue.begin_run(paths, self.found)
        try:
            yield
        except Paused:
            self.keep(PAUSED)
            raise
        except BaseException:
            with suppress(ArchiveError):
                self.keep(STOPPED)
            raise
        self.keep(FINISHED)


def _compared(job: Job, listed: Sequence[Listed], stop: threading.Event) -> Stream[Task | Arrival]:
    for item in _comparison(job).run(listed, stop):
        if isinstance(item, Task):
            job.spent["hash"] += item.seconds
        yield item


def _comparison(job: Job) -> Comparison:
    return Comparison(job.catalogue, job.options.limits.max_bytes, max(2, job.jobs), job.retry)


def _read_and_classified(
    job: Job, stream: Iterator[Task | Arrival], stop: threading.Event, run: _Run
) -> Stream[Arrival | None]:
    """Put tasks through the workers; None now and then, while all of them are busy."""
    listed = run.found
    with pool_of(job.jobs, job.bench()) as pool:
        place = job.originals.place
        crew = Crew(
            pool,
            _comparison(job),
            job.options,
            job.jobs,
            lambda sha256: str(place(sha256)),
            job.spent,
            job.grouping,
            job.directory / TEMPORARY,
        )
        for item in stream:
            yield from [item] if isinstance(item, Arrival) else crew.take(item)
            while crew.full and not stop.is_set():
                yield from crew.finished()
                run.found = max(run.found, listed + crew.discovered)
        while crew.busy:
            if stop.is_set():
                crew.drop_waiting()
            yield from crew.finished()
            run.found = max(run.found, listed + crew.discovered)


# --- catalogue, index ---


def _watched(job: Job, arrivals: Iterator[Arrival | None], run: _Run) -> Stream[Arrival | None]:
    for arrival in arrivals:
        if arrival is not None:
            if arrival.kind == FILE:
                run.done += 1
                found = max(run.found, run.done)
                outcome = arrival.outcome
                job.progress(Progress(run.done, found, outcome.path, outcome.status))
            arrival = replace(arrival, linked=job.link)
        yield arrival


def _catalogued_and_indexed(
    job: Job, arrivals: Iterator[Arrival | None], run: _Run
) -> Iterator[Outcome]:
    """Write in batches; an outcome is told once it is on disk, a known one at once."""
    batch: list[Arrival] = []
    since = time.monotonic()
    try:
        for arrival in arrivals:
            if arrival is not None and arrival.outcome.known:
                yield arrival.outcome
            elif arrival is not None:
                since = since if batch else time.monotonic()
                batch.append(arrival)
            if batch and _due(batch, since):
                yield from _commit(job, batch)
                run.keep()
    except (GeneratorExit, ArchiveError):
        with suppress(ArchiveError):
            _commit(job, batch)
        raise
    yield from _commit(job, batch)


def _due(batch: list[Arrival], since: float) -> bool:
    size = sum(len(content) for arrival in batch for content in arrival.contents)
    return len(batch) >= BATCH or size >= BATCH_BYTES or time.monotonic() - since >= BATCH_SECONDS


def _commit(job: Job, batch: list[Arrival]) -> tuple[Outcome, ...]:
    with lap(job.spent, "catalogue"):
        outcomes = job.catalogue.save(batch)
    files = [arrival.kind == FILE for arrival in batch]
    batch.clear()
    if outcomes:
        with lap(job.spent, "index"):
            job.update_index()
    return tuple(outcome for outcome, file in zip(outcomes, files, strict=True) if file)


@contextmanager
def _interruption(own: threading.Event | None) -> Iterator[threading.Event]:
    """An event that the first interrupt sets; the second is raised. Or the caller's own."""
    stop = own or threading.Event()
    if own is not None or threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def on_interrupt(signum: int, frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    previous = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, previous)
