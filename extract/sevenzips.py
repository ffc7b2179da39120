"""7z containers, through py7zr; unpacked into a temporary folder, since they are solid."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import DangheError, ExtractionError, UnsupportedFormatError
from ..model import Note
from .allowance import Allowance
from .member_names import MemberNames
from .reading import Member, Reading


@dataclass(frozen=True, slots=True)
class _Entry:
    number: str
    name: str
    size: int
    is_regular: bool


def members(path: Path, reading: Reading) -> Iterator[Member]:
    """The files in a 7z container; of a damaged one, those that came out whole.

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
            store = _Store(Path(scratch), reading, path.stat().st_size)
            try:
                with path.open("rb") as file:
                    damage = _unpack(file, password, store)
                break
            except py7zr.exceptions.UnsupportedCompressionMethodError as error:
                raise UnsupportedFormatError("extract.unsupported.sevenzip", type="7z") from error
            except Exception as error:
                if not _is_about_password(error, password, py7zr):
                    raise
        else:
            raise ExtractionError("extract.encrypted", type="7z")
        yield from store.members(damage)


def _is_about_password(error: Exception, password: str | None, py7zr: Any) -> bool:
    """A wrong password shows as garbage of any kind where data ought to be."""
    if password is None:
        return isinstance(error, py7zr.exceptions.PasswordRequired)
    return not isinstance(error, DangheError | MemoryError)


def _unpack(file: Any, password: str | None, store: _Store) -> Exception | None:
    """Unpack what is a file; returns what ended it, where something came out before."""
    import py7zr

    # Given a path, py7zr would unpack in several threads.
    with py7zr.SevenZipFile(file, password=password) as container:
        if container.needs_password() and password is None:
            raise py7zr.exceptions.PasswordRequired("encrypted")
        listed = list(zip(container.files, container.list(), strict=True))
        store.entries = [
            _Entry(str(number), entry.filename, entry.uncompressed or 0, not entry.is_symlink)
            for number, (_, entry) in enumerate(listed)
            if not entry.is_directory
        ]
        store.check()
        # It would refuse the whole container for one hostile name.
        for number, (kept, _) in enumerate(listed):
            kept._file_info["filename"] = str(number)
        wanted = [entry.number for entry in store.entries if entry.is_regular]
        try:
            container.extract(targets=wanted, factory=store)
        except (DangheError, MemoryError):
            raise
        except Exception as error:
            store.drop_last()
            if store.is_empty or password is not None:
                raise
            return error
    return None


class _Store:
    """Takes what py7zr unpacks: numbered files, whatever their names say."""

    def __init__(self, scratch: Path, reading: Reading, packed: int) -> None:
        self._scratch = scratch
        self._reading = reading
        self._allowance = Allowance(reading.limits, packed)
        self._last: Path | None = None
        self.entries: Sequence[_Entry] = ()

    def check(self) -> None:
        """Refuse what by its own words is too much, before anything is unpacked.

        Raises:
            LimitExceededError: Too many entries or bytes.
        """
        for _ in self.entries:
            self._allowance.take_member()
        self._allowance.check_declared(sum(entry.size for entry in self.entries))

    def create(self, filename: str) -> _Sink:
        """Called by py7zr for every file."""
        self._last = self._scratch / filename.rsplit("/", 1)[-1]
        return _Sink(self._last, self._allowance, self._reading)

    def drop_last(self) -> None:
        """The file that was being written when the damage showed is no good."""
        if self._last is not None:
            self._last.unlink(missing_ok=True)

    @property
    def is_empty(self) -> bool:
        """Whether nothing came out."""
        return not any(self._scratch.iterdir())

    def members(self, damage: Exception | None) -> Iterator[Member]:
        """What was unpacked, in the container's order."""
        names = MemberNames()
        for entry in self.entries:
            name, place = names.harmless(entry.name), self._scratch / entry.number
            if not entry.is_regular:
                yield Member(name, refusal=Note("import.not_regular"))
            elif not place.exists() or place.stat().st_size != entry.size:
                reason = f"{type(damage).__name__}: {damage}"[:200]
                yield Member(
                    name, refusal=Note("extract.damaged", {"type": "7z", "reason": reason})
                )
            else:
                with place.open("rb") as data:
                    yield Member(name, data)
                place.unlink()


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
