"""The process of an import that pages started: reading pages must not wait for its work.

It tells its progress through a pipe; a word from the other end, or that end gone, stops it in
good order.
"""

from __future__ import annotations

import logging
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event, Thread

from ..archive import Archive
from ..catalogue.discovery import Bounds
from ..errors import ArchiveError, DangheError, UsageError
from ..importing import Paused, Progress
from ..model import Outcome, Status

MOST_TROUBLES = 20_000
_TELL_SECONDS = 0.2
_PATIENCE = 5.0
_READ = (Status.IMPORTED, Status.DUPLICATE)

Place = tuple[str | None, int | None]


@dataclass(frozen=True, slots=True)
class Batch:
    """What is to be imported.

    Attributes:
        folder: Files lie in it.
        bounds: That it must keep to.
        name: As people call it; empty for files that were sent.
        sent: They were sent, and the folder is removed when nobody needs it any more.
        unit: That all of them belong to.
        year: That all of them are about.
        level: Of the unit.
    """

    folder: Path
    bounds: Bounds
    name: str = ""
    sent: bool = False
    unit: str | None = None
    year: int | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """How far it is.

    Attributes:
        done: Files done.
        found: Files found so far.
        by_status: Those done, by what became of them.
    """

    done: int
    found: int
    by_status: Mapping[Status, int]


@dataclass(frozen=True, slots=True)
class Result:
    """What it came to.

    Attributes:
        by_status: Files by what became of them.
        known: Files that an earlier import had settled.
        filed: Papers that found their box, by unit and year.
        waiting: Papers that wait for review, likewise.
        troubles: Files that were not read, or not whole: by path, the first ``MOST_TROUBLES``.
        stopped: It was ended early.
    """

    by_status: Mapping[Status, int] = field(default_factory=dict)
    known: int = 0
    filed: Mapping[Place, int] = field(default_factory=dict)
    waiting: Mapping[Place, int] = field(default_factory=dict)
    troubles: tuple[Outcome, ...] = ()
    stopped: bool = False


def run(directory: Path, who: str, batch: Batch, retry: bool, pipe: Connection) -> None:
    """Import, as the work of a process of its own.

    Args:
        directory: Of the archive.
        who: For the audit log.
        batch: What.
        retry: Read failed files again.
        pipe: Takes each ``Step``, then the ``Result`` or what went wrong (None for a mistake of
            ours).
    """
    # Ctrl-C in the server's terminal reaches this process too; the server says when to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        # Somebody waits for the pages; this has time.
        os.nice(5)
    stop = Event()
    Thread(target=_listen, args=(pipe, stop), daemon=True).start()
    try:
        told: Result | DangheError | None = _imported(directory, who, batch, retry, pipe, stop)
    except DangheError as error:
        told = error
    except Exception:
        logging.getLogger(__name__).exception("import")
        told = None
    with suppress(OSError):
        pipe.send(told)


def _listen(pipe: Connection, stop: Event) -> None:
    with suppress(EOFError, OSError):
        pipe.recv()
    stop.set()


def _imported(
    directory: Path, who: str, batch: Batch, retry: bool, pipe: Connection, stop: Event
) -> Result:
    teller, tally = _Teller(pipe, stop), _Tally()
    with Archive.open(directory, who) as archive:
        try:
            for outcome in _outcomes(archive, batch, retry, teller, stop):
                tally.add(outcome)
        except Paused:
            return tally.result(stopped=True)
    return tally.result()


def _outcomes(
    archive: Archive, batch: Batch, retry: bool, teller: _Teller, stop: Event
) -> Iterator[Outcome]:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            yield from archive.import_(
                [batch.folder],
                unit=batch.unit,
                level=batch.level,
                year=batch.year,
                retry=retry,
                reasons=False,
                progress=teller.advance,
                bounds=batch.bounds,
                stop=stop,
            )
            return
        except ArchiveError as error:
            # A decision holds the lock for an instant; another import for longer.
            if error.key != "archive.busy":
                raise
            if stop.wait(0.1):
                raise Paused from None
            if time.monotonic() > until:
                raise UsageError("web.import.elsewhere") from None


class _Teller:
    """Tells how far it is, a few times a second."""

    def __init__(self, pipe: Connection, stop: Event) -> None:
        self._pipe, self._stop = pipe, stop
        self._by_status: Counter[Status] = Counter()
        self._told = 0.0

    def advance(self, progress: Progress) -> None:
        """Take note of one more file."""
        self._by_status[progress.status] += 1
        now = time.monotonic()
        if now < self._told + _TELL_SECONDS and progress.done < progress.found:
            return
        self._told = now
        try:
            self._pipe.send(Step(progress.done, progress.found, dict(self._by_status)))
        except OSError:
            self._stop.set()


class _Tally:
    """Adds outcomes up; a paper that several files make up counts once."""

    def __init__(self) -> None:
        self._by_status: Counter[Status] = Counter()
        self._known = 0
        self._places: dict[str, tuple[Place, bool]] = {}
        self._troubles: list[Outcome] = []

    def add(self, outcome: Outcome) -> None:
        """Count one."""
        self._by_status[outcome.status] += 1
        self._known += outcome.known
        for one in outcome.filed if outcome.status is not Status.DUPLICATE else ():
            filing = one.filing
            self._places[one.record.id] = (filing.unit, filing.year), filing.is_open
        if outcome.status not in _READ:
            self._troubles.append(replace(outcome, filed=()))

    def result(self, *, stopped: bool = False) -> Result:
        """What they come to."""
        papers = self._places.values()
        return Result(
            dict(self._by_status),
            self._known,
            dict(Counter(place for place, waits in papers if not waits)),
            dict(Counter(place for place, waits in papers if waits)),
            tuple(sorted(self._troubles, key=lambda one: one.path)[:MOST_TROUBLES]),
            stopped,
        )
