"""Plain text in any encoding that Chinese offices use."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from ..errors import LimitExceededError
from ..model import Block, Document, Note
from .encoding import decode
from .lines import clean, text_block
from .reading import Reading

_WIDEST_CHARACTER = 4


def read(path: Path, reading: Reading) -> Document:
    """Read a text file: one block per line that is not blank, tabbed rows as tables.

    Raises:
        LimitExceededError: It must hold more characters than allowed.
    """
    data = path.read_bytes()
    if len(data) > reading.limits.max_text_chars * _WIDEST_CHARACTER:
        raise LimitExceededError("extract.limit.text", limit=reading.limits.max_text_chars)
    decoded = decode(data)
    losses: tuple[Note, ...] = ()
    if decoded.lost:
        values = {"count": str(decoded.lost), "encoding": decoded.encoding}
        losses = (Note("extract.loss.characters", values),)
    reading.deadline.check()
    blocks = tuple(blocks_of_text(decoded.text))
    return Document(blocks, "txt", meta={"encoding": decoded.encoding}, losses=losses)


def blocks_of_text(text: str) -> Iterator[Block]:
    """One block per line that is not blank; tabbed rows as tables."""
    # Line by line before cleaning: form feeds and the like end lines too.
    lines = (clean(line) for line in text.splitlines())
    for columns, group in groupby((line for line in lines if line.strip()), key=_columns):
        lines_alike = list(group)
        rows = tuple(tuple(map(str.strip, line.split("\t"))) for line in lines_alike)
        # A column without any text is an indent, not a column.
        if columns > 1 and len(rows) > 1 and all(map(any, zip(*rows, strict=True))):
            yield Block.table(rows)
        else:
            yield from (text_block(line.strip()) for line in lines_alike)


def _columns(line: str) -> int:
    return line.count("\t") + 1
