"""Learning from confirmed filings, and whether it helps.

Only this needs scikit-learn (the extra ``learn``). Logistic regression: its weights can be read
and shown, and a few hundred papers are enough for it.
"""

from __future__ import annotations

import hashlib
import math
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ..errors import UsageError
from ..model import Document
from ..schemas import Norms
from .confidence import THRESHOLD, confidence
from .divide import Span
from .filing import decide
from .fit import Fit
from .learned import NO_BOX, Kind, Learned, Traits, kind_of, scaled, traits_of, voted
from .lexicon import lexicon_of
from .paper import paper_of
from .reading import Context

MINIMUM = 20
"""So many papers must be confirmed, in at least two boxes, before anything is learned."""

FOLDS = 5
_MOST_WORDS = 20_000
_LOOSENESS = 10.0
_NEGLIGIBLE = 0.01
_ROUNDS = 300


@dataclass(frozen=True, slots=True)
class Example:
    """A paper whose box is known.

    Attributes:
        id: Of the record.
        box_id: Its box; None for none.
        right: Boxes that are right for it.
        traits: Of the paper.
        ranked: Boxes as the rules rank them.
        level: Boxes of other levels get no votes; None for all.
    """

    id: str
    box_id: str | None
    right: frozenset[str]
    traits: Traits = field(repr=False)
    ranked: tuple[Fit, ...] = field(repr=False)
    level: str | None = None


def example_of(
    id: str,
    document: Document,
    span: Span,
    norms: Norms,
    context: Context,
    box_id: str | None,
    also: Sequence[str] = (),
) -> Example:
    """A paper as rules and model see it, with the box that it belongs to."""
    paper = paper_of(document, span.start, span.end)
    decision = decide(paper, span, norms, replace(context, learned=None))
    right = frozenset(filter(None, (box_id, *also)))
    traits = traits_of(decision.zones, lexicon_of(norms))
    return Example(id, box_id, right, traits, decision.ranked, decision.level)


def train(examples: Sequence[Example], norms: Norms) -> Learned:
    """A model of these papers.

    Raises:
        UsageError: scikit-learn is not installed, or the papers are of less than two kinds.
    """
    kinds = [_kind(example, norms) for example in examples]
    if len(set(kinds) - {NO_BOX}) < 2:
        raise UsageError("learn.few", count=len(examples), minimum=MINIMUM)
    rarity = _rarity(examples)
    names, weights, intercepts = _regression(
        [scaled(example.traits, rarity) for example in examples], kinds
    )
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for example, kind in zip(examples, kinds, strict=True):
        seen[kind] |= {word for word in example.traits if word in rarity}
    counts = Counter(kinds)
    found = {
        name: Kind(counts[name], round(float(intercept), 4), row, frozenset(seen[name]))
        for name, row, intercept in zip(names, weights, intercepts, strict=True)
    }
    return Learned(norms.id, norms.version, len(examples), rarity, found)


def _kind(example: Example, norms: Norms) -> str:
    place = norms.box_places.get(example.box_id or "")
    return kind_of(place[1], place[2]) if place else NO_BOX


def _rarity(examples: Sequence[Example]) -> dict[str, float]:
    """The commonest words, with the logarithm of how few papers have them (smoothed idf)."""
    counts = Counter(word for example in examples for word in example.traits)
    commonest = sorted(counts, key=lambda word: (-counts[word], word))[:_MOST_WORDS]
    return {
        word: round(1 + math.log((1 + len(examples)) / (1 + counts[word])), 4) for word in commonest
    }


def _regression(
    rows: list[dict[str, float]], kinds: list[str]
) -> tuple[list[str], list[dict[str, float]], list[float]]:
    """Class names, with the weights that matter and the intercept of each."""
    try:
        from sklearn.feature_extraction import DictVectorizer
        from sklearn.linear_model import LogisticRegression
    except ImportError as error:
        raise UsageError("learn.missing") from error
    vectors = DictVectorizer()
    table = vectors.fit_transform(rows)
    model = LogisticRegression(C=_LOOSENESS, class_weight="balanced", max_iter=_ROUNDS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Few papers of many boxes are usual here.
        model.fit(table, kinds)
    coefficients, intercepts = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        # Two classes share one function: its halves, with either sign.
        coefficients = [-coefficients[0] / 2, coefficients[0] / 2]
        intercepts = [-intercepts[0] / 2, intercepts[0] / 2]
    words = [str(word) for word in vectors.get_feature_names_out()]
    weights = [
        {w: round(float(c), 4) for w, c in zip(words, row, strict=True) if abs(c) >= _NEGLIGIBLE}
        for row in coefficients
    ]
    return [str(name) for name in model.classes_], weights, [float(one) for one in intercepts]


@dataclass(frozen=True, slots=True)
class Figures:
    """How filing went on papers whose box is known.

    Attributes:
        papers: All of them.
        boxed: Those that have a box.
        right: Filed into a right box.
        wrong: Filed into another, or without having one.
    """

    papers: int = 0
    boxed: int = 0
    right: int = 0
    wrong: int = 0

    @property
    def open(self) -> int:
        """Papers left open."""
        return self.papers - self.right - self.wrong

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.papers + other.papers,
            self.boxed + other.boxed,
            self.right + other.right,
            self.wrong + other.wrong,
        )

    def is_better_than(self, other: Figures) -> bool:
        """No more wrong and no fewer right, and one of both better."""
        better = (other.wrong - self.wrong, self.right - other.right)
        return min(better) >= 0 and max(better) > 0


def judged(examples: Sequence[Example], learned: Learned | None) -> Figures:
    """Filing of these papers by the rules, or by rules and model."""
    total = Figures()
    for example in examples:
        ranked = example.ranked
        if learned is not None:
            ranked = voted(ranked, example.traits, example.level, learned)
        filed = confidence(ranked) >= THRESHOLD
        right = filed and ranked[0].box.id in example.right
        total += Figures(1, int(bool(example.right)), int(right), int(filed and not right))
    return total


def cross_validated(
    examples: Sequence[Example], norms: Norms, folds: int = FOLDS
) -> tuple[Figures, Figures]:
    """Rules only, and rules with a model that did not see the papers it is judged on.

    Raises:
        UsageError: scikit-learn is not installed, or the papers are too few.
    """
    alone, together = Figures(), Figures()
    for rest, fold in _split(examples, folds):
        alone += judged(fold, None)
        together += judged(fold, train(rest, norms))
    return alone, together


def _split(
    examples: Sequence[Example], folds: int
) -> Iterator[tuple[list[Example], list[Example]]]:
    """Folds that share out each box evenly; the same ones for the same papers."""
    ordered = sorted(examples, key=lambda one: (one.box_id or "", _shuffled(one.id)))
    for fold in range(folds):
        rest = [one for n, one in enumerate(ordered) if n % folds != fold]
        yield rest, ordered[fold::folds]


def _shuffled(id: str) -> str:
    return hashlib.sha256(id.encode()).hexdigest()
