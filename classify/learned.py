"""What confirmed filings taught: one more evidence for a box, beside the rules'.

A linear model over the words of title, head, column names and folders. Applying it needs no
library; ``training`` makes it. It is data, read as data: no code comes out of a model file.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from ..schemas import Box, Norms, Section
from .confidence import STEEPNESS
from .lexicon import Lexicon, lexicon_of

if TYPE_CHECKING:
    from .fit import Fit
    from .zones import Zones

FORMAT = 1
NO_BOX = ""
"""The class of papers of which a person said that no box takes them."""

MOST_LIFT = 0.4
"""The most that a vote adds to a box's score: less than files a paper for which no rule speaks."""

_ZONES = {"title": 1.0, "head": 0.7, "table": 0.7, "folder": 0.5}
_CUT = re.compile(r"[\W\d_a-z]+")
_DATE = re.compile(r"[〇○一二三四五六七八九十百年月日第季度份上下半全本]+")
_LONGEST = 12
_STRANGE = 0.3
_TOLD = 3

Traits = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Vote:
    """What the model says for a box.

    Attributes:
        lift: Added to the box's score.
        papers: Confirmed papers that it was learned from.
        words: That speak for the box most, strongest first.
    """

    lift: float
    papers: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """One class of papers: those of a box, and of its namesakes at other levels.

    Attributes:
        papers: Confirmed ones.
        intercept: Of its linear function.
        weights: Word → weight.
        seen: Words that its papers have.
    """

    papers: int
    intercept: float
    weights: dict[str, float]
    seen: frozenset[str]


@dataclass(frozen=True)
class Learned:
    """A model, for one version of one set of norms.

    Attributes:
        norms_id: Of the norms.
        norms_version: Likewise.
        papers: Confirmed papers it was made from.
        rarity: Word → how much it tells; more when fewer papers have it.
        kinds: ``kind_of`` a box → its class.
        made_at: Time, ISO.
        figures: Of the cross-validation that it passed.
        format: Version of this form.
    """

    norms_id: str
    norms_version: str
    papers: int
    rarity: dict[str, float]
    kinds: dict[str, Kind]
    made_at: str = ""
    figures: dict[str, dict[str, int]] = field(default_factory=dict)
    format: int = FORMAT

    def fits(self, norms: Norms) -> bool:
        """Whether it was made for these norms."""
        return (self.norms_id, self.norms_version) == (norms.id, norms.version)

    def votes(self, traits: Traits, kinds: Iterable[str]) -> dict[str, Vote]:
        """Votes for those of some classes that it favours.

        Log-odds are taken against an even chance among these classes, and count by how much of
        the paper's words the class knows: a paper of another field shares 签到表 with a class,
        but not what it is about.

        Args:
            traits: Of the paper.
            kinds: Classes that the paper's level has.
        """
        known = [kind for kind in dict.fromkeys((*kinds, NO_BOX)) if kind in self.kinds]
        found = scaled(traits, self.rarity)
        values = {kind: self._value(kind, found) for kind in known}
        votes = {}
        for kind in known if len(known) > 1 else ():
            others = [value for other, value in values.items() if other != kind]
            odds = values[kind] - _log_sum(others) + math.log(len(others))
            share = max(0.0, self._familiar(kind, traits) - _STRANGE) / (1 - _STRANGE)
            lift = min(MOST_LIFT, odds / STEEPNESS * share)
            if kind != NO_BOX and lift > 0:
                votes[kind] = Vote(lift, self.kinds[kind].papers, self._words(kind, found))
        return votes

    def _value(self, kind: str, scaled: Traits) -> float:
        weights = self.kinds[kind].weights
        found = (weights[word] * value for word, value in scaled.items() if word in weights)
        return self.kinds[kind].intercept + sum(found)

    def _familiar(self, kind: str, traits: Traits) -> float:
        """The share of a paper's words that papers of the class had; rare words count more."""
        rarest = max(self.rarity.values(), default=1.0)
        seen, total, known = self.kinds[kind].seen, 0.0, 0.0
        for word, value in traits.items():
            if _is_word(word):
                weight = value * self.rarity.get(word, rarest)
                total += weight
                known += weight if word in seen else 0.0
        return known / total if total else 0.0

    def _words(self, kind: str, scaled: Traits) -> tuple[str, ...]:
        weights = self.kinds[kind].weights
        counted = {w: weights.get(w, 0.0) * value for w, value in scaled.items() if _is_word(w)}
        best = sorted(counted, key=lambda word: (-counted[word], word))[:_TOLD]
        return tuple(word for word in best if counted[word] > 0)


def scaled(traits: Traits, rarity: Mapping[str, float]) -> dict[str, float]:
    """The known words weighted by rarity, to unit length."""
    found = {word: value * rarity[word] for word, value in traits.items() if word in rarity}
    length = math.sqrt(sum(value * value for value in found.values()))
    return {word: value / length for word, value in found.items()} if length else {}


def _log_sum(values: Sequence[float]) -> float:
    """The logarithm of the sum of exponentials, without overflow."""
    top = max(values)
    return top + math.log(sum(math.exp(value - top) for value in values))


def traits_of(zones: Zones, lexicon: Lexicon) -> dict[str, float]:
    """What a model looks at: words by the strongest zone they stand in, pairs of the title, type.

    No numbers: they tell years and people, not kinds of papers.
    """
    traits: dict[str, float] = {}
    for zone, weight in _ZONES.items():
        words = _words(zones.texts[zone], lexicon)
        for word in words:
            traits[word] = max(weight, traits.get(word, 0.0))
        if zone == "title":
            traits |= {f"{a} {b}": weight for a, b in pairwise(words)}
    if zones.doctype:
        traits[f"={zones.doctype}"] = 1.0
    return traits


def _words(text: str, lexicon: Lexicon) -> list[str]:
    parts = (part for part in _CUT.split(text) if part)
    words = (word for part in parts for word in lexicon.words(part))
    return [word for word in words if 1 < len(word) <= _LONGEST and not _DATE.fullmatch(word)]


def _is_word(trait: str) -> bool:
    """Neither a pair nor a type."""
    return trait[0] != "=" and " " not in trait


def kind_of(section: Section, box: Box) -> str:
    """Boxes of one name and section at several levels are one class: the unit tells the level."""
    return f"{section.name}/{box.name}" if box.name else box.id


def with_votes(
    ranked: Sequence[Fit], zones: Zones, norms: Norms, level: str | None, learned: Learned | None
) -> tuple[Fit, ...]:
    """Boxes with what the model says for them, best first again.

    Args:
        ranked: As the rules rank them.
        zones: Of the paper.
        norms: In force; a model for others says nothing.
        level: Of the unit: boxes of other levels get no votes. None if it is not known.
        learned: The model, if there is one.
    """
    if learned is None or not learned.fits(norms):
        return tuple(ranked)
    return voted(ranked, traits_of(zones, lexicon_of(norms)), level, learned)


def voted(
    ranked: Sequence[Fit], traits: Traits, level: str | None, learned: Learned
) -> tuple[Fit, ...]:
    """The same, of a paper's traits."""
    open_to = [fit for fit in ranked if level is None or fit.target.level.id == level]
    kinds = {fit.box.id: kind_of(fit.target.section, fit.box) for fit in open_to}
    votes = learned.votes(traits, kinds.values())
    raised = (replace(fit, vote=votes.get(kinds.get(fit.box.id, NO_BOX))) for fit in ranked)
    return tuple(sorted(raised, key=lambda fit: (-fit.score, fit.box.id)))
