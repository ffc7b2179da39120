"""How sure the decision for a box is, as a probability: 0.8 is right in four cases of five.

The curve is Platt's (a logistic of the score), times what a near tie leaves of it: between two
boxes that fit alike, the chance is one half. Its three numbers were fitted to the sample
archive; ``python bench/filing.py --calibrate`` fits them anew, and measures such fits on series
of papers that they were not fitted to.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .boxes import Fit

THRESHOLD = 0.6
"""Confidence below which a record stays open for review.

A trade: ``bench/filing.py`` prints wrong filings against papers filed for each threshold. Here
1.3 % of all papers of the sample archive are filed wrongly, and nine in ten of those that have a
box are filed; at 0.4, two in a hundred more are filed and wrong filings double.
"""

STEEPNESS = 13.1
MIDDLE = 0.393
CLEAR_MARGIN = 0.09
_TIED = 0.5


def confidence(ranked: Sequence[Fit]) -> float:
    """Of the best box: high for a good fit that stands clear of the runner-up."""
    return probability(ranked[0].score, margin(ranked)) if ranked else 0.0


def margin(ranked: Sequence[Fit]) -> float:
    """How far the best box stands above the next."""
    second = ranked[1].score if len(ranked) > 1 else 0.0
    return max(0.0, ranked[0].score - second) if ranked else 0.0


def is_tied(ranked: Sequence[Fit]) -> bool:
    """Whether the best two fit well and stand too close to tell."""
    return bool(ranked) and ranked[0].score >= MIDDLE and margin(ranked) < CLEAR_MARGIN / 2


def probability(
    score: float,
    margin: float,
    steepness: float = STEEPNESS,
    middle: float = MIDDLE,
    clear: float = CLEAR_MARGIN,
) -> float:
    """That the best box is right.

    Args:
        score: Of its fit.
        margin: To the runner-up.
        steepness: Of the curve.
        middle: Score of even odds.
        clear: Margin from which on the runner-up does not count.
    """
    fit = 1 / (1 + math.exp(-steepness * (score - middle)))
    return fit * (_TIED + (1 - _TIED) * min(1.0, margin / clear))
