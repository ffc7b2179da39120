"""Sums between figures of one paper that the norms know of: A = B - C."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ..stated import Doubt, Indicator
from .rounding import is_difference, shown

_Key = tuple[str, str | None, str]


def broken(figures: Sequence[Indicator], relations: Sequence[Sequence[str]]) -> Iterator[Doubt]:
    """The relations that a paper's figures break.

    Figures belong together that are of one subject, period and unit; where such a figure has
    two values, nothing is said.

    Args:
        figures: Of the paper.
        relations: As ``Norms.relations`` has them.
    """
    if not relations:
        return
    sides = [[side.split("|") for side in words[::2]] for words in relations]
    wanted = {name for relation in sides for names in relation for name in names}
    groups: dict[_Key, dict[str, list[Indicator]]] = defaultdict(lambda: defaultdict(list))
    for one in figures:
        if one.name in wanted and one.bound == "=" and not one.goal:
            groups[(one.subject, one.period, one.unit)][one.name].append(one)
    for words, relation in zip(relations, sides, strict=True):
        for group in groups.values():
            yield from _check(group, relation, words[3::2])


def _check(
    group: dict[str, list[Indicator]], relation: Sequence[Sequence[str]], signs: Sequence[str]
) -> Iterator[Doubt]:
    chosen: list[Indicator] = []
    for names in relation:
        found = [one for name in names for one in group.get(name, ())]
        if not found or len({one.value for one in found}) > 1:
            return
        chosen.append(found[0])
    total, first, *others = chosen
    computed = first.value
    for sign, one in zip(signs, others, strict=True):
        computed += one.value if sign == "+" else -one.value
    if is_difference(total.value, computed, [one.value for one in (first, *others)]):
        return
    formula = first.name + "".join(
        f"{'＋' if sign == '+' else '－'}{one.name}"
        for sign, one in zip(signs, others, strict=True)
    )
    values = {
        "name": total.name,
        "stated": shown(total.value) + total.unit,
        "computed": shown(computed + Decimal(0)) + total.unit,
        "formula": formula,
    }
    yield Doubt("relation", values, tuple(one.passage for one in chosen))
