"""Original bytes: their identity, and the store that keeps them by SHA-256."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..errors import ArchiveError, ExtractionError

CHUNK = 1 << 20
FULL = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True, slots=True)
class Identity:
    """What a file is known by: the SHA-256 of its bytes, their number, their last change."""

    sha256: str
    size: int
    mtime_ns: int


def identify(path: str) -> Identity:
    """Hash a regular file.

    Raises:
        OSError: It cannot be read, or is no regular file by now.
    """
    digest = hashlib.sha256()
    with _open_regular(path) as file:
        seen = os.fstat(file.fileno())
        for chunk in iter(lambda: file.read(CHUNK), b""):
            digest.update(chunk)
    return Identity(digest.hexdigest(), seen.st_size, seen.st_mtime_ns)


def unchanged(path: str, identity: Identity) -> bool:
    """Whether a file looks as it did when it was hashed."""
    try:
        seen = os.stat(path)
    except OSError:
        return False
    return (seen.st_size, seen.st_mtime_ns) == (identity.size, identity.mtime_ns)


class Originals:
    """A directory of files named by their SHA-256, in 256 drawers.

    A file appears under its name whole and on disk, or not at all.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    @property
    def _incoming(self) -> Path:
        return self._directory / "incoming"

    def place(self, sha256: str) -> Path:
        """Where the bytes with this hash are or would be."""
        return self._directory / sha256[:2] / sha256

    def tidy(self) -> None:
        """Remove what a killed import left half-copied; only under the writer's lock."""
        with suppress(FileNotFoundError):
            for path in self._incoming.iterdir():
                path.unlink(missing_ok=True)

    def keep(self, path: str, identity: Identity) -> Path:
        """Copy a file in, unless its bytes are there already.

        Returns:
            The place of the copy.

        Raises:
            ExtractionError: The bytes do not have that hash, or cannot be read.
            ArchiveError: The disk is full, or the archive cannot be written.
        """
        place = self.place(identity.sha256)
        if place.exists():
            return place
        with _open_source(path) as source, self._explained():
            place.parent.mkdir(parents=True, exist_ok=True)
            self._incoming.mkdir(parents=True, exist_ok=True)
            copy = self._incoming / f"{identity.sha256}.{os.getpid()}"
            try:
                _copy(source, copy, identity.sha256)
                os.replace(copy, place)
            finally:
                copy.unlink(missing_ok=True)
            _sync_directory(place.parent)
        return place

    def take_in(self, stream: BinaryIO) -> Identity:
        """Copy a stream in, such as a file inside a container.

        Raises:
            ArchiveError: The disk is full, or the archive cannot be written.
            Exception: Whatever reading the stream raises.
        """
        with self._explained():
            self._incoming.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=self._incoming)
        copy, digest, size = Path(name), hashlib.sha256(), 0
        try:
            with os.fdopen(descriptor, "wb") as target:
                while chunk := stream.read(CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                    with self._explained():
                        target.write(chunk)
                with self._explained():
                    target.flush()
                    os.fsync(target.fileno())
            place = self.place(digest.hexdigest())
            with self._explained():
                place.parent.mkdir(parents=True, exist_ok=True)
                os.replace(copy, place)
        finally:
            copy.unlink(missing_ok=True)
        return Identity(digest.hexdigest(), size, 0)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno in FULL:
                raise ArchiveError("archive.disk_full", path=self._directory) from error
            raise ArchiveError(
                "archive.unwritable", path=self._directory, reason=error.strerror
            ) from error


def _copy(source: BinaryIO, copy: Path, sha256: str) -> None:
    digest = hashlib.sha256()
    with open(copy, "xb") as target:
        while chunk := _read(source):
            digest.update(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    if digest.hexdigest() != sha256:
        raise ExtractionError("import.changed")


# The source's troubles are its own: they must not look like those of the archive.


def _open_source(path: str) -> BinaryIO:
    try:
        return _open_regular(path)
    except OSError as error:
        raise ExtractionError("import.unreadable", reason=error.strerror) from error


def _read(source: BinaryIO) -> bytes:
    try:
        return source.read(CHUNK)
    except OSError as error:
        raise ExtractionError("import.unreadable", reason=error.strerror) from error


def _open_regular(path: str) -> BinaryIO:
    # Not blocking: a pipe put in the file's place must not hang the import.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a regular file", path)
    return os.fdopen(descriptor, "rb")


def _sync_directory(directory: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
