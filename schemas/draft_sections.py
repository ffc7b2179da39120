"""From marks to sections: what is printed of each, and where one lost its heading.

A page that is missing leaves traces: the clauses' numbers fall back (三, then 三 again), a list
goes on with a number that does not follow, contents come without a name, a box's number leaps.
Where the numbers of the clauses say that a heading must have stood, the section is cut at the
nearest trace.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .draft_lists import Point, breaks, points
from .draft_marks import (
    BoxMark,
    ClauseMark,
    ContentsMark,
    Heading,
    Mark,
    Role,
    System,
    other_clauses,
)
from .draft_text import NUMERAL, Source, figure


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text under a mark, up to the next.

    Attributes:
        mark: What opens it; None at the start of a section and after a loss.
        start: First character of the mark.
        body: First character after it.
        end: One past the last.
        points: Its points.
        breaks: Places where text was lost.
    """

    mark: ClauseMark | BoxMark | ContentsMark | None
    start: int
    body: int
    end: int
    points: tuple[Point, ...] = ()
    breaks: tuple[int, ...] = ()


@dataclass
class Portion:
    """All that stands of one section.

    Attributes:
        above: Headings of what it stands in, widest first.
        own: Its own heading; None where that is lost.
        stretches: In order.
        no: Number of the section, printed or implied.
        name: As printed, or None.
    """

    above: tuple[Heading, ...]
    own: Heading | None
    stretches: list[Stretch]
    no: int | None = None
    name: str | None = None

    @property
    def start(self) -> int:
        """First character after the heading."""
        return self.stretches[0].start

    @property
    def end(self) -> int:
        """One past the last character."""
        return self.stretches[-1].end


def portions(source: Source, marks: Sequence[Mark]) -> list[Portion]:
    """The sections of a text in order, cut where a heading is lost."""
    found: list[Portion] = []
    for path, below, start, end, inner in _chunks(marks, len(source.plain)):
        own = path[-1] if path and not below else None
        if own is None and not inner:
            continue
        stretches = _stretches(source.plain, start, end, inner)
        if own is None:
            # A preface is no section: it counts from its first mark on.
            stretches = stretches[1:]
        found += _cut(source.plain, path if own is None else path[:-1], own, stretches)
    return found


Inner = ClauseMark | BoxMark | ContentsMark


def _chunks(
    marks: Sequence[Mark], end: int
) -> Iterator[tuple[tuple[Heading, ...], bool, int, int, list[Inner]]]:
    """What stands between two headings: the path above it, and whether a narrower one follows."""
    path: tuple[Heading, ...] = ()
    start, inner = 0, list[Inner]()
    for mark in marks:
        if not isinstance(mark, Heading):
            inner.append(mark)
            continue
        below = not path or mark.system > path[-1].system
        yield path, below, start, mark.start, inner
        above = tuple(one for one in path if one.system < mark.system)
        path, start, inner = (*above, mark), mark.end, []
    yield path, not path, start, end, inner


def _stretches(plain: str, start: int, end: int, inner: Sequence[Inner]) -> list[Stretch]:
    found = [_stretch(plain, None, start, start, inner[0].start if inner else end)]
    stops = [*(mark.start for mark in inner[1:]), end]
    for mark, stop in zip(inner, stops, strict=False):
        found.append(_stretch(plain, mark, mark.start, mark.end, stop))
    return found


def _stretch(plain: str, mark: Inner | None, start: int, body: int, end: int) -> Stretch:
    listed = points(plain, body, end)
    places = breaks(plain, body, end, listed)
    return Stretch(mark, start, body, end, tuple(listed), tuple(places))


def _cut(
    plain: str, above: tuple[Heading, ...], own: Heading | None, given: Sequence[Stretch]
) -> list[Portion]:
    """Cut what stands under one heading where the numbers tell of another."""
    found = [Portion(above, own, [])]
    state, pending = _Open(), deque(given)
    while pending:
        stretch, here = pending.popleft(), found[-1]
        at = state.cut_before(stretch)
        if at is None or not here.stretches:
            here.stretches.append(stretch)
            state.take(plain, here)
            continue
        rest = _split(plain, here, at if at > here.start else stretch.start)
        pending.extendleft(reversed([*rest, stretch]))
        found.append(Portion(above, None, []))
        state = _Open()
    return found


class _Open:
    """What is known of a section while its stretches come in."""

    def __init__(self) -> None:
        self.role, self.no, self.last = -1, 0, 0
        self.stated: int | None = None
        self.traces: list[int] = []

    def cut_before(self, stretch: Stretch) -> int | None:
        """Where the section must have ended, if a stretch cannot belong to it."""
        mark = stretch.mark
        if isinstance(mark, ClauseMark) and self._falls_back(mark):
            return self.traces[-1] if self.traces else mark.start
        if isinstance(mark, BoxMark) and mark.no:
            beyond = self.stated is not None and mark.no > self.stated
            if self.traces and beyond and mark.no > self.last + 1:
                return self.traces[0]
            if self.traces and mark.no == 1 and self.last:
                return self.traces[-1]
        return None

    def _falls_back(self, mark: ClauseMark) -> bool:
        """A number that falls back along with the order of roles; one alone may be a misprint."""
        if mark.no and self.no:
            return mark.no <= self.no and mark.role <= self.role
        return mark.role < self.role or mark.role == self.role == Role.ARCHIVE

    def take(self, plain: str, here: Portion) -> None:
        """Note what the last stretch of a section says."""
        stretch = here.stretches[-1]
        mark = stretch.mark
        if isinstance(mark, ClauseMark):
            self.role, self.no = max(self.role, mark.role), mark.no or self.no
            self.last, self.traces = 0, []
            if mark.role is Role.ARCHIVE:
                self.stated = stated_boxes(plain, stretch)
        elif isinstance(mark, BoxMark):
            self.last = mark.no or self.last + 1
        elif isinstance(mark, ContentsMark) and not named(here.stretches, len(here.stretches) - 1):
            self.traces.append(stretch.start)
        self.traces += stretch.breaks


