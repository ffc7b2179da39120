"""RAR containers, through rarfile and whichever unpacking program the machine has."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from ..errors import ExtractionError, UnsupportedFormatError
from ..model import Note
from .allowance import Allowance
from .member_names import MemberNames
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
    try:
        with _opened(path, reading, rarfile) as container:
            yield from _files(container, path, reading, rarfile)
    except rarfile.RarCannotExec as error:
        raise UnsupportedFormatError("extract.unsupported.rar", type="rar") from error
    except rarfile.NeedFirstVolume as error:
        raise ExtractionError("extract.later_volume", type="rar") from error


def _opened(path: Path, reading: Reading, rarfile: Any) -> Any:
    for password in (None, *reading.passwords):
        container = rarfile.RarFile(path, pwd=password) if password else rarfile.RarFile(path)
        if not container.needs_password() or container.infolist():
            return container
        container.close()
    raise ExtractionError("extract.encrypted", type="rar")


def _files(container: Any, path: Path, reading: Reading, rarfile: Any) -> Iterator[Member]:
    allowance = Allowance(reading.limits, path.stat().st_size)
    entries = [entry for entry in container.infolist() if not entry.is_dir()]
    allowance.check_declared(sum(entry.file_size or 0 for entry in entries))
    names = MemberNames()
    for entry in entries:
        reading.deadline.check()
        allowance.take_member()
        name = names.harmless(entry.filename)
        if not entry.is_file():
            yield Member(name, refusal=Note("import.not_regular"))
            continue
        yield _member(container, entry, name, allowance, reading, rarfile)


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
