"""Title, author and dates that OLE2 files keep (MS-OLEPS)."""

from __future__ import annotations

import struct
from datetime import datetime, timedelta
from pathlib import Path

from .lines import clean

_STREAM = "\x05SummaryInformation"
_CODE_PAGE = 1
_FIELDS = {2: "title", 4: "author", 12: "created", 13: "modified"}
_I2, _LPSTR, _LPWSTR, _FILETIME = 2, 30, 31, 64
_MOST_BYTES = 1 << 20
_CODECS = {1200: "utf-16-le", 65001: "utf-8"}


def metadata(path: Path) -> dict[str, str]:
    """What the file says of itself; nothing where that cannot be read."""
    import olefile

    try:
        with olefile.OleFileIO(str(path)) as ole:
            found = _properties(ole.openstream(_STREAM).read(_MOST_BYTES))
    except Exception:
        # Metadata never stands in the way of the text.
        return {}
    code_page = found.get(_CODE_PAGE)
    codec = "gb18030"
    if isinstance(code_page, int) and code_page:
        codec = _CODECS.get(code_page, f"cp{code_page}")
    texts = {name: _text(found.get(id), codec) for id, name in _FIELDS.items()}
    return {name: text for name, text in texts.items() if text}


def _properties(stream: bytes) -> dict[int, object]:
    # Not olefile's parser: that walks vectors of any declared length, for minutes.
    section = stream[struct.unpack_from("<I", stream, 44)[0] :]
    count = min(struct.unpack_from("<I", section, 4)[0], len(section) // 8 - 1)
    found: dict[int, object] = {}
    for number in range(count):
        id, offset = struct.unpack_from("<II", section, 8 + 8 * number)
        if (id in _FIELDS or id == _CODE_PAGE) and id not in found:
            found[id] = _value(section, offset)
    return found


def _value(section: bytes, offset: int) -> object:
    raw = section[offset:]
    if len(raw) < 8:
        return None
    kind, size = struct.unpack_from("<II", raw)
    if kind == _I2:
        return size & 0xFFFF
    if kind == _LPSTR:
        return raw[8 : 8 + size]
    if kind == _LPWSTR:
        return raw[8 : 8 + 2 * size].decode("utf-16-le", "replace")
    if kind == _FILETIME and len(raw) >= 12:
        try:
            return datetime(1601, 1, 1) + timedelta(
                microseconds=struct.unpack_from("<Q", raw, 4)[0] // 10
            )
        except OverflowError:
            return None
    return None


def _text(value: object, codec: str) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ") if value.year > 1980 else ""
    if isinstance(value, bytes):
        try:
            return _text(value.decode(codec), codec)
        except (LookupError, UnicodeDecodeError):
            return _text(value.decode("gb18030", "replace"), codec)
    # The end is marked by a zero; what lies behind it is filling.
    return clean(value.partition("\0")[0]).strip() if isinstance(value, str) else ""
