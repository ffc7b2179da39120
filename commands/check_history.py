"""``danghe check``: runs kept, and what changed since one of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from ..archive import Archive
from ..catalogue import CheckRun
from ..check import UnitCheck
from ..check.changes import Comparison, comparison_json, comparison_lines, target_names
from ..check.snapshot import snapshot
from ..errors import UsageError
from ..messages import translate

_SHOWN = 200


def show(directory: Path, unit: str | None, year: int | None, as_json: bool) -> None:
    """List the runs, newest first."""
    with Archive.open(directory) as archive:
        runs = archive.check_runs(_SHOWN, unit, year)
    if as_json:
        click.echo(json.dumps([asdict(run) for run in runs], ensure_ascii=False))
        return
    for run in runs:
        scope = f"{run.unit} {run.year}" if run.unit else translate("check.run.several")
        counts = translate(
            "check.run.counts",
            unit_years=run.unit_years,
            lacking=run.lacking,
            changed=run.changed,
        )
        click.echo(f"{run.id:>4}  {run.at}  {run.who}  {scope}  {counts}")
    if not runs:
        click.echo(translate("check.run.none"))


def run_number(text: str | None) -> int | None:
    """The number of a run as typed; None for ``last``.

    Raises:
        UsageError: It is no number.
    """
    if text is None or text == "last":
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise UsageError("check.no_run", run=text)
    return int(text)


@dataclass(frozen=True)
class Changes:
    """What changed since a run, for one unit's year.

    Attributes:
        found: None where no run looked at it before.
        run: The run compared with.
        names: Of boxes, items and duties.
        unit: Name of the unit.
        year: The year.
    """

    found: Comparison | None
    run: CheckRun | None
    names: Mapping[str, str]
    unit: str
    year: int

    @staticmethod
    def since(archive: Archive, check: UnitCheck, run: str | None, norms: Path | None) -> Changes:
        """What changed since a run, by default the last.

        Raises:
            UsageError: There is no such run, or it did not look at this unit's year.
        """
        former = archive.former(check.unit, check.year, run_number(run))
        if norms is not None and run is None:
            former = None
        if former is None:
            if run is not None:
                raise UsageError("check.no_former", unit=check.unit, year=check.year)
            return Changes(None, None, {}, check.unit, check.year)
        found = archive.compare_with(former, snapshot(check))
        number = run_number(run) or former.last_run
        level = archive.norms_of(check.unit, check.year).level(check.level)
        of = archive.catalogue.check_run(number)
        return Changes(found, of, target_names(level), check.unit, check.year)

    def lines(self, check: UnitCheck, *, asked: bool) -> list[str]:
        """For the terminal: nothing where nothing changed, unless it was asked for."""
        if self.found is None or self.run is None or not (asked or self.found.changed):
            return []
        head = translate("check.changes.head", run=self.run.id, at=self.run.at, who=self.run.who)
        return ["", head, *comparison_lines(self.found, self.names, check.papers, self.year)]

    def json(self) -> dict[str, Any]:
        """As plain values."""
        assert self.found is not None
        assert self.run is not None
        head = {"unit": self.unit, "year": self.year, "run": asdict(self.run)}
        return head | comparison_json(self.found, self.names)


def counts_line(change: Mapping[str, Any]) -> str:
    """How much of each kind changed, in one line."""
    if change["new"]:
        return translate("check.changes.first_time")
    kinds = ("now_there", "still_missing", "newly_missing", "waived", "supplements")
    return "，".join(
        translate(f"check.changes.{kind}", count=len(change[kind]))
        for kind in kinds
        if change[kind]
    )
