"""What a measure of relevance needs: graded queries, plain BM25, the figures of a ranking."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from danghe.text.normalise import fold
from danghe.text.segment import Segmenter, bigrams

K1, B = 1.2, 0.75
QUOTES = str.maketrans(dict.fromkeys('"“”「」', " "))

Cut = Callable[[str], list[str]]
"""Folded text → tokens."""


@dataclass(frozen=True)
class Question:
    """A query as typed, with the grade (1 to 3) of everything that answers it."""

    query: str
    kind: str
    relevant: Mapping[str, int]
    split: str

    @property
    def best(self) -> set[str]:
        """The answers of the highest grade that it has."""
        top = max(self.relevant.values())
        return {key for key, grade in self.relevant.items() if grade == top}


def load_questions(path: Path) -> list[Question]:
    """Read a file of graded queries, one JSON object a line."""
    lines = path.read_text("utf-8").splitlines()
    entries = [json.loads(line) for line in lines if line.strip()]
    return [Question(e["query"], e["kind"], e["relevant"], e.get("split", "")) for e in entries]


class BM25:
    """Okapi BM25 over tokens; any token of a query may match."""

    def __init__(self, documents: Iterable[Sequence[str]]) -> None:
        postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        lengths = []
        for number, tokens in enumerate(documents):
            lengths.append(len(tokens))
            for token, count in Counter(tokens).items():
                postings[token].append((number, count))
        mean = sum(lengths) / max(1, len(lengths)) or 1
        self.postings, self.size = postings, len(lengths)
        self.norms = [K1 * (1 - B + B * length / mean) for length in lengths]

    def scores(self, tokens: Iterable[str]) -> dict[int, float]:
        """Score of every document that has one of the tokens."""
        scores: dict[int, float] = defaultdict(float)
        for token in dict.fromkeys(tokens):
            found = self.postings.get(token, [])
            weight = math.log(1 + (self.size - len(found) + 0.5) / (len(found) + 0.5))
            for number, count in found:
                scores[number] += weight * count * (K1 + 1) / (count + self.norms[number])
        return scores


class Plain:
    """A ranking by the sum of BM25 over one or more kinds of tokens."""

    def __init__(self, keys: Sequence[str], texts: Sequence[str], cuts: Sequence[Cut]) -> None:
        self.keys, self.cuts = keys, cuts
        folded = list(map(fold, texts))
        self.ranks = [BM25(map(cut, folded)) for cut in cuts]

    def __call__(self, query: str) -> list[str]:
        total: dict[int, float] = defaultdict(float)
        terms = [fold(term) for term in query.translate(QUOTES).split()]
        for cut, rank in zip(self.cuts, self.ranks, strict=True):
            tokens = [token for term in terms for token in cut(term)]
            for number, score in rank.scores(tokens).items():
                total[number] += score
        order = sorted(total, key=lambda number: (-total[number], number))
        return [self.keys[number] for number in order]


def plain_designs(
    keys: Sequence[str], texts: Sequence[str], segmenter: Segmenter
) -> dict[str, Plain]:
    """The designs that danghe is held against."""
    cuts: dict[str, list[Cut]] = {
        "words": [segmenter.words],
        "bigrams": [_pairs],
        "words+bigrams": [segmenter.words, _pairs],
    }
    return {name: Plain(keys, texts, cut) for name, cut in cuts.items()}


def _pairs(folded: str) -> list[str]:
    return [pair for pair in bigrams(folded) if pair.isalnum()]


@dataclass(frozen=True)
class Figures:
    """Of one answer, or the mean of several.

    Attributes:
        mrr: 1 / place of the first answer of the highest grade, among the first 10.
        ndcg: Gain of the first 10 (2^grade − 1, discounted by log2) over the best possible.
        recall: Share of all answers, of whatever grade, among the first 20.
        nothing: 1 when none of the first 20 answers.
    """

    mrr: float
    ndcg: float
    recall: float
    nothing: float


def judge(question: Question, ranked: Sequence[str]) -> Figures:
    """Figures of one ranked answer."""
    best, grades = question.best, question.relevant
    places = [place for place, key in enumerate(ranked[:10], 1) if key in best]
    ideal = _gain(sorted(grades.values(), reverse=True)[:10])
    found = sum(key in grades for key in ranked[:20])
    return Figures(
        mrr=1 / places[0] if places else 0.0,
        ndcg=_gain([grades.get(key, 0) for key in ranked[:10]]) / ideal,
        recall=found / min(20, len(grades)),
        nothing=float(not found),
    )


def _gain(grades: Iterable[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, 1))


def mean(figures: Sequence[Figures]) -> Figures:
    """The mean of one or more."""
    count = len(figures)
    return Figures(
        sum(one.mrr for one in figures) / count,
        sum(one.ndcg for one in figures) / count,
        sum(one.recall for one in figures) / count,
        sum(one.nothing for one in figures) / count,
    )
