"""Rich Text Format (RTF 1.9.1), Chinese in code pages or as Unicode."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import LimitExceededError
from ..model import Block, Document
from .guard import TextBudget
from .lines import clean, text_block
from .reading import Reading

_TOKEN = re.compile(
    rb"\\(?:(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,10})?[ ]?"
    rb"|'(?P<hex>[0-9a-fA-F]{2})|(?P<sign>[^a-zA-Z]))"
    rb"|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)"
)
_SKIPPED = frozenset(
    b"colortbl stylesheet pict object themedata datastore colorschememapping latentstyles "
    b"listtable listoverridetable revtbl rsidtbl generator filetbl fldinst xmlnstbl mmathPr "
    b"pgptbl bkmkstart bkmkend annotation atnid atnauthor shppict nonshppict sp".split()
)
_CHARSETS = {0: "cp1252", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 204: "cp1251"}
_SIGNS = {
    b"emdash": "—",
    b"endash": "–",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"bullet": "•",
    b"tab": "\t",
    b"line": "\n",
    b"emspace": " ",
    b"enspace": " ",
    b"qmspace": " ",
}
_INFO = {b"title": "title", b"author": "author"}
_MOST_DEPTH = 1000


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits and forgets at its end."""

    skipped: bool = False
    hidden: bool = False
    font: int = 0
    after_unicode: int = 1
    target: str = ""


def read(path: Path, reading: Reading) -> Document:
    """Read an RTF file: paragraphs, tables, headers; pictures and fields' codes left out.

    Raises:
        LimitExceededError: It holds too much text or is nested too deeply.
    """
    return _Parser(path.read_bytes(), reading).document()


