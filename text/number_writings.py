"""The writings of a number that Chinese papers use, likeliest first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from .number_mentions import DIGITS, PADDED, PARTS

_FIGURES = DIGITS.replace("〇", "")
_WORDS = str.maketrans("0123456789", _FIGURES)
_CAPITALS = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
MOST_IN_WORDS = 10**16 - 1
"""Larger numbers have no common words."""
_SCALES = {"万": 4, "亿": 8}
_LONGEST_SPELT = 4
_MOST_DECIMALS = 4
_AFTER_YEAR = frozenset(["", *"年])-./"])
# Sums of money and copies are written out in capitals, so that nobody alters them.
_AFTER_CAPITALS = frozenset(["", *"元角份"])
_TWO = re.compile(r"(?<!十)二(?=[千万亿])")
_TWO_ROUND = re.compile(r"(?<!十)二(?=[百千万亿])")


def writings(canonical: str, before: str, after: str) -> Iterator[str]:
    """Writings of a number, likeliest first; some may come twice.

    Args:
        canonical: As ``NumberMention`` gives it.
        before: Character before the number, or nothing.
        after: Character after it, or nothing.
    """
    if canonical.endswith("%"):
        yield from _rates(Decimal(canonical[:-1]))
    elif "." in canonical:
        yield from (canonical, _spoken(canonical), f"{canonical}0")
    elif canonical.startswith("0") and canonical != "0":
        yield from (canonical, *_spelt(canonical))
    else:
        yield from _whole(int(canonical), before, after)


def in_words(number: int) -> str:
    """A number as it is spoken: 12000 → 一万二千, 105 → 一百零五.

    Args:
        number: From 0 to ``MOST_IN_WORDS``.
    """
    spoken = _spelt_out(number) if number else "零"
    return spoken.removeprefix("一") if spoken.startswith("一十") else spoken


def _spelt_out(number: int) -> str:
    for value, name in ((10**8, "亿"), (10**4, "万")):
        head, rest = divmod(number, value)
        if head:
            gap = "零" if 0 < rest < value // 10 else ""
            return _spelt_out(head) + name + gap + (_spelt_out(rest) if rest else "")
    return _section(number)


def _section(number: int) -> str:
    """A number from 1 to 9999 in words."""
    spoken, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            spoken += ("零" if gap and spoken else "") + _FIGURES[digit] + name
        gap = digit == 0
    return spoken


def _spelt(figures: str) -> tuple[str, str]:
    """Figures spelt one by one: 二〇二三, 二零二三."""
    words = figures.translate(_WORDS)
    return words.replace("零", "〇"), words


def _spoken(decimal: str) -> str:
    """A number in plain figures as it is spoken: 3.5 → 三点五."""
    whole, _, fraction = decimal.partition(".")
    words = in_words(int(whole))
    return f"{words}点{fraction.translate(_WORDS)}" if fraction else words


def _whole(number: int, before: str, after: str) -> Iterator[str]:
    figures = str(number)
    yield figures
    year = 1900 <= number <= 2100 and after in _AFTER_YEAR
    if year or (after == "年" and 50 <= number <= 99):
        yield from _spelt(figures)
    if number <= MOST_IN_WORDS:
        yield from _words(number, before)
    if number < 10 and after in PADDED and after:
        yield f"0{figures}"
    if number >= 1000:
        yield f"{number:,}"
    yield from _scaled(number)
    if not year and 2 <= len(figures) <= _LONGEST_SPELT:
        yield from _spelt(figures)
    if after in _AFTER_CAPITALS and number < 10**12:
        yield from _in_capitals(in_words(number))


def _words(number: int, before: str) -> Iterator[str]:
    """The number in words, with either word for two and either sign for nought."""
    words = in_words(number)
    if number == 2 and before != "第":
        yield "两"
    yield words
    if number > 2:
        yield _TWO.sub("两", words)
        yield words.replace("零", "〇")
        yield _TWO_ROUND.sub("两", words)


def _scaled(number: int) -> Iterator[str]:
    """In 万 or 亿: 1.2万, 一点二万."""
    for unit, power in reversed(_SCALES.items()):
        figures = f"{Decimal(number).scaleb(-power):f}"
        if "." in figures:
            figures = figures.rstrip("0").rstrip(".")
        decimals = len(figures.partition(".")[2])
        if number >= 10**power and decimals <= _MOST_DECIMALS:
            yield f"{figures}{unit}"
            if decimals <= 2 and int(Decimal(figures)) < 10**4:
                yield f"{_spoken(figures)}{unit}"


def _in_capitals(words: str) -> Iterator[str]:
    yield ("一" + words if words.startswith("十") else words).translate(_CAPITALS)


def _rates(percent: Decimal) -> Iterator[str]:
    figures = _plain(percent)
    yield f"{figures}%"
    yield f"百分之{_spoken(figures)}"
    yield f"百分之{figures}"
    if percent == 100:
        yield from ("百分之百", "百分百")
    for name, power in PARTS.items():
        parts = percent.scaleb(power - 2)
        if power > 2 and 0 < percent < 1 and parts < 100:
            if power == 3:
                yield f"{_plain(parts)}‰"
            yield f"{name}分之{_spoken(_plain(parts))}"
    yield from ((f"{figures}0%",) if "." in figures else (f"{figures}.0%", f"{figures}.00%"))


def _plain(value: Decimal) -> str:
    written = f"{value:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
