"""Small files beside the catalogue: an archive's settings, and which build of the index counts."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from ..errors import ArchiveError

FORMAT = 1
FILE = "danghe.json"
TEMPORARY = "temporary"
"""Folder for what an import under way unpacks; it ends with the import."""
SENT = "sent"
"""Folder for files that browsers sent, until they are imported."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an archive's settings file says.

    Attributes:
        norms: Name of a file in its ``norms`` directory; None for those that ship with danghe.
        engine: Of the index; None for the one that built it.
        format: Version of the archive's layout.
    """

    norms: str | None = None
    engine: str | None = None
    format: int = FORMAT

    def write(self, directory: Path) -> None:
        """Write the file that makes a directory an archive."""
        write_whole(directory / FILE, json.dumps(asdict(self), indent=1))

    @staticmethod
    def read(directory: Path) -> Settings:
        """The settings of an archive.

        Raises:
            ArchiveError: It is none, is damaged, or is of a newer version.
        """
        path = directory / FILE
        try:
            raw = json.loads(path.read_text("utf-8"))
            settings = Settings(raw["norms"], raw["engine"], int(raw["format"]))
        except (FileNotFoundError, NotADirectoryError):
            raise ArchiveError("archive.missing", path=directory) from None
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise ArchiveError("archive.damaged", path=path, error=error) from error
        if settings.format > FORMAT:
            raise ArchiveError("archive.newer", path=path, version=settings.format, newest=FORMAT)
        return settings


class Builds:
    """Builds of something derived, each in a directory of its own; a small file names one."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def place(self, name: str) -> Path:
        """Directory of a build."""
        return self._home / name

    def current(self) -> str | None:
        """Name of the build in force; None where there is none yet.

        Raises:
            ArchiveError: The file that names it is unreadable.
        """
        path = self._home / "current"
        try:
            return str(int(path.read_text("ascii")))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise ArchiveError("archive.damaged", path=path, error=error) from error

    def begin(self) -> str:
        """A name for a new build; what earlier attempts left is removed."""
        current = self.current()
        self._discard_all_but(current)
        return str(int(current or 0) + 1)

    def switch(self, name: str) -> None:
        """Put a finished build in force, at one stroke, and remove the others."""
        write_whole(self._home / "current", name)
        self._discard_all_but(name)

    def _discard_all_but(self, kept: str | None) -> None:
        for path in self._home.glob("*"):
            if path.is_dir() and path.name != kept:
                shutil.rmtree(path, ignore_errors=True)


def write_whole(path: Path, text: str) -> None:
    """Write a small file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
