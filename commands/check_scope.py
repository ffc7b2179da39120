"""``danghe check`` of several units or years: the matrix, and what changed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from ..archive import Archive
from ..catalogue import KeptResult
from ..check.changes import comparison_json, target_names
from ..check.matrix_json import matrix_json, snapshot_json
from ..errors import UsageError
from ..messages import translate
from ..survey import Judged, Scope, Survey
from ..surveying import Progress
from .check_history import counts_line, run_number

MAX_YEARS = 300


@dataclass(frozen=True)
class Output:
    """Where a check goes, and whether what is missing makes the exit code."""

    html: Path | None
    xlsx: Path | None
    as_json: bool
    strict: bool


@dataclass(frozen=True)
class Asked:
    """What of several units or years to check; fields as the options."""

    units: tuple[str, ...]
    under: str | None
    level: str | None
    years: tuple[int, ...]
    norms: Path | None
    compare: str | None
    keep: bool
    anew: bool
    jobs: int | None


def years_of(span: str | None) -> tuple[int, ...]:
    """``2021-2023`` and ``2019,2021`` as years; none for all.

    Raises:
        UsageError: It is written otherwise.
    """
    if span is None:
        return ()
    years: set[int] = set()
    for part in span.replace("，", ",").replace("—", "-").replace("..", "-").split(","):
        ends = part.strip().split("-")
        if len(ends) > 2 or not all(end.isascii() and end.isdigit() for end in ends):
            raise UsageError("check.years", years=span)
        first, last = int(ends[0]), int(ends[-1])
        if not 1900 <= first <= last <= 2200:
            raise UsageError("check.years", years=span)
        years.update(range(first, last + 1))
    return tuple(sorted(years))


def run(directory: Path, asked: Asked, output: Output) -> None:
    """Check, show, and exit with 1 where that is asked for and something is missing."""
    scope = Scope(asked.units, asked.under, asked.level, asked.years)
    with Archive.open(directory) as archive:
        until = run_number(asked.compare)
        before = {}
        if asked.compare is not None:
            if until is not None:
                archive.catalogue.check_run(until)
            before = archive.catalogue.check_results(until=until)
        survey = archive.survey(
            scope,
            norms_path=asked.norms,
            keep=asked.keep,
            anew=asked.anew,
            jobs=asked.jobs,
            progress=_progress(),
        )
        if asked.keep and asked.norms is None and survey.run is None:
            click.echo(translate("cli.check.not_kept"), err=True)
        _write(survey, output)
        if asked.compare is not None:
            _show_changes(archive, survey, before, output.as_json)
        elif output.as_json:
            _print_json(survey)
        elif not output.html and not output.xlsx:
            _show(survey)
    if output.strict and survey.matrix.lacking:
        raise click.exceptions.Exit(1)


def _progress() -> Progress | None:
    return _show_progress if sys.stderr.isatty() else None


def _show_progress(done: int, to_do: int) -> None:
    if done % 50 == 0 or done == to_do:
        end = "\n" if done == to_do else ""
        click.echo(
            f"\r{translate('cli.check.progress', done=done, to_do=to_do)}{end}", nl=False, err=True
        )


def _write(survey: Survey, output: Output) -> None:
    if output.html:
        from ..check.matrix_page import matrix_page

        output.html.write_text(matrix_page(survey.matrix), "utf-8")
        click.echo(translate("cli.check.written", path=output.html), err=True)
    if output.xlsx:
        from ..check.matrix_sheet import write_matrix

        write_matrix(survey.matrix, output.xlsx)
        click.echo(translate("cli.check.written", path=output.xlsx), err=True)


def _show(survey: Survey) -> None:
    from rich.console import Console

    from ..check.matrix_text import matrix_text

    console = Console(highlight=False)
    for line in matrix_text(survey.matrix, console.width):
        console.print(line, soft_wrap=True)
    total = len(survey.judged)
    kept = total - survey.looked_at
    click.echo(translate("cli.check.looked_at", total=total, now=survey.looked_at, kept=kept))


def _print_json(survey: Survey) -> None:
    """One object, its units written one after another: there may be very many."""
    boxes: dict[tuple[str, str], tuple[str, ...]] = {}
    click.echo('{"units": [', nl=False)
    for place, one in enumerate(survey.judged):
        key = (one.norms.digest, one.level)
        if key not in boxes:
            sections = one.norms.level(one.level).sections
            boxes[key] = tuple(box.id for section in sections for box in section.boxes)
        told = json.dumps(snapshot_json(one.snapshot, boxes[key]), ensure_ascii=False)
        click.echo((",\n" if place else "") + told, nl=False)
    click.echo('],\n"matrix": ', nl=False)
    click.echo(json.dumps(matrix_json(survey.matrix), ensure_ascii=False) + "}")


Before = dict[tuple[str, int], KeptResult]


def _show_changes(archive: Archive, survey: Survey, before: Before, as_json: bool) -> None:
    if as_json:
        found = {"units": list(_changes(archive, survey, before))}
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    unchanged = 0
    for change in _changes(archive, survey, before):
        counts = {key: len(change[key]) for key in ("now_there", "newly_missing", "supplements")}
        if change["new"] or any(counts.values()) or change["waived"] or change["gone"]:
            click.echo(f"{change['unit']} {change['year']}  {counts_line(change)}")
        else:
            unchanged += 1
    click.echo(translate("check.changes.unchanged", count=unchanged))


def _changes(archive: Archive, survey: Survey, before: Before) -> Iterator[dict[str, Any]]:
    for one in survey.judged:
        yield _change(archive, one, before.get((one.unit, one.year)))


def _change(archive: Archive, one: Judged, former: KeptResult | None) -> dict[str, Any]:
    from ..check.changes import Comparison

    names = target_names(one.norms.level(one.level))
    found = Comparison() if former is None else archive.compare_with(former, one.snapshot)
    head = {"unit": one.unit, "year": one.year, "new": former is None}
    return head | {"run": former.last_run if former else None} | comparison_json(found, names)
