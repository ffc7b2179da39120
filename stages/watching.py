"""Which files of a watched folder are new and written to the end."""

from __future__ import annotations

import os
from pathlib import Path, PurePath

from ..catalogue.discovery import discover
from ..extract.formats import BY_NAME

IMAGES = ("jpeg", "png", "bmp", "webp", "tiff", "jp2", "gif")

UNFINISHED_SUFFIXES = (".part", ".partial", ".crdownload", ".download", ".tmp", ".filepart", ".!ut")
"""Names under which browsers and transfer programs write until they are done."""

IMAGE_SUFFIXES = frozenset(suffix for name in IMAGES for suffix in BY_NAME[name].suffixes)

State = tuple[int, int]


class Arrivals:
    """Looks at a folder again and again.

    A file counts as written when its size and time have not changed for a while; images wait
    for their whole folder, since they may be pages of one paper.

    Args:
        folder: Watched, with all below it.
        archive: Directory that is never imported.
        settle: Seconds without change.
    """

    def __init__(self, folder: Path, archive: Path, settle: float) -> None:
        self._folder, self._archive, self._settle = folder, archive, settle
        self._since: dict[str, tuple[State, float]] = {}
        self._imported: dict[str, State] = {}
        self.unfinished = 0
        """Files at the last look that may still be written."""

    def ready(self, now: float) -> tuple[str, ...]:
        """Paths to import now; empty when nothing new is finished.

        Args:
            now: Of a clock that never goes back, in seconds.

        Raises:
            UsageError: The folder is gone.
        """
        states = self._states()
        for path, state in states.items():
            if path not in self._since or self._since[path][0] != state:
                self._since[path] = state, now
        self._since = {path: seen for path, seen in self._since.items() if path in states}
        fresh = {path for path, state in states.items() if self._imported.get(path) != state}
        young = {path for path in fresh if now - self._since[path][1] < self._settle}
        busy = {os.path.dirname(path) for path in young if _is_image(path)}
        ready = {
            path
            for path in fresh - young
            if not _is_image(path) or os.path.dirname(path) not in busy
        }
        self.unfinished = len(fresh - ready)
        folders = {os.path.dirname(path) for path in ready if _is_image(path)}
        # All images of a folder, known ones too: a page that comes late belongs to its set.
        beside = {p for p in states if _is_image(p) and os.path.dirname(p) in folders}
        return tuple(sorted(ready | beside))

    def imported(self, paths: tuple[str, ...]) -> None:
        """Note that they need not be imported again unless they change."""
        for path in paths:
            if path in self._since:
                self._imported[path] = self._since[path][0]

    def _states(self) -> dict[str, State]:
        found = discover([os.fspath(self._folder)], self._archive)
        return {
            one.path: (one.size or 0, one.mtime_ns or 0)
            for one in found
            if PurePath(one.path).suffix.lower() not in UNFINISHED_SUFFIXES
            and (
                one.settled is None
                or one.settled.note is None
                or one.settled.note.key != "import.system_file"
            )
        }


def _is_image(path: str) -> bool:
    return PurePath(path).suffix.lower() in IMAGE_SUFFIXES
