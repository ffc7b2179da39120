"""Passages: what a search index takes as one unit of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .cutting import Clause
from .cutting import clauses as cut_clauses
from .labels import SENTENCE_END
from .running import pieces


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text that is found as one.

    Attributes:
        start: First character; the end of the passage before it.
        end: One past the last.
        path: What all its clauses, headings apart, have in common of their paths.
        headings: For each label of the path its heading, or an empty string.
    """

    start: int
    end: int
    path: tuple[str, ...]
    headings: tuple[str, ...]


TARGET = 300
MOST = 800
"""Lengths in characters: what passages are joined and cut to, and what none exceeds."""

_BORDER = re.compile(r"第.{1,20}(?:[编編篇章节節]|部分|[条條](?:之.{1,3})?)\Z|附[件录錄表]")
_ARTICLE = re.compile(r"第.{1,20}[条條](?:之.{1,3})?\Z")
_HEADING = 80
_TITLE_LINES = 4
_SENTENCE = re.compile("[，。；]")


def passages(
    text: str,
    clauses: Sequence[Clause] | None = None,
    *,
    target: int = TARGET,
    most: int = MOST,
) -> tuple[Passage, ...]:
    """Cut a text into passages.

    An article with its items is one passage; the points of an outline are joined with those
    beside and above them, never across an article, section or chapter; running text is cut
    between paragraphs, else sentences. Headings go with what they head.

    Args:
        text: Original text.
        clauses: Its clauses, where they are known.
        target: Characters that points and running text are joined and cut to, about.
        most: Characters that no passage exceeds.

    Returns:
        Passages in order; together they are the text.

    Raises:
        ValueError: The target is below 1 or above the most.
    """
    if not 1 <= target <= most:
        raise ValueError(f"passages of {target} to {most} characters")
    if clauses is None:
        clauses = cut_clauses(text)
    return tuple(_Cutter(text, clauses, target, most).passages())


@dataclass(slots=True)
class _Unit:
    """Clauses taken together.

    Attributes:
        first: The first of them.
        last: One past the last.
        whole: Nothing that stands beside or below them was left out.
    """

    first: int
    last: int
    whole: bool = True


