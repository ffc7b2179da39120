"""``danghe import``."""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from ..archive import Archive
from ..delivery.report import csv_text
from ..extract import Options
from ..importing import Paused
from ..importing import Progress as Step
from ..messages import translate
from ..model import Outcome, Status
from ..stages.delivering import Delivery
from ..stages.foresight import Foreseen
from .options import archive_option, open_or_create
from .reading_options import reading_options
from .render_json import foreseen_json, outcome_json, sentence

_SHOWN_PROBLEMS = 12
PAUSED = 130


@click.command("import", help=translate("cli.import.help"))
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@archive_option
@click.option("--unit", help=translate("cli.option.unit"))
@click.option("--level", help=translate("cli.option.level"))
@click.option("--year", type=click.IntRange(1900, 2200), help=translate("cli.option.year"))
@click.option("--jobs", type=click.IntRange(1, 256), help=translate("cli.option.jobs"))
@reading_options
@click.option("--link", is_flag=True, help=translate("cli.option.link"))
@click.option("--retry-failed", is_flag=True, help=translate("cli.option.retry"))
@click.option("--dry-run", is_flag=True, help=translate("cli.option.dry_run"))
@click.option(
    "--catalogue",
    type=click.Path(path_type=Path, dir_okay=False),
    help=translate("cli.option.catalogue"),
)
@click.option(
    "--mapping",
    type=click.Path(path_type=Path, dir_okay=False),
    help=translate("cli.option.mapping"),
)
@click.option(
    "--deviations",
    type=click.File("w", "utf-8-sig"),
    help=translate("cli.option.deviations"),
)
@click.option("--schema", type=click.Path(path_type=Path), help=translate("cli.option.schema"))
@click.option("--report", type=click.File("w", "utf-8"), help=translate("cli.option.report"))
@click.option("--strict", is_flag=True, help=translate("cli.option.strict_import"))
def command(
    paths: tuple[str, ...],
    directory: Path,
    unit: str | None,
    level: str | None,
    year: int | None,
    jobs: int | None,
    options: Options,
    link: bool,
    retry_failed: bool,
    dry_run: bool,
    catalogue: Path | None,
    mapping: Path | None,
    deviations: IO[str] | None,
    schema: Path | None,
    report: IO[str] | None,
    strict: bool,
) -> None:
    """Import files and folders."""
    delivery = Delivery.read(catalogue, mapping, options) if catalogue else None
    if dry_run:
        _foresee(paths, directory, options, retry_failed, report, delivery)
        _show_deviations(delivery, deviations)
        return
    summary, paused = Summary(), False
    with open_or_create(directory, schema) as archive, progress_bar() as advance:
        outcomes = archive.import_(
            paths,
            unit=unit,
            level=level,
            year=year,
            jobs=jobs,
            link=link,
            options=options,
            retry=retry_failed,
            delivery=delivery,
            reasons=report is not None,
            progress=advance,
        )
        try:
            for outcome in _reported(outcomes, report, archive):
                summary.add(outcome)
        except Paused:
            paused = True
        unused = archive.taught().unused
    summary.show()
    if unused:
        click.echo(sentence(unused), err=True)
    _show_deviations(delivery, deviations)
    if paused:
        click.echo(translate("cli.import.paused"))
        raise click.exceptions.Exit(PAUSED)
    if strict and summary.by_status[Status.FAILED]:
        raise click.exceptions.Exit(1)


def _reported(
    outcomes: Iterable[Outcome], report: IO[str] | None, archive: Archive
) -> Iterator[Outcome]:
    for outcome in outcomes:
        _write_line(report, outcome_json(outcome, archive.norms))
        yield outcome


def _write_line(report: IO[str] | None, value: object) -> None:
    if report is not None:
        line = json.dumps(value, ensure_ascii=False)
        report.write(line.encode("utf-8", "replace").decode("utf-8") + "\n")


