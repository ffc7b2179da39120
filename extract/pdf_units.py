"""The characters of a PDF page as pdfium gives them: UTF-16 units with signs of its own."""

from __future__ import annotations

import ctypes
import re
from functools import cache
from typing import Any

import pypdfium2.raw as raw

_HYPHENS = "\x02\xad\ufffe"
_HYPHEN = re.compile(f"[{_HYPHENS}]")
_SURROGATE = re.compile("[\ud800-\udfff]")
UNPLAIN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\ud800-\udfff\ufffe\uffff]")


def units_of(text: Any) -> str:
    """The page's UTF-16 units, one for each of pdfium's characters, pairs not yet joined.

    Args:
        text: Handle of an open text page.
    """
    count = max(0, raw.FPDFText_CountChars(text))
    buffer = _array(count.bit_length())()
    if raw.FPDFText_GetText(text, 0, count, buffer) == count + 1:
        whole = bytes(memoryview(buffer)[:count]).decode("utf-16-le", "surrogatepass")
        return whole if len(whole) == count else "".join(map(chr, buffer[:count]))
    # Some characters are left out of the whole text; asked singly they keep their index.
    units = (raw.FPDFText_GetUnicode(text, index) & 0xFFFF for index in range(count))
    return "".join(map(chr, units))


@cache
def _array(bits: int) -> Any:
    """A type for that many units and their end: making one takes longer than filling it."""
    return ctypes.c_ushort * ((1 << bits) + 1)


def is_blank(unit: str) -> bool:
    """Whether a unit shows nothing; pdfium's signs for hyphens do."""
    return unit <= " " and unit not in _HYPHENS


def plain(units: str) -> str:
    """Units as text: pdfium's signs for a line-end hyphen replaced, surrogate pairs joined."""
    text = _HYPHEN.sub("-", units)
    if _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
