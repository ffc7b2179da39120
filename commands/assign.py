"""``danghe assign``."""

from __future__ import annotations

from pathlib import Path

import click

from ..archive import Archive
from ..messages import translate
from .options import archive_option
from .review_screen import answer_name

_OPEN, _NO_BOX = "-", "none"


@click.command("assign", help=translate("cli.assign.help"))
@click.argument("records", metavar="RECORD...", nargs=-1, required=True)
@click.argument("box")
@archive_option
@click.option("--item", "items", multiple=True, help=translate("cli.option.item"))
@click.option("--year", type=click.IntRange(1900, 2200))
@click.option("--period", help=translate("cli.option.period"))
@click.option("--unit")
@click.option("--who", help=translate("cli.option.who"))
def command(
    records: tuple[str, ...],
    box: str,
    directory: Path,
    items: tuple[str, ...],
    year: int | None,
    period: str | None,
    unit: str | None,
    who: str | None,
) -> None:
    """File records by hand; ``-`` as box leaves them open, ``none`` is no box at all."""
    with Archive.open(directory, who) as archive:
        decision = archive.decide(
            records,
            None if box in (_OPEN, _NO_BOX) else box,
            items=items,
            year=year,
            period=period,
            unit=unit,
            no_box=box == _NO_BOX,
        )
        for change in decision.changes:
            filing = change.filing
            name = answer_name(filing.box_id, (), filing.boxless, archive.norms)
            click.echo(translate("cli.assign.done", record=change.record, box=name))
