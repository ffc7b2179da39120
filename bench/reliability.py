"""Whether confidence means what it says: reliability diagram, ECE, Brier score, the threshold.

Expected calibration error (ECE): the mean distance between what was said and what came true,
over ten bins of stated confidence, weighted by their papers. Brier score: the mean squared
distance, paper by paper.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from danghe.classify.confidence import CLEAR_MARGIN, MIDDLE, STEEPNESS, probability
from danghe.model import FiledRecord

BINS = 10
BAR = 40
FOLDS = 10
THRESHOLDS = (0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8, 0.9, 0.95)
_NUMBERS = re.compile(r"[\d一二三四五六七八九十〇○第年月季度]+")


@dataclass(frozen=True)
class Case:
    """What was said of one paper's best box, and what is true."""

    score: float
    margin: float
    said: float
    right: bool
    series: str


def case_of(filed: FiledRecord, truth: dict[str, Any]) -> Case:
    """The best box, also of a paper that was left open."""
    best, second = [*((c.box_id, c.score) for c in filed.filing.candidates), ("", 0.0), ("", 0.0)][
        :2
    ]
    right = best[0] in {truth["box_id"], *truth.get("also", [])} - {None}
    margin = best[1] - second[1]
    return Case(best[1], margin, filed.filing.confidence, right, series_of(truth))


def series_of(truth: dict[str, Any]) -> str:
    """What papers of one series share: the item, of whatever level, or the title but for numbers.

    So the monthly reports of three units are one series, and lie on one side of a split.
    """
    if truth["items"]:
        return str(truth["items"][0]).partition(".")[2]
    title = _NUMBERS.sub("", (truth["title"] or "").replace(truth["unit"] or "\n", ""))
    return str(truth["box_id"] or title)


def ece(said: Sequence[float], right: Sequence[bool]) -> float:
    """Expected calibration error, 0 to 1."""
    return sum(
        abs(sum(said[n] for n in bin) - sum(right[n] for n in bin)) for bin in _bins(said)
    ) / max(1, len(said))


def brier(said: Sequence[float], right: Sequence[bool]) -> float:
    """Brier score, 0 (best) to 1."""
    return sum((s - r) ** 2 for s, r in zip(said, right, strict=True)) / max(1, len(said))


def _bins(said: Sequence[float]) -> list[list[int]]:
    bins: list[list[int]] = [[] for _ in range(BINS)]
    for n, confidence in enumerate(said):
        bins[min(BINS - 1, int(confidence * BINS))].append(n)
    return bins


def diagram(what: str, said: Sequence[float], right: Sequence[bool]) -> None:
    """Print bars of what came true (█), with what was said as a mark (|)."""
    print(f"\n{what}: ECE {ece(said, right):.3f}, Brier {brier(said, right):.3f}")
    print("confidence  papers  said   true")
    for number, bin in enumerate(_bins(said)):
        span = f"{number / BINS:.1f}–{(number + 1) / BINS:.1f}"
        if not bin:
            print(f"{span:<11} {0:6}")
            continue
        stated, true = (sum(of[n] for n in bin) / len(bin) for of in (said, right))
        bar = list("█" * round(true * BAR) + "·" * (BAR - round(true * BAR)))
        bar[min(BAR - 1, round(stated * BAR))] = "|"
        print(f"{span:<11} {len(bin):6} {stated:5.2f}  {true:5.2f} {''.join(bar)}")


def curve(cases: Sequence[Case], threshold: float) -> None:
    """Print the trade that the threshold makes."""
    print("\nthreshold   filed   wrong of all papers")
    for at in sorted({*THRESHOLDS, threshold}):
        filed = [case for case in cases if case.said >= at]
        wrong = sum(not case.right for case in filed)
        mark = " ← in force" if at == threshold else ""
        shares = f"{len(filed) / len(cases):6.1%}  {wrong:4} {wrong / len(cases):6.1%}"
        print(f"{at:9.2f}  {shares}{mark}")


Curve = tuple[float, float, float]


def fitted(cases: Sequence[Case], clear: float = CLEAR_MARGIN) -> Curve:
    """Steepness and middle of most likelihood, by a search that halves its steps."""
    best = (STEEPNESS, MIDDLE)
    loss = _loss(cases, (*best, clear))
    steps = (4.0, 0.1)
    while steps[1] > 0.0005:
        near = [(best[0] + a * steps[0], best[1] + b * steps[1]) for a, b in _AROUND]
        losses = {point: _loss(cases, (*point, clear)) for point in near if 0 < point[0] <= 40}
        point = min(losses, key=lambda p: losses[p])
        if losses[point] < loss:
            best, loss = point, losses[point]
        else:
            steps = (steps[0] / 2, steps[1] / 2)
    return (*best, clear)


_AROUND = [(a, b) for a in (-1, 0, 1) for b in (-1, 0, 1) if a or b]


def _loss(cases: Sequence[Case], curve: Curve) -> float:
    total = 0.0
    for case in cases:
        said = min(max(probability(case.score, case.margin, *curve), 1e-4), 1 - 1e-4)
        total -= math.log(said if case.right else 1 - said)
    return total


def calibrate(cases: Sequence[Case], clears: Sequence[float] = (0.03, 0.06, 0.09, 0.12)) -> None:
    """Print how well curves do on series that they were not fitted to, and their numbers."""
    right = [case.right for case in cases]
    said = [case.said for case in cases]
    print(f"\nin force:                ECE {ece(said, right):.3f}, Brier {brier(said, right):.3f}")
    for clear in clears:
        held_out = [0.0] * len(cases)
        for fold in range(FOLDS):
            rest = [case for case in cases if _fold(case.series) != fold]
            curve = fitted(rest, clear)
            for n, case in enumerate(cases):
                if _fold(case.series) == fold:
                    held_out[n] = probability(case.score, case.margin, *curve)
        error, squares = ece(held_out, right), brier(held_out, right)
        steepness, middle, _ = fitted(cases, clear)
        print(
            f"clear {clear:.2f}, other series: ECE {error:.3f}, Brier {squares:.3f}; "
            f"all: steepness {steepness:.1f}, middle {middle:.3f}"
        )


def _fold(series: str) -> int:
    return int(hashlib.sha256(series.encode()).hexdigest(), 16) % FOLDS
