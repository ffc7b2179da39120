"""Title, author and dates that OLE2 files keep (MS-OLEPS)."""

from __future__ import annotations

import struct
from datetime import datetime, timedelta
from pathlib import Path

from ..errors import LimitExceededError
from .lines import clean

_STREAM = "\x05SummaryInformation"
_LARGEST = 1 << 16
_CODE_PAGE = 1
_FIELDS = {2: "title", 4: "author", 12: "created", 13: "modified"}
_SHORT, _BYTES, _WIDE, _TIME = 0x02, 0x1E, 0x1F, 0x40
_EPOCH = datetime(1601, 1, 1)


def described(path: Path) -> dict[str, str]:
    """What the file says of itself; nothing where that cannot be read."""
    import olefile

    try:
        with olefile.OleFileIO(str(path)) as ole, ole.openstream(_STREAM) as stream:
            values = _properties(stream.read(_LARGEST))
    except LimitExceededError:
        raise
    except Exception:
        # Metadata never stands in the way of the text.
        return {}
    page = values.get(_CODE_PAGE)
    # Stored as a signed number: UTF-8 shows as -535.
    code_page = f"cp{page & 0xFFFF}" if isinstance(page, int) else "gb18030"
    meta = {key: _text(values.get(number), code_page) for number, key in _FIELDS.items()}
    return {key: text for key, text in meta.items() if text}


def _properties(data: bytes) -> dict[int, object]:
    """Numbered properties of the first set.

    olefile's own way of reading them believes every count, however large.
    """
    (start,) = struct.unpack_from("<I", data, 44)
    (count,) = struct.unpack_from("<I", data, start + 4)
    values: dict[int, object] = {}
    for index in range(min(count, 64)):
        number, offset = struct.unpack_from("<II", data, start + 8 + 8 * index)
        if number == _CODE_PAGE or number in _FIELDS:
            values[number] = _value(data, start + offset)
    return values


def _value(data: bytes, place: int) -> object:
    (kind,) = struct.unpack_from("<I", data, place)
    if kind == _SHORT:
        return struct.unpack_from("<h", data, place + 4)[0]
    if kind == _TIME:
        return _EPOCH + timedelta(microseconds=struct.unpack_from("<Q", data, place + 4)[0] // 10)
    if kind in (_BYTES, _WIDE):
        (size,) = struct.unpack_from("<I", data, place + 4)
        size *= 2 if kind == _WIDE else 1
        raw = data[place + 8 : place + 8 + size]
        return raw.decode("utf-16-le", "replace") if kind == _WIDE else raw
    return None


def _text(value: object, code_page: str) -> str:
    if isinstance(value, datetime):
        return value.isoformat("T", "seconds") if value.year > 1970 else ""
    if isinstance(value, bytes):
        return decoded(value, code_page)
    return clean(value).strip("\0 ") if isinstance(value, str) else ""


def decoded(value: bytes, code_page: str = "gb18030") -> str:
    """Bytes of a property or name as text; as GB18030 where its code page is not known."""
    try:
        text = value.decode("utf-8" if code_page == "cp65001" else code_page)
    except (LookupError, UnicodeDecodeError):
        text = value.decode("gb18030", "replace")
    return clean(text).strip("\0 ")
