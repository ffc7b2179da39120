"""Rich Text Format (1.9.1) as tokens, and its bytes as text in the fonts' code pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .encoding import REPLACEMENT

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])"
    rb"|[\r\n]+|([^\\{}\r\n]+)|\\",
    re.DOTALL,
)
_CODE_PAGES = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}


@dataclass(frozen=True, slots=True)
class Token:
    """One of: a control word with its number, a control symbol, bytes of text, a brace."""

    word: str = ""
    number: int | None = None
    data: bytes = b""
    hexed: bool = False
    brace: str = ""


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens of a file; bytes of binary pictures are skipped."""
    at, end = 0, len(data)
    while at < end:
        match = _TOKEN.match(data, at)
        if match is None:
            return
        at = match.end()
        word, number, pair, symbol, brace, text = match.groups()
        if text is not None:
            yield Token(data=text)
        elif brace is not None:
            yield Token(brace=brace.decode())
        elif pair is not None:
            yield Token(data=bytes.fromhex(pair.decode()), hexed=True)
        elif word is not None:
            count = int(number) if number else None
            if word == b"bin":
                at += max(0, count or 0)
            else:
                yield Token(word=word.decode(), number=count)
        elif symbol is not None:
            if symbol in b"\\{}":
                yield Token(data=symbol, hexed=True)
            else:
                yield Token(word="par" if symbol in b"\r\n" else symbol.decode("latin-1"))


class CodePages:
    """Which code page the bytes of a font are of."""

    def __init__(self) -> None:
        self.ansi = "cp1252"
        self._charsets: dict[int, int] = {}

    def state_ansi(self, number: int) -> None:
        """Take the code page that the file states for all of it."""
        self.ansi = _name(number)

    def state_charset(self, font: int, charset: int) -> None:
        """Take a font's character set."""
        self._charsets[font] = charset

    def state_code_page(self, font: int, number: int) -> None:
        """Take a font's code page where it is stated itself."""
        charset = next((key for key, name in _CODE_PAGES.items() if name == _name(number)), None)
        if charset is not None:
            self._charsets[font] = charset

    def decode(self, data: bytes, font: int) -> str:
        """Text of bytes; Chinese ones are often marked as Western."""
        if data.isascii():
            return data.decode("ascii")
        stated = _CODE_PAGES.get(self._charsets.get(font, 1), self.ansi)
        names = [stated, self.ansi]
        if stated == self.ansi == "cp1252" and 134 in self._charsets.values():
            names.insert(0, "gb18030")
        for name in dict.fromkeys(names):
            try:
                return data.decode(name)
            except UnicodeDecodeError:
                continue
        return data.decode(stated, "replace")


def _name(number: int) -> str:
    if number in (936, 54936, 20936):
        return "gb18030"
    if number == 65001:
        return "utf-8"
    try:
        b"".decode(f"cp{number}")
    except LookupError:
        return "cp1252"
    return f"cp{number}"


def joined(pieces: list[str]) -> str:
    """Text of pieces that may hold halves of surrogate pairs."""
    text = "".join(pieces)
    try:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        return re.sub("[\ud800-\udfff]", REPLACEMENT, text)