class Summary:
    """Counts that add up, and the sources that need a look."""

    def __init__(self) -> None:
        self.by_status: Counter[Status] = Counter()
        self.known = 0
        self.records: dict[str, bool] = {}
        self.problems: list[Outcome] = []

    def add(self, outcome: Outcome) -> None:
        """Count one outcome; a record that several sources make up counts once."""
        self.by_status[outcome.status] += 1
        self.known += outcome.known
        for one in outcome.filed if outcome.status is not Status.DUPLICATE else ():
            self.records[one.record.id] = one.filing.box_id is not None
        if outcome.status not in (Status.IMPORTED, Status.DUPLICATE):
            self.problems.append(outcome)

    def show(self) -> None:
        """Print it."""
        total = sum(self.by_status.values())
        parts = "，".join(
            f"{translate(f'status.{status}')} {self.by_status[status]}" for status in Status
        )
        click.echo(translate("cli.import.sources", total=total, parts=parts))
        filed = sum(self.records.values())
        click.echo(
            translate(
                "cli.import.records",
                total=len(self.records),
                filed=filed,
                open=len(self.records) - filed,
            )
        )
        if self.known:
            click.echo(translate("cli.import.known", known=self.known))
        for outcome in self.problems[:_SHOWN_PROBLEMS]:
            reason = sentence(outcome.note) if outcome.note else ""
            click.echo(f"  {translate(f'status.{outcome.status}')}  {outcome.path}：{reason}")
        more = len(self.problems) - _SHOWN_PROBLEMS
        if more > 0:
            click.echo(translate("cli.import.more", more=more))


def _foresee(
    paths: tuple[str, ...],
    directory: Path,
    options: Options,
    retry: bool,
    report: IO[str] | None,
    delivery: Delivery | None,
) -> None:
    """What would happen; where there is no archive yet, none is made."""
    with tempfile.TemporaryDirectory() as elsewhere:
        exists = (directory / "danghe.json").exists()
        archive = Archive.open(directory) if exists else Archive.create(Path(elsewhere) / "a")
        with archive:
            counts: Counter[str] = Counter()
            troubles: list[Foreseen] = []
            for foreseen in archive.foresee(paths, options=options, retry=retry, delivery=delivery):
                _write_line(report, foreseen_json(foreseen))
                counts["known" if foreseen.known else foreseen.would] += 1
                if foreseen.would in ("failed", "unsupported") and not foreseen.known:
                    troubles.append(foreseen)
    parts = "，".join(
        f"{translate(f'foreseen.{name}')} {counts[name]}"
        for name in ("read", "unpack", "known", "duplicate", "unsupported", "failed")
    )
    click.echo(translate("cli.import.foreseen", total=sum(counts.values()), parts=parts))
    for foreseen in troubles[:_SHOWN_PROBLEMS]:
        reason = sentence(foreseen.note) if foreseen.note else ""
        click.echo(f"  {translate(f'foreseen.{foreseen.would}')}  {foreseen.path}：{reason}")
    if len(troubles) > _SHOWN_PROBLEMS:
        click.echo(translate("cli.import.more", more=len(troubles) - _SHOWN_PROBLEMS))


def _show_deviations(delivery: Delivery | None, deviations: IO[str] | None) -> None:
    """How images and a delivery's catalogue differ, row by row."""
    if delivery is None:
        return
    problems = list(delivery.problems())
    if deviations is not None:
        deviations.write(csv_text(problems))
    rows = len(delivery.catalogue.rows)
    click.echo(
        translate("cli.delivery.rows", file=delivery.file, rows=rows, problems=len(problems))
    )
    for problem in problems[:_SHOWN_PROBLEMS]:
        where = translate("cli.delivery.line", **problem) if problem["line"] else problem["place"]
        click.echo(translate("cli.delivery.problem", where=where, message=problem["message"]))
    if len(problems) > _SHOWN_PROBLEMS:
        click.echo(translate("cli.import.more", more=len(problems) - _SHOWN_PROBLEMS))


class _Rate(ProgressColumn):
    """Files a second."""

    def render(self, task: Task) -> Text:
        return Text(translate("cli.import.rate", rate=f"{task.speed or 0:.1f}"))


@contextmanager
def progress_bar() -> Iterator[Callable[[Step], None]]:
    """A bar on stderr, with rate and time left; nothing where no one watches."""
    columns = (
        TextColumn(translate("cli.import.bar")),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=None)

        def advance(step: Step) -> None:
            bar.update(task, completed=step.done, total=step.found)

        yield advance
