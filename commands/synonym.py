"""``danghe synonym``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..archive import Archive
from ..index.thesaurus import Entry
from ..messages import translate
from .options import archive_option, json_option, open_or_create


@click.group("synonym", help=translate("cli.synonym.help"))
def command() -> None:
    """Synonyms of an archive."""


@command.command("add", help=translate("cli.synonym.add.help"))
@click.argument("words", nargs=-1, required=True)
@click.option("--lay", help=translate("cli.option.lay"))
@archive_option
def add(words: tuple[str, ...], lay: str | None, directory: Path) -> None:
    """Add a line of synonyms."""
    with open_or_create(directory) as archive:
        entry = archive.add_synonyms(words, lay=lay)
    click.echo(translate("cli.synonym.added", line=entry))


@command.command("list", help=translate("cli.synonym.list.help"))
@click.argument("word", required=False)
@archive_option
@json_option
def listing(word: str | None, directory: Path, as_json: bool) -> None:
    """List synonyms, the archive's own first."""
    with Archive.open(directory) as archive:
        entries = archive.synonyms(word)
    if as_json:
        click.echo(json.dumps(list(map(_as_json, entries)), ensure_ascii=False))
        return
    for entry in entries:
        click.echo(f"{translate(f'synonyms.origin.{entry.origin}')}\t{entry}")
    if not entries:
        click.echo(translate("cli.synonym.none"))


def _as_json(entry: Entry) -> dict[str, object]:
    kind = "related" if entry.official else "same"
    return {
        "origin": entry.origin,
        "kind": kind,
        "words": list(entry.words),
        "official": list(entry.official),
    }


@command.command("remove", help=translate("cli.synonym.remove.help"))
@click.argument("words", nargs=-1)
@click.option("--lay", help=translate("cli.option.lay"))
@archive_option
def remove(words: tuple[str, ...], lay: str | None, directory: Path) -> None:
    """Take words out of the archive's own lines."""
    if not words and lay is None:
        raise click.UsageError(translate("synonyms.empty"))
    with Archive.open(directory) as archive:
        archive.remove_synonyms(words, lay=lay)
    shown = "、".join(words) if lay is None else f"{lay} > {'、'.join(words)}".rstrip(" >")
    click.echo(translate("cli.synonym.removed", words=shown))
