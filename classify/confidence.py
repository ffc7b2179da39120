"""How sure the decision for a box is.

The curve is Platt's (a logistic of the score), times what a near tie leaves of it.
``python bench/filing.py`` shows how far it is a probability; ``--calibrate`` fits its numbers
anew, and measures such fits on series of papers that they were not fitted to. The numbers in
force are lower than such a fit of the sample archive: papers written without sight of the rules
are right less often.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .fit import Fit

THRESHOLD = 0.6
"""Confidence below which a record stays open for review.

On papers written without sight of the rules, two of three were right from 0.5 to 0.6, six of
seven from there to 0.7: a wrong filing costs more than an open one.
"""

STEEPNESS = 9.0
MIDDLE = 0.43
CLEAR_MARGIN = 0.12
_TIED = 0.3


def confidence(ranked: Sequence[Fit]) -> float:
    """Of the best box: high for a good fit that stands clear of the runner-up."""
    return probability(ranked[0].score, margin(ranked)) if ranked else 0.0


def margin(ranked: Sequence[Fit]) -> float:
    """How far the best box stands above the next."""
    second = ranked[1].score if len(ranked) > 1 else 0.0
    return max(0.0, ranked[0].score - second) if ranked else 0.0


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
    return goodness(score, steepness, middle) * _clearness(margin, clear)


def goodness(score: float, steepness: float = STEEPNESS, middle: float = MIDDLE) -> float:
    """The same, of a box that stands clear of all others."""
    return 1 / (1 + math.exp(-steepness * (score - middle)))


def _clearness(margin: float, clear: float = CLEAR_MARGIN) -> float:
    return _TIED + (1 - _TIED) * min(1.0, margin / clear)


def score_needed(margin: float) -> float:
    """The score that files a box with this lead."""
    share = min(0.999, THRESHOLD / _clearness(margin))
    return MIDDLE + math.log(share / (1 - share)) / STEEPNESS


def margin_needed(score: float) -> float | None:
    """The lead that files a box with this score; None if none does."""
    share = THRESHOLD / goodness(score)
    return None if share > 1 else max(0.0, CLEAR_MARGIN * (share - _TIED) / (1 - _TIED))
