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
from typing import BinaryIO, cast

from ..errors import ExtractionError
from ..model import Note
from .allowance import Allowance
from .encoding import decode
from .member_names import MemberNames
from .reading import Member, Reading

_BLOCK = 512
_DAMAGED = (EOFError, OSError, zlib.error, lzma.LZMAError, tarfile.TarError, struct.error)
_NAMED, _EXTRA = 0x08, 0x04


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
            yield Member(name, allowance.bounded(stream))


def is_tar(block: bytes) -> bool:
    """Whether bytes begin with a TAR header; its check sum tells, also without ``ustar``."""
    if len(block) < _BLOCK or not block[:1].strip(b"\0"):
        return False
    try:
        tarfile.TarInfo.frombuf(block[:_BLOCK], "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def _unpacked(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        magic = file.read(6)
    if magic.startswith(b"\x1f\x8b"):
        return cast(BinaryIO, gzip.open(path))
    if magic.startswith(b"BZh"):
        return cast(BinaryIO, bz2.open(path))
    return cast(BinaryIO, lzma.open(path))


def _files(stream: BinaryIO, path: Path, reading: Reading) -> Iterator[Member]:
    allowance = Allowance(reading.limits, path.stat().st_size)
    counted = allowance.bounded(stream)
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
                    mtime_ns = int(entry.mtime) * 10**9
                    yield Member(name, cast(BinaryIO, data), mtime_ns=mtime_ns)
                # The list of entries that it keeps grows without bound otherwise.
                container.members = []  # type: ignore[attr-defined]
    except _DAMAGED as error:
        raise _damage(error) from error


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
