"""Figures of several papers that contradict each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from ..stated import Doubt, Indicator, Statements
from ..text.normalise import fold
from .rounding import shown, slack

DoubtBetween: TypeAlias = tuple[Doubt, tuple[str, ...]]
"""A doubt, and the record id of each of its passages."""

_Key = tuple[str, str, str, str]
# What papers on single events count is another count in each of them.
_OF_EVENTS = re.compile(
    "参加|参训|参会|参与|到会|到场|到课|应到|实到|出席|签到|接待|发放|培训|召开|举办|开展|组织|印发|走访|慰问"
    "|检查|抽查|收到|投入|平均|最高|最低|得分|讲|其中|本次|此次|这次|本期|第|完成|新增|支付|购"
)
_SPAN = re.compile(r"[0-9]{4}(?:-(?:[HQ][1-4]|[0-9]{2}))?|[0-9]{4}-[0-9]{2}/[0-9]{4}-[0-9]{2}")
_STOCK = re.compile(r"(?:率|数|人口|总量|总额|总数|户|人数|比|比例|比重)\Z")
# The unit itself, which all of the papers are of; 全镇 may be another, higher one.
_OWN = re.compile("^(?:我|本).*|^该(?=.)")
_MOST = 200


class _Told(NamedTuple):
    record: str
    indicator: Indicator


def doubts_between(
    papers: Sequence[tuple[str, Statements]], own: Sequence[str] = ()
) -> tuple[DoubtBetween, ...]:
    """Contradictions between papers of one unit and year.

    Two papers contradict each other where both state, as a result and without bounds, the same
    rate or stock of the same subject for the same period in the same unit, and no rounding can
    make the figures one. What a paper gives two values for, counts of single events, and drafts
    and corrections are left out; so is what more than two values are told of, for then the name
    does not say enough.

    Args:
        papers: Record ids with what the records state, in the order in which to name them.
        own: Subjects that are the unit itself: its name, 全街道 for a street.

    Returns:
        One doubt of two passages for each contradiction.
    """
    told: dict[_Key, list[_Told]] = defaultdict(list)
    for record, statements in papers:
        if not statements.amends:
            for key, one in _clear(statements, frozenset(map(fold, own))).items():
                told[key].append(_Told(record, one))
    found = (doubt for each in told.values() for doubt in _contradiction(each))
    return tuple(found)[:_MOST]


def _clear(statements: Statements, own: frozenset[str]) -> dict[_Key, Indicator]:
    """The figures of a paper that can be held against others, each with one value."""
    found: dict[_Key, Indicator] = {}
    unclear: set[_Key] = set()
    for one in statements.indicators:
        if not _comparable(one):
            continue
        subject = fold(one.subject)
        subject = "" if subject in own else _OWN.sub("", subject)
        key = (fold(one.name), subject, one.period or "", one.unit)
        former = found.setdefault(key, one)
        if not _one_value(former.value, one.value):
            unclear.add(key)
    return {key: one for key, one in found.items() if key not in unclear}


def _comparable(one: Indicator) -> bool:
    if one.goal or one.bound != "=" or not one.period or not _SPAN.fullmatch(one.period):
        return False
    return len(one.name) >= 3 and bool(_STOCK.search(one.name)) and not _OF_EVENTS.search(one.name)


def _contradiction(told: Sequence[_Told]) -> Iterator[DoubtBetween]:
    groups: list[list[_Told]] = []
    for one in told:
        for group in groups:
            if _one_value(group[0].indicator.value, one.indicator.value):
                group.append(one)
                break
        else:
            groups.append([one])
    if len(groups) != 2:
        return
    first, second = groups[0][0], groups[1][0]
    values = {
        "name": first.indicator.name,
        "subject": first.indicator.subject,
        "period": first.indicator.period or "",
        "first": shown(first.indicator.value) + first.indicator.unit,
        "second": shown(second.indicator.value) + second.indicator.unit,
    }
    passages = (first.indicator.passage, second.indicator.passage)
    yield Doubt("figures", values, passages), (first.record, second.record)


def _one_value(one: Decimal, other: Decimal) -> bool:
    """Whether two printed figures can be of one value, rounded or cut off."""
    return abs(one - other) <= 2 * max(slack(one), slack(other))
