"""``danghe waive``."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from ..archive import Archive
from ..errors import UsageError
from ..messages import translate
from ..model import Waiver
from .options import archive_option, json_option


@click.command("waive", help=translate("cli.waive.help"))
@click.argument("target", required=False)
@archive_option
@click.option("--unit", help=translate("cli.option.check_unit"))
@click.option("--year", type=click.IntRange(1900, 2200))
@click.option("--level", help=translate("cli.option.level"))
@click.option("--reason", help=translate("cli.option.reason"))
@click.option("--did-not-occur", is_flag=True, help=translate("cli.option.did_not_occur"))
@click.option("--person", help=translate("cli.option.person"))
@click.option("--date", "day", help=translate("cli.option.date"))
@click.option("--expires", help=translate("cli.option.expires"))
@click.option("--list", "listing", is_flag=True, help=translate("cli.option.waive_list"))
@click.option("--withdraw", is_flag=True, help=translate("cli.option.withdraw"))
@json_option
def command(
    target: str | None,
    directory: Path,
    unit: str | None,
    year: int | None,
    level: str | None,
    reason: str | None,
    did_not_occur: bool,
    person: str | None,
    day: str | None,
    expires: str | None,
    listing: bool,
    withdraw: bool,
    as_json: bool,
) -> None:
    """Record that something need not be there."""
    if listing:
        _list(directory, unit, year, as_json)
        return
    if target is None or unit is None or year is None:
        raise UsageError("waive.needs", options="TARGET --unit --year")
    if withdraw:
        with Archive.open(directory) as archive:
            gone = archive.withdraw(target, unit, year)
        click.echo(translate("cli.waive.withdrawn", target=gone.target, unit=gone.unit, year=year))
        return
    reason = reason or (translate("waive.did_not_occur") if did_not_occur else None)
    if reason is None or person is None:
        raise UsageError("waive.needs", options="--reason --person")
    today = date.today().isoformat()
    waiver = Waiver(unit, year, target, reason, person, day or today, expires, did_not_occur)
    with Archive.open(directory) as archive:
        kept = archive.waive(waiver, level=level)
    click.echo(translate("cli.waive.done", target=kept.target, unit=kept.unit, year=year))


def _list(directory: Path, unit: str | None, year: int | None, as_json: bool) -> None:
    with Archive.open(directory) as archive:
        named = archive.unit_named(unit).name if unit else None
        found = archive.waivers(named, year)
        names = [archive.target_name(waiver) for waiver in found]
    today = date.today().isoformat()
    expired = [waiver.expires is not None and waiver.expires < today for waiver in found]
    if as_json:
        entries = [
            asdict(waiver) | {"name": name, "expired": over}
            for waiver, name, over in zip(found, names, expired, strict=True)
        ]
        click.echo(json.dumps(entries, ensure_ascii=False))
        return
    for waiver, name, over in zip(found, names, expired, strict=True):
        until = translate("waive.until", day=waiver.expires) if waiver.expires else ""
        click.echo(
            "\t".join(
                (
                    f"{waiver.unit} {waiver.year}",
                    waiver.target,
                    name,
                    waiver.reason,
                    f"{waiver.person} {waiver.date}",
                    f"{until}{translate('waive.expired_mark') if over else ''}",
                )
            ).rstrip()
        )
