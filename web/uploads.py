"""Files that a browser sends: written to the archive's disk as they come, under names made safe."""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from ..catalogue.originals import FULL

MOST_DEPTH = 12
_MOST_NAME = 180
_MOST_FIELDS = 100
_MOST_FIELD_BYTES = 100_000
_LETTERS = "abcdefghijkmnopqrstuvwxyz"
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.ASCII | re.IGNORECASE)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_FORBIDDEN = frozenset(':*?"<>|')


class Refusal(HTTPException):
    """A request that is refused before any handler sees it.

    Args:
        status: Of the answer.
        key: Entry of the message catalogue.
        values: Fills its placeholders.
    """

    def __init__(self, status: int, key: str, **values: object) -> None:
        super().__init__(status, key)
        self.values = values


@dataclass(slots=True)
class Upload:
    """What a browser sent.

    Attributes:
        folder: Private, holds the files and nothing else.
        files: How many.
        taken: Somebody needs the folder longer than the request lasts.
    """

    folder: Path
    files: int = 0
    taken: bool = False

    def discard(self) -> None:
        """Remove it, unless it was taken."""
        if not self.taken:
            shutil.rmtree(self.folder, ignore_errors=True)


def new_upload(home: Path) -> Upload:
    """An empty one.

    Args:
        home: Folder for all of them.

    Raises:
        Refusal: It cannot be made.
    """
    # Letters only: nothing in the name may pass for a year or a unit.
    folder = home.resolve() / "".join(secrets.choice(_LETTERS) for _ in range(20))
    try:
        folder.mkdir(mode=0o700, parents=True)
    except OSError as error:
        raise _unkept(error) from error
    return Upload(folder)


def require_room(home: Path, size: int) -> None:
    """Refuse before a byte is sent what the disk could not take: files are copied once more.

    Raises:
        Refusal: There is too little.
    """
    place = home if home.exists() else home.parent
    if shutil.disk_usage(place).free < 2 * size:
        raise Refusal(507, "web.import.no_room")


@dataclass(slots=True)
class _Part:
    """One part of a form: a field, a file, or a file's field that was left empty."""

    headers: dict[str, bytes] = field(default_factory=dict)
    name: str = ""
    value: bytearray | None = None
    file: BinaryIO | None = None


class Receiver:
    """Takes a form apart as it comes, so that no file is ever held in memory.

    Args:
        boundary: Between its parts.
        upload: Where files go.
        most_files: More are refused.
    """

    def __init__(self, boundary: bytes, upload: Upload, most_files: int) -> None:
        self._upload = upload
        self._most_files = most_files
        self._names = Names(upload.folder)
        self._fields: list[tuple[str, str | UploadFile]] = []
        self._part = _Part()
        self._is_whole = False
        self._header, self._value = bytearray(), bytearray()
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": lambda data, start, end: self._header.extend(data[start:end]),
                "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
                "on_header_end": self._end_header,
                "on_headers_finished": self._open,
                "on_part_data": self._take,
                "on_part_end": self._end,
                "on_end": self._complete,
            },
        )

    def take(self, chunk: bytes) -> None:
        """Take what came next.

        Raises:
            Refusal: It is no form, there is too much of it, or it cannot be kept.
        """
        try:
            self._parser.write(chunk)
        except FormParserError:
            raise Refusal(400, "web.refused.form") from None
        except OSError as error:
            raise _unkept(error) from error

    def end(self) -> FormData:
        """The fields, when all has come.

        Raises:
            Refusal: It breaks off.
        """
        if not self._is_whole:
            raise Refusal(400, "web.refused.form")
        return FormData(self._fields)

    def close(self) -> None:
        """Let go of a file that was not sent to its end."""
        if self._part.file is not None:
            self._part.file.close()

    # --- what the parser meets ---

    def _begin(self) -> None:
        self._part = _Part()

    def _end_header(self) -> None:
        self._part.headers[self._header.decode("latin-1").lower()] = bytes(self._value)
        self._header.clear()
        self._value.clear()

    def _open(self) -> None:
        part = self._part
        _, options = parse_options_header(part.headers.get("content-disposition", b""))
        if b"name" not in options:
            raise Refusal(400, "web.refused.form")
        part.name = options[b"name"].decode("utf-8", "replace")
        if b"filename" not in options:
            part.value = bytearray()
        elif name := options[b"filename"].decode("utf-8", "replace"):
            self._upload.files += 1
            if self._upload.files > self._most_files:
                raise Refusal(413, "web.import.many", most=self._most_files)
            path = self._names.path(name)
            part.file = os.fdopen(os.open(path, _NEW, 0o600), "wb")

    def _take(self, data: bytes, start: int, end: int) -> None:
        part = self._part
        if part.file is not None:
            part.file.write(data[start:end])
        elif part.value is not None:
            part.value += data[start:end]
            if len(part.value) > _MOST_FIELD_BYTES:
                raise Refusal(413, "web.refused.size")

    def _end(self) -> None:
        part = self._part
        if part.file is not None:
            part.file.close()
        elif part.value is not None:
            self._fields.append((part.name, part.value.decode("utf-8", "replace")))
            if len(self._fields) > _MOST_FIELDS:
                raise Refusal(413, "web.refused.size")

    def _complete(self) -> None:
        self._is_whole = True


