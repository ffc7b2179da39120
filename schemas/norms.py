"""A norms document → a schema draft with what could not be read.

What is printed is taken as printed; what is missing is marked (``heading_lost``, ``name_lost``,
``lost``, ``contents_lost``, ``boxes_lost``) and listed. No word of any field of work is known here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from ..errors import SchemaError
from .draft_build import Builder, Doubt, Tree
from .draft_levels import groups
from .draft_marks import BoxMark, ClauseMark, Heading, Mark, marks
from .draft_parallel import cut_unlike, name_lost
from .draft_sections import portions
from .draft_text import NUMERAL, Source, read
from .draft_yaml import dump
from .loader import parse
from .model import Norms

__all__ = ["Doubt", "Draft", "draft"]

MAX_CHARACTERS = 3_000_000
_TITLE = 40
_BOOK = re.compile(rf"^[ \u3000]*第[ ]?{NUMERAL}[ ]?篇[^\n]*$", re.MULTILINE)


@dataclass(frozen=True)
class Draft:
    """A schema as a document gives it.

    Attributes:
        tree: As a schema file holds it; ids are relative.
        doubts: What could not be read, in the order of the document.
    """

    tree: Tree
    doubts: tuple[Doubt, ...]

    @cached_property
    def yaml(self) -> str:
        """The schema file."""
        return dump(self.tree)

    @cached_property
    def norms(self) -> Norms:
        """The draft as norms.

        Raises:
            SchemaError: It is too incomplete to be used.
        """
        return parse(self.yaml, str(self.tree["id"]))


def draft(text: str, *, id: str = "draft", title: str | None = None) -> Draft:
    """Read norms into a schema draft.

    Args:
        text: The document's text; line feeds part its lines or paragraphs, tabs its cells.
        id: Short English name of the norms.
        title: Their title; None for the document's first line.

    Raises:
        SchemaError: The text is too long, or holds neither sections nor boxes.
    """
    if len(text) > MAX_CHARACTERS:
        raise SchemaError("draft.too_large", count=MAX_CHARACTERS)
    source, outside = _counted(read(text))
    found = marks(source.plain)
    if not any(isinstance(mark, (BoxMark, ClauseMark)) for mark in found):
        raise SchemaError("draft.nothing")
    sections = cut_unlike(source.plain, portions(source, found))
    heading = title or _title(source) or id
    levels = groups(source.plain, sections, heading)
    builder = Builder(source, found, name_lost(source.plain, levels))
    tree: Tree = {"id": id, "title": heading, "version": "1", "in_force": [None, None]}
    tree["kinds"] = {}
    tree["levels"] = builder.levels(levels, heading)
    tree["kinds"] = builder.used_kinds()
    preface = _preface(source, found)
    placed = [(doubt.lines[0] if doubt.lines else 0, doubt) for doubt in (*outside, *preface)]
    placed = sorted([*placed, *builder.doubts], key=lambda pair: pair[0])
    return Draft(tree, tuple(doubt for _, doubt in placed))


def _title(source: Source) -> str | None:
    for line in source.text.split("\n", 40)[:40]:
        words = "".join(line.split())
        if words:
            heads = 2 <= len(words) <= _TITLE and not re.search("[。；，：:]", words)
            return (
                words if heads and not re.match("[0-9一二三四五六七八九十第（(]", words) else None
            )
    return None


def _counted(source: Source) -> tuple[Source, list[Doubt]]:
    """The text with the parts of a compilation blanked out that hold no boxes."""
    heads = [match.start() for match in _BOOK.finditer(source.plain)]
    if len(heads) < 2:
        return source, []
    boxes = [mark.start for mark in marks(source.plain) if isinstance(mark, BoxMark)]
    parts = list(zip([0, *heads], [*heads, len(source.text)], strict=True))
    holding = [bisect_left(boxes, start) < bisect_left(boxes, end) for start, end in parts]
    if not any(holding):
        return source, []
    alone = sum(holding) == 1
    pieces: list[str] = []
    outside: list[Doubt] = []
    for (start, end), holds in zip(parts, holding, strict=True):
        part = source.text[start:end]
        if not holds:
            pieces.append(re.sub("[^\n]+", "", part))
            if part.strip():
                head = part.strip().split("\n", 1)[0]
                outside.append(Doubt("outside", "", source.lines(start, end), head[:60]))
        else:
            pieces.append(re.sub(r"\A[^\n]*", "", part) if alone and start else part)
    return Source("".join(pieces), source.numbers), outside


def _preface(source: Source, found: list[Mark]) -> list[Doubt]:
    """What stands before the first mark, title apart, is not read."""
    first = min(
        (mark.start for mark in found if isinstance(mark, (Heading, ClauseMark, BoxMark))),
        default=0,
    )
    first = min(first, found[0].start)
    words = source.words(0, first)
    if len(words) <= _TITLE:
        return []
    return [Doubt("preface", "", source.lines(0, first), words[:60])]
