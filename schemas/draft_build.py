"""Levels, sections, boxes and duties as the tree of a schema file, with what was not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from .draft_boxes import Boxes, RawBox, items, missing, read_boxes
from .draft_kinds import DOCUMENT_TYPES
from .draft_levels import Group
from .draft_marks import ContentsMark, Heading, Mark, System
from .draft_section import Clauses, Reader, mostly_closed
from .draft_sections import Portion, settle
from .draft_text import Source
from .model import BoxState

Tree = dict[str, Any]
_MOST_FILLED = 60
_MOST_FILLED_ALTOGETHER = 5000
_SHOWN = 60
_UNITS = {
    System.BOOK: "第{}篇",
    System.PART: "第{}部分",
    System.CHAPTER: "第{}章",
    System.SECTION: "第{}节",
    System.HAN: "{}、",
    System.HAN_BRACKET: "（{}）",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that a norms document leaves open, or that was not read.

    Attributes:
        kind: Such as ``stated`` (it states more boxes than it prints), ``heading_lost``,
            ``box_name_lost``, ``box_lost``, ``contents_lost``, ``stray``.
        place: Where, as one cites it.
        lines: First and last line; None where nothing is printed.
        text: The words in question, shortened.
        values: What the sentence for the screen needs.
    """

    kind: str
    place: str
    lines: tuple[int, int] | None = None
    text: str = ""
    values: dict[str, str | int] = field(default_factory=dict)


def han(no: int) -> str:
    """A number below 100 in Chinese figures, others in Arabic ones."""
    if not 0 < no < 100:
        return str(no)
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(no, 10)
    head = "" if tens == 0 else ("" if tens == 1 else digits[tens]) + "十"
    return head + (digits[ones] if ones else "")


def cited(heading: Heading) -> str:
    """A heading's label: 第四章, （二）."""
    return _UNITS.get(heading.system, "{}").format(han(heading.no))


