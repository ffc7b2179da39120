"""Bodies of Outlook messages kept as compressed RTF (MS-OXRTFCP, MS-OXRTFEX)."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, replace

from ..errors import LimitExceededError
from .encoding import decode_declared

_COMPRESSED, _STORED = b"LZFu", b"MELA"
_PRELOADED = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_WINDOW = 4096
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])"
    rb"|([{}])|([^\\{}\r\n]+)|.",
    re.DOTALL,
)
_SILENT = frozenset(
    b"fonttbl colortbl stylesheet info pict object header footer headerl headerr footerl footerr "
    b"listtable listoverridetable rsidtbl generator themedata datastore".split()
)
_WORDS = {b"par": "\n", b"line": "\n", b"row": "\n", b"cell": "\t", b"tab": "\t", b"page": "\n"}
_QUOTES = {b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•"}
_QUOTES |= {b"endash": "–", b"emdash": "—"}
_SIGNS = {b"~": "\xa0", b"_": "-", b"\n": "\n", b"\r": "\n"}


def decompress(data: bytes, limit: int) -> bytes:
    """Undo Outlook's compression of RTF.

    Args:
        data: Of the property.
        limit: Bytes that may come out.

    Raises:
        ValueError: It is none.
        LimitExceededError: Too much comes out.
    """
    if len(data) < 16:
        raise ValueError("compressed RTF too short")
    size, kind = struct.unpack_from("<4xI4s", data)
    if kind not in (_COMPRESSED, _STORED):
        raise ValueError("no compressed RTF")
    if size > limit:
        raise LimitExceededError("extract.limit.expanded", found=size, limit=limit)
    if kind == _STORED:
        return data[16 : 16 + size]
    window = bytearray(_PRELOADED.ljust(_WINDOW, b"\0"))
    write, at, out = len(_PRELOADED), 16, bytearray()
    while at < len(data) and len(out) < size:
        control = data[at]
        at += 1
        for bit in range(8):
            if control >> bit & 1:
                if at + 2 > len(data):
                    return bytes(out)
                reference = data[at] << 8 | data[at + 1]
                at += 2
                offset, length = reference >> 4, (reference & 15) + 2
                if offset == write:
                    return bytes(out[:size])
                piece = bytearray()
                for step in range(length):
                    byte = window[(offset + step) % _WINDOW]
                    window[(write + step) % _WINDOW] = byte
                    piece.append(byte)
            else:
                piece = bytearray(data[at : at + 1])
                at += 1
                if piece:
                    window[write] = piece[0]
            write = (write + len(piece)) % _WINDOW
            out += piece
    return bytes(out[:size])


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside a group."""

    silent: bool = False
    tag: bool = False
    rtf_only: bool = False
    skip: int = 1


class _Reader:
    """Turns RTF into plain text, or into the HTML that was wrapped into it."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.is_html = rb"\fromhtml1" in data[:1000]
        found = re.search(rb"\\ansicpg(\d{1,5})", data[:1000])
        self._codec = f"cp{found[1].decode()}" if found else "cp1252"
        self._out: list[str] = []
        self._pending = bytearray()

    def text(self) -> str:
        state, stack, skipped, starred = _State(), list[_State](), 0, False
        for token in _TOKEN.finditer(self._data):
            word, number, hexed, sign, brace, plain = token.groups()
            if brace == b"{":
                stack.append(state)
            elif brace == b"}":
                state = stack.pop() if stack else state
            elif sign == b"*":
                starred = True
                continue
            elif word is not None:
                value = int(number) if number else None
                if word == b"u" and value is not None:
                    self._character(value % 65536, state)
                    skipped = state.skip
                else:
                    state = self._word(word.lower(), value, state, starred)
            elif hexed is not None and skipped:
                skipped -= 1
            elif hexed is not None:
                self._bytes(bytes([int(hexed, 16)]), state)
            elif sign is not None:
                self._sign(sign, state)
            elif plain is not None:
                self._bytes(plain[skipped:], state)
                skipped = max(0, skipped - len(plain))
            starred = False
        self._decode()
        joined = "".join(self._out)
        return joined.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _word(self, word: bytes, value: int | None, state: _State, starred: bool) -> _State:
        if word == b"htmltag":
            return replace(state, tag=True, silent=False)
        if word == b"htmlrtf":
            return replace(state, rtf_only=value != 0)
        if word == b"uc":
            return replace(state, skip=min(max(0, value or 0), 8))
        if starred or word in _SILENT:
            return replace(state, silent=True)
        if word in _WORDS or word in _QUOTES:
            self._string(_WORDS.get(word) or _QUOTES[word], state)
        return state

    def _sign(self, sign: bytes, state: _State) -> None:
        if sign in b"\\{}":
            self._bytes(sign, state)
        elif sign in _SIGNS:
            self._string(_SIGNS[sign], state)

    def _shown(self, state: _State) -> bool:
        return not state.silent and not (self.is_html and state.rtf_only)

    def _character(self, number: int, state: _State) -> None:
        self._string(chr(number), state)

    def _string(self, text: str, state: _State) -> None:
        if self._shown(state):
            self._decode()
            self._out.append(text)

    def _bytes(self, data: bytes, state: _State) -> None:
        if self._shown(state):
            self._pending += data

    def _decode(self) -> None:
        if self._pending:
            self._out.append(decode_declared(bytes(self._pending), self._codec).text)
            self._pending.clear()


def rtf_body(data: bytes) -> tuple[str, bool]:
    """Text of an RTF body, and whether it is HTML that Outlook had wrapped into RTF."""
    reader = _Reader(data)
    return reader.text(), reader.is_html
