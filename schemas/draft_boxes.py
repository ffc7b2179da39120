"""The boxes of a section: what is printed of each, and which numbers are lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .draft_items import Contents, Material, read_contents
from .draft_kinds import is_material, kind_of
from .draft_lists import Point, points
from .draft_marks import BoxMark, ClauseMark, ContentsMark, Role
from .draft_sections import Stretch, stated_boxes
from .draft_text import Source

_LONGEST_NAME = 80


@dataclass
class RawBox:
    """A box as printed.

    Attributes:
        no: Its number; 0 while unknown.
        name: None where lost.
        start: First character.
        end: One past the last.
        contents: Its materials; None where no contents are printed.
        fragment: A scrap that makes no material.
        listed: It is no box in print: materials stand under the clause alone.
    """

    no: int
    name: str | None
    start: int
    end: int
    contents: Contents | None = None
    fragment: str | None = None
    listed: bool = False
    entries: list[tuple[Point, str]] = field(default_factory=list)


@dataclass
class Boxes:
    """What a section's list of boxes says.

    Attributes:
        boxes: In order.
        stated: How many the text says there are.
        label: Label of the clause that lists them.
        strays: Stretches that belong to none.
    """

    boxes: list[RawBox]
    stated: int | None = None
    label: str = ""
    strays: list[tuple[int, int]] = field(default_factory=list)


def read_boxes(source: Source, stretches: Sequence[Stretch], marked: bool, cut_off: bool) -> Boxes:
    """The boxes of a section.

    Args:
        source: The text.
        stretches: Of the section, with roles.
        marked: Contents have a mark of their own (内容：) in this document.
        cut_off: Text was lost after the section.
    """
    found = Boxes([])
    for index, stretch in enumerate(stretches):
        mark = stretch.mark
        following = stretches[index + 1].mark if index + 1 < len(stretches) else None
        if isinstance(mark, ClauseMark) and mark.role is Role.ARCHIVE:
            found.label = mark.label or found.label
            found.stated = stated_boxes(source.plain, stretch) or found.stated
            _clause(source, stretch, found, following)
        elif isinstance(mark, BoxMark):
            found.boxes.append(
                _box(source, stretch, isinstance(following, ContentsMark), marked, found)
            )
        elif isinstance(mark, ContentsMark):
            _contents(
                source, stretch, found, index > 0 and isinstance(stretches[index - 1].mark, BoxMark)
            )
    for box in found.boxes:
        if box.entries:
            box.contents = read_contents(box.entries, cut_off and box is found.boxes[-1])
            box.fragment = box.contents.torn or box.fragment
    found.boxes = _numbered(found.boxes)
    return found


def _entries(source: Source, listed: Sequence[Point]) -> list[tuple[Point, str]]:
    return [(point, source.spaced(point.body, point.end)) for point in listed]


_COUNT = re.compile(
    r"[(（]?(?:共|计|设|分)?[^()（）\n]{0,8}[个只](?:档案|文件|资料)?[盒夹][)）]?[：:。]?"
)


def _clause(source: Source, stretch: Stretch, found: Boxes, following: object) -> None:
    """Text between the clause's heading and its first box."""
    words = _COUNT.sub("", source.words(stretch.body, stretch.end)).strip(" ：:。；;，,、）)")
    if not words:
        return
    numbered = any(point.no for point in stretch.points)
    printed = bool(stretch.mark and isinstance(stretch.mark, ClauseMark) and stretch.mark.label)
    alone = following is None or isinstance(following, ClauseMark)
    entries = _entries(source, stretch.points)
    if (printed and alone) or (not printed and numbered):
        box = RawBox(0, None, stretch.start, stretch.end, entries=entries, listed=printed)
        found.boxes.append(box)
    elif not printed and isinstance(following, BoxMark):
        found.boxes.append(RawBox(0, None, stretch.start, stretch.end, fragment=words))
    else:
        found.strays.append((stretch.body, stretch.end))


_LIST_IN_BRACKETS = re.compile(
    r"^(?P<name>[^（(]{2,40})[（(](?P<list>.*[、，,；;].*)[）)][。；;]?$"
)


