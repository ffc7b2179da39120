"""What divides a norms document: headings, clauses, boxes, contents.

All patterns read levelled text (half-width brackets, colons, digits). None knows a field of work.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeVar

from .draft_text import CIRCLED, NUMERAL, figure


class Role(IntEnum):
    """What a clause of a section holds, in the order in which norms have them."""

    RESPONSIBILITIES = 0
    REQUIREMENTS = 1
    ARCHIVE = 2
    OTHER = 3


class System(IntEnum):
    """Systems of heading labels, from the widest."""

    BOOK = 0
    PART = 1
    CHAPTER = 2
    SECTION = 3
    HAN = 4
    HAN_BRACKET = 5
    ARABIC = 6
    ARABIC_BRACKET = 7
    BARE = 8


@dataclass(frozen=True, slots=True)
class Heading:
    """第四章 …, 第二节 …, or 一、 … where the document divides so."""

    start: int
    end: int
    system: System
    no: int
    name: str


@dataclass(frozen=True, slots=True)
class ClauseMark:
    """一、工作职责, 二、工作要求, 三、档案资料."""

    start: int
    end: int
    role: Role
    system: System
    no: int
    label: str


@dataclass(frozen=True, slots=True)
class BoxMark:
    """盒1名称：. Its number is 0 where none is printed."""

    start: int
    end: int
    no: int


@dataclass(frozen=True, slots=True)
class ContentsMark:
    """内容：."""

    start: int
    end: int


Mark = Heading | ClauseMark | BoxMark | ContentsMark
M = TypeVar("M", Heading, ClauseMark, BoxMark, ContentsMark)

_GAP = "[ \u3000]{0,4}"
_BOX_WORD = "(?:档案|文件|资料|归档|材料)?(?:盒|夹)"
_NO = rf"[(\[]?{_GAP}(?P<no>{NUMERAL}|{CIRCLED}){_GAP}[)\]]?{_GAP}号?"
_NAMED = "(?:名称|名|题名|标题)"
_OPEN = "[【\\[〔]?"
_CLOSE = "[】\\]〕]?"
_POINT = rf"(?:[0-9]{{1,2}}{_GAP}[、.]{_GAP}|[(][0-9]{{1,2}}[)]{_GAP})?"
_LEAD = r"(?:(?<=\n)|(?<![\s\S]))[ \u3000]{0,8}"
_FREE = r"(?<![\u4e00-\u9fff《“])"
_BOXES = (
    # 盒1名称： may touch what stands before it; 盒1： may not.
    re.compile(rf"{_POINT}{_OPEN}{_BOX_WORD}{_GAP}{_NO}{_GAP}{_NAMED}{_GAP}{_CLOSE}{_GAP}:"),
    re.compile(
        rf"(?:{_FREE}|(?=档案盒)){_POINT}{_OPEN}{_BOX_WORD}{_GAP}{_NO}{_GAP}{_CLOSE}{_GAP}:"
    ),
    re.compile(
        rf"(?:{_LEAD}|(?<=[。; \u3000])){_POINT}{_OPEN}(?:第{_GAP}(?P<no>{NUMERAL}){_GAP}[个号]?"
        rf"|(?P<no2>{NUMERAL}){_GAP}[号#]){_GAP}{_BOX_WORD}{_GAP}{_NAMED}?{_GAP}{_CLOSE}"
        rf"(?:{_GAP}[:、—-]+|[ \u3000]+|(?=《)|(?=\n))"
    ),
    re.compile(
        rf"{_LEAD}{_POINT}{_OPEN}{_BOX_WORD}{_GAP}{_NO}{_GAP}{_CLOSE}"
        rf"(?:(?<=】)|[ \u3000]+|[、.—-]+|(?=《))(?=[^\n])"
    ),
    re.compile(rf"{_POINT}{_OPEN}{_BOX_WORD}{_NAMED}{_GAP}{_CLOSE}{_GAP}:"),
)
# 1、名称：… only where boxes are listed.
_NAME_ALONE = re.compile(
    rf"{_LEAD}(?:(?P<no>[0-9]{{1,2}}){_GAP}[、.]|[(](?P<no2>[0-9]{{1,2}})[)]){_GAP}{_NAMED}{_GAP}:"
)
_CONTENTS = re.compile(
    r"(?:(?<=[\s。;,.)】》、])|(?<![\s\S])|(?<=盒)|(?<=资料)|(?<=档案))[(【]?"
    r"(?:盒内|主要|归档|存放|应存|具体|应归|装入){0,2}(?:内容|材料|资料|文件|目录)(?:包括|包含|清单|目录|有)?"
    rf"[】]?{_GAP}:"
)
# These need no colon, but a box before them.
_HOLDS = re.compile(
    r"(?<=[\s。;,)】》])[(]?(?:盒?内(?:装|含|存|放|有)|装有|存放|包括|包含)(?:有|以下)?(?:材料|资料)?:?"
)
_HAN = "[一二三四五六七八九十]{1,3}"
_ROLES = (
    (
        Role.RESPONSIBILITIES,
        r"(?:工作|岗位|主要|基本|部门|单位)(?:职责|任务|职能)|职责(?:任务|分工)?|任务分工",
    ),
    (
        Role.REQUIREMENTS,
        r"(?:工作|管理|具体|基本|质量|考核|任务|落实|目标|日常)(?:要求|标准|规定|指标)|要求|标准|工作规范|管理规范",
    ),
    (
        Role.ARCHIVE,
        r"(?:档案|归档|建档|立卷|台[账帐]|存档|备查|应归档|应存)"
        r"(?:档案|归档|资料|材料|内容|范围|目录|清单|设置|盒|文件|要求)*|资料(?:归档|目录|清单|盒)",
    ),
)
_ROLE = "|".join(f"(?P<role{role.value}>{pattern})" for role, pattern in _ROLES)
_LABELS = (
    rf"(?:(?P<han>{_HAN}){_GAP}[、.]|[(](?P<hans>{_HAN})[)]{_GAP}、?"
    rf"|(?P<arabic>[0-9]{{1,2}}){_GAP}[、.]|[(](?P<digits>[0-9]{{1,2}})[)])"
)
_CLAUSE = re.compile(
    rf"{_LEAD}[【\[〔]?{_GAP}{_LABELS}?{_GAP}[【\[〔]?{_GAP}(?:{_ROLE}){_GAP}[】\]〕]?"
    rf"(?P<stop>{_GAP}[:。](?!\n)|{_GAP}[:。]?(?=[(\n])|[ \u3000]+|(?<=[】〕\]]):?"
    rf"|{_GAP}(?![\s\S]))"
)
_CLAUSE_INSIDE = re.compile(
    rf"(?<=[。.;:)%]){_GAP}(?P<han>{_HAN}){_GAP}、{_GAP}(?:{_ROLE}){_GAP}(?P<stop>(?=[:(\n]):?)"
)
_OTHER_CLAUSE = re.compile(rf"{_LEAD}(?P<han>{_HAN}){_GAP}、(?!{_GAP}[一二三四五六七八九十])")
_DIVISIONS = {
    "篇": System.BOOK,
    "编": System.BOOK,
    "部分": System.PART,
    "章": System.CHAPTER,
    "节": System.SECTION,
}
_HEADING = re.compile(
    rf"{_LEAD}第{_GAP}(?P<no>{NUMERAL}){_GAP}(?P<unit>篇|编|部分|章|节)"
    r"(?:[ :、.\u3000]{0,6})(?P<name>[^\n]{0,60})"
)
_LISTED_HEADING = re.compile(
    rf"{_LEAD}(?:(?P<han>{_HAN}){_GAP}、|[(](?P<hans>{_HAN})[)]{_GAP}|(?P<arabic>[0-9]{{1,2}}){_GAP}[、.](?![0-9])){_GAP}"
    r"(?P<name>[^\n,。;:、!?%]{2,30}):?(?=\n)"
)
_SENTENCE = re.compile("[。;,!?]|的规定|所列")
_DOTS = re.compile(r"[.…·‥_]{3,}[ 0-9]*\Z|[ ]{2,}[0-9]{1,3}\Z")


def marks(plain: str) -> list[Mark]:
    """All marks of a levelled text in order.

    Where two overlap, a box counts before a clause, and a clause before a heading.
    """
    boxes = list(_boxes(plain))
    clauses = list(_free(_clauses(plain), boxes))
    headings = list(_free(_headings(plain, clauses, boxes), [*boxes, *clauses]))
    named = _free(_names_alone(plain, clauses, headings), boxes)
    boxes = sorted([*boxes, *named], key=lambda mark: mark.start)
    contents = list(
        _free(_contents(plain, boxes, clauses, headings), [*boxes, *clauses, *headings])
    )
    kept = _within(clauses, headings)
    everything: list[Mark] = [*headings, *kept, *boxes, *contents]
    return sorted(everything, key=lambda mark: mark.start)


def _free(found: Iterable[M], taken: Sequence[Mark]) -> Iterator[M]:
    """Those that touch none of the taken stretches."""
    stretches = sorted((mark.start, mark.end) for mark in taken)
    at = 0
    for mark in sorted(found, key=lambda mark: mark.start):
        while at < len(stretches) and stretches[at][1] <= mark.start:
            at += 1
        if at == len(stretches) or stretches[at][0] >= mark.end:
            yield mark


def _boxes(plain: str) -> Iterator[BoxMark]:
    found: dict[int, BoxMark] = {}
    for pattern in _BOXES:
        for match in pattern.finditer(plain):
            groups = match.groupdict()
            no = figure(groups.get("no") or groups.get("no2") or "")
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            mark = BoxMark(start, match.end(), no)
            found.setdefault(match.end(), mark)
    end = -1
    for mark in sorted(found.values(), key=lambda mark: (mark.start, -mark.end)):
        if mark.start >= end:
            yield mark
            end = mark.end


def _label(match: re.Match[str]) -> tuple[System, int, str]:
    groups = match.groupdict()
    for name, system, form in (
        ("han", System.HAN, "{}、"),
        ("hans", System.HAN_BRACKET, "（{}）"),
        ("arabic", System.ARABIC, "{}"),
        ("digits", System.ARABIC_BRACKET, "（{}）"),
    ):
        if groups.get(name):
            return system, figure(groups[name]), form.format(groups[name])
    return System.BARE, 0, ""


def _clauses(plain: str) -> Iterator[ClauseMark]:
    for pattern in (_CLAUSE, _CLAUSE_INSIDE):
        for match in pattern.finditer(plain):
            role = next(role for role, _ in _ROLES if match[f"role{role.value}"] is not None)
            system, no, label = _label(match)
            words = match[f"role{role.value}"]
            if system is System.BARE and len(match["stop"].strip()) == 0 and len(words) < 4:
                continue
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            yield ClauseMark(start, match.end(), role, system, no, label or f"{words} ")


def _within(clauses: list[ClauseMark], headings: list[Heading]) -> list[ClauseMark]:
    """Without list points that only read like a clause: of another system than the others."""
    systems = Counter(mark.system for mark in clauses)
    if not systems:
        return clauses
    usual = max(systems, key=lambda system: (systems[system], -system))
    few = {system for system, count in systems.items() if count * 5 < systems[usual]}
    return [mark for mark in clauses if mark.system not in few or mark.system < usual]


def _headings(plain: str, clauses: list[ClauseMark], boxes: list[BoxMark]) -> Iterator[Heading]:
    printed = list(_without_contents_table(list(_divisions(plain)), clauses, boxes))
    yield from printed
    systems = Counter(mark.system for mark in clauses)
    inner = max(systems, key=lambda system: (systems[system], -system)) if systems else System.BARE
    if any(mark.system is System.SECTION for mark in printed):
        return
    yield from _listed(plain, inner, [*clauses, *boxes, *printed])


def _divisions(plain: str) -> Iterator[Heading]:
    for match in _HEADING.finditer(plain):
        name, end = match["name"].strip(), match.end()
        if not name:
            # The words of a heading may stand on the line below it.
            stop = plain.find("\n", end + 1, end + 48)
            name = plain[end:stop].strip() if stop > 0 else ""
            end = stop if name and not _opens(name) else end
            name = name if end == stop else ""
        if len(name) > 40 or _SENTENCE.search(name) or _DOTS.search(name):
            continue
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        words = "".join(name.split())
        yield Heading(start, end, _DIVISIONS[match["unit"]], figure(match["no"]), words)


def _opens(line: str) -> bool:
    return bool(re.match(rf"第{_GAP}{NUMERAL}|{_LABELS}|{_BOX_WORD}|[【\[]", line))


def _without_contents_table(
    found: list[Heading], clauses: list[ClauseMark], boxes: list[BoxMark]
) -> Iterator[Heading]:
    """Headings that a table of contents only repeats have nothing between them and come again."""
    again: set[tuple[int, int, str]] = set()
    starts = sorted([mark.start for mark in clauses] + [mark.start for mark in boxes])
    kept, at, following = [], len(starts), 10**12
    for mark in reversed(found):
        while at and starts[at - 1] > mark.start:
            at -= 1
        empty = at == len(starts) or starts[at] > following
        key = (mark.system, mark.no, mark.name)
        if not (empty and key in again):
            kept.append(mark)
        again.add(key)
        following = mark.start
    yield from reversed(kept)


def _listed(plain: str, inner: System, below: Sequence[Mark]) -> Iterator[Heading]:
    """一、 or （一） headings: wider than the clauses' labels, with a mark right below."""
    found = []
    for match in _LISTED_HEADING.finditer(plain):
        system, no, _ = _label(match)
        if system < inner:
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            name = "".join(match["name"].split())
            found.append(Heading(start, match.end(), system, no, name))
    starts = {mark.start for mark in below}
    kept: set[int] = set()
    for mark in reversed(found):
        below_it = plain[mark.end : mark.end + 64]
        near = mark.end + len(below_it) - len(below_it.lstrip())
        if mark.start not in starts and (near in starts or near in kept):
            kept.add(mark.start)
    yield from (mark for mark in found if mark.start in kept)


