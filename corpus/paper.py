"""A sample paper as data: its layout in a small markup, and the truth about it.

The markup, line by line: ``!red`` name of the issuing office in a red letterhead, ``!no`` 文号
under it, ``!head``/``!foot`` running header and footer, ``#`` title, ``==`` heading, ``@`` line
without indent, ``>`` right-aligned line, ``=`` centred line, ``---`` page break, ``{name}`` a
table given beside the text, ``|a|b|`` a row of a table written in place; anything else is a
paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

Rows = list[list[str]]

UNITS = {"street": "望湖街道", "community": "桂花社区", "employer": "江城恒盛纺织有限公司"}


class Kind(StrEnum):
    """What a line of a paper is."""

    LETTERHEAD = "letterhead"
    NUMBER = "number"
    RUNNING_HEAD = "running_head"
    RUNNING_FOOT = "running_foot"
    TITLE = "title"
    HEADING = "heading"
    FLUSH = "flush"
    RIGHT = "right"
    CENTRE = "centre"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    BREAK = "break"


@dataclass(frozen=True)
class Element:
    """One line, or one table."""

    kind: Kind
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Filing:
    """The truth about one record; ``section`` is None for a paper that belongs in no box.

    Attributes:
        level: Level of the unit that keeps the paper; None when it is nobody's.
        box_no: Number of the box in its section; 0 for a box whose number is lost, -1 where the
            paper is of a section or box that the norms' excerpt lost.
        items: Beginnings or parts of item names, resolved against the norms.
        year: Year that the paper is about, which need not be the year it was signed.
        period: The span the paper itself is about, if it is about one.
        also: Other boxes where the norms would let the paper lie.
    """

    level: str | None
    section: str | None
    box_no: int
    items: tuple[str, ...]
    doctype: str
    title: str | None
    date: str | None
    year: int | None
    period: str | None
    doc_no: str | None
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paper:
    """One file of the sample archive."""

    path: str
    elements: tuple[Element, ...]
    filings: tuple[Filing, ...]
    encoding: str
    outcome: str = "imported"
    real_checksums: bool = False
    raw: bytes | None = None


def filed(
    level: str,
    section: str,
    box_no: int,
    items: str,
    doctype: str,
    title: str | None,
    date: str | None = None,
    period: str | None = None,
    *,
    year: int | None = 2023,
    no: str | None = None,
    also: str = "",
) -> Filing:
    """A filing into a box; ``items`` are separated by ``;``, as are the boxes of ``also``."""
    names = tuple(name for name in items.split(";") if name)
    if period:
        year = int(period[:4])
    others = tuple(box for box in also.split(";") if box)
    return Filing(level, section, box_no, names, doctype, title, date, year, period, no, others)


def boxless(
    level: str | None,
    doctype: str,
    title: str | None,
    date: str | None = None,
    period: str | None = None,
    *,
    year: int | None = 2023,
    no: str | None = None,
) -> Filing:
    """The truth about a paper that belongs in no box of the norms."""
    if period:
        year = int(period[:4])
    return Filing(level, None, 0, (), doctype, title, date, year, period, no)


def paper(
    path: str,
    filing: Filing | Sequence[Filing],
    text: str,
    *,
    encoding: str = "utf-8",
    real_checksums: bool = False,
    **tables: Rows,
) -> Paper:
    """A paper from its markup; the format follows from the path."""
    filings = (filing,) if isinstance(filing, Filing) else tuple(filing)
    elements = tuple(_parse(text, tables))
    return Paper(path, elements, filings, encoding, real_checksums=real_checksums)


_PREFIXES = (
    ("!red ", Kind.LETTERHEAD),
    ("!no ", Kind.NUMBER),
    ("!head ", Kind.RUNNING_HEAD),
    ("!foot ", Kind.RUNNING_FOOT),
    ("# ", Kind.TITLE),
    ("== ", Kind.HEADING),
    ("@ ", Kind.FLUSH),
    ("> ", Kind.RIGHT),
    ("= ", Kind.CENTRE),
)


def _parse(text: str, tables: Mapping[str, Rows]) -> Iterator[Element]:
    inline: list[tuple[str, ...]] = []
    for line in [*text.strip().splitlines(), ""]:
        line = line.strip()
        if line.startswith("|"):
            inline.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
            continue
        if inline:
            yield Element(Kind.TABLE, rows=tuple(inline))
            inline = []
        if line:
            yield _element(line, tables)


def _element(line: str, tables: Mapping[str, Rows]) -> Element:
    if line == "---":
        return Element(Kind.BREAK)
    if line.startswith("{") and line.endswith("}"):
        return Element(Kind.TABLE, rows=tuple(tuple(row) for row in tables[line[1:-1]]))
    for prefix, kind in _PREFIXES:
        if line.startswith(prefix):
            return Element(kind, line[len(prefix) :].strip())
    return Element(Kind.PARAGRAPH, line)
