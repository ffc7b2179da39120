"""``danghe check``."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console

from ..archive import Archive
from ..check import UnitCheck, render_json, render_text
from ..check.masking import masked
from ..messages import translate
from ..model import FindingStatus
from .options import archive_option, json_option


@click.command("check", help=translate("cli.check.help"))
@click.option("--unit", required=True, help=translate("cli.option.check_unit"))
@click.option("--year", required=True, type=click.IntRange(1900, 2200))
@archive_option
@click.option("--level", help=translate("cli.option.level"))
@click.option("--norms", type=click.Path(path_type=Path), help=translate("cli.option.norms"))
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), help=translate("cli.option.html")
)
@click.option("--strict", is_flag=True, help=translate("cli.option.strict_check"))
@json_option
def command(
    unit: str,
    year: int,
    directory: Path,
    level: str | None,
    norms: Path | None,
    html: Path | None,
    strict: bool,
    as_json: bool,
) -> None:
    """Check one unit's year against the norms."""
    with Archive.open(directory) as archive:
        check = masked(archive.check(unit, year, level=level, norms_path=norms))
    if html:
        from ..check.report_rows import report_rows
        from ..reports import render_page

        html.write_text(render_page(report_rows(check)), "utf-8")
        click.echo(translate("cli.check.written", path=html), err=True)
    if as_json:
        click.echo(json.dumps(render_json(check), ensure_ascii=False))
    elif not html:
        console = Console(highlight=False)
        console.print(render_text(check, console.width))
    if strict and _lacks_something(check):
        raise click.exceptions.Exit(1)


def _lacks_something(check: UnitCheck) -> bool:
    lacking = (FindingStatus.MISSING, FindingStatus.PARTIAL)
    statuses = [box.status for box in check.boxes] + [duty.status for duty in check.duties]
    return any(status in lacking for status in statuses)
