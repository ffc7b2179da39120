"""Waivers: statements of persons that something need not be there."""

from __future__ import annotations

import sqlalchemy as sa

from ..errors import UsageError
from ..model import Waiver
from . import tables as t
from .connected import Connected
from .saving import Saving

_COLUMNS = ("unit", "year", "target", "reason", "person", "date", "expires", "did_not_occur")


class Waivers(Connected):
    """The part of a catalogue that keeps waivers; see ``Catalogue``."""

    def waive(self, waiver: Waiver) -> None:
        """Keep a waiver; a later one for the same target replaces it, the log keeps both.

        Raises:
            UsageError: It lacks a reason, a person or a date, or is for a unit out of sight.
        """
        self._require_unit(waiver)
        if not (waiver.reason.strip() and waiver.person.strip() and waiver.date.strip()):
            raise UsageError("catalogue.bare_waiver", target=waiver.target)
        values = {name: getattr(waiver, name) for name in _COLUMNS}
        with self._writing() as connection:
            connection.execute(sa.delete(t.waivers).where(*_same(waiver)))
            connection.execute(sa.insert(t.waivers).values(values))
            Saving(connection, self.who).audit("waive", dict(values))

    def withdraw(self, waiver: Waiver) -> None:
        """Take a waiver back; the log keeps it.

        Raises:
            UsageError: It is for a unit out of sight.
        """
        self._require_unit(waiver)
        with self._writing() as connection:
            connection.execute(sa.delete(t.waivers).where(*_same(waiver)))
            values = {name: getattr(waiver, name) for name in _COLUMNS}
            Saving(connection, self.who).audit("withdraw", values)

    def waivers(self, unit: str | None = None, year: int | None = None) -> tuple[Waiver, ...]:
        """The waivers of a unit and year, or all."""
        query = sa.select(*(t.waivers.c[name] for name in _COLUMNS)).order_by(t.waivers.c.id)
        query = self._within(query, t.waivers.c.unit)
        if unit is not None:
            query = query.where(t.waivers.c.unit == unit)
        if year is not None:
            query = query.where(t.waivers.c.year == year)
        with self._reading() as connection:
            return tuple(Waiver(*row) for row in connection.execute(query))

    def _require_unit(self, waiver: Waiver) -> None:
        if not self._is_within(waiver.unit):
            raise UsageError("catalogue.no_unit", unit=waiver.unit)


def _same(waiver: Waiver) -> list[sa.ColumnElement[bool]]:
    return [t.waivers.c[name] == getattr(waiver, name) for name in ("unit", "year", "target")]
