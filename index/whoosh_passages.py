"""Questions over whoosh's lists: the passages that hold most of what is asked."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence

from .bm25 import inverse_frequency, word_score
from .face import Asked, PassageHit
from .plan import CONTEXT_WEIGHT
from .segments import Segment

_FIELDS = (("passage", 1.0), ("context", CONTEXT_WEIGHT))


def best_passages(
    segments: Sequence[Segment], asked: Sequence[Asked], limit: int
) -> tuple[PassageHit, ...]:
    """See ``Engine.passages``."""
    scores: dict[tuple[int, int], float] = {}
    for name, share in _FIELDS:
        lengths = _Lengths(segments, name)
        for one in asked:
            best: dict[tuple[int, int], float] = {}
            for word, weight in one.words:
                for place, score in _word_scores(segments, name, word, lengths):
                    best[place] = max(best.get(place, 0.0), score * weight * share)
            for place, score in best.items():
                scores[place] = scores.get(place, 0.0) + score
    ranked = heapq.nlargest(limit, ((score, -s, -d) for (s, d), score in scores.items()))
    return tuple(_hit(segments[-number], -document, score) for score, number, document in ranked)


class _Lengths:
    """How long a field is in each document, and on average."""

    def __init__(self, segments: Sequence[Segment], name: str) -> None:
        self.by_segment = [segment.numbers(f"{name}_length") for segment in segments]
        self.documents = sum(map(len, self.by_segment))
        total = sum(map(sum, self.by_segment))
        self.average = total / self.documents if total else 1.0


def _word_scores(
    segments: Sequence[Segment], name: str, word: str, lengths: _Lengths
) -> Iterator[tuple[tuple[int, int], float]]:
    held = sum(segment.frequency(name, word) for segment in segments)
    weight = inverse_frequency(held, lengths.documents)
    for number, segment in enumerate(segments):
        for document, count in segment.counted(name, word):
            length = lengths.by_segment[number][document]
            yield (number, document), word_score(weight, count, length, lengths.average)


def _hit(segment: Segment, document: int, score: float) -> PassageHit:
    record, start, end = segment.values("place")[document].rsplit(" ", 2)
    return PassageHit(record, int(start), int(end), score)
