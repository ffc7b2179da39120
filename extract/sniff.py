"""What the bytes of a file say about its type, read once and asked many times."""

from __future__ import annotations

import os
import re
import stat
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from . import encoding, ole
from .guard import Limits, inspect_zip

HEAD_BYTES = 64 * 1024
_LOCAL_HEADER = b"PK\x03\x04"
_MAIN_PARTS = (
    ("docx", re.compile(r"^word/document\w*\.xml", re.MULTILINE)),
    ("xlsb", re.compile(r"^xl/workbook\.bin", re.MULTILINE)),
    ("xlsx", re.compile(r"^xl/workbook\w*\.xml", re.MULTILINE)),
    ("pptx", re.compile(r"^ppt/presentation\w*\.xml", re.MULTILINE)),
    ("vsdx", re.compile(r"^visio/document\.xml", re.MULTILINE)),
    ("ofd", re.compile(r"^OFD\.xml", re.MULTILINE)),
)
_CONTENT_TYPES = (
    ("docx", b"wordprocessingml.document.main"),
    ("docx", b"wordprocessingml.template.main"),
    ("docx", b"ms-word.document.macroEnabled.main"),
    ("docx", b"ms-word.template.macroEnabledTemplate.main"),
    ("xlsx", b"spreadsheetml.sheet.main"),
    ("pptx", b"presentationml.presentation.main"),
)
_MIMETYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.text-template": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/vnd.oasis.opendocument.spreadsheet-template": "ods",
    b"application/vnd.oasis.opendocument.presentation-template": "odp",
    b"application/epub+zip": "epub",
}
_MAIL_HEADER = re.compile(
    rb"^(?:received|return-path|from|to|date|subject|message-id|mime-version|content-type)"
    rb"[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_TECHNICAL_HEADER = re.compile(rb"^(?:received|return-path|message-id|mime-version)", re.I | re.M)


@dataclass(frozen=True)
class Sample:
    """The beginning of a regular file, and what can be derived from it.

    Attributes:
        path: The file.
        size: Bytes of the whole file.
        head: Its first ``HEAD_BYTES``.
        name: Its own name, where the path does not tell it.
    """

    path: Path
    size: int
    head: bytes
    name: str = ""

    @cached_property
    def zip_kind(self) -> str | None:
        """Short name of a zip container's format; None where it is no zip."""
        if not self.head.startswith((_LOCAL_HEADER, b"PK\x05\x06")):
            return None
        try:
            inspect_zip(self.path, Limits(max_expanded_bytes=1 << 62, max_ratio=1e18), "zip")
            with zipfile.ZipFile(self.path) as container:
                return _kind_of_entries(container)
        except Exception:
            # The directory at the end is gone or hostile: the first entries still speak.
            return _kind_of_names("\n".join(_local_names(self.head)))

    @cached_property
    def ole_kind(self) -> str | None:
        """Short name of an OLE2 compound file's format; None where it is none."""
        if not self.head.startswith(ole.MAGIC):
            return None
        return ole.kind(self.path)

    @cached_property
    def is_text(self) -> bool:
        """Whether the bytes read as text in any encoding we know."""
        return encoding.looks_like_text(self.head, whole=self.size <= len(self.head))

    @cached_property
    def markup(self) -> str:
        """Beginning of the text, in lower case and without leading blanks."""
        if not self.is_text:
            return ""
        return encoding.decode(self.head[:4096]).text.lstrip("\ufeff \t\r\n").lower()

    @cached_property
    def mail_headers(self) -> bytes:
        """Header block of a mail message, lower case; empty where it is none."""
        block = re.split(rb"\r?\n\r?\n", self.head, maxsplit=1)[0][:16384]
        named = {match.lower() for match in _MAIL_HEADER.findall(block)}
        starts = _MAIL_HEADER.match(block) is not None
        technical = _TECHNICAL_HEADER.search(block) is not None
        return block.lower() if starts and technical and len(named) >= 2 else b""


def take_sample(path: Path, name: str | None = None) -> Sample | None:
    """Read the beginning of a file without ever blocking; None for what is no regular file.

    Raises:
        OSError: It cannot be opened or read.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return None
        descriptor = os.open(path, flags)
    except ValueError as error:
        raise FileNotFoundError(str(error)) from error
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return None
        return Sample(path, status.st_size, file.read(HEAD_BYTES), name or path.name)


def _kind_of_entries(container: zipfile.ZipFile) -> str:
    names = container.namelist()
    if "mimetype" in names:
        with container.open("mimetype") as entry:
            return _MIMETYPES.get(entry.read(256).strip(), "zip")
    by_name = _kind_of_names("\n".join(names))
    if by_name == "zip" and "[Content_Types].xml" in names:
        # The main part may have any name; its content type may not.
        with container.open("[Content_Types].xml") as entry:
            content = entry.read(1 << 20)
        return next((kind for kind, mark in _CONTENT_TYPES if mark in content), "zip")
    return by_name


def _local_names(head: bytes) -> list[str]:
    names = []
    start = head.find(_LOCAL_HEADER)
    while start >= 0:
        length = int.from_bytes(head[start + 26 : start + 28], "little")
        names.append(head[start + 30 : start + 30 + length].decode("latin-1"))
        start = head.find(_LOCAL_HEADER, start + 4)
    return names


def _kind_of_names(names: str) -> str:
    for kind, pattern in _MAIN_PARTS:
        if pattern.search(names):
            return kind
    return "zip"
