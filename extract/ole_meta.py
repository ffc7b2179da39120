"""Title, author and times of an OLE2 compound file (MS-OLEPS summary information)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import olefile

from .encoding import decode
from .lines import clean

_TEXTS = {"title": "title", "author": "author", "company": "company"}
_TIMES = {"create_time": "created", "last_saved_time": "modified"}


def metadata(path: Path) -> dict[str, str]:
    """What the file states of itself; empty where it states nothing readable."""
    try:
        with olefile.OleFileIO(path) as container:
            stated = container.get_metadata()
    except Exception:
        return {}
    meta = {}
    for attribute, name in _TEXTS.items():
        value = getattr(stated, attribute, None)
        text = clean(_text(value, stated.codepage)).strip()[:500]
        if text:
            meta[name] = text
    for attribute, name in _TIMES.items():
        moment = getattr(stated, attribute, None)
        if isinstance(moment, datetime) and moment.year > 1980:
            meta[name] = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return meta


def _text(value: object, codepage: int | None) -> str:
    if isinstance(value, str):
        return value
    if not isinstance(value, bytes):
        return ""
    # Stated code pages are as often wrong as right; 65001 and 936 are worth a try.
    if codepage in (65001, -535):
        return value.decode("utf-8", "replace")
    return decode(value).text
