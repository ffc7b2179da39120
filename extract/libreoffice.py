"""What only LibreOffice can read: found on PATH or by DANGHE_SOFFICE, bounded in time."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from ..errors import ExtractionError, LimitExceededError, UnsupportedFormatError
from ..model import Document
from .reading import Reading

_TARGETS = {
    "doc": ("docx", "docx:read"),
    "ppt": ("odp", "odf:read_slides"),
    "xls": ("xlsx", "xlsx:read"),
}
_FILTERS = {"doc": "MS Word 97", "xls": "MS Excel 97", "ppt": "MS PowerPoint 97"}
_LONGEST_SECONDS = 120.0
GROUP_SUFFIX = ".process-group"
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""  # noqa: E501


def available() -> str | None:
    """Path of the program; None where there is none."""
    stated = os.environ.get("DANGHE_SOFFICE")
    if stated:
        return shutil.which(stated)
    return shutil.which("soffice") or shutil.which("libreoffice")


def read_damaged(path: Path, reading: Reading, type: str) -> Document | None:
    """Let LibreOffice try a file that our reader found damaged; None where it is not there."""
    return read_converted(path, reading, type, _FILTERS[type]) if available() else None


def read_converted(path: Path, reading: Reading, type: str, filter: str = "") -> Document:
    """Let LibreOffice convert a file, and read what it wrote.

    Args:
        path: The file, not encrypted.
        reading: For the time that is left, and other limits.
        type: Short name of its format.
        filter: LibreOffice's name for it. Damaged files need it: they must not pass as text.

    Raises:
        UnsupportedFormatError: There is no LibreOffice.
        LimitExceededError: It took too long.
        ExtractionError: It could not read the file.
    """
    program = available()
    if program is None:
        raise UnsupportedFormatError("extract.unsupported.old_office", type=type)
    suffix, where = _TARGETS[type]
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        source = room / f"source.{type}"
        shutil.copyfile(path, source)
        _convert(program, source, room, suffix, filter, reading)
        found = room / "out" / f"source.{suffix}"
        if not found.is_file():
            raise ExtractionError("extract.damaged", type=type, reason="LibreOffice cannot read it")
        if found.stat().st_size > reading.limits.max_bytes:
            limit = reading.limits.max_bytes
            raise LimitExceededError("extract.limit.bytes", found=found.stat().st_size, limit=limit)
        module, function = where.split(":")
        reader = getattr(import_module("." + module, __package__), function)
        document: Document = reader(found, reading)
        return replace(document, format=type, meta={**document.meta, "through": "LibreOffice"})


def _convert(
    program: str, source: Path, room: Path, suffix: str, filter: str, reading: Reading
) -> None:
    profile = room / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    command = [
        *(program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"),
        *("--nolockcheck", "--nodefault", "--convert-to", suffix),
        *((f"--infilter={filter}",) if filter else ()),
        *("--outdir", str(room / "out"), str(source)),
    ]
    seconds = min(_LONGEST_SECONDS, reading.deadline.left)
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=room,
        env={**os.environ, "HOME": str(room), "TMPDIR": str(room), "SAL_USE_VCLPLUGIN": "svp"},
        start_new_session=True,
    )
    # Read by the import when this worker is killed: what it started must not outlive it.
    note = Path(tempfile.gettempdir()) / f"{process.pid}{GROUP_SUFFIX}"
    note.write_text(str(os.getpid()))
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise LimitExceededError("extract.limit.seconds", limit=f"{seconds:.0f}") from error
    finally:
        _kill_group(process)
        note.unlink(missing_ok=True)


def end_orphans(directory: Path) -> None:
    """End the process groups that workers left running when they were killed.

    Args:
        directory: The workers' temporary directory.
    """
    for note in directory.glob(f"*{GROUP_SUFFIX}"):
        with suppress(OSError, ValueError):
            if _is_alive(int(note.read_text())):
                continue
            with suppress(ProcessLookupError):
                os.killpg(int(note.name.removesuffix(GROUP_SUFFIX)), signal.SIGKILL)
            note.unlink(missing_ok=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """End the program and all that it started; the launcher may be gone before them."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
