"""Boxes of a unit's year: on the shelf, one by one, as a list, as labels for their spines."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from starlette.responses import Response

from ...check import UnitCheck
from ...check.findings import BoxFinding, ItemFinding
from ...check.masking import masked
from ...check.view import by_section, lacks, remarks, share, tally
from ...check.words import GLYPHS, section_heading
from ...errors import UsageError
from ...model import FiledRecord, FindingStatus
from ..asked_year import UnitYear, unit_year
from ..call import Call
from ..strips import Strip, strip_of

_THICK = (20, 30, 40, 50)


@dataclass(frozen=True)
class OnShelf:
    """A box with the papers in it.

    Attributes:
        found: What the check found of it.
        papers: In it, in order of place.
        strip: Its months.
        items: With their papers and months.
        retention: As the norms give it; empty where they do not.
    """

    found: BoxFinding
    papers: tuple[FiledRecord, ...]
    strip: Strip
    items: tuple[tuple[ItemFinding, tuple[FiledRecord, ...], Strip], ...]
    retention: str

    @property
    def numbers(self) -> tuple[str, str]:
        """First and last 件号 of the papers' 档号; blank unless each paper has one."""
        named = sorted(paper.record.archival_no or "" for paper in self.papers)
        if not named or not named[0]:
            return "", ""
        return named[0].rpartition("-")[2], named[-1].rpartition("-")[2]

    @property
    def fonds(self) -> str:
        """全宗号 of the papers' 档号 (DA/T 22); blank unless all have the same."""
        parts = [(paper.record.archival_no or "").split("-") for paper in self.papers]
        found = {part[0] for part in parts if len(part) > 3}
        same = len(found) == 1 and all(len(part) > 3 for part in parts)
        return found.pop() if same else ""


@dataclass(frozen=True)
class Shelf:
    """All boxes of a unit's year."""

    about: UnitYear
    check: UnitCheck
    sections: tuple[tuple[str, str, tuple[OnShelf, ...]], ...]
    unfiled: int

    @property
    def boxes(self) -> tuple[OnShelf, ...]:
        """In the norms' order."""
        return tuple(box for _, _, boxes in self.sections for box in boxes)


def show(call: Call) -> Response:
    """Level → section → box → items, as full as they are."""
    shelf = _shelf(call)
    if shelf is None:
        return call.render("no_units.html")
    return call.render("boxes.html", **_values(shelf))


def show_list(call: Call) -> Response:
    """The boxes as a list to be printed."""
    shelf = _shelf(call)
    if shelf is None:
        return call.render("no_units.html")
    return call.render("boxes_list.html", **_values(shelf))


def show_spines(call: Call) -> Response:
    """Labels for the spines of the boxes that hold papers (DA/T 22: 档盒脊背)."""
    shelf = _shelf(call)
    if shelf is None:
        return call.render("no_units.html")
    thick = call.number("thick", 30)
    chosen = [box for box in shelf.boxes if box.papers]
    values = _values(shelf) | {
        "boxes": chosen,
        "thick": thick if thick in _THICK else 30,
        "thicks": _THICK,
    }
    return call.render("boxes_spines.html", **values)


def show_box(call: Call) -> Response:
    """One box: its items, each with its papers."""
    shelf = _shelf(call)
    id = str(call.params["box"])
    places = {box.found.box_id: n for n, box in enumerate(shelf.boxes)} if shelf else {}
    if shelf is None or id not in places:
        raise UsageError("web.no_box", box=id[:60])
    place, boxes = places[id], shelf.boxes
    box = boxes[place]
    listed = {paper.record.id for _, papers, _ in box.items for paper in papers}
    values = _values(shelf) | {
        "box": box,
        "others": [paper for paper in box.papers if paper.record.id not in listed],
        "before": boxes[place - 1] if place else None,
        "after": boxes[place + 1] if place + 1 < len(boxes) else None,
        "lacks": lacks(box.found, shelf.about.year),
        "remarks": remarks(box.found),
    }
    return call.render("box.html", **values)


def _values(shelf: Shelf) -> dict[str, object]:
    return {
        "shelf": shelf,
        "about": shelf.about,
        "check": shelf.check,
        "share": share,
        "lacks_of": lambda box: lacks(box, shelf.about.year),
        "tally": tally(shelf.check, "boxes"),
        "glyphs": GLYPHS,
        "statuses": tuple(FindingStatus),
        "any_papers": bool(shelf.unfiled or any(box.papers for box in shelf.boxes)),
    }


def _shelf(call: Call) -> Shelf | None:
    about = unit_year(call)
    if about is None:
        return None
    check = masked(call.archive.check(about.unit, about.year))
    papers: dict[str, list[FiledRecord]] = defaultdict(list)
    unfiled = 0
    for paper in call.archive.catalogue.filed(about.unit, about.year, reasons=False):
        if paper.filing.box_id is not None:
            papers[paper.filing.box_id].append(paper)
        unfiled += paper.filing.is_open
    norms = call.archive.norms_of(about.unit, about.year)
    kept = {id: place[2].retention or "" for id, place in norms.box_places.items()}
    sections = tuple(
        (
            first.section_id,
            section_heading(first.section_no, first.section),
            tuple(
                _on_shelf(box, papers[box.box_id], kept.get(box.box_id, ""), about.year)
                for box in boxes
            ),
        )
        for first, boxes in by_section(check)
    )
    return Shelf(about, check, sections, unfiled)


def _on_shelf(box: BoxFinding, papers: list[FiledRecord], retention: str, year: int) -> OnShelf:
    items = []
    for item in box.items:
        own = tuple(paper for paper in papers if item.item_id in paper.filing.item_ids)
        items.append((item, own, strip_of(own, item.missing_periods, item.open_periods, year)))
    open_ = [period for item in box.items for period in item.open_periods]
    strip = strip_of(papers, box.missing_periods, open_, year)
    return OnShelf(box, tuple(papers), strip, tuple(items), retention)
