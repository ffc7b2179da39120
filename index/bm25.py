"""BM25, for what danghe weighs itself: as tantivy has it."""

from __future__ import annotations

import math

K1, B = 1.2, 0.75


def inverse_frequency(held: int, documents: int) -> float:
    """Weight of a word that some of the documents hold."""
    return math.log(1 + (documents - held + 0.5) / (held + 0.5))


def word_score(weight: float, count: float, length: float, average: float) -> float:
    """Score of a word that stands so often in a document.

    Args:
        weight: Of the word; see ``inverse_frequency``.
        count: How often it stands there.
        length: Of the document, in the unit of ``average``.
        average: Length of all documents.
    """
    return weight * count * (K1 + 1) / (count + K1 * (1 - B + B * length / average))
