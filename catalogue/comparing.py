"""Tells new sources from known ones and from duplicates, by hash, in the order found."""

from __future__ import annotations

import hashlib
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Event
from typing import TypeAlias

from ..model import Given, Note, Outcome, Status
from .discovery import Found, FoundSet
from .known import TROUBLED
from .originals import Identity, identify
from .store import Catalogue
from .values import INSIDE, PAGE_SET, Arrival, Settled

AHEAD = 64
AT_ONCE = 256
RETRIED = (Status.FAILED, Status.UNSUPPORTED)

Hashing = Future[tuple[Identity, float]]
Listed: TypeAlias = Found | FoundSet
Look: TypeAlias = tuple[Found, Settled | None, Hashing | None]


@dataclass(frozen=True, slots=True)
class Task:
    """A source whose bytes are to be read.

    Attributes:
        found: Where; of a page set, its place.
        identity: Of its bytes; of a page set, of the list of its pages' hashes.
        seconds: That hashing took.
        pages: Of a page set: its images in order.
        missing: Of a page set: numbers that the images skip.
        given: What a delivery's catalogue says of the paper.
        container: Locator of the container that it lies directly in.
    """

    found: Found
    identity: Identity
    seconds: float = 0.0
    pages: tuple[Task, ...] = ()
    missing: tuple[int, ...] = ()
    given: Given | None = None
    container: str | None = None

    def arrival(
        self, outcome: Outcome, format: str | None = None, contents: tuple[bytes, ...] = ()
    ) -> Arrival:
        """What became of it, ready for the catalogue."""
        size, mtime_ns = self.identity.size, self.identity.mtime_ns
        arrival = Arrival(self.found.locator, outcome, size, mtime_ns, format, contents=contents)
        return replace(arrival, kind=PAGE_SET) if self.pages else arrival

    def page_arrival(self, page: Task, outcome: Outcome, format: str | None = None) -> Arrival:
        """What became of one of its pages."""
        return replace(page.arrival(outcome, format), whole=self.found.locator)

    def duplicate_pages(self, paths: Mapping[str, str]) -> list[Arrival]:
        """Outcomes of its pages, when another set has the same.

        Args:
            paths: Of the first file with the bytes of each page, by SHA-256.
        """
        return [
            replace(page.duplicate_of(paths[page.identity.sha256]), whole=self.found.locator)
            for page in self.pages
            if page.identity.sha256 in paths
        ]

    def duplicate_of(self, path: str) -> Arrival:
        """Its outcome, when another path has the same bytes."""
        note = Note("import.duplicate", {"path": path})
        path = self.found.shown
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

    def run(self, listed: Sequence[Listed], stop: Event) -> Iterator[Task | Arrival]:
        """Yield a task for every new source and an arrival for the others, in their order.

        Args:
            listed: All files of the import, those that are pages in their sets.
            stop: Ends it early.
        """
        threads = ThreadPoolExecutor(self.threads)
        try:
            ahead: deque[tuple[Listed, Settled | None, list[Look]]] = deque()
            for item, known in self._with_former(listed):
                former = known.get(_place(item).locator)
                looks = [self._look(found, known, threads) for found in _files(item)]
                ahead.append((item, former, looks))
                if stop.is_set():
                    return
                if len(ahead) > AHEAD:
                    yield from self._judge_item(*ahead.popleft())
            while ahead and not stop.is_set():
                yield from self._judge_item(*ahead.popleft())
        finally:
            threads.shutdown(cancel_futures=True)

    def judge_members(
        self, members: Sequence[tuple[Listed, Mapping[str, Identity]]]
    ) -> Iterator[Task | Arrival]:
        """As ``run``, for files inside a container, whose bytes were hashed on unpacking.

        Args:
            members: Files and page sets, with the identity of each file by its locator.
        """
        for item, identities in members:
            places = [found.locator for found in (_place(item), *_files(item))]
            known = self.catalogue.settled(places, loaded=False)
            looks: list[Look] = []
            for found in _files(item):
                hashing: Hashing | None = None
                if found.locator in identities:
                    hashing = Future()
                    hashing.set_result((identities[found.locator], 0.0))
                looks.append((found, known.get(found.locator), hashing))
            yield from self._judge_item(item, known.get(_place(item).locator), looks)

    def _with_former(self, listed: Sequence[Listed]) -> Iterator[tuple[Listed, dict[str, Settled]]]:
        for start in range(0, len(listed), AT_ONCE):
            chunk = listed[start : start + AT_ONCE]
            places = {_place(item).locator for item in chunk}
            places.update(found.locator for item in chunk for found in _files(item))
            settled = self.catalogue.settled(sorted(places), loaded=False)
            for item in chunk:
                yield item, settled

    def _look(self, found: Found, known: dict[str, Settled], threads: ThreadPoolExecutor) -> Look:
        former = known.get(found.locator)
        fits = found.settled is None and (found.size or 0) <= self.max_bytes
        needed = fits and not self._looks_known(found, former)
        return found, former, threads.submit(_hash, found) if needed else None

    def _looks_known(self, found: Found, former: Settled | None) -> bool:
        if former is None or former.outcome.sha256 is None or self._retries(former):
            return False
        return (found.size, found.mtime_ns) == (former.size, former.mtime_ns)

    def _retries(self, former: Settled) -> bool:
        return self.retry and former.outcome.status in RETRIED

    def _judge_item(
        self, item: Listed, former: Settled | None, looks: list[Look]
    ) -> Iterator[Task | Arrival]:
        if isinstance(item, FoundSet):
            yield from self._judge_set(item, former, looks)
            return
        for look in looks:
            judged = self._judge(*look)
            former = look[1]
            if isinstance(judged, Arrival) and judged.outcome.known and former and former.members:
                yield from self._judge_known_container(look[0], former, judged)
            else:
                yield judged

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
        # On a retry bytes that were never read are no original: elsewhere they may be gone.
        original = self.catalogue.originals([sha256], unread=not self.retry).get(sha256)
        return task if original is None else task.duplicate_of(original)

    def _judge_known_container(
        self, found: Found, former: Settled, judged: Arrival
    ) -> Iterator[Task | Arrival]:
        """What lies in a known container is known; to retry any of it, unpack anew."""
        inside = self.catalogue.inside(found.locator)
        statuses = {state.outcome.status for _, state in inside}
        if self.retry and statuses.intersection(TROUBLED):
            sha256 = former.outcome.sha256 or ""
            yield Task(found, Identity(sha256, found.size or 0, found.mtime_ns or 0))
            return
        yield judged
        for locator, state in inside:
            rest = locator.removeprefix(found.locator)
            path = found.shown + rest
            yield Arrival(locator, replace(state.outcome, path=path))

    def _judge_set(
        self, item: FoundSet, former: Settled | None, looks: list[Look]
    ) -> Iterator[Task | Arrival]:
        pages: list[Task] = []
        changed = former is None or self._retries(former)
        for found, before, hashing in looks:
            page = self._page(found, before, hashing)
            if isinstance(page, Arrival):
                yield page
                continue
            pages.append(page)
            changed |= before is None or before.whole != item.found.locator
            changed |= before is not None and self._retries(before)
        if not pages:
            return
        task = _set_task(item, pages)
        if former is None or former.outcome.sha256 != task.identity.sha256 or changed:
            yield from self._judge_changed_set(task, former)
            return
        for found, before, _ in looks:
            if before is not None:
                yield _known(found, before)

    def _judge_changed_set(self, task: Task, former: Settled | None) -> Iterator[Task | Arrival]:
        original = None
        if former is None or former.outcome.sha256 != task.identity.sha256:
            original = self.catalogue.originals([task.identity.sha256]).get(task.identity.sha256)
        if original is None:
            yield task
            return
        yield task.duplicate_of(original)
        hashes = [page.identity.sha256 for page in task.pages]
        yield from task.duplicate_pages(self.catalogue.originals(hashes))

    def _page(
        self, found: Found, former: Settled | None, hashing: Hashing | None
    ) -> Task | Arrival:
        """A page with its identity, or its outcome where it cannot be had."""
        if hashing is None and former is not None and self._looks_known(found, former):
            sha256 = former.outcome.sha256 or ""
            return Task(found, Identity(sha256, former.size or 0, former.mtime_ns or 0))
        if hashing is not None:
            try:
                return Task(found, *hashing.result())
            except OSError:
                pass
        return self._judge(found, former, hashing)


