"""Images of pages and the places of text on them, made in worker processes and kept a while."""

from __future__ import annotations

import multiprocessing
import os
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as FutureTimeoutError
from threading import Lock
from typing import Any, TypeVar, cast

from pebble import ProcessExpired, ProcessPool

from ..errors import ExtractionError
from ..model import PageLines, PlacedLine
from ..stages.page_view import PagePlace
from . import painting
from .painting import Box, Picture

T = TypeVar("T")

_WORKERS = 2
_MOST_BYTES = 96 << 20
_MOST_LAYOUTS = 2000


class Pictures:
    """Draws pages, no two at once for the same one.

    Args:
        seconds: For one page.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._pool: Any = None
        self._lock = Lock()
        self._images: OrderedDict[Hashable, Picture] = OrderedDict()
        self._layouts: OrderedDict[Hashable, PageLines | None] = OrderedDict()

    def start(self) -> None:
        """Start the workers, which takes longer than drawing a page."""
        self._worked(painting.ready)

    def picture(self, place: PagePlace, cover: Sequence[Box]) -> Picture:
        """The image of a page with some of it hidden.

        Raises:
            ExtractionError: The page has no image, or drawing it takes too much.
        """
        key = (place.sha256, place.number, tuple(cover))
        with self._lock:
            held = self._images.get(key)
            if held is not None:
                self._images.move_to_end(key)
                return held
        found = self._worked(painting.paint, place.path, place.number, place.scan, list(cover))
        with self._lock:
            self._images[key] = found
            while sum(len(one.jpeg) for one in self._images.values()) > _MOST_BYTES:
                self._images.popitem(last=False)
        return found

    def lines(self, place: PagePlace) -> PageLines | None:
        """Where text stands on a page; None where that cannot be told.

        Raises:
            ExtractionError: The page cannot be read.
        """
        if place.scan is not None:
            scanned = tuple(
                PlacedLine(line.text, cast(Box, tuple(map(float, line.box))))
                for line in place.scan.lines
            )
            return PageLines(place.scan.width, place.scan.height, scanned)
        key = (place.sha256, place.number)
        with self._lock:
            if key in self._layouts:
                return self._layouts[key]
        found = self._worked(painting.placed_lines, place.path, place.number)
        with self._lock:
            self._layouts[key] = found
            if len(self._layouts) > _MOST_LAYOUTS:
                self._layouts.popitem(last=False)
        return found

    def _worked(self, work: Callable[..., T], *args: object) -> T:
        try:
            task = self._workers().schedule(work, args=args, timeout=self._seconds)
            return cast(T, task.result())
        except FutureTimeoutError:
            raise ExtractionError("extract.limit.seconds", limit=f"{self._seconds:g}") from None
        except (ProcessExpired, CancelledError, MemoryError, RuntimeError) as error:
            if isinstance(error, RuntimeError):
                self._discard()
            reason = type(error).__name__
            raise ExtractionError("extract.damaged", type="page", reason=reason) from error

    def _discard(self) -> None:
        """Next time, workers are started anew."""
        with self._lock:
            self._pool = None

    def _workers(self) -> Any:
        with self._lock:
            if self._pool is None:
                # Never a plain fork: this process has threads and open databases.
                kind = "forkserver" if os.name == "posix" else "spawn"
                context: Any = multiprocessing.get_context(kind)
                if os.name == "posix":
                    context.set_forkserver_preload([painting.__name__])
                self._pool = ProcessPool(_WORKERS, initializer=painting.set_up, context=context)
            return self._pool

    def close(self) -> None:
        """End the workers."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()
            pool.join()
