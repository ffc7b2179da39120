"""Tell apart the formats inside OLE2 compound files (MS-CFB), reading the directory only."""

from __future__ import annotations

import struct
from pathlib import Path

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END_OF_CHAIN = 0xFFFFFFFA
_MAX_SECTORS = 256
_ENTRY_SIZE = 128
_STREAMS = (
    # First: what is attached to a message may be any of the others.
    ("__properties_version1.0", "msg"),
    ("EncryptedPackage", "office-encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("VisioDocument", "vsd"),
)


def kind(path: Path) -> str:
    """Short name of the format; ``ole2`` where the directory does not tell.

    Raises:
        OSError: The file cannot be read.
    """
    names = _stream_names(path)
    return next((kind for stream, kind in _STREAMS if stream in names), "ole2")


def _stream_names(path: Path) -> set[str]:
    with path.open("rb") as file:
        header = file.read(512)
        if len(header) < 512:
            return set()
        shift = struct.unpack_from("<H", header, 30)[0]
        if shift not in (9, 12):
            return set()
        size = 1 << shift

        def sector(number: int) -> bytes:
            file.seek((number + 1) * size)
            return file.read(size)

        fat_sectors = struct.unpack_from("<109I", header, 76)
        names: set[str] = set()
        current = struct.unpack_from("<I", header, 48)[0]
        for _ in range(_MAX_SECTORS):
            if current >= _END_OF_CHAIN:
                break
            names.update(_entry_names(sector(current)))
            page, slot = divmod(current, size // 4)
            if page >= len(fat_sectors) or fat_sectors[page] >= _END_OF_CHAIN:
                break
            link = sector(fat_sectors[page])[slot * 4 : slot * 4 + 4]
            if len(link) < 4:
                break
            current = struct.unpack("<I", link)[0]
    return names


def _entry_names(sector: bytes) -> set[str]:
    names = set()
    for start in range(0, len(sector) - _ENTRY_SIZE + 1, _ENTRY_SIZE):
        length = struct.unpack_from("<H", sector, start + 64)[0]
        if 2 < length <= 64:
            raw = sector[start : start + length - 2]
            names.add(raw.decode("utf-16-le", "replace"))
    return names
