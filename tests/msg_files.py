"""Writes Outlook messages for tests: a compound file (MS-CFB) with the properties of MS-OXMSG."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

Tree = Mapping[str, "bytes | Tree"]
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR, _MINI, _CUTOFF = 512, 64, 4096


def texts(*, codec: str | None = None, **values: str) -> dict[str, bytes]:
    """Streams of text properties: ``p0037="…"``; narrow ones where a codec is given."""
    kind = "001E" if codec else "001F"
    return {
        f"__substg1.0_{id[1:].upper()}{kind}": text.encode(codec or "utf-16-le")
        for id, text in values.items()
    }


def binary(id: int, data: bytes) -> dict[str, bytes]:
    """Stream of a binary property."""
    return {f"__substg1.0_{id:04X}0102": data}


def properties(
    header: int,
    streams: Mapping[str, bytes],
    numbers: Mapping[int, int] | None = None,
    sent: str = "",
) -> bytes:
    """The stream of fixed properties, after a header of so many bytes."""
    data = bytes(header)
    for name, content in streams.items():
        id, kind = int(name[-8:-4], 16), int(name[-4:], 16)
        data += struct.pack("<HHIII", kind, id, 6, len(content), 0)
    for id, value in (numbers or {}).items():
        data += struct.pack("<HHIII", 3, id, 6, value, 0)
    if sent:
        since = datetime.fromisoformat(sent) - datetime(1601, 1, 1, tzinfo=UTC)
        data += struct.pack("<HHIQ", 0x40, 0x0039, 6, int(since.total_seconds()) * 10_000_000)
    return data


def message(
    streams: Mapping[str, bytes],
    attachments: Sequence[Tree] = (),
    *,
    embedded: bool = False,
    numbers: Mapping[int, int] | None = None,
    sent: str = "",
) -> dict[str, bytes | Tree]:
    """A message's storage."""
    fixed = properties(24 if embedded else 32, streams, numbers, sent)
    found: dict[str, bytes | Tree] = {"__properties_version1.0": fixed, **streams}
    for number, attachment in enumerate(attachments):
        found[f"__attach_version1.0_#{number:08X}"] = attachment
    return found


def attachment(streams: Mapping[str, bytes], inner: Tree | None = None) -> Tree:
    """An attachment's storage; ``inner`` is a message."""
    found: dict[str, bytes | Tree] = {"__properties_version1.0": properties(8, streams), **streams}
    if inner is not None:
        found["__substg1.0_3701000D"] = inner
    return found


def write(path: Path, root: Tree) -> Path:
    """Pack storages and streams into a compound file of version 3."""
    entries: list[list[object]] = [["Root Entry", 5, _FREE, _FREE, b""]]
    _add(entries, 0, root)
    sectors: list[bytes] = []
    fat: list[int] = []
    minis: list[bytes] = []
    minifat: list[int] = []

    def chain(data: bytes, size: int, store: list[bytes], table: list[int]) -> int:
        count = -(-len(data) // size)
        if not count:
            return _END
        start = len(table)
        for n in range(count):
            store.append(data[n * size : (n + 1) * size].ljust(size, b"\0"))
            table.append(start + n + 1 if n + 1 < count else _END)
        return start

    starts = [
        (
            chain(data, _MINI, minis, minifat)
            if len(data) < _CUTOFF
            else chain(data, _SECTOR, sectors, fat)
        )
        if isinstance(data, bytes) and kind == 2
        else 0
        for _, kind, _, _, data in entries
    ]
    mini_data = b"".join(minis)
    starts[0] = chain(mini_data, _SECTOR, sectors, fat)
    directory = b""
    for start, (name, kind, child, right, data) in zip(starts, entries, strict=True):
        size = len(mini_data) if kind == 5 else len(data) if isinstance(data, bytes) else 0
        raw = (str(name) + "\0").encode("utf-16-le")
        directory += struct.pack(
            "<64sHBBIII16sIQQII",
            raw,
            len(raw),
            kind,
            1,
            _FREE,
            right,
            child,
            bytes(16),
            0,
            0,
            0,
            start,
            size,
        ) + bytes(4)
    directory_at = chain(directory.ljust(-(-len(directory) // 512) * 512, b"\0"), 512, sectors, fat)
    minifat_bytes = b"".join(struct.pack("<I", n) for n in minifat)
    minifat_at = chain(minifat_bytes, 512, sectors, fat)
    count = 1
    while (len(fat) + count) > count * 128:
        count += 1
    fat_at = list(range(len(fat), len(fat) + count))
    fat += [_FAT] * count
    fat += [_FREE] * (count * 128 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xII", 0x3E, 3, 0xFFFE, 9, 6, 0, count)
    header += struct.pack(
        "<IIIIIII", directory_at, 0, _CUTOFF, minifat_at, -(-len(minifat_bytes) // 512), _END, 0
    )
    header += b"".join(struct.pack("<I", n) for n in (fat_at + [_FREE] * 109)[:109])
    table = b"".join(struct.pack("<I", n) for n in fat)
    path.write_bytes(header + b"".join(sectors) + table)
    return path


def _add(entries: list[list[object]], parent: int, tree: Tree) -> None:
    """Append the entries of a storage; siblings hang on each other's right."""
    last: int | None = None
    for name, content in tree.items():
        index = len(entries)
        is_stream = isinstance(content, bytes)
        entries.append([name, 2 if is_stream else 1, _FREE, _FREE, content if is_stream else b""])
        if last is None:
            entries[parent][2] = index
        else:
            entries[last][3] = index
        last = index
        if not isinstance(content, bytes):
            _add(entries, index, content)


def compressed(rtf: bytes) -> bytes:
    """RTF in Outlook's container, literal bytes only."""
    out = b""
    for at in range(0, len(rtf), 8):
        out += b"\0" + rtf[at : at + 8]
    return struct.pack("<II4sI", len(out) + 12, len(rtf), b"LZFu", 0) + out
