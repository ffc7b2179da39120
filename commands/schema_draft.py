"""``danghe schema draft`` and ``danghe schema diff``."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from ..errors import SchemaError, UsageError
from ..extract import read
from ..messages import translate
from ..model import BlockKind, Document
from ..schemas import load
from ..schemas.diff import Difference, differences
from ..schemas.norms import Doubt, Draft
from ..schemas.norms import draft as read_norms
from .options import json_option

_MARGINS = (BlockKind.HEADER, BlockKind.FOOTER, BlockKind.PAGE_NUMBER)
_SIGNS = {"added": "+", "removed": "-", "changed": "~"}


@click.command("draft", help=translate("cli.schema.draft.help"))
@click.argument("norms", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help=translate("cli.option.draft_output"),
)
@click.option("--force", is_flag=True, help=translate("cli.option.draft_force"))
@click.option("--id", "id", help=translate("cli.option.draft_id"))
@click.option("--title", help=translate("cli.option.draft_title"))
@json_option
def draft(
    norms: Path, output: Path | None, force: bool, id: str | None, title: str | None, as_json: bool
) -> None:
    """Read a norms document into a schema draft."""
    if output and output.exists() and not force:
        raise UsageError("draft.exists", file=output)
    document = read(norms)
    for note in document.losses:
        click.echo(translate(note.key, **note.values), err=True)
    drafted = read_norms(_text(document), id=id or _id(norms), title=title)
    if output:
        output.write_text(drafted.yaml, "utf-8")
    if as_json:
        click.echo(json.dumps(_draft_json(drafted), ensure_ascii=False))
        return
    if not output:
        click.echo(drafted.yaml, nl=False)
    _tell(drafted, to_stderr=not output)


def _text(document: Document) -> str:
    """The text without what stands at the margins of each page."""
    return "\n".join(block.text for block in document.blocks if block.kind not in _MARGINS)


def _id(path: Path) -> str:
    stem = path.name.split(".")[0].lower()
    return stem if re.fullmatch("[a-z][a-z0-9_-]{0,40}", stem) else "draft"


def _tell(drafted: Draft, to_stderr: bool) -> None:
    click.echo(translate("draft.read", **_counts(drafted)), err=to_stderr)
    for doubt in drafted.doubts:
        click.echo(f"  {_doubt_line(doubt)}", err=to_stderr)
    unusable = _unusable(drafted)
    if unusable:
        click.echo(translate("draft.unusable", problem=unusable), err=True)


def _counts(drafted: Draft) -> dict[str, int]:
    sections = [section for level in drafted.tree["levels"] for section in level["sections"]]
    boxes = [box for section in sections for box in section.get("boxes", ())]
    return {
        "levels": len(drafted.tree["levels"]),
        "sections": len(sections),
        "boxes": len(boxes),
        "items": sum(len(box.get("items", ())) for box in boxes),
        "duties": sum(len(section.get("duties", ())) for section in sections),
        "doubts": len(drafted.doubts),
    }


def _unusable(drafted: Draft) -> str | None:
    try:
        drafted.norms  # noqa: B018
    except SchemaError as error:
        return str(error)
    return None


def _message(doubt: Doubt) -> str:
    return translate(f"draft.doubt.{doubt.kind}", **doubt.values)


def _doubt_line(doubt: Doubt) -> str:
    lines = ""
    if doubt.lines:
        first, last = doubt.lines
        lines = translate("draft.lines", lines=first if first == last else f"{first}–{last}")
    head = " ".join(part for part in (lines, doubt.place) if part)
    text = f"：{doubt.text}" if doubt.text else ""
    return f"{head}  {_message(doubt)}{text}".strip()


def _draft_json(drafted: Draft) -> dict[str, Any]:
    return {
        "id": drafted.tree["id"],
        "title": drafted.tree["title"],
        "loads": _unusable(drafted) is None,
        "counts": _counts(drafted),
        "doubts": [
            {
                "kind": doubt.kind,
                "place": doubt.place,
                "lines": list(doubt.lines) if doubt.lines else None,
                "text": doubt.text,
                **doubt.values,
                "message": _message(doubt),
            }
            for doubt in drafted.doubts
        ],
    }


@click.command("diff", help=translate("cli.schema.diff.help"))
@click.argument("one", type=click.Path(path_type=Path))
@click.argument("other", type=click.Path(path_type=Path))
@click.option("--exit-code", is_flag=True, help=translate("cli.option.diff_exit_code"))
@json_option
def diff(one: Path, other: Path, exit_code: bool, as_json: bool) -> None:
    """Tell what differs between two norms files."""
    found = differences(load(one), load(other))
    if as_json:
        entries = [asdict(difference) for difference in found]
        click.echo(json.dumps({"same": not found, "differences": entries}, ensure_ascii=False))
    else:
        _show_differences(found)
    if found and exit_code:
        raise click.exceptions.Exit(1)


def _show_differences(found: Sequence[Difference]) -> None:
    where = None
    for difference in found:
        if difference.where != where:
            where = difference.where
            if where:
                click.echo(where)
        sort = translate(f"schema.sort.{difference.sort}")
        line = f"  {_SIGNS[difference.change]} {sort} {difference.name}"
        if difference.field:
            values = f"{_value(difference.before)} → {_value(difference.after)}"
            line += f"  {translate(f'schema.field.{difference.field}')}：{values}"
        click.echo(line)
    if not found:
        click.echo(translate("schema.diff.same"))


def _value(value: object) -> str:
    if value is None:
        return "—"
    if isinstance(value, tuple):
        return "、".join(map(str, value)) or "—"
    return str(value)
