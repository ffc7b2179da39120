"""What a Word file carries besides its text: embedded files, and pictures that are its pages."""

from __future__ import annotations

import posixpath
import struct
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from ..errors import ExtractionError
from ..model import PageScan
from .member_names import MemberNames
from .ole import MAGIC
from .ole_meta import decoded
from .reading import Member, Reading
from .zip_parts import ZipParts

if TYPE_CHECKING:
    from PIL.Image import Image

_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_EMBEDDED = ("package", "oleObject")
_NATIVE = "\x01Ole10Native"
_LEAST_PAGE_SIDE = 500


def members(path: Path, reading: Reading) -> Iterator[Member]:
    """The files that are embedded in a Word file.

    Raises:
        LimitExceededError: It would unpack to too much.
    """
    names = MemberNames()
    with ZipParts(path, reading, "docx") as parts:
        for part in _embedded(parts):
            reading.deadline.check()
            data = parts.bytes(part)
            name = posixpath.basename(part)
            native = _native(data) if data.startswith(MAGIC) else None
            if native is not None:
                name, data = native[0] or name, native[1]
            yield Member(names.harmless(name), BytesIO(data))


def count_embedded(path: Path, reading: Reading) -> int:
    """How many files ``members`` gives."""
    with ZipParts(path, reading, "docx") as parts:
        return sum(1 for _ in _embedded(parts))


def _embedded(parts: ZipParts) -> Iterator[str]:
    main = _main(parts)
    for kind, target in parts.relationships(main).values():
        if kind in _EMBEDDED and target in parts:
            yield target


def _main(parts: ZipParts) -> str:
    roots = parts.relationships("")
    found = (target for kind, target in roots.values() if kind == "officeDocument")
    return next(found, "word/document.xml")


def _native(data: bytes) -> tuple[str, bytes] | None:
    """Name and bytes of a file that an OLE object wraps (Ole10Native); None if it is none."""
    import olefile

    try:
        with olefile.OleFileIO(BytesIO(data)) as ole:
            if not ole.exists(_NATIVE):
                return None
            stream = ole.openstream(_NATIVE).read()
        position = 6
        _, position = _string(stream, position)
        name, position = _string(stream, position)
        position += 4
        length = struct.unpack_from("<I", stream, position)[0]
        position += 4 + length
        size = struct.unpack_from("<I", stream, position)[0]
        body = stream[position + 4 : position + 4 + size]
    except (OSError, struct.error, ValueError, IndexError):
        return None
    return decoded(name).replace("\\", "/").rsplit("/", 1)[-1], body


def _string(stream: bytes, position: int) -> tuple[bytes, int]:
    end = stream.index(b"\0", position)
    return stream[position:end], end + 1


# --- pictures in the place of pages ---


def scans(path: Path, reading: Reading) -> list[PageScan]:
    """Recognised pictures of a Word file, in the order of the text, as its pages."""
    count = len(pictures(path, reading))
    found = (
        reading.scan(number, lambda number=number: render(path, number, reading))  # type: ignore[misc]
        for number in range(1, count + 1)
    )
    return [scan for scan in found if scan is not None]


def render(path: Path, page: int, reading: Reading) -> Image:
    """A picture of a Word file, from 1, in the order of the text.

    Raises:
        ExtractionError: There is none, or it cannot be decoded.
    """
    from .image import decoded as shown

    places = pictures(path, reading)
    if not 1 <= page <= len(places):
        raise ExtractionError("extract.damaged", type="docx", reason=f"no picture {page}")
    with ZipParts(path, reading, "docx") as parts:
        return shown(BytesIO(parts.bytes(places[page - 1])), reading)


def pictures(path: Path, reading: Reading) -> Sequence[str]:
    """Names of the pictures that are large enough for a page, in the order of the text."""
    from .image import size_of

    found: list[str] = []
    with ZipParts(path, reading, "docx") as parts:
        main = _main(parts)
        root = parts.xml(main)
        links = parts.relationships(main)
        for element in () if root is None else root.iter("{*}blip", "{*}imagedata"):
            kind, target = links.get(_reference(element), ("", ""))
            if kind == "image" and target in parts and target not in found:
                size = size_of(BytesIO(parts.bytes(target)))
                if size is not None and min(size) >= _LEAST_PAGE_SIDE:
                    found.append(target)
    return found


def _reference(element: etree._Element) -> str:
    return element.get(_EMBED) or element.get(_ID) or ""
