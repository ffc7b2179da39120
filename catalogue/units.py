"""Units that were declared or seen."""

from __future__ import annotations

import json

import sqlalchemy as sa

from ..errors import UsageError
from ..model import Unit
from . import rows
from . import tables as t
from .connected import Connected
from .saving import IN_FORCE, Saving

HELD = IN_FORCE & t.filings.c.record_id.not_in(
    sa.select(t.records.c.id).where(t.records.c.removed_at.is_not(None))
)
"""Filings in force of records that are there."""

PRESENT = HELD & t.filings.c.unit.is_not(None)
"""Filings in force, under a unit, of records that are there."""


class Units(Connected):
    """The part of a catalogue that knows units; see ``Catalogue``."""

    def units(self) -> tuple[Unit, ...]:
        """The units that were declared, by name."""
        with self._reading() as connection:
            query = self._within(sa.select(t.units), t.units.c.name)
            found = connection.execute(query.order_by(t.units.c.name))
            return tuple(rows.unit_of(row) for row in found)

    def units_seen(self) -> tuple[Unit, ...]:
        """Declared units and those that filings name besides, by name.

        The level of a unit that was not declared is that of most of its papers.
        """
        columns = (t.filings.c.unit, t.filings.c.level)
        query = self._within(sa.select(*columns).where(PRESENT), t.filings.c.unit)
        query = query.group_by(*columns).order_by(sa.func.count().desc(), t.filings.c.level)
        seen = {unit.name: unit for unit in self.units()}
        with self._reading() as connection:
            for name, level in connection.execute(query):
                seen.setdefault(name, Unit(name, level))
        return tuple(seen[name] for name in sorted(seen))

    def add_unit(self, unit: Unit) -> None:
        """Declare a unit, or what more is known of it: level, parent, further aliases.

        Raises:
            UsageError: It would belong to itself.
        """
        with self._writing() as connection:
            where = t.units.c.name == unit.name
            row = connection.execute(sa.select(t.units).where(where)).first()
            former = rows.unit_of(row) if row else Unit(unit.name)
            aliases = tuple(dict.fromkeys((*former.aliases, *unit.aliases)))
            parent = unit.parent or former.parent
            merged = Unit(unit.name, unit.level or former.level, aliases, parent)
            if row and merged == former:
                return
            if parent is not None and unit.name in _line(connection, parent):
                raise UsageError("catalogue.parent_circle", unit=unit.name, parent=parent)
            values = {"level": merged.level, "aliases": json.dumps(aliases), "parent": parent}
            if row:
                connection.execute(sa.update(t.units).where(where).values(values))
            else:
                connection.execute(sa.insert(t.units).values(name=unit.name, **values))
            detail: dict[str, object] = {"name": unit.name, "level": merged.level}
            if parent is not None:
                detail["parent"] = parent
            Saving(connection, self.who).audit("unit", detail)


def _line(connection: sa.Connection, name: str) -> set[str]:
    """A unit and all that it belongs to."""
    line: set[str] = set()
    at: str | None = name
    while at is not None and at not in line:
        line.add(at)
        at = connection.scalar(sa.select(t.units.c.parent).where(t.units.c.name == at))
    return line
