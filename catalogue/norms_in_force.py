"""Norms that an archive judges by besides those it files by: for a time, or for one unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ..errors import UsageError
from . import tables as t
from .connected import Connected
from .rows import now
from .saving import Saving


@dataclass(frozen=True, slots=True)
class NormsEntry:
    """Norms that an archive keeps.

    Attributes:
        number: Counts up within the archive.
        file: In its ``norms`` directory.
        unit: The only unit that they bind; None for all.
        norms_id: Id of the norms.
        title: As printed.
        version: Of the data.
        first: First day in force, ISO; None for an open or unknown one.
        last: Last day, likewise.
        who: Who added them.
        at: When, UTC, ISO 8601.
    """

    number: int
    file: str
    unit: str | None
    norms_id: str
    title: str
    version: str
    first: str | None
    last: str | None
    who: str
    at: str


class NormsInForce(Connected):
    """The part of a catalogue that knows norms in time and place; see ``Catalogue``."""

    def add_norms(
        self,
        file: str,
        *,
        unit: str | None,
        norms_id: str,
        title: str,
        version: str,
        in_force: tuple[str | None, str | None],
    ) -> NormsEntry:
        """Keep norms beside those that the archive files by."""
        first, last = in_force
        entry = NormsEntry(0, file, unit, norms_id, title, version, first, last, self.who, now())
        values = {name: getattr(entry, name) for name in _COLUMNS}
        with self._writing() as connection:
            statement = sa.insert(t.norms).values(values).returning(t.norms.c.id)
            number = int(connection.execute(statement).scalar_one())
            Saving(connection, self.who).audit("add_norms", {"number": number, **values})
        return NormsEntry(number, **values)

    def other_norms(self) -> tuple[NormsEntry, ...]:
        """All that were added and not removed, in that order."""
        query = sa.select(t.norms.c.id, *(t.norms.c[name] for name in _COLUMNS))
        query = query.where(t.norms.c.removed_at.is_(None)).order_by(t.norms.c.id)
        with self._reading() as connection:
            return tuple(NormsEntry(*row) for row in connection.execute(query))

    def remove_norms(self, number: int) -> None:
        """Judge by them no more; the file stays.

        Raises:
            UsageError: There are none of that number.
        """
        mine = (t.norms.c.id == number) & t.norms.c.removed_at.is_(None)
        with self._writing() as connection:
            gone = connection.execute(sa.update(t.norms).where(mine).values(removed_at=now()))
            if not gone.rowcount:
                raise UsageError("norms.unknown", number=number)
            Saving(connection, self.who).audit("remove_norms", {"number": number})


_COLUMNS = (
    "file", "unit", "norms_id", "title", "version", "first", "last", "who", "at",
)  # fmt: skip


def governing(
    entries: Sequence[NormsEntry], unit: str, year: int, main: tuple[str | None, str | None]
) -> NormsEntry | None:
    """The norms that judge a unit's year; None for those that the archive files by.

    A unit's own go before those of all. Those in force at the year's end go before those that
    ended within it; of several, those that began last, and then those added last.

    Args:
        entries: Norms that were added.
        unit: Name of the unit.
        year: The year judged.
        main: First and last day in force of the norms that the archive files by.
    """
    end = f"{year:04d}-12-31"
    own = [(e, e.first, e.last) for e in entries if e.unit == unit]
    for_all = [(e, e.first, e.last) for e in entries if e.unit is None]
    for pool in (own, [(None, *main), *for_all]):
        for since in (end, f"{year:04d}"):
            fit = [
                (first or "", place, entry)
                for place, (entry, first, last) in enumerate(pool)
                if (first or "") <= end and (last is None or since <= last)
            ]
            if fit:
                return max(fit, key=lambda found: found[:2])[2]
    return None
