"""``danghe show``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..archive import Archive
from ..messages import translate
from .options import archive_option, json_option
from .render_json import record_json, sentence


@click.command("show", help=translate("cli.show.help"))
@click.argument("record")
@archive_option
@click.option("--text", "with_text", is_flag=True, help=translate("cli.option.text"))
@click.option("--unmask", is_flag=True, help=translate("cli.option.unmask"))
@json_option
def command(record: str, directory: Path, with_text: bool, unmask: bool, as_json: bool) -> None:
    """One record: description, filing, reasons."""
    with Archive.open(directory) as archive:
        filed = archive.record(record)
        described = record_json(filed, archive.norms)
        text = archive.text(record, unmasked=unmask) if with_text else None
    if as_json:
        click.echo(json.dumps(described | ({"text": text} if text else {}), ensure_ascii=False))
        return
    for name in ("title", "doctype", "doc_no", "date", "unit", "year", "period", "box_id"):
        click.echo(f"{translate(f'field.{name}')}\t{described[name] or '—'}")
    for name in ("box_name", "item", "confidence"):
        click.echo(f"{translate(f'field.{name}')}\t{described[name] or '—'}")
    click.echo(translate("cli.show.reasons"))
    for reason in filed.filing.reasons:
        click.echo(f"  {reason.weight:5.2f}  {sentence(reason.note)}")
    if text:
        click.echo("\n" + text)
