"""``danghe log``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..archive import Archive
from ..messages import translate
from .options import archive_option, json_option


@click.command("log", help=translate("cli.log.help"))
@archive_option
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True)
@json_option
def command(directory: Path, limit: int, as_json: bool) -> None:
    """The audit log, newest first."""
    with Archive.open(directory) as archive:
        entries = archive.log(limit)
    for entry in entries:
        if as_json:
            click.echo(
                json.dumps(
                    {
                        "at": entry.at,
                        "who": entry.who,
                        "event": entry.event,
                        "detail": entry.detail,
                    },
                    ensure_ascii=False,
                )
            )
        else:
            detail = json.dumps(entry.detail, ensure_ascii=False)
            click.echo(f"{entry.at}  {entry.who}  {entry.event}  {detail}")
