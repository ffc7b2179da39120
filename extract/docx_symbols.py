"""Characters of symbol fonts (``w:sym``) as Unicode: the tick boxes and bullets of forms."""

from __future__ import annotations

_PRIVATE_USE = 0xF000
_TABLES = {
    "wingdings": {
        0x6C: "●",
        0x6D: "❍",
        0x6E: "■",
        0x6F: "□",
        0x70: "□",
        0x71: "❑",
        0x72: "❒",
        0x75: "◆",
        0x76: "❖",
        0x9F: "•",
        0xA1: "○",
        0xA7: "▪",
        0xA8: "□",
        0xAB: "★",
        0xD8: "➢",
        0xDF: "←",
        0xE0: "→",
        0xFB: "✗",
        0xFC: "✓",
        0xFD: "☒",
        0xFE: "☑",
        **{0x81 + digit: chr(0x2460 + digit) for digit in range(10)},
        **{0x8C + digit: chr(0x2776 + digit) for digit in range(10)},
    },
    "wingdings 2": {
        0x2A: "☐",
        0x4F: "✗",
        0x50: "✓",
        0x51: "☒",
        0x52: "☑",
        0x53: "☒",
        0x54: "☒",
        0x97: "●",
        0xA2: "■",
        0xA3: "□",
    },
    "symbol": {
        0xA3: "≤",
        0xB0: "°",
        0xB1: "±",
        0xB3: "≥",
        0xB4: "×",
        0xB7: "•",
        0xB8: "÷",
        0xB9: "≠",
    },
}


def symbol(font: str, char: str) -> str:
    """The character of a symbol font.

    Args:
        font: Name of the font.
        char: Code in hexadecimal, as in ``w:sym``; empty or malformed gives nothing.

    Returns:
        Its Unicode look-alike; the code's own character where none is known.
    """
    try:
        code = int(char, 16)
    except ValueError:
        return ""
    if not 0x20 <= code <= 0xFFFF or 0xD800 <= code <= 0xDFFF:
        return ""
    own = code - _PRIVATE_USE if _PRIVATE_USE <= code <= _PRIVATE_USE + 0xFF else code
    return _TABLES.get(font.lower(), {}).get(own, chr(code))
