"""``danghe log``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..archive import Archive
from ..catalogue import AuditEntry
from ..messages import CATALOGUE, translate
from ..schemas import Norms
from .options import archive_option, json_option
from .review_screen import change_name


@click.command("log", help=translate("cli.log.help"))
@archive_option
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True)
@click.option("--record", help=translate("cli.option.log_record"))
@json_option
def command(directory: Path, limit: int, record: str | None, as_json: bool) -> None:
    """The audit log, newest first; of one record on request."""
    with Archive.open(directory) as archive:
        for entry in archive.log(limit, record):
            if as_json:
                click.echo(json.dumps(_facts(entry), ensure_ascii=False))
            else:
                said = _decision(entry, archive) or json.dumps(entry.detail, ensure_ascii=False)
                click.echo(f"{entry.at}  {entry.who}  {event_name(entry.event)}  {said}")


def event_name(event: str) -> str:
    """An event in the language in force, where it has a name there."""
    key = f"event.{event}"
    return translate(key) if key in CATALOGUE else event


def _facts(entry: AuditEntry) -> dict[str, object]:
    return {"at": entry.at, "who": entry.who, "event": entry.event, "detail": entry.detail}


def _decision(entry: AuditEntry, archive: Archive) -> str | None:
    """A decision as a sentence; None for other events."""
    before, after = entry.detail.get("from"), entry.detail.get("to")
    if not isinstance(before, dict) or not isinstance(after, dict):
        return None
    norms: Norms = archive.norms
    return f"{entry.detail.get('record')}  {change_name(before, after, norms)}"
