"""What does not agree within a sentence of a paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ..stated import Change, Doubt, Passage
from .prose import Mention, Setting
from .quantities import POINTS, RATES
from .rounding import is_difference, is_ratio, is_sum, ratio, shown, slack, step

_SCALE = {"%": 100, "‰": 1000}
_DUE = re.compile("应[该]?(?P<what>[\u4e00-\u9fff]{1,2})")
_NEAR = 4
_SHARE = re.compile(
    r"占(?:其中|其|总?人?数|总数|总量|全部|比|比例|比重|的|为|了|到|约|近|:|：)*[ 　]?\Z"
)
_SHARE_OF = re.compile("占(?P<whole>[\u4e00-\u9fff]{2,14}?)的[ 　]?\\Z")
_REST = re.compile("^(?:其余|余下|剩余)")
_SUM = re.compile(r"(?:^|[，,、；;：:])[ 　]?(?:总?共计?|合计|总计)(?:为|是|达)?[ 　]?\Z")
_MEN = re.compile("男(?:性|生|孩|童|职工|同志)?(?:人口|人数)?\\Z")
_WOMEN = re.compile("女(?:性|生|孩|童|职工|同志)?(?:人口|人数)?\\Z")


def of_sentence(
    setting: Setting, found: Sequence[Mention], changed: Sequence[Change]
) -> Iterator[Doubt]:
    """The doubts that one sentence raises.

    Args:
        setting: The paper.
        found: Its figures.
        changed: The changes that it states.
    """
    by = {change.passage.end for change in changed if change.by is not None}
    exact = [
        one
        for one in found
        if one.quantity.bound == "=" and not one.indicator.goal and one.quantity.end not in by
    ]
    yield from _rates_of_pairs(setting, exact)
    yield from _shares(setting, exact)
    yield from _parts(setting, exact)
    yield from _men_and_women(exact)
    yield from _sums(setting, exact)
    yield from _whole(setting, exact)
    for change in changed:
        yield from of_change(change)


def _around(setting: Setting, *several: Mention) -> tuple[Passage, ...]:
    """One passage from the first to the last of some figures of a sentence."""
    start = min(one.indicator.passage.start for one in several)
    end = max(one.quantity.end for one in several)
    return (Passage(start, end, setting.text[start:end], setting.page),)


# --- a rate against its own figures ---


def _rates_of_pairs(setting: Setting, found: Sequence[Mention]) -> Iterator[Doubt]:
    """应检500人，实检480人，受检率98%."""
    for place, whole in enumerate(found):
        due = _DUE.search(whole.indicator.name)
        if not due or whole.quantity.unit in RATES:
            continue
        near = found[place + 1 : place + 1 + _NEAR]
        part = next((one for one in near if _is_done(one, due["what"], whole)), None)
        rates = [one for one in near if _is_rate_of(one, due["what"])]
        if part and rates and rates[0].quantity.start > part.quantity.start:
            yield from _rate(setting, rates[0], part, whole)


def _is_done(one: Mention, what: str, whole: Mention) -> bool:
    name = one.indicator.name
    done = any(f"{mark}{what[0]}" in name for mark in "实已") or f"{what}到位" in name
    return done and one.quantity.unit == whole.quantity.unit


def _is_rate_of(one: Mention, what: str) -> bool:
    name = one.indicator.name
    return (
        one.quantity.unit in RATES and name.endswith("率") and (what[0] in name or len(name) <= 3)
    )


def _rate(setting: Setting, rate: Mention, part: Mention, whole: Mention) -> Iterator[Doubt]:
    scale = _SCALE[rate.quantity.unit]
    printed, portion, base = rate.quantity.value, part.quantity.value, whole.quantity.value
    if base <= 0 or is_ratio(printed, portion, base, scale):
        return
    values = {
        "name": rate.indicator.name or "占比",
        "stated": shown(printed) + rate.quantity.unit,
        "part": shown(portion) + part.quantity.unit,
        "whole": shown(base) + whole.quantity.unit,
        "computed": shown(ratio(portion, base, scale)) + rate.quantity.unit,
    }
    yield Doubt("rate", values, _around(setting, rate, part, whole))


def _shares(setting: Setting, found: Sequence[Mention]) -> Iterator[Doubt]:
    """共500人，其中女性200人，占40%."""
    for place, rate in enumerate(found):
        if rate.quantity.unit not in RATES or place < 2:
            continue
        ahead = setting.plain[max(rate.sentence, rate.quantity.start - 20) : rate.quantity.start]
        of = _SHARE_OF.search(ahead)
        if not of and not _SHARE.search(ahead):
            continue
        part = found[place - 1]
        gap = setting.plain[part.quantity.end : rate.quantity.start]
        if part.quantity.unit in RATES or len(re.findall("[，,（(]", gap)) > 1:
            continue
        whole = _whole_of(setting, found[: place - 1], part, of["whole"] if of else "")
        if whole:
            yield from _rate(setting, rate, part, whole)


def _whole_of(
    setting: Setting, before: Sequence[Mention], part: Mention, named_whole: str
) -> Mention | None:
    """The figure that a share is of: the one that 其中 follows, or the one named."""
    same = [one for one in before if one.quantity.unit == part.quantity.unit]
    if named_whole:
        told = [one for one in same if one.indicator.name.endswith(named_whole)]
        return told[-1] if len(told) == 1 else None
    for one in reversed(same):
        rest = setting.plain[one.quantity.end : part.quantity.start]
        if re.match("[，,（(、；; ]{0,2}其中", rest):
            return one
    return None


def _parts(setting: Setting, found: Sequence[Mention]) -> Iterator[Doubt]:
    """A part behind 其中 that is more than the whole before it."""
    for place, whole in enumerate(found[:-1]):
        part = found[place + 1]
        gap = setting.plain[whole.quantity.end : part.quantity.start]
        if not re.match("[，,（(、 ]{0,2}其中", gap) or len(gap) > 24:
            continue
        same = whole.quantity.unit == part.quantity.unit and whole.quantity.unit not in RATES
        if same and part.quantity.value - slack(part.quantity.value) > whole.quantity.value + slack(
            whole.quantity.value
        ):
            values = {
                "name": part.indicator.name,
                "part": shown(part.quantity.value) + part.quantity.unit,
                "whole": shown(whole.quantity.value) + whole.quantity.unit,
            }
            yield Doubt("part", values, _around(setting, whole, part))


# --- sums ---


def _men_and_women(found: Sequence[Mention]) -> Iterator[Doubt]:
    """共30人，其中男18人、女13人."""
    for place in range(len(found) - 2):
        whole, one, other = found[place : place + 3]
        units = {each.quantity.unit for each in (whole, one, other)}
        names = (one.indicator.name, other.indicator.name)
        pair = (_MEN.match(names[0]) and _WOMEN.match(names[1])) or (
            _WOMEN.match(names[0]) and _MEN.match(names[1])
        )
        if not pair or len(units) > 1 or units & set(RATES) or not one.inside:
            continue
        yield from _sum(whole, (one, other))


def _sum(total: Mention, parts: Sequence[Mention]) -> Iterator[Doubt]:
    values = [one.quantity.value for one in parts]
    if is_sum(total.quantity.value, values):
        return
    unit = total.quantity.unit
    yield Doubt(
        "sum",
        {
            "name": total.indicator.name or "合计",
            "stated": shown(total.quantity.value) + unit,
            "computed": shown(sum(values, Decimal(0))) + unit,
            "parts": "＋".join(map(shown, values)),
        },
        tuple(one.indicator.passage for one in (total, *parts)),
    )


def _sums(setting: Setting, found: Sequence[Mention]) -> Iterator[Doubt]:
    """宣传单300份、手册200份，共计500份: the list right before, or any end of it."""
    for place, total in enumerate(found):
        ahead = setting.plain[max(total.sentence, total.quantity.start - 6) : total.quantity.start]
        if place < 2 or not _SUM.search(ahead) or total.quantity.unit in RATES:
            continue
        listed: list[Mention] = []
        for one in reversed(found[:place]):
            behind = listed[-1].part if listed else total.quantity.start
            gap = setting.plain[one.quantity.end : behind].strip(" 　")
            joined = gap in ("、", "，", ",", "和", "及") or (not listed and len(gap) <= 5)
            if one.quantity.unit != total.quantity.unit or not joined:
                break
            listed.append(one)
        if len(listed) < 2 or any(one.inside for one in listed):
            continue
        ends = (listed[:n] for n in range(2, len(listed) + 1))
        if not any(is_sum(total.quantity.value, [o.quantity.value for o in end]) for end in ends):
            yield from _sum(total, listed[::-1])


def _whole(setting: Setting, found: Sequence[Mention]) -> Iterator[Doubt]:
    """男占60%，其余占45%: shares that are all of one whole, by the words, and exceed it."""
    shares: list[Mention] = []
    for one in found:
        ahead = setting.plain[max(one.part, one.quantity.start - 12) : one.quantity.start]
        if one.quantity.unit != "%" or "占" not in ahead:
            continue
        if "其中" in setting.plain[max(one.sentence, one.part - 3) : one.quantity.start]:
            shares.clear()
        shares.append(one)
        if len(shares) < 2 or not _REST.match(
            setting.plain[one.part : one.part + 4].strip("，、 ")
        ):
            continue
        total = sum((each.quantity.value for each in shares), Decimal(0))
        allowed = sum((step(each.quantity.value) for each in shares), Decimal(0))
        if total > 100 + allowed:
            values = {"total": shown(total) + "%"}
            yield Doubt("whole", values, tuple(each.indicator.passage for each in shares))
        return


# --- changes ---


def of_change(change: Change) -> Iterator[Doubt]:
    """A rise that is a fall, a difference that is another, one time on both sides."""
    before, after = change.before, change.after
    if before is None or after is None or not change.name:
        return
    values = {"name": change.name, "before": shown(before) + change.unit}
    values["after"] = shown(after) + change.unit
    same = before == after or (after > before) != (change.direction > 0)
    if same:
        yield Doubt("direction", {**values, "said": str(change.direction)}, (change.passage,))
    elif change.by is not None and not _is_by(change, before, after):
        values["stated"] = shown(change.by) + change.by_unit
        values["computed"] = shown(abs(after - before))
        yield Doubt("difference", values, (change.passage,))
    if change.before_period and change.before_period == change.after_period:
        period = change.before_period
        yield Doubt("same_year", {**values, "period": period}, (change.passage,))


def _is_by(change: Change, before: Decimal, after: Decimal) -> bool:
    by, difference = change.by or Decimal(0), abs(after - before)
    if _agrees(by, difference, (before, after)):
        return True
    if change.by_unit in POINTS:
        return POINTS[change.by_unit] != change.unit
    if change.by_unit not in RATES:
        return change.by_unit != change.unit
    # 提高10%: of the former figure.
    return before == 0 or is_ratio(by, difference, before, _SCALE[change.by_unit])


def _agrees(by: Decimal, difference: Decimal, ends: tuple[Decimal, Decimal]) -> bool:
    return is_difference(by, difference, ends)
