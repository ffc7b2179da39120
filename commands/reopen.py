"""``danghe reopen``."""

from __future__ import annotations

from pathlib import Path

import click

from ..archive import Archive
from ..messages import translate
from .options import archive_option
from .review_screen import change_lines


@click.command("reopen", help=translate("cli.reopen.help"))
@click.argument("records", nargs=-1, required=True)
@archive_option
@click.option("--who", help=translate("cli.option.who"))
def command(records: tuple[str, ...], directory: Path, who: str | None) -> None:
    """Take filings back."""
    with Archive.open(directory, who) as archive:
        for line in change_lines(archive.reopen(records), archive.norms):
            click.echo(line)
