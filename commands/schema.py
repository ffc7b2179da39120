"""``danghe schema``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..messages import translate
from ..schemas import SHIPPED, Box, BoxState, Norms, load, shipped
from .options import json_option
from .schema_draft import diff, draft
from .schema_json import norms_json


@click.group("schema", help=translate("cli.schema.help"))
def command() -> None:
    """The norms."""


command.add_command(draft)
command.add_command(diff)


@command.command("show", help=translate("cli.schema.show.help"))
@click.option("--schema", type=click.Path(path_type=Path), help=translate("cli.option.norms"))
@click.option("--level", help=translate("cli.option.level"))
@json_option
def show(schema: Path | None, level: str | None, as_json: bool) -> None:
    """All that the norms state."""
    norms = load(schema)
    if as_json:
        click.echo(json.dumps(norms_json(norms), ensure_ascii=False))
        return
    click.echo(f"{norms.title}  v{norms.version}")
    for one in norms.levels:
        if level in (None, one.id, one.name):
            _show_level(norms, one.id)


def _show_level(norms: Norms, level: str) -> None:
    one = norms.level(level)
    click.echo(f"\n{one.name} ({one.id})")
    for section in one.sections:
        number = f"{section.no}. " if section.no else ""
        marks = [translate("cli.schema.heading_lost")] if section.heading_lost else []
        marks += [translate("cli.schema.boxes_lost")] if section.boxes_lost else []
        click.echo(f"  {number}{section.name}  {'，'.join(marks)}".rstrip())
        for box in section.boxes:
            click.echo(f"    {_box_line(box)}")
            for item in box.items:
                click.echo(f"      - {item.name}")
        for duty in section.duties:
            click.echo(f"    * {duty.what}  〔{duty.place.clause if duty.place else ''}〕")


def _box_line(box: Box) -> str:
    lost = "" if box.state is BoxState.GIVEN else f"（{translate(f'box.state.{box.state}')}）"
    return f"{translate('cli.schema.box', no=box.no or '?')} {box.label}{lost}"


@command.command("path", help=translate("cli.schema.path.help"))
@click.argument("name", type=click.Choice(list(SHIPPED)))
def path(name: str) -> None:
    """Where norms lie that come with danghe."""
    click.echo(str(shipped(name)))


@command.command("validate", help=translate("cli.schema.validate.help"))
@click.argument("file", type=click.Path(path_type=Path))
def validate(file: Path) -> None:
    """Check a norms file."""
    norms = load(file)
    boxes = [box for _, _, box in norms.boxes()]
    counts = {state.value: sum(box.state is state for box in boxes) for state in BoxState}
    sections = [section for level in norms.levels for section in level.sections]
    click.echo(
        translate(
            "schema.valid",
            file=file,
            levels=len(norms.levels),
            sections=len(sections),
            boxes=len(boxes),
            items=len(norms.items),
            duties=sum(len(section.duties) for section in sections),
            **counts,
        )
    )
