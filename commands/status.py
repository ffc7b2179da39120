"""``danghe status``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..archive import Archive
from ..messages import translate
from ..model import Status
from .options import archive_option, json_option


@click.command("status", help=translate("cli.status.help"))
@archive_option
@json_option
def command(directory: Path, as_json: bool) -> None:
    """What an archive holds."""
    with Archive.open(directory) as archive:
        counts = archive.counts()
        filed = [one.filing.box_id is not None for one in archive.filed()]
        units = archive.units()
        title = archive.norms.title
    numbers = {status.value: counts.get(status, 0) for status in Status}
    total = sum(numbers.values())
    if as_json:
        facts = {"sources": total, **numbers, "records": len(filed), "filed": sum(filed)}
        click.echo(json.dumps({**facts, "norms": title, "units": [u.name for u in units]}))
        return
    parts = "，".join(f"{translate(f'status.{name}')} {n}" for name, n in numbers.items())
    click.echo(translate("cli.import.sources", total=total, parts=parts))
    open_records = len(filed) - sum(filed)
    click.echo(
        translate("cli.import.records", total=len(filed), filed=sum(filed), open=open_records)
    )
    click.echo(translate("cli.status.norms", title=title))
    click.echo(translate("cli.status.units", units="、".join(unit.name for unit in units) or "—"))
