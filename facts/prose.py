"""Figures and changes in the running text of a paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..stated import Indicator, Passage
from .names import Named, ends_in_verb, is_bare_verb, named, of_clause, thing_after
from .quantities import OF_THINGS, RATES, Quantity, quantities
from .times import Time, Times

_SENTENCE = re.compile(r"[^。；;！!？?\n]+[。；;！!？?\n]?")
_PARTS = re.compile(r"[，,（(）)：:、\t“”《》【】]")
_CLAUSES = re.compile(r"[，,（(）)：:\t“”《》【】]")
_LONGEST_SENTENCE = 2000
_REACH = 80
_GOAL = re.compile(
    r"目标(?!完成|管理|人|责任|对象)|力争|争取(?![到了资项])|确保(?!了)|计划(?![生外内免])|拟(?!定)"
    r"|将(?=[在于继进达实完对全按会从有要以再逐力分组开])(?<![即近]将)"
    r"|要(?![求素件点害闻么])(?<![重主需简纪摘首必]要)|要求|应(?=[达不控当保])|须|必须|控制在"
    r"|(?:指标|任务|标准)(?:为|是|：|:)|预计|预期|不低于|不少于|不高于|不超过"
)
_REACHED = re.compile(
    r"(?<!应)已(?!婚)|实际|完成了|达到了|实现了|截至|截止|实有|实检|比去年|比上年|同比"
)
_RESPECTIVELY = re.compile(r"分别(?:约?为|是|达到?|占|有|下降|上升|提高|完成)?[ 　]?\Z")
_BOTH = re.compile(r"(?:均|都)(?:已|已经)?(?:达到了?|达|为|是|在|超过|不低于|保持在)[ 　]?\Z")
_JOINT = re.compile(r"[ 　]?[、和与及,，][ 　]?(?:和|与|及)?[ 　]?\Z")
_AND = re.compile(r"、|和(?!谐)|与|以及|及(?!时|格)")
_COPULA = re.compile(r"(?:达到了?|达|约?为|是|占|超过|到|至|在)[ 　]?\Z")
_TOTAL_TO_DATE = re.compile(r"累计|历来|自开展以来|以来")
_LABELLED = re.compile(r"[：:][ 　]*(?:约|共|计|达|近)?[ 　]*\Z")
_IS_SHARE = re.compile("占[了到约近]?[ 　]*\\Z")
_NUMBERS = re.compile("(?:比|数|率|量|人口|指数|分|额|[合总共小]计)\\Z")
_STATED = re.compile(r"(?:达到?|为|是|[由从到至]|[年月末底初期度]的)[ 　]*\Z")
_OF_A_PLAN = re.compile("占.{0,6}(?:任务|目标|计划|预算|指标)")
_MOVED = re.compile(
    "(?:[同环]比|[比较与].{2,12})?(?:分别|均|略|又|净|有所)?(?:上升|提高|增加|增长|提升|下降|降低|减少|多|少|高|低)"
)
_NO_NAMES = frozenset("计 合 总 原来 原 合并后 合并前 后 前 共 全 约 仅 近 前后 先后 每".split())
_SCORE = re.compile(r"[）)]?[ 　]?\Z")


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure of a sentence, with what a check of it needs.

    Attributes:
        indicator: What is stated.
        quantity: The figure.
        lead: The words from the last figure or mark before it.
        part: First character of its part of the sentence.
        sentence: First character of the sentence.
        stop: One past its last.
        inside: It follows 其中 in its sentence.
    """

    indicator: Indicator
    quantity: Quantity
    lead: str
    part: int
    sentence: int
    stop: int
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """What all sentences of a paper have in common.

    Attributes:
        text: Original.
        plain: Levelled; the same length.
        times: That it names.
        period: That the paper as a whole is about.
        goal: It is a plan, a pledge or a rule: nothing in it is a result.
        page: Of the paragraph.
    """

    text: str
    plain: str
    times: Times
    period: str | None
    goal: bool
    page: int | None = None


