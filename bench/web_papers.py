"""Invented papers of many units, in folders as an office keeps them, for ``bench/web.py``."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from search_papers import Papers

from danghe.schemas import Norms

LEVEL = "community"
YEARS = (2021, 2022, 2023)
_FIRST = "柳桂槐梅松杏枫桃竹兰荷菊桐榆柏椿樟楠桦棠"
_SECOND = "溪湾坡岭园塘桥坪巷台"


def unit_names(count: int) -> list[str]:
    """Names of communities that are none.

    Args:
        count: At most 200 of them differ in two characters; beyond, they are numbered.
    """
    pairs = ["".join(pair) for pair in product(_FIRST, _SECOND)]
    rounds = ("", *"东西南北上下前后")
    names = [f"{which}{pair}社区" for which in rounds for pair in pairs]
    return names[:count]


def write_papers(folder: Path, papers: int, units: int, norms: Norms, seed: int = 7) -> None:
    """Write so many papers as text files, unit by unit and year by year.

    Seven in ten bear the title of a material that the norms ask for; the others are about
    something else.
    """
    dice, bodies = random.Random(seed), Papers(seed)
    names = unit_names(units)
    titles = [
        item.name for level, _, box in norms.boxes() if level.id == LEVEL for item in box.items
    ]
    for number in range(papers):
        unit, year = names[number % units], YEARS[number // units % len(YEARS)]
        month = dice.randint(1, 12)
        paper = bodies.paper(number)
        about = dice.choice(titles) if dice.random() < 0.7 else paper.title
        lines = [
            f"{unit}{year}年{month}月{about}",
            paper.text.partition("\n")[2],
            f"{unit}居民委员会",
            f"{year}年{month}月{dice.randint(1, 28)}日",
        ]
        path = folder / unit / f"{year}年" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines), "utf-8")


def questions(count: int) -> Iterator[str]:
    """What people type: words, several words, phrases, prefixes, fields; drawn from papers."""
    from search_papers import questions as drawn

    papers = Papers()
    sample = [papers.paper(number) for number in range(300)]
    kinds = drawn(sample, count)
    for asked in zip(*(kinds[name] for name in sorted(kinds) if name != "deep page"), strict=True):
        for one in asked:
            yield " ".join(one.words) if one.kind in ("word", "AND of 3") else one.danghe
