"""``danghe saved``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import cast

import click

from ..archive import Archive
from ..index.face import Sort
from ..messages import translate
from .options import archive_option, json_option, open_or_create
from .search import run_search

_SORTS = click.Choice(["relevance", "date"])


@click.group("saved", help=translate("cli.saved.help"))
def command() -> None:
    """Saved searches of an archive."""


@command.command("add", help=translate("cli.saved.add.help"))
@click.argument("name")
@click.argument("query", nargs=-1, required=True)
@click.option("--sort", type=_SORTS, default="relevance", show_default=True)
@archive_option
def add(name: str, query: tuple[str, ...], sort: str, directory: Path) -> None:
    """Keep a query under a name."""
    with open_or_create(directory) as archive:
        saved = archive.save_search(name, " ".join(query), cast(Sort, sort))
    click.echo(translate("cli.saved.added", name=saved.name, query=saved.query))


@command.command("list", help=translate("cli.saved.list.help"))
@archive_option
@json_option
def listing(directory: Path, as_json: bool) -> None:
    """List saved searches."""
    with Archive.open(directory) as archive:
        found = archive.saved_searches()
    if as_json:
        click.echo(json.dumps([asdict(saved) for saved in found], ensure_ascii=False))
        return
    for saved in found:
        click.echo("\t".join((saved.name, saved.query, saved.sort, saved.who, saved.at)))


@command.command("run", help=translate("cli.saved.run.help"))
@click.argument("name")
@archive_option
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True)
@click.option("--offset", type=click.IntRange(0), default=0)
@click.option("--sort", type=_SORTS)
@click.option("--unmask", is_flag=True, help=translate("cli.option.unmask"))
@json_option
def run(
    name: str,
    directory: Path,
    limit: int,
    offset: int,
    sort: str | None,
    unmask: bool,
    as_json: bool,
) -> None:
    """Run a saved search, sorted as it was saved unless said otherwise."""
    with Archive.open(directory) as archive:
        saved = archive.saved_search(name)
        run_search(
            archive,
            saved.query,
            sort=cast(Sort, sort or saved.sort),
            limit=limit,
            offset=offset,
            unmask=unmask,
            as_json=as_json,
        )


@command.command("remove", help=translate("cli.saved.remove.help"))
@click.argument("name")
@archive_option
def remove(name: str, directory: Path) -> None:
    """Remove a saved search."""
    with Archive.open(directory) as archive:
        archive.forget_search(name)
    click.echo(translate("cli.saved.removed", name=name))