def sentences(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of a stretch of text; very long ones in pieces."""
    for match in _SENTENCE.finditer(plain, start, end):
        for first in range(match.start(), match.end(), _LONGEST_SENTENCE):
            yield first, min(match.end(), first + _LONGEST_SENTENCE)


def mentions(setting: Setting, start: int, end: int) -> Iterator[list[Mention]]:
    """The figures of a paragraph, sentence by sentence.

    Args:
        setting: The paper.
        start: Of the paragraph.
        end: One past its last character.
    """
    said = _lead_period(setting, start, end)
    subject = ""
    for first, stop in sentences(setting.plain, start, end):
        found = quantities(setting.plain, first, stop, setting.times.taken(first, stop))
        if found:
            reader = _Sentence(setting, first, stop, found, said, subject)
            read = list(reader.read())
            subject = reader.subject
            yield read


def _lead_period(setting: Setting, start: int, end: int) -> str | None:
    """The period that a paragraph is about, where it names just one."""
    named = {one.period for one in setting.times.between(start, end) if not one.day}
    return named.pop() or None if len(named) == 1 else setting.period if not named else None


class _Sentence:
    """Reads one sentence."""

    def __init__(
        self,
        setting: Setting,
        start: int,
        end: int,
        found: Sequence[Quantity],
        said: str | None,
        subject: str,
    ) -> None:
        self.setting = setting
        self.plain = setting.plain
        self.start = start
        self.end = end
        self.found = found
        self.said = said
        self.subject = subject
        self.times = setting.times.between(start, end)
        self.label = ""
        self.last = ""

    def read(self) -> Iterator[Mention]:
        """The figures in order."""
        place = 0
        while place < len(self.found):
            run = self._respectively(place)
            if run:
                yield from run
                place += len(run)
                continue
            yield from self._one(place)
            place += 1

    def _bounds(self, place: int) -> tuple[int, int]:
        """Where the words before a figure begin: at the last figure, mark or time."""
        one = self.found[place]
        first = self.found[place - 1].end if place else self.start
        marks = [match.end() for match in _PARTS.finditer(self.plain, first, one.start)]
        # A time within the words is no mark, but those before it may still belong to the name.
        part = marks[-1] if marks else first
        time = self._time_in(part, one.start)
        return part, (time.end if time else part)

    def _time_in(self, start: int, end: int) -> Time | None:
        inside = [one for one in self.times if start <= one.start < end]
        return inside[-1] if inside else None

    def _one(self, place: int) -> Iterator[Mention]:
        one = self.found[place]
        part, after_time = self._bounds(place)
        head = self.plain[part : one.start]
        read = named(self.plain, after_time, one.start)
        if after_time > part and not read.name:
            time = self._time_in(part, one.start)
            assert time is not None
            read = named(self.plain, part, time.start)
        names = self._names(read, place, part, one)
        former = self.found[place - 1] if place else one
        if not names and (former.bound, one.bound) == (">=", "<=") and one.start - former.end <= 3:
            names = [self.last]
        if read.subject and not read.name:
            # 东街社区98.2%, as the label before them says; else a place is what is counted.
            names = names or [self.label or read.subject]
            self.label = names[0] if names[0] != read.subject else ""
            read = read._replace(subject=read.subject if self.label else "")
        if read.subject and self.plain[part - 1 : part] not in tuple("（("):
            self.subject = read.subject
        for name in names or [""]:
            self.last = name
            yield self._mention(one, name, part, head, read.subject)

    def _names(self, read: Named, place: int, part: int, one: Quantity) -> list[str]:
        name = "" if read.name in _NO_NAMES or _MOVED.fullmatch(read.name) else read.name
        before = self.plain[max(self.start, one.start - 8) : one.start]
        if not one.unit and not _NUMBERS.search(name) and not _STATED.search(before):
            return []
        if name.startswith("占") and one.unit in RATES:
            return [] if _OF_A_PLAN.match(name) else self._share(place)
        if name and (_BOTH.search(before) or (name.endswith("率") and one.unit in RATES)):
            names = [each for each in _AND.split(name) if each]
            both = bool(_BOTH.search(before)) or all(each.endswith("率") for each in names)
            return self._listed(part, names, bool(_BOTH.search(before))) if both else [name]
        if one.unit in OF_THINGS and before.endswith("的"):
            name = ""
        if one.unit in OF_THINGS and (not name or ends_in_verb(name, before)):
            thing = thing_after(self.plain, one.end, self.end)
            if thing and name:
                # 召开3次会议; 在各社区设置了80个服务点.
                return [name + thing] if is_bare_verb(name) else [thing]
            # A figure without either counts nothing.
            return [name or thing] if name or thing else self._inherited(part, one, place)
        if _is_name(name):
            return [name + "占比" if _IS_SHARE.search(before) and one.unit in RATES else name]
        return self._inherited(part, one, place)

    def _listed(self, part: int, names: list[str], said: bool) -> list[str]:
        """签订率、落实率和知晓率均达到98%: those before the last mark are names as well."""
        first = part
        while first > self.start and self.plain[first - 1] == "、":
            marks = [m.end() for m in _PARTS.finditer(self.plain, self.start, first - 1)]
            before = marks[-1] if marks else self.start
            read = named(self.plain, before, first - 1)
            if not _is_name(read.name) or not (said or read.name.endswith("率")):
                break
            names.insert(0, read.name)
            first = before
        return names

    def _inherited(self, part: int, one: Quantity, place: int) -> list[str]:
        """A name from the part of the sentence before: a label, or what it spoke of."""
        ahead = self.plain[max(self.start, one.start - 8) : one.start]
        if part == self.start and not _LABELLED.search(ahead):
            return []
        marks = [m.start() for m in _CLAUSES.finditer(self.plain, self.start, one.start)]
        if not marks:
            return []
        last = marks[-1]
        before = marks[-2] + 1 if len(marks) > 1 else self.start
        before = max(before, self.found[place - 1].end) if place else before
        if self.plain[last] in "：:":
            name = named(self.plain, before, last).name
            return [name] if _is_name(name) else []
        if self.plain[last] in "（(" and one.unit in RATES:
            return []
        words = self.plain[last + 1 : one.start]
        if not _COPULA.search(words) or len(words) > 8:
            return []
        if "占" in words and one.unit in RATES:
            return self._share(place)
        name = of_clause(self.plain, before, last)
        return [name] if name else []

    def _share(self, place: int) -> list[str]:
        """…200人，占40%: named for what the figure before it counts."""
        if not place:
            return []
        former = self.found[place - 1]
        shared = named(self.plain, self._bounds(place - 1)[1], former.start).name
        return [shared + "占比"] if shared else []

    def _respectively(self, place: int) -> list[Mention]:
        """甲、乙分别为1、2: as many names as figures, joined alike."""
        one = self.found[place]
        ahead = self.plain[max(self.start, one.start - 12) : one.start]
        match = _RESPECTIVELY.search(ahead)
        if not match:
            return []
        run = [one]
        for former, later in pairwise(self.found[place:]):
            if not _JOINT.fullmatch(self.plain[former.end : later.start]):
                break
            run.append(later)
        stop = one.start - len(match[0])
        marks = [m.end() for m in re.finditer("[，,：:（(]", self.plain[self.start : stop])]
        first = self.start + (marks[-1] if marks else 0)
        first = max(first, self.found[place - 1].end if place else self.start)
        time = self._time_in(first, stop)
        first = time.end if time else first
        read = named(self.plain, first, stop)
        names = [each for each in _AND.split(read.name) if each]
        if len(run) < 2:
            return []
        if len(names) != len(run):
            names = [""] * len(run)
        if read.subject:
            self.subject = read.subject
        unit = run[-1].unit
        return [
            self._mention(replace(each, unit=each.unit or unit), name, first, name)
            for name, each in zip(names, run, strict=True)
        ]

    def _mention(
        self, one: Quantity, name: str, part: int, head: str, subject: str = ""
    ) -> Mention:
        period = self._period(one, part)
        # An inherited name stands before its part of the sentence.
        first = part
        if name and name not in self.plain[part : one.end]:
            place = self.plain.rfind(name, max(self.start, part - 48), part)
            first = place if place >= 0 else part
        passage = Passage(first, one.end, self.setting.text[first : one.end], self.setting.page)
        passage = _trimmed(passage)
        before = self.plain[max(self.start, one.start - _REACH) : one.start]
        indicator = Indicator(
            name=name,
            value=one.value,
            unit=one.unit,
            passage=passage,
            subject=subject or self.subject,
            period=period,
            bound=one.bound,
            goal=self._is_goal(before),
        )
        return Mention(indicator, one, head, part, self.start, self.end, inside="其中" in before)

    def _period(self, one: Quantity, part: int) -> str | None:
        time = self.setting.times.before(self.start, one.start)
        period = (time.period or None) if time else self.said
        clause = self.plain[max(self.start, part - 30) : one.start]
        if period and "/" not in period and _TOTAL_TO_DATE.search(clause):
            return f"/{period}"
        return period

    def _is_goal(self, before: str) -> bool:
        if self.setting.goal:
            return True
        goals = [match.end() for match in _GOAL.finditer(before)]
        if not goals:
            return False
        reached = [match.end() for match in _REACHED.finditer(before)]
        return not reached or reached[-1] < goals[-1]


def _is_name(name: str) -> bool:
    return bool(name) and any("\u4e00" <= char <= "\u9fff" for char in name)


def _trimmed(passage: Passage) -> Passage:
    text = passage.text.lstrip(" \u3000\t，,、：:")
    return replace(passage, start=passage.end - len(text), text=text)
