"""RAR containers: listed by rarfile; packed files by libarchive, or a program where that fails."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, nullcontext, suppress
from pathlib import Path
from typing import Any, BinaryIO, cast

from ..errors import ExtractionError, UnsupportedFormatError
from ..model import Note
from .allowance import Allowance
from .member_names import MemberNames
from .rar_stream import RarStream
from .reading import Member, Reading


def members(path: Path, reading: Reading) -> Iterator[Member]:
    """The files in a RAR container; files that are only stored need no other program.

    Raises:
        UnsupportedFormatError: rarfile, or a program to unpack with, is missing.
        ExtractionError: Not even the list can be read without a password.
        LimitExceededError: It holds or unpacks to too much.
    """
    try:
        import rarfile
    except ImportError as error:
        raise UnsupportedFormatError("extract.unsupported.rar", type="rar") from error
    with tempfile.TemporaryDirectory() as scratch:
        # It does not always remove what it puts there.
        rarfile.HACK_TMP_DIR = scratch
        yield from _unpacked(path, reading, rarfile)


def _unpacked(path: Path, reading: Reading, rarfile: Any) -> Iterator[Member]:
    allowance = Allowance(reading.limits, path.stat().st_size)
    names = MemberNames()
    try:
        stream = RarStream(path)
    except ImportError:
        stream = None
    try:
        with closing(stream) if stream else nullcontext():
            try:
                container = _opened(path, reading, rarfile)
            except rarfile.RarCannotExec:
                # It needs a program for the comment already.
                if stream is None:
                    raise
                yield from _without_list(stream, reading, allowance, names)
                return
            with container:
                yield from _files(container, stream, reading, allowance, names, rarfile)
    except rarfile.RarCannotExec as error:
        raise UnsupportedFormatError("extract.unsupported.rar", type="rar") from error
    except rarfile.NeedFirstVolume as error:
        raise ExtractionError("extract.later_volume", type="rar") from error


def _opened(path: Path, reading: Reading, rarfile: Any) -> Any:
    container = rarfile.RarFile(path)
    if container.infolist() or not container.needs_password():
        return container
    for password in reading.passwords:
        reading.deadline.check()
        # A wrong one shows as garbage in the list, or as an empty one.
        with suppress(rarfile.Error):
            container.setpassword(password)
            if container.infolist():
                return container
    container.close()
    raise ExtractionError("extract.encrypted", type="rar")


def _without_list(
    stream: RarStream, reading: Reading, allowance: Allowance, names: MemberNames
) -> Iterator[Member]:
    for name, data in stream.files(allowance):
        reading.deadline.check()
        allowance.take_member()
        refusal = None if data else Note("import.not_regular")
        yield Member(names.harmless(name), data, refusal)
    if stream.trouble is not None:
        unsupported = stream.trouble.key.startswith("extract.unsupported")
        kind = UnsupportedFormatError if unsupported else ExtractionError
        raise kind(stream.trouble.key, **stream.trouble.values)


def _files(
    container: Any,
    stream: RarStream | None,
    reading: Reading,
    allowance: Allowance,
    names: MemberNames,
    rarfile: Any,
) -> Iterator[Member]:
    entries = [entry for entry in container.infolist() if not entry.is_dir()]
    allowance.check_declared(sum(entry.file_size or 0 for entry in entries))
    for entry in entries:
        reading.deadline.check()
        allowance.take_member()
        name = names.harmless(entry.filename)
        # What is a copy of another entry lies there.
        if not entry.is_file() or entry.file_redir:
            yield Member(name, refusal=Note("import.not_regular"))
            continue
        refused = None
        if stream and not entry.needs_password() and entry.compress_type != rarfile.RAR_M0:
            refused = _from_stream(stream, entry, name, allowance)
            if refused.data is not None:
                yield refused
                continue
        try:
            yield _member(container, entry, name, allowance, reading, rarfile)
        except rarfile.RarCannotExec:
            if refused is None:
                raise
            yield refused


def _from_stream(stream: RarStream, entry: Any, name: str, allowance: Allowance) -> Member:
    data = stream.find(entry.filename, allowance)
    if data is None:
        unsupported = Note("extract.unsupported.rar", {"type": "rar"})
        return Member(name, refusal=stream.trouble or unsupported)
    # libarchive does not look at the sums of RAR 4.
    total = 0
    while chunk := data.read(1 << 20):
        total = zlib.crc32(chunk, total)
    if data.tell() != entry.file_size or entry.CRC not in (None, total):
        return Member(name, refusal=Note("extract.damaged", {"type": "rar", "reason": "CRC"}))
    data.seek(0)
    return Member(name, data)


def _member(
    container: Any, entry: Any, name: str, allowance: Allowance, reading: Reading, rarfile: Any
) -> Member:
    passwords = reading.passwords if entry.needs_password() else (None,)
    damage = "RarError"
    for password in passwords:
        try:
            with container.open(entry, pwd=password) as stream:
                return Member(name, allowance.read_whole(cast(BinaryIO, stream)))
        except rarfile.RarCannotExec:
            raise
        except (rarfile.Error, EOFError) as error:
            damage = f"{type(error).__name__}: {error}"[:200]
    if entry.needs_password():
        return Member(name, refusal=Note("extract.encrypted", {"type": "rar"}))
    return Member(name, refusal=Note("extract.damaged", {"type": "rar", "reason": damage}))
