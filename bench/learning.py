"""What learning from confirmed filings gains: python bench/learning.py [--runs N].

A learning curve: of the sample papers, none, a quarter, half and three quarters are confirmed;
the others are filed by the rules alone and by rules and model. Three splits: papers at random,
as when next month's papers come in; whole series (no item of the papers judged was ever
confirmed); and by unit (the papers of one unit are judged by what those of another taught).
Wrong: filed into a box that is not theirs, of all papers. ECE: see ``reliability.py``.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from filing import CORPUS, Judged, judged, looked_at_again
from reliability import ece, series_of

from danghe.classify import Context, divide, named_units
from danghe.classify.confidence import confidence
from danghe.classify.learned import Learned, voted
from danghe.classify.training import MINIMUM, Example, Figures, example_of, train
from danghe.classify.training import judged as figures
from danghe.errors import UsageError
from danghe.schemas import Norms, load

SHARES = (0.0, 0.25, 0.5, 0.75)


class Case:
    """A paper with what a split goes by."""

    def __init__(self, result: Judged, example: Example) -> None:
        self.example = example
        self.series = series_of(result.truth)
        self.unit = str(result.truth["unit"])


def cases_of(papers: Path, truth: Path, norms: Norms) -> list[Case]:
    first = list(judged(papers, truth, norms, given=False))
    units = named_units([result.filed for result, _ in first])
    cases = []
    for result, (_, document) in zip(looked_at_again(first, norms), first, strict=True):
        context = Context(result.path, units=units)
        want, span = result.truth, divide(document)[0]
        example = example_of(
            result.path, document, span, norms, context, want["box_id"], want.get("also", [])
        )
        cases.append(Case(result, example))
    return cases


Split = tuple[list[Example], list[Example]]


def by(key: Callable[[Case], str], cases: Sequence[Case], share: float, seed: int) -> Split:
    """Confirmed examples and the others, all of one key on one side."""
    keys = sorted({key(case) for case in cases})
    random.Random(seed).shuffle(keys)
    confirmed = set(keys[: round(len(keys) * share)])
    sides: Split = ([], [])
    for case in cases:
        sides[key(case) not in confirmed].append(case.example)
    return sides


def model_of(confirmed: Sequence[Example], norms: Norms) -> Learned | None:
    """None where too little is confirmed."""
    if sum(example.box_id is not None for example in confirmed) < MINIMUM:
        return None
    try:
        return train(confirmed, norms)
    except UsageError:
        return None


class Sum:
    """Figures over several runs."""

    def __init__(self) -> None:
        self.alone = self.together = Figures()
        self.boxless = [0, 0, 0]
        self.said: list[float] = []
        self.right: list[bool] = []

    def add(self, split: Split, norms: Norms) -> None:
        confirmed, rest = split
        learned = model_of(confirmed, norms)
        boxless = [example for example in rest if not example.right]
        self.alone += figures(rest, None)
        self.together += figures(rest, learned)
        self.boxless[0] += figures(boxless, None).wrong
        self.boxless[1] += figures(boxless, learned).wrong
        self.boxless[2] += len(boxless)
        for example in rest:
            ranked = example.ranked
            if learned:
                ranked = voted(ranked, example.traits, example.level, learned)
            self.said.append(confidence(ranked))
            self.right.append(bool(ranked) and ranked[0].box.id in example.right)

    def rows(self) -> Iterator[str]:
        for name, found, filed in (
            ("rules", self.alone, self.boxless[0]),
            ("rules+model", self.together, self.boxless[1]),
        ):
            told = found.right / max(1, found.right + found.wrong)
            shares = (
                f"{found.right / max(1, found.boxed):7.1%} {told:7.1%} "
                f"{found.wrong / max(1, found.papers):6.2%} {found.open / found.papers:6.1%}"
            )
            error = f" {ece(self.said, self.right):.3f}" if name == "rules+model" else ""
            yield f"{name:<12} {shares}  {filed:4}/{self.boxless[2]:<4}{error}"


HEAD = f"{'':<12} {'right':>7} {'of filed':>7} {'wrong':>5} {'open':>6}  boxless filed, ECE"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--papers", type=Path, default=CORPUS / "papers")
    parser.add_argument("--truth", type=Path, default=CORPUS / "truth.jsonl")
    parser.add_argument("--schema", type=Path)
    parser.add_argument("--runs", type=int, default=8)
    args = parser.parse_args()
    norms = load(args.schema)
    cases = cases_of(args.papers, args.truth, norms)
    splits: tuple[tuple[str, Callable[[Case], str]], ...] = (
        ("papers at random", lambda case: case.example.id),
        ("whole series", lambda case: case.series),
    )
    for name, key in splits:
        for share in SHARES:
            total = Sum()
            for seed in range(args.runs):
                total.add(by(key, cases, share, seed), norms)
            print(f"\n{name}, {share:.0%} confirmed, {args.runs} runs\n{HEAD}")
            print("\n".join(total.rows()))
    for unit in sorted({case.unit for case in cases}):
        taught = [case.example for case in cases if case.unit == unit]
        if sum(example.box_id is not None for example in taught) < MINIMUM:
            continue
        total = Sum()
        total.add((taught, [case.example for case in cases if case.unit != unit]), norms)
        print(f"\ntaught by {unit} alone ({len(taught)} papers), judged on the others\n{HEAD}")
        print("\n".join(total.rows()))


if __name__ == "__main__":
    main()