class Builder:
    """Makes the tree of a schema; collects doubts on the way."""

    def __init__(self, source: Source, marks: Sequence[Mark], names: dict[int, str]) -> None:
        self.source = source
        self.names = names
        self.marked = any(isinstance(mark, ContentsMark) for mark in marks)
        # With the line by which each is put in order: that of its section where none is printed.
        self.doubts: list[tuple[int, Doubt]] = []
        self.line = 0
        self.kinds: set[str] = set()
        self.filled = 0
        self.closed = False
        self.unit = _section_unit(marks)

    def levels(self, groups: Sequence[Group], title: str) -> list[Tree]:
        """All levels in order."""
        self.closed = mostly_closed(self.source, [p for group in groups for p in group.portions])
        first = next((n for n, group in enumerate(groups) if group.heading), None)
        found: list[Tree] = []
        for index, group in enumerate(groups):
            following = groups[index + 1] if index + 1 < len(groups) else None
            place = _level_place(index, group, first, groups)
            found.append(self._level(index, group, following, place, title))
        ids: dict[str, int] = {}
        for level in found:
            ids[level["id"]] = ids.get(level["id"], 0) + 1
            if ids[level["id"]] > 1:
                level["id"] += str(ids[level["id"]])
        self._mark_lost_lists(found)
        return found

    def used_kinds(self) -> dict[str, list[str]]:
        """The kinds of material that occur, with their document types."""
        return {kind: list(types) for kind, types in DOCUMENT_TYPES.items() if kind in self.kinds}

    def _level(
        self, index: int, group: Group, following: Group | None, place: str, title: str
    ) -> Tree:
        name = group.kind.name if group.kind else _level_name(group, place, title)
        lines = self.source.lines(_begin(group), group.portions[-1].end)
        level: Tree = {"id": group.kind.id if group.kind else f"level{index + 1}", "name": name}
        if group.lost:
            level["heading_lost"] = True
            kind = "level_inferred" if group.kind else "level_lost"
            self._doubt(kind, place, lines, values={"name": name})
        elif group.kind is None:
            self._doubt("level_unknown", place, lines, values={"name": name})
        level["place"] = _place(place or title, lines)
        if group.kind:
            level["unit_endings"] = dict(group.kind.endings)
        level["sections"] = []
        for n, portion in enumerate(group.portions):
            later = group.portions[n + 1 : n + 2] or (following.portions[:1] if following else [])
            cut_off = not later or later[0].own is None
            level["sections"].append(self._section(place, portion, cut_off))
        self._whole_sections_lost(place, group, level["sections"])
        return level

    def _whole_sections_lost(self, place: str, group: Group, sections: list[Tree]) -> None:
        for no in group.gaps:
            label = self.unit.format(han(no))
            lost = {"id": f"section{no}", "no": no, "name": f"[{label}]", "heading_lost": True}
            lost |= {"place": _place(f"{place} {label}"), "boxes_lost": True, "losses": ["整节"]}
            sections.append(lost)
            self._doubt("section_lost", f"{place} {label}", None)
        sections.sort(key=lambda section: section["no"] or 0)

    def _section(self, level_place: str, portion: Portion, cut_off: bool) -> Tree:
        no, name = portion.no, portion.name
        own = portion.own
        label = cited(own) if own and no else (self.unit.format(han(no)) if no else "")
        place = f"{level_place} {label}".strip()
        lines = self.source.lines(own.start if own else portion.start, portion.end)
        self.line = lines[0]
        section: Tree = {"id": f"section{no}" if no else "section", "no": no}
        counterpart = self.names.get(id(portion))
        section["name"] = name or counterpart or f"[{label or place or '未名'}]"
        losses: list[str] = []
        if own is None:
            section["heading_lost"] = True
            losses.append("节名")
            kind = "heading_inferred" if counterpart else "heading_lost"
            values: dict[str, str | int] = {"name": section["name"]}
            self._doubt(
                kind,
                place,
                lines,
                self.source.words(portion.start, min(portion.end, portion.start + 80)),
                values,
            )
        section["place"] = _place(place, lines)
        stretches = settle(self.source.plain, portion) if portion.stretches else []
        boxes = read_boxes(self.source, stretches, self.marked, cut_off)
        reader = Reader(self.source, section["id"], place, boxes, self.closed)
        clauses = reader.read_all(stretches)
        for kind, where, at, text in clauses.doubts:
            self._doubt(kind, where, at, text)
        listed = self._boxes(boxes, place)
        losses += _losses(clauses, boxes, listed)
        if boxes.stated is not None and boxes.stated == len(listed):
            section["stated_boxes"] = boxes.stated
        if losses:
            section["losses"] = losses
        if clauses.fragments:
            section["fragments"] = clauses.fragments
        if clauses.responsibilities:
            section["responsibilities"] = clauses.responsibilities
        if clauses.duties:
            section["duties"] = clauses.duties
        if listed:
            section["boxes"] = listed
        return section

    def _boxes(self, found: Boxes, place: str) -> list[Tree]:
        here = f"{place} {found.label}".strip(" 、")
        for start, end in found.strays:
            self._doubt("stray", here, self.source.lines(start, end), self.source.words(start, end))
        budget = min(_MOST_FILLED, _MOST_FILLED_ALTOGETHER - self.filled)
        lost = list(missing(found, max(budget, 0)))
        self.filled += len(lost)
        printed = len(found.boxes)
        if found.stated is not None and found.stated != printed:
            self._doubt("stated", here, None, values={"stated": found.stated, "printed": printed})
        entries: list[tuple[int, Tree]] = []
        ids: Counter[str] = Counter()
        for no in lost:
            ids[str(no)] += 1
            self._doubt("box_lost", f"{here} 盒{no}", None)
            entries.append((no, {"no": no, "state": BoxState.LOST.value}))
        last = 0
        for box in found.boxes:
            last = box.no or last
            entries.append((last, self._box(box, here, ids)))
        entries.sort(key=lambda entry: entry[0])
        return [entry for _, entry in entries]

    def _box(self, box: RawBox, place: str, ids: Counter[str]) -> Tree:
        lines = self.source.lines(box.start, box.end)
        where = f"{place} 盒{box.no}" if box.no else place
        entry: Tree = {"no": box.no or None}
        id = str(box.no) if box.no else "box"
        ids[id] += 1
        if ids[id] > 1 or not box.no:
            entry["id"] = f"{id}-{ids[id]}" if ids[id] > 1 else id
        if ids[id] > 1 and box.no:
            self._doubt("box_twice", where, lines, box.name or "")
        materials = items(box.contents) if box.contents else []
        self.kinds |= {item["kind"] for item in materials}
        if box.name is not None:
            entry["name"] = box.name
        elif materials:
            label = "档案资料" if box.listed else materials[0]["name"][:20]
            entry |= {"name": None, "label": f"[{label}]", "state": BoxState.NAME_LOST.value}
            self._doubt("listed" if box.listed else "box_name_lost", where, lines, label)
        else:
            entry["state"] = BoxState.LOST.value
            self._doubt("box_lost", where, lines)
        if (box.name is not None and not materials) or (box.fragment and materials):
            entry["contents_lost"] = True
            self._doubt("contents_lost", where, lines, box.fragment or box.name or "")
        if box.fragment:
            entry["fragment"] = box.fragment[:200]
        entry["place"] = _place(where, lines)
        if materials:
            entry["items"] = materials
        return entry

    def _mark_lost_lists(self, levels: Sequence[Tree]) -> None:
        """A section without boxes lost them where most sections have some."""
        sections = [section for level in levels for section in level["sections"]]
        with_boxes = sum("boxes" in section for section in sections)
        if with_boxes * 2 <= len(sections):
            return
        for section in sections:
            if "boxes" not in section and "boxes_lost" not in section:
                section["boxes_lost"] = True
                section.setdefault("losses", []).append("档案资料")
                lines = section["place"].get("lines")
                where = (lines[0], lines[1]) if lines else None
                self._doubt("boxes_lost", section["place"]["clause"], where, section["name"])

    def _doubt(
        self,
        kind: str,
        place: str,
        lines: tuple[int, int] | None,
        text: str = "",
        values: dict[str, str | int] | None = None,
    ) -> None:
        line = lines[0] if lines else self.line
        self.doubts.append((line, Doubt(kind, place, lines, text[:_SHOWN], values or {})))


