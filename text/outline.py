"""Which candidates are labels, and how they nest, by the way their numbers follow.

Within its parent a system's numbers rise by one and begin anew in the next parent; only the
articles of a regulation count on across its chapters. Which system stands inside which is read
off the paper: one whose count goes on after another began is the wider one. The usual order
(一、 （一） 1. （1） ①) decides where the numbers leave it open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from .contents import Stretch, tables_of_contents
from .labels import SENTENCE_END, Kind, Label, Layout, heading, line_end, printed

_DECIMALS = (Kind.DECIMAL, Kind.DECIMAL_3, Kind.DECIMAL_4)
_TOPICAL = (Kind.HAN, Kind.HAN_BRACKET)
_LEAP = 10
_NEAR_HEADING = 48
_TOPIC = 30


class Level(NamedTuple):
    """One label of a path.

    Attributes:
        kind: Its system.
        number: Its figures.
        label: As printed, tidied.
        heading: The words of its heading line, or an empty string.
    """

    kind: Kind
    number: tuple[int, ...]
    label: str
    heading: str


class Opening(NamedTuple):
    """A place where a clause begins.

    Attributes:
        start: First character.
        end: One past its label and heading.
        levels: Its path; empty where a stretch without labels begins.
        anew: Its system begins anew, as in a second paper, with nothing around it.
    """

    start: int
    end: int
    levels: tuple[Level, ...]
    anew: bool = False


def openings(text: str, found: Sequence[Label], layout: Layout) -> list[Opening]:
    """The places where clauses begin.

    Args:
        text: The text.
        found: Its candidates in order.
        layout: How its lines are broken.
    """
    contents = tables_of_contents(text, found)
    return _Outline(text, found, layout).read(contents)


class _Outline:
    """Walks over the candidates once and keeps the path that is open."""

    def __init__(self, text: str, found: Sequence[Label], layout: Layout) -> None:
        self.text = text
        self.found = found
        self.layout = layout
        self.path: tuple[Level, ...] = ()
        self.article: tuple[int, ...] = (0,)
        # By the kind as a number: an enum member is slow to hash.
        self.after: list[list[Label]] = [[] for _ in range(max(Kind) + 1)]
        for label in reversed(found):
            if not label.doubtful:
                self.after[label.kind].append(label)
        self.nested: set[int] = set()

    def read(self, contents: Sequence[Stretch]) -> list[Opening]:
        opened: list[Opening] = []
        tables, done = list(reversed(contents)), 0
        for index, label in enumerate(self.found):
            while tables and tables[-1].start <= label.start:
                table = tables.pop()
                opened.append(Opening(table.start, table.start, ()))
                self.path, self.article, done = (), (0,), table.end
            if not label.doubtful:
                self.after[label.kind].pop()
            if label.start < done:
                continue
            place = self._place(index, label)
            if place is not None:
                opened.append(self._open(index, label, place))
                done = label.end
        return opened

    def _open(self, index: int, label: Label, place: int) -> Opening:
        anew = place == 0 and label.number[-1] == 1 and bool(self.path)
        following = self._following(index)
        words, end = self._heading(label, following, place)
        level = Level(label.kind, label.number, printed(self.text, label), words)
        if label.kind is Kind.ARTICLE:
            self.article = label.number
        self.path = (*self.path[:place], level)
        for outer in self.path[:place]:
            self.nested.add(_pair(outer.kind, label.kind))
            self.nested.discard(_pair(label.kind, outer.kind))
        return Opening(label.start, end, self.path, anew)

    def _following(self, index: int) -> int:
        """Start of the next candidate that is not another reading of this one."""
        end = self.found[index].end
        for label in self.found[index + 1 : index + 3]:
            if label.start >= end:
                return label.start
        return len(self.text)

    def _heading(self, label: Label, following: int, place: int) -> tuple[str, int]:
        if label.kind is Kind.ARTICLE:
            return _article_heading(self.text, label, following)
        words, end = heading(self.text, label, following)
        if label.kind.divides or label.kind is Kind.BOX:
            return words, end
        if (words or label.kind in _TOPICAL) and self._in_article(place):
            return "", label.end
        if not words or self.layout.full(self.text[label.start : end]):
            return _topic(self.text, label, following)
        # A line of a list is no heading: further text of its own must follow it.
        rest = self.text[end:following]
        if rest.strip() or label.kind is Kind.HAN or self._begins_below(end, label, following):
            return words, end
        return "", label.end

    def _in_article(self, place: int) -> bool:
        return any(level.kind is Kind.ARTICLE for level in self.path[:place])

    def _begins_below(self, end: int, label: Label, following: int) -> bool:
        """Whether the next candidate begins a count of another system right after a heading."""
        for kind in Kind:
            after = self.after[kind]
            if after and after[-1].start == following:
                return kind > label.kind and after[-1].number[-1] == 1
        return False

    # Where a candidate belongs: the number of levels above it, or None where it is no label.

    def _place(self, index: int, label: Label) -> int | None:
        if label.kind is Kind.ARTICLE:
            return self._place_article(label)
        if label.kind.divides:
            return self._place_division(index, label)
        if label.kind in _DECIMALS:
            return self._place_decimal(label)
        if label.bare and not self._numbers_headings(label):
            return None
        return self._place_item(label)

    def _next(self, kind: Kind) -> Label | None:
        after = self.after[kind]
        return after[-1] if after else None

    def _goes_on(self, label: Label) -> bool:
        """Whether the next of its system is the next number."""
        following = self._next(label.kind)
        return following is not None and following.number == _succ(label.number)

    def _again(self, label: Label) -> bool:
        """Whether the same number comes again before any other, and more like a label."""
        following = self._next(label.kind)
        return following is not None and following.number == label.number and following.fresh

    def _keeps(self, level: Level, kind: Kind) -> bool:
        """Whether what comes now stands inside an open count: that goes on later, or did so."""
        following = self._next(level.kind)
        goes_on = following is not None and following.number == _succ(level.number)
        return goes_on or _pair(level.kind, kind) in self.nested

    def _above(self, kind: Kind) -> int:
        """How many open levels a division stays within."""
        for place, level in enumerate(self.path):
            if level.kind.divides:
                if level.kind >= kind:
                    return place
            elif not self._keeps(level, kind):
                return place
        return len(self.path)

    def _open_at(self, kind: Kind) -> int | None:
        for place in range(len(self.path) - 1, -1, -1):
            if self.path[place].kind is kind:
                return place
        return None

    def _place_article(self, label: Label) -> int | None:
        number, last = label.number, self.article
        inserted = (last[0], last[1] + 1 if len(last) > 1 else 1)
        exact = number in ((last[0] + 1,), inserted)
        if label.doubtful and not (exact and label.closed and label.leads):
            return None
        # In running text a label follows a blank or a whole sentence, and only in its turn.
        if exact and not (label.fresh or label.leads):
            exact = self._spaced(label)
        if exact:
            held = not label.closed and self._again(label)
        elif number == (1,):
            held = not (self._goes_on(label) or (label.leads and self._spaced(label)))
        else:
            leap = 0 < number[0] - last[0] <= _LEAP or self._goes_on(label)
            held = not (label.leads and label.fresh and leap and self._spaced(label))
        if held:
            return None
        open_at = self._open_at(Kind.ARTICLE)
        return self._above(Kind.ARTICLE) if open_at is None else open_at

    def _spaced(self, label: Label) -> bool:
        """Whether a blank, a line's end or a bracket parts a label from its text."""
        following = self.text[label.end : label.end + 1]
        return not following or following.isspace() or following in "【[（(：:　"

    def _place_division(self, index: int, label: Label) -> int | None:
        place = self._open_at(label.kind)
        if label.kind is not Kind.ANNEX and not self._headed(index, label):
            return None
        if label.kind is Kind.ANNEX:
            return 0 if label.leads and label.fresh else None
        exact = place is not None and label.number == _succ(self.path[place].number)
        if label.leads:
            leap = place is None or abs(label.number[0] - self.path[place].number[0]) <= _LEAP
            trusted = exact or (label.number == (1,) and self._goes_on(label))
            trusted |= label.fresh and (leap or self._goes_on(label))
        else:
            trusted = (exact or label.number == (1,)) and self._heads(index, label)
        if not trusted or (label.doubtful and not (exact or label.fresh)):
            return None
        return place if exact else self._above(label.kind)

    def _headed(self, index: int, label: Label) -> bool:
        """Whether a short heading follows, not a sentence."""
        stop = min(self._following(index), line_end(self.text, label.end))
        words = self.text[label.end : stop].strip()
        if len(words) > _NEAR_HEADING and label.leads and label.fresh:
            words = words.split()[0]
        return len(words) <= _NEAR_HEADING and words[-1:] not in tuple("。；;，,、")

    def _heads(self, index: int, label: Label) -> bool:
        """Whether a heading within a line ends with it, or at a part of its own."""
        following = self._following(index)
        if line_end(self.text, label.end) <= following:
            return label.fresh
        after = (each for each in self.found[index + 1 : index + 3] if each.start == following)
        return any(each.kind.divides for each in after)

    def _place_decimal(self, label: Label) -> int | None:
        number, place = label.number, self._open_at(label.kind)
        parent = self._parent(number)
        last = self.path[place].number if place is not None else ()
        following = self._next(label.kind)
        below = self._next(_DECIMALS[_DECIMALS.index(label.kind) + 1]) if len(number) < 4 else None
        if last and number[:-1] == last[:-1]:
            return place if number[-1] == last[-1] + 1 else None
        begins = number[-1] == 1 and (
            parent is not None
            or (bool(last) and number[:-1] > last[:-1])
            or (following is not None and following.number == _succ(number))
            or (below is not None and below.number == (*number, 1))
        )
        if not begins:
            return None
        if parent is not None:
            return parent + 1
        return self._above(Kind.DECIMAL) if place is None else place

    def _parent(self, number: tuple[int, ...]) -> int | None:
        """The open level whose number a decimal carries on: 2.1 in 2.1.3; 2. or 第二章 in 2.1."""
        counts = (Kind.ARABIC, Kind.CHAPTER, Kind.SECTION, Kind.HAN)
        for place in range(len(self.path) - 1, -1, -1):
            level = self.path[place]
            fits = level.kind in _DECIMALS or (level.kind in counts and len(number) == 2)
            if fits and level.number == number[:-1]:
                return place
        return None

    def _numbers_headings(self, label: Label) -> bool:
        """Whether a number without a mark numbers a heading: 3 术语 (3.1 …), 一　总则."""
        words, _ = heading(self.text, label, len(self.text))
        if not words or len(words) > _TOPIC or re.search("[，；：。]|[0-9]", words):
            return False
        decimal = self._next(Kind.DECIMAL)
        if label.kind is Kind.HAN:
            if self._goes_on(label):
                return True
        elif decimal is not None and decimal.number == (label.number[0], 1):
            return True
        place = self._open_at(label.kind)
        return place is not None and label.number == _succ(self.path[place].number)

    def _place_item(self, label: Label) -> int | None:
        for place in range(len(self.path) - 1, -1, -1):
            level = self.path[place]
            if level.kind is label.kind and label.number == _succ(level.number):
                return place if self._in_turn(label) else None
        opened = self._open_at(label.kind)
        # A list without a number of its own above it starts over where the last one stood.
        if label.number == (1,):
            if not self._begins(label):
                return None
            if opened is not None and all(
                level.kind not in _DECIMALS for level in self.path[opened + 1 :]
            ):
                return opened
            return self._inside(label)
        if not self._after_a_loss(label, opened):
            return None
        return self._inside(label) if opened is None else opened

    def _in_turn(self, label: Label) -> bool:
        """Whether the next number of an open count is meant as such."""
        if label.doubtful:
            return label.leads and label.closed and not self._again(label)
        return label.closed or not self._again(label)

    def _begins(self, label: Label) -> bool:
        if self._goes_on(label) or label.named or label.bare:
            return label.fresh or label.leads
        if label.doubtful or not (label.leads and label.fresh):
            return False
        return label.kind is not Kind.ARABIC or label.closed or self._after_heading(label)

    def _after_heading(self, label: Label) -> bool:
        opened = self.path[-1:] and self.path[-1].heading
        return bool(opened) or label.start == 0

    def _after_a_loss(self, label: Label, place: int | None) -> bool:
        """Whether a number out of turn is a label all the same: pages may be missing."""
        if label.named:
            return True
        if label.doubtful or not (label.leads and label.fresh):
            return False
        if self._goes_on(label) or label.kind in (Kind.HAN, Kind.BOX):
            return True
        if place is None:
            return False
        return label.number[0] - self.path[place].number[0] == 2 and label.closed

    def _inside(self, label: Label) -> int:
        """How many open levels a count that begins stands in."""
        place = len(self.path)
        while place:
            level = self.path[place - 1]
            if level.kind <= label.kind or self._keeps(level, label.kind):
                break
            place -= 1
        return place


