"""Tells new sources from known ones and from duplicates, by hash, in the order found."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Event

from ..model import Note, Outcome, Status
from .discovery import Found, display
from .originals import Identity, identify
from .store import Catalogue
from .values import Arrival, Settled

AHEAD = 64
AT_ONCE = 256
RETRIED = (Status.FAILED, Status.UNSUPPORTED)

Hashing = Future[tuple[Identity, float]]


@dataclass(frozen=True, slots=True)
class Task:
    """A file whose bytes are to be read.

    Attributes:
        found: Where.
        identity: Of its bytes.
        seconds: That hashing took.
    """

    found: Found
    identity: Identity
    seconds: float

    def arrival(
        self, outcome: Outcome, format: str | None = None, contents: tuple[bytes, ...] = ()
    ) -> Arrival:
        """What became of it, ready for the catalogue."""
        size, mtime_ns = self.identity.size, self.identity.mtime_ns
        return Arrival(self.found.locator, outcome, size, mtime_ns, format, contents=contents)

    def duplicate_of(self, path: str) -> Arrival:
        """Its outcome, when another path has the same bytes."""
        note = Note("import.duplicate", {"path": path})
        path = display(self.found.path)
        return self.arrival(Outcome(path, Status.DUPLICATE, self.identity.sha256, note))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Compares files with what the catalogue knows.

    A known file of the same size and time is taken as unchanged without being read; what
    could not be hashed before is looked at anew.

    Attributes:
        catalogue: Asked from the calling thread only.
        max_bytes: Larger files are refused unread.
        threads: That hash ahead.
        retry: Read failed and unsupported sources again.
    """

    catalogue: Catalogue
    max_bytes: int
    threads: int = 2
    retry: bool = False

    def run(self, listed: Sequence[Found], stop: Event) -> Iterator[Task | Arrival]:
        """Yield a task for every new source and an arrival for the others, in their order.

        Args:
            listed: All files of the import.
            stop: Ends it early.
        """
        threads = ThreadPoolExecutor(self.threads)
        try:
            ahead: deque[tuple[Found, Settled | None, Hashing | None]] = deque()
            for found, former in self._with_former(listed):
                needed = self._must_hash(found, former)
                ahead.append((found, former, threads.submit(_hash, found) if needed else None))
                if stop.is_set():
                    return
                if len(ahead) > AHEAD:
                    yield self._judge(*ahead.popleft())
            while ahead and not stop.is_set():
                yield self._judge(*ahead.popleft())
        finally:
            threads.shutdown(cancel_futures=True)

    def _with_former(self, listed: Sequence[Found]) -> Iterator[tuple[Found, Settled | None]]:
        for start in range(0, len(listed), AT_ONCE):
            chunk = listed[start : start + AT_ONCE]
            settled = self.catalogue.settled([found.locator for found in chunk])
            for found in chunk:
                yield found, settled.get(found.locator)

    def _must_hash(self, found: Found, former: Settled | None) -> bool:
        fits = found.settled is None and (found.size or 0) <= self.max_bytes
        return fits and not self._looks_known(found, former)

    def _looks_known(self, found: Found, former: Settled | None) -> bool:
        if former is None or former.outcome.sha256 is None or self._retries(former):
            return False
        return (found.size, found.mtime_ns) == (former.size, former.mtime_ns)

    def _retries(self, former: Settled) -> bool:
        return self.retry and former.outcome.status in RETRIED

    def _judge(
        self, found: Found, former: Settled | None, hashing: Hashing | None
    ) -> Task | Arrival:
        if hashing is not None:
            try:
                identity, seconds = hashing.result()
            except OSError as error:
                reason = error.strerror or type(error).__name__
                return _refuse(found, former, Note("import.unreadable", {"reason": reason}))
            return self._judge_bytes(Task(found, identity, seconds), former)
        if found.settled is not None:
            return _unread(found, former, found.settled)
        if former is not None and self._looks_known(found, former):
            return _known(found, former)
        values = {"found": str(found.size), "limit": str(self.max_bytes)}
        return _refuse(found, former, Note("extract.limit.bytes", values))

    def _judge_bytes(self, task: Task, former: Settled | None) -> Task | Arrival:
        sha256 = task.identity.sha256
        if former is not None and former.outcome.sha256 == sha256:
            return task if self._retries(former) else _known(task.found, former)
        original = self.catalogue.originals([sha256]).get(sha256)
        return task if original is None else task.duplicate_of(original)


def _hash(found: Found) -> tuple[Identity, float]:
    start = time.perf_counter()
    return identify(found.path), time.perf_counter() - start


def _known(found: Found, former: Settled) -> Arrival:
    return Arrival(found.locator, replace(former.outcome, path=display(found.path)))


def _refuse(found: Found, former: Settled | None, note: Note) -> Arrival:
    return _unread(found, former, Outcome(display(found.path), Status.FAILED, note=note))


def _unread(found: Found, former: Settled | None, outcome: Outcome) -> Arrival:
    """Settled without a hash: known when it was settled just so before."""
    if former and replace(former.outcome, known=False, path=outcome.path) == outcome:
        outcome = replace(outcome, known=True)
    return Arrival(found.locator, outcome, found.size, found.mtime_ns)
