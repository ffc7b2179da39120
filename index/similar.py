"""Papers like a given one."""

from __future__ import annotations

from collections import Counter

from ..text.normalise import fold
from .bm25 import K1, inverse_frequency
from .entry import words_of
from .face import Engine
from .nodes import Among, And, Not, Ranked

_MOST_WORDS = 30
_READ = 20_000


def telling_words(title: str, text: str, engine: Engine) -> Ranked:
    """The words that set a paper apart, weighted by how often it has them (tf-idf).

    Args:
        title: Of the paper; its words count threefold.
        text: Of the paper; its beginning is read.
        engine: Whose records say how rare a word is.
    """
    counted = Counter(words_of(fold(text[:_READ]), engine.segmenter))
    for word in words_of(fold(title), engine.segmenter):
        counted[word] += 3
    documents = engine.count()
    weighed = {
        word: (count / (count + K1)) * inverse_frequency(engine.frequency(word), documents)
        for word, count in counted.items()
        if len(word) > 1
    }
    best = sorted(weighed.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_WORDS]
    return Ranked(tuple((word, count) for word, count in best))


def similar(record_id: str, wanted: Ranked, engine: Engine, limit: int) -> dict[str, float]:
    """Record id → likeness to a record, the most alike first.

    Args:
        record_id: Of the record, which is left out.
        wanted: From ``telling_words``.
        engine: Of the index in force.
        limit: Most records.

    Returns:
        Likeness from 0 to 1: how much of the record's own score another one reaches.
    """
    if not wanted.words:
        return {}
    own = engine.search(And((wanted, Among((record_id,)))), limit=1).hits
    found = engine.search(And((wanted, Not(Among((record_id,))))), limit=limit).hits
    most = own[0][1] if own else 1.0
    return {id: min(1.0, score / most) for id, score in found}