def _pair(outer: Kind, inner: Kind) -> int:
    return outer * 64 + inner


def _succ(number: tuple[int, ...]) -> tuple[int, ...]:
    return (*number[:-1], number[-1] + 1)


def _article_heading(text: str, label: Label, following: int) -> tuple[str, int]:
    """第五条【适用范围】, 第五条（适用范围）, or a title alone on the article's line."""
    stop = min(following, line_end(text, label.end))
    line = text[label.end : stop]
    bracketed = re.match(
        r"\s{0,4}(?:【([^】\n]{1,40})】|[（(]([^）)\n]{2,30})[）)](?=\s|\Z))", line
    )
    if bracketed:
        words = bracketed[1] or bracketed[2]
        return words.strip(), label.end + bracketed.end()
    words = line.strip()
    if not 2 <= len(words) <= 24 or re.search("[，。；：、！？,;:]", words):
        return "", label.end
    return ("".join(words.split()), stop) if text[stop:following].strip() else ("", label.end)


_SENTENCE = re.compile(rf"[^{SENTENCE_END}，,“\n]{{2,{_TOPIC}}}[。：:]")


def _topic(text: str, label: Label, following: int) -> tuple[str, int]:
    """A heading that the body follows on the same line: 一、工作职责。1.…."""
    if label.kind not in _TOPICAL:
        return "", label.end
    match = _SENTENCE.match(text, label.end, min(len(text), label.end + _TOPIC + 8))
    if match is None or not text[match.end() : line_end(text, match.end(), 400)].strip():
        return "", label.end
    return "".join(match.group()[:-1].split()), match.end()
