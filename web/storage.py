"""What an archive takes up on the disk, counted within bounded time and kept for a while."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

PATIENCE = 2.0
"""Seconds that one count may take."""

KEEP = 300.0
"""Seconds for which it is told again."""

PARTS = {
    "catalogue": ("catalogue.db", "catalogue.db-wal", "catalogue.db-shm"),
    "index": ("index",),
    "model": ("model",),
    "norms": ("norms", "synonyms.txt", "words.txt", "danghe.json"),
    "scans": ("scans",),
    "originals": ("originals",),
}
"""Those that may hold very many files come last."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an archive.

    Attributes:
        name: Key of ``PARTS``.
        bytes: Of its files.
        files: Their number.
        whole: All of them were counted.
    """

    name: str
    bytes: int
    files: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Usage:
    """What an archive takes up.

    Attributes:
        parts: Of the archive.
        free: Bytes that are left on its disk.
        at: When this was counted, seconds since the epoch.
    """

    parts: tuple[Part, ...]
    free: int
    at: float

    @property
    def bytes(self) -> int:
        """All parts together."""
        return sum(part.bytes for part in self.parts)

    @property
    def whole(self) -> bool:
        """Everything was counted."""
        return all(part.whole for part in self.parts)


class Storage:
    """Counts when asked, and not again for a while."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: Usage | None = None

    def usage(self, directory: Path, *, anew: bool = False) -> Usage:
        """What an archive takes up.

        Args:
            directory: Of the archive.
            anew: Count even if that was done of late.
        """
        with self._lock:
            known = self._known
            if known is None or anew or time.time() - known.at > KEEP:
                known = self._known = measured(directory)
            return known


def measured(
    directory: Path, patience: float = PATIENCE, clock: Callable[[], float] = time.monotonic
) -> Usage:
    """Count the files of an archive; what is not counted when time is up is told as such.

    Args:
        directory: Of the archive.
        patience: Seconds.
        clock: Likewise, for tests.
    """
    end = clock() + patience
    parts = []
    for name, places in PARTS.items():
        size = files = 0
        whole = True
        for one in _sizes([directory / place for place in places]):
            size, files = size + one, files + 1
            if clock() > end:
                whole = False
                break
        parts.append(Part(name, size, files, whole))
    return Usage(tuple(parts), shutil.disk_usage(directory).free, time.time())


def _sizes(places: list[Path]) -> Iterator[int]:
    """Bytes of each file in some places, at any depth; links are not followed."""
    folders: list[str] = []
    for place in places:
        if place.is_dir() and not place.is_symlink():
            folders.append(str(place))
        else:
            with suppress(OSError):  # Not there, or gone meanwhile: a database's journal.
                yield place.stat().st_size
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    else:
                        yield entry.stat(follow_symlinks=False).st_size
        except OSError:
            continue  # It went while we looked: a build of the index that was replaced.


def size_words(size: int) -> str:
    """Bytes as people say them: 1.5 MB, of 1,000,000 bytes."""
    amount = float(size)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"
