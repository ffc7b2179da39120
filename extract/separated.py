"""Tables as text: CSV and TSV, as Excel, WPS and registers' systems write them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Literal

from ..errors import LimitExceededError
from ..model import Block, Document, Note
from .encoding import decode
from .reading import Reading
from .sheet_blocks import Cells, Sheet, blocks_of_sheet
from .sniff import Sample

SUFFIXES = (".csv", ".tsv", ".tab")
_DELIMITERS = ",\t;|，；"
_STATED = re.compile(r"\ufeff?sep=(.)\r?\n", re.IGNORECASE)
_FORMULA = re.compile(r'="(.*)"', re.DOTALL)
_SAMPLED_ROWS = 60
_WIDEST_CHARACTER = 4
_LONGEST_CELL = 10_000_000
_LONGEST_SURE_CELL = 32
_MOST_LINES_IN_CELL = 200


def is_separated(sample: Sample) -> bool:
    """Whether a text is a table: it is called one, or has no name, and its rows are alike."""
    suffix = PurePath(sample.name or sample.path).suffix.lower()
    if suffix not in ("", *SUFFIXES) or not sample.is_text:
        return False
    text = decode(sample.head).text
    if sample.size > len(sample.head):
        text = text[: text.rfind("\n") + 1]
    if suffix and _STATED.match(text):
        return True
    delimiter, rows, alike = _best_delimiter(text)
    if not delimiter:
        return False
    if suffix:
        return alike >= 0.7 or (len(rows) == 1 and len(rows[0]) > 2)
    short = all(len(cell) <= _LONGEST_SURE_CELL for row in rows for cell in row)
    return delimiter == "," and alike == 1 and len(rows) >= 4 and len(rows[0]) >= 3 and short


def read(path: Path, reading: Reading) -> Document:
    """Read a table written as text; its encoding and delimiter are found out.

    Raises:
        LimitExceededError: It would cost more than ``limits`` allow.
    """
    data = path.read_bytes()
    limit = reading.limits.max_text_chars
    if len(data) > limit * _WIDEST_CHARACTER:
        raise LimitExceededError("extract.limit.text", limit=limit)
    decoded = decode(data)
    text = decoded.text.replace("\0", "")
    stated = _STATED.match(text)
    if stated:
        delimiter, text = stated[1], text[stated.end() :]
    else:
        delimiter = _best_delimiter(text[: 1 << 16])[0] or ","
    cells = Cells(reading.limits, reading.deadline)
    sheet = Sheet("", 1)
    for index, row in enumerate(_rows(text, delimiter)):
        cells.add(sheet, index, {at: _unwrapped(cell) for at, cell in enumerate(row)})
    blocks = tuple(_without_pages(sheet))
    losses: tuple[Note, ...] = ()
    if decoded.lost:
        values = {"count": str(decoded.lost), "encoding": decoded.encoding}
        losses = (Note("extract.loss.characters", values),)
    return Document(blocks, "csv", meta={"encoding": decoded.encoding}, losses=losses)


def _without_pages(sheet: Sheet) -> Iterator[Block]:
    for block in blocks_of_sheet(sheet):
        yield replace(block, page=None)


def _best_delimiter(text: str) -> tuple[str, list[list[str]], float]:
    """The delimiter under which most rows have the same number of cells; "" for none."""
    best: tuple[float, int, str, list[list[str]]] = (0.0, 0, "", [])
    for delimiter in _DELIMITERS:
        if delimiter not in text:
            continue
        rows = []
        for row in _rows(text, delimiter):
            if any(cell.strip() for cell in row):
                rows.append(row)
            if len(rows) == _SAMPLED_ROWS:
                break
        if not rows:
            continue
        (columns, count), *_ = Counter(map(len, rows)).most_common(1)
        if columns > 1:
            best = max(best, (count / len(rows), columns, delimiter, rows))
    return best[2], best[3], best[0]


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL
    first = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    if any(cell.count("\n") > _MOST_LINES_IN_CELL for row in first for cell in row):
        quoting = csv.QUOTE_NONE  # a stray quotation mark swallowed the rest
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)


def _unwrapped(cell: str) -> str:
    """Without the ="…" that keeps Excel from eating leading zeros."""
    match = _FORMULA.fullmatch(cell.strip())
    return match[1] if match else cell
