"""From paths to filed, catalogued and indexed records; one outcome for every file met.

Killed at any instant, the next run goes on where this one stopped: a batch is one
transaction of the catalogue, which also queues its records for the index.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from pebble import ProcessExpired, ProcessPool

from .catalogue import Arrival, Catalogue
from .catalogue.comparing import Comparison, Task
from .catalogue.discovery import Found, discover, display
from .catalogue.originals import Originals
from .classify import Context
from .errors import ArchiveError
from .extract import Options
from .model import Note, Outcome, Status
from .schemas import Norms
from .workers import Bench, Spent, Steps, lap, set_up, work

BATCH = 64
BATCH_BYTES = 32 << 20
BATCH_SECONDS = 2.0
TICK = 0.5

T = TypeVar("T")
Stream: TypeAlias = Generator[T, None, None]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is: files done of files found, and the one just done."""

    done: int
    found: int
    path: str


@dataclass(frozen=True)
class Job:
    """One import.

    Attributes:
        paths: As the user gave them.
        directory: Of the archive; never imported itself.
        catalogue: Open, under the writer's lock.
        update_index: Brings the index up to the catalogue's queue; called after each batch.
        norms: In force.
        originals: Where bytes are kept; None leaves them where they lie.
        context: Of the command's options; the path is filled in file by file.
        jobs: Worker processes.
        options: How sources are read, and what one may cost.
        retry: Read failed and unsupported sources again.
        steps: Of the workers.
        progress: Called for every file done.
        spent: Seconds by stage, summed over workers; for benchmarks.
    """

    paths: tuple[str, ...]
    directory: Path
    catalogue: Catalogue
    update_index: Callable[[], None]
    norms: Norms
    originals: Originals | None
    context: Context
    jobs: int
    options: Options
    retry: bool = False
    steps: Steps = field(default_factory=Steps)
    progress: Callable[[Progress], None] = lambda progress: None
    spent: Spent = field(default_factory=lambda: defaultdict(float))


def import_sources(job: Job) -> Iterator[Outcome]:
    """The way of a paper: sources, detect, extract, divide, classify, catalogue, index.

    An interrupt (Ctrl-C) lets what is running finish and keeps it; a second one does not wait.

    Yields:
        One outcome per file, once it is on disk, in no particular order.

    Raises:
        UsageError: A path does not exist; before anything starts.
        ArchiveError: The archive cannot take more; what was yielded stands.
        KeyboardInterrupt: After an interrupt, when all is kept.
    """
    sources = discover(job.paths, job.directory)
    with _interruption() as stop:
        listed = tuple(sources)
        with (
            closing(_compared(job, listed, stop)) as tasks,
            closing(_read_and_classified(job, tasks, stop)) as arrivals,
            closing(_watched(job, arrivals, len(listed))) as watched,
        ):
            yield from _catalogued_and_indexed(job, watched)
        if stop.is_set():
            raise KeyboardInterrupt


def _compared(job: Job, listed: Sequence[Found], stop: threading.Event) -> Stream[Task | Arrival]:
    comparison = Comparison(
        job.catalogue, job.options.limits.max_bytes, max(2, job.jobs), job.retry
    )
    for item in comparison.run(listed, stop):
        if isinstance(item, Task):
            job.spent["hash"] += item.seconds
        yield item


# --- detect, extract, divide, classify: see workers ---


@contextmanager
def _pool(job: Job) -> Iterator[Any]:
    # Never a plain fork: this process has threads and open databases.
    context: Any = multiprocessing.get_context("forkserver" if os.name == "posix" else "spawn")
    if os.name == "posix":
        context.set_forkserver_preload([work.__module__])
    bench = Bench(job.norms, job.options, job.originals, job.context, job.steps)
    pool: Any = ProcessPool(job.jobs, initializer=set_up, initargs=[bench], context=context)
    try:
        yield pool
        pool.close()
    finally:
        pool.stop()
        pool.join()


