"""The numbers of a folded text, whichever way they are written.

A numeral alone is a number only where it counts something or tells a place in an order
(三户, 第三, 三至五年); in 一般, 统一, 十分 or 三八妇女节 it is none. Guesses (三四个, 十几) are
none either, nor are figures within Latin words (b12).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from .numbers import chinese_number

LONGEST = 20
"""Characters of a canonical number, at most; longer ones are encoded data."""

DIGITS = "〇零一二三四五六七八九"
_UNITS = "十百千万亿"
_CAPITALS = "壹贰叁肆伍陆柒捌玖拾佰仟"
NUMERALS = frozenset(f"{DIGITS}{_UNITS}{_CAPITALS}两廿卅卌")
PARTS = {"百": 2, "千": 3, "万": 4}
"""Of 百分之, 千分之, 万分之: the power of ten."""

# What a single numeral counts. 分, 方, 面, 样, 步, 体 are left out: 十分, 一方面, 三步.
_COUNTED = frozenset(
    "年月日号时天周旬季度岁代世个名位户口人家对组批群班队次回遍趟场届期轮项条款章节篇部卷册本份件张"
    "页幅封段句字行列栏格表类种级倍成元角毛斤克里米丈尺寸亩顷座栋幢层楼室间所处台套辆架支枝根把只头匹"
    "棵株粒片盒箱包袋瓶桶针剂例胎孩女男点"
)
_COUNTED_IN_CAPITALS = frozenset("元角份套张本")
_WORDS = frozenset("一时 一度 一点 一世 一口 一成 一头 一部 十字 三角 五角 八角 三轮".split())
# 统一, 同一, 唯一: no number, whatever follows.
_BOUND_ONE = frozenset("统唯同专逐之合任单某其不")
_GUESSED = frozenset("几数好")
_TO = frozenset("至到-")
# Here figures often have a nought before them.
PADDED = frozenset("月日")

_FIGURE_OF = str.maketrans(f"{DIGITS}壹贰叁肆伍陆柒捌玖", "00123456789123456789")
_FIGURE = frozenset(map(chr, _FIGURE_OF))
_ALONE = frozenset("零一二三四五六七八九十两")
_N = "".join(sorted(NUMERALS))
_NUMBER = re.compile(
    # Letter-spaced dates: 2 0 2 3年 holds no 3年.
    r"(?P<spaced>(?<![0-9])(?:[12] [0-9] [0-9] [0-9](?=年)|1 [0-2](?=月)|[1-3] [0-9](?=[日号])))"
    rf"|(?P<parts>[百千万])分(?:之(?P<of>[{_N}]++(?:点[{DIGITS}]++)?|[0-9]++(?:\.[0-9]++)?)|百)"
    rf"|(?P<arabic>[0-9](?:[0-9{_UNITS}]|[.,](?=[0-9]))*+)(?P<sign>[%‰]?)"
    rf"|(?P<chinese>[{_N}]++(?:点[{DIGITS}]++[万亿]?)?)"
)
_ONE = re.compile(
    rf"(?:[0-9]{{1,3}}(?:,[0-9]{{3}})++|[0-9]++)(?:\.[0-9]++)?(?:[{_UNITS}][{_UNITS}0-9]*+)?"
)
_PIECE = re.compile(rf"[0-9][0-9{_UNITS}]*+")
_PLAIN = re.compile(r"[0-9]++(?:\.[0-9]++)?")


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A whole number of a text.

    Attributes:
        start: First character.
        end: One past the last character.
        canonical: A plain decimal without idle noughts (``12000``, ``3.5``), a rate in percent
            (``0.3%``), or the figures of a code that starts with a nought (``0571``).
    """

    start: int
    end: int
    canonical: str


def find_numbers(folded: str) -> Iterator[NumberMention]:
    """All numbers of a text, in order; they do not overlap.

    Args:
        folded: Text as ``fold`` gives it.

    Yields:
        Mentions; time and memory grow with the text, whatever it holds.
    """
    for match in _NUMBER.finditer(folded):
        start, end = match.span()
        if match["chinese"]:
            canonical = _chinese(folded, start, end)
            if canonical:
                yield NumberMention(start, end, canonical)
        elif match["arabic"]:
            if not _is_latin(folded[start - 1 : start]) and not _is_latin(folded[end : end + 1]):
                yield from _arabic(match)
        elif match["spaced"]:
            yield NumberMention(start, end, match["spaced"].replace(" ", ""))
        elif folded[end : end + 1] not in NUMERALS:
            of = match["of"] or "百"
            value = Decimal(100) if of == "百" else _value(of)
            canonical = rate(value, PARTS[match["parts"]])
            if canonical:
                yield NumberMention(start, end, canonical)


