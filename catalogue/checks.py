"""Runs of the check, and what each found of every unit's year, kept once for each change."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from ..errors import UsageError
from ..model import FIRST_LOOK, RULES, FiledRecord, Filing, Record
from . import rows
from . import tables as t
from .connected import Connected
from .rows import now
from .units import HELD, PRESENT
from .values import YearCount

AT_ONCE = 500
_PRIME = 2_147_483_647


@dataclass(frozen=True, slots=True)
class Mark:
    """What the papers of a unit and year come to; another one when any of them changes.

    Attributes:
        unit: Name of the unit.
        year: As filed; None for papers without one.
        boxed: Papers that lie in a box.
        mark: Counts and sums over their filings and sources.
    """

    unit: str
    year: int | None
    boxed: int
    mark: str


@dataclass(frozen=True, slots=True)
class CheckRun:
    """One run of the check.

    Attributes:
        id: Counts up within the archive.
        at: When, UTC, ISO 8601.
        who: Who ran it.
        as_of: Day on which "not yet due" was judged.
        unit: The only unit checked; None for several.
        year: Likewise.
        unit_years: How many were looked at.
        lacking: How many of them lack something.
        changed: How many were found otherwise than by the run before, or for the first time.
    """

    id: int
    at: str
    who: str
    as_of: str
    unit: str | None
    year: int | None
    unit_years: int
    lacking: int
    changed: int


@dataclass(frozen=True, slots=True)
class NewResult:
    """What a run found of a unit's year, to be kept; ``data`` is the packed snapshot."""

    unit: str
    year: int
    norms: str
    norms_version: str
    norms_hash: str
    fingerprint: str
    data: bytes


@dataclass(frozen=True, slots=True)
class KeptResult:
    """A state of a unit's year, from its first run to the last that found it so."""

    id: int
    first_run: int
    last_run: int
    found: NewResult