def _patience(options: Options) -> float:
    """Seconds until a worker is killed: reading stops by itself at its limit, if it can."""
    return 1.5 * options.limits.max_seconds + 1


class _Workers:
    """Tasks under way; of files with the same bytes only the first is read."""

    def __init__(self, job: Job, pool: Any) -> None:
        self._job = job
        self._pool = pool
        self._done: queue.SimpleQueue[tuple[Task, Any]] = queue.SimpleQueue()
        self._running: dict[str, Any] = {}
        self._twins: dict[str, list[Task]] = {}
        self._first: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._running)

    def take(self, task: Task) -> Iterator[Arrival]:
        """Start a task, or let it wait for its twin, or settle it by its twin."""
        sha256 = task.identity.sha256
        if sha256 in self._first:
            yield task.duplicate_of(self._first[sha256])
        elif sha256 in self._running:
            self._twins.setdefault(sha256, []).append(task)
        else:
            future = self._pool.schedule(work, args=[task], timeout=_patience(self._job.options))
            self._running[sha256] = future
            future.add_done_callback(lambda done: self._done.put((task, done)))

    def finished(self) -> Iterator[Arrival | None]:
        """What the next task to end leads to; None when none ends for a moment.

        Raises:
            ArchiveError: The archive cannot take it.
        """
        try:
            task, future = self._done.get(timeout=TICK)
        except queue.Empty:
            yield None
            return
        sha256 = task.identity.sha256
        del self._running[sha256]
        twins = self._twins.pop(sha256, [])
        if future.cancelled():
            return
        arrival = self._arrival(task, future)
        yield arrival
        if arrival.outcome.sha256 is not None:
            self._first[sha256] = arrival.outcome.path
        for twin in twins:
            yield from self.take(twin)

    def cancel_waiting(self) -> None:
        """Drop what no worker has begun."""
        for future in list(self._running.values()):
            if not future.running():
                future.cancel()

    def _arrival(self, task: Task, future: Any) -> Arrival:
        failed = Outcome(display(task.found.path), Status.FAILED, task.identity.sha256)
        arrival: Arrival
        try:
            arrival, spent = future.result()
        except TimeoutError:
            limits = self._job.options.limits
            note = Note("extract.limit.seconds", {"limit": f"{limits.max_seconds:g}"})
            return task.arrival(replace(failed, note=note, seconds=_patience(self._job.options)))
        except ProcessExpired as error:
            note = Note("import.died", {"code": str(error.exitcode)})
            return task.arrival(replace(failed, note=note))
        for stage, seconds in spent.items():
            self._job.spent[stage] += seconds
        return arrival


def _read_and_classified(
    job: Job, stream: Iterator[Task | Arrival], stop: threading.Event
) -> Stream[Arrival | None]:
    """Put tasks through the workers; None now and then, while all of them are busy."""
    window = 4 * job.jobs
    with _pool(job) as pool:
        workers = _Workers(job, pool)
        for item in stream:
            yield from [item] if isinstance(item, Arrival) else workers.take(item)
            while len(workers) >= window and not stop.is_set():
                yield from workers.finished()
        while len(workers):
            if stop.is_set():
                workers.cancel_waiting()
            yield from workers.finished()


# --- catalogue, index ---


def _watched(job: Job, arrivals: Iterator[Arrival | None], found: int) -> Stream[Arrival | None]:
    done = 0
    for arrival in arrivals:
        if arrival is not None:
            done += 1
            job.progress(Progress(done, found, arrival.outcome.path))
            arrival = replace(arrival, linked=job.originals is None)
        yield arrival


def _catalogued_and_indexed(job: Job, arrivals: Iterator[Arrival | None]) -> Iterator[Outcome]:
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
    batch.clear()
    if outcomes:
        with lap(job.spent, "index"):
            job.update_index()
    return outcomes


@contextmanager
def _interruption() -> Iterator[threading.Event]:
    """An event that the first interrupt sets; the second is raised."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
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
