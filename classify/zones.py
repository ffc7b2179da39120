"""A paper's text cut into the zones that weigh differently."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from ..model import BlockKind
from ..text.normalise import fold
from .doctype import bare_title, without_type
from .lexicon import Lexicon
from .paper import Paper
from .title import Titled

# 2．卫生、绿化各占一成。: a point of the text, however near the top.
_POINT = re.compile(r"(?:[（(]?[0-9一二三四五六七八九十]{1,2}[）)]?\s*[.．、]|.*[，、]).*[。；;]$")
_LONGEST_HEAD = 40
ZONES = ("title", "head", "table", "folder", "stem", "body")
"""Of a paper, the strongest first."""

_BODY_CHARS = 8000
_CAPTION = 20
_CAPTIONS = 60
_COLON = "："
_ROWS = 100
_CELLS = 300
# What an office issues; its reports and requests go up and are kept with their subject.
_ISSUED = frozenset({"通知", "通报", "方案", "计划", "办法", "制度"})
_QUOTES = re.compile(r"[《》“”\"、·]")
_MARKS = re.compile(r"[\[\]()（）《》“”\"、·]")
_SENTENCE = re.compile(r"[。，；：:,;]|\d{4}年")
_FILLER = re.compile(
    r"关于|印发|开展|做好|进一步|加强|切实|的|年度|年|月份|月|第.季度|季度|上半年|下半年|全年|\d+|[一二三四五六七八九十〇○]+|[^\u4e00-\u9fff]"
)


@dataclass(frozen=True)
class Zones:
    """A paper's folded, canonical text by zone, and what kind of paper it is.

    Attributes:
        texts: Zone → text, canonical.
        title_words: Words of a printed title that tell its subject, weighted.
        titled: A title is printed.
        doctype: Document type.
        type_weight: How much the type tells.
        superior: Another office wrote it.
        own: The unit issued it.
        official: It is built as an official paper.
        captions: Headings and lines or beginnings that may be captions, canonical.
        cells: Short cells of its tables, canonical.
        raw: All of the text, folded.
        printed: Zone → text as it stands in the paper, to show.
    """

    texts: dict[str, str]
    title_words: tuple[tuple[str, float], ...]
    titled: bool
    doctype: str | None
    type_weight: float
    superior: bool
    own: bool
    official: bool
    captions: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    raw: str = ""
    printed: Mapping[str, str] = field(default_factory=dict)

    def where(self, word: str) -> str | None:
        """The strongest zone that holds a word."""
        return next((zone for zone in ZONES if word in self.texts[zone]), None)


def zones_of(
    paper: Paper,
    titled: Titled,
    doctype: str | None,
    path: str,
    lexicon: Lexicon,
    names: Iterable[str],
    superior: bool,
    official: bool,
) -> Zones:
    """Cut a paper into the zones that weigh differently.

    Args:
        paper: The paper.
        titled: Its title.
        doctype: Its document type.
        path: As the user named the file.
        lexicon: Of the norms.
        names: Names of units, which say nothing of the subject.
        superior: Another office wrote it.
        official: It is built as an official paper: numbered or signed.
    """
    headings = [line.text for line in paper.lines if line.kind is BlockKind.HEADING][:12]
    head = [line.text for line in paper.head[:10] if _is_brief(line.text)]
    head += [*paper.running, *headings]
    folders = " ".join(PurePath(path).parts[:-1])
    title = "" if titled.made and titled.where == "path" else titled.text
    printed = {
        "title": title,
        "head": " ".join(head),
        "table": " ".join(paper.column_names[:40]),
        "folder": folders,
        "stem": PurePath(path).stem,
        "body": paper.text[:_BODY_CHARS],
    }
    bare = {zone: _without(text, names) for zone, text in printed.items()}
    marked = bare["title"]
    for zone in ("title", "head"):
        bare[zone] = _MARKS.sub("", bare[zone])
    texts = {zone: lexicon.canon(text) for zone, text in bare.items()}
    words = () if titled.made else _title_words(lexicon.canon(_QUOTES.sub("", marked)), lexicon)
    own = official and not superior and doctype in _ISSUED
    captions = tuple(lexicon.canon(text) for text in headings + _bare_lines(paper))
    raw = fold(paper.text[:_BODY_CHARS])
    weight = lexicon.type_weight(doctype)
    return Zones(
        texts,
        words,
        not titled.made,
        doctype,
        weight,
        superior,
        own,
        official,
        captions,
        _cells(paper, lexicon),
        raw,
        printed,
    )


def _is_brief(text: str) -> bool:
    """Whether a line of the head is none of the text itself: short, and no sentence of a list."""
    return len(text) <= _LONGEST_HEAD and not _POINT.match(text)


def _bare_lines(paper: Paper) -> list[str]:
    """Lines that may be captions of the parts of a volume, or begin with one (分工：…)."""
    lines = [line.text for line in paper.lines]
    begun = [line.partition(_COLON)[0] for line in lines if _COLON in line[: _CAPTION + 1]]
    bare = [text for text in (*lines, *begun) if len(text) <= _CAPTION]
    return [text for text in bare if not _SENTENCE.search(text)][:_CAPTIONS]


def _cells(paper: Paper, lexicon: Lexicon) -> tuple[str, ...]:
    """The short cells of a paper's tables, each once."""
    cells = (cell for table in paper.tables for row in table[:_ROWS] for cell in row)
    short = dict.fromkeys(cell for cell in cells if 1 < len(cell) <= _CAPTION)
    return tuple(lexicon.canon(_MARKS.sub("", cell)) for cell in list(short)[:_CELLS])


def _without(text: str, names: Iterable[str]) -> str:
    for name in names:
        text = text.replace(name, "")
    return text


def _title_words(title: str, lexicon: Lexicon) -> tuple[tuple[str, float], ...]:
    """The words of a title that tell its subject, weighted; none for 登记表 alone."""
    bare = without_type(bare_title(title))
    words = dict.fromkeys(lexicon.words(_FILLER.sub(" ", bare)))
    return tuple((w, lexicon.weight(w)) for w in words if w not in lexicon.common and len(w) > 1)
