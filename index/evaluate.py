"""Queries over whoosh's lists of documents: which documents match, and how well."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product

from ..text.segment import Segmenter, characters
from .bm25 import word_score
from .closeness import stand_close
from .nodes import And, MatchAll, Not, Or, Query, Ranked
from .plan import (
    HEADING_BONUS,
    PHRASE_BONUS,
    TITLE_BONUS,
    TITLE_PIECES_BONUS,
    AnyOf,
    Close,
    Contains,
    Ids,
    OneOf,
    RunPrefix,
    Target,
    Writing,
    literal,
    target,
)
from .segments import Segment, SegmentPairs, Statistics

# Looking into a text costs about as much as stepping over this many entries of a list.
_LOOK = 4


Scores = dict[int, float]
Scoring = Callable[[set[int]], Scores]


@dataclass(slots=True)
class Found:
    """Matches of a query in one segment.

    Attributes:
        documents: That match.
        scorings: One for each ranked leaf: documents → scores of those that the leaf matches.
    """

    documents: set[int] = field(default_factory=set)
    scorings: list[Scoring] = field(default_factory=list)


class Evaluation:
    """One query, over several segments."""

    def __init__(self, query: Query, segmenter: Segmenter, statistics: Statistics) -> None:
        self._query = query
        self._segmenter = segmenter
        self._statistics = statistics
        self._pairs = SegmentPairs(statistics.segments)
        self._weights: dict[str, float] = {}

    def matches(self, segment: Segment) -> Found:
        """What matches in a segment."""
        found = Found()
        found.documents = self._match(segment, self._query, found)
        return found

    def scores(self, found: Found) -> Scores:
        """Document → score, for all matches in a segment."""
        scores = dict.fromkeys(found.documents, 0.0)
        for scoring in found.scorings:
            for document, score in scoring(found.documents).items():
                scores[document] += score
        return scores

    def _match(self, segment: Segment, query: Query, found: Found | None) -> set[int]:
        """Documents of a subtree; ranked leaves are noted unless ``found`` is None."""
        match query:
            case MatchAll():
                return segment.live
            case Not(part):
                return segment.live - self._match(segment, literal(part), None)
            case And(parts):
                return self._match_all(segment, parts, found)
            case Or(parts):
                return set().union(*(self._match(segment, part, found) for part in parts))
            case _:
                wanted = target(query, self._segmenter, self._pairs)
                return self._match_target(segment, wanted, found)

    def _match_target(self, segment: Segment, wanted: Target, found: Found | None) -> set[int]:
        match wanted:
            case Contains():
                return self._match_any(segment, (wanted,), found)
            case AnyOf(parts):
                return self._match_any(segment, parts, found)
            case Close():
                return _close(segment, wanted)
            case RunPrefix(prefix):
                tokens = list(segment.terms("runs", prefix))
                return set().union(*(segment.documents("runs", token) for token in tokens))
            case OneOf(tests):
                return set().union(*(_passing(segment, name, test) for name, test in tests))
            case Ids(field, values):
                return set().union(*(segment.documents(field, value) for value in values))
            case Ranked(words):
                if found is not None:
                    found.scorings.append(lambda within: self._ranked(segment, wanted, within))
                held = (segment.documents("words", word) for word, _ in words)
                return set().union(*held)

    def _match_all(
        self, segment: Segment, parts: tuple[Query, ...], found: Found | None
    ) -> set[int]:
        documents = segment.live
        for part in parts:
            if isinstance(part, Not):
                documents = documents - self._match(segment, literal(part.part), None)
            else:
                documents = documents & self._match(segment, part, found)
            if not documents:
                break
        return documents

    def _match_any(
        self, segment: Segment, parts: tuple[Contains, ...], found: Found | None
    ) -> set[int]:
        """Documents that match one of some strings; the best one counts."""
        held = [_Held.of(segment, part) for part in parts]

        def scoring(within: set[int]) -> Scores:
            best: Scores = {}
            for one in held:
                for document, score in self._score(segment, one, within).items():
                    best[document] = max(score, best.get(document, 0.0))
            return best

        if found is not None and parts[0].words:
            found.scorings.append(scoring)
        return set().union(*(one.documents for one in held))

    def _score(self, segment: Segment, held: _Held, within: set[int]) -> Scores:
        leaf, documents = held.leaf, held.documents & within
        scores = dict.fromkeys(documents, 0.0)

        def add(matching: Iterable[int], bonus: float) -> None:
            for document in documents.intersection(matching):
                scores[document] += bonus

        add(held.titled, TITLE_BONUS * leaf.scale)
        add(_with_writings(segment, "headings", leaf), HEADING_BONUS * leaf.scale)
        if leaf.pieces:
            add(_with_pieces(segment, ("title",), leaf), TITLE_PIECES_BONUS * leaf.scale)
            add(held.texted, PHRASE_BONUS * (leaf.scale - 1))
        for word in leaf.words:
            for document, score in self._word_scores(segment, word, documents).items():
                scores[document] += score
        return {document: score * leaf.weight for document, score in scores.items()}

    def _ranked(self, segment: Segment, leaf: Ranked, within: set[int]) -> Scores:
        scores: Scores = {}
        for word, weight in leaf.words:
            documents = segment.documents("words", word) & within
            for document, score in self._word_scores(segment, word, documents).items():
                scores[document] = scores.get(document, 0.0) + weight * score
        return scores

    def _word_scores(self, segment: Segment, word: str, documents: set[int]) -> Scores:
        """A word's BM25 by how often it stands in the text of some documents."""
        if word not in self._weights:
            self._weights[word] = self._statistics.weight(word)
        weight, average, lengths = self._weights[word], self._statistics.length, segment.lengths
        return {
            document: word_score(weight, count, lengths[document], average)
            for document, count in _counts(segment, word, documents).items()
        }


