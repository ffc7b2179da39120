"""Reading spoilt files in a worker as an import has them, watched for what it must not do."""

from __future__ import annotations

import os
import pickle
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from danghe.errors import DangheError
from danghe.extract import Limits, Options, limit_process, members, page_image, read
from danghe.model import Document

OPTIONS = Options(Limits(max_seconds=10), passwords=("abc",))
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_CHANGES = ("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.symlink", "os.link", "os.chmod")
_watched: list[str] | None = None


@dataclass
class Trial:
    """What became of one file.

    Attributes:
        outcomes: ``document``, ``members``, ``image`` or an error's key: one for each call.
        problems: What may never be.
        seconds: Spent.
    """

    outcomes: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    seconds: float = 0.0


def set_up(sandbox: str) -> None:
    """Make this process a worker like an import's, without other programs."""
    for name in ("temporary", "home", "empty"):
        os.makedirs(f"{sandbox}/{name}", exist_ok=True)
    tempfile.tempdir = f"{sandbox}/temporary/{os.getpid()}"
    os.mkdir(tempfile.tempdir)
    os.environ.update(HOME=f"{sandbox}/home", PATH=f"{sandbox}/empty", TMPDIR=tempfile.tempdir)
    os.chdir(f"{sandbox}/empty")
    sys.dont_write_bytecode = True
    sys.addaudithook(lambda event, arguments: _watch(sandbox, event, arguments))
    limit_process(OPTIONS.limits)


def _watch(sandbox: str, event: str, arguments: tuple[Any, ...]) -> None:
    if _watched is None:
        return
    if event in ("socket.connect", "socket.getaddrinfo", "urllib.Request"):
        _watched.append(f"network: {event} {arguments}")
    elif (event == "open" and (arguments[2] or 0) & _WRITES) or event in _CHANGES:
        path = arguments[0]
        if isinstance(path, str | bytes | os.PathLike):
            name = os.path.abspath(os.fsdecode(path))
            if not name.startswith(sandbox) and name != os.devnull:
                _watched.append(f"outside: {event} {name}")


def attempt(path: str) -> Trial:
    """Read, unpack and show a file; every way must end in a result or in one of our errors."""
    global _watched
    trial, start = Trial(), time.perf_counter()
    _watched = trial.problems
    calls = (("read", _read), ("members", _members), ("image", _image))
    for name, call in calls:
        try:
            trial.outcomes[name] = call(Path(path), trial.problems)
        except DangheError as error:
            trial.outcomes[name] = error.key
            _check_error(error, trial.problems)
        except MemoryError:
            trial.outcomes[name] = "extract.limit.memory"
        except BaseException as error:
            trial.problems.append(f"{name} raised {type(error).__name__}: {error}"[:300])
    _watched = None
    trial.problems += [f"left behind: {name}" for name in os.listdir(tempfile.gettempdir())]
    with suppress(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
        trial.problems.append("a process is left")
    trial.seconds = time.perf_counter() - start
    return trial


def _read(path: Path, problems: list[str]) -> str:
    document = read(path, OPTIONS, at_most=0)
    _check_document(document, problems)
    return "document"


def _members(path: Path, problems: list[str]) -> str:
    names, size = set(), 0
    for member in members(path, OPTIONS):
        _check_name(member.name, problems)
        if member.name in names:
            problems.append(f"name twice: {member.name!r}")
        names.add(member.name)
        if (member.data is None) is (member.refusal is None):
            problems.append(f"neither data nor refusal, or both: {member.name!r}")
        if member.mtime_ns is not None and not 0 <= member.mtime_ns < 1 << 63:
            problems.append(f"no time: {member.mtime_ns}")
        while member.data is not None and (chunk := member.data.read(1 << 20)):
            size += len(chunk)
    if size > OPTIONS.limits.max_expanded_bytes:
        problems.append(f"unpacked {size} bytes")
    return "members" if names else "no members"


def _image(path: Path, problems: list[str]) -> str:
    page_image(path, 1, OPTIONS).load()
    return "image"


def _check_document(document: Document, problems: list[str]) -> None:
    if pickle.loads(pickle.dumps(document)) != document:
        problems.append("a document that is not itself")
    try:
        document.text.encode()
        repr(dict(document.meta)).encode()
        [note.key for note in document.losses]
        repr([dict(note.values) for note in document.losses]).encode()
    except UnicodeEncodeError as error:
        problems.append(f"text that no file can hold: {error}"[:200])
    pages = {block.page for block in document.blocks} - {None}
    if pages and document.page_count and max(filter(None, pages)) > document.page_count:
        problems.append(f"page {max(filter(None, pages))} of {document.page_count}")


def _check_error(error: DangheError, problems: list[str]) -> None:
    if not error.remedy or pickle.loads(pickle.dumps(error)).key != error.key:
        problems.append(f"an error that does not travel: {error.key}")


def _check_name(name: str, problems: list[str]) -> None:
    parts = name.split("/")
    if not name or ".." in parts or "" in parts or len(name) > 1100 or "\\" in name:
        problems.append(f"name: {name[:100]!r}")
    if any(char < " " or char == "\x7f" or "\ud800" <= char <= "\udfff" for char in name):
        problems.append(f"characters of a name: {name[:100]!r}")
