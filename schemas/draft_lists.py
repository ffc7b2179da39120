"""Numbered points of a stretch of norms, and the places where text was lost within it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .draft_text import CIRCLED, figure

_HAN = "[一二三四五六七八九十]{1,3}"
_GAP = "[ \u3000]{0,4}"
_LABEL = re.compile(
    r"(?:(?P<lead>(?:(?<=\n)|(?<![\s\S]))[ \u3000]{0,8})|(?<=[。.;:)】》！!?])[ \u3000]{0,4}"
    r"|(?<=[ \u3000])|(?P<tight>(?<=[\u4e00-\u9fff])(?=[(①-⑳])))"
    rf"(?:(?P<arabic>[0-9]{{1,3}}){_GAP}(?:[、.](?![0-9]{{1,2}}[、.])(?![0-9]+(?:[.%]|万|元))|[)])"
    rf"|[(]{_GAP}(?:(?P<bracket>[0-9]{{1,3}})|(?P<hans>{_HAN})){_GAP}[)][、.]?(?![、,及和]|[项款条])"
    rf"|(?P<circled>{CIRCLED})[、.]?"
    rf"|(?P<han>{_HAN}){_GAP}、(?!{_HAN}[、是]))"
)
_STYLES = ("arabic", "bracket", "hans", "circled", "han")
_ENDS = frozenset("。；;：:.！!？?")
_SHORT = 16
_NEAR = 240
_NESTED = 8


@dataclass(frozen=True, slots=True)
class Point:
    """A numbered point, or a paragraph without a number.

    Attributes:
        start: First character of its label.
        body: First character after it.
        end: One past its last character.
        style: Kind of label; empty for none.
        no: Its number; 0 for none.
        label: As one cites it, with the labels it stands in.
        depth: How many points it stands in.
        torn: Text was lost right before it.
    """

    start: int
    body: int
    end: int
    style: str
    no: int
    label: str
    depth: int
    torn: bool


@dataclass(frozen=True, slots=True)
class _Label:
    start: int
    body: int
    style: str
    no: int
    leads: bool
    tight: bool


def points(plain: str, start: int, end: int) -> list[Point]:
    """The points of a stretch in order; text without a label is a point of its own."""
    found: list[Point] = []
    stack: list[tuple[str, int, str]] = []
    labels = list(_labels(plain, start, end))
    first = labels[0].start if labels else end
    found += _paragraphs(plain, start, first)
    for label in labels:
        depth = next((n for n, one in enumerate(stack) if one[0] == label.style), None)
        before = stack[depth][1] if depth is not None else 0
        if label.no not in (before + 1, 1) and not label.leads:
            continue
        if label.tight and not (before and label.no == before + 1):
            continue
        torn = label.no not in (before + 1, 1)
        stack = stack[: depth if depth is not None else len(stack)]
        cited = (stack[-1][2] if stack else "") + _cited(label)
        if len(stack) < _NESTED:
            stack.append((label.style, label.no, cited))
        found.append(
            Point(label.start, label.body, end, label.style, label.no, cited, len(stack) - 1, torn)
        )
    return _ended(found, end)


def _ended(found: list[Point], end: int) -> list[Point]:
    """Points whose ends are the starts of the next: a label passed over ends none."""
    starts = [*(point.start for point in found[1:]), end]
    return [replace(point, end=stop) for point, stop in zip(found, starts, strict=False)]


def _cited(label: _Label) -> str:
    if label.style == "arabic":
        return str(label.no)
    if label.style == "circled":
        return chr(ord("①") + label.no - 1)
    numeral = str(label.no) if label.style == "bracket" else _han(label.no)
    return f"（{numeral}）" if label.style != "han" else f"{numeral}、"


def _han(no: int) -> str:
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(no, 10)
    return ("" if tens == 0 else ("" if tens == 1 else digits[tens]) + "十") + (
        digits[ones] if ones else ""
    )


def _labels(plain: str, start: int, end: int) -> Iterator[_Label]:
    for match in _LABEL.finditer(plain, start, end):
        style = next(style for style in _STYLES if match[style])
        no = figure(match[style])
        # A stretch starts like a line, whatever stands before it.
        leads = match["lead"] is not None or not plain[start : match.start()].strip()
        if no and (leads or style not in ("han",)):
            begin = match.end() - len(match.group().lstrip(" \u3000"))
            # 9、6月中旬 goes on a list; 2、5月 may be months.
            month = re.compile("[0-9]{1,2}月").match(plain, match.end()) is not None
            tight = match["tight"] is not None or (style == "arabic" and month)
            yield _Label(begin, match.end(), style, no, leads, tight)


def _paragraphs(plain: str, start: int, end: int) -> Iterator[Point]:
    """Lines without a label; a line that ends within a sentence goes on in the next."""
    begin, closed = start, True
    for match in re.finditer(r"[^\n]*(?:\n|\Z)", plain[start:end]):
        line = match.group().strip()
        if not line:
            continue
        if closed:
            begin = start + match.start()
            yield Point(begin, begin, end, "", 0, "", 0, False)
        closed = line[-1] in _ENDS


def breaks(plain: str, start: int, end: int, found: Sequence[Point]) -> list[int]:
    """Places in a stretch where text was lost before them.

    There a number does not follow, or a bracket closes that none opened.
    """
    places = [_reach_back(plain, point.start, start) for point in found if point.torn]
    for point in found:
        torn = _torn_line(plain, point.body, point.end)
        if torn is not None:
            places.append(torn)
    return sorted(set(places))


def _torn_line(plain: str, start: int, end: int) -> int | None:
    """Start of the line in which a bracket closes that none opened."""
    depth = 0
    for match in re.finditer("[()]", plain[start:end]):
        depth += 1 if match.group() == "(" else -1
        if depth < 0:
            at = start + match.start()
            # 1) and a) are labels.
            if re.search(r"(?:^|[\s;。])[0-9a-z一二三四五六七八九十]{1,2}\Z", plain[start:at]):
                depth = 0
                continue
            return max(start, plain.rfind("\n", 0, at) + 1)
    return None


def _reach_back(plain: str, at: int, start: int) -> int:
    """A short line right before a lost number, cut off at both ends, belongs to what is torn."""
    before = plain[max(start, at - _NEAR) : at].rstrip()
    cut = before.rfind("\n")
    if cut < 0:
        return at
    line, above = before[cut + 1 :].strip(), before[:cut].rstrip()
    loose = len(line) <= _SHORT and not re.match(r"[(0-9①-⑳]", line)
    loose = loose and above.count("(") <= above.count(")")
    return max(start, at - _NEAR) + cut + 1 if loose and above and above[-1] not in _ENDS else at
