"""Titles and short papers of many fields, with what should be read off them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from danghe.model import Block, BlockKind, Document

_HERE = Path(__file__).parent / "typed"


@dataclass(frozen=True)
class TypedPaper:
    """A paper and the truth about it; None where it has none."""

    doctype: str
    title: str | None
    date: str | None
    year: int | None
    period: str | None
    path: str
    lines: tuple[str, ...]

    @property
    def document(self) -> Document:
        """Its lines; those with tabs are rows of tables."""
        blocks: list[Block] = []
        for tabbed, lines in groupby(self.lines, key=lambda line: "\t" in line):
            if tabbed:
                blocks.append(Block.table(tuple(tuple(line.split("\t")) for line in lines)))
            else:
                blocks += [Block(BlockKind.PARAGRAPH, line) for line in lines]
        return Document(tuple(blocks), "txt")


def typed_titles() -> Iterator[tuple[str, str]]:
    """Type and title."""
    for line in (_HERE / "titles.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            doctype, _, titles = line.partition(": ")
            yield from ((doctype, title) for title in titles.split(" | "))


def typed_papers(name: str = "papers.txt") -> Iterator[TypedPaper]:
    """The papers of a file."""
    for paper in (_HERE / name).read_text("utf-8").split("\n=== ")[1:]:
        head, *lines = paper.rstrip("\n").split("\n")
        doctype, title, date, year, period, path = head.split(" | ")
        yield TypedPaper(
            doctype,
            _known(title),
            _known(date),
            int(year) if _known(year) else None,
            _known(period),
            path,
            tuple(lines),
        )


def _known(text: str) -> str | None:
    return None if text == "-" else text
