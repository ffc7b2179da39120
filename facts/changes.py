"""Statements that a figure rose, fell or stayed: 由108.1下降到106.5, 同比上升2个百分点, 持平."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..stated import Change, Passage
from .names import named, of_clause
from .prose import Mention, Setting
from .quantities import POINTS, RATES

_UP = "上升|提高|增加|增长|回升|上涨|提升|攀升|扩大|升高|增强|多|高|升|增|涨"
_DOWN = "节约|下降|降低|减少|回落|下跌|缩减|压缩|缩小|减低|下滑|少|低|降|减|跌"
_TO = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))了?(?:到|至|为|成)")
_FROM = re.compile(r"[由从自](?!动|觉|治|查|评|来|愿|主)")
_COMPARED = re.compile(
    rf"(?:(?P<than>[比较与同])(?P<other>[^，,。；;]{{2,24}}?)(?:相比)?[，,]?|(?P<like>同比|环比))(?:有所|略有|又|净|也)?"
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))了?约?[ 　]?\Z"
)
_BARE = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))了?约?[ 　]?\Z")
_NO_TIME = re.compile(r"计划|指标|目标|任务|平均|标准|要求|规定|预算|全国|全省|全市|全县|全区|周边")
_FORMER = re.compile(
    r"去年|上年|前年|上期|同期|上月|上季|上半年|[0-9]{4}年|月份?|季度|年初|年底|原来|期初|以前|之前|首次|第一次"
)
_LEVEL = re.compile(r"(?:[与和同比](?P<other>[^，,。；;]{2,16}?))?(?:基本)?持平")


def changes(setting: Setting, found: Sequence[Mention]) -> Iterator[Change]:
    """The changes that one sentence states.

    Args:
        setting: The paper.
        found: Its figures, in order.
    """
    used: set[int] = set()
    for place in range(len(found) - 1):
        change = _from_to(setting, found, place)
        if change:
            used |= {place, place + 1}
            if place + 2 < len(found) and _restates(setting, found[place + 1], found[place + 2]):
                by = found[place + 2].quantity
                used.add(place + 2)
                change = replace(change, by=by.value, by_unit=by.unit)
                change = replace(change, passage=_passage(setting, change.passage.start, by.end))
            yield change
    for place, mention in enumerate(found):
        if place not in used:
            yield from _compared(setting, found, place, mention)
    yield from _level(setting, found)


def _passage(setting: Setting, start: int, end: int) -> Passage:
    return Passage(start, end, setting.text[start:end], setting.page)


def _from_to(setting: Setting, found: Sequence[Mention], place: int) -> Change | None:
    before, after = found[place].quantity, found[place + 1].quantity
    between = setting.plain[before.end : after.start]
    turn = _TO.search(between)
    if len(between) > 40 or not turn or re.search("[；;。]", between):
        return None
    if {before.bound, after.bound} != {"="}:
        return None
    if before.unit != after.unit and before.unit and after.unit:
        return None
    start = max(found[place].sentence, before.start - 40)
    openings = list(_FROM.finditer(setting.plain, start, before.start))
    if not openings or re.search("[，,；;：:]", setting.plain[openings[-1].end() : before.start]):
        return None
    first = openings[-1]
    name, part = _name_before(setting, found, place, first.start())
    times = setting.times
    former = times.before(first.end(), before.start)
    later = times.before(before.end, after.start)
    return Change(
        name=name,
        direction=1 if turn["up"] else -1,
        passage=_passage(setting, part, after.end),
        before=before.value,
        after=after.value,
        unit=after.unit or before.unit,
        before_period=(former.period + former.point) or None if former else None,
        after_period=(later.period + later.point) or None if later else None,
    )


def _name_before(
    setting: Setting, found: Sequence[Mention], place: int, start: int
) -> tuple[str, int]:
    """The name before 由, or what the part of the sentence before it spoke of."""
    plain = setting.plain
    floor = found[place - 1].quantity.end if place else found[place].sentence
    marks = [m.end() for m in re.finditer("[，,：:、（(]", plain[floor:start])]
    part = floor + marks[-1] if marks else floor
    time = setting.times.before(part, start)
    read = named(plain, time.end if time and time.end <= start else part, start)
    if read.name:
        return read.name, part
    before = floor + marks[-2] if len(marks) > 1 else floor
    name = of_clause(plain, before, max(before, part - 1))
    if not name and part > before:
        name = named(plain, before, part - 1).name
    return name, before if name else part


def _restates(setting: Setting, after: Mention, by: Mention) -> bool:
    """…下降到2.9‰，下降0.2个千分点."""
    between = setting.plain[after.quantity.end : by.quantity.start]
    return len(between) <= 10 and bool(_BARE.search(between)) and "比" not in between


def _compared(
    setting: Setting, found: Sequence[Mention], place: int, mention: Mention
) -> Iterator[Change]:
    """比上年上升2个百分点, of the figure before it."""
    one = mention.quantity
    floor = found[place - 1].quantity.end if place else mention.sentence
    words = setting.plain[max(floor, one.start - 40) : one.start]
    match = _COMPARED.search(words)
    if not match:
        yield from _moved(setting, mention, words)
        return
    other = match["other"] or ""
    if not match["like"] and (_NO_TIME.search(other) or not _FORMER.search(other)):
        return
    before = found[place - 1] if place and _follows(setting, found[place - 1], mention) else None
    unit = before.quantity.unit if before else ""
    time = setting.times.before(one.start - len(words), one.start)
    name = before.indicator.name if before else ""
    part = before.indicator.passage.start if before else mention.part
    if not before:
        start = one.start - len(words) + match.start()
        name, part = _name_before(setting, found, place, start)
    yield Change(
        name=name,
        direction=1 if match["up"] else -1,
        passage=_passage(setting, part, one.end),
        after=before.quantity.value if before else None,
        by=one.value,
        unit=unit,
        by_unit=one.unit,
        before_period=(time.period or None) if time and not match["like"] else None,
        after_period=before.indicator.period if before else mention.indicator.period,
    )


def _moved(setting: Setting, mention: Mention, words: str) -> Iterator[Change]:
    """全年增加值增长6.8%, with nothing to compare it to."""
    one = mention.quantity
    match = _BARE.search(words)
    if not match or one.unit not in (*RATES, *POINTS):
        return
    read = named(setting.plain, mention.part, one.start - len(words) + match.start())
    if read.name:
        yield Change(
            name=read.name,
            direction=1 if match["up"] else -1,
            passage=_passage(setting, mention.indicator.passage.start, one.end),
            by=one.value,
            by_unit=one.unit,
            after_period=mention.indicator.period,
        )


def _follows(setting: Setting, before: Mention, mention: Mention) -> bool:
    """Whether nothing but the comparison stands between a figure and its change."""
    between = setting.plain[before.quantity.end : mention.quantity.start]
    words = re.match("[，,（(、 　]{0,2}(?:[比较与同]|环比)", between)
    fits = mention.quantity.unit in POINTS or mention.quantity.unit in (
        before.quantity.unit,
        *RATES,
    )
    return bool(words) and fits


def _level(setting: Setting, found: Sequence[Mention]) -> Iterator[Change]:
    for mention in found:
        end = mention.quantity.end
        match = re.compile(r"[，,（(、 　]{0,2}" + _LEVEL.pattern).match(
            setting.plain, end, end + 30
        )
        if match:
            one = mention.indicator
            yield Change(
                name=one.name,
                direction=0,
                passage=_passage(setting, one.passage.start, match.end()),
                after=one.value,
                unit=one.unit,
                after_period=one.period,
            )


def is_only_change(setting: Setting, mention: Mention, found: Sequence[Change]) -> bool:
    """Whether a figure says by how much something changed, and is no figure of its own."""
    one = mention.quantity
    if one.unit in POINTS:
        return True
    words = setting.plain[max(mention.sentence, one.start - 12) : one.start]
    return bool(_BARE.search(words)) and any(
        change.by == one.value and change.passage.end == one.end for change in found
    )
