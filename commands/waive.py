"""``danghe waive``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ..archive import Archive
from ..messages import translate
from ..model import Waiver
from .options import archive_option


@click.command("waive", help=translate("cli.waive.help"))
@click.argument("target")
@archive_option
@click.option("--unit", required=True)
@click.option("--year", required=True, type=click.IntRange(1900, 2200))
@click.option("--reason", required=True, help=translate("cli.option.reason"))
@click.option("--person", required=True, help=translate("cli.option.person"))
@click.option("--date", "day", help=translate("cli.option.date"))
def command(
    target: str, directory: Path, unit: str, year: int, reason: str, person: str, day: str | None
) -> None:
    """Record that something need not be there."""
    waiver = Waiver(unit, year, target, reason, person, day or date.today().isoformat())
    with Archive.open(directory) as archive:
        archive.waive(waiver)
    click.echo(translate("cli.waive.done", target=target, unit=unit, year=year))
