"""LibreOffice as a converter of last resort: found, not required.

It runs with a profile of its own, without macros, in a process group that is killed as a
whole. A file in the temporary directory names that group, so that the import can end it even
when the worker that started it was killed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ..errors import ExtractionError, LimitExceededError, UnsupportedFormatError
from ..model import Document
from .reading import Reading

GROUP_SUFFIX = ".process-group"
_CANDIDATES = ("soffice", "libreoffice")
_PAUSE = 0.1


def program() -> str | None:
    """Path of LibreOffice: ``DANGHE_SOFFICE``, else on the PATH; None where there is none."""
    named = os.environ.get("DANGHE_SOFFICE")
    if named is not None:
        return shutil.which(named)
    return next(filter(None, map(shutil.which, _CANDIDATES)), None)


def read_converted(path: Path, type: str, target: str, reading: Reading) -> Document:
    """Convert a file and read what comes of it.

    Args:
        path: The file.
        type: Name of its format.
        target: Ending to convert to: ``docx``, ``xlsx`` or ``pptx``.
        reading: For limits.

    Raises:
        UnsupportedFormatError: LibreOffice is not there.
        ExtractionError: It cannot convert the file.
        LimitExceededError: It takes too long or makes too much.
    """
    from .face import read

    soffice = program()
    if soffice is None:
        raise UnsupportedFormatError("extract.unsupported.convert", type=type)
    with tempfile.TemporaryDirectory() as scratch:
        room = Path(scratch)
        source = room / f"source.{type}"
        shutil.copyfile(path, source)
        made = _convert(soffice, source, target, room, reading)
        document = read(made, reading.options)
    return replace(document, format=type)


def _convert(soffice: str, source: Path, target: str, room: Path, reading: Reading) -> Path:
    command = [
        soffice,
        f"-env:UserInstallation={(room / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"),
        *("--convert-to", target, "--outdir", str(room / "made"), str(source)),
    ]
    environment = {**os.environ, "HOME": str(room), "TMPDIR": str(room)}
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
    note = Path(tempfile.gettempdir()) / f"{process.pid}{GROUP_SUFFIX}"
    note.write_text(str(os.getpid()))
    try:
        while process.poll() is None:
            reading.deadline.check()
            time.sleep(_PAUSE)
    finally:
        _end_group(process.pid)
        process.wait()
        note.unlink(missing_ok=True)
    made = room / "made" / f"{source.stem}.{target}"
    if not made.is_file():
        reason = "LibreOffice"
        raise ExtractionError("extract.damaged", type=source.suffix[1:], reason=reason)
    if made.stat().st_size > reading.limits.max_bytes:
        limit = reading.limits.max_bytes
        raise LimitExceededError("extract.limit.bytes", found=made.stat().st_size, limit=limit)
    return made


def end_orphans(directory: Path) -> None:
    """End the process groups that workers left running when they were killed.

    Args:
        directory: The workers' temporary directory.
    """
    for note in directory.glob(f"*{GROUP_SUFFIX}"):
        with suppress(OSError, ValueError):
            if not _is_alive(int(note.read_text())):
                _end_group(int(note.name.removesuffix(GROUP_SUFFIX)))
                note.unlink(missing_ok=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _end_group(leader: int) -> None:
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(leader, signal.SIGKILL)
