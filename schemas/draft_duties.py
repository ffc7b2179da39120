"""What the clauses of requirements ask for, as duties of the kinds that the model knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..text.numbers import find_percentages, level
from .draft_cadence import cadences
from .draft_kinds import is_material
from .draft_text import NUMERAL, figure

_LONGEST = 80
_LONG = 2000
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """One duty as read.

    Attributes:
        what: The words that ask for it.
        kind: Of ``DutyKind``.
        facts: Further fields of ``Duty``.
    """

    what: str
    kind: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sentence:
    """What one sentence asks, and what of it no duty can hold."""

    duties: tuple[Asked, ...]
    unread: tuple[str, ...] = ()


_COUNTING = re.compile("^(?:[^，,：:]{0,6}[：:])?[一二三四五六七八九十]是要?")


def read_sentences(words: str, responsibility: bool = False) -> Iterator[Sentence]:
    """The duties of a clause's point, sentence by sentence.

    Args:
        words: The point on one line.
        responsibility: It stands under 工作职责: only what can be counted is a duty.
    """
    for sentence in re.split("[。；;！]|(?<=[%％0-9])[.．](?![0-9])", words):
        sentence = _COUNTING.sub("", sentence.strip(" ，,、：:★·●")[:_LONG])
        if len(sentence) < _SHORTEST:
            continue
        yield _read(sentence, responsibility)


def _read(sentence: str, responsibility: bool) -> Sentence:
    plain = level(sentence)
    bound, upper = _rates(sentence)
    found = [*_bindings(sentence, plain), *bound, *_cadenced(sentence, plain)]
    found += [*_limits(sentence, plain), *_quantities(sentence, plain)]
    if not responsibility:
        taken = {asked.what for asked in found}
        found += [asked for asked in _segments(sentence) if asked.what not in taken]
        if not found and not sentence.endswith(("：", ":")):
            found.append(Asked(_short(sentence), "conduct"))
    return Sentence(tuple(found), tuple(upper))


def _short(words: str) -> str:
    return words.strip(" ，,、：:")[:_LONGEST]


def _segment(sentence: str, start: int, end: int) -> str:
    """The part between commas that holds a stretch; with the next where it is short."""
    begin = max(sentence.rfind(comma, 0, start) for comma in "，,") + 1
    stops = [at for comma in "，," if (at := sentence.find(comma, end)) >= 0]
    stop = min(stops, default=len(sentence))
    if stop - begin < 8 and stop < len(sentence):
        further = [at for comma in "，," if (at := sentence.find(comma, stop + 1)) >= 0]
        stop = min(further, default=len(sentence))
    elif stop - begin < 8 and begin > 1:
        begin = max(sentence.rfind(comma, 0, begin - 1) for comma in "，,") + 1
    return _short(sentence[begin:stop])


_RATE_WORD = re.compile("率|比例|覆盖面|满意度|比重|占比")
_UPPER = re.compile("控制|不超过|不得超过|不高于|(?<!不)(?<!得)低于|小于|[<≤]")
_BEFORE_RATE = re.compile(r"^(?:.*[，,；;。:：]|确保|保证|做到|力争|实现|要求|使|的|、|和)+")
_REACH = 14


def _rates(sentence: str) -> tuple[list[Asked], list[str]]:
    found: list[Asked] = []
    upper: list[str] = []
    done = 0
    for mention in find_percentages(sentence):
        before = sentence[done : mention.start]
        words = [match.end() for match in _RATE_WORD.finditer(before)]
        after = sentence[mention.end : mention.end + 3]
        done = mention.end
        if not words or len(before) - words[-1] > _REACH:
            continue
        indicator = _BEFORE_RATE.sub("", before[: words[-1]]).strip(" 、，以上")[-40:]
        what = _segment(sentence, mention.start, mention.end)
        if _UPPER.search(before[words[-1] :]) or after.startswith(("以内", "以下", "之内")):
            upper.append(what)
            continue
        op = "=" if mention.value == 100 else ">="
        facts = {"indicator": indicator, "op": op, "percent": _number(mention.value)}
        found.append(Asked(what, "rate", facts))
    return found, upper


def _number(value: float) -> float | int:
    return int(value) if value == int(value) else value


_IN_ORDER = re.compile(
    "(?:自上而下|从上到下|由上至下|先后|依次)?的?(?:顺序|次序)[,，]?(?:依次|逐一|统一)?(?:进行)?(?:装订|排列|整理|归档|立卷)|(?:依次|顺次)(?:排列)?(?:装订|归档|排列)"
)
_BY = re.compile("按照?|依照?|以")


def _bindings(sentence: str, plain: str) -> Iterator[Asked]:
    for match in _IN_ORDER.finditer(plain):
        before = sentence[: match.start()]
        starts = [one.end() for one in _BY.finditer(before)]
        begin = starts[0] if starts else 0
        listed = before[begin:]
        parts = [part.strip(" ，,的：:") for part in re.split("[、，,—]|--+|→", listed)]
        # A remark before the list is no part of it: 培训资料，按照封面、…
        parts = [part for part in parts if part]
        if len(parts) >= 2 and ("、" in listed or "—" in listed):
            yield Asked(_short(sentence), "binding", {"order": parts[:40]})


def _cadenced(sentence: str, plain: str) -> Iterator[Asked]:
    for cadence in cadences(plain):
        yield Asked(_segment(sentence, cadence.start, cadence.end), "cadence", dict(cadence.facts))


_UNITS = {"工作日": 1, "日": 1, "天": 1, "个月": 30, "周": 7}
_WITHIN = re.compile(
    rf"(?P<no>{NUMERAL})个?(?P<unit>工作日|小时|日|天|月|周)(?:之内|以内|内)|(?<=前)(?P<no2>{NUMERAL})(?:天|日)|(?P<no3>{NUMERAL})天前"
)
_AT_ONCE = re.compile("当场|立即|即时|当日内|当天内|第一时间")


def _limits(sentence: str, plain: str) -> Iterator[Asked]:
    for match in _WITHIN.finditer(plain):
        no = figure(match["no"] or match["no2"] or match["no3"])
        unit = match["unit"] or "天"
        days = no // 24 if unit == "小时" else no * {"月": 30, "周": 7}.get(unit, 1)
        if no:
            what = _segment(sentence, match.start(), match.end())
            yield Asked(what, "time_limit", {"days": days})
    for match in _AT_ONCE.finditer(plain):
        yield Asked(_segment(sentence, match.start(), match.end()), "time_limit", {"days": 0})
        return


_COUNTED = (
    "次|篇|节|人次|人|名|场|种|份|条|期|户|件|个|学时|课时|小时|天|年|项|幅|张|组|支|处|块|家|遍|轮"
)
_AT_LEAST = re.compile(
    rf"(?:不少于|不低于|至少|不得少于|不得低于|最少)[^0-9一二三四五六七八九十两,，]{{0,6}}(?P<no>[0-9]{{1,6}}|{NUMERAL})[个]?(?:{_COUNTED})"
    rf"|(?<![0-9.年月第])(?P<no2>[0-9]{{1,6}}|{NUMERAL})(?:{_COUNTED})(?:\(含\))?以上"
)


def _quantities(sentence: str, plain: str) -> Iterator[Asked]:
    for match in _AT_LEAST.finditer(plain):
        minimum = figure((match["no"] or match["no2"])[-3:]) if match["no"] or match["no2"] else 0
        whole = match["no"] or match["no2"]
        minimum = int(whole) if whole.isdecimal() else minimum
        what = _segment(sentence, match.start(), match.end())
        if minimum:
            yield Asked(what, "quantity", {"indicator": what[:30], "minimum": minimum})


_EACH_ONE = re.compile(
    "逐人|逐户|逐一|逐个|逐企|一人一|一户一|一企一|一事一|一生一|每人|人人|每户|每个(?:人|对象)"
    "|(?:为|与|对|给|向)[^，,]{1,30}(?:妇女|人员|群众|对象|家庭|户|职工|学生|党员|村民|居民|老人|儿童|员工|家长|教师|者)[^，,]{0,6}(?:办理|签订|签定|建立|发放)"
)
_HAVE = re.compile(
    "制定|制订|拟定|修订|建立|健全|完善|编制|召开|举办|填写|填报|登记|签订|签定|上报|报送|形成|留存|(?:^|[^没所])有|设立|成立|撰写|张贴|公示|记录|配备|明确|申报|组织|开展"
)
_FORBIDDEN = re.compile("不得|严禁|禁止|杜绝|防止|不准")
_HELD = re.compile(
    "会议?|例会|活动|领导小组|组织|机构|班子|制度|培训班|造册|记录|组|公开栏|设施|设备"
)


def _segments(sentence: str) -> Iterator[Asked]:
    """What shall be there, or be done for each: part by part."""
    for segment in re.split("[，,]", sentence):
        segment = segment.strip()
        if len(segment) < _SHORTEST or _IN_ORDER.search(level(segment)):
            continue
        if _EACH_ONE.search(segment):
            yield Asked(_short(segment), "per_person")
            continue
        have = None if _FORBIDDEN.search(segment) else _HAVE.search(segment)
        if have and (_HELD.search(segment, have.end()) or _names_paper(segment, have)):
            yield Asked(_short(segment), "presence")


def _names_paper(segment: str, have: re.Match[str]) -> bool:
    rest = segment[have.end() :].rstrip(" 。等》”）)")
    return len(rest) > 1 and is_material(rest)
