"""Threads that answer: each with an archive of its own, open as long as the server runs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from pathlib import Path
from threading import Barrier, Lock, local
from typing import TypeVar

from ..archive import Archive
from ..errors import DangheError

T = TypeVar("T")


class Workers:
    """A pool of threads over one archive.

    Args:
        directory: Of the archive.
        threads: At most so many.
    """

    def __init__(self, directory: Path, threads: int) -> None:
        self._directory = directory
        self._most = threads
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="danghe-web")
        self._own = local()
        self._opened: list[Archive] = []
        self._lock = Lock()

    async def run(self, work: Callable[[Archive], T]) -> T:
        """Do something with an archive, in a thread; in the language of the caller."""
        context = copy_context()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._threads, lambda: context.run(lambda: work(self._archive()))
        )

    def warm(self) -> None:
        """Have every thread open its archive and index, before somebody waits for it."""
        together = Barrier(self._most)

        def opened() -> None:
            together.wait()
            with suppress(DangheError):
                self._archive().search("*", limit=1)

        for task in [self._threads.submit(opened) for _ in range(self._most)]:
            task.result()

    def _archive(self) -> Archive:
        archive: Archive | None = getattr(self._own, "archive", None)
        if archive is None:
            archive = self._own.archive = Archive.open(self._directory)
            with self._lock:
                self._opened.append(archive)
        return archive

    def close(self) -> None:
        """Wait for what is under way, and let go of all files."""
        self._threads.shutdown(cancel_futures=True)
        for archive in self._opened:
            archive.close()
