"""One case to judge: the norms of a level, a unit's papers, its waivers and the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from ..model import FiledRecord, Waiver
from ..schemas.model import Box, Duty, Item, Level, Norms, Section
from ..stated import Statements
from .shelf import Shelf, shelf_order, year_of


@dataclass(frozen=True, slots=True)
class Sighting:
    """A paper that bears on something asked for, and the kinds of material it is there."""

    paper: FiledRecord
    kinds: frozenset[str]


@dataclass(frozen=True)
class Case:
    """What every judgement of one check looks at.

    Attributes:
        norms: The norms in force.
        level: The unit's level.
        year: The year judged.
        shelf: The unit's papers.
        waivers: Target id → waiver, of this unit and year, only valid ones.
        today: Day on which "not yet due" is judged; None when everything is due.
        unit: Name of the unit.
        statements: Record id → what that paper states, of the papers that were read for it.
        brief: Only statuses are asked for: nothing is searched for beside what lacks.
    """

    norms: Norms
    level: Level
    year: int
    shelf: Shelf
    waivers: Mapping[str, Waiver]
    today: date | None = None
    unit: str = ""
    statements: Mapping[str, Statements] = field(default_factory=dict)
    brief: bool = False

    @property
    def over(self) -> bool:
        """Whether the year is over, so that nothing of it can still be expected."""
        return self.today is None or self.today.year > self.year

    @property
    def begun(self) -> bool:
        """Whether the year has begun, so that papers can be asked for at all."""
        return self.today is None or self.today.year >= self.year

    @cached_property
    def boxes(self) -> dict[str, Box]:
        """Box id → box, of the level."""
        return {box.id: box for section in self.level.sections for box in section.boxes}

    @cached_property
    def _sections(self) -> dict[str, Section]:
        return {duty.id: section for section in self.level.sections for duty in section.duties}

    def section_of(self, duty: Duty) -> Section:
        """The section that a duty of the level stands in."""
        return self._sections[duty.id]

    @cached_property
    def canonical_names(self) -> dict[str, str]:
        """What ``naming.canonical`` has made of names so far: papers repeat theirs."""
        return {}

    @cached_property
    def unit_endings(self) -> frozenset[str]:
        """How names of units of any level end."""
        return frozenset(end for level in self.norms.levels for end in level.unit_endings)

    @cached_property
    def box_of(self) -> dict[str, str]:
        """Item id → box id, of the level."""
        return {item.id: box.id for box in self.boxes.values() for item in box.items}

    @cached_property
    def queue(self) -> dict[str, list[tuple[FiledRecord, float]]]:
        """Box id → open papers of this year, or of none, for which it was considered; score."""
        found: dict[str, list[tuple[FiledRecord, float]]] = {}
        undated = (paper for paper in self.shelf.undated if paper.filing.is_open)
        for paper in (*self.shelf.unfiled, *undated):
            for candidate in paper.filing.candidates:
                found.setdefault(candidate.box_id, []).append((paper, candidate.score))
        return found

    def wholes(self, item: Item) -> tuple[Item, ...]:
        """The items that an item is a part of, nearest first."""
        return self.norms.wholes.get(item.id, ())

    def kin(self, item_id: str) -> frozenset[str]:
        """Ids of an item, of what it is a part of and of its parts: a paper of any covers it."""
        return self.norms.kin.get(item_id) or frozenset((item_id,))

    def optional(self, item: Item) -> bool:
        """Whether the item, or what it is a part of, is asked for only in some case."""
        return item.optional or any(whole.optional for whole in self.wholes(item))

    def waived(self, item: Item) -> bool:
        """Whether a waiver covers the item, by itself, its whole or its box."""
        if not self.waivers:
            return False
        targets = {item.id, self.box_of.get(item.id, ""), *(w.id for w in self.wholes(item))}
        return not targets.isdisjoint(self.waivers)

    def sightings(self, target: str, years: int = 1) -> tuple[Sighting, ...]:
        """Papers that bear on a box or an item, in the shelf's order.

        Args:
            target: Id of a box or an item.
            years: How many years back to look, this one included; at most three.
        """
        place = self.norms.box_places.get(target)
        kin = frozenset(item.id for item in place[2].items) if place else self.kin(target)
        if place:
            lists = [self.shelf.by_box.get(target, ())]
        else:
            lists = [self.shelf.by_item[item] for item in kin if item in self.shelf.by_item]
        if not any(lists):
            return ()
        found = {id(p): p for papers in lists for p in papers if self._recent(p, years)}
        ordered: Iterable[FiledRecord] = found.values()
        if len(lists) > 1:
            ordered = sorted(ordered, key=shelf_order)
        return tuple(
            Sighting(paper, self._kinds(kin.intersection(paper.filing.item_ids)))
            for paper in ordered
        )

    def _recent(self, paper: FiledRecord, years: int) -> bool:
        return self.year - years < (year_of(paper.filing) or 0) <= self.year

    def _kinds(self, items: frozenset[str]) -> frozenset[str]:
        if len(items) == 1:
            (one,) = items
            return self.norms.kind_of.get(one, frozenset())
        return frozenset().union(*(self.norms.kind_of.get(item, ()) for item in items))