class Checks(Connected):
    """The part of a catalogue that keeps runs of the check; see ``Catalogue``."""

    # --- what checks read ---

    def marks(self, unit: str | None = None) -> tuple[Mark, ...]:
        """A mark for every year, and every unit or one, that papers are filed under.

        A change adds a filing, removes a record or brings one back. Two changes add none: a
        first look gives way to a second, which the count of first looks tells, and what a
        person filed is read anew from another source, which the second sum tells.
        """
        f = t.filings.c
        count, total = sa.func.count, sa.func.sum
        sums = (
            count(),
            sa.func.max(f.id),
            total(f.id),
            total((f.id * f.id) % _PRIME),
            total(sa.case((f.decided_by == FIRST_LOOK, 1), else_=0)),
        )
        query = sa.select(f.unit, f.year, count(f.box_id), *sums).where(PRESENT)
        by_hand = (
            sa.select(f.unit, f.year, total(t.records.c.source_id))
            .join_from(t.filings, t.records, f.record_id == t.records.c.id)
            .where(PRESENT, f.decided_by.not_in((RULES, FIRST_LOOK)))
        )
        query, by_hand = self._within(query, f.unit), self._within(by_hand, f.unit)
        if unit is not None:
            query, by_hand = query.where(f.unit == unit), by_hand.where(f.unit == unit)
        with self._reading() as connection:
            grouped = connection.execute(by_hand.group_by(f.unit, f.year))
            sources = {(of, year): found for of, year, found in grouped}
            return tuple(
                Mark(of, year, boxed, f"{','.join(map(str, sums))},{sources.get((of, year), 0)}")
                for of, year, boxed, *sums in connection.execute(query.group_by(f.unit, f.year))
            )

    def unit_years(self) -> tuple[YearCount, ...]:
        """How many records each unit has of each year, and how many of these lie in boxes."""
        f = t.filings.c
        query = sa.select(f.unit, f.year, sa.func.count(), sa.func.count(f.box_id))
        query = self._within(query.where(HELD, f.year.is_not(None)), f.unit)
        with self._reading() as connection:
            found = connection.execute(query.group_by(f.unit, f.year))
            return tuple(YearCount(*tuple(row)) for row in found)

    def papers_by_unit(
        self, units: Sequence[str], *, most: int = 100
    ) -> Iterator[tuple[str, list[FiledRecord]]]:
        """The papers of units, unit by unit, without reasons and candidates.

        Args:
            units: Their names; one without papers comes with none.
            most: Units asked for at once.
        """
        wanted = sorted(unit for unit in set(units) if self._is_within(unit))
        with self._reading() as connection:
            streaming = connection.execution_options(yield_per=AT_ONCE)
            for start in range(0, len(wanted), most):
                names = wanted[start : start + most]
                found = streaming.execute(_LEAN.where(t.filings.c.unit.in_(names)))
                bare = set(names)
                for unit, papers in groupby(map(_lean, found), key=lambda one: one.filing.unit):
                    bare.discard(unit or "")
                    yield unit or "", list(papers)
                for name in sorted(bare):
                    yield name, []

    def beside(self, unit: str, year: int) -> tuple[FiledRecord, ...]:
        """Papers of other units that bear on a check of this one, in order of place.

        Those of the year that name the unit in title or path, and those bound in one source
        with papers of it, of whatever year.

        Args:
            unit: Name of the unit.
            year: The year checked.
        """
        bound = (
            sa.select(t.records.c.source_id)
            .join(t.filings, t.filings.c.record_id == t.records.c.id)
            .where(PRESENT, t.filings.c.unit == unit, t.filings.c.year == year)
        )
        places = (t.records.c.title, t.sources.c.path)
        named = sa.or_(*(place.contains(unit, autoescape=True) for place in places))
        bearing = sa.or_(sa.and_(t.filings.c.year == year, named), t.records.c.source_id.in_(bound))
        query = self._within(rows.FILED_IN_SHORT, t.filings.c.unit)
        query = query.where(t.filings.c.unit != unit, bearing)
        query = query.order_by(t.sources.c.locator, t.records.c.ordinal)
        with self._reading() as connection:
            return tuple(rows.filed_of(row) for row in connection.execute(query))

    # --- what checks leave ---

    def keep_check(
        self,
        *,
        as_of: str,
        unit: str | None,
        year: int | None,
        lacking: int,
        fresh: Sequence[NewResult],
        same: Sequence[tuple[int, str]],
    ) -> CheckRun:
        """Keep a run in one transaction.

        Args:
            as_of: Day on which "not yet due" was judged.
            unit: The only unit checked.
            year: The only year checked.
            lacking: Unit-years that lack something.
            fresh: What was found otherwise than before.
            same: Ids of the results that still hold, with the fingerprints of now.
        """
        values = {
            "at": now(),
            "who": self.who,
            "as_of": as_of,
            "unit": unit,
            "year": year,
            "unit_years": len(fresh) + len(same),
            "lacking": lacking,
            "changed": len(fresh),
        }
        with self._writing() as connection:
            statement = sa.insert(t.check_runs).values(values).returning(t.check_runs.c.id)
            run = int(connection.execute(statement).scalar_one())
            held = sa.update(t.check_results).where(t.check_results.c.id == sa.bindparam("of"))
            if same:
                now_so: dict[str, Any] = {
                    "last_run": sa.bindparam("last"),
                    "fingerprint": sa.bindparam("print"),
                }
                moved = [{"of": id, "last": run, "print": told} for id, told in same]
                connection.execute(held.values(now_so), moved)
            if fresh:
                inserted = [
                    {"first_run": run, "last_run": run}
                    | {name: getattr(found, name) for name in _FOUND}
                    for found in fresh
                ]
                connection.execute(sa.insert(t.check_results), inserted)
        return CheckRun(run, **values)  # type: ignore[arg-type]

    def check_runs(
        self, newest: int | None = None, unit: str | None = None, year: int | None = None
    ) -> tuple[CheckRun, ...]:
        """Runs, the newest first; of one unit or year those that found it changed, too."""
        query = sa.select(*(t.check_runs.c[name] for name in _RUN))
        mine: list[tuple[Any, Any, str | int]] = []
        if unit is not None:
            mine.append((t.check_runs.c.unit, t.check_results.c.unit, unit))
        if year is not None:
            mine.append((t.check_runs.c.year, t.check_results.c.year, year))
        if mine:
            own = sa.and_(*(of_run == value for of_run, _, value in mine))
            found = sa.select(t.check_results.c.first_run)
            found = found.where(*(of_result == value for _, of_result, value in mine))
            query = query.where(own | t.check_runs.c.id.in_(found))
        query = self._within(query, t.check_runs.c.unit)
        query = query.order_by(t.check_runs.c.id.desc()).limit(newest)
        with self._reading() as connection:
            return tuple(CheckRun(*row) for row in connection.execute(query))

    def check_run(self, number: int) -> CheckRun:
        """One run.

        Raises:
            UsageError: There is none of that number.
        """
        query = sa.select(*(t.check_runs.c[name] for name in _RUN))
        with self._reading() as connection:
            row = connection.execute(query.where(t.check_runs.c.id == number)).first()
        if row is None:
            raise UsageError("check.no_run", run=number)
        return CheckRun(*row)

    def check_results(
        self,
        unit: str | None = None,
        year: int | None = None,
        *,
        until: int | None = None,
    ) -> dict[tuple[str, int], KeptResult]:
        """Unit and year → how it was found last.

        Args:
            unit: Only of this unit.
            year: Only of this year.
            until: As it stood after that run; None for now.
        """
        c = t.check_results.c
        newest = sa.select(sa.func.max(c.id)).group_by(c.unit, c.year)
        if unit is not None:
            newest = newest.where(c.unit == unit)
        if year is not None:
            newest = newest.where(c.year == year)
        if until is not None:
            newest = newest.where(c.first_run <= until)
        query = sa.select(*(c[name] for name in _RESULT)).where(c.id.in_(newest))
        query = self._within(query, c.unit)
        with self._reading() as connection:
            kept = _kept(connection.execute(query))
            return {(one.found.unit, one.found.year): one for one in kept}


