"""The responsibilities and duties of a section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..text.normalise import fold
from .draft_boxes import Boxes, items
from .draft_duties import Asked, read_sentences
from .draft_lists import Point
from .draft_marks import ClauseMark, Role
from .draft_sections import Portion, Stretch, stray_clause
from .draft_text import Source

_SHOWN = 60
_FRAGMENT = 200
_MOST_COMPARED = 200
_SHORTEST_NAME = 4
_ENDS = "。；;！!.．：:）)”》"
_MOST_GAPS = 8

Raised = tuple[str, str, tuple[int, int] | None, str]


@dataclass
class Clauses:
    """What the clauses of a section say.

    Attributes:
        responsibilities: Each in its words.
        duties: As the schema writes them.
        fragments: Scraps that fit nowhere.
        doubts: Kind, place, lines and words of each.
        gaps: What is missing, for ``losses``.
    """

    responsibilities: list[str] = field(default_factory=list)
    duties: list[dict[str, Any]] = field(default_factory=list)
    fragments: list[str] = field(default_factory=list)
    doubts: list[Raised] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)


def _roles_lost(stretches: Sequence[Stretch]) -> Iterator[str]:
    """Clauses that numbers imply and that are not printed, or have no text."""
    marks = [s.mark for s in stretches if isinstance(s.mark, ClauseMark)]
    names = {Role.RESPONSIBILITIES: "工作职责", Role.REQUIREMENTS: "工作要求"}
    for role, name in names.items():
        mine = [s for s in stretches if isinstance(s.mark, ClauseMark) and s.mark.role is role]
        empty = bool(mine) and not any(s.points for s in mine)
        implied = not mine and any(mark.no > 1 and mark.role > role for mark in marks)
        if empty or implied:
            yield name


def mostly_closed(source: Source, sections: Sequence[Portion]) -> bool:
    """Whether the points of a document end in punctuation, so that one without broke off."""
    ends = [
        source.plain[point.body : point.end].rstrip()[-1:]
        for section in sections
        for stretch in section.stretches
        if isinstance(stretch.mark, ClauseMark) and stretch.mark.role is not Role.ARCHIVE
        for point in stretch.points
    ]
    return sum(end in _ENDS for end in ends) * 5 > len(ends) * 4


class Reader:
    """Reads the clauses of a section.

    Args:
        source: The text.
        id: Of the section.
        place: The section, as one cites it.
        boxes: Its boxes: what a duty names of them is its evidence.
        closed: A point that ends without punctuation broke off.
    """

    def __init__(self, source: Source, id: str, place: str, boxes: Boxes, closed: bool) -> None:
        self.source = source
        self.place = place
        self.found = Clauses()
        self.names = list(_names(boxes, id))
        self.closed = closed

    def read_all(self, stretches: Sequence[Stretch]) -> Clauses:
        """All that the clauses say.

        Args:
            stretches: Of the section, with roles.
        """
        bare = len(stretches) == 1
        for stretch in stretches:
            mark = stretch.mark
            if isinstance(mark, ClauseMark):
                if mark.role is not Role.ARCHIVE:
                    self.read(stretch, mark.role, mark.label)
            elif mark is None and bare:
                self.read(stretch, Role.REQUIREMENTS, "")
            elif mark is None:
                self.stray(stretch.start, stretch.end)
        self.found.gaps += _roles_lost(stretches)
        return self.found

    def stray(self, start: int, end: int) -> None:
        """Keep words that fit nowhere."""
        words = self.source.words(start, end)
        if words:
            self.found.fragments.append(words[:_FRAGMENT])
            self._doubt("stray", start, end, words)

    def read(self, stretch: Stretch, role: Role, label: str) -> None:
        """One clause, point by point."""
        stop = stray_clause(self.source.plain, stretch) or stretch.end
        if stop < stretch.end:
            self.stray(stop, stretch.end)
        torn = set(stretch.breaks)
        listed = [point for point in stretch.points if point.start < stop]
        for index, point in enumerate(listed):
            if point.torn and point.start > stretch.start:
                self._gap(label, listed[index - 1] if index else None, point)
            begin: int | None = point.body
            if not point.no and point.start in torn:
                begin = self._after_scrap(point)
            if begin is not None:
                broken = index + 1 == len(listed) and self.closed and stop == stretch.end
                self._point(point, begin, min(point.end, stop), role, label, broken)

    def _gap(self, label: str, before: Point | None, point: Point) -> None:
        self._doubt("gap", point.start, point.end, self.source.words(point.start, point.end))
        if len(self.found.gaps) < _MOST_GAPS:
            cited = f"{label}{before.label}" if before and before.no else label
            self.found.gaps.append(
                f"{cited}与{label}{point.label}之间" if cited else f"{point.label}之前"
            )

    def _after_scrap(self, point: Point) -> int | None:
        """Where a sentence begins behind a scrap that lost its beginning; None without one."""
        text = self.source.plain[point.body : point.end]
        comma = min((at for mark in ",。;" if (at := text.find(mark)) >= 0), default=-1)
        rest = text[comma + 1 :]
        whole = comma >= 0 and len(rest.strip()) > 12 and rest.count("(") >= rest.count(")")
        stop = point.body + comma if whole else point.end
        self.stray(point.body, stop)
        return point.body + comma + 1 if whole else None

    def _point(
        self, point: Point, begin: int, end: int, role: Role, label: str, broken: bool
    ) -> None:
        words = self.source.words(begin, end)
        if not words:
            return
        responsibility = role is Role.RESPONSIBILITIES
        if responsibility:
            self.found.responsibilities.append(words.strip(" 。；;，,")[:_FRAGMENT])
        lines = self.source.lines(point.start, end)
        truncated = broken and words[-1] not in _ENDS
        if truncated:
            self._doubt("truncated", point.start, end, words[-_SHOWN:])
        clause = f"{self.place} {label}{point.label}".strip(" 、")
        sentences = list(read_sentences(words, responsibility))
        for n, sentence in enumerate(sentences, 1):
            for text in sentence.unread:
                self.found.doubts.append(("upper_bound", clause, lines, text[:_SHOWN]))
            for asked in sentence.duties:
                cut = truncated and n == len(sentences)
                self._duty(asked, clause, lines, cut)

    def _duty(self, asked: Asked, clause: str, lines: tuple[int, int], truncated: bool) -> None:
        number = len(self.found.duties) + 1
        duty: dict[str, Any] = {"id": f"duty{number}", "what": asked.what, "kind": asked.kind}
        duty |= asked.facts
        evidence = self._evidence(asked.what)
        if evidence:
            duty["evidence"] = evidence
        if truncated:
            duty["truncated"] = True
        duty["place"] = {"clause": clause, "lines": list(lines)}
        self.found.duties.append(duty)

    def _evidence(self, what: str) -> list[str]:
        """The items of the section that a duty names, if but few."""
        folded = fold(what)
        named = [target for name, target in self.names if name in folded]
        return named if len(named) <= 3 else []

    def _doubt(self, kind: str, start: int, end: int, words: str) -> None:
        lines = self.source.lines(start, end)
        self.found.doubts.append((kind, self.place, lines, words[:_SHOWN]))


def _names(boxes: Boxes, section: str) -> Iterator[tuple[str, str]]:
    """Folded names of the section's items with the targets that duties write."""
    total = sum(len(box.contents.materials) for box in boxes.boxes if box.contents)
    numbers = [box.no for box in boxes.boxes]
    if total > _MOST_COMPARED:
        return
    for box in boxes.boxes:
        if not box.contents or not box.no or numbers.count(box.no) > 1:
            continue
        for item in items(box.contents):
            name = fold(item["name"])
            if len(name) >= _SHORTEST_NAME:
                yield name, f"{section}.{box.no}.{item['id']}"
