"""``danghe norms``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from ..archive import Archive
from ..messages import translate
from .options import archive_option, json_option


@click.group("norms", help=translate("cli.norms.help"))
def command() -> None:
    """Norms that an archive judges by, in time and place."""


@command.command("add", help=translate("cli.norms.add.help"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--unit", help=translate("cli.option.norms_unit"))
@archive_option
def add(file: Path, unit: str | None, directory: Path) -> None:
    """Judge by further norms."""
    with Archive.open(directory) as archive:
        entry = archive.add_norms(file, unit)
    click.echo(translate("cli.norms.added", number=entry.number, title=entry.title))


@command.command("list", help=translate("cli.norms.list.help"))
@archive_option
@json_option
def listing(directory: Path, as_json: bool) -> None:
    """List the norms of an archive; number 0 are those that it files by."""
    with Archive.open(directory) as archive:
        main, others = archive.norms, archive.other_norms()
        file = archive.settings.norms
    first, last = main.in_force
    entries = [
        {
            "number": 0,
            "file": file,
            "unit": None,
            "norms_id": main.id,
            "title": main.title,
            "version": main.version,
            "first": first,
            "last": last,
        },
        *map(asdict, others),
    ]
    if as_json:
        click.echo(json.dumps(entries, ensure_ascii=False))
        return
    for entry in entries:
        force = f"{entry['first'] or '…'} — {entry['last'] or '…'}"
        version = translate("check.label.version", version=entry["version"])
        unit = entry["unit"] or translate("cli.norms.all_units")
        click.echo(f"{entry['number']:>3}  {entry['title']} {version}  {force}  {unit}")


@command.command("remove", help=translate("cli.norms.remove.help"))
@click.argument("number", type=click.IntRange(1))
@archive_option
def remove(number: int, directory: Path) -> None:
    """Judge by added norms no more."""
    with Archive.open(directory) as archive:
        archive.remove_norms(number)
    click.echo(translate("cli.norms.removed", number=number))
