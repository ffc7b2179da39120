"""How well figures are read from sentences: precision and recall.

    python bench/figures.py [--split dev|test] [--show]

The truth is ``corpus/figures.jsonl``. A figure is right when name, value, unit and period are;
a name also when one of both ends in the other with at least two characters (签约 and 家庭签约),
for where a name begins is a matter of taste. The strict column asks for the very name.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from danghe.facts import statements_of
from danghe.model import Block, BlockKind, Document

TRUTH = Path(__file__).parent.parent / "corpus" / "figures.jsonl"
Figure = tuple[str, Decimal, str, str | None]


def lines(split: str | None) -> Iterator[dict[str, Any]]:
    """The sentences of a split, or all."""
    for line in TRUTH.read_text("utf-8").splitlines():
        entry = json.loads(line)
        if split in (None, entry["split"]):
            yield entry


def read(text: str) -> list[Figure]:
    """The figures that danghe reads from a sentence."""
    stated = statements_of(Document((Block(BlockKind.PARAGRAPH, text),), "txt"))
    return [(one.name, one.value, one.unit, one.period) for one in stated.indicators]


def is_same(one: Figure, other: Figure, *, strict: bool) -> bool:
    """Whether a figure read is one of the truth."""
    if one[1:3] != other[1:3] or (one[3] or None) != (other[3] or None):
        return False
    if one[0] == other[0]:
        return True
    shorter = min(one[0], other[0], key=len)
    fits = one[0].endswith(other[0]) or other[0].endswith(one[0])
    return not strict and len(shorter) >= 2 and fits


def matched(found: Sequence[Figure], truth: Sequence[Figure], *, strict: bool) -> int:
    """How many figures of the truth were read, each once."""
    left = list(found)
    count = 0
    for wanted in truth:
        hit = next((one for one in left if is_same(one, wanted, strict=strict)), None)
        if hit is not None:
            left.remove(hit)
            count += 1
    return count


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--split", choices=("dev", "test"))
    parser.add_argument("--show", action="store_true", help="print what is wrong (dev only)")
    options = parser.parse_args()
    print(f"{'split':6}{'':8}{'figures':>8}{'read':>6}{'right':>7}{'precision':>11}{'recall':>8}")
    for split in (options.split,) if options.split else ("dev", "test"):
        entries = [
            (entry["text"], read(entry["text"]), [_figure(each) for each in entry["figures"]])
            for entry in lines(split)
        ]
        for strict in (False, True):
            wanted = sum(len(truth) for _, _, truth in entries)
            found = sum(len(figures) for _, figures, _ in entries)
            right = sum(matched(f, truth, strict=strict) for _, f, truth in entries)
            print(
                f"{split:6}{'strict' if strict else '':8}{wanted:8}{found:6}{right:7}"
                f"{right / max(1, found):11.3f}{right / max(1, wanted):8.3f}"
            )
        if options.show and split == "dev":
            for text, figures, truth in entries:
                if matched(figures, truth, strict=False) < max(len(figures), len(truth)):
                    print(
                        text, *map(_shown, figures), "| truth:", *map(_shown, truth), sep="\n    "
                    )


def _figure(written: Sequence[str]) -> Figure:
    name, value, unit, period = written
    return name, Decimal(value), unit, period


def _shown(one: Figure) -> str:
    return one if isinstance(one, str) else f"{one[0]} {one[1]:f}{one[2]} {one[3] or ''}"


if __name__ == "__main__":
    main()
