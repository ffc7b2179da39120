"""Confidence as a probability, and how the bench measures it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danghe.classify.confidence import CLEAR_MARGIN, THRESHOLD, probability

sys.path.append(str(Path(__file__).parent.parent / "bench"))
from reliability import Case, brier, ece, fitted

scores = st.floats(0, 1.5)
margins = st.floats(0, 1.5)


@given(scores, scores, margins)
def it_is_surer_of_a_better_fit(one: float, other: float, margin: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= probability(low, margin) <= probability(high, margin) <= 1


@given(scores, margins, margins)
def it_is_surer_of_a_clearer_lead(score: float, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert probability(score, low) <= probability(score, high)


@given(scores)
def it_gives_two_boxes_that_fit_alike_one_chance_in_two_at_most(score: float) -> None:
    assert probability(score, 0.0) <= 0.5 < THRESHOLD


def it_measures_what_was_said_against_what_came_true() -> None:
    assert ece([0.75] * 4, [True, True, True, False]) == pytest.approx(0)
    assert ece([0.95] * 4, [True, False, True, False]) == pytest.approx(0.45)
    # One bin too high, one too low: the errors do not cancel.
    assert ece([0.95, 0.05], [False, True]) == pytest.approx(0.95)
    assert brier([1.0, 0.5], [True, False]) == pytest.approx(0.125)


def it_fits_the_curve_that_cases_were_drawn_from() -> None:
    cases = []
    for step in range(100):
        score = step / 100
        right = round(probability(score, 1.0, 8.0, 0.6) * 50)
        cases += [Case(score, 1.0, 0.0, n < right, "") for n in range(50)]
    steepness, middle, _ = fitted(cases)
    assert steepness == pytest.approx(8.0, rel=0.1)
    assert middle == pytest.approx(0.6, abs=0.01)
    assert fitted(cases)[2] == CLEAR_MARGIN
