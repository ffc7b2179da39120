"""``danghe show``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..archive import Archive
from ..messages import translate
from ..text.mask import mask_personal
from .options import archive_option, json_option
from .render_json import record_json, scan_json, sentence


@click.command("show", help=translate("cli.show.help"))
@click.argument("record")
@archive_option
@click.option("--text", "with_text", is_flag=True, help=translate("cli.option.text"))
@click.option("--page", type=click.IntRange(1), help=translate("cli.option.page"))
@click.option(
    "--image", type=click.Path(path_type=Path, dir_okay=False), help=translate("cli.option.image")
)
@click.option("--unmask", is_flag=True, help=translate("cli.option.unmask"))
@json_option
def command(
    record: str,
    directory: Path,
    with_text: bool,
    page: int | None,
    image: Path | None,
    unmask: bool,
    as_json: bool,
) -> None:
    """One record: description, filing, reasons; or one of its pages."""
    if page is not None or image is not None:
        _show_page(record, directory, page or 1, image, unmask, as_json)
        return
    with Archive.open(directory) as archive:
        filed = archive.record(record)
        described = record_json(filed, archive.norms)
        text = archive.text(record, unmasked=unmask) if with_text else None
    if as_json:
        described |= {"decided_by": filed.filing.decided_by, "no_box": filed.filing.boxless}
        click.echo(json.dumps(described | ({"text": text} if text else {}), ensure_ascii=False))
        return
    if filed.filing.box_id is None:
        described["box_name"] = translate("cli.no_box" if filed.filing.boxless else "cli.open")
    for name in (
        "title",
        "archival_no",
        "doctype",
        "doc_no",
        "author",
        "date",
        "unit",
        "year",
        "period",
        "box_id",
    ):
        click.echo(f"{translate(f'field.{name}')}\t{described[name] or '—'}")
    for name in ("box_name", "item", "retention", "confidence"):
        click.echo(f"{translate(f'field.{name}')}\t{described[name] or '—'}")
    click.echo(translate("cli.show.reasons"))
    for reason in filed.filing.reasons:
        click.echo(f"  {reason.weight:5.2f}  {sentence(reason.note)}")
    if text:
        click.echo("\n" + text)


def _show_page(
    record: str, directory: Path, page: int, image: Path | None, unmask: bool, as_json: bool
) -> None:
    """Lines of a page with their confidence; its image shows personal numbers as they are."""
    with Archive.open(directory) as archive:
        view = archive.page(record, page, unmasked=unmask or image is not None)
    if image is not None:
        view.image.save(image, "PNG")
        click.echo(translate("cli.check.written", path=image))
    lines = view.scan.lines if view.scan else ()
    if as_json:
        click.echo(json.dumps(scan_json(view.scan, unmask), ensure_ascii=False))
    elif view.scan is None:
        click.echo(translate("cli.show.no_scan"))
    else:
        for line in lines:
            text = line.text if unmask else mask_personal(line.text)
            click.echo(f"{line.confidence:.2f}  {','.join(map(str, line.box)):>20}  {text}")
