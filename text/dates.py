"""Dates in all the writings that Chinese papers use."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

from .numbers import chinese_number, level

_C = "〇一二三四五六七八九"
GAP = r"[ \n]{0,4}"
"""White space that forms and line breaks put inside a date; never a tab, which parts cells."""
YEAR = rf"(?=[0-9一二])(?:(?<![0-9])(?:1[89]|20)[0-9]{{2}}|(?<![{_C}])[一二](?: ?[{_C}Oo0]){{3}})"
MONTH = (
    r"(?:(?<![0-9])(?:1[0-2]|0?[1-9])(?![0-9])"
    rf"|(?<![{_C}十])(?:十[一二]?|〇?[一二三四五六七八九]|元))"
)
DAY = (
    r"(?:(?<![0-9])(?:3[01]|[12][0-9]|0?[1-9])(?![0-9])"
    rf"|三十一?|[二廿]?十[一二三四五六七八九]?|廿[{_C}]?|卅一?|〇?[一二三四五六七八九])"
)
_TO = rf"{GAP}[-至到、]{GAP}"
_DAY_AFTER_MONTH = rf"{GAP}(?P<d>{DAY})(?:{GAP}[日号]|(?={_TO}{DAY}{GAP}[日号]))"

_WORDED = re.compile(
    rf"(?P<y>{YEAR}){GAP}年(?:(?P<ym>{GAP}(?P<m>{MONTH}){GAP}月)(?:份|(?P<day>{_DAY_AFTER_MONTH}))?|度)?"
)
_SHORT_YEAR = re.compile(
    rf"(?<![0-9〇.])(?<!民国)(?<!昭和)(?P<y>[0-9]{{2}}){GAP}年(?P<ym>{GAP}(?P<m>{MONTH}){GAP}月)"
    rf"(?:份|(?P<day>{_DAY_AFTER_MONTH}))?"
)
_Y4 = r"(?:1[89]|20)[0-9]{2}"
# A sum or a measure reads like a month: 2023.5万元.
_UNIT = r"(?! ?[%‰元万亿千百公平亩吨米克户人个份例名件年倍号期页章节条款])"
_DOTTED = re.compile(
    rf"(?<![0-9A-Za-z])(?<![0-9]\.)(?P<y>{_Y4})(?P<sep> ?[.\-/] ?)(?P<m>1[0-2]|0?[1-9])"
    rf"(?:(?P=sep)(?P<d>3[01]|[12][0-9]|0?[1-9])(?![0-9])|(?![0-9]){_UNIT})"
    rf"(?!(?P=sep)(?!{_Y4}(?P=sep))[0-9])"
)
_COMPACT = re.compile(
    rf"(?<![0-9A-Za-z.\-])(?<![0-9]{{6}} )(?P<y>(?:19|20)[0-9]{{2}})(?P<m>0[1-9]|1[0-2])"
    rf"(?P<d>0[1-9]|[12][0-9]|3[01])(?![0-9A-Za-z])(?![.\-][0-9]){_UNIT}"
)
_NOT_A_DATE = re.compile(r"电话|传真|热线|手机|账号|卡号|帐号")


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text, as precise as it is written.

    Attributes:
        start: First character.
        end: One past the last character.
        date: ``2023-05-06``, ``2023-05`` or ``2023``; always a date that exists.
    """

    start: int
    end: int
    date: str


def figure(written: str) -> int:
    """The value of a year, month or day as one of the patterns matched it."""
    value = 1 if written == "元" else chinese_number(written)
    assert isinstance(value, int)
    return value


def full_year(written: str) -> int:
    """The year of two or four figures; 50 and above belong to the last century."""
    year = figure(written)
    return year if year >= 100 else year + (1900 if year >= 50 else 2000)


def find_dates(text: str) -> list[DateMention]:
    """All dates of a text that name their year.

    A writing whose day or month does not exist counts as far as it is sound: 2023年2月30日
    names February 2023. The year of a document number is not a date.

    Args:
        text: Original text.

    Returns:
        Mentions in order of the text; they do not overlap.
    """
    plain = level(text)
    found = [_worded(match) for match in _WORDED.finditer(plain)]
    found += [_worded(match) for match in _SHORT_YEAR.finditer(plain)]
    for pattern in (_DOTTED, _COMPACT):
        found += filter(None, (_figures(match) for match in pattern.finditer(plain)))
    mentions: list[DateMention] = []
    for mention in sorted(found, key=lambda each: (each.start, -each.end)):
        if not mentions or mention.start >= mentions[-1].end:
            mentions.append(mention)
    return mentions


def _worded(match: re.Match[str]) -> DateMention:
    year = full_year(match["y"])
    if match["m"] is None:
        return DateMention(match.start(), match.end(), f"{year:04}")
    month = figure(match["m"])
    if match["d"] is None:
        return DateMention(match.start(), match.end(), f"{year:04}-{month:02}")
    day = figure(match["d"])
    if not _exists(year, month, day):
        return DateMention(match.start(), match.end("ym"), f"{year:04}-{month:02}")
    return DateMention(match.start(), match.end(), f"{year:04}-{month:02}-{day:02}")


def _figures(match: re.Match[str]) -> DateMention | None:
    year, month = int(match["y"]), int(match["m"])
    if match["d"] is None:
        # 2023. 5 is the end of a sentence before a number as often as a month.
        if " " in match.group():
            return None
        return DateMention(match.start(), match.end(), f"{year:04}-{month:02}")
    before = match.string[max(0, match.start() - 6) : match.start()]
    if not _exists(year, month, int(match["d"])) or _NOT_A_DATE.search(before):
        return None
    return DateMention(match.start(), match.end(), f"{year:04}-{month:02}-{int(match['d']):02}")


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= day <= calendar.monthrange(year, month)[1]
