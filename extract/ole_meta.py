"""Title, author and dates that OLE2 files keep (MS-OLEPS)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from .lines import clean

_FIELDS = {
    "title": "title",
    "author": "author",
    "create_time": "created",
    "last_saved_time": "modified",
}


def described(path: Path) -> dict[str, str]:
    """What the file says of itself; nothing where that cannot be read."""
    import olefile

    try:
        with olefile.OleFileIO(str(path)) as ole:
            found = ole.get_metadata()
            # Stored as a signed number: UTF-8 shows as -535.
            code_page = f"cp{found.codepage & 0xFFFF}" if found.codepage else "gb18030"
            values = {name: getattr(found, name, None) for name in _FIELDS}
    except Exception:
        # Metadata never stands in the way of the text.
        return {}
    meta = {}
    for name, key in _FIELDS.items():
        text = _text(values[name], code_page)
        if text:
            meta[key] = text
    return meta


def _text(value: object, code_page: str) -> str:
    if isinstance(value, datetime):
        return value.isoformat("T", "seconds") if value.year > 1970 else ""
    if isinstance(value, bytes):
        return decoded(value, code_page)
    return clean(value).strip() if isinstance(value, str) else ""


def decoded(value: bytes, code_page: str = "gb18030") -> str:
    """Bytes of a property or name as text; as GB18030 where its code page is not known."""
    try:
        text = value.decode("utf-8" if code_page == "cp65001" else code_page)
    except (LookupError, UnicodeDecodeError):
        text = value.decode("gb18030", "replace")
    return clean(text).strip("\0 ")
