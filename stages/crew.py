"""The worker processes of an import, and what they have under way."""

from __future__ import annotations

import queue
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pebble import ProcessExpired

from ..catalogue import Arrival
from ..catalogue.comparing import Comparison, Listed, Task, member_of
from ..catalogue.discovery import Found, is_system_file
from ..catalogue.originals import Identity
from ..catalogue.tables import clean
from ..catalogue.values import INSIDE
from ..errors import ArchiveError
from ..extract import Limits, Options, end_orphans
from ..model import Note, Outcome, Status
from .pool import Pool
from .work import Entry, Result, Spent, Unread, recognise, work

TICK = 0.5
PAGES_AT_ONCE = 4
"""Pages that a worker recognises before it takes other work."""

Done = tuple[Callable[[Any], Iterator[Arrival]], Any]


@dataclass(slots=True)
class _Held:
    """A source with others inside: it counts as done once they are, so that a kill loses none."""

    task: Task
    arrival: Arrival
    waiting_for: int = 0


@dataclass(slots=True)
class _Partly:
    """A source whose pages are being recognised."""

    task: Task
    chunks: int


class Crew:
    """Sources under way; of those with the same bytes only the first is read.

    Args:
        pool: Of workers.
        comparison: Judges what comes out of containers.
        options: How sources are read.
        jobs: Number of workers.
        place: Path of stored bytes, by their hash.
        spent: Collects seconds by stage.
        grouping: Which files are pages of one paper.
        temporary: The workers' temporary directory.
    """

    def __init__(
        self,
        pool: Pool,
        comparison: Comparison,
        options: Options,
        jobs: int,
        place: Callable[[str], str],
        spent: Spent,
        grouping: Callable[[Sequence[Found]], list[Listed]],
        temporary: Path | None = None,
    ) -> None:
        self._pool, self._comparison, self._options = pool, comparison, options
        self._jobs, self._place, self._spent = jobs, place, spent
        self._grouping = grouping
        self._temporary = temporary
        self._done: queue.SimpleQueue[Done] = queue.SimpleQueue()
        self._futures: set[Any] = set()
        self._reading: set[str] = set()
        self._ready: deque[tuple[Task, bool]] = deque()
        self._chunks: deque[tuple[Unread, str]] = deque()
        self._chunks_running = 0
        self._partly: dict[str, _Partly] = {}
        self._held: dict[str, _Held] = {}
        self._twins: dict[str, list[Task]] = {}
        self._first: dict[str, str] = {}
        self._used: dict[str, tuple[int, int]] = {}
        self._stopped = False
        self.discovered = 0
        """Sources that came out of others so far."""

    @property
    def full(self) -> bool:
        """Whether it has enough to do for now."""
        return len(self._reading) >= 4 * self._jobs or bool(self._ready)

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._futures or (not self._stopped and (self._ready or self._chunks)))

    def take(self, task: Task) -> Iterator[Arrival]:
        """Start a task, or let it wait for its twin, or settle it by its twin."""
        sha256 = task.identity.sha256
        if sha256 in self._first:
            yield from self._settled(task, self._as_duplicate(task))
        elif self._lies_in_itself(task):
            note = Note("import.contains_itself")
            outcome = Outcome(task.found.shown, Status.FAILED, note=note)
            yield from [task.arrival(outcome)]
            yield from self._closed(task.container)
        elif sha256 in self._twins:
            self._twins[sha256].append(task)
        else:
            self._twins[sha256] = []
            self._ready.append((task, False))
            self._start()

    def finished(self) -> Iterator[Arrival | None]:
        """What the next work to end leads to; None when none ends for a moment.

        Raises:
            ArchiveError: The archive cannot take it.
        """
        try:
            handle, future = self._done.get(timeout=TICK)
        except queue.Empty:
            yield None
            return
        self._futures.discard(future)
        if not future.cancelled():
            yield from handle(future)
        self._start()

    def drop_waiting(self) -> None:
        """Drop what no worker has begun."""
        self._stopped = True
        self._ready.clear()
        self._chunks.clear()
        for future in list(self._futures):
            if not future.running():
                future.cancel()

    # --- starting ---

    def _start(self) -> None:
        if self._stopped:
            return
        while self._ready and len(self._reading) < 4 * self._jobs:
            task, last = self._ready.popleft()
            self._reading.add(task.found.locator)
            patience = 1.5 * self._options.limits.max_seconds + 1
            arguments = [task, self._limits(task), last]

            def handle(future: Any, task: Task = task) -> Iterator[Arrival]:
                return self._read(task, future)

            self._schedule(work, arguments, patience, handle)
        while self._chunks and self._chunks_running < 2 * self._jobs:
            unread, locator = self._chunks.popleft()
            self._chunks_running += 1
            patience = 1.5 * len(unread.pages) * self._options.limits.max_page_seconds + 30

            def recognised(future: Any, locator: str = locator) -> Iterator[Arrival]:
                return self._recognised(locator, future)

            self._schedule(recognise, [unread], patience, recognised)

    def _schedule(
        self,
        function: Any,
        arguments: list[Any],
        patience: float,
        handle: Callable[[Any], Iterator[Arrival]],
    ) -> None:
        future = self._pool.schedule(function, args=arguments, timeout=patience)
        self._futures.add(future)
        future.add_done_callback(lambda done: self._done.put((handle, done)))

    def _limits(self, task: Task) -> Limits:
        """What a source inside a container may still cost: limits hold for the outermost."""
        limits = self._options.limits
        members, size = self._used.get(_outermost(task.found.locator), (0, 0))
        return replace(
            limits,
            max_members=max(0, limits.max_members - members),
            max_expanded_bytes=max(0, limits.max_expanded_bytes - size),
        )

    # --- ending ---

    def _read(self, task: Task, future: Any) -> Iterator[Arrival]:
        locator = task.found.locator
        self._reading.discard(locator)
        result = self._result(task, future)
        for stage, seconds in result.spent.items():
            self._spent[stage] += seconds
        if result.unread:
            self._share_out(task, result.unread)
        elif result.entries:
            held = _Held(task, result.arrival)
            yield from self._opened(held, result.entries)
        else:
            yield from self._settled(task, self._arrivals(task, result))

    def _result(self, task: Task, future: Any) -> Result:
        failed = Outcome(task.found.shown, Status.FAILED, task.identity.sha256)
        try:
            result: Result = future.result()
        except TimeoutError:
            self._end_orphans()
            limits = self._options.limits
            note = Note("extract.limit.seconds", {"limit": f"{limits.max_seconds:g}"})
            return Result(task.arrival(replace(failed, note=note)), Spent(float))
        except ProcessExpired as error:
            self._end_orphans()
            note = Note("import.died", {"code": str(error.exitcode)})
            return Result(task.arrival(replace(failed, note=note)), Spent(float))
        except ArchiveError:
            raise
        except Exception as error:
            # Such as a lack of memory on the way back: it costs this source, not the import.
            note = Note("import.internal", {"reason": clean(f"{type(error).__name__}: {error}")})
            return Result(task.arrival(replace(failed, note=note)), Spent(float))
        return result

    def _end_orphans(self) -> None:
        """A killed worker leaves running what it had started."""
        if self._temporary is not None:
            end_orphans(self._temporary)

    def _share_out(self, task: Task, unread: Sequence[Unread]) -> None:
        locator, count = task.found.locator, 0
        for source in unread:
            for start in range(0, len(source.pages), PAGES_AT_ONCE):
                pages = source.pages[start : start + PAGES_AT_ONCE]
                self._chunks.append((replace(source, pages=pages), locator))
                count += 1
        self._partly[locator] = _Partly(task, count)

    def _recognised(self, locator: str, future: Any) -> Iterator[Arrival]:
        """Some pages are done, or cannot be: the source is read again after the last."""
        self._chunks_running -= 1
        try:
            for stage, seconds in future.result().items():
                self._spent[stage] += seconds
        except Exception as error:
            if getattr(error, "exit_code", 0) == 3:
                raise
        partly = self._partly[locator]
        partly.chunks -= 1
        if not partly.chunks:
            del self._partly[locator]
            self._ready.appendleft((partly.task, True))
        yield from ()

    def _opened(self, held: _Held, entries: Sequence[Entry]) -> Iterator[Arrival]:
        """Judge what a source holds; it is settled itself when all of that is."""
        task, locator = held.task, held.task.found.locator
        founds, identities = self._members(task, entries)
        self._count(task, identities.values(), len(entries))
        self.discovered += len(founds)
        held.arrival = replace(held.arrival, members=tuple(f.locator for f in founds))
        self._held[locator] = held
        held.waiting_for = 1
        for judged in self._comparison.judge_members(
            [(item, identities) for item in self._grouping(founds)]
        ):
            if isinstance(judged, Arrival):
                yield judged
            else:
                held.waiting_for += 1
                yield from self.take(replace(judged, container=locator))
        yield from self._closed(locator)

    def _members(
        self, task: Task, entries: Sequence[Entry]
    ) -> tuple[list[Found], dict[str, Identity]]:
        too_deep = task.found.locator.count(INSIDE) >= self._options.limits.max_depth
        founds, identities = [], {}
        left = self._limits(task)
        size = 0
        for members, entry in enumerate(entries, start=1):
            identity = entry.identity
            size += identity.size if identity else 0
            place = self._place(identity.sha256) if identity else None
            found = member_of(task, entry.name, identity, place)
            refusal = entry.refusal
            if is_system_file(entry.name):
                refusal = Note("import.system_file")
            elif too_deep:
                refusal = Note(
                    "extract.limit.depth", {"limit": str(self._options.limits.max_depth)}
                )
            elif members > left.max_members:
                values = {"found": f">{left.max_members}", "limit": str(left.max_members)}
                refusal = Note("extract.limit.members", values)
            elif size > left.max_expanded_bytes:
                values = {"found": str(size), "limit": str(left.max_expanded_bytes)}
                refusal = Note("extract.limit.expanded", values)
            if refusal is not None or identity is None:
                found = replace(found, settled=_refusal(found, refusal))
            else:
                identities[found.locator] = identity
            founds.append(found)
        return founds, identities

    def _count(self, task: Task, identities: Any, members: int) -> None:
        outermost = _outermost(task.found.locator)
        before, size = self._used.get(outermost, (0, 0))
        size += sum(identity.size for identity in identities)
        self._used[outermost] = before + members, size

    def _closed(self, container: str | None) -> Iterator[Arrival]:
        held = self._held.get(container or "")
        if held is None:
            return
        held.waiting_for -= 1
        if not held.waiting_for:
            del self._held[held.task.found.locator]
            yield from self._settled(held.task, [held.arrival])

    def _arrivals(self, task: Task, result: Result) -> list[Arrival]:
        """Of a source; of a page set, the set's first, then those of its pages."""
        arrivals = [result.arrival]
        shas = [page.identity.sha256 for page in task.pages]
        elsewhere = self._comparison.catalogue.originals(shas) if shas else {}
        for page, arrival in zip(task.pages, result.pages, strict=False):
            sha256 = page.identity.sha256
            former = self._first.get(sha256) or elsewhere.get(sha256)
            if former is not None and former != arrival.outcome.path:
                duplicate = page.duplicate_of(former)
                arrivals.append(replace(duplicate, whole=task.found.locator))
            else:
                self._first[sha256] = arrival.outcome.path
                arrivals.append(arrival)
        return arrivals

    def _as_duplicate(self, task: Task) -> list[Arrival]:
        arrivals = [task.duplicate_of(self._first[task.identity.sha256])]
        return arrivals + task.duplicate_pages(self._first)

    def _lies_in_itself(self, task: Task) -> bool:
        """Whether a container around it has the same bytes (a quine)."""
        container = task.container
        while container is not None and (held := self._held.get(container)):
            if held.task.identity.sha256 == task.identity.sha256:
                return True
            container = held.task.container
        return False

    def _settled(self, task: Task, arrivals: list[Arrival]) -> Iterator[Arrival]:
        """A task is over: so are its twins, and perhaps the container that it lay in."""
        sha256 = task.identity.sha256
        outcome = arrivals[0].outcome
        if sha256 in self._first and self._first[sha256] != outcome.path and not task.pages:
            # A page of some set with the same bytes was there first.
            if outcome.status is not Status.DUPLICATE:
                arrivals = self._as_duplicate(task)
        elif outcome.sha256 is not None and outcome.status is not Status.DUPLICATE:
            self._first[sha256] = outcome.path
        yield from arrivals
        if outcome.status is not Status.DUPLICATE:
            for twin in self._twins.pop(sha256, []):
                yield from self.take(twin)
        yield from self._closed(task.container)


def _outermost(locator: str) -> str:
    return locator.split(INSIDE, 1)[0]


def _refusal(found: Found, note: Note | None) -> Outcome:
    unsupported = note is not None and (
        note.key.startswith("extract.unsupported") or note.key == "import.system_file"
    )
    status = Status.UNSUPPORTED if unsupported else Status.FAILED
    return Outcome(found.shown, status, note=note)
