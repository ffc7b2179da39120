"""Which directories of a TIFF are pages, found without loading them.

TIFF 6.0, sections 2 and 8; BigTIFF as libtiff describes it.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO

_ORDERS = {b"II*\x00": ("<", 4), b"MM\x00*": (">", 4), b"II+\x00": ("<", 8), b"MM\x00+": (">", 8)}
_NEW_SUBFILE_TYPE = 254
_OLD_SUBFILE_TYPE = 255
_REDUCED_OR_MASK = 0b101
_OLD_REDUCED = 2
_MOST_ENTRIES = 4096


@dataclass(frozen=True, slots=True)
class TiffPages:
    """Pages of a TIFF.

    Attributes:
        frames: Number of each page's directory in the file's chain, from 0.
        cut: The chain leads out of the file.
    """

    frames: tuple[int, ...]
    cut: bool = False


def tiff_pages(file: BinaryIO, most: int) -> TiffPages:
    """Follow the chain of directories; thumbnails and masks are no pages.

    Args:
        file: At any place; it is moved.
        most: Stop after one page more.
    """
    file.seek(0)
    head = file.read(16)
    order, width = _ORDERS.get(head[:4], ("<", 4))
    number, count, entry_size = ("Q", "Q", 20) if width == 8 else ("I", "H", 12)
    if len(head) < 16:
        return TiffPages((), cut=True)
    place = struct.unpack_from(order + number, head, width if width == 8 else 4)[0]
    frames: list[int] = []
    seen: set[int] = set()
    # A chain that leads back into itself has no more pages to give.
    while place and place not in seen and len(frames) <= most and len(seen) <= 4 * most:
        entries = _entries(file, place, order + count, entry_size, width)
        if entries is None:
            return TiffPages(tuple(frames), cut=True)
        at_next = len(entries) - len(entries) % entry_size
        if not _is_aside(entries[:at_next], order, entry_size, 4 + width):
            frames.append(len(seen))
        seen.add(place)
        following = entries[at_next:]
        place = struct.unpack(order + number, following)[0] if len(following) == width else 0
    return TiffPages(tuple(frames))


def _entries(file: BinaryIO, place: int, count: str, entry_size: int, width: int) -> bytes | None:
    """Entries of a directory and the place of the next one; None where they are not there."""
    if place >= 1 << 62:
        return None
    file.seek(place)
    size = struct.calcsize(count)
    counted = file.read(size)
    entries = struct.unpack(count, counted)[0] if len(counted) == size else 0
    if not 0 < entries <= _MOST_ENTRIES:
        return None
    found = file.read(entries * entry_size + width)
    if len(found) < entries * entry_size:
        return None
    whole = len(found) == entries * entry_size + width
    return found if whole else found[: entries * entry_size]


def _is_aside(entries: bytes, order: str, size: int, at: int) -> bool:
    """Whether a directory is of a thumbnail or a mask."""
    for start in range(0, len(entries), size):
        (tag,) = struct.unpack_from(order + "H", entries, start)
        if tag > _OLD_SUBFILE_TYPE:
            # They stand in ascending order.
            return False
        if tag == _NEW_SUBFILE_TYPE:
            (value,) = struct.unpack_from(order + "I", entries, start + at)
            return bool(value & _REDUCED_OR_MASK)
        if tag == _OLD_SUBFILE_TYPE:
            (value,) = struct.unpack_from(order + "H", entries, start + at)
            return bool(value == _OLD_REDUCED)
    return False
