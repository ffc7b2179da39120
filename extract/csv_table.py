"""Tables as text: values separated by commas, tabs or semicolons."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

from ..errors import LimitExceededError
from ..model import Document, Note
from .cells import sheet_blocks
from .encoding import decode
from .lines import clean
from .reading import Reading
from .sniff import Sample

SUFFIXES = (".csv", ".tsv")
_MARKS = ",\t;，|"
_SAMPLE_LINES = 50
_CONSISTENT = 0.7
_WIDEST_CHARACTER = 4


def is_csv(sample: Sample) -> bool:
    """Whether a text is called a table, and its lines have columns: prose has commas too."""
    if not sample.name.lower().endswith(SUFFIXES) or not sample.is_text:
        return False
    text = decode(sample.head).text
    return _mark(text) is not None


def read(path: Path, reading: Reading) -> Document:
    """Read the rows of a table.

    Raises:
        LimitExceededError: It is too large.
    """
    data = path.read_bytes()
    limit = reading.limits.max_text_chars
    if len(data) > limit * _WIDEST_CHARACTER:
        raise LimitExceededError("extract.limit.text", limit=limit)
    decoded = decode(data)
    text = decoded.text
    stated = None
    if text.lower().startswith("sep=") and "\n" in text:
        first, text = text.split("\n", 1)
        stated = first[4:5] or None
    losses: tuple[Note, ...] = ()
    if decoded.lost:
        values = {"count": str(decoded.lost), "encoding": decoded.encoding}
        losses = (Note("extract.loss.characters", values),)
    rows = {}
    limit_before = csv.field_size_limit(max(limit, 1))
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=stated or _mark(text) or ",")
        for number, row in enumerate(lines):
            reading.deadline.check()
            rows[number] = {
                column: " ".join(clean(cell).split("\n")).strip() for column, cell in enumerate(row)
            }
    finally:
        csv.field_size_limit(limit_before)
    blocks = tuple(sheet_blocks("", rows, several=False))
    blocks = tuple(block for block in blocks if block.text)
    return Document(blocks, "csv", meta={"encoding": decoded.encoding}, losses=losses)


def _mark(text: str) -> str | None:
    """The character that divides most lines into equally many columns; None for prose."""
    lines = [line for line in text.splitlines() if line.strip()][:_SAMPLE_LINES]
    best: tuple[float, int, str] | None = None
    for mark in _MARKS:
        counts = Counter(line.count(mark) for line in _unquoted(lines))
        counts.pop(0, None)
        if not counts:
            continue
        count, frequency = counts.most_common(1)[0]
        share = frequency / len(lines)
        if share >= _CONSISTENT and (best is None or (share, count) > best[:2]):
            best = share, count, mark
    return best[2] if best else None


def _unquoted(lines: list[str]) -> list[str]:
    """Lines without what stands in quotes."""
    return ["".join(part for n, part in enumerate(line.split('"')) if n % 2 == 0) for line in lines]
