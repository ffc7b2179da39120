"""Many units and years side by side: boxes by status, shares over the years, a ranking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from ..model import FindingStatus
from ..schemas.model import Box, Level, Norms, Section


@dataclass(frozen=True, slots=True)
class Row:
    """One unit and year.

    Attributes:
        unit: Name of the unit.
        year: The year judged.
        statuses: Of every box of the level, in the norms' order.
        there: Required things that are there; see ``Snapshot``.
        required: Required things that could be judged and are not waived.
        lacking: Whether any box or duty is missing or partial.
    """

    unit: str
    year: int
    statuses: tuple[FindingStatus, ...]
    there: int
    required: int
    lacking: bool


@dataclass(frozen=True)
class Table:
    """The rows that one level of one set of norms judges.

    Attributes:
        norms: The norms.
        level: The level of their units.
        rows: By unit, then year.
    """

    norms: Norms
    level: Level
    rows: tuple[Row, ...]

    @cached_property
    def sections(self) -> tuple[tuple[Section, int], ...]:
        """Sections that have boxes, each with the place of its first box in a row."""
        found: list[tuple[Section, int]] = []
        start = 0
        for section in self.level.sections:
            if section.boxes:
                found.append((section, start))
            start += len(section.boxes)
        return tuple(found)

    @cached_property
    def boxes(self) -> tuple[Box, ...]:
        """The boxes of a row, in order."""
        return tuple(box for section in self.level.sections for box in section.boxes)

    @cached_property
    def counts(self) -> dict[FindingStatus, int]:
        """How many boxes of all rows have each status; every status is named."""
        return counts_of(status for row in self.rows for status in row.statuses)


@dataclass(frozen=True)
class Matrix:
    """What a check of many unit-years came to.

    Attributes:
        tables: One for each level and set of norms.
        unjudged: Units that could not be judged, with the reason's message key.
    """

    tables: tuple[Table, ...]
    unjudged: tuple[tuple[str, str], ...] = ()

    @property
    def rows(self) -> list[Row]:
        """All rows."""
        return [row for table in self.tables for row in table.rows]

    @property
    def lacking(self) -> bool:
        """Whether any unit lacks something in any year."""
        return any(row.lacking for row in self.rows)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """All years of it, in order."""
        return tuple(sorted({row.year for row in self.rows}))


def counts_of(statuses: Iterable[FindingStatus]) -> dict[FindingStatus, int]:
    """How often each status occurs."""
    counted = Counter(statuses)
    return {status: counted[status] for status in FindingStatus}


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the required things are there."""

    there: int
    required: int

    @property
    def part(self) -> Fraction | None:
        """Between 0 and 1; None where nothing could be judged."""
        return Fraction(self.there, self.required) if self.required else None

    @property
    def percent(self) -> int | None:
        """Rounded down, so that only what is whole is 100; None where nothing could be judged."""
        return self.there * 100 // self.required if self.required else None

    def shown(self) -> str:
        """``87%``; empty where nothing could be judged."""
        return "" if self.percent is None else f"{self.percent}%"


@dataclass(frozen=True, slots=True)
class Trend:
    """The shares of one unit over the years."""

    unit: str
    level: str
    shares: dict[int, Share] = field(default_factory=dict)

    @property
    def change(self) -> int | None:
        """Percent from the first year that could be judged to the last; None with fewer."""
        found = [self.shares[year].percent for year in sorted(self.shares)]
        judged = [percent for percent in found if percent is not None]
        return judged[-1] - judged[0] if len(judged) > 1 else None


def trends(matrix: Matrix) -> tuple[Trend, ...]:
    """Every unit's share in every year, by level and unit."""
    found: dict[tuple[str, str], dict[int, Share]] = {}
    for table in matrix.tables:
        for row in table.rows:
            shares = found.setdefault((table.level.id, row.unit), {})
            shares[row.year] = Share(row.there, row.required)
    return tuple(Trend(unit, level, found[level, unit]) for level, unit in found)


@dataclass(frozen=True, slots=True)
class Rank:
    """The place of a unit among those of its level; ``place`` None where nothing is judged."""

    place: int | None
    unit: str
    level: str
    share: Share
    years: int
    missing_boxes: int


def ranking(matrix: Matrix) -> tuple[Rank, ...]:
    """Units by the share of required things that are there, over all their years.

    Units of other levels have other boxes, so each level has its own places. Equal shares have
    the same place and the next follow by count: 1, 2, 2, 4. Units of which nothing could be
    judged come last, without a place.
    """
    by_unit: dict[tuple[str, str], list[Row]] = {}
    levels: list[str] = []
    for table in matrix.tables:
        if table.level.id not in levels:
            levels.append(table.level.id)
        for row in table.rows:
            by_unit.setdefault((table.level.id, row.unit), []).append(row)
    return tuple(
        rank
        for level in levels
        for rank in _ranked(
            [_unplaced(unit, level, rows) for (of, unit), rows in by_unit.items() if of == level]
        )
    )


def _unplaced(unit: str, level: str, rows: Sequence[Row]) -> Rank:
    share = Share(sum(row.there for row in rows), sum(row.required for row in rows))
    missing = sum(row.statuses.count(FindingStatus.MISSING) for row in rows)
    return Rank(None, unit, level, share, len(rows), missing)


def _ranked(units: Sequence[Rank]) -> list[Rank]:
    judged = sorted(
        (rank for rank in units if rank.share.required),
        key=lambda rank: (-(rank.share.part or 0), rank.unit),
    )
    placed: list[Rank] = []
    for number, rank in enumerate(judged, start=1):
        tied = placed and placed[-1].share.part == rank.share.part
        place = placed[-1].place if tied else number
        placed.append(
            Rank(place, rank.unit, rank.level, rank.share, rank.years, rank.missing_boxes)
        )
    apart = sorted((rank for rank in units if not rank.share.required), key=lambda rank: rank.unit)
    return placed + apart
