"""How often something is due, and by when, as norms word it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .draft_text import NUMERAL, figure


@dataclass(frozen=True, slots=True)
class Cadence:
    """One cadence of a sentence.

    Attributes:
        start: First character.
        end: One past the last.
        facts: ``every`` and what belongs to it, as fields of ``Duty``.
    """

    start: int
    end: int
    facts: dict[str, Any]


_MONTH = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_TO = "(?:-|至|到|—)+"
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("window", rf"(?:每年)?的?(?P<from>{_MONTH})月?份?{_TO}(?P<to>{_MONTH})月份?(?!{_TO})"),
    (
        "given_months",
        rf"(?:每年)?的?(?P<months>(?<![0-9一二三四五六七八九十每上下近第]){_MONTH}月?份?(?:(?:[、,和]|以及){_MONTH}月?份?){{0,11}}(?<=[月份])|"
        rf"(?<![0-9一二三四五六七八九十每上下近第]){_MONTH}(?:[、,和]{_MONTH}){{1,11}}月)份?(?!{_TO}|一)",
    ),
    ("two_months", "每(?:两|二|2)个?月|(?:两|二)个?月(?:一|1)次?|隔月|双月"),
    ("three_years", "每?(?:三|3)年(?:一|1)?[次届换轮]|每(?:三|3)年|(?:三|3)年一"),
    ("half_year", "每?半年度?|每个?学期"),
    ("quarter", "每个?季度?|逐季|一季度?一|季度|季[清结盘]"),
    ("month", "每个?月(?!份)|逐月|按月|一月一|月度|每月份|月[清结]|月例会"),
    ("week", "每个?(?:周|星期)(?!岁|边)|一周一|周例会|按周"),
    ("day", "每个?(?:工作)?[日天](?!内)|逐日|一日一|每班|日[清结]"),
    ("year", "每年度?|年度|年初|年终|年末|年底|一年一|全年|年[清结盘]|按年"),
)
_CADENCES = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS))
_DAY = re.compile(
    rf"(?P<when>次月|下月|下个月|翌月)?的?(?P<day>{NUMERAL})[日号](?:之)?前|(?P<end>月底|月末)"
)
_NEXT = re.compile("上(?:一|个|一个)?月|次月|下月|下个月")
_REACH = 30


def cadences(plain: str) -> Iterator[Cadence]:
    """The cadences of a levelled sentence, each once, in order."""
    found = [match for match in _CADENCES.finditer(plain) if match.lastgroup]
    seen: list[dict[str, Any]] = []
    for index, match in enumerate(found):
        stop = found[index + 1].start() if index + 1 < len(found) else len(plain)
        facts = _facts(match, plain, stop)
        if facts is None or facts in seen:
            continue
        if _belongs(facts, seen) and match.group()[-1] not in "清结盘":
            continue
        seen.append(facts)
        yield Cadence(match.start(), match.end(), facts)


def _belongs(facts: dict[str, Any], seen: list[dict[str, Any]]) -> bool:
    """每年6月 is one cadence, and so is 每年 … 年底; 季清年结 are two."""
    return facts["every"] == "year" and bool(seen)


def _facts(match: re.Match[str], plain: str, stop: int) -> dict[str, Any] | None:
    every = next(name for name, _ in _PATTERNS if match[name] is not None)
    if every == "window":
        first, last = _figure(match["from"]), _figure(match["to"])
        return {"every": every, "months": [first, last]} if first and last else None
    if every == "given_months":
        months = [_figure(no) for no in re.findall(_MONTH, match["months"])]
        facts: dict[str, Any] = {"every": every, "months": sorted({m for m in months if m})}
        return facts if facts["months"] else None
    facts = {"every": every}
    if every in ("month", "two_months", "quarter"):
        facts |= _due(plain[match.end() : min(stop, match.end() + _REACH)], plain[match.start() :])
    return facts


def _figure(no: str) -> int:
    return figure(no.lstrip("0"))


def _due(near: str, rest: str) -> dict[str, Any]:
    """The day by which it is due, and in which month that falls."""
    day = _DAY.search(near) or _DAY.match(rest)
    if day is None:
        later = re.search("月初", near) and _NEXT.search(near)
        return {"due_in": "next"} if later else {}
    if day["end"]:
        return {"due_in": "same"}
    value = figure(day["day"])
    if not 1 <= value <= 31:
        return {}
    due_in = "next" if day["when"] or _NEXT.search(near) else "same"
    return {"due_day": value, "due_in": due_in}