class _Parser:
    def __init__(self, data: bytes, reading: Reading) -> None:
        self._data = data
        self._reading = reading
        self._budget = TextBudget(reading.limits.max_text_chars)
        self._state = _State()
        self._stack: list[_State] = []
        self._fonts: dict[int, str] = {}
        self._page = "cp1252"
        self._bytes = bytearray()
        self._to_skip = 0
        self._fresh = False
        self._star = False
        self._text: list[str] = []
        self._cells: list[str] = []
        self._rows: list[tuple[str, ...]] = []
        self._in_table = False
        self._blocks: list[Block] = []
        self._meta: dict[str, str] = {}

    def document(self) -> Document:
        position = 0
        while match := _TOKEN.match(self._data, position):
            position = match.end()
            if match.lastgroup is None and not match[0].startswith(b"\\"):
                continue
            position = self._token(match, position)
        self._end_paragraph()
        self._end_table()
        return Document(tuple(self._blocks), "rtf", meta=self._meta)

    def _token(self, match: re.Match[bytes], position: int) -> int:
        if match["brace"]:
            self._brace(match["brace"])
        elif match["hex"]:
            self._byte(int(match["hex"], 16))
        elif match["text"]:
            self._plain(match["text"])
        elif match["sign"]:
            self._sign(match["sign"])
        elif match["word"]:
            number = int(match["number"]) if match["number"] else None
            if match["word"] == b"bin":
                return position + max(0, number or 0)
            self._word(match["word"], number)
        return position

    def _brace(self, brace: bytes) -> None:
        self._reading.deadline.check()
        self._flush()
        self._star = False
        if brace == b"{":
            if len(self._stack) > _MOST_DEPTH:
                raise LimitExceededError("extract.limit.nesting", limit=_MOST_DEPTH)
            self._stack.append(self._state)
            self._fresh = True
            return
        self._fresh = False
        if self._stack:
            left, self._state = self._state, self._stack.pop()
            if left.target in _INFO.values() and left.target != self._state.target:
                self._end_info(left.target)

    def _end_info(self, target: str) -> None:
        text = clean("".join(self._text)).strip()
        self._text.clear()
        if text:
            self._meta[target] = text

    def _word(self, word: bytes, number: int | None) -> None:
        fresh, self._fresh = self._fresh, False
        star, self._star = self._star, False
        if fresh and (word in _SKIPPED or (star and word not in (b"shptxt", b"shpinst"))):
            self._state = replace(self._state, skipped=True)
        elif fresh and word == b"fonttbl":
            self._state = replace(self._state, target="fonts", skipped=True)
        elif fresh and word == b"info":
            self._state = replace(self._state, target="info", skipped=True)
        elif fresh and word in _INFO and self._state.target == "info":
            self._state = replace(self._state, target=_INFO[word], skipped=False)
        elif word in (b"u", b"uc", b"f", b"fcharset", b"ansicpg", b"v", b"deff"):
            self._setting(word, 1 if number is None else number)
        elif not self._state.skipped:
            self._layout(word)

    def _setting(self, word: bytes, number: int) -> None:
        self._flush()
        if word == b"u":
            if not self._state.skipped and not self._state.hidden:
                self._put(chr(number & 0xFFFF))
            self._to_skip = self._state.after_unicode
        elif word == b"uc":
            self._state = replace(self._state, after_unicode=max(0, min(number, 9)))
        elif word in (b"f", b"deff"):
            self._state = replace(self._state, font=number)
        elif word == b"fcharset" and self._state.target == "fonts":
            self._fonts[self._state.font] = _CHARSETS.get(number, self._page)
        elif word == b"ansicpg":
            self._page = "gb18030" if number == 936 else f"cp{number}"
        elif word == b"v":
            self._state = replace(self._state, hidden=number != 0)

    def _layout(self, word: bytes) -> None:
        self._flush()
        if word in _SIGNS:
            self._put(_SIGNS[word])
        elif word in (b"par", b"sect", b"page"):
            self._end_paragraph()
        elif word == b"intbl":
            self._in_table = True
        elif word == b"pard":
            self._in_table = False
        elif word in (b"cell", b"nestcell"):
            self._cells.append(" ".join(clean("".join(self._text)).split("\n")).strip())
            self._text.clear()
        elif word in (b"row", b"nestrow"):
            self._rows.append(tuple(self._cells))
            self._cells.clear()

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._star = True
            return
        self._fresh = False
        if sign in b"\\{}":
            self._plain(sign)
        elif sign == b"~":
            self._plain(b" ")
        elif sign in b"\r\n":
            self._layout(b"par")

    def _plain(self, text: bytes) -> None:
        self._fresh = False
        if self._to_skip:
            taken = min(self._to_skip, len(text))
            self._to_skip -= taken
            text = text[taken:]
        if text and not self._state.skipped and not self._state.hidden:
            self._bytes += text

    def _byte(self, value: int) -> None:
        self._fresh = False
        if self._to_skip:
            self._to_skip -= 1
        elif not self._state.skipped and not self._state.hidden:
            self._bytes.append(value)

    def _flush(self) -> None:
        if not self._bytes:
            return
        page = self._fonts.get(self._state.font, self._page)
        # Fonts for Latin text are used for Chinese bytes too where the file is Chinese.
        if page == "cp1252" and self._page not in ("cp1252", "cp10000"):
            page = self._page
        try:
            text = self._bytes.decode(page, "replace")
        except LookupError:
            text = self._bytes.decode("gb18030", "replace")
        self._bytes.clear()
        self._put(text)

    def _put(self, text: str) -> None:
        self._budget.spend(len(text))
        self._text.append(text)

    def _end_paragraph(self) -> None:
        self._flush()
        if self._in_table or self._cells:
            self._text.append("\n")
            return
        self._end_table()
        text = clean(_joined("".join(self._text))).strip()
        self._text.clear()
        for line in text.split("\n"):
            if line.strip():
                self._blocks.append(text_block(line.strip()))

    def _end_table(self) -> None:
        if self._cells:
            self._rows.append(tuple(self._cells))
            self._cells.clear()
        if not self._rows:
            return
        width = max(map(len, self._rows))
        rows = tuple(tuple(_cells(row, width)) for row in self._rows)
        self._rows.clear()
        if any(map(any, rows)):
            self._blocks.append(Block.table(rows))


def _cells(row: tuple[str, ...], width: int) -> Iterator[str]:
    for cell in (*row, *[""] * (width - len(row))):
        yield _joined(cell)


def _joined(text: str) -> str:
    """Surrogate pairs that were written as two characters, as one."""
    if not any("\ud800" <= c <= "\udfff" for c in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
