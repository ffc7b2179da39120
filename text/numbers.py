"""Numbers as Chinese papers write them, and percentages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_LONGEST_NUMBER = 64

_UNITS = {"亿": 10**8, "万": 10**4}
_SECTION = re.compile(
    r"(?:(?P<k>[1-9])千)?(?:0?(?P<h>[1-9])百)?(?:0?(?P<t>[1-9]?)(?P<ten>十))?(?:(?P<gap>0?)(?P<o>[1-9]))?"
)
_DECIMAL = re.compile(r"(.*)[点.]([0-9]+)([十百千万亿]{0,2})")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?=\.|[万亿]|$)")
# 两三 and 十几 are guesses, not numbers: 两 counts only alone or before a unit.
_PAIR = re.compile(r"两(?=[百千万亿]|$)")
_DIGITS = str.maketrans(
    "〇一二三四五六七八九壹贰叁肆伍陆柒捌玖拾佰仟Oo", "0123456789123456789十百千00"
) | {ord("廿"): "2十", ord("卅"): "3十", ord("卌"): "4十"}


def _levels() -> Iterator[tuple[str, str]]:
    for code in range(0xFF01, 0xFF5F):
        yield chr(code), chr(code - 0xFEE0)
    for code in range(0x2F00, 0x2FD6):
        yield chr(code), unicodedata.normalize("NFKC", chr(code))
    yield from dict.fromkeys("\u3000\xa0\u2002\u2003\u2009\u202f\ue5e5", " ").items()
    yield from dict.fromkeys("○◯零", "〇").items()
    yield from dict.fromkeys("‐‑‒–—―−~〜", "-").items()
    yield from zip("\r～萬億兩點貳參陸號", "\n-万亿两点贰叁陆号", strict=True)


_LEVEL = {ord(written): plain for written, plain in _levels()}
# Recognition takes 0 for O and 1 for l: 2O23年l2月3日.
_MISREAD = re.compile(
    r"(?<![0-9A-Za-z])(?:[2lI][0Oo][0-9OolI]{2}(?= ?年)|(?<=[年月])[0-9OolI]{1,2}(?= ?[月日]))"
)
_READ = str.maketrans("OolI", "0011")


def level(text: str) -> str:
    """Level the writings of digits, blanks and dashes; every character keeps its place."""
    return _MISREAD.sub(lambda match: match.group().translate(_READ), text.translate(_LEVEL))


def chinese_number(text: str) -> int | float | None:
    """The value of a number in Chinese or Arabic figures, or both.

    Args:
        text: All of the number and nothing else, such as 二○○七, 一百零三, 3万5千 or 点五.

    Returns:
        The value; a float where the writing has decimals; None if this is not a number.
    """
    plain = "".join(level(text).split())
    if not plain or len(plain) > _LONGEST_NUMBER:
        return None
    plain = _GROUPED.sub(lambda match: match.group().replace(",", ""), plain)
    plain = _PAIR.sub("2", plain).translate(_DIGITS)
    match = _DECIMAL.fullmatch(plain)
    if match is None:
        return _integer(plain)
    head, fraction, unit = match.groups()
    whole = _integer(head) if head else 0
    scale = _integer("1" + unit) if unit else 1
    if whole is None or scale is None:
        return None
    value = Decimal(f"{whole}.{fraction}") * scale
    return int(value) if unit and value == int(value) else float(value)


def _integer(plain: str) -> int | None:
    """Value of Arabic digits and Chinese units; None where they do not make a number."""
    if plain.isdecimal() and plain.isascii():
        return int(plain)
    for unit, value in _UNITS.items():
        head, found, tail = plain.rpartition(unit)
        if not found:
            continue
        first = _integer(head)
        rest = _rest(tail, value)
        # 万万 and 万亿 apart, what stands before a unit is smaller than it.
        if first is None or rest is None or (unit == "万" and first >= value and "万" in head):
            return None
        return first * value + rest
    return _section(plain)


def _rest(tail: str, value: int) -> int | None:
    """What follows a unit: 三万五 means 35,000, 三万零五 means 30,005."""
    if not tail:
        return 0
    if len(tail) == 1 and tail.isdecimal():
        return int(tail) * value // 10
    rest = _integer(tail.removeprefix("0") or "x")
    return rest if rest is not None and rest < value else None


def _section(plain: str) -> int | None:
    match = _SECTION.fullmatch(plain)
    if match is None or not plain:
        return None
    thousands, hundreds, tens, ones = (int(match[name] or 0) for name in ("k", "h", "t", "o"))
    if match["ten"] and not tens:
        tens = 1
    if ones and not match["gap"] and not match["ten"] and (thousands or hundreds):
        ones *= 10 if hundreds else 100
    return thousands * 1000 + hundreds * 100 + tens * 10 + ones


@dataclass(frozen=True, slots=True)
class PercentMention:
    """A rate in a text.

    Attributes:
        start: First character.
        end: One past the last character.
        value: In percent, also where the text says per mille.
        per_mille: Whether it does.
    """

    start: int
    end: int
    value: float
    per_mille: bool


_RATE = re.compile(r"(?<![0-9.,])([0-9]{1,9}(?:,[0-9]{3}){0,4}(?:\.[0-9]{1,9})?) ?([%‰])")
_SPOKEN_RATE = re.compile(r"([百千])分之([〇一二三四五六七八九十百两点0-9.]{1,16})|(百分百)")


def find_percentages(text: str) -> list[PercentMention]:
    """All rates of a text: 98%, 99.5％, 3.18‰, 百分之九十点五, 千分之三.

    Args:
        text: Original text.

    Returns:
        Mentions in order of the text.
    """
    plain = level(text)
    found = [_written_rate(match, text) for match in _RATE.finditer(plain)]
    found += filter(None, map(_spoken_rate, _SPOKEN_RATE.finditer(plain)))
    return sorted(found, key=lambda mention: mention.start)


def _written_rate(match: re.Match[str], text: str) -> PercentMention:
    start, per_mille = match.start(), match[2] == "‰"
    value = Decimal(match[1].replace(",", ""))
    # Only a minus sign: 3-5% is a span, and a dash may stand for a colon.
    before = text[max(0, start - 2) : start]
    if before[-1:] in ("-", "－", "−") and not re.match(r"[0-9０-９%％‰].", before):
        start, value = start - 1, -value
    return _percent(start, match.end(), value, per_mille)


def _spoken_rate(match: re.Match[str]) -> PercentMention | None:
    per_mille = match[1] == "千"
    if match[3] or match[2].startswith("百"):
        end = match.end() if match[3] else match.start(2) + 1
        return _percent(match.start(), end, Decimal(100), per_mille)
    for length in range(len(match[2]), 0, -1):
        value = chinese_number(match[2][:length])
        if value is not None:
            end = match.start(2) + length
            return _percent(match.start(), end, Decimal(str(value)), per_mille)
    return None


def _percent(start: int, end: int, value: Decimal, per_mille: bool) -> PercentMention:
    return PercentMention(start, end, float(value / 10 if per_mille else value), per_mille)
