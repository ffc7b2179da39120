"""Figures with their units in a text: 95.2%, 3.18‰, 1.2万人, 百分之九十五, 九成, 三十二户."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..text.numbers import chinese_number

POINTS = {"个百分点": "%", "百分点": "%", "个千分点": "‰", "千分点": "‰"}
RATES = ("%", "‰")
COUNTED = (
    "尾 人次 家次 批次 毫米 厘米 毫升 毫克 千瓦 克 户次 车次 台次 场次 人份 平方公里 平方千米 "
    "平方米 立方米 公顷 公里 千米 公斤 千克 千瓦时 小时 分钟 课时 学时 人 名 例 户 份 次 件 "
    "起 处 场 期 本 册 张 条 篇 套 台 辆 对 盒 只 支 枚 粒 片 瓶 箱 元 角 亩 米 吨 斤 升 度 "
    "天 周 分 项 家 所 间 座 栋 幢 棵 株 头 口 门 节 批 届 轮 班 倍 幅 块 面 组 宗 笔 位 双 "
    "桶 袋 床 艘 架 个"
).split()
OF_THINGS = frozenset(
    "名 份 次 件 起 处 场 期 本 册 张 条 篇 套 台 辆 对 只 支 枚 项 家 所 间 座 栋 幢 棵 株 "
    "头 口 门 节 批 届 轮 班 幅 块 面 宗 笔 位 双 个 户 场次 艘 架".split()
)
"""Measure words behind which the thing counted stands: 3台水泵."""

_MAGNITUDE = {
    "": 0,
    "百": 2,
    "千": 3,
    "万": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "万亿": 12,
}
_SCALES = "万亿|千万|百万|十万|亿|万|千|百"
_UNIT = r"%|‰|个?[百千]分点|" + "|".join(sorted(COUNTED, key=len, reverse=True)) + ""
# 5分别, 3分之一, 8个月, 3天 of a date, 2场 … : a unit that goes on as another word.
_NO_UNIT = (
    r"(?<=分)(?=[别之析管类开工会局布配期组支包])|(?<=个)(?=月)|(?<=对)(?=[象于照应比])|(?<=所)(?=[有在以])"
    r"|(?<=本)(?=[市县区乡镇村社年月季次级人着校院站厂街单辖地科])|(?<=家)(?=[庭长属人乡])|(?<=口)(?=径)"
    r"|(?<=面)(?=对向积试)|(?<=场)(?=[所地])|(?<=期)(?=[间末中])|(?<=条)(?=[例款件])|(?<=人)(?=民)"
    r"|(?<=组)(?=[织长成])|(?<=位)(?=[于置])|(?<=度)(?=过)|(?<=节)(?=[育约假日能])|(?<=班)(?=[子长])"
    r"|(?<=门)(?=[诊口])|(?<=份)(?=之)|(?<=项)(?=目)|(?<=户)(?=[籍口])|(?<=元)(?=[月旦])|(?<=头)(?=[部])"
)
_BEFORE = r"(?<![0-9A-Za-z.,/#№第〔\[])"
# Eleven digits and more are a telephone, a card or an account.
_FIGURES = r"[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,6})?|[0-9]{1,10}(?:\.[0-9]{1,6})?"
_ARABIC = re.compile(
    rf"{_BEFORE}(?P<n>{_FIGURES})(?![0-9]) ?(?P<more>[多余])? ?(?P<scale>{_SCALES})?"
    rf"(?P<more2>[多余])? ?(?P<unit>{_UNIT})?(?![0-9A-Za-z])"
)
_HAN = "〇零一二三四五六七八九十百千万亿两"
_HAN_GUARD = rf"(?<![第每几数{_HAN}点])(?<!星期)(?<!礼拜)(?<!之)"
_SPOKEN = re.compile(
    rf"{_HAN_GUARD}(?:(?P<of>[百千])分之(?P<rate>[{_HAN}点]{{1,12}}|{_FIGURES})|(?P<whole>百分百)"
    rf"|(?P<tenths>[一二三四五六七八九])成(?P<half>[半五])?(?=[以左的多，,。；;、]|\Z)"
    rf"|(?P<han>[{_HAN}]{{1,14}})(?P<more>[多余])?(?P<unit>{_UNIT}))"
)
_AFTER = re.compile(
    r" ?(?:(?P<ge>及?以上|之上|以外)|(?P<le>及?以下|以内|之内|之下)|(?P<about>左右|上下))"
)
_AHEAD = re.compile(
    r"(?:(?P<ge>不低于|不少于|不小于|至少|超过了?|超|高于|多于|大于|突破了?|[≥>])"
    r"|(?P<le>不超过|不高于|不大于|不多于|低于|少于|小于|不足|不到|至多|最多|[≤<])"
    r"|(?P<about>(?<!节)大?约为?|近|将近|接近|大概|大致|估计))\Z"
)
_WITHIN = re.compile(r"控制在\Z")
_SPAN = re.compile(r" ?(?:-|至|到) ?\Z")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure in a text.

    Attributes:
        start: First character, words of its bound left out.
        end: One past the last, those behind it included.
        value: In full; its exponent is that of the last digit printed.
        unit: As in ``Indicator.unit``.
        bound: Likewise.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    bound: str = "="


def quantities(
    plain: str, start: int, end: int, taken: Sequence[tuple[int, int]]
) -> list[Quantity]:
    """All figures of a stretch of text, in order.

    Args:
        plain: The whole text, levelled by ``text.numbers.level``.
        start: First character.
        end: One past the last.
        taken: Places of days and periods in order; figures in them are none.
    """
    found = [*_arabic(plain, start, end), *_spoken(plain, start, end)]
    kept: list[Quantity] = []
    place = 0
    for one in sorted(found, key=lambda each: (each.start, -each.end)):
        while place < len(taken) and taken[place][1] <= one.start:
            place += 1
        if place < len(taken) and taken[place][0] < one.end:
            continue
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return list(_spans(plain, kept))


def number(figures: str, scale: str = "") -> Decimal:
    """The value of Arabic figures before 万, 亿 or the like."""
    return Decimal(figures.replace(",", "")).scaleb(_MAGNITUDE[scale])


def _arabic(plain: str, start: int, end: int) -> Iterator[Quantity]:
    for match in _ARABIC.finditer(plain, start, end):
        unit, stop = _unit(plain, match)
        if not unit and plain[stop : stop + 1] in _OF_TIME:
            continue
        value = number(match["n"], match["scale"] or "")
        first = match.start()
        # A minus sign: 3-5% is a span, and a dash may stand for a colon.
        if (
            first > start
            and plain[first - 1] == "-"
            and plain[first - 2 : first - 1] in "：:，,（( \t"
        ):
            first, value = first - 1, -value
        more = ">=" if match["more"] or match["more2"] else None
        yield _bounded(plain, Quantity(first, stop, value, unit), more, start, end)


def _unit(plain: str, match: re.Match[str]) -> tuple[str, int]:
    """A unit that is one, and where the figure ends."""
    unit = match["unit"]
    if unit is None:
        return "", match.end("scale") if match["scale"] else match.end("n")
    if _GOES_ON.match(plain, match.end("unit")):
        return "", match.start("unit")
    return unit, match.end("unit")


_GOES_ON = re.compile(_NO_UNIT)


def _spoken(plain: str, start: int, end: int) -> Iterator[Quantity]:
    for match in _SPOKEN.finditer(plain, start, end):
        if match["whole"]:
            value, unit = Decimal(100), "%"
        elif match["of"]:
            spoken = 100 if match["rate"] == "百" else chinese_number(match["rate"])
            if spoken is None:
                continue
            value, unit = Decimal(str(spoken)), "%" if match["of"] == "百" else "‰"
        elif match["tenths"]:
            tenths = Decimal(str(chinese_number(match["tenths"])))
            value = tenths.scaleb(1) + (5 if match["half"] else 0)
            unit = "%"
        else:
            spoken = chinese_number(match["han"])
            unit, _ = _unit(plain, match)
            if spoken is None or not unit or _is_idiom(plain, match, spoken, unit):
                continue
            value = Decimal(str(spoken))
        more = ">=" if match["more"] else None
        yield _bounded(plain, Quantity(match.start(), match.end(), value, unit), more, start, end)


def _is_idiom(plain: str, match: re.Match[str], spoken: float, unit: str) -> bool:
    """Whether a spoken number counts nothing: 三项制度, 十件实事, 七位一体, 一户双卡."""
    if plain[match.start() - 1 : match.start()] in tuple("“《"):
        return True
    return (spoken < 10 and unit in _LOOSE) or (spoken == 1 and unit not in ("人", "名", "例"))


_OF_TIME = ("年", "月", "日", "号", "时", "点")
_LOOSE = frozenset("项 位 件 个 对 面 条 口 头 门 节 分 天 双 度 周 组".split())


def _bounded(plain: str, one: Quantity, bound: str | None, start: int, end: int) -> Quantity:
    """The figure with the words that bound it."""
    after = _AFTER.match(plain, one.end, end)
    ahead = _AHEAD.search(plain, max(start, one.start - 4), one.start)
    stop = after.end() if after else one.end
    for match in (after, ahead):
        if match and not bound:
            bound = {"ge": ">=", "le": "<=", "about": "~"}[match.lastgroup or "about"]
    if not bound and _WITHIN.search(plain, max(start, one.start - 3), one.start):
        bound = "<="
    return Quantity(one.start, stop, one.value, one.unit, bound or "=")


def _spans(plain: str, found: Sequence[Quantity]) -> Iterator[Quantity]:
    """80%-90% and 三至五人: the lower and the upper end of a span, as bounds."""
    upper = False
    for place, one in enumerate(found):
        following = found[place + 1] if place + 1 < len(found) else None
        lower = (
            following is not None
            and following.start - one.end <= 3
            and bool(_SPAN.match(plain[one.end : following.start]))
            and one.unit in ("", following.unit)
        )
        if upper:
            yield Quantity(one.start, one.end, one.value, one.unit, "<=")
        elif lower and following is not None:
            yield Quantity(one.start, one.end, one.value, following.unit, ">=")
        else:
            yield one
        upper = lower and not upper
