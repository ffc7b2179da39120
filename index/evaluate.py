"""Queries over whoosh's lists of documents: which documents match, and how well."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ..text.segment import Segmenter, characters
from .nodes import And, MatchAll, Not, Or, Query
from .plan import Contains, OneOf, RunPrefix, target

_K1, _B = 1.2, 0.75
# Looking into a text costs about as much as stepping over this many entries of a list.
_LOOK = 4


class Segment:
    """One segment of a whoosh index, with what was read of it.

    Args:
        reader: A whoosh ``SegmentReader``.
    """

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._values: dict[str, list[str]] = {}
        self._columns: dict[str, Any] = {}

    @cached_property
    def live(self) -> set[int]:
        """Documents that were not deleted."""
        everything = range(self._reader.doc_count_all())
        return {document for document in everything if not self._reader.is_deleted(document)}

    @cached_property
    def ids(self) -> list[str]:
        """Document → record id."""
        return self.values("id")

    @cached_property
    def dates(self) -> list[int]:
        """Document → date as a number."""
        return list(self._reader.column_reader("date"))

    @cached_property
    def lengths(self) -> list[int]:
        """Document → characters of its folded text."""
        return list(self._reader.column_reader("length"))

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

    def postings(self, name: str, token: str) -> Any:
        """Whoosh's matcher for a token that the segment holds."""
        return self._reader.postings(name, token.encode())

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
        documents = sum(len(segment.lengths) for segment in held)
        total = sum(sum(segment.lengths) for segment in held)
        return Statistics(held, documents, total / documents if total else 1.0)

    def weight(self, word: str) -> float:
        """How much a word tells, by the documents that hold it (BM25)."""
        held = sum(segment.frequency("words", word) for segment in self.segments)
        return math.log(1 + (self.documents - held + 0.5) / (held + 0.5))


@dataclass(slots=True)
class Found:
    """Matches of a query in one segment.

    Attributes:
        documents: That match.
        ranking: For each ranked leaf: the leaf, documents with it in the title, and how often
            it stands in the text of the others and these.
    """

    documents: set[int] = field(default_factory=set)
    ranking: list[tuple[Contains, set[int], dict[int, int]]] = field(default_factory=list)


class Evaluation:
    """One query, over several segments."""

    def __init__(self, query: Query, segmenter: Segmenter, statistics: Statistics) -> None:
        self._query = query
        self._segmenter = segmenter
        self._statistics = statistics
        self._weights: dict[str, float] = {}

    def matches(self, segment: Segment) -> Found:
        """What matches in a segment."""
        found = Found()
        found.documents = self._match(segment, self._query, found)
        return found

    def scores(self, segment: Segment, found: Found) -> dict[int, float]:
        """Document → score, for all matches in a segment."""
        scores = dict.fromkeys(found.documents, 0.0)
        for leaf, titled, counts in found.ranking:
            for document in titled & found.documents:
                scores[document] += leaf.bonus
            leaf_documents = found.documents & (titled | counts.keys())
            for word in leaf.words:
                counted = counts if word == leaf.folded else _counts(segment, word, leaf_documents)
                self._add_word(segment, word, counted, scores)
        return scores

    def _match(self, segment: Segment, query: Query, found: Found | None) -> set[int]:
        """Documents of a subtree; ranked leaves are noted unless ``found`` is None."""
        match query:
            case MatchAll():
                return segment.live
            case Not(part):
                return segment.live - self._match(segment, part, None)
            case And(parts):
                return self._match_all(segment, parts, found)
            case Or(parts):
                return set().union(*(self._match(segment, part, found) for part in parts))
            case _:
                wanted = target(query, self._segmenter)
        match wanted:
            case Contains():
                return self._match_contains(segment, wanted, found)
            case RunPrefix(prefix):
                tokens = list(segment.terms("runs", prefix))
                return set().union(*(segment.documents("runs", token) for token in tokens))
            case OneOf(tests):
                return set().union(*(_passing(segment, name, test) for name, test in tests))

    def _match_all(
        self, segment: Segment, parts: tuple[Query, ...], found: Found | None
    ) -> set[int]:
        documents = segment.live
        for part in parts:
            if isinstance(part, Not):
                documents = documents - self._match(segment, part.part, None)
            else:
                documents = documents & self._match(segment, part, found)
            if not documents:
                break
        return documents

    def _match_contains(self, segment: Segment, leaf: Contains, found: Found | None) -> set[int]:
        candidates = {name: _candidates(segment, name, leaf.folded) for name in leaf.fields}
        if found is None or not leaf.words or "text" not in candidates:
            held = [_holding(segment, name, leaf.folded, candidates[name]) for name in leaf.fields]
            return set().union(*held)
        titled = _holding(segment, "title", leaf.folded, candidates["title"])
        counts = _counts(segment, leaf.folded, candidates["text"])
        found.ranking.append((leaf, titled, counts))
        return titled | counts.keys()

    def _add_word(
        self, segment: Segment, word: str, counts: dict[int, int], scores: dict[int, float]
    ) -> None:
        """Add a word's BM25 to the scores of documents, by how often it stands in each."""
        if word not in self._weights:
            self._weights[word] = self._statistics.weight(word)
        weight, average, lengths = self._weights[word], self._statistics.length, segment.lengths
        for document, count in counts.items():
            if document in scores:
                norm = _K1 * (1 - _B + _B * lengths[document] / average)
                scores[document] += weight * count * (_K1 + 1) / (count + norm)


def _passing(segment: Segment, name: str, test: Callable[[str], bool]) -> set[int]:
    values = [value for value in segment.terms(name) if test(value)]
    return set().union(*(segment.documents(name, value) for value in values))


def _candidates(segment: Segment, name: str, folded: str) -> set[int]:
    """Documents that may contain a string in a field: not all that hold its characters do.

    The rarest characters come first; when few documents are left, their texts say the rest.
    """
    ordered = sorted((segment.frequency(name, token), token) for token in characters(folded))
    documents = segment.documents(name, ordered[0][1])
    for frequency, token in ordered[1:]:
        if frequency > _LOOK * len(documents):
            break
        documents &= segment.documents(name, token)
    return documents


def _holding(segment: Segment, name: str, folded: str, candidates: set[int]) -> set[int]:
    """Those among some documents that contain a string in a field."""
    wanted = folded.encode()
    return {document for document in candidates if wanted in segment.folded(name, document)}


def _counts(segment: Segment, folded: str, candidates: set[int]) -> dict[int, int]:
    """How often a string stands in the texts of some documents; those without are left out."""
    wanted = folded.encode()
    counts = {doc: segment.folded("text", doc).count(wanted) for doc in candidates}
    return {document: count for document, count in counts.items() if count}