def plain(value: Decimal | None) -> str | None:
    """A number in plain figures; None where there is none or it is too long."""
    if value is None:
        return None
    written = f"{value:f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return written if len(written) <= LONGEST else None


def rate(value: Decimal | None, power: int) -> str | None:
    """So many parts of ten to a power, in percent."""
    percent = plain(None if value is None else value.scaleb(2 - power))
    return percent and f"{percent}%"


def _arabic(match: re.Match[str]) -> Iterator[NumberMention]:
    """One number, or the figures of something like 2023.5.6 one by one."""
    text, run = match.string, match["arabic"]
    if _ONE.fullmatch(run) is None:
        pieces = [piece.span() for piece in _PIECE.finditer(text, *match.span("arabic"))]
    elif match["sign"]:
        canonical = rate(_value(run), 2 if match["sign"] == "%" else 3)
        if canonical:
            yield NumberMention(match.start(), match.end(), canonical)
        return
    else:
        pieces = [match.span()]
    for start, end in pieces:
        canonical = _figures(text[start:end], text[end : end + 1])
        if canonical:
            yield NumberMention(start, end, canonical)


def _figures(run: str, after: str) -> str | None:
    """Canonical form of a number in Arabic figures; a nought at its head makes it a code."""
    if (
        run[0] == "0"
        and run.isdecimal()
        and len(run) > 1
        and not (len(run) == 2 and after in PADDED)
    ):
        return run if len(run) <= LONGEST else None
    return plain(_value(run))


def _chinese(text: str, start: int, end: int) -> str | None:
    """Canonical form of a run of Chinese numerals, if it is a number where it stands."""
    run, before, after = text[start:end], text[start - 1 : start], text[end : end + 1]
    if after in NUMERALS and after:
        return None  # 三点五十分
    if len(run) == 1:
        return plain(_value(run)) if _counts(text, start) else None
    if run[-1] == "两":
        return None  # 一两年
    if run[0] in _UNITS and before in _GUESSED and before:
        return None  # 几十个, 数十万
    if all(numeral in _FIGURE for numeral in run):
        return _spelt(run, after)
    return plain(_value(run))


def _counts(text: str, place: int) -> bool:
    """Whether a numeral alone counts something, tells a place in an order or ends a span."""
    numeral, before, after = text[place], text[place - 1 : place], text[place + 1 : place + 2]
    if numeral not in _ALONE:
        return numeral in _CAPITALS and after in _COUNTED_IN_CAPITALS and bool(after)
    if before == "第":
        return numeral != "两"
    if numeral + after in _WORDS or (numeral == "一" and before in _BOUND_ONE and before):
        return False
    if numeral == "十" and before in _GUESSED and before:
        return False
    if after in _TO and after:
        follows = text[place + 2 : place + 3]
        return follows in NUMERALS or follows.isdecimal()
    return after in _COUNTED


def _spelt(run: str, after: str) -> str | None:
    """Canonical form of figures spelt one by one: 二〇二三, 九八年; 三四 and 一二三 are none."""
    figures = run.translate(_FIGURE_OF)
    if len(set(figures)) == 1 and len(run) < 3:
        return None
    climbing = all(int(high) - int(low) == 1 for low, high in pairwise(figures))
    certain = len(run) > 2 or (figures != "35" and after == "年") or "0" in figures
    return _figures(figures, after) if certain and not climbing else None


def _is_latin(character: str) -> bool:
    return "a" <= character <= "z"


@lru_cache(maxsize=4096)
def _value(run: str) -> Decimal | None:
    """The value of a number in any writing, exact."""
    bare = run.replace(",", "").translate(_FIGURE_OF | {ord("点"): "."})
    if _PLAIN.fullmatch(bare):
        return Decimal(bare)
    value = chinese_number(run)
    return None if value is None else Decimal(str(value))
