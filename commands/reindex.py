"""``danghe reindex``."""

from __future__ import annotations

from pathlib import Path

import click

from ..archive import Archive
from ..messages import translate
from .options import archive_option


@click.command("reindex", help=translate("cli.reindex.help"))
@archive_option
def command(directory: Path) -> None:
    """Build the index anew."""
    with Archive.open(directory) as archive:
        count = archive.reindex()
    click.echo(translate("cli.reindex.done", count=count))