def named(stretches: Sequence[Stretch], index: int) -> bool:
    """Whether contents stand right after the name of their box."""
    return index > 0 and isinstance(stretches[index - 1].mark, BoxMark)


def _split(plain: str, here: Portion, at: int) -> list[Stretch]:
    """Take what stands from a place on out of a portion."""
    kept = [s for s in here.stretches if s.end <= at]
    rest = [s for s in here.stretches if s.start >= at]
    for s in here.stretches:
        if s.start < at < s.end:
            kept.append(_stretch(plain, s.mark, s.start, s.body, at))
            rest.insert(0, _stretch(plain, None, at, at, s.end))
    here.stretches = kept
    return rest


def split_at(plain: str, here: Portion, at: int) -> Portion:
    """Part a portion at a place; returns the later part, whose heading is lost."""
    return Portion(here.above, None, _split(plain, here, at))


_STATED = re.compile(
    rf"[(][ ]?(?:[共计设分]|合计)?[ ]?(?P<a>{NUMERAL})[ ]?[个只]?(?:档案|文件|资料)?[盒夹][ ]?[)]"
    rf"|(?:共|设|立|计|有|分为?)[ ]?(?P<b>{NUMERAL})[ ]?[个只](?:档案|文件|资料)?(?:盒|夹)"
    rf"|(?:档案|文件|资料)(?:盒|夹)[ ]?(?P<c>{NUMERAL})[ ]?[个只](?=[:。;\s)])"
)


def stated_boxes(plain: str, stretch: Stretch) -> int | None:
    """How many boxes an archive clause says there are."""
    match = _STATED.search(plain, stretch.start, min(stretch.end, stretch.body + 80))
    if match is None:
        return None
    return figure(match["a"] or match["b"] or match["c"]) or None


def settle(plain: str, portion: Portion) -> list[Stretch]:
    """The stretches of a portion with a role for text whose clause heading is lost.

    Text after a loss belongs to the clause before the next printed one; so does text that a
    break parts from a clause, where the next printed clause leaves one out.
    """
    settled: list[Stretch] = []
    given = portion.stretches
    later: list[Inner | None] = [None]
    for stretch in reversed(given[1:]):
        later.append(stretch.mark or later[-1])
    for stretch, following in zip(given, reversed(later), strict=False):
        if stretch.mark is None and portion.own is None:
            settled.append(replace(stretch, mark=_implied(following, stretch)))
            continue
        parted = _parted(plain, stretch, following)
        settled += parted if parted else [stretch]
    return settled


def _implied(following: Inner | None, stretch: Stretch) -> ClauseMark | None:
    if isinstance(following, ClauseMark) and following.role in (1, 2):
        return _lost_clause(Role(following.role - 1), stretch.start)
    if isinstance(following, (BoxMark, ContentsMark)):
        return _lost_clause(Role.ARCHIVE, stretch.start)
    return _lost_clause(Role.REQUIREMENTS, stretch.start)


def _lost_clause(role: Role, at: int) -> ClauseMark:
    return ClauseMark(at, at, role, System.BARE, 0, "")


def _parted(plain: str, stretch: Stretch, following: Inner | None) -> list[Stretch]:
    """A clause whose end belongs to a lost one: of requirements, or the list of boxes."""
    mark = stretch.mark
    if not isinstance(mark, ClauseMark) or not stretch.breaks or following is None:
        return []
    skips = isinstance(following, ClauseMark) and following.role - mark.role == 2
    boxes = isinstance(following, BoxMark) and mark.role is not Role.ARCHIVE and following.no > 1
    if not (skips or boxes):
        return []
    at = stretch.breaks[0] if skips else stretch.breaks[-1]
    role = Role.REQUIREMENTS if skips else Role.ARCHIVE
    first = _stretch(plain, mark, stretch.start, stretch.body, at)
    rest = _stretch(plain, None, at, at, stretch.end)
    return [first, replace(rest, mark=_lost_clause(role, at))]


def stray_clause(plain: str, stretch: Stretch) -> int | None:
    """Where a point 一、… that names no role begins within a clause."""
    mark = stretch.mark
    if not isinstance(mark, ClauseMark) or not mark.no:
        return None
    for other in other_clauses(plain, stretch.body, stretch.end):
        if other.system is mark.system and other.no > mark.no:
            return other.start
    return None
