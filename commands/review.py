"""``danghe review``."""

from __future__ import annotations

from pathlib import Path

import click

from ..archive import Archive
from ..messages import translate
from .keys import Keys
from .options import archive_option
from .review_session import Session


@click.command("review", help=translate("cli.review.help"))
@archive_option
@click.option("--unit", help=translate("cli.option.check_unit"))
@click.option("--year", type=click.IntRange(1900, 2200))
@click.option("--section", help=translate("cli.option.section"))
@click.option("--limit", type=click.IntRange(1), help=translate("cli.option.review_limit"))
@click.option(
    "--all-below", "below", type=click.FloatRange(0, 1), help=translate("cli.option.all_below")
)
@click.option("--who", help=translate("cli.option.who"))
def command(
    directory: Path,
    unit: str | None,
    year: int | None,
    section: str | None,
    limit: int | None,
    below: float | None,
    who: str | None,
) -> None:
    """Decide what was left open, a key an answer."""
    with Archive.open(directory, who) as archive:
        queue = archive.queue(unit, year, section, below)
        if not queue:
            click.echo(translate("review.empty"))
            return
        click.echo(translate("review.begin", count=len(queue)))
        Session(archive, queue, Keys(), limit).run()