class Names:
    """Places for files in a folder, each its own.

    Args:
        folder: Where they go.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._folders: dict[tuple[str, ...], Path] = {(): folder}
        self._used: dict[Path, int] = {}

    def path(self, sent: str) -> Path:
        """A path that is free, in a folder that is there, for a name as a browser sent it.

        Raises:
            OSError: The folder cannot be made.
        """
        *above, name = safe_parts(sent)
        return self._free(self._inside(tuple(above)), name)

    def _inside(self, parts: tuple[str, ...]) -> Path:
        if parts not in self._folders:
            folder = self._free(self._inside(parts[:-1]), parts[-1])
            folder.mkdir(mode=0o700)
            self._folders[parts] = folder
        return self._folders[parts]

    def _free(self, folder: Path, name: str) -> Path:
        path, (stem, _, ending) = folder / name, name.rpartition(".")
        number = self._used.get(path, 1)
        free = path
        while os.path.lexists(free):
            number += 1
            free = folder / (f"{stem} ({number}).{ending}" if stem else f"{name} ({number})")
        self._used[path] = number
        return free


def safe_parts(sent: str) -> tuple[str, ...]:
    """Folders and name of a file as they may stand in a folder of ours; the name is the last."""
    parts = [part for part in map(safe_name, re.split(r"[/\\]", sent)) if part]
    kept = parts[: MOST_DEPTH - 1] + parts[-1:] if len(parts) > MOST_DEPTH else parts
    return tuple(kept) or ("file",)


def safe_name(part: str) -> str:
    """One part of a path: what shows, not too long; empty where nothing is left of it."""
    name = unicodedata.normalize("NFC", part.encode("utf-8", "replace").decode("utf-8", "replace"))
    name = "".join("_" if sign in _FORBIDDEN else sign for sign in name if sign.isprintable())
    name = name.strip().rstrip(". ")
    if _DEVICES.match(name):
        name = f"_{name}"
    # Such a part would look like the border of a container.
    name = name.removesuffix("!") + "！" if name.endswith("!") else name
    stem, _, ending = name.rpartition(".")
    if not stem or len(ending.encode()) > 20:
        return _cut(name)
    return f"{_cut(stem)}.{ending}"


def _cut(text: str) -> str:
    """At most so many bytes of a text, no sign halved."""
    return text.encode()[:_MOST_NAME].decode("utf-8", "ignore").rstrip(". ")


def _unkept(error: OSError) -> Refusal:
    if error.errno in FULL:
        return Refusal(507, "web.import.no_room")
    if error.errno in (errno.ENAMETOOLONG, errno.EINVAL):
        return Refusal(400, "web.refused.form")
    return Refusal(503, "web.import.unwritable")
