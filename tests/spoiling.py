"""Files made wrong on purpose, the same ones for the same seed."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from random import Random

_NUMBER = re.compile(rb"\d+")
_TAG = re.compile(rb"<[^<>]{1,200}>|\\[a-z]+-?\d*|\r?\n[A-Za-z-]+:")
_EXTREMES = (b"0", b"-1", b"1", b"255", b"65536", b"99999999", b"2147483648", b"1e309", b"9" * 40)
_INTRUDERS = (
    *(b"&#x110000;", b"&#0;", b"&x;", b"<![CDATA[", b"-->", b"<!--", b"\x00", b'"', b"{", b"}"),
    *(b"\xff\xfe", b"\xef\xbb\xbf", b"=?gb18030?B?//8=?=", b"\\u-10179?", b"\\bin99999999 "),
    *(b"\xed\xa0\x80", b"<!DOCTYPE a [<!ENTITY x 'y'>]>", b"../../../../tmp/evil", b"\t", b","),
)
_ZIPPED = ("docx", "xlsx", "xlsb", "pptx", "odt", "ods", "odp", "ofd", "zip")
_TEXTS = ("rtf", "mht", "eml", "html", "xml", "csv", "txt", "pdf")


def spoilt(format: str, sample: bytes, random: Random) -> bytes:
    """A wrong version of a sample: its bytes, or what they pack with sums made right again."""
    if random.random() < 0.25:
        return _bytes_spoilt(sample, random)
    if format in _ZIPPED:
        return _zip_spoilt(sample, random)
    if format in _TEXTS:
        return _text_spoilt(sample, random)
    if format in _REPACKED:
        unpack, pack = _REPACKED[format]
        return pack(_bytes_spoilt(unpack(sample), random))
    spoilt = _bytes_spoilt(sample, random)
    return _SUMS[format](spoilt) if format in _SUMS else spoilt


def _bytes_spoilt(data: bytes, random: Random) -> bytes:
    content = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 4, 8))):
        if not content:
            break
        place = _place(content, random)
        _BYTE_CHANGES[random.randrange(len(_BYTE_CHANGES))](content, place, random)
    if random.random() < 0.1:
        del content[random.randrange(len(content) + 1) :]
    return bytes(content)


def _place(content: bytearray, random: Random) -> int:
    """Heads and tails rule the rest, so they are met more often."""
    end = len(content)
    kind = random.random()
    if kind < 0.4:
        return random.randrange(min(end, 512))
    if kind < 0.5:
        return max(0, end - 1 - random.randrange(min(end, 256)))
    return random.randrange(end)


def _flip(content: bytearray, place: int, random: Random) -> None:
    content[place] ^= 1 << random.randrange(8)


def _set(content: bytearray, place: int, random: Random) -> None:
    content[place] = random.randrange(256)


def _integer(content: bytearray, place: int, random: Random) -> None:
    size = random.choice((1, 2, 4, 8))
    most = 1 << 8 * size
    value = random.choice((0, 1, most - 1, most // 2, most // 2 - 1, random.randrange(most)))
    content[place : place + size] = value.to_bytes(size, random.choice(("little", "big")))


def _cut(content: bytearray, place: int, random: Random) -> None:
    del content[place : place + random.randrange(1, 64)]


def _repeat(content: bytearray, place: int, random: Random) -> None:
    piece = content[place : place + random.randrange(1, 64)]
    content[place:place] = piece * random.choice((1, 2, 50))


def _insert(content: bytearray, place: int, random: Random) -> None:
    content[place:place] = random.randbytes(random.randrange(1, 16))


def _move(content: bytearray, place: int, random: Random) -> None:
    other = random.randrange(len(content))
    piece = content[place : place + random.randrange(1, 128)]
    content[other : other + len(piece)] = piece


_BYTE_CHANGES: tuple[Callable[[bytearray, int, Random], None], ...] = (
    *(_flip, _set, _integer, _integer, _cut, _repeat, _insert, _move),
)


def _text_spoilt(data: bytes, random: Random) -> bytes:
    for _ in range(random.choice((1, 1, 2, 4))):
        kind = random.random()
        numbers = list(_NUMBER.finditer(data))
        tags = list(_TAG.finditer(data))
        if kind < 0.35 and numbers:
            match = random.choice(numbers)
            data = data[: match.start()] + random.choice(_EXTREMES) + data[match.end() :]
        elif kind < 0.7 and tags:
            match, other = random.choice(tags), random.choice(tags)
            new = random.choice((b"", other[0], match[0] * 2, match[0] * random.choice((40, 3000))))
            data = data[: match.start()] + new + data[match.end() :]
        elif kind < 0.85:
            place = random.randrange(len(data) + 1)
            data = data[:place] + random.choice(_INTRUDERS) + data[place:]
        else:
            data = _bytes_spoilt(data, random)
    return data


def _zip_spoilt(data: bytes, random: Random) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(held, "w") as target:
        entries = [entry for entry in source.infolist() if not entry.flag_bits & 1]
        chosen = random.choice(entries)
        for entry in entries:
            part = source.read(entry)
            if entry is chosen:
                if random.random() < 0.05:
                    continue
                is_text = part[:1] == b"<"
                part = (_text_spoilt if is_text else _bytes_spoilt)(part, random)
            # A time of its own would make other bytes of the same seed.
            named = zipfile.ZipInfo(entry.filename)
            target.writestr(named, part, zipfile.ZIP_DEFLATED)
    return held.getvalue()


_REPACKED: dict[str, tuple[Callable[[bytes], bytes], Callable[[bytes], bytes]]] = {
    "gz": (gzip.decompress, partial(gzip.compress, mtime=0)),
    "bz2": (bz2.decompress, bz2.compress),
    "xz": (lzma.decompress, lzma.compress),
}


def _sevenzip_summed(data: bytes) -> bytes:
    if len(data) < 32:
        return data
    offset, size = struct.unpack("<QQ", data[12:28])
    header = data[32 + offset : 32 + offset + size]
    start = data[12:28] + struct.pack("<I", zlib.crc32(header))
    return data[:8] + struct.pack("<I", zlib.crc32(start)) + start + data[32:]


def _tar_summed(data: bytes) -> bytes:
    blocks = [data[at : at + 512] for at in range(0, len(data), 512)]
    return b"".join(_block_summed(block) if _is_header(block) else block for block in blocks)


def _is_header(block: bytes) -> bool:
    return len(block) == 512 and block[257:262] == b"ustar"


def _block_summed(block: bytes) -> bytes:
    total = 256 + sum(block[:148]) + sum(block[156:])
    return block[:148] + b"%06o\0 " % total + block[156:]


def _png_summed(data: bytes) -> bytes:
    made, place = data[:8], 8
    while place + 12 <= len(data):
        size = min(int.from_bytes(data[place : place + 4], "big"), len(data) - place - 12)
        body = data[place + 4 : place + 8 + size]
        made += data[place : place + 4] + body + struct.pack(">I", zlib.crc32(body))
        place += 12 + size
    return made


def _rar_summed(data: bytes) -> bytes:
    content, place = bytearray(data), 7
    while place + 7 <= len(content):
        flags, size = struct.unpack_from("<HH", content, place + 3)
        total = zlib.crc32(content[place + 2 : place + size]) & 0xFFFF
        struct.pack_into("<H", content, place, total)
        added = struct.unpack_from("<I", content.ljust(place + 11), place + 7)[0]
        place += max(size, 7) + (added if flags & 0x8000 else 0)
    return bytes(content)


_SUMS: dict[str, Callable[[bytes], bytes]] = {
    "7z": _sevenzip_summed,
    "tar": _tar_summed,
    "png": _png_summed,
    "rar": _rar_summed,
}
