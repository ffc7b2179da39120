"""``danghe boxes``."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from ..archive import Archive
from ..messages import translate
from .options import archive_option, json_option


@click.command("boxes", help=translate("cli.boxes.help"))
@archive_option
@click.option("--unit", help=translate("cli.option.check_unit"))
@click.option("--year", type=int)
@json_option
def command(directory: Path, unit: str | None, year: int | None, as_json: bool) -> None:
    """List the boxes that hold papers."""
    with Archive.open(directory) as archive:
        norms = archive.norms
        counted: Counter[tuple[str | None, int | None, str | None, bool]] = Counter()
        for filed in archive.filed(unit, year):
            filing = filed.filing
            counted[filing.unit, filing.year, filing.box_id, filing.boxless] += 1
    order = list(norms.box_places)
    rows = sorted(
        counted.items(),
        key=lambda row: (
            row[0][0] or "",
            row[0][1] or 0,
            order.index(row[0][2]) if row[0][2] in norms.box_places else len(order),
            row[0][3],
        ),
    )
    if as_json:
        entries = [
            {"unit": unit, "year": year, "box_id": box, "records": count}
            | ({"no_box": True} if no_box else {})
            for (unit, year, box, no_box), count in rows
        ]
        click.echo(json.dumps(entries, ensure_ascii=False))
        return
    table = Table("unit", "year", "section", "no", "box", "records", box=None)
    for column, key in zip(
        table.columns, ("unit", "year", "section", "no", "box", "n"), strict=True
    ):
        column.header = translate(f"field.{key}")
    for (unit, year, box_id, no_box), count in rows:
        place = norms.box_places.get(box_id or "")
        names = (place[1].name, place[2].no, place[2].label) if place else ("", "", _none(no_box))
        table.add_row(unit or "—", str(year or "—"), *map(str, names), str(count))
    Console(highlight=False).print(table)


def _none(no_box: bool) -> str:
    return translate("cli.no_box" if no_box else "cli.open")
