"""Folders on the server that may be imported from, by ids that say nothing of their place."""

from __future__ import annotations

import os
import secrets
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from ..catalogue.discovery import Bounds, display
from ..errors import UsageError

MOST_SHOWN = 1000
_MOST_KNOWN = 20_000


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder below a root, or a root.

    Attributes:
        id: By which a browser names it.
        name: Last part of its path.
        way: The folders from the root to this one, this one left out.
    """

    id: str
    name: str
    way: tuple[Folder, ...] = ()

    @property
    def full_name(self) -> str:
        """All names from the root on."""
        return " / ".join(one.name for one in (*self.way, self))


@dataclass(frozen=True, slots=True)
class Listing:
    """What lies directly in a folder.

    Attributes:
        folders: By name, at most ``MOST_SHOWN``.
        files: How many files.
        left_off: Folders that are not listed.
    """

    folders: tuple[Folder, ...]
    files: int = 0
    left_off: int = 0


class Folders:
    """Hands out an id for each folder that it shows, and takes no other.

    Args:
        roots: Of ``--import-root``.
    """

    def __init__(self, roots: Sequence[Path]) -> None:
        self._roots = tuple(dict.fromkeys(root.resolve() for root in roots))
        self._ids: OrderedDict[Path, str] = OrderedDict()
        self._paths: dict[str, Path] = {}
        self._lock = Lock()

    def roots(self) -> Listing:
        """The roots themselves."""
        return Listing(tuple(Folder(self._id(root), _name(root)) for root in self._roots))

    def path(self, id: str) -> tuple[Path, Bounds]:
        """The folder of an id, which still is one and still lies below its root.

        Raises:
            UsageError: No such id was handed out, or the folder is gone, or a link now.
        """
        with self._lock:
            path = self._paths.get(id)
        bounds = bounds_of(path, self._roots) if path is not None else None
        if path is None or bounds is None:
            raise UsageError("web.import.no_folder")
        return path, bounds

    def folder(self, id: str) -> Folder:
        """A folder with the way to it.

        Raises:
            UsageError: See ``path``.
        """
        path, bounds = self.path(id)
        above = [one for one in reversed(path.parents) if one.is_relative_to(bounds.within)]
        return Folder(id, _name(path), tuple(Folder(self._id(one), _name(one)) for one in above))

    def inside(self, id: str) -> Listing:
        """What lies in a folder; links are not listed, nor what is hidden.

        Raises:
            UsageError: See ``path``, or it cannot be read.
        """
        path, _ = self.path(id)
        names, files = [], 0
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        names.append(entry.name)
                    elif entry.is_file():
                        files += 1
        except OSError:
            raise UsageError("web.import.no_folder") from None
        shown = sorted(names)[:MOST_SHOWN]
        folders = tuple(Folder(self._id(path / name), display(name)) for name in shown)
        return Listing(folders, files, len(names) - len(shown))

    def _id(self, path: Path) -> str:
        with self._lock:
            id = self._ids.get(path)
            if id is None:
                id = self._ids[path] = secrets.token_urlsafe(16)
                self._paths[id] = path
            self._ids.move_to_end(path)
            if len(self._ids) > _MOST_KNOWN:
                self._paths.pop(self._ids.popitem(last=False)[1])
            return id


def bounds_of(path: Path, roots: Sequence[Path]) -> Bounds | None:
    """What an import of a folder must keep to; None where it lies below no root, or is a link."""
    root = next((root for root in roots if path.is_relative_to(root)), None)
    if root is None or path.resolve() != path or not path.is_dir():
        return None
    return Bounds(root.parent, root)


def _name(path: Path) -> str:
    return display(path.name or str(path))
