"""How near a schema draft comes to a schema made by hand: pairs, precision, recall."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from danghe.schemas import Box, BoxState, Duty, DutyKind, Norms, Section
from danghe.text.normalise import fold

T = TypeVar("T")


@dataclass
class Figure:
    """What was drafted of one sort of thing, what is true, and what of both is the same."""

    same: int = 0
    drafted: int = 0
    true: int = 0
    extra: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.same / self.drafted if self.drafted else 1.0

    @property
    def recall(self) -> float:
        return self.same / self.true if self.true else 1.0

    def add(self, extra: Iterable[str], missing: Iterable[str], same: int) -> None:
        extra, missing = list(extra), list(missing)
        self.same += same
        self.drafted += same + len(extra)
        self.true += same + len(missing)
        self.extra += extra
        self.missing += missing


SectionKey = tuple[str, int | None]


def sections_of(norms: Norms) -> dict[SectionKey, Section]:
    return {(level.id, s.no): s for level in norms.levels for s in level.sections}


def boxes_of(section: Section) -> dict[str, Box]:
    """By number; those without one by their order."""
    keyed: dict[str, Box] = {}
    for n, box in enumerate(section.boxes, 1):
        keyed[str(box.no) if box.no else f"?{n}"] = box
    return keyed


def compare(draft: Norms, truth: Norms) -> dict[str, Figure]:
    """Figures by sort of thing."""
    names: tuple[str, ...] = (
        "levels",
        "sections",
        "section names",
        "stated",
        "boxes",
        "states",
        "names",
    )
    names += ("items", "items near", "duties", "duties near")
    figures = {name: Figure() for name in names}
    _sets(figures["levels"], {one.id for one in draft.levels}, {one.id for one in truth.levels})
    mine, theirs = sections_of(draft), sections_of(truth)
    _sets(figures["sections"], set(map(_shown, mine)), set(map(_shown, theirs)))
    nothing = Section("", None, "")
    for key in [*theirs, *(key for key in mine if key not in theirs)]:
        one, other = mine.get(key, nothing), theirs.get(key, nothing)
        where = _shown(key)
        _sets(figures["section names"], _name(where, one.name), _name(where, other.name))
        _sets(figures["stated"], _stated(where, one), _stated(where, other))
        _boxes(figures, where, boxes_of(one), boxes_of(other))
        _duties(figures, where, one.duties, other.duties)
    return figures


def _shown(key: SectionKey) -> str:
    return f"{key[0]} {key[1]}"


def _sets(figure: Figure, mine: set[str], theirs: set[str]) -> None:
    figure.add(sorted(mine - theirs), sorted(theirs - mine), len(mine & theirs))


def _name(where: str, name: str | None) -> set[str]:
    return {f"{where} {plain(name)}"} if name and not name.startswith("[") else set()


def _stated(where: str, section: Section) -> set[str]:
    return {f"{where} {section.stated_boxes}"} if section.stated_boxes is not None else set()


def _boxes(
    figures: dict[str, Figure], where: str, mine: dict[str, Box], theirs: dict[str, Box]
) -> None:
    _sets(figures["boxes"], {f"{where} {n}" for n in mine}, {f"{where} {n}" for n in theirs})
    states = [{f"{where} {n} {box.state}" for n, box in boxes.items()} for boxes in (mine, theirs)]
    _sets(figures["states"], *states)
    empty = Box("", None, None, "", BoxState.LOST)
    for n in dict.fromkeys((*theirs, *mine)):
        one, other = mine.get(n, empty), theirs.get(n, empty)
        here = f"{where} {n}"
        _sets(figures["names"], _name(here, one.name), _name(here, other.name))
        a, b = [item.name for item in one.items], [item.name for item in other.items]
        _pairs(figures["items"], here, a, b, lambda x, y: plain(x) == plain(y), str)
        _pairs(figures["items near"], here, a, b, near, str)


def _duties(
    figures: dict[str, Figure], where: str, mine: Sequence[Duty], theirs: Sequence[Duty]
) -> None:
    _pairs(figures["duties"], where, mine, theirs, same_duty, told)
    _pairs(figures["duties near"], where, mine, theirs, like_duty, told)


def told(duty: Duty) -> str:
    return f"{clause(duty)} {duty.kind.value} {duty.what} {facts(duty)}"


def _pairs(
    figure: Figure,
    where: str,
    mine: Sequence[T],
    theirs: Sequence[T],
    alike: Callable[[T, T], bool],
    show: Callable[[T], str],
) -> None:
    """One to one, in order."""
    left = list(mine)
    missing = []
    for one in theirs:
        found = next((n for n, other in enumerate(left) if alike(other, one)), None)
        if found is None:
            missing.append(f"{where}: {show(one)}")
        else:
            del left[found]
    extra = [f"{where}: {show(one)}" for one in left]
    figure.add(extra, missing, len(theirs) - len(missing))


_ORDINAL = re.compile(r"^(?:\(?\d{1,2}[).、]|[①-⑳]|[一二三四五六七八九十]{1,3}、)")
_MARKS = re.compile(r"[《》“”\"'的\s、,;。]")


def plain(name: str) -> str:
    """A name folded, without its ordinal, marks and remark in brackets at the end."""
    folded = _ORDINAL.sub("", fold(name))
    return _MARKS.sub("", re.sub(r"\([^()]{1,20}\)$", "", folded))


def pairs_of(text: str) -> set[str]:
    return {a + b for a, b in pairwise(plain(text))}


def near(one: str, other: str) -> bool:
    """The same name, or one within the other, or four fifths of their pairs of characters."""
    a, b = plain(one), plain(other)
    if a == b or (min(len(a), len(b)) >= 3 and (a in b or b in a)):
        return True
    x, y = pairs_of(one), pairs_of(other)
    return bool(x and y) and 2 * len(x & y) >= 0.8 * (len(x) + len(y))


def clause(duty: Duty) -> str:
    """Clause and point, without section."""
    return duty.place.clause.split(" ")[-1].rstrip("、") if duty.place else ""


def facts(duty: Duty) -> tuple[object, ...]:
    """What is checked."""
    numbers = (duty.every, duty.months, duty.due_day, duty.days, duty.percent, duty.op)
    return (*numbers, duty.minimum, tuple(map(plain, duty.order)))


def same_duty(one: Duty, other: Duty) -> bool:
    """The same kind and facts in the same lines; where facts do not tell, about the same words.

    Rates also share their indicator.
    """
    if one.kind is not other.kind or facts(one) != facts(other) or _apart(one, other):
        return False
    if one.kind is DutyKind.RATE:
        return near(one.indicator or "", other.indicator or "")
    return any(facts(one)) or one.days == 0 or _about(one, other) > 0.3


def like_duty(one: Duty, other: Duty) -> bool:
    """About the same words, of whatever kind."""
    return _about(one, other) > 0.3


def _apart(one: Duty, other: Duty) -> bool:
    """Whether two duties stand in different lines."""
    if not (one.place and other.place and one.place.lines and other.place.lines):
        return False
    a, b = one.place.lines, other.place.lines
    return a[1] < b[0] or b[1] < a[0]


def _about(one: Duty, other: Duty) -> float:
    """How much of the shorter wording is in the longer, of two duties of one line."""
    if _apart(one, other):
        return 0.0
    x = pairs_of(one.what + (one.indicator or ""))
    y = pairs_of(other.what + (other.indicator or ""))
    return len(x & y) / (min(len(x), len(y)) or 1)
