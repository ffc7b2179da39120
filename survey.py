"""What a check of many units and years is asked, and what it finds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from .catalogue import CheckRun, KeptResult, Mark, NewResult
from .model import Waiver
from .schemas import Norms

if TYPE_CHECKING:
    from .check.matrix import Matrix, Row
    from .check.snapshot import Snapshot


@dataclass(frozen=True)
class Judged:
    """What a survey found of one unit's year.

    Attributes:
        unit: Name of the unit.
        year: The year judged.
        level: Level id.
        norms: The norms that judged it.
        row: For the matrix.
        data: The packed snapshot.
        fingerprint: Of all that the check depends on.
        kept: Id of the kept result that this repeats; None for something new.
    """

    unit: str
    year: int
    level: str
    norms: Norms
    row: Row
    data: bytes
    fingerprint: str
    kept: int | None

    @cached_property
    def snapshot(self) -> Snapshot:
        """What was found, in short."""
        from .check.snapshot import Snapshot

        return Snapshot.unpack(self.data)

    def result(self) -> NewResult:
        """As the catalogue keeps it."""
        norms = self.norms
        return NewResult(
            self.unit, self.year, norms.id, norms.version, norms.digest, self.fingerprint, self.data
        )


@dataclass(frozen=True)
class Survey:
    """What a check of many unit-years found.

    Attributes:
        judged: By unit, then year.
        unjudged: Units that could not be judged, with the message key of the reason.
        run: The run as kept; None where it was not.
        looked_at: How many were checked now; the others had not changed since they were kept.
    """

    judged: tuple[Judged, ...]
    unjudged: tuple[tuple[str, str], ...] = ()
    run: CheckRun | None = None
    looked_at: int = 0

    @cached_property
    def matrix(self) -> Matrix:
        """Units × boxes, a table for each level and set of norms."""
        from .check.matrix import Matrix, Table

        groups: dict[tuple[str, str], list[Judged]] = {}
        order: dict[tuple[str, str], tuple[int, str, str]] = {}
        for one in self.judged:
            key = (one.level, one.norms.digest)
            groups.setdefault(key, []).append(one)
            places = [level.id for level in one.norms.levels]
            order.setdefault(key, (places.index(one.level), one.norms.title, one.norms.version))
        tables = []
        for key in sorted(groups, key=lambda key: (order[key], key)):
            norms = groups[key][0].norms
            rows = tuple(one.row for one in groups[key])
            tables.append(Table(norms, norms.level(key[0]), rows))
        return Matrix(tuple(tables), self.unjudged)


@dataclass(frozen=True)
class Asked:
    """A unit's year to judge, and all that its check depends on."""

    unit: str
    year: int
    level: str
    norms: Norms
    waivers: tuple[Waiver, ...]
    fingerprint: str


class Memory:
    """What was found of unit-years of late; many threads may share it.

    Args:
        most: Unit-years kept; all are forgotten when they become more.
    """

    def __init__(self, most: int = 20_000) -> None:
        self._most = most
        self._found: dict[tuple[str, int], Judged] = {}

    def of(self, asked: Iterable[Asked]) -> dict[tuple[str, int], Judged]:
        """Unit and year → what was found, where nothing that it depends on has changed since."""
        known = ((one, self._found.get((one.unit, one.year))) for one in asked)
        return {
            (one.unit, one.year): found
            for one, found in known
            if found is not None and found.fingerprint == one.fingerprint
        }

    def keep(self, found: Mapping[tuple[str, int], Judged]) -> None:
        """Remember."""
        if len(self._found) + len(found) > self._most:
            self._found.clear()
        self._found.update(found)


@dataclass(frozen=True)
class Scope:
    """What to survey.

    Attributes:
        units: Names or aliases; none for all units.
        under: Only this unit and those that belong to it.
        level: Only units of this level.
        years: The years judged; none for all in which a unit has papers in boxes.
    """

    units: tuple[str, ...] = ()
    under: str | None = None
    level: str | None = None
    years: tuple[int, ...] = ()


@dataclass
class Basis:
    """What a survey reads at its start."""

    marks: dict[str, dict[int | None, Mark]]
    waivers: dict[tuple[str, int], list[Waiver]]
    today: date
    closing: dict[tuple[str, str, int], date] = field(default_factory=dict)


def _row(found: Snapshot) -> Row:
    from .check.matrix import Row

    return Row(
        found.unit,
        found.year,
        found.statuses,
        found.there,
        found.required,
        bool(found.lacks),
    )


def again(one: Asked, former: KeptResult) -> Judged:
    """A kept check that still holds."""
    from .check.snapshot import Snapshot

    data = former.found.data
    row = _row(Snapshot.unpack(data))
    return Judged(one.unit, one.year, one.level, one.norms, row, data, one.fingerprint, former.id)


def new(one: Asked, data: bytes, former: KeptResult | None) -> Judged:
    """A check just made; where it came to the same as before, it counts as that."""
    from .check.snapshot import Snapshot

    row = _row(Snapshot.unpack(data))
    same = (
        former.id
        if former is not None
        and former.found.data == data
        and former.found.norms_hash == one.norms.digest
        else None
    )
    return Judged(one.unit, one.year, one.level, one.norms, row, data, one.fingerprint, same)
