"""Whoosh's lists of documents, segment by segment, with what was read of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .bm25 import inverse_frequency


class Segment:
    """One segment of a whoosh index, with what was read of it.

    Args:
        reader: A whoosh ``SegmentReader``.
    """

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._values: dict[str, list[str]] = {}
        self._numbers: dict[str, list[int]] = {}
        self._columns: dict[str, Any] = {}

    @cached_property
    def live(self) -> set[int]:
        """Records that were not deleted."""
        return self.documents("kind", "record")

    @cached_property
    def ids(self) -> list[str]:
        """Document → record id, empty for further passages."""
        return self.values("id")

    @cached_property
    def dates(self) -> list[int]:
        """Document → date as a number."""
        return self.numbers("date")

    @cached_property
    def lengths(self) -> list[int]:
        """Document → characters of its folded text."""
        return self.numbers("length")

    def numbers(self, name: str) -> list[int]:
        """Document → value of a column of numbers."""
        if name not in self._numbers:
            self._numbers[name] = list(self._reader.column_reader(name))
        return self._numbers[name]

    def values(self, name: str) -> list[str]:
        """Document → value of a field, empty where it has none."""
        if name not in self._values:
            if self._reader.has_column(name):
                self._values[name] = [value.decode() for value in self._reader.column_reader(name)]
            else:
                self._values[name] = [""] * self._reader.doc_count_all()
        return self._values[name]

    def folded(self, name: str, document: int) -> bytes:
        """Folded text of a document."""
        if name not in self._columns:
            self._columns[name] = self._reader.column_reader(name, translate=False)
        found: bytes = self._columns[name][document]
        return found

    def terms(self, name: str, prefix: str = "") -> Iterable[str]:
        """Distinct tokens of a field that start with a prefix."""
        return (term.decode() for term in self._reader.expand_prefix(name, prefix))

    def frequency(self, name: str, token: str) -> int:
        """Documents that hold a token, deleted ones included."""
        frequency: int = self._reader.doc_frequency(name, token.encode())
        return frequency

    def following(self, character: str) -> set[str]:
        """Characters that follow one in texts and titles."""
        return {
            folded[place + 1]
            for name in ("text", "title")
            for document in self.documents(name, character)
            for folded in (self.folded(name, document).decode(),)
            for place in _places(folded, character)
            if place + 1 < len(folded)
        }

    def postings(self, name: str, token: str) -> Any:
        """Whoosh's matcher for a token that the segment holds."""
        return self._reader.postings(name, token.encode())

    def counted(self, name: str, token: str) -> Iterator[tuple[int, float]]:
        """Documents that hold a token, with how often each does."""
        if not self.frequency(name, token):
            return
        matcher = self.postings(name, token)
        while matcher.is_active():
            yield matcher.id(), matcher.weight()
            matcher.next()

    def documents(self, name: str, token: str) -> set[int]:
        """Documents that hold a token."""
        if not self.frequency(name, token):
            return set()
        return set(self.postings(name, token).all_ids())


@dataclass(frozen=True, slots=True)
class Statistics:
    """What ranking needs to know of the whole index."""

    segments: tuple[Segment, ...]
    documents: int
    length: float

    @staticmethod
    def of(segments: Iterable[Segment]) -> Statistics:
        """Statistics over some segments."""
        held = tuple(segments)
        documents = sum(segment.frequency("kind", "record") for segment in held)
        total = sum(sum(segment.lengths) for segment in held)
        return Statistics(held, documents, total / documents if total else 1.0)

    def weight(self, word: str) -> float:
        """How much a word tells, by the documents that hold it (BM25)."""
        held = sum(segment.frequency("words", word) for segment in self.segments)
        return inverse_frequency(held, self.documents)


class SegmentPairs:
    """Which characters stand side by side; see ``Pairs``. Whoosh's index has no bigrams."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._pairs: dict[str, frozenset[str]] = {}

    def after(self, character: str) -> frozenset[str]:
        """Characters that follow one somewhere."""
        if character not in self._pairs:
            self._pairs[character] = frozenset().union(
                *(segment.following(character) for segment in self._segments)
            )
        return self._pairs[character]

    def holds(self, pair: str) -> bool:
        """Whether two characters stand side by side somewhere."""
        return pair[1] in self.after(pair[0])


def _places(text: str, character: str) -> Iterator[int]:
    place = text.find(character)
    while place >= 0:
        yield place
        place = text.find(character, place + 1)
