"""``danghe unit``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..archive import Archive
from ..messages import translate
from ..model import Unit
from .options import archive_option, json_option, open_or_create


@click.group("unit", help=translate("cli.unit.help"))
def command() -> None:
    """Units of an archive."""


@command.command("add", help=translate("cli.unit.add.help"))
@click.argument("name")
@click.option("--level", required=True, help=translate("cli.option.level"))
@click.option("--alias", "aliases", multiple=True, help=translate("cli.option.alias"))
@click.option("--parent", help=translate("cli.option.parent"))
@archive_option
def add(
    name: str, level: str, aliases: tuple[str, ...], parent: str | None, directory: Path
) -> None:
    """Declare a unit."""
    with open_or_create(directory) as archive:
        archive.add_unit(Unit(name, level, aliases, parent))
    click.echo(translate("cli.unit.added", name=name))


@command.command("list", help=translate("cli.unit.list.help"))
@archive_option
@json_option
def listing(directory: Path, as_json: bool) -> None:
    """List units declared or seen."""
    with Archive.open(directory) as archive:
        units = archive.units()
        names = {level.id: level.name for level in archive.norms.levels}
    if as_json:
        entries = [
            {"name": u.name, "level": u.level, "aliases": list(u.aliases), "parent": u.parent}
            for u in units
        ]
        click.echo(json.dumps(entries, ensure_ascii=False))
        return
    for unit in units:
        aliases = "、".join(unit.aliases)
        level = names.get(unit.level or "", "—")
        click.echo("\t".join((unit.name, level, aliases, unit.parent or "")).rstrip())