_LEAN = rows.FILED.with_only_columns(
    *(t.records.c[n] for n in ("id", "ordinal", "start", "end", "title", "title_made")),
    *(t.records.c[n] for n in ("first_page", "last_page", "doctype", "doc_no", "author")),
    *(t.records.c[n] for n in ("date", "archival_no")),
    *(t.sources.c[n] for n in ("sha256", "path")),
    *(t.filings.c[n] for n in ("unit", "level", "year", "period", "box_id", "item_ids")),
    *(t.filings.c[n] for n in ("confidence", "decided_by", "boxless")),
).order_by(t.filings.c.unit)


def _lean(row: rows.Row) -> FiledRecord:
    """A record with its filing, as ``rows.filed_of``, at a third of the time."""
    id, ordinal, start, end, title, made, first, last, doctype, doc_no, author, *rest = row
    date, archival_no, sha256, path, unit, level, year, period, box_id, items, *rest = rest
    confidence, decided_by, boxless = rest
    return FiledRecord(
        Record(
            id, sha256, ordinal, start, end, title, made, first, last, doctype, doc_no, author,
            date, archival_no,
        ),
        Filing(
            id, unit, level, year, period, box_id, _items(items), confidence, (), (), decided_by,
            bool(boxless),
        ),
        path,
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _items(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _kept(found: Iterable[rows.Row]) -> Iterator[KeptResult]:
    for id, first, last, *rest in found:
        yield KeptResult(id, first, last, NewResult(*rest))


_FOUND = ("unit", "year", "norms", "norms_version", "norms_hash", "fingerprint", "data")
_RESULT = ("id", "first_run", "last_run", *_FOUND)
_RUN = ("id", "at", "who", "as_of", "unit", "year", "unit_years", "lacking", "changed")
