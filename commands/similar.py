"""``danghe similar``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..archive import Archive
from ..messages import translate
from .options import archive_option, json_option
from .render_json import search_json
from .search import show_hit


@click.command("similar", help=translate("cli.similar.help"))
@click.argument("record")
@archive_option
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True)
@json_option
def command(record: str, directory: Path, limit: int, as_json: bool) -> None:
    """Papers like a given one."""
    with Archive.open(directory) as archive:
        result = archive.similar(record, limit=limit)
        if as_json:
            click.echo(json.dumps(search_json(result), ensure_ascii=False))
            return
        from rich.console import Console

        console = Console(highlight=False, soft_wrap=True)
        if not result.hits:
            console.print(translate("cli.similar.none"), markup=False)
        for number, hit in enumerate(result.hits, 1):
            show_hit(console, number, hit, archive.norms)
            console.print(translate("cli.similar.score", score=f"{hit.score:.0%}"), style="dim")
