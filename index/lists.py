"""Small text files that people may edit by hand: one entry a line, ``#`` begins a comment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ..catalogue.settings import write_whole
from ..errors import ArchiveError

MAX_BYTES = 1_000_000
MAX_LINE = 1_000
"""Characters."""

_COMMENT = "#"
_ENCODINGS = ("utf-8-sig", "gb18030")


def read_lines(path: Path) -> tuple[str, ...]:
    """All lines of a file, comments too; none where there is no file.

    Args:
        path: UTF-8, with or without its mark, or GB18030.

    Raises:
        ArchiveError: It cannot be read, is too large, or is neither encoding.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise ArchiveError("list.unreadable", path=path, reason=error.strerror) from error
    if len(raw) > MAX_BYTES:
        raise ArchiveError("list.too_large", path=path, limit=MAX_BYTES)
    lines = tuple(_decoded(raw, path).splitlines())
    for number, line in enumerate(lines, start=1):
        if len(line) > MAX_LINE:
            raise ArchiveError("list.long_line", path=path, line=number, limit=MAX_LINE)
    return lines


def _decoded(raw: bytes, path: Path) -> str:
    for encoding in _ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ArchiveError("list.encoding", path=path)


def numbered(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The lines that say something, with their numbers from 1."""
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if text and not text.startswith(_COMMENT):
            yield number, text


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write a file as UTF-8, whole or not at all.

    Raises:
        ArchiveError: It would be too large to be read again, or cannot be written.
    """
    text = "".join(f"{line}\n" for line in lines)
    if len(text.encode()) > MAX_BYTES:
        raise ArchiveError("list.too_large", path=path, limit=MAX_BYTES)
    try:
        write_whole(path, text)
    except OSError as error:
        raise ArchiveError("archive.unwritable", path=path, reason=error.strerror) from error
