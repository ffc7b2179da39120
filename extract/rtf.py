"""Rich Text Format, as Word, WPS and old systems write it: text, tables, numbers of lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..errors import LimitExceededError
from ..model import Block, BlockKind, Document, Note
from .encoding import REPLACEMENT
from .guard import TextBudget
from .lines import clean
from .reading import Reading
from .rtf_tokens import CodePages, Token, joined, tokens

_SKIPPED = frozenset(
    "colortbl pict objdata objclass objname themedata datastore colorschememapping "
    "listtable listoverridetable rsidtbl revtbl generator latentstyles fldinst annotation atnid "
    "atnauthor bkmkstart bkmkend xe tc txe rxe nonshppict shprslt sn sv pntxta pntxtb "
    "pnseclvl nonesttables keywords operator category comment doccomm buptim printim "
    "filetbl stylesheet fonttbl mmathPict do xmlnstbl userprops wgrffmtfilter ftnsep ftnsepc "
    "ftncn aftnsep aftnsepc aftncn template password docvar ffdeftext ffname".split()
)
_KEPT_STARRED = frozenset("shpinst shptxt ud nesttableprops moMathPara moMath".split())
_MARGINS = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), BlockKind.HEADER),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), BlockKind.FOOTER),
}
_INFO = {"title": "title", "author": "author", "company": "company"}
_TIMES = {"creatim": "created", "revtim": "modified"}
_SIGNS = {
    **{"tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "bullet": "•"},
    **{"lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "~": " ", "_": "-"},
    **{"emspace": "\u2003", "enspace": "\u2002", "qmspace": " ", "softline": "\n"},
}
_HEADING_NAME = re.compile(r"\s*(?:heading|标题|標題)\s*([1-9])\b", re.IGNORECASE)
_DEEPEST = 500
_PAGE_FIELD = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)


@dataclass(slots=True)
class _State:
    """What a group inherits from the one around it."""

    skipped: bool = False
    hidden: bool = False
    fallback: int = 1
    font: int = 0
    into: str = "body"
    first: bool = True
    starred: bool = False
    either: bool = False


@dataclass(slots=True)
class _Flow:
    """The body, a header or a note being read."""

    kind: BlockKind | None = None
    blocks: list[Block] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    rows: list[tuple[str, ...]] = field(default_factory=list)
    in_table: bool = False
    level: int | None = None
    counted: bool = False


def read(path: Path, reading: Reading) -> Document:
    """Read a rich text document; notes follow at the end, hidden and deleted text is left out.

    Raises:
        LimitExceededError: It would cost more than ``limits`` allow.
    """
    reader = _Reader(reading)
    data = path.read_bytes()
    for index, token in enumerate(tokens(data)):
        if index % 5000 == 0:
            reading.deadline.check()
        reader.take(token)
    return reader.document(cut=not data.rstrip(b"\0\r\n\t \x1a").endswith(b"}"))


class _Reader:
    def __init__(self, reading: Reading) -> None:
        self._budget = TextBudget(reading.limits.max_text_chars)
        self._pages = CodePages()
        self._state = _State()
        self._stack: list[_State] = []
        self._flows = {"body": _Flow()}
        self._pending = b""
        self._unread = 0
        self._styles: dict[int, int] = {}
        self._style = 0
        self._names: dict[str, list[str]] = {}
        self._times: dict[str, dict[str, int]] = {}
        self._label: list[str] = []
        self._objects = 0

    def take(self, token: Token) -> None:
        if token.brace:
            self._flush()
            self._open() if token.brace == "{" else self._close()
            self._unread = 0
        elif token.data:
            self._bytes(token)
        elif self._unread and len(token.word) == 1:
            self._unread -= 1
        else:
            self._flush()
            self._word(token.word, token.number)

    def document(self, *, cut: bool) -> Document:
        self._flush()
        body = self._flows.pop("body")
        others = self._flows.values()
        for flow in (body, *others):
            _end_paragraph(flow, self._budget)
            _end_table(flow, self._budget)
        heads = [b for f in others if f.kind is BlockKind.HEADER for b in f.blocks]
        feet = [b for f in others if f.kind is BlockKind.FOOTER for b in f.blocks]
        notes = [b for f in others if f.kind is None for b in f.blocks]
        blocks = (*dict.fromkeys(heads), *body.blocks, *notes, *dict.fromkeys(feet))
        lost = sum(block.text.count(REPLACEMENT) for block in blocks)
        losses = []
        if lost:
            values = {"count": str(lost), "encoding": self._pages.ansi}
            losses.append(Note("extract.loss.characters", values))
        if self._objects:
            losses.append(Note("extract.loss.attachments", {"count": str(self._objects)}))
        if cut:
            losses.append(Note("extract.loss.truncated"))
        return Document(blocks, "rtf", meta=self._meta(), losses=tuple(losses))

    def _meta(self) -> dict[str, str]:
        meta = {}
        for name, pieces in self._names.items():
            text = clean(joined(pieces)).strip()
            if text:
                meta[name] = text
        for name, parts in self._times.items():
            year, month, day = (parts.get(key, 0) for key in ("yr", "mo", "dy"))
            if year:
                clock = f"T{parts.get('hr', 0):02d}:{parts.get('min', 0):02d}:00"
                meta[name] = f"{year:04d}-{month:02d}-{day:02d}{clock}"
        return meta

    def _open(self) -> None:
        if len(self._stack) >= _DEEPEST:
            raise LimitExceededError("extract.limit.nesting", limit=_DEEPEST)
        self._stack.append(self._state)
        skipped = self._state.skipped or (self._state.either and self._state.first)
        self._state.first = False
        self._state = replace(self._state, skipped=skipped, first=True, starred=False, either=False)

    def _close(self) -> None:
        if self._stack:
            into = self._state.into
            self._state = self._stack.pop()
            if into != self._state.into and into in self._flows:
                _end_paragraph(self._flows[into], self._budget)
            elif into == "label" != self._state.into:
                self._end_label()

    def _end_label(self) -> None:
        """The number of a list item as its program showed it; bullets say nothing."""
        text = joined(self._label).strip()
        self._label = []
        if any(sign.isalnum() or "①" <= sign <= "⒛" for sign in text):
            self._text(text + " " if text[-1].isalnum() else text)

    def _bytes(self, token: Token) -> None:
        data = token.data
        if self._unread:
            dropped = min(self._unread, len(data))
            self._unread -= dropped
            data = data[dropped:]
        if data and not self._state.skipped:
            self._state.first = False
            self._pending += data
        elif self._state.into in ("fonts", "styles"):
            self._pending += data

    def _flush(self) -> None:
        if self._pending:
            data, self._pending = self._pending, b""
            self._text(self._pages.decode(data, self._state.font))

    def _text(self, text: str) -> None:
        state = self._state
        if state.into == "styles":
            heading = _HEADING_NAME.match(text)
            if heading:
                self._styles.setdefault(self._style, int(heading[1]))
        elif state.into == "instruction":
            if _PAGE_FIELD.match(text):
                self._flow().counted = True
        elif state.into == "label":
            self._label.append(text)
        elif state.into in _INFO and not state.skipped:
            self._names.setdefault(_INFO[state.into], []).append(text[:500])
        elif not state.skipped and not state.hidden and state.into in self._flows:
            self._budget.spend(len(text))
            self._flows[state.into].pieces.append(text)

    def _flow(self) -> _Flow:
        into = next((s.into for s in reversed(self._stack) if s.into in self._flows), "body")
        return self._flows[self._state.into if self._state.into in self._flows else into]

    def _word(self, word: str, number: int | None) -> None:
        state = self._state
        if word == "*":
            state.starred = True
            return
        if state.starred and state.first:
            state.starred = state.first = False
            if not self._destination(word, number) and word not in _KEPT_STARRED:
                state.skipped = True
            return
        if state.first:
            state.first = word in ("rtlch", "ltrch")
            if self._destination(word, number):
                return
        if word == "u" and number is not None:
            self._text(chr(number & 0xFFFF))
            self._unread = state.fallback
        elif word == "uc":
            state.fallback = max(0, min(number or 0, 8))
        elif state.into in ("fonts", "styles", *_TIMES):
            self._table_word(word, number)
        elif word in _SIGNS:
            self._text(_SIGNS[word])
        elif not state.skipped:
            self._format(word, number)

    def _destination(self, word: str, number: int | None) -> bool:
        """Whether a word opens something other than running text."""
        state = self._state
        if word in _MARGINS or word == "footnote":
            if not state.skipped:
                state.into = f"{word} {len(self._flows)}"
                self._flows[state.into] = _Flow(_MARGINS.get(word))
            return True
        if word in ("fonttbl", "stylesheet"):
            state.into, state.skipped = ("fonts" if word == "fonttbl" else "styles"), True
        elif word in ("fldinst",):
            state.into, state.skipped = "instruction", False
        elif word in _INFO or word in _TIMES:
            state.into, state.skipped = word, state.skipped or word in _TIMES
        elif word == "info":
            state.into = "info"
        elif word in ("listtext", "pntext"):
            state.into = state.into if state.skipped else "label"
        elif word == "upr":
            state.either, state.first = True, True
        elif word in _SKIPPED:
            state.skipped = True
            self._objects += word == "objdata"
        else:
            return False
        return True

    def _table_word(self, word: str, number: int | None) -> None:
        """Words of the tables of fonts and styles, and of times."""
        state = self._state
        if state.into in _TIMES:
            self._times.setdefault(_TIMES[state.into], {})[word] = number or 0
        elif state.into == "fonts":
            if word == "f":
                state.font = number or 0
            elif word == "fcharset":
                self._pages.state_charset(state.font, number or 0)
            elif word == "cpg":
                self._pages.state_code_page(state.font, number or 0)
        elif word == "s":
            self._style = number or 0
        elif word == "outlinelevel" and number is not None and 0 <= number < 9:
            self._styles[self._style] = number + 1

    def _format(self, word: str, number: int | None) -> None:
        state, flow = self._state, self._flow()
        if word == "ansicpg":
            self._pages.state_ansi(number or 1252)
        elif word in ("f", "af", "dbch"):
            state.font = state.font if number is None or word == "af" else number
        elif word in ("v", "deleted"):
            state.hidden = number != 0
        elif word == "plain":
            state.hidden = False
        elif word == "pard":
            flow.in_table, flow.level = False, None
        elif word == "intbl":
            flow.in_table = True
        elif word == "itap":
            flow.in_table = number != 0
        elif word == "s":
            flow.level = self._styles.get(number or 0)
        elif word == "outlinelevel":
            flow.level = number + 1 if number is not None and 0 <= number < 9 else None
        elif word == "chpgn":
            flow.counted = True
        else:
            self._break(word, flow)

    def _break(self, word: str, flow: _Flow) -> None:
        if word in ("par", "sect", "page", "column", "nestcell", "nestrow"):
            _end_paragraph(flow, self._budget)
        elif word == "cell":
            flow.in_table = True
            _end_paragraph(flow, self._budget)
            flow.cells.append(" ".join(flow.cell))
            flow.cell = []
        elif word == "row" and flow.cells:
            flow.rows.append(tuple(flow.cells))
            flow.cells = []


def _end_paragraph(flow: _Flow, budget: TextBudget) -> None:
    text = clean(joined(flow.pieces)).strip()
    flow.pieces = []
    counted, flow.counted = flow.counted, False
    if flow.in_table:
        if text:
            flow.cell.append(" ".join(text.split()) if "\t" in text or "\n" in text else text)
        return
    _end_table(flow, budget)
    if not text:
        return
    kind = flow.kind or (BlockKind.HEADING if flow.level else BlockKind.PARAGRAPH)
    if flow.kind and counted:
        kind = BlockKind.PAGE_NUMBER
    level = flow.level if kind is BlockKind.HEADING else None
    flow.blocks.append(Block(kind, text, level=level))


def _end_table(flow: _Flow, budget: TextBudget) -> None:
    rest = [*flow.cells, *flow.cell]
    rows, flow.rows, flow.cells, flow.cell = flow.rows, [], [], []
    if len(rows) == 1 and len(rows[0]) == 1:
        rest, rows = [*rows[0], *rest], []  # a frame around text, no table
    if any(any(row) for row in rows):
        width = max(map(len, rows))
        block = Block.table(tuple(row + ("",) * (width - len(row)) for row in rows))
        flow.blocks.append(Block(flow.kind, block.text) if flow.kind else block)
    kind = flow.kind or BlockKind.PARAGRAPH
    flow.blocks += [Block(kind, text) for text in rest if text]
