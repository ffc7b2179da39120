"""Tables of contents: lines of labels that announce chapters instead of opening them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .labels import Kind, Label, bare_heading, heading, line_end, page_number

_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the text that opens no clause.

    Attributes:
        start: First character.
        end: One past the last.
    """

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Entry:
    key: tuple[Kind, tuple[int, ...], str]
    start: int
    end: int
    paged: bool


def tables_of_contents(text: str, found: Sequence[Label]) -> list[Stretch]:
    """Find the tables of contents among the candidates of a text.

    A table is a run of heading lines with nothing between them, which end in page numbers or
    come again further on.

    Args:
        text: The text.
        found: Its candidates in order.
    """
    entries = list(_entries(text, found))
    places = defaultdict(list)
    for entry in entries:
        places[entry.key].append(entry.start)
    tables = (_table(run, places) for run in _runs(text, entries))
    return [table for table in tables if table is not None]


def _entries(text: str, found: Sequence[Label]) -> Iterator[_Entry]:
    """The heading lines of a text; articles and the points of a list only with page numbers."""
    for index, label in enumerate(found):
        if not label.leads:
            continue
        stop = line_end(text, label.end)
        leader = page_number(text, label.end, stop)
        # The last cell of a table's row may be a number as well.
        paged = leader is not None and (label.kind.divides or not leader.group()[0].isspace())
        if not paged and (not label.kind.divides or label.kind is Kind.ARTICLE):
            continue
        following = found[index + 1].start if index + 1 < len(found) else len(text)
        words, end = ("", stop) if paged else heading(text, label, following)
        words = bare_heading(text[label.end : stop] if paged else words)
        yield _Entry((label.kind, label.number, words), label.start, end, paged)


def _runs(text: str, entries: Sequence[_Entry]) -> Iterator[list[_Entry]]:
    run: list[_Entry] = []
    for entry in entries:
        if run and text[run[-1].end : entry.start].strip():
            yield run
            run = []
        run.append(entry)
    if run:
        yield run


def _table(
    run: Sequence[_Entry], places: dict[tuple[Kind, tuple[int, ...], str], list[int]]
) -> Stretch | None:
    """The table that a run of heading lines begins with, if it does."""
    # The first heading of the body may follow the table at once: it is where the run repeats.
    keys: set[object] = set()
    paged = any(entry.paged for entry in run)
    length = 0
    for entry in run:
        if (entry.key == run[0].key and keys) or (paged and not entry.paged and entry.key in keys):
            break
        keys.add(entry.key)
        length += 1
    table = run[:length]
    again = sum(_comes_again(entry, places, table[-1].start) for entry in table)
    numbered = sum(entry.paged for entry in table)
    announces = again == length and (length == 2 or table[0].key[0] is Kind.ANNEX)
    if length < _FEWEST and not announces and not length == numbered == 2:
        return None
    if max(again, numbered) * 3 < length * 2:
        return None
    return Stretch(table[0].start, table[-1].end)


def _comes_again(
    entry: _Entry, places: dict[tuple[Kind, tuple[int, ...], str], list[int]], after: int
) -> bool:
    found = places[entry.key]
    return bisect_right(found, after) < len(found)
