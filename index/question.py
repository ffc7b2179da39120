"""Questions: which words of one carry its subject, and what official papers call them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..text.dictionary import light_words
from ..text.function_words import ASKING_SIGNS, PARTICLES
from ..text.normalise import fold
from ..text.segment import Segmenter
from .bm25 import inverse_frequency
from .entry import words_of
from .face import Asked, Engine
from .nodes import And, FieldRange, FieldTerm, Query, Words
from .thesaurus import Thesaurus
from .writings import other_forms

SAME_WEIGHT = 0.8
RELATED_WEIGHT = 0.5
LONGER_WEIGHT = 0.35
LIGHT_WEIGHT = 0.4
_MOST_LONGER = 12
_MOST_RELATED = 8
_MOST_ASKED = 40
_ASKING = re.compile("|".join(map(re.escape, ASKING_SIGNS)))


@dataclass(frozen=True, slots=True)
class Question:
    """What a query asks.

    Attributes:
        texts: Its bare terms, as typed.
        filters: Its field terms, which hold strictly.
    """

    texts: tuple[str, ...]
    filters: tuple[FieldTerm | FieldRange, ...]

    @property
    def asks(self) -> bool:
        """Whether it holds a word that asks; such words stand in no answer."""
        return any(_ASKING.search(fold(text)) for text in self.texts)


def question(tree: Query) -> Question | None:
    """Bare terms with nothing but field terms beside them; None for any other query."""
    parts = tree.parts if isinstance(tree, And) else (tree,)
    texts = tuple(part.text for part in parts if isinstance(part, Words))
    filters = tuple(part for part in parts if isinstance(part, FieldTerm | FieldRange))
    return Question(texts, filters) if texts and len(texts) + len(filters) == len(parts) else None


def stretches(text: str) -> list[str]:
    """A text, folded, in what stands between the words that ask."""
    return [stretch for stretch in _ASKING.split(fold(text)) if stretch]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question is about.

    Attributes:
        words: As the user will be told.
        passed_over: Words that ask or only bind.
        asked: For the engine, with words that mean the same.
    """

    words: tuple[str, ...]
    passed_over: tuple[str, ...]
    asked: tuple[Asked, ...]

    def weight(self, engine: Engine) -> float:
        """Score of a passage of average length that holds every word once."""
        documents = engine.count()
        return sum(
            inverse_frequency(engine.frequency(word), documents)
            for word in self.words
            if word not in light_words()
        )


def subject(texts: Iterable[str], engine: Engine, thesaurus: Thesaurus) -> Subject:
    """The words of some texts that carry a subject.

    Args:
        texts: Bare terms.
        engine: Of the index in force.
        thesaurus: Of words that mean the same, or that official papers use instead.
    """
    words: dict[str, None] = {}
    passed: dict[str, None] = {}
    tokens: dict[str, None] = {}
    for text in texts:
        folded = fold(text)
        passed.update(dict.fromkeys(_ASKING.findall(folded)))
        tokens.update(dict.fromkeys(thesaurus.lay_words_in(folded)))
        for stretch in stretches(text):
            for word in engine.segmenter.cut(stretch):
                (passed if word in PARTICLES else words)[word] = None
            tokens.update(dict.fromkeys(words_of(stretch, engine.segmenter)))
    telling = [token for token in tokens if token not in PARTICLES][:_MOST_ASKED]
    asked = [_asked(token, engine, thesaurus) for token in telling]
    official = dict.fromkeys(
        part
        for token in telling
        for other in thesaurus.related(token)[:_MOST_RELATED]
        for part in _whole_words(other, engine.segmenter)
        if part not in tokens
    )
    asked += [Asked(((part, RELATED_WEIGHT),)) for part in official]
    return Subject(tuple(words), tuple(passed), tuple(asked))


def _asked(word: str, engine: Engine, thesaurus: Thesaurus) -> Asked:
    """A word of a question with what else it may stand as."""
    share = LIGHT_WEIGHT if word in light_words() else 1.0
    others = {word: share}
    for form in other_forms(word):
        others.setdefault(form.folded, share)
    for weight, found in (
        (SAME_WEIGHT, thesaurus.same(word)),
        (LONGER_WEIGHT, _longer(word, engine)),
    ):
        for other in found:
            for token in _whole_words(other, engine.segmenter):
                others.setdefault(token, weight * share)
    return Asked(tuple(others.items()))


def _longer(word: str, engine: Engine) -> tuple[str, ...]:
    """Words that begin with a single character: who asks 退 means 退还, 退货."""
    if len(word) > 1 or not "\u4e00" <= word <= "\u9fff":
        return ()
    found = engine.words_starting(word, _MOST_LONGER)
    return tuple(other for other in found if len(other) == 2)


def _whole_words(text: str, segmenter: Segmenter) -> Sequence[str]:
    return [word for word in segmenter.cut(text) if len(word) > 1 and word not in PARTICLES]
