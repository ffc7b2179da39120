"""``danghe watch``."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

import click

from ..archive import Archive
from ..errors import ArchiveError, UsageError
from ..extract import Options
from ..messages import translate
from ..stages.watching import Arrivals
from .options import archive_option, open_or_create
from .reading_options import reading_options
from .render_json import sentence


@click.command("watch", help=translate("cli.watch.help"))
@click.argument("folder", type=click.Path(path_type=Path))
@archive_option
@click.option("--unit", help=translate("cli.option.unit"))
@click.option("--level", help=translate("cli.option.level"))
@click.option("--year", type=click.IntRange(1900, 2200), help=translate("cli.option.year"))
@click.option("--jobs", type=click.IntRange(1, 256), help=translate("cli.option.jobs"))
@reading_options
@click.option(
    "--settle",
    type=click.FloatRange(0),
    default=5.0,
    show_default=True,
    help=translate("cli.option.settle"),
)
@click.option(
    "--interval",
    type=click.FloatRange(0.05),
    default=2.0,
    show_default=True,
    help=translate("cli.option.interval"),
)
@click.option("--once", is_flag=True, help=translate("cli.option.once"))
def command(
    folder: Path,
    directory: Path,
    unit: str | None,
    level: str | None,
    year: int | None,
    jobs: int | None,
    options: Options,
    settle: float,
    interval: float,
    once: bool,
) -> None:
    """Import what arrives in a folder, once it is written."""
    if not folder.is_dir():
        raise UsageError("cli.watch.no_directory", path=folder)
    click.echo(translate("cli.watch.watching", path=folder))
    arrivals = Arrivals(folder, directory, settle)
    with open_or_create(directory) as archive:
        while True:
            ready = arrivals.ready(time.monotonic())
            if ready:
                try:
                    _import(archive, ready, unit, level, year, jobs, options)
                    arrivals.imported(ready)
                except ArchiveError as error:
                    if error.key != "archive.busy":
                        raise
                    click.echo(translate("cli.watch.busy"), err=True)
            elif once and not arrivals.unfinished:
                return
            time.sleep(interval)


def _import(
    archive: Archive,
    ready: tuple[str, ...],
    unit: str | None,
    level: str | None,
    year: int | None,
    jobs: int | None,
    options: Options,
) -> None:
    outcomes = archive.import_(ready, unit=unit, level=level, year=year, jobs=jobs, options=options)
    for outcome in outcomes:
        if outcome.known:
            continue
        status = translate(f"status.{outcome.status}")
        reason = f"  {sentence(outcome.note)}" if outcome.note else ""
        moment = datetime.now().strftime("%H:%M:%S")
        path = f"{outcome.path}{reason}"
        click.echo(translate("cli.watch.imported", time=moment, status=status, path=path))
