"""How often the term meant is among the neighbours of a mistyped one: ``python bench/likeness.py``.

Terms are runs of words of the sample papers, spoiled at random in the ways that people and OCR
spoil them; the index is the pairs of all the papers.
"""

from __future__ import annotations

import random
import re
import statistics
import time
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path

import click

from danghe.text.characters import characters
from danghe.text.likeness import alike, looks_like, neighbours, sounds_like
from danghe.text.normalise import fold
from danghe.text.segment import segmenter_for

CONTENT = Path(__file__).parent.parent / "corpus" / "content"
HAN = re.compile(r"[一-鿿]{2,}")
RANKS = (1, 5, 20, 200)


class PairsOf:
    """The pairs of some texts, as an index holds them; counts what it is asked."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.asked = 0
        self._after: dict[str, set[str]] = {}
        for text in texts:
            for one, other in pairwise(text):
                self._after.setdefault(one, set()).add(other)

    def after(self, character: str) -> Iterable[str]:
        self.asked += 1
        return self._after.get(character, ())

    def holds(self, pair: str) -> bool:
        self.asked += 1
        return pair[1] in self._after.get(pair[0], ())


def terms(texts: Iterable[str], seed: random.Random, count: int) -> list[str]:
    """Runs of one to three words, of 2 to 8 characters."""
    segmenter, found = segmenter_for(()), set()
    for text in texts:
        for part in HAN.findall(text):
            words = segmenter.cut(part)
            for start in range(len(words)):
                for length in (1, 2, 3):
                    term = "".join(words[start : start + length])
                    if 2 <= len(term) <= 8:
                        found.add(term)
    return seed.sample(sorted(found), count)


def with_alike(measure: Callable[[str, str], float], least: float) -> Callable[..., str | None]:
    """Replaces a character by one that is alike in one way, the frequent rather than the rare."""

    def spoil(term: str, seed: random.Random) -> str | None:
        place = seed.randrange(len(term))
        rank = characters().rank
        near = [one for one in alike(term[place]) if measure(term[place], one) >= least]
        if not near:
            return None
        weights = [1 / (200 + rank.get(one, 9000)) for one in near]
        return term[:place] + seed.choices(near, weights)[0] + term[place + 1 :]

    return spoil


def several(term: str, seed: random.Random) -> str | None:
    spoil = with_alike(sounds_like, 0.95)
    once = spoil(term, seed)
    return spoil(once, seed) if once else None


def any_other(term: str, seed: random.Random) -> str | None:
    if len(term) < 3:
        return None
    place, frequent = seed.randrange(len(term)), list(characters().rank)[:2000]
    return term[:place] + seed.choice(frequent) + term[place + 1 :]


def one_missing(term: str, seed: random.Random) -> str | None:
    place = seed.randrange(1, len(term)) if len(term) > 3 else 0
    return term[:place] + term[place + 1 :] if 0 < place < len(term) - 1 else None


def one_doubled(term: str, seed: random.Random) -> str | None:
    place = seed.randrange(len(term))
    return term[: place + 1] + term[place:] if len(term) > 1 else None


def one_too_many(term: str, seed: random.Random) -> str | None:
    place, frequent = seed.randrange(1, len(term)), list(characters().rank)[:2000]
    return term[:place] + seed.choice(frequent) + term[place:]


def swapped(term: str, seed: random.Random) -> str | None:
    place = seed.randrange(len(term) - 1)
    other = term[:place] + term[place : place + 2][::-1] + term[place + 2 :]
    return other if len(term) > 2 else None


WAYS: dict[str, Callable[[str, random.Random], str | None]] = {
    "homophone": with_alike(sounds_like, 0.95),
    "near sound (n/ng, zh/z)": with_alike(sounds_like, 0.6),
    "close shape": with_alike(looks_like, 0.75),
    "distant shape": with_alike(looks_like, 0.5),
    "two homophones": several,
    "any character": any_other,
    "one missing": one_missing,
    "one doubled": one_doubled,
    "one too many": one_too_many,
    "two swapped": swapped,
}


@click.command()
@click.option("--count", default=400, help="Terms for each kind of mistake.")
def main(count: int) -> None:
    """Print the share found among the first neighbours, and the time."""
    seed = random.Random(2023)
    sources = [path.read_text("utf-8") for path in sorted(CONTENT.glob("*.py"))]
    texts = [fold(line) for source in sources for line in source.splitlines()]
    pairs, chosen = PairsOf(texts), terms(texts, seed, count * 2)
    begin = time.perf_counter()
    alike("药")
    click.echo(f"first use {(time.perf_counter() - begin) * 1000:.0f} ms")
    click.echo(
        f"{'mistake':24} {'terms':>5} "
        + " ".join(f"{f'≤{rank}':>6}" for rank in RANKS)
        + "   asked  ms p50  ms max"
    )
    for name, spoil in WAYS.items():
        places: list[int] = []
        times, asked = [], []
        for term in chosen:
            spoiled = spoil(term, seed)
            if spoiled is None or spoiled == term or len(places) >= count:
                continue
            pairs.asked = 0
            start = time.perf_counter()
            found = [near.text for near in neighbours(spoiled, pairs)]
            times.append((time.perf_counter() - start) * 1000)
            asked.append(pairs.asked)
            places.append(found.index(term) + 1 if term in found else 10**6)
        shares = " ".join(
            f"{sum(place <= rank for place in places) / len(places):6.1%}" for rank in RANKS
        )
        click.echo(
            f"{name:24} {len(places):5} {shares} {max(asked):7} "
            f"{statistics.median(times):7.1f} {max(times):7.1f}"
        )


if __name__ == "__main__":
    main()
