"""``danghe undo``."""

from __future__ import annotations

from pathlib import Path

import click

from ..archive import Archive
from ..errors import UsageError
from ..messages import translate
from .options import archive_option
from .review_screen import change_lines


@click.command("undo", help=translate("cli.undo.help"))
@click.argument("count", type=click.IntRange(1), default=1)
@archive_option
@click.option("--who", help=translate("cli.option.who"))
def command(count: int, directory: Path, who: str | None) -> None:
    """Take the last decisions by hand back, the newest first."""
    with Archive.open(directory, who) as archive:
        for done in range(count):
            try:
                undone = archive.undo()
            except UsageError as error:
                if not done or error.key != "decision.none":
                    raise
                break
            event = translate(f"event.{undone.event}")
            click.echo(translate("cli.undo.done", at=undone.at, who=undone.who, event=event))
            for line in change_lines(undone, archive.norms):
                click.echo(f"  {line}")
