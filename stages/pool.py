"""Worker processes, and how many a machine can bear."""

from __future__ import annotations

import multiprocessing
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from pebble import ProcessPool

from ..extract import end_orphans
from .work import Bench, set_up, work


class Pool(Protocol):
    """The part of a process pool that a crew uses."""

    def schedule(self, function: Any, args: Sequence[Any], timeout: float) -> Any:
        """Run a function in a worker."""


@contextmanager
def pool_of(jobs: int, bench: Bench) -> Iterator[Pool]:
    """Worker processes; none is left when the block ends."""
    # Never a plain fork: this process has threads and open databases.
    context: Any = multiprocessing.get_context("forkserver" if os.name == "posix" else "spawn")
    if os.name == "posix":
        context.set_forkserver_preload([work.__module__])
    pool: Any = ProcessPool(jobs, initializer=set_up, initargs=[bench], context=context)
    try:
        yield pool
        pool.close()
    finally:
        pool.stop()
        pool.join()
        end_orphans(bench.temporary)
        shutil.rmtree(bench.temporary, ignore_errors=True)


def cores() -> int:
    """Processor cores that this process may use."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1