def _begin(group: Group) -> int:
    if group.heading is not None:
        return group.heading.start
    first = group.portions[0]
    return first.own.start if first.own else first.start


def _level_place(index: int, group: Group, first: int | None, groups: Sequence[Group]) -> str:
    """The level's heading as one cites it; one that is lost by the first printed after it."""
    if group.heading is not None:
        return cited(group.heading)
    printed = groups[first].heading if first is not None else None
    no = printed.no - (first - index) if printed and first is not None else 0
    return _UNITS.get(printed.system, "{}").format(han(no)) if printed and no > 0 else ""


def _level_name(group: Group, place: str, title: str) -> str:
    if group.heading is not None and group.heading.name:
        return group.heading.name
    return f"[{place}]" if group.lost and place else title


def _section_unit(marks: Sequence[Mark]) -> str:
    systems = [mark.system for mark in marks if isinstance(mark, Heading)]
    return _UNITS.get(max(systems), "{}") if systems else "第{}节"


def _place(clause: str, lines: tuple[int, int] | None = None) -> Tree:
    return {"clause": clause, "lines": list(lines)} if lines else {"clause": clause}


def _losses(clauses: Clauses, boxes: Boxes, listed: Sequence[Tree]) -> Iterator[str]:
    yield from clauses.gaps
    nameless = [box["no"] for box in listed if box.get("state") == BoxState.NAME_LOST.value]
    lost = [box["no"] for box in listed if box.get("state") == BoxState.LOST.value]
    empty = [box["no"] for box in listed if box.get("contents_lost")]
    for numbers, what in ((lost, ""), (nameless, "名称"), (empty, "内容")):
        shown = "、".join(f"盒{no}" for no in numbers[:20] if no)
        if shown:
            yield shown + what
