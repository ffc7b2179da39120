"""Paragraphs without numbers: the 款 of an article, and what no longer belongs to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .labels import Kind, Layout
from .outline import Level, Opening

_REACH = 4000
_TITLE = 60
_CLOSES = "。！!？?”’」）)"
_TITLE_END = re.compile(
    r"(?:通知|通报|报告|请示|批复|意见|决定|函|办法|规定|条例|细则|制度|方案|计划|总结|要点|纪要|公告|通告|"
    r"责任书|合同|协议书?|职责|守则|公约|章程|规范|规程|标准|须知)(?:[（(][^）)\n]{1,20}[）)])?\Z"
)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, str, str]]:
    """The visible lines after the one at a place: start, line, the visible line before."""
    before = ""
    for line in text[start:end].split("\n"):
        if line.strip():
            yield start + len(line) - len(line.lstrip()), line, before
            before = line
        start += len(line) + 1


def _begins_paragraph(line: str, before: str, layout: Layout) -> bool:
    """Whether a line begins a paragraph after a complete one."""
    last = before.rstrip()
    if not last or last[-1] not in _CLOSES:
        return False
    return line.startswith(("\u3000\u3000", "    ")) or not layout.full(before)


def _is_sentence(line: str) -> bool:
    return any(mark in line for mark in "。，；") or line.rstrip()[-1:] in ("：", ":")


def numbered_paragraphs(
    text: str, members: Sequence[Opening], end: int, layout: Layout
) -> Iterator[Opening]:
    """An article's openings, with its paragraphs (款) counted where it has several.

    Args:
        text: The text.
        members: The openings of one article, its own first.
        end: Where the article ends.
        layout: How lines are broken.
    """
    depth = next(n for n, level in enumerate(members[0].levels) if level.kind is Kind.ARTICLE) + 1
    stops = [*(member.start for member in members[1:]), end]
    counted: list[tuple[int, Opening]] = []
    paragraphs = 1
    for member, stop in zip(members, stops, strict=True):
        counted.append((paragraphs, member))
        if "\n" not in text[member.end : stop].strip():
            continue
        spoken = member.levels[-1].kind is not Kind.ARTICLE
        for start, line, before in _lines(text, member.end, stop):
            # An article's first sentence may stand below its label or title.
            if spoken and _begins_paragraph(line, before, layout) and _is_sentence(line):
                paragraphs += 1
                counted.append((paragraphs, Opening(start, start, member.levels[:depth])))
            spoken = True
    for count, opening in counted:
        yield opening if paragraphs == 1 else _within(opening, depth, count)


def _within(opening: Opening, depth: int, count: int) -> Opening:
    level = Level(Kind.PARAGRAPH, (count,), f"第{_han(count)}款", "")
    levels = (*opening.levels[:depth], level, *opening.levels[depth:])
    return Opening(opening.start, opening.end, levels, opening.anew)


def _han(number: int) -> str:
    """A number below 100 in Chinese; larger ones in figures."""
    figures = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if tens > 9:
        return str(number)
    head = ("" if tens == 1 else figures[tens]) + "十" if tens else ""
    return head + (figures[ones] if ones else "")


def trailing(text: str, last: Opening, end: int, layout: Layout) -> int:
    """Where the text after a regulation's last article begins: a signature, a further title.

    Args:
        text: The text.
        last: The article's last opening.
        end: Where the next opening or the text ends.
        layout: How lines are broken.

    Returns:
        A place; ``end`` where nothing follows.
    """
    for start, line, before in _lines(text, last.end, end):
        if (
            _begins_paragraph(line, before, layout)
            and not _is_sentence(line)
            and len(line.strip()) <= _TITLE
        ):
            return start
    return end


def second_paper(text: str, start: int, end: int) -> int:
    """Where the title of a further paper stands before its first label.

    Args:
        text: The text.
        start: End of the label before.
        end: Start of the label that begins to count anew.

    Returns:
        The title's place; ``end`` where there is none.
    """
    begin = max(start, end - _REACH)
    for place, line, before in _lines(text, begin, end):
        words = line.strip()
        if before and 4 <= len(words) <= _TITLE and _TITLE_END.search(words):
            return place
    return end