@dataclass(frozen=True, slots=True)
class _Held:
    """Where a string was found in one segment.

    Attributes:
        leaf: The string.
        titled: Documents with it in the title.
        texted: Documents with it in another of its fields.
        scattered: Documents that hold all of its pieces.
    """

    leaf: Contains
    titled: set[int]
    texted: set[int]
    scattered: set[int]

    @property
    def documents(self) -> set[int]:
        return self.titled | self.texted | self.scattered

    @staticmethod
    def of(segment: Segment, leaf: Contains) -> _Held:
        held = {name: _with_writings(segment, name, leaf) for name in leaf.fields}
        return _Held(
            leaf,
            held.pop("title", set()),
            set().union(*held.values()),
            _with_pieces(segment, leaf.fields, leaf) if leaf.pieces else set(),
        )


def _with_writings(segment: Segment, name: str, leaf: Contains) -> set[int]:
    """Documents where one of a string's writings stands in a field."""
    return set().union(*(_with_writing(segment, name, one) for one in leaf.writings))


def _with_writing(segment: Segment, name: str, writing: Writing) -> set[int]:
    documents = _candidates(segment, name, writing.folded)
    for token in writing.needs:
        documents = documents & segment.documents("numbers", token)
    return _holding(segment, name, writing.folded, documents)


def _with_pieces(segment: Segment, names: Sequence[str], leaf: Contains) -> set[int]:
    """Documents that hold the pieces of a string, each in one of some fields."""
    documents = segment.live
    for same in leaf.pieces:
        held = (_with_writing(segment, name, piece) for piece, name in product(same, names))
        documents = documents & set().union(*held)
        if not documents:
            break
    return documents


def _close(segment: Segment, wanted: Close) -> set[int]:
    terms = [[writing.folded for writing in term.writings] for term in wanted.terms]
    found: set[int] = set()
    for name in wanted.fields:
        held = (_with_writings(segment, name, term) for term in wanted.terms)
        for document in set.intersection(*held):
            text = segment.folded(name, document).decode()
            if stand_close(text, terms, wanted.distance):
                found.add(document)
    return found


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