def _box(source: Source, stretch: Stretch, contents: bool, marked: bool, found: Boxes) -> RawBox:
    mark = stretch.mark
    assert isinstance(mark, BoxMark)
    whole = source.words(stretch.body, stretch.end)
    torn = stretch.breaks[0] if stretch.breaks else stretch.end
    if contents and len(whole) <= _LONGEST_NAME and torn == stretch.end:
        return RawBox(mark.no, _name(whole), stretch.start, stretch.end)
    plain = source.plain
    begin = (
        stretch.body + len(plain[stretch.body : torn]) - len(plain[stretch.body : torn].lstrip())
    )
    stop = plain.find("\n", begin, torn)
    stop = torn if stop < 0 else stop
    line = source.words(begin, stop)
    colon = plain.find(":", begin, stop)
    bracket = _LIST_IN_BRACKETS.match(line)
    if not contents and 0 < colon - begin <= _LONGEST_NAME:
        return _with_list(source, stretch, _name(source.words(begin, colon)), colon + 1, torn)
    if not contents and bracket and _lists_papers(bracket["list"]):
        box = RawBox(mark.no, _name(bracket["name"]), stretch.start, stretch.end)
        box.entries = [(Point(begin, begin, stop, "", 0, "", 0, False), bracket["list"])]
        return box
    rest = points(plain, stop, torn)
    if rest and not contents and (rest[0].no == 1 or (not marked and not rest[0].torn)):
        return _with_list(source, stretch, _name(line), stop, torn)
    if rest or torn < stretch.end:
        found.strays.append((stop, stretch.end))
    return RawBox(mark.no, _name(line), stretch.start, stop)


def _with_list(source: Source, stretch: Stretch, name: str | None, body: int, end: int) -> RawBox:
    assert isinstance(stretch.mark, BoxMark)
    box = RawBox(stretch.mark.no, name, stretch.start, stretch.end)
    box.entries = _entries(source, points(source.plain, body, end))
    return box


def _lists_papers(listed: str) -> bool:
    parts = re.split("[、，,；;]", listed)
    return sum(is_material(part) for part in parts) * 2 > len(parts)


def _name(words: str) -> str | None:
    name = words.strip(" 。；;：:，,、-—【】[]")[:_LONGEST_NAME]
    if name[:1] == "《" and name.find("》") == len(name) - 1:
        name = name[1:-1]
    return name or None


def _contents(source: Source, stretch: Stretch, found: Boxes, named: bool) -> None:
    torn = stretch.breaks[0] if stretch.breaks else stretch.end
    entries = _entries(source, [point for point in stretch.points if point.start < torn])
    if torn < stretch.end:
        found.strays.append((torn, stretch.end))
    if named and found.boxes:
        found.boxes[-1].entries += entries
        found.boxes[-1].end = stretch.end
    else:
        found.boxes.append(RawBox(0, None, stretch.start, stretch.end, entries=entries))


def _numbered(boxes: list[RawBox]) -> list[RawBox]:
    """Numbers that follow from the printed neighbours."""
    last = 0
    kept: list[RawBox] = []
    for index, box in enumerate(boxes):
        following = boxes[index + 1].no if index + 1 < len(boxes) else 0
        if not box.no and box.name is not None:
            box.no = last + 1
        elif not box.no and following:
            if following - 1 <= last and kept and kept[-1].name is not None:
                _merge(kept[-1], box)
                continue
            box.no = max(following - 1, 0)
        elif not box.no and last:
            box.no = last + 1
        last = max(last, box.no)
        kept.append(box)
    return kept


def _merge(box: RawBox, more: RawBox) -> None:
    """Contents printed in two stretches."""
    box.end = more.end
    if box.contents is None:
        box.contents = more.contents
    elif more.contents is not None:
        first = box.contents.materials
        moved = [
            m if m.part_of is None else replace(m, part_of=m.part_of + len(first))
            for m in more.contents.materials
        ]
        box.contents = Contents((*first, *moved), more.contents.torn)


def items(contents: Contents) -> list[dict[str, Any]]:
    """The materials of a box as the schema writes them."""
    return [
        {key: value for key, value in _item(n, material).items() if value not in (None, False)}
        for n, material in enumerate(contents.materials, 1)
    ]


def _item(n: int, material: Material) -> dict[str, Any]:
    part = None if material.part_of is None else f"item{material.part_of + 1}"
    return {
        "id": f"item{n}",
        "name": material.name,
        "kind": kind_of(material.name),
        "part_of": part,
        "each": material.each,
        "optional": material.optional,
    }


def missing(found: Boxes, most: int) -> Iterator[int]:
    """Numbers that are stated or implied and not printed."""
    numbers = {box.no for box in found.boxes if box.no}
    if found.stated is not None and len(found.boxes) >= found.stated:
        return
    top = max([*numbers, found.stated or 0], default=0)
    lost = [no for no in range(1, top + 1) if no not in numbers]
    yield from lost[:most]
