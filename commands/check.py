"""``danghe check``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console

from ..archive import Archive
from ..check import UnitCheck, render_json, render_text
from ..check.masking import masked
from ..check.report_rows import report_rows
from ..errors import UsageError
from ..messages import translate
from ..model import FindingStatus
from . import check_history, check_scope
from .check_scope import Asked, Output, years_of
from .options import archive_option, json_option

F = TypeVar("F", bound=Callable[..., Any])


def _scope_options(command: F) -> F:
    for option in reversed(
        (
            click.option("--unit", "units", multiple=True, help=translate("cli.option.check_unit")),
            click.option("--under", help=translate("cli.option.under")),
            click.option("--all-units", is_flag=True, help=translate("cli.option.all_units")),
            click.option("--year", type=click.IntRange(1900, 2200)),
            click.option("--years", "span", help=translate("cli.option.years")),
            click.option("--all-years", is_flag=True, help=translate("cli.option.all_years")),
        )
    ):
        command = option(command)
    return command


def _file(help: str) -> Callable[[F], F]:
    path = click.Path(path_type=Path, dir_okay=False)
    return click.option(f"--{help}", type=path, help=translate(f"cli.option.{help}"))


@click.command("check", help=translate("cli.check.help"))
@_scope_options
@archive_option
@click.option("--level", help=translate("cli.option.check_level"))
@click.option("--norms", type=click.Path(path_type=Path), help=translate("cli.option.norms"))
@_file("html")
@_file("xlsx")
@click.option("--compare", metavar="RUN", help=translate("cli.option.compare"))
@click.option("--history", is_flag=True, help=translate("cli.option.history"))
@click.option("--keep/--no-keep", default=True, help=translate("cli.option.keep"))
@click.option("--anew", is_flag=True, help=translate("cli.option.anew"))
@click.option("--jobs", type=click.IntRange(1, 64), help=translate("cli.option.jobs"))
@click.option("--strict", is_flag=True, help=translate("cli.option.strict_check"))
@json_option
def command(
    directory: Path,
    units: tuple[str, ...],
    under: str | None,
    all_units: bool,
    year: int | None,
    span: str | None,
    all_years: bool,
    level: str | None,
    norms: Path | None,
    html: Path | None,
    xlsx: Path | None,
    compare: str | None,
    history: bool,
    keep: bool,
    anew: bool,
    jobs: int | None,
    strict: bool,
    as_json: bool,
) -> None:
    """Check units and years against the norms."""
    if history:
        check_history.show(directory, units[0] if units else None, year, as_json)
        return
    if bool(units) + (under is not None) + all_units != 1:
        raise UsageError("check.which_units")
    if (year is not None) + (span is not None) + all_years != 1:
        raise UsageError("check.which_years")
    output = Output(html, xlsx, as_json, strict)
    if len(units) == 1 and year is not None and xlsx is None:
        _check_one(directory, units[0], year, level, norms, compare, keep, output)
        return
    years = (year,) if year is not None else years_of(span)
    asked = Asked(units, under, level, years, norms, compare, keep, anew, jobs)
    check_scope.run(directory, asked, output)


def _check_one(
    directory: Path,
    unit: str,
    year: int,
    level: str | None,
    norms: Path | None,
    compare: str | None,
    keep: bool,
    output: Output,
) -> None:
    with Archive.open(directory) as archive:
        check = archive.check(unit, year, level=level, norms_path=norms)
        changes = check_history.Changes.since(archive, check, compare, norms)
        if keep and norms is None and archive.keep_check(check) is None:
            click.echo(translate("cli.check.not_kept"), err=True)
    _show_one(masked(check), changes, compare, output)
    if output.strict and _lacks_something(check):
        raise click.exceptions.Exit(1)


def _show_one(
    check: UnitCheck, changes: check_history.Changes, compare: str | None, output: Output
) -> None:
    if output.html:
        from ..reports import render_page

        output.html.write_text(render_page(report_rows(check)), "utf-8")
        click.echo(translate("cli.check.written", path=output.html), err=True)
    if output.as_json:
        found = changes.json() if compare is not None else render_json(check)
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    lines = changes.lines(check, asked=compare is not None)
    if not output.html and compare is None:
        console = Console(highlight=False)
        console.print(render_text(check, console.width))
    for line in lines if not output.html or compare is not None else ():
        click.echo(line)


def _lacks_something(check: UnitCheck) -> bool:
    lacking = (FindingStatus.MISSING, FindingStatus.PARTIAL)
    statuses = [box.status for box in check.boxes] + [duty.status for duty in check.duties]
    return any(status in lacking for status in statuses)
