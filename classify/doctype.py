"""Document types (文种): what the title's words, the build of a paper and its file name say.

Each sign adds weight to one type; the type of the greatest sum wins, and its share among all
is the confidence. Nothing here belongs to one field of work.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from ..text.normalise import fold
from .paper import Paper
from .signs import Sign, signs_of
from .type_words import LONGEST, OTHER, TYPE_WORDS

__all__ = [
    "OTHER",
    "Sign",
    "Typed",
    "bare_title",
    "hints_type",
    "lists_types",
    "type_of",
    "type_of_title",
    "without_type",
]

_BRACKETS = r"(?:[（(][^（()）]{0,40}[)）]|[〔\[【][^〔\[\]【】〕]{0,40}[〕\]】])"
_TRAILING = re.compile(
    rf"(?:{_BRACKETS}|[\s:：、.。·\-—_~0-9０-９一二三四五六七八九十○〇]+"
    r"|(?:20\d\d年|[0-9一二三四五六七八九十]{1,3}月份?|第[0-9一二三四五六七八九十]{1,3}"
    r"(?:期|号|册|次|季度|学期|版|卷|联|批)|[上下]半年|上册|下册"
    r"|及(?:参考)?答案|(?:附|含)答案|[初终定草]稿|样[表本张式]|范[本文例]|模板|草案|修[订改]稿))$"
)
_BRACKETED = re.compile(rf"({_BRACKETS})\s*$")
_LISTS = re.compile(r"[、,和及与+]")
_SECONDARY = {"存根", "证明", "审批表", "回执"}
_JOINED = re.compile(r"$|[（(〔\[【\d\s与和及、暨—]")
_PASSED_ON = re.compile(r"(?:转发|印发|批转|下发).{0,40}《.*》$")
# 李家村举办首届丰收节: a headline says who did what.
_HEADLINE = re.compile(
    r"^(?!关于).{2,20}(?:举办|举行|召开|启动|走进|喜获|荣获|迎来|办起|送上).{2,}$"
    r"(?<!情况)(?<!工作)(?<!人员)(?<!安排)(?<!表)(?<!册)(?<!单)"
)
_NEWS = 1.6
_LINK = re.compile(r"[及和与暨、]")
# 申请及审批表, 统计和汇总表: the words before the link are no papers of their own.
_DEPENDENT = frozenset(
    "申请 登记 统计 汇总 申报 签到 成绩 安排 要点 测试 调查 规定 报告 测验 通知 要求".split()
)
_DECIDES = 6.0
_SHOWS = 3.5
_HINTS = 2.4
_FIRST_OF_TWO = 1.5
_INSIDE = 1.8
_LISTED = 3.0
_STEM = 0.35
_LONGEST_END = 160
_SECOND_LINES = 3
_SECOND_LENGTH = 30
_VAGUE = 1.2
_REST = 0.8
_MOST_OF_BODY = 6.5
_SHARPNESS = 1.1

_VAGUE_ENDINGS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("表",), ("登记表", "统计表", "花名册")),
    (("本", "簿", "册"), ("登记表", "记录")),
    (("单",), ("登记表", "存根")),
    (("情况",), ("报告", "统计表")),
)


@dataclass(frozen=True, slots=True)
class Typed:
    """A document type with what spoke for it.

    Attributes:
        doctype: 其他 where nothing shows it.
        confidence: 0 to 1.
        seen: The words that weighed most.
        where: Their zone.
        signs: All that spoke for it, heaviest first.
        runner_up: The next type and its share, or None.
    """

    doctype: str
    confidence: float
    seen: str
    where: str
    signs: tuple[Sign, ...] = ()
    runner_up: tuple[str, float] | None = None


def type_of_title(title: str) -> tuple[str, str] | None:
    """Type and the ending that shows it, or None.

    >>> type_of_title("关于印发《消防演练方案》的通知")
    ('通知', '通知')
    """
    bracketed = _BRACKETED.search(title)
    for ending in _endings_of(bracketed[1][1:-1]) if bracketed else ():
        if TYPE_WORDS[ending][0] in _SECONDARY:
            return TYPE_WORDS[ending][0], ending
    for text in dict.fromkeys((bare_title(title), fold(bare_title(title)))):
        for ending in _endings_of(text):
            if TYPE_WORDS[ending][1] != "~":
                first = _first_part(text.removesuffix(ending)) or ending
                return TYPE_WORDS[first][0], first
    return None


def _endings_of(text: str) -> Iterator[str]:
    """The endings that a text has, longest first."""
    for length in range(min(len(text), LONGEST), 0, -1):
        if text[-length:] in TYPE_WORDS:
            yield text[-length:]


def without_type(title: str) -> str:
    """A title without the shortest word that shows its type: 治安巡逻记录 → 治安巡逻."""
    found = type_of_title(title)
    if found is None or found[0] == OTHER or not title.endswith(found[1]):
        return title
    same = [e for e in _endings_of(title) if TYPE_WORDS[e][0] == found[0]]
    return title.removesuffix(same[-1])


def bare_title(title: str) -> str:
    """A title without trailing brackets, numbers, dates, marks and words such as 草案."""
    title = title.strip()
    # Only the end is worked on: a title may be any line of a hostile paper.
    front, bare, before = title[:-_LONGEST_END], title[-_LONGEST_END:], ""
    while bare != before:
        before, bare = bare, _TRAILING.sub("", bare).rstrip('》”"')
    return front + bare or title


def type_of(paper: Paper, title: str, title_made: bool, path: str = "") -> Typed:
    """The document type of a paper.

    Args:
        paper: The paper.
        title: Its title.
        title_made: It is not printed on the paper.
        path: As the user named the file; its stem is weak evidence.
    """
    signs = [] if title_made else list(_signs_of_title(title))
    signs += _capped(signs_of(paper, "" if title_made else title))
    if not any(sign.where == "title" and sign.weight >= _SHOWS for sign in signs):
        signs += _signs_beside(paper, title)
    stem = fold(PurePath(path.rpartition("!/")[2]).stem)
    if title_made or not signs or signs[0].where != "title":
        signs += (_weighted(sign, _STEM, "path") for sign in _signs_of_title(stem))
    return _decided(signs, title)


def _signs_beside(paper: Paper, title: str) -> Iterator[Sign]:
    """What a second line of the title shows below a motto: 好男儿，去当兵 / 征兵宣传单."""
    for line in paper.head[:_SECOND_LINES]:
        spoken = len(line.text) > _SECOND_LENGTH or re.search(r"[，。；：]", line.text)
        found = None if spoken else type_of_title(line.text)
        if (
            found
            and found[0] != OTHER
            and line.text not in title
            and len(line.text) > len(found[1])
        ):
            yield Sign(found[0], _SHOWS, found[1], "head")


def _weighted(sign: Sign, factor: float, where: str) -> Sign:
    return Sign(sign.doctype, sign.weight * factor, sign.seen, where)


def _capped(signs: Iterable[Sign]) -> Iterator[Sign]:
    """Signs of the build, so that many weak ones for a type count only so much."""
    left: dict[str, float] = defaultdict(lambda: _MOST_OF_BODY)
    for sign in sorted(signs, key=lambda sign: -sign.weight):
        weight = min(sign.weight, left[sign.doctype])
        left[sign.doctype] -= weight
        if weight:
            yield Sign(sign.doctype, weight, sign.seen, sign.where)


def _decided(signs: list[Sign], title: str) -> Typed:
    sums: dict[str, float] = defaultdict(float)
    for sign in signs:
        sums[sign.doctype] += sign.weight
    sums[OTHER] += _REST
    ranked = sorted(sums, key=lambda kind: (-sums[kind], kind))
    shares = _shares([sums[kind] for kind in ranked])
    best = ranked[0]
    own = sorted((s for s in signs if s.doctype == best), key=lambda sign: -sign.weight)
    seen, where = (own[0].seen, own[0].where) if own else (title[-6:], "title")
    after = (ranked[1], round(shares[1], 3)) if len(ranked) > 1 else None
    return Typed(best, round(shares[0], 3), seen, where, tuple(own), after)


def _shares(sums: list[float]) -> list[float]:
    """Softmax: with types that nothing spoke for counted in as one."""
    powers = [math.exp(_SHARPNESS * (value - sums[0])) for value in sums]
    rest = math.exp(-_SHARPNESS * sums[0])
    return [power / (sum(powers) + rest) for power in powers]


def _signs_of_title(title: str) -> Iterator[Sign]:
    """What the words of a title show: its ending, a first part, a bracket, a word inside."""
    bare = bare_title(fold(title))
    found = list(_by_ending(title, bare))
    yield from found
    yield from _in_bracket(fold(title), bool(found))
    if not found and _HEADLINE.search(bare):
        yield Sign("简报", _NEWS, bare[-6:], "title")
    if not any(sign.weight >= _SHOWS for sign in found):
        yield from _by_parts(bare, found[0].seen if found else "")


def _in_bracket(title: str, typed: bool) -> Iterator[Sign]:
    """What a last bracket shows: （教案）, or the first part of （教案、试卷、成绩）."""
    found = _types_in_bracket(title)
    typed_parts = [part for part in found if part]
    if len(typed_parts) > 1 and all(found):
        yield Sign(TYPE_WORDS[typed_parts[0]][0], _LISTED, typed_parts[0], "title")
    elif typed_parts and not typed:
        yield Sign(TYPE_WORDS[typed_parts[-1]][0], _LISTED, typed_parts[-1], "title")


def _types_in_bracket(title: str) -> list[str | None]:
    """The ending of each part of a last bracket."""
    bracketed = _BRACKETED.search(title)
    parts = _LISTS.split(bracketed[1][1:-1]) if bracketed else []
    return [next(_endings_of(part), None) for part in parts]


def hints_type(title: str) -> bool:
    """Whether a line ends with a word that titles end with, be it a mere hint."""
    return next(_endings_of(bare_title(fold(title))), None) is not None


def lists_types(title: str) -> bool:
    """Whether a last bracket lists papers: （教案、试卷、成绩）."""
    found = _types_in_bracket(fold(title))
    return len(found) > 1 and all(found)


def _by_ending(title: str, bare: str) -> Iterator[Sign]:
    if _PASSED_ON.search(fold(title)):
        yield Sign("通知", _SHOWS + 1, "转发", "title")
    longest = next(_endings_of(bare), None)
    secondary = type_of_title(title)
    if secondary and secondary[0] in _SECONDARY and secondary[1] != longest:
        yield Sign(secondary[0], _DECIDES + _FIRST_OF_TWO, secondary[1], "title")
        return
    if longest is None:
        return
    yield Sign(TYPE_WORDS[longest][0], _weight(longest), longest, "title")
    first = _first_part(bare.removesuffix(longest))
    if first and TYPE_WORDS[first][0] != TYPE_WORDS[longest][0]:
        yield Sign(TYPE_WORDS[first][0], _weight(longest) + _FIRST_OF_TWO, first, "title")


def _weight(ending: str) -> float:
    return {"": _DECIDES, "?": _SHOWS, "~": _HINTS}[TYPE_WORDS[ending][1]]


def _first_part(before: str) -> str | None:
    """The type word before a link: 工作总结 of 工作总结及下半年工作打算."""
    if "》" in before or "的" in before:
        return None
    link = next(_LINK.finditer(before), None)
    if link is None:
        return None
    ending = next(_endings_of(before[: link.start()]), None)
    decides = ending and len(ending) > 1 and not TYPE_WORDS[ending][1] and ending not in _DEPENDENT
    return ending if decides else None


def _by_parts(bare: str, ending: str) -> Iterator[Sign]:
    """What a title shows whose ending tells little: a type word inside, or just 表."""
    inside = _word_inside(bare)
    if inside and inside not in ending:
        yield Sign(TYPE_WORDS[inside][0], _INSIDE, inside, "title")
    for endings, kinds in _VAGUE_ENDINGS:
        if bare.endswith(endings):
            for rank, kind in enumerate(kinds):
                yield Sign(kind, _VAGUE - 0.2 * rank, bare[-2:], "title")


def _word_inside(bare: str) -> str | None:
    """The type word that stands last in a title before a link or bracket."""
    best: tuple[int, int, str] | None = None
    for start in range(len(bare)):
        for length in range(2, min(LONGEST, len(bare) - start) + 1):
            word = bare[start : start + length]
            if TYPE_WORDS.get(word, ("", "~"))[1] == "~":
                continue
            if _JOINED.match(bare, start + length):
                best = max(best or (0, 0, ""), (start + length, length, word))
    return best[2] if best else None