def _names_alone(
    plain: str, clauses: list[ClauseMark], headings: list[Heading]
) -> Iterator[BoxMark]:
    marks: list[ClauseMark | Heading] = [*clauses, *headings]
    marks.sort(key=lambda mark: mark.start)
    at = -1
    for match in _NAME_ALONE.finditer(plain):
        while at + 1 < len(marks) and marks[at + 1].start < match.start():
            at += 1
        above = marks[at] if at >= 0 else None
        if isinstance(above, ClauseMark) and above.role is Role.ARCHIVE:
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            yield BoxMark(start, match.end(), figure(match["no"] or match["no2"]))


def _contents(
    plain: str, boxes: list[BoxMark], clauses: list[ClauseMark], headings: list[Heading]
) -> Iterator[ContentsMark]:
    yield from (ContentsMark(match.start(), match.end()) for match in _CONTENTS.finditer(plain))
    for box in boxes:
        stop = min(len(plain), box.end + 80)
        match = _HOLDS.search(plain, box.end, stop)
        if match and not _CONTENTS.search(plain, box.end, match.start()):
            yield ContentsMark(match.start(), match.end())


def other_clauses(plain: str, begin: int, end: int) -> Iterator[ClauseMark]:
    """Points 一、… of a stretch whose words name no role."""
    for match in _OTHER_CLAUSE.finditer(plain, begin, end):
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        system, no, label = _label(match)
        yield ClauseMark(start, match.end(), Role.OTHER, system, no, label)
