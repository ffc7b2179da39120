"""Whether extracted text is what a reader of the page would see.

Fonts without a usable character map leave characters that no document is written in, or
plausible characters in implausible numbers: accents where Chinese should be, rare characters
where common ones should be, a jumble of signs.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_STRANGE_SHARE = 0.2
_STRANGE_LEAST = 10
_ACCENT_SHARE = 0.4
_ACCENT_LEAST = 12
_COMMON_SHARE = 0.6
_HAN_LEAST = 24
_SIGN_SHARE = 0.28
_SIGN_KINDS = 12
_SIGN_LEAST = 24
_ACCENTS = re.compile("[\xa1-\xff]")
_HAN = re.compile("[\u3400-\u9fff]")
_SIGNS = re.compile(r"[!-/:-@\[-`{-~]")


def is_garbled(text: str) -> bool:
    """Whether text cannot be what is printed.

    Args:
        text: Of one page, without blanks.
    """
    if _is_a_jumble_of_signs(text):
        return True
    if text.isascii():
        return _has_strange_characters(text)
    return _has_strange_characters(text) or _has_accents_for_han(text) or _has_rare_for_common(text)


def _has_strange_characters(text: str) -> bool:
    """Private use, unassigned, control and replacement characters."""
    if text.isprintable() and "\ufffd" not in text:
        return False
    strange = sum(c == "\ufffd" or unicodedata.category(c) in ("Co", "Cn", "Cc") for c in text)
    return strange >= _STRANGE_LEAST and strange > _STRANGE_SHARE * len(text)


def _has_accents_for_han(text: str) -> bool:
    """GB bytes taken for Latin-1; no European language has so many letters with accents."""
    accents = len(_ACCENTS.findall(text))
    return accents >= _ACCENT_LEAST and accents > _ACCENT_SHARE * len(text)


def _has_rare_for_common(text: str) -> bool:
    """A shifted character map: Han characters spread over all that exist."""
    han = _HAN.findall(text)
    if len(han) < _HAN_LEAST:
        return False
    common = _common_han()
    return sum(map(common.__contains__, han)) < _COMMON_SHARE * len(han)


def _is_a_jumble_of_signs(text: str) -> bool:
    """Glyph numbers taken for ASCII: many different signs and hardly a word."""
    if len(text) < _SIGN_LEAST:
        return False
    signs = _SIGNS.findall(text)
    return len(signs) > _SIGN_SHARE * len(text) and len(set(signs)) >= _SIGN_KINDS


@cache
def _common_han() -> frozenset[str]:
    """The frequent characters of both scripts: GB2312 level 1 and Big5 level 1."""
    simplified = bytes(
        byte for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF) for byte in (lead, trail)
    )
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    traditional = bytes(
        byte for lead in range(0xA4, 0xC7) for trail in trails for byte in (lead, trail)
    )
    return frozenset(simplified.decode("gb2312", "ignore") + traditional.decode("big5", "ignore"))
