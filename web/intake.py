"""The import that pages start: one at a time, in a process of its own.

The writer's lock is the import's, so a second one, here or on the command line, cannot begin.
A batch that was not finished is noted beside what was sent; the next server goes on with it.
"""

from __future__ import annotations

import json
import logging
import multiprocessing
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock, Thread

from ..catalogue.discovery import Bounds
from ..catalogue.settings import SENT, write_whole
from ..catalogue.sqlite import WriterLock
from ..errors import ArchiveError, DangheError, UsageError
from ..model import Status
from . import importer
from .folders import bounds_of
from .importer import Batch, Result, Step

RUNNING, FINISHED, STOPPED, FAILED = "running", "finished", "stopped", "failed"

_NOTE = "import.json"
_LOCK = "lock.db"
_END_SECONDS = 60.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the import is, or what became of it.

    Attributes:
        batch: Of what.
        who: Started it.
        state: ``running``, ``finished``, ``stopped`` or ``failed``.
        step: How far; None before the first file is done.
        result: At the end.
        error: Why it failed; None with ``failed`` for a mistake of ours.
        retried: Failed files are, or were, read again.
        is_stopping: It was asked to end.
        left: By a server that ended before it did.
    """

    batch: Batch
    who: str
    state: str = RUNNING
    step: Step | None = None
    result: Result = field(default_factory=Result)
    error: DangheError | None = None
    retried: bool = False
    is_stopping: bool = False
    left: bool = False

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self.state == RUNNING

    @property
    def by_status(self) -> Mapping[Status, int]:
        """Files by what became of them, as far as that is known."""
        return self.result.by_status or (self.step.by_status if self.step else {})

    @property
    def may_retry(self) -> bool:
        """Whether something is left that another attempt may read."""
        if self.is_running or self.state != FINISHED:
            return not self.is_running
        return any(is_retried(one.status, one.sha256) for one in self.result.troubles)


def is_retried(status: Status, sha256: str | None) -> bool:
    """Whether a retry looks again; at helper files and the like it does not."""
    return status is Status.FAILED or (status is Status.UNSUPPORTED and sha256 is not None)


class Intake:
    """Imports, one after another.

    Args:
        directory: Of the archive.
        roots: Of ``--import-root``.
    """

    def __init__(self, directory: Path, roots: Sequence[Path]) -> None:
        self._directory = directory
        self._home = directory.resolve() / SENT
        self._roots = tuple(root.resolve() for root in roots)
        self._standing: Standing | None = None
        self._thread: Thread | None = None
        self._pipe: Connection | None = None
        self._lock = Lock()
        self._mine: WriterLock | None = None

    @property
    def standing(self) -> Standing | None:
        """The import that began last; None before the first."""
        return self._standing

    @property
    def is_busy(self) -> bool:
        """Whether one runs."""
        return self._standing is not None and self._standing.is_running

    def start(self) -> None:
        """Take up what a former server left, and remove what nobody needs; by one thread."""
        with suppress(OSError, ArchiveError):
            self._home.mkdir(mode=0o700, exist_ok=True)
            lock = WriterLock(self._home / _LOCK)
            lock.__enter__()
            # Held to the end: another server of this archive leaves it all alone.
            self._mine = lock
            self._standing = self._left()
            kept = self._standing.batch.folder if self._standing else None
            for path in self._home.iterdir():
                if path.is_dir() and path != kept:
                    shutil.rmtree(path, ignore_errors=True)

    def begin(self, batch: Batch, who: str, *, retry: bool = False) -> None:
        """Start an import.

        Raises:
            UsageError: One runs.
        """
        with self._lock:
            if self.is_busy:
                raise UsageError("web.import.busy")
            former = self._standing
            self._standing = Standing(batch, who, retried=retry)
            if former is not None and former.batch.folder != batch.folder:
                discard(former.batch)
            self._note()
            self._thread = Thread(target=self._run, args=(who, batch, retry), name="danghe-import")
            self._thread.start()

    def again(self, who: str) -> None:
        """Go on with the last import, or read what failed in it once more.

        Raises:
            UsageError: One runs, or there is nothing to read.
        """
        standing = self._standing
        if standing is None or (not standing.is_running and not standing.may_retry):
            raise UsageError("web.import.nothing")
        self.begin(standing.batch, who, retry=True)

    def stop(self) -> None:
        """Let the import end in good order; what was done is kept."""
        with self._lock:
            if self.is_busy:
                self._set(is_stopping=True)
                self._tell()

    def dismiss(self) -> None:
        """Forget what became of the last import, and remove what was sent for it.

        Raises:
            UsageError: One runs.
        """
        with self._lock:
            if self.is_busy:
                raise UsageError("web.import.busy")
            if self._standing is not None:
                discard(self._standing.batch)
            self._standing = None
            self._note()

    def close(self) -> None:
        """End what runs; the next server may go on with it."""
        self.stop()
        if self._thread is not None:
            self._thread.join(_END_SECONDS)
        standing = self._standing
        if standing is not None and standing.state == FINISHED:
            discard(standing.batch)
        if self._mine is not None:
            self._mine.__exit__()
            self._mine = None

    # --- in the thread ---

    def _run(self, who: str, batch: Batch, retry: bool) -> None:
        # A fresh interpreter: this process has threads and open databases.
        context = multiprocessing.get_context("spawn")
        told: Result | DangheError | None = None
        try:
            ours, theirs = context.Pipe()
            # What is sent lies in a place of its own: if it failed before, it is tried again.
            arguments = (self._directory, who, batch, retry or batch.sent, theirs)
            process = context.Process(target=importer.run, args=arguments, name="danghe-import")
            process.start()
            theirs.close()
            with self._lock:
                self._pipe = ours
                if self._standing and self._standing.is_stopping:
                    self._tell()
            told = self._heard(ours)
            process.join()
        except Exception:
            _log.exception("import")
        finally:
            self._end(told)

    def _heard(self, pipe: Connection) -> Result | DangheError | None:
        """Take what the process says, to its last word; None where it dies without one."""
        try:
            while isinstance(said := pipe.recv(), Step):
                with self._lock:
                    self._set(step=said)
        except (EOFError, OSError):
            return None
        return said if isinstance(said, Result | DangheError) else None

    def _end(self, told: Result | DangheError | None) -> None:
        with self._lock:
            if self._pipe is not None:
                self._pipe.close()
                self._pipe = None
            if isinstance(told, Result):
                self._set(state=STOPPED if told.stopped else FINISHED, result=told)
            else:
                self._set(state=FAILED, error=told)
            standing = self._standing
            if standing is not None and not standing.may_retry:
                discard(standing.batch)
            self._note()

    def _set(self, **values: object) -> None:
        assert self._standing is not None
        self._standing = replace(self._standing, **values)  # type: ignore[arg-type]

    def _tell(self) -> None:
        if self._pipe is not None:
            with suppress(OSError):
                self._pipe.send("stop")

    # --- what outlasts the server ---

    def _note(self) -> None:
        """Write down what is under way, or that nothing is."""
        if self._mine is None:
            return
        path, standing = self._home / _NOTE, self._standing
        with suppress(OSError):
            if standing is None or standing.state == FINISHED:
                path.unlink(missing_ok=True)
                return
            batch = standing.batch
            kept = {
                "who": standing.who,
                "folder": str(batch.folder),
                "name": batch.name,
                "sent": batch.sent,
                "unit": batch.unit,
                "year": batch.year,
                "level": batch.level,
            }
            write_whole(path, json.dumps(kept))

    def _left(self) -> Standing | None:
        """What a server left that ended before its import did, if that may still be imported."""
        try:
            kept = json.loads((self._home / _NOTE).read_text("utf-8"))
            folder, sent = Path(kept["folder"]), bool(kept["sent"])
            bounds = self._sent_bounds(folder) if sent else bounds_of(folder, self._roots)
            if bounds is None:
                return None
            batch = Batch(
                folder,
                bounds,
                kept["name"],
                sent,
                kept["unit"],
                kept["year"],
                kept["level"],
            )
            return Standing(batch, kept["who"], STOPPED, left=True)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _sent_bounds(self, folder: Path) -> Bounds | None:
        return Bounds(folder, folder) if folder.parent == self._home and folder.is_dir() else None


def discard(batch: Batch) -> None:
    """Remove what was sent."""
    if batch.sent:
        shutil.rmtree(batch.folder, ignore_errors=True)
