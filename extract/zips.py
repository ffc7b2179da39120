"""ZIP containers, with entry names in whatever encoding they were written."""

from __future__ import annotations

import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from ..model import Note
from .allowance import Allowance
from .encoding import decode
from .guard import inspect_zip
from .member_names import MemberNames
from .reading import Member, Reading

_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1
_UNICODE_PATH = 0x7075
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, OSError, ValueError),
)


def members(path: Path, reading: Reading) -> Iterator[Member]:
    """The files in a ZIP container.

    Raises:
        LimitExceededError: It holds or unpacks to too much.
        zipfile.BadZipFile: Its directory cannot be read.
    """
    inspect_zip(path, reading.limits, "zip", encrypted_too=True)
    allowance = Allowance(reading.limits, path.stat().st_size)
    names = MemberNames()
    with zipfile.ZipFile(path) as container, _Locked(path, reading) as locked:
        entries = [entry for entry in container.infolist() if not entry.is_dir()]
        for entry, name in zip(entries, _names(entries), strict=True):
            reading.deadline.check()
            allowance.take_member()
            yield _member(container, locked, entry, names.harmless(name), allowance)


def _member(
    container: zipfile.ZipFile,
    locked: _Locked,
    entry: zipfile.ZipInfo,
    name: str,
    allowance: Allowance,
) -> Member:
    mode = entry.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return Member(name, refusal=Note("import.not_regular"))
    try:
        if entry.flag_bits & _ENCRYPTED_FLAG:
            data = locked.read(entry, allowance)
            if data is None:
                return Member(name, refusal=Note("extract.encrypted", {"type": "zip"}))
        else:
            data = allowance.read_whole(cast(BinaryIO, container.open(entry)))
    except NotImplementedError:
        method = str(entry.compress_type)
        return Member(name, refusal=Note("extract.unsupported.compression", {"type": method}))
    except _DAMAGED as error:
        reason = f"{type(error).__name__}: {error}"[:200]
        return Member(name, refusal=Note("extract.damaged", {"type": "zip", "reason": reason}))
    return Member(name, data, mtime_ns=_time(entry))


class _Locked:
    """The encrypted entries of a container, opened with the first password that fits."""

    def __init__(self, path: Path, reading: Reading) -> None:
        self._path, self._reading = path, reading
        self._passwords = list(_spellings(reading.passwords))
        self._entries: dict[int, Any] | None = None
        self._stack = ExitStack()
        self._container: Any = None

    def __enter__(self) -> _Locked:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def read(self, entry: zipfile.ZipInfo, allowance: Allowance) -> BinaryIO | None:
        """Bytes of an encrypted entry; None where no password fits."""
        for password in tuple(self._passwords):
            self._reading.deadline.check()
            try:
                stream: IO[bytes] = self._open(entry, password)
                data = allowance.read_whole(cast(BinaryIO, stream))
            except NotImplementedError:
                raise
            except (RuntimeError, KeyError, *_DAMAGED):
                continue
            # The others most likely have the same one.
            self._passwords.remove(password)
            self._passwords.insert(0, password)
            return data
        return None

    def _open(self, entry: zipfile.ZipInfo, password: bytes) -> IO[bytes]:
        if self._entries is None:
            try:
                import pyzipper
            except ImportError:
                pyzipper = None
            library: Any = pyzipper.AESZipFile if pyzipper else zipfile.ZipFile
            self._container = self._stack.enter_context(library(self._path))
            # By place, not by name: names may occur twice.
            self._entries = {one.header_offset: one for one in self._container.infolist()}
        stream: IO[bytes] = self._container.open(self._entries[entry.header_offset], pwd=password)
        return stream


def _spellings(passwords: Sequence[str]) -> Iterator[bytes]:
    """Passwords as programs of different times and places wrote them."""
    for password in passwords:
        yield from dict.fromkeys((password.encode("utf-8"), password.encode("gb18030", "replace")))


def _names(entries: Sequence[zipfile.ZipInfo]) -> list[str]:
    """Names of entries; those without a stated encoding are guessed together."""
    bare = [raw for entry in entries if _stated(entry) is None and (raw := _raw(entry)) is not None]
    encoding = decode(b"\n".join(bare)).encoding if bare else "utf-8"
    return [
        stated if (stated := _stated(entry)) is not None else _guessed(entry, encoding)
        for entry in entries
    ]


def _stated(entry: zipfile.ZipInfo) -> str | None:
    """The name where its encoding is certain: by flag, by the extra field, or plain ASCII."""
    name = _unicode_path(entry)
    if name is not None:
        return name
    if entry.flag_bits & _UTF8_FLAG or entry.orig_filename.isascii():
        return entry.orig_filename
    return None


def _raw(entry: zipfile.ZipInfo) -> bytes | None:
    try:
        return entry.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return None


def _guessed(entry: zipfile.ZipInfo, encoding: str) -> str:
    raw = _raw(entry)
    if raw is None:
        return entry.orig_filename
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return decode(raw).text


def _unicode_path(entry: zipfile.ZipInfo) -> str | None:
    """Name of the Info-ZIP extra field, if it belongs to this very entry."""
    extra, raw = entry.extra, _raw(entry)
    while raw is not None and len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        field = extra[4 : 4 + size]
        if kind == _UNICODE_PATH and len(field) > 5 and field[0] == 1:
            if struct.unpack("<I", field[1:5])[0] == zlib.crc32(raw):
                return field[5:].decode("utf-8", "replace")
            return None
        extra = extra[4 + size :]
    return None


def _time(entry: zipfile.ZipInfo) -> int | None:
    try:
        moment = datetime(*entry.date_time, tzinfo=UTC)
    except ValueError:
        return None
    return int(moment.timestamp()) * 10**9
