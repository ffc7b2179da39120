"""``danghe word``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..archive import Archive
from ..messages import translate
from ..text.normalise import fold
from .options import archive_option, json_option, open_or_create


@click.group("word", help=translate("cli.word.help"))
def command() -> None:
    """The user's dictionary of an archive."""


@command.command("add", help=translate("cli.word.add.help"))
@click.argument("words", nargs=-1, required=True)
@archive_option
def add(words: tuple[str, ...], directory: Path) -> None:
    """Add words."""
    with open_or_create(directory) as archive:
        archive.add_words(words)
        count = len(archive.words())
    click.echo(translate("cli.word.added", count=count))


@command.command("list", help=translate("cli.word.list.help"))
@archive_option
@json_option
def listing(directory: Path, as_json: bool) -> None:
    """List words, and which of them the index does not know yet, or still knows."""
    with Archive.open(directory) as archive:
        words, indexed = archive.words(), archive.indexed_words()
    known, kept = set(map(fold, indexed)), set(map(fold, words))
    if as_json:
        entries = [{"word": word, "indexed": fold(word) in known} for word in words]
        click.echo(json.dumps(entries, ensure_ascii=False))
        return
    for word in words:
        waiting = "" if fold(word) in known else translate("cli.word.waiting")
        click.echo(f"{word}\t{waiting}".rstrip())
    for word in indexed:
        if fold(word) not in kept:
            click.echo(f"{word}\t{translate('cli.word.leaving')}")


@command.command("remove", help=translate("cli.word.remove.help"))
@click.argument("words", nargs=-1, required=True)
@archive_option
def remove(words: tuple[str, ...], directory: Path) -> None:
    """Take words out."""
    with Archive.open(directory) as archive:
        archive.remove_words(words)
        count = len(archive.words())
    click.echo(translate("cli.word.added", count=count))
