"""Checking many units and years at once, keeping what was found, and comparing with before."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from .catalogue import CheckRun, KeptResult, Mark
from .catalogue.settings import Settings
from .checking import Checking
from .errors import ArchiveError, UsageError
from .model import Unit, Waiver
from .schemas import Norms, load
from .survey import Asked, Basis, Judged, Memory, Scope, Survey, again, new

if TYPE_CHECKING:
    from .check import UnitCheck
    from .check.changes import Comparison
    from .check.snapshot import Snapshot

Progress = Callable[[int, int], None]
"""Called with how many unit-years are done and how many there are to do."""


Wanted = Mapping[str, Sequence[tuple[int, str]]]
"""Unit → years to judge, with the unit's level."""
Packed = tuple[str, int, bytes]
"""Unit, year and packed snapshot."""

MANY = 1500
"""From so many unit-years on, several processes are faster than one."""
_PART = 200


@dataclass(frozen=True)
class How:
    """How a survey is done; fields as in ``Surveying.survey``."""

    norms_path: Path | None
    jobs: int | None
    progress: Progress | None


class Surveying(Checking):
    """The part of an archive's face that checks many units, and remembers."""

    def survey(
        self,
        scope: Scope,
        *,
        norms_path: Path | None = None,
        keep: bool = True,
        anew: bool = False,
        jobs: int | None = None,
        progress: Progress | None = None,
        memory: Memory | None = None,
    ) -> Survey:
        """Judge many unit-years; only those that changed since they were kept are checked.

        Args:
            scope: Which.
            norms_path: Other norms to judge by; what they find is not kept.
            keep: Keep the run, where the archive can be written.
            anew: Check even what has not changed.
            jobs: Processes for large surveys; None for as many as there are cores.
            progress: Told how far it is.
            memory: Of former surveys of this archive, for those that are not kept.

        Raises:
            UsageError: A unit or level is not known.
        """
        levels, unjudged = self._units_of(scope)
        one = next(iter(levels)) if len(levels) == 1 else None
        basis = self._basis(one)
        other = load(norms_path) if norms_path else None
        asked, strange = self._asked(scope, levels, basis, other)
        how = How(norms_path, jobs, progress)
        memory = Memory() if memory is None or keep or anew or other else memory
        found = memory.of(asked)
        unknown = [of for of in asked if (of.unit, of.year) not in found]
        kept = self.catalogue.check_results(one) if unknown and not anew and not other else {}
        fresh, looked_at = self._judged(unknown, kept, basis, how)
        memory.keep(fresh)
        every = found | fresh
        judged = tuple(every[of.unit, of.year] for of in asked)
        run = self._keep(judged, basis.today) if keep and other is None else None
        return Survey(judged, (*unjudged, *strange), run, looked_at)

    def _basis(self, unit: str | None = None) -> Basis:
        marks: dict[str, dict[int | None, Mark]] = defaultdict(dict)
        for mark in self.catalogue.marks(unit):
            marks[mark.unit][mark.year] = mark
        return Basis(dict(marks), self._waivers(unit), date.today())

    def _waivers(self, unit: str | None = None) -> dict[tuple[str, int], list[Waiver]]:
        """Unit and year → its waivers."""
        found: dict[tuple[str, int], list[Waiver]] = defaultdict(list)
        for waiver in self.catalogue.waivers(unit):
            found[waiver.unit, waiver.year].append(waiver)
        return dict(found)

    def _units_of(self, scope: Scope) -> tuple[dict[str, str], list[tuple[str, str]]]:
        """Unit → level, and the units that cannot be judged, with the reason."""
        from .check.completeness import level_of
        from .classify.unit import unit_of_name

        known = {unit.name: unit for unit in self.units()}
        if scope.level is not None:
            level_of(self.norms, scope.level)
        if scope.units:
            named = (unit_of_name(name, known.values(), self.norms) for name in scope.units)
            chosen = {unit.name: unit for unit in named}
            for unit in chosen.values():
                if unit.name not in known and scope.level is None:
                    shown = "、".join(known) or "—"
                    raise UsageError("archive.unknown_unit", unit=unit.name, known=shown)
            levels = {name: scope.level or unit.level for name, unit in chosen.items()}
        else:
            chosen = known if scope.under is None else self._below(scope.under, known)
            levels = {name: unit.level for name, unit in chosen.items()}
            if scope.level is not None:
                levels = {name: level for name, level in levels.items() if level == scope.level}
        judged = {name: level for name, level in levels.items() if level is not None}
        return judged, [(n, "check.why.no_level") for n, level in levels.items() if level is None]

    def _below(self, name: str, known: Mapping[str, Unit]) -> dict[str, Unit]:
        """A unit and those that belong to it; all, where no unit says what it belongs to."""
        top = self.unit_named(name).name
        if top not in known:
            raise UsageError("archive.unknown_unit", unit=name, known="、".join(known) or "—")
        if not any(unit.parent for unit in known.values()):
            return dict(known)

        def belongs(unit: Unit) -> bool:
            passed: set[str] = set()
            at: Unit | None = unit
            while at is not None and at.name not in passed:
                if at.name == top:
                    return True
                passed.add(at.name)
                at = known.get(at.parent) if at.parent else None
            return False

        return {name: unit for name, unit in known.items() if belongs(unit)}

    def _asked(
        self, scope: Scope, levels: Mapping[str, str], basis: Basis, other: Norms | None
    ) -> tuple[list[Asked], list[tuple[str, str]]]:
        asked: list[Asked] = []
        strange: dict[str, str] = {}
        for unit in sorted(levels):
            level, marks = levels[unit], basis.marks.get(unit, {})
            years = scope.years or sorted(y for y, m in marks.items() if y is not None and m.boxed)
            if not years:
                strange[unit] = "check.why.no_papers"
            for year in years:
                norms = other or self.norms_of(unit, year)
                if level not in {known.id for known in norms.levels}:
                    strange[unit] = "check.why.level_unknown"
                    continue
                waivers = tuple(basis.waivers.get((unit, year), ()))
                fingerprint = self._fingerprint(norms, level, year, marks, waivers, basis)
                asked.append(Asked(unit, year, level, norms, waivers, fingerprint))
        return asked, list(strange.items())

    def _fingerprint(
        self,
        norms: Norms,
        level: str,
        year: int,
        marks: Mapping[int | None, Mark],
        waivers: Sequence[Waiver],
        basis: Basis,
    ) -> str:
        """A hash of all that the check of one unit's year depends on."""
        from .check.closing import closing_day
        from .check.completeness import holds
        from .check.snapshot import rules_digest

        key = (norms.digest, level, year)
        if key not in basis.closing:
            basis.closing[key] = closing_day(norms.level(level), year)
        window = [marks[y].mark if y in marks else "" for y in (year - 2, year - 1, year, None)]
        held = [(waiver, holds(waiver, basis.today)) for waiver in waivers]
        day = basis.today.isoformat() if basis.today <= basis.closing[key] else ""
        told = (rules_digest(), self.reading, *key, window, sorted(map(repr, held)), day)
        return sha256(repr(told).encode()).hexdigest()

    def _judged(
        self,
        asked: Sequence[Asked],
        kept: Mapping[tuple[str, int], KeptResult],
        basis: Basis,
        how: How,
    ) -> tuple[dict[tuple[str, int], Judged], int]:
        found: dict[tuple[str, int], Judged] = {}
        changed: dict[str, list[Asked]] = defaultdict(list)
        for one in asked:
            former = kept.get((one.unit, one.year))
            if former is not None and former.found.fingerprint == one.fingerprint:
                found[one.unit, one.year] = again(one, former)
            else:
                changed[one.unit].append(one)
        to_do = sum(map(len, changed.values()))
        for done, judged in enumerate(self._checked(changed, kept, basis, how), start=1):
            found[judged.unit, judged.year] = judged
            if how.progress is not None:
                how.progress(done, to_do)
        return found, to_do

    def _checked(
        self,
        changed: Mapping[str, Sequence[Asked]],
        kept: Mapping[tuple[str, int], KeptResult],
        basis: Basis,
        how: How,
    ) -> Iterator[Judged]:
        asked = {(one.unit, one.year): one for ones in changed.values() for one in ones}
        wanted = {unit: [(one.year, one.level) for one in ones] for unit, ones in changed.items()}
        for unit, year, data in self._packed(wanted, len(asked), basis.today, how):
            yield new(asked[unit, year], data, kept.get((unit, year)))

    def _packed(self, wanted: Wanted, many: int, today: date, how: How) -> Iterator[Packed]:
        """Snapshots, by several processes where it pays to start them."""
        from .stages.pool import cores

        jobs = how.jobs or cores()
        if jobs == 1 or many < MANY:
            yield from self.snapshots(wanted, today, how.norms_path)
            return
        with workers(jobs) as pool:
            tasks = [
                pool.submit(judge_units, self.directory, part, today, how.norms_path)
                for part in _parts(wanted)
            ]
            for task in as_completed(tasks):
                yield from task.result()

    def snapshots(
        self, wanted: Wanted, today: date, norms_path: Path | None = None
    ) -> Iterator[Packed]:
        """Check unit after unit: no more than one unit's papers are held at a time.

        Args:
            wanted: Unit → years, with the unit's level.
            today: Day on which "not yet due" is judged.
            norms_path: Other norms to judge by.
        """
        from .check.shelf import year_of
        from .check.snapshot import snapshot

        other = load(norms_path) if norms_path else None
        waivers = self._waivers()
        for unit, papers in self.catalogue.papers_by_unit(list(wanted)):
            by_year = defaultdict(list)
            for paper in papers:
                by_year[year_of(paper.filing)].append(paper)
            for year, level in wanted[unit]:
                window = (year - 2, year - 1, year, None)
                filed = [paper for of in window for paper in by_year.get(of, ())]
                norms = other or self.norms_of(unit, year)
                held = waivers.get((unit, year), ())
                check = self._judge(norms, unit, level, year, filed, held, today)
                yield unit, year, snapshot(check).pack()

    # --- what was found before ---

    def former(self, unit: str, year: int, run: int | None = None) -> KeptResult | None:
        """How a unit's year was found by a run, or last; None where it never was.

        Args:
            unit: Name of the unit.
            year: The year.
            run: Its number; None for the last that looked at it.

        Raises:
            UsageError: There is no such run.
        """
        if run is not None:
            self.catalogue.check_run(run)
        return self.catalogue.check_results(unit, year, until=run).get((unit, year))

    def keep_check(self, check: UnitCheck) -> CheckRun | None:
        """Keep what a check of one unit's year found; None where it cannot be written."""
        from .check.snapshot import snapshot

        basis = self._basis(check.unit)
        norms = self.norms_of(check.unit, check.year)
        waivers = tuple(basis.waivers.get((check.unit, check.year), ()))
        marks = basis.marks.get(check.unit, {})
        told = self._fingerprint(norms, check.level, check.year, marks, waivers, basis)
        one = Asked(check.unit, check.year, check.level, norms, waivers, told)
        kept = self.catalogue.check_results(check.unit, check.year).get((check.unit, check.year))
        return self._keep((new(one, snapshot(check).pack(), kept),), basis.today)

    def compare_with(self, former: KeptResult, check: Snapshot) -> Comparison:
        """What changed from a kept result to a check."""
        from .check.changes import compare, target_names
        from .check.snapshot import Snapshot

        norms = self.norms_of(check.unit, check.year)
        known = None
        if former.found.norms_hash != norms.digest:
            known = target_names(norms.level(check.level)).keys()
        return compare(Snapshot.unpack(former.found.data), check, known)

    def check_runs(
        self, newest: int | None = None, unit: str | None = None, year: int | None = None
    ) -> tuple[CheckRun, ...]:
        """Runs of the check, newest first; of a unit or year those that found it changed, too."""
        named = self.unit_named(unit).name if unit else None
        return self.catalogue.check_runs(newest, named, year)

    def _keep(self, judged: Sequence[Judged], today: date) -> CheckRun | None:
        fresh = [one.result() for one in judged if one.kept is None]
        same = [(one.kept, one.fingerprint) for one in judged if one.kept is not None]
        alone = judged[0] if len(judged) == 1 else None
        try:
            return self.catalogue.keep_check(
                as_of=today.isoformat(),
                unit=alone.unit if alone else None,
                year=alone.year if alone else None,
                lacking=sum(one.row.lacking for one in judged),
                fresh=fresh,
                same=same,
            )
        except ArchiveError as error:
            if error.key not in ("archive.read_only", "archive.busy"):
                raise
            return None


def _parts(wanted: Wanted) -> Iterator[Wanted]:
    """Units in parts of some hundred unit-years."""
    part: dict[str, Sequence[tuple[int, str]]] = {}
    years = 0
    for unit, asked in wanted.items():
        part[unit] = asked
        years += len(asked)
        if years >= _PART:
            yield part
            part, years = {}, 0
    if part:
        yield part


@contextmanager
def workers(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Processes for checking; what has not begun is given up where the block fails."""
    # Never a plain fork: this process has open databases.
    context = get_context("forkserver" if os.name == "posix" else "spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def judge_units(
    directory: Path, wanted: Wanted, today: date, norms_path: Path | None
) -> list[Packed]:
    """What a worker process does: open the archive, check some units."""
    checking = Surveying(directory, Settings.read(directory))
    try:
        return list(checking.snapshots(wanted, today, norms_path))
    finally:
        checking.catalogue.close()
