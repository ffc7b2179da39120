"""``danghe assign``."""

from __future__ import annotations

from pathlib import Path

import click

from ..archive import Archive
from ..messages import translate
from .options import archive_option


@click.command("assign", help=translate("cli.assign.help"))
@click.argument("record")
@click.argument("box")
@archive_option
@click.option("--item", "items", multiple=True, help=translate("cli.option.item"))
@click.option("--year", type=click.IntRange(1900, 2200))
@click.option("--period", help=translate("cli.option.period"))
@click.option("--unit")
@click.option("--who", help=translate("cli.option.who"))
def command(
    record: str,
    box: str,
    directory: Path,
    items: tuple[str, ...],
    year: int | None,
    period: str | None,
    unit: str | None,
    who: str | None,
) -> None:
    """File a record by hand; ``-`` as box leaves it open."""
    with Archive.open(directory, who) as archive:
        filing = archive.assign(
            record,
            None if box == "-" else box,
            items=items,
            year=year,
            period=period,
            unit=unit,
        )
        label = archive.norms.box_places[filing.box_id][2].label if filing.box_id else None
    click.echo(translate("cli.assign.done", record=record, box=label or translate("cli.open")))
