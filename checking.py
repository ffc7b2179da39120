"""Checking one unit's year; waivers; norms in time and place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from .catalogue import NormsEntry, governing
from .errors import UsageError
from .holdings import Holdings
from .model import FiledRecord, Unit, Waiver
from .schemas import Norms, adopt, load

if TYPE_CHECKING:
    from .check import UnitCheck
    from .facts import DoubtBetween


class Checking(Holdings):
    """The part of an archive's face that judges one unit's year."""

    # --- norms in time and place ---

    @cached_property
    def _norms_entries(self) -> tuple[NormsEntry, ...]:
        return self.catalogue.other_norms()

    def norms_of(self, unit: str, year: int) -> Norms:
        """The norms by which a unit's year is judged; see ``catalogue.governing``.

        Raises:
            SchemaError: They cannot be used.
        """
        entry = governing(self._norms_entries, unit, year, self.norms.in_force)
        return self.norms if entry is None else load(self.directory / "norms" / entry.file)

    def add_norms(self, path: Path, unit: str | None = None) -> NormsEntry:
        """Judge by these norms the years in which they are in force.

        Papers are filed by the archive's own norms all the same.

        Args:
            path: A norms file, copied in with what it extends.
            unit: The only unit that they bind; None for all.

        Raises:
            SchemaError: They cannot be used.
        """
        norms = load(path)
        file = adopt(self.directory, path) or ""
        self.__dict__.pop("_norms_entries", None)
        return self.catalogue.add_norms(
            file,
            unit=self.unit_named(unit).name if unit else None,
            norms_id=norms.id,
            title=norms.title,
            version=norms.version,
            in_force=norms.in_force,
        )

    def other_norms(self) -> tuple[NormsEntry, ...]:
        """Norms that were added to those that the archive files by."""
        return self.catalogue.other_norms()

    def remove_norms(self, number: int) -> None:
        """Judge by added norms no more.

        Raises:
            UsageError: There are none of that number.
        """
        self.catalogue.remove_norms(number)
        self.__dict__.pop("_norms_entries", None)

    # --- waivers ---

    def waive(self, waiver: Waiver, *, level: str | None = None) -> Waiver:
        """Keep a waiver.

        Args:
            waiver: Its target may be an id or a name, its unit a name or an alias.
            level: Of the unit, where the archive does not know it.

        Returns:
            The waiver as kept.

        Raises:
            UsageError: Level or target is not known, or several have that name; or it lacks a
                reason, a person or a date, or a date is none.
        """
        from .check.targets import target_of

        unit, level = self._unit_and_level(waiver.unit, level)
        _require_dates(waiver)
        target = target_of(self.norms_of(unit.name, waiver.year), level, waiver.target)
        kept = replace(waiver, unit=unit.name, target=target)
        self.catalogue.waive(kept)
        return kept

    def withdraw(self, target: str, unit: str, year: int) -> Waiver:
        """Take a waiver back; the audit log keeps it.

        Args:
            target: Id or name, as it was waived.
            unit: Name or alias.
            year: Of the waiver.

        Raises:
            UsageError: There is no such waiver.
        """
        from .check.targets import target_of

        named = self.unit_named(unit)
        waivers = {waiver.target: waiver for waiver in self.waivers(named.name, year)}
        if target not in waivers and waivers:
            _, level = self._unit_and_level(unit, None)
            target = target_of(self.norms_of(named.name, year), level, target)
        if target not in waivers:
            raise UsageError("waive.none", target=target, unit=named.name, year=year)
        self.catalogue.withdraw(waivers[target])
        return waivers[target]

    def target_name(self, waiver: Waiver) -> str:
        """Name of what a waiver is about; its id where the norms have it no more."""
        from .check.changes import target_names

        for level in self.norms_of(waiver.unit, waiver.year).levels:
            names = target_names(level)
            if waiver.target in names:
                return names[waiver.target]
        return waiver.target

    # --- check ---

    def check(
        self, unit: str, year: int, *, level: str | None = None, norms_path: Path | None = None
    ) -> UnitCheck:
        """Judge a unit's year.

        Args:
            unit: Name or alias of the unit.
            year: The year judged.
            level: Of the unit, where the archive does not know it.
            norms_path: Other norms to judge by.

        Raises:
            UsageError: The unit's level is not known, or the norms do not have it.
        """
        found, level = self._unit_and_level(unit, level)
        norms = load(norms_path) if norms_path else self.norms_of(found.name, year)
        filed = (*self.catalogue.filed(found.name), *self.catalogue.beside(found.name, year))
        waivers = self.catalogue.waivers(found.name, year)
        return self._judge(norms, found.name, level, year, filed, waivers, date.today(), whole=True)

    def _judge(
        self,
        norms: Norms,
        unit: str,
        level: str,
        year: int,
        filed: Sequence[FiledRecord],
        waivers: Sequence[Waiver],
        today: date,
        *,
        whole: bool = False,
    ) -> UnitCheck:
        """Every check of an archive, of one unit's year or of many, goes through here.

        Args:
            norms: That judge the year.
            unit: Name of the unit.
            level: Of the unit.
            year: The year judged.
            filed: Papers of the unit, and others that bear on it.
            waivers: Of the unit and year.
            today: Day on which "not yet due" is judged.
            whole: Not only statuses: what is near, observations, contradictions too.
        """
        from .check import check_unit
        from .check.shelf import shelf_order, year_of

        own = [p for p in filed if p.filing.unit == unit and year_of(p.filing) == year]
        ids = [paper.record.id for paper in sorted(own, key=shelf_order)]
        said = self.statements(ids)
        between: Sequence[DoubtBetween] = ()
        if whole:
            from .facts import doubts_between

            between = doubts_between([(id, said[id]) for id in ids], _itself(norms, unit, level))
        return check_unit(
            norms, unit, level, year, filed, waivers, today, said, between, brief=not whole
        )

    def _unit_and_level(self, name: str, level: str | None) -> tuple[Unit, str]:
        from .classify.unit import unit_of_name

        units = self.units()
        found = unit_of_name(name, units, self.norms)
        level = level or (found.level if found.name in {one.name for one in units} else None)
        if level is None:
            known = "、".join(one.name for one in units)
            raise UsageError("archive.unknown_unit", unit=name, known=known or "—")
        return found, level


def _itself(norms: Norms, unit: str, level: str) -> list[str]:
    """How papers of a unit speak of it: by its name, as 全街道, as 全镇."""
    kinds = {norms.level(level).name, *norms.level(level).unit_endings.values()}
    kind = next((one for one in sorted(kinds, key=len, reverse=True) if unit.endswith(one)), "")
    return [unit, *(f"{whole}{kind}" for whole in ("全", "本", "我") if kind)]


def _require_dates(waiver: Waiver) -> None:
    for text in (waiver.date, waiver.expires):
        if text is not None and text.strip():
            try:
                date.fromisoformat(text)
            except ValueError:
                raise UsageError("waive.date", date=text) from None
    if waiver.expires is not None and waiver.expires < waiver.date:
        raise UsageError("waive.expired", date=waiver.date, expires=waiver.expires)