class _Cutter:
    def __init__(self, text: str, clauses: Sequence[Clause], target: int, most: int) -> None:
        self.text = text
        self.clauses = clauses
        self.target = target
        self.most = most
        self.heads = [self._is_head(clause) for clause in clauses]
        self.leads = [
            head or self._leads(clause) for head, clause in zip(self.heads, clauses, strict=True)
        ]

    def _is_head(self, clause: Clause) -> bool:
        """Whether a clause is a heading and nothing else."""
        if clause.end - clause.start > 4 * _HEADING:
            return False
        words = "".join(self.text[clause.start : clause.end].split())
        if len(words) > _HEADING or words[-1:] in tuple(SENTENCE_END):
            return False
        if not clause.path:
            # A title takes few lines; more are a table of contents or a list.
            lines = self.text[clause.start : clause.end].strip().count("\n")
            return lines <= _TITLE_LINES and not _SENTENCE.search(words)
        label, heading = clause.path[-1], "".join(clause.headings[-1].split())
        named = bool(heading) or _BORDER.match(label) is not None
        return named and len(words) <= len(label) + len(heading) + 4

    def _leads(self, clause: Clause) -> bool:
        """Whether a clause is a short sentence that the next carries on (主要职责如下：)."""
        if clause.end - clause.start > 4 * _HEADING:
            return False
        words = self.text[clause.start : clause.end].rstrip()
        return len(words) <= 2 * _HEADING and words[-1:] in (":", "：")

    def passages(self) -> Iterator[Passage]:
        pending, before = 0, None
        for first, last in self._regions():
            if all(self.heads[first:last]):
                continue
            for passage in self._region(pending, last, self._is_article(first)):
                if before is not None:
                    yield before
                before = passage
            pending = last
        if pending < len(self.clauses):
            for passage in self._region(pending, len(self.clauses), False):
                if before is not None and passage.end - before.start <= self.most:
                    passage = Passage(before.start, passage.end, before.path, before.headings)
                elif before is not None:
                    yield before
                before = passage
        if before is not None:
            yield before

    def _regions(self) -> Iterator[tuple[int, int]]:
        """Runs of clauses within one article, section or chapter."""
        first, inside = 0, None
        for index, clause in enumerate(self.clauses):
            depth = _depth(clause.path)
            here = clause.path[:depth]
            if inside is not None and (here != inside or (depth and depth == len(clause.path))):
                yield first, index
                first = index
            inside = here
        if inside is not None:
            yield first, len(self.clauses)

    def _is_article(self, index: int) -> bool:
        path = self.clauses[index].path
        depth = _depth(path)
        return depth > 0 and _ARTICLE.match(path[depth - 1]) is not None

    def _region(self, first: int, last: int, article: bool) -> Iterator[Passage]:
        limit = self.target
        if article:
            length = self._length(first, last)
            limit = -(-length // -(-length // self.most))
        for unit in self._pack(first, last, 0, limit):
            yield from self._cut(unit)

    def _length(self, first: int, last: int) -> int:
        return self.clauses[last - 1].end - self.clauses[first].start

    def _pack(self, first: int, last: int, depth: int, limit: int) -> list[_Unit]:
        """Join clauses that share their path to a depth into units up to a limit."""
        if self._length(first, last) <= limit or last - first == 1:
            return [_Unit(first, last)]
        units: list[_Unit] = []
        for begin, end in self._runs(first, last, depth):
            packed = self._pack(begin, end, depth + 1, limit)
            for unit in packed:
                unit.whole &= len(packed) == 1
            if units and self._joins(units[-1], packed[0], limit):
                units[-1].last = packed[0].last
                units[-1].whole &= packed[0].whole
                del packed[0]
            units += packed
        if len(units) > 1 and self._is_rest(units[-2], units[-1], limit):
            rest = units.pop()
            units[-1].last = rest.last
        return units

    def _runs(self, first: int, last: int, depth: int) -> Iterator[tuple[int, int]]:
        """Runs of clauses of one label at a depth; their parent's own text is one as well."""
        begin = first
        for index in range(first + 1, last):
            path, before = self.clauses[index].path, self.clauses[index - 1].path
            if len(path) <= depth + 1 or path[: depth + 1] != before[: depth + 1]:
                yield begin, index
                begin = index
        yield begin, last

    def _joins(self, before: _Unit, unit: _Unit, limit: int) -> bool:
        length = self._length(before.first, unit.last)
        if all(self.leads[before.first : before.last]):
            return length <= self.most
        return before.whole and unit.whole and length <= limit

    def _is_rest(self, before: _Unit, unit: _Unit, limit: int) -> bool:
        """Whether the last unit is too little to stand alone."""
        both = self._length(before.first, unit.last)
        small = self._length(unit.first, unit.last) * 3 < limit
        return small and before.whole and unit.whole and both <= min(self.most, limit * 3 // 2)

    def _cut(self, unit: _Unit) -> Iterator[Passage]:
        start, end = self.clauses[unit.first].start, self.clauses[unit.last - 1].end
        path, headings = self._path(unit)
        most = self.most if path else min(self.most, self.target * 3 // 2)
        if end - start <= most:
            yield Passage(start, end, path, headings)
            return
        for begin, stop in pieces(self.text, start, end, self.target, self.most):
            yield Passage(begin, stop, path, headings)

    def _path(self, unit: _Unit) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What the clauses of a unit have in common of their paths."""
        members = [
            clause
            for clause, head in zip(
                self.clauses[unit.first : unit.last],
                self.heads[unit.first : unit.last],
                strict=True,
            )
            if not head
        ] or [self.clauses[unit.last - 1]]
        path = members[0].path
        for clause in members:
            shared = 0
            for label, other in zip(path, clause.path, strict=False):
                if label != other:
                    break
                shared += 1
            path = path[:shared]
        return path, members[0].headings[: len(path)]


def _depth(path: Sequence[str]) -> int:
    """How many labels of a path lead to its innermost article, section or chapter."""
    for depth in range(len(path), 0, -1):
        if _BORDER.match(path[depth - 1]):
            return depth
    return 0
