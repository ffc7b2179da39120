"""Building the index anew while the pages go on answering from the old one."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock, Thread

from ..archive import Archive
from ..errors import DangheError, UsageError

_log = logging.getLogger(__name__)

PATIENCE = 10.0
"""Seconds to wait for its end when the server stops; a build cut off there does no harm."""


@dataclass(frozen=True, slots=True)
class Rebuild:
    """One building anew, under way or over.

    Attributes:
        who: Asked for it.
        began: Seconds since the epoch.
        ended: Likewise; None while it is under way.
        records: In the new index; None where there is none.
        problem: Why there is none; None also where only the server's log knows.
    """

    who: str
    began: float
    ended: float | None = None
    records: int | None = None
    problem: DangheError | None = None

    @property
    def seconds(self) -> int:
        """So far, or in all."""
        return max(0, round((self.ended or time.time()) - self.began))


class Rebuilding:
    """At most one building anew at a time, in a thread of its own."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._thread: Thread | None = None
        self._latest: Rebuild | None = None

    @property
    def latest(self) -> Rebuild | None:
        """The one under way, or the last that this server did."""
        return self._latest

    @property
    def is_running(self) -> bool:
        """Whether one is under way."""
        return self._latest is not None and self._latest.ended is None

    def start(self, directory: Path, who: str) -> None:
        """Begin.

        Args:
            directory: Of the archive.
            who: For the audit log.

        Raises:
            UsageError: One is under way.
        """
        with self._lock:
            if self.is_running:
                raise UsageError("web.admin.rebuilding")
            begun = self._latest = Rebuild(who, time.time())
            self._thread = Thread(
                target=self._work, args=(directory, begun), name="danghe-rebuild", daemon=True
            )
            self._thread.start()

    def close(self) -> None:
        """Wait a while for the end."""
        if self._thread is not None:
            self._thread.join(PATIENCE)

    def _work(self, directory: Path, begun: Rebuild) -> None:
        records, problem = None, None
        try:
            with Archive.open(directory, begun.who) as archive:
                records = archive.reindex()
        except DangheError as error:
            problem = error
        except Exception:
            _log.exception("building the index anew")
        finally:
            self._latest = replace(begun, ended=time.time(), records=records, problem=problem)