def _place(item: Listed) -> Found:
    return item.found if isinstance(item, FoundSet) else item


def _files(item: Listed) -> Iterable[Found]:
    return item.pages if isinstance(item, FoundSet) else (item,)


def _set_task(item: FoundSet, pages: Sequence[Task]) -> Task:
    hashes = "\n".join(page.identity.sha256 for page in pages)
    if item.given is not None:
        # Another row of a catalogue makes another paper of the same images.
        hashes += f"\n{item.given}"
    identity = Identity(
        hashlib.sha256(hashes.encode()).hexdigest(),
        sum(page.identity.size for page in pages),
        max(page.identity.mtime_ns for page in pages),
    )
    seconds = sum(page.seconds for page in pages)
    return Task(item.found, identity, seconds, tuple(pages), item.missing, item.given)


def _hash(found: Found) -> tuple[Identity, float]:
    start = time.perf_counter()
    return identify(found.bytes_at), time.perf_counter() - start


def _known(found: Found, former: Settled) -> Arrival:
    return Arrival(found.locator, replace(former.outcome, path=found.shown, known=True))


def _refuse(found: Found, former: Settled | None, note: Note) -> Arrival:
    return _unread(found, former, Outcome(found.shown, Status.FAILED, note=note))


def _unread(found: Found, former: Settled | None, outcome: Outcome) -> Arrival:
    """Settled without a hash: known when it was settled just so before."""
    if former and replace(former.outcome, known=False, path=outcome.path) == outcome:
        outcome = replace(outcome, known=True)
    return Arrival(found.locator, outcome, found.size, found.mtime_ns)


def member_of(container: Task, name: str, identity: Identity | None, stored: str | None) -> Found:
    """A file inside a container as one that was found."""
    path = f"{container.found.path}{INSIDE}{name}"
    locator = f"{container.found.locator}{INSIDE}{name}"
    size, mtime_ns = (identity.size, identity.mtime_ns) if identity else (None, None)
    return Found(path, locator, size, mtime_ns, stored=stored, base=container.found.base)
