"""TAR containers, plain or compressed, and single files compressed by gzip, bzip2 or xz."""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any, BinaryIO, cast

from ..errors import ExtractionError
from ..model import Note
from .allowance import Allowance, explained
from .encoding import decode
from .member_names import MemberNames
from .reading import Member, Reading

_BLOCK = 512
_DAMAGED = (EOFError, OSError, zlib.error, lzma.LZMAError, tarfile.TarError, struct.error)
_NAMED, _EXTRA = 0x08, 0x04
_YEAR_2200 = 7258118400


def members(path: Path, reading: Reading) -> Iterator[Member]:
    """The files in a plain TAR container."""
    with path.open("rb") as file:
        yield from _files(file, path, reading)


def compressed_members(path: Path, reading: Reading) -> Iterator[Member]:
    """The files in a compressed TAR container, or the one file that is compressed."""
    opened = _unpacked(path)
    try:
        first = opened.read(_BLOCK)
    except _DAMAGED as error:
        raise _damage(error) from error
    finally:
        opened.close()
    with _unpacked(path) as stream:
        if is_tar(first):
            yield from _files(stream, path, reading)
        else:
            allowance = Allowance(reading.limits, path.stat().st_size)
            name = MemberNames().harmless(_single_name(path, reading.name), "unpacked")
            yield Member(name, allowance.bounded(stream, _kind(path)))


def is_tar(block: bytes) -> bool:
    """Whether bytes begin with a TAR header; its check sum tells, also without ``ustar``."""
    if len(block) < _BLOCK or not block[:1].strip(b"\0"):
        return False
    try:
        tarfile.TarInfo.frombuf(block[:_BLOCK], "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def _kind(path: Path) -> str:
    with path.open("rb") as file:
        magic = file.read(3)
    return {b"\x1f\x8b": "gz", b"BZ": "bz2"}.get(magic[:2], "xz")


def _unpacked(path: Path) -> BinaryIO:
    openers: dict[str, Any] = {"gz": gzip.open, "bz2": bz2.open, "xz": lzma.open}
    return cast(BinaryIO, openers[_kind(path)](path))


def _files(stream: BinaryIO, path: Path, reading: Reading) -> Iterator[Member]:
    allowance = Allowance(reading.limits, path.stat().st_size)
    counted = allowance.bounded(stream, "tar")
    names = MemberNames()
    try:
        # As a stream: positions that the headers claim are never sought.
        with tarfile.open(fileobj=counted, mode="r|", errorlevel=1) as container:
            for entry in container:
                reading.deadline.check()
                if entry.isdir():
                    continue
                allowance.take_member()
                name = names.harmless(_name(entry.name))
                data = container.extractfile(entry) if entry.isreg() else None
                if data is None or entry.issparse():
                    yield Member(name, refusal=Note("import.not_regular"))
                else:
                    data = explained(cast(BinaryIO, data), "tar")
                    yield Member(name, data, mtime_ns=_time(entry))
                # The list of entries that it keeps grows without bound otherwise.
                container.members = []  # type: ignore[attr-defined]
    except _DAMAGED as error:
        raise _damage(error) from error


def _time(entry: tarfile.TarInfo) -> int | None:
    """When it was last changed, where that is a time that a file can have."""
    return int(entry.mtime * 10**9) if 0 <= entry.mtime < _YEAR_2200 else None


def _damage(error: BaseException) -> ExtractionError:
    reason = f"{type(error).__name__}: {error}"[:200]
    return ExtractionError("extract.damaged", type="tar", reason=reason)


def _name(name: str) -> str:
    """A name that was not UTF-8 is decoded like any other text."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return decode(name.encode("utf-8", "surrogateescape")).text
    return name


def _single_name(path: Path, name: str) -> str:
    """What gzip says the file was called, else the container's own name without its ending."""
    with path.open("rb") as file:
        head = file.read(1024)
    if head.startswith(b"\x1f\x8b") and head[3] & _NAMED and not head[3] & _EXTRA:
        stated = decode(head[10:].split(b"\0", 1)[0]).text
        if stated.strip():
            return PurePath(stated).name
    return PurePath(name.rsplit("/", 1)[-1]).stem
