"""7z containers, through py7zr; unpacked into a temporary folder, since they are solid."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..errors import DangheError, ExtractionError, UnsupportedFormatError
from ..model import Note
from .allowance import Allowance
from .member_names import MemberNames
from .reading import Member, Reading


def members(path: Path, reading: Reading) -> Iterator[Member]:
    """The files in a 7z container.

    Raises:
        UnsupportedFormatError: py7zr is not installed, or does not know the compression.
        ExtractionError: It is encrypted and no password fits.
        LimitExceededError: It holds or unpacks to too much.
    """
    try:
        import py7zr
    except ImportError as error:
        raise UnsupportedFormatError("extract.unsupported.sevenzip", type="7z") from error
    with tempfile.TemporaryDirectory() as scratch:
        for password in (None, *reading.passwords):
            reading.deadline.check()
            stored = _Store(Path(scratch), Allowance(reading.limits, path.stat().st_size), reading)
            try:
                refused = _unpack(path, password, stored)
                break
            except py7zr.exceptions.UnsupportedCompressionMethodError as error:
                raise UnsupportedFormatError("extract.unsupported.sevenzip", type="7z") from error
            except Exception as error:
                if not _is_about_password(error, password, py7zr):
                    raise
        else:
            raise ExtractionError("extract.encrypted", type="7z")
        yield from stored.members(refused)


def _is_about_password(error: Exception, password: str | None, py7zr: Any) -> bool:
    """A wrong password shows as garbage of any kind where data ought to be."""
    if password is None:
        return isinstance(error, py7zr.exceptions.PasswordRequired)
    return not isinstance(error, DangheError)


def _unpack(path: Path, password: str | None, stored: _Store) -> list[str]:
    """Unpack what is a file; returns the names of what is something else."""
    import py7zr

    with py7zr.SevenZipFile(path, password=password) as container:
        if container.needs_password() and password is None:
            raise py7zr.exceptions.PasswordRequired("encrypted")
        entries = container.list()
        files = [entry.filename for entry in entries if not entry.is_directory]
        for _ in files:
            stored.allowance.take_member()
        stored.allowance.check_declared(sum(entry.uncompressed or 0 for entry in entries))
        regular = {entry.filename for entry in entries if _is_regular(entry)}
        container.extract(targets=sorted(regular), factory=stored)
    return [name for name in files if name not in regular]


def _is_regular(entry: Any) -> bool:
    link = getattr(entry, "is_symlink", False)
    return not entry.is_directory and not link


class _Store:
    """Takes what py7zr unpacks: numbered files, whatever their names say."""

    def __init__(self, scratch: Path, allowance: Allowance, reading: Reading) -> None:
        self._scratch = scratch
        self._reading = reading
        self._places: list[tuple[str, Path]] = []
        self.allowance = allowance

    def create(self, filename: str) -> _Sink:
        """Called by py7zr for every file."""
        place = self._scratch / str(len(self._places))
        self._places.append((filename, place))
        return _Sink(place, self.allowance, self._reading)

    def members(self, refused: list[str]) -> Iterator[Member]:
        """What was unpacked, in the container's order."""
        names = MemberNames()
        for filename, place in self._places:
            if place.exists():
                with place.open("rb") as data:
                    yield Member(names.harmless(filename), data)
                place.unlink()
        for filename in refused:
            yield Member(names.harmless(filename), refusal=Note("import.not_regular"))


class _Sink:
    """One file being written; counts as it goes."""

    def __init__(self, place: Path, allowance: Allowance, reading: Reading) -> None:
        self._file = place.open("w+b")
        self._allowance = allowance
        self._reading = reading

    def write(self, data: bytes | bytearray) -> int:
        """Take some bytes.

        Raises:
            LimitExceededError: They are too many, or took too long.
        """
        self._allowance.take_bytes(len(data))
        self._reading.deadline.check()
        return self._file.write(data)

    def read(self, size: int | None = None) -> bytes:
        """Read back."""
        return self._file.read(-1 if size is None else size)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move."""
        return self._file.seek(offset, whence)

    def flush(self) -> None:
        """Hand on to the system."""
        self._file.flush()

    def size(self) -> int:
        """Bytes written."""
        return self._file.seek(0, 2)

    def close(self) -> None:
        """Done."""
        self._file.close()
