"""How well a box fits a paper: a score, and what each thing seen adds to it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..schemas import Box, Item
from .learned import Vote
from .lexicon import Target

BASE = 0.2
"""Share of an item's words that counts without any sign of the box's subject."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for or against a box.

    Attributes:
        kind: ``word`` of an item's name, ``type`` of document, ``subject`` word, ``author``,
            ``sign`` (columns and labels), ``untold`` (words of the title that the box does not
            know), ``name`` (of the box alone), ``field`` (nothing but the field of the norms),
            ``level``, ``learned`` (a model's vote).
        words: As matched: folded, synonyms replaced by their head.
        where: The zone, or nothing.
        weight: What it adds to the score; below 0 what it takes.
    """

    kind: str
    words: tuple[str, ...]
    where: str
    weight: float


def fitness(
    coverage: float, about: float, told: float, factor: float = 1.0, base: float = BASE
) -> float:
    """The score of one writing.

    Args:
        coverage: Weighted share of its words and type that the paper has.
        about: How clearly the paper is about the box's subject.
        told: Share of the title that the box explains.
        factor: For the box's own name.
        base: What counts without the subject.
    """
    return coverage * (base + (1 - base) * about) * told * factor


@dataclass(frozen=True, slots=True)
class Match:
    """How one item (or the box's own name) fits.

    Attributes:
        item: None for the box's own name and for items of a namesake.
        phrase: The writing that fitted best.
        found: Its words with the zones they were found in; behind them its signs.
        subject: Word of the subject, and its zone.
        coverage: Weighted share of the writing that the paper has.
        shares: Of each of the words in the coverage.
        typed: Share of the document type in it.
        about: How clearly the paper is about the subject.
        by_itself: The writing names the subject: no other word was needed.
        told: Share of the title that the box explains.
        factor: For the box's own name.
        base: What counts without the subject.
        signed: What signs added.
    """

    item: Item | None
    phrase: str = ""
    found: tuple[tuple[str, str], ...] = ()
    subject: tuple[str, str] = ("", "")
    coverage: float = 0.0
    shares: tuple[float, ...] = ()
    typed: float = 0.0
    about: float = 0.0
    by_itself: bool = False
    told: float = 1.0
    factor: float = 1.0
    base: float = BASE
    signed: float = 0.0

    @property
    def unsigned(self) -> float:
        """The score without signs."""
        return fitness(self.coverage, self.about, self.told, self.factor, self.base)

    @property
    def score(self) -> float:
        """0 to about 1.1."""
        return self.unsigned + self.signed

    @property
    def words(self) -> tuple[tuple[str, str], ...]:
        """The words found, without the signs."""
        return self.found[: len(self.shares)]


@dataclass(frozen=True)
class Fit:
    """How a box fits.

    Attributes:
        target: The box.
        best: The match that fits best.
        matches: Of all its items.
        also: What counts for or against the box besides.
        vote: What a model says for it.
    """

    target: Target
    best: Match
    matches: tuple[Match, ...]
    also: tuple[Evidence, ...] = ()
    vote: Vote | None = None

    @property
    def box(self) -> Box:
        """The box."""
        return self.target.box

    @property
    def score(self) -> float:
        """Of the best match, with what counts besides and the vote."""
        return self.by_rules + (self.vote.lift if self.vote else 0.0)

    @property
    def by_rules(self) -> float:
        """The score without the vote."""
        return self.best.score + sum(evidence.weight for evidence in self.also)

    def weakened(self, factor: float, kind: str) -> Fit:
        """The same fit with a lower score, for a reason."""
        return self.with_evidence(Evidence(kind, (), "", self.score * (factor - 1)))

    def with_evidence(self, *evidence: Evidence) -> Fit:
        """The same fit with more that counts for or against it."""
        return replace(self, also=(*self.also, *evidence))


def evidence_of(fit: Fit, untold: tuple[str, ...] = ()) -> tuple[Evidence, ...]:
    """What the score of a fit consists of: the weights add up to it.

    Item and subject count as a product; what only both together bring is halved between them
    (the Shapley value of two players).

    Args:
        fit: Of a box.
        untold: Words of the title that the box does not know, for its line.
    """
    match, lines = fit.best, []
    joint = match.coverage * (1 - match.base) * match.about
    alone = match.coverage * match.base
    shared = bool(match.subject[0]) and not match.by_itself
    per_share = (alone + (joint / 2 if shared else joint)) / match.coverage if match.coverage else 0
    for (word, zone), share in zip(match.words, match.shares, strict=True):
        lines.append(Evidence("word", (word,), zone, share * per_share))
    if match.typed:
        kind = "author" if match.item and match.item.issued_by else "type"
        lines.append(Evidence(kind, (), "", match.typed * per_share))
    if shared:
        word, zone = match.subject
        lines.append(Evidence("subject", (word,), zone, joint / 2))
    whole = alone + joint
    lines.append(Evidence("untold", untold, "title", whole * (match.told - 1)))
    lines.append(Evidence("name", (), "", whole * match.told * (match.factor - 1)))
    signs = tuple(word for word, _ in match.found[len(match.shares) :])
    lines.append(Evidence("sign", signs, "body", match.signed))
    if fit.vote:
        lines.append(Evidence("learned", fit.vote.words, "", fit.vote.lift))
    return tuple(line for line in (*lines, *fit.also) if line.weight)
