"""The numbers that Word generates for list paragraphs (ECMA-376 Part 1, 17.9).

They stand nowhere in the text: 一、 （一） 1. come from numbering.xml and a count of the
paragraphs met so far.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lxml import etree

from .docx_package import W, integer, is_on, value

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_PLACEHOLDER = re.compile(r"%([1-9])")
_LEVELS = 9


def _positional(number: int, digits: str = _DIGITS) -> str:
    return "".join(digits[int(digit)] for digit in str(number))


def _counted(number: int, digits: str = _DIGITS, units: str = "十百千", zero: str = "零") -> str:
    """Chinese number in words, up to 9999; larger ones digit by digit."""
    if not 0 < number < 10_000:
        return _positional(number, digits)
    text, gap = "", False
    for power, digit in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True):
        if digit == "0":
            gap = bool(text)
            continue
        text += (zero if gap else "") + digits[int(digit)] + (units[power - 1] if power else "")
        gap = False
    leads_with_one = 10 <= number < 20
    return text[1:] if leads_with_one and digits is _DIGITS else text


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for size, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        count, number = divmod(number, size)
        text += letters * count
    return text


def _letters(number: int) -> str:
    """A … z, aa, bb …, as Word counts."""
    if not 0 < number <= 780:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _from_blocks(*blocks: tuple[int, int, int]) -> Callable[[int], str]:
    """Numbers that have characters of their own: (first, last, code point of the first)."""

    def format(number: int) -> str:
        for first, last, code in blocks:
            if first <= number <= last:
                return chr(code + number - first)
        return str(number)

    return format


def _cycled(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)] if number > 0 else str(number)


def _full_width(number: int) -> str:
    return "".join(chr(0xFF10 + int(digit)) for digit in str(number))


def _tens(number: int) -> str:
    return _counted(number) if number < 100 else _positional(number, "○" + _DIGITS[1:])


def _formal(number: int) -> str:
    return _counted(number, _FORMAL, "拾佰仟")


_CIRCLED = _from_blocks((0, 0, 0x24EA), (1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1))
_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02d}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "chineseCounting": _tens,
    "taiwaneseCounting": _tens,
    "chineseCountingThousand": _counted,
    "taiwaneseCountingThousand": _counted,
    "japaneseCounting": lambda number: _counted(number, zero=""),
    "chineseLegalSimplified": _formal,
    "ideographLegalTraditional": lambda number: _counted(number, "零壹貳參肆伍陸柒捌玖", "拾佰仟"),
    "ideographDigital": _positional,
    "japaneseDigitalTenThousand": _positional,
    "taiwaneseDigital": lambda number: _positional(number, "○" + _DIGITS[1:]),
    "ideographTraditional": _cycled(_STEMS),
    "ideographZodiac": _cycled(_BRANCHES),
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalHalfWidth": str,
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedFullstop": _from_blocks((1, 20, 0x2488)),
    "decimalEnclosedParen": _from_blocks((1, 20, 0x2474)),
    "ideographEnclosedCircle": _from_blocks((1, 10, 0x3280)),
    "numberInDash": lambda number: f"- {number} -",
    "none": lambda number: "",
}


def format_number(number: int, format: str) -> str:
    """A counter as a ``w:numFmt`` shows it; unknown formats count in digits."""
    return _FORMATS.get(format, str)(number)


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list definition."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    style: str | None = None
    legal: bool = False
    restart: int | None = None
    suffix: str = "tab"


@dataclass(slots=True)
class _List:
    """An instance (``w:num``): its definition's id and the levels in force."""

    definition: str
    levels: dict[int, ListLevel]
    restarts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts list paragraphs in document order and words their labels.

    Args:
        root: ``w:numbering``, or None where the file has none.
        linked: Style id → numId, for definitions that defer to a list style.
    """

    def __init__(self, root: etree._Element | None, linked: dict[str, str]) -> None:
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._restarted: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root, linked)

    def define(
        self,
        list_id: str,
        levels: dict[int, ListLevel],
        definition: str | None = None,
        restarts: dict[int, int] | None = None,
    ) -> None:
        """Add a list by hand, as other formats describe theirs."""
        self._lists[list_id] = _List(definition or list_id, levels, restarts or {})

    def level_of_style(self, list_id: str, style: str) -> int:
        """Level of a list that is bound to a paragraph style; 0 where none is."""
        found = self._lists.get(list_id)
        levels = found.levels if found else {}
        return next((index for index, level in levels.items() if level.style == style), 0)

    def label(self, list_id: str, index: int) -> str:
        """Count a paragraph and return its label; empty for bullets and unknown lists."""
        found = self._lists.get(list_id)
        if found is None or not 0 <= index < _LEVELS:
            return ""
        level = found.levels.get(index, ListLevel(format="bullet"))
        self._count(list_id, found, index)
        if level.format == "bullet":
            return ""
        counters = self._counters[found.definition]

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            upper = found.levels.get(at, ListLevel())
            count = counters.get(at, upper.start)
            return format_number(count, "decimal" if level.legal else upper.format)

        text = _PLACEHOLDER.sub(number, level.text)
        if level.suffix == "nothing" or not text or not text[-1].isalnum():
            return text
        return text + " "

    def _count(self, list_id: str, found: _List, index: int) -> None:
        counters = self._counters.setdefault(found.definition, {})
        for at, start in found.restarts.items():
            if at <= index and (list_id, at) not in self._restarted:
                self._restarted.add((list_id, at))
                counters[at] = start - (1 if at == index else 0)
        level = found.levels.get(index, ListLevel())
        counters[index] = counters.get(index, level.start - 1) + 1
        for deeper in [at for at in counters if at > index]:
            restart = found.levels.get(deeper, ListLevel()).restart
            # restart counts levels from 1; 0 says never.
            if restart is None or (restart > 0 and index < restart):
                del counters[deeper]

    def _read(self, root: etree._Element, linked: dict[str, str]) -> None:
        definitions = {value(d, "abstractNumId"): d for d in root.iterchildren(W + "abstractNum")}
        instances = {value(n, "numId"): n for n in root.iterchildren(W + "num")}
        for list_id, instance in instances.items():
            definition_id = value(instance.find(W + "abstractNumId"))
            definition = definitions.get(definition_id)
            link = None if definition is None else value(definition.find(W + "numStyleLink"))
            if link and (target := instances.get(linked.get(link))) is not None:
                definition_id = value(target.find(W + "abstractNumId"))
                definition = definitions.get(definition_id)
            if list_id is None or definition is None or definition_id is None:
                continue
            levels = _levels(definition)
            self._lists[list_id] = _with_overrides(_List(definition_id, levels), instance)


def _with_overrides(found: _List, instance: etree._Element) -> _List:
    for override in instance.iterchildren(W + "lvlOverride"):
        index = integer(value(override, "ilvl"), -1)
        found.levels.update(_levels(override))
        start = value(override.find(W + "startOverride"))
        if start is not None:
            found.restarts[index] = integer(start, 1)
            level = found.levels.get(index, ListLevel())
            found.levels[index] = replace(level, start=integer(start, 1))
    return found


def _levels(parent: etree._Element) -> dict[int, ListLevel]:
    return {
        integer(value(element, "ilvl"), 0): _level(element)
        for element in parent.iterchildren(W + "lvl")
    }


def _level(element: etree._Element) -> ListLevel:
    format = element.find(W + "numFmt")
    if format is None:
        # Newer formats stand in a choice whose fallback older programs show.
        fallbacks = [f for f in element.iter(W + "numFmt") if value(f) != "custom"]
        format = fallbacks[-1] if fallbacks else None
    restart = value(element.find(W + "lvlRestart"))
    return ListLevel(
        start=integer(value(element.find(W + "start")), 0),
        format=value(format) or "decimal",
        text=value(element.find(W + "lvlText")) or "",
        style=value(element.find(W + "pStyle")),
        legal=is_on(element.find(W + "isLgl")),
        restart=None if restart is None else integer(restart, 0),
        suffix=value(element.find(W + "suff")) or "tab",
    )
