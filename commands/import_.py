"""``danghe import``."""

from __future__ import annotations

import json
import sys
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
from ..importing import Progress as Step
from ..messages import translate
from ..model import Outcome, Status
from .options import archive_option, open_or_create
from .render_json import outcome_json, sentence

_SHOWN_PROBLEMS = 12


@click.command("import", help=translate("cli.import.help"))
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@archive_option
@click.option("--unit", help=translate("cli.option.unit"))
@click.option("--level", help=translate("cli.option.level"))
@click.option("--year", type=click.IntRange(1900, 2200), help=translate("cli.option.year"))
@click.option("--jobs", type=click.IntRange(1, 256), help=translate("cli.option.jobs"))
@click.option(
    "--ocr",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help=translate("cli.option.ocr"),
)
@click.option("--link", is_flag=True, help=translate("cli.option.link"))
@click.option("--retry-failed", is_flag=True, help=translate("cli.option.retry"))
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
    ocr: str,
    link: bool,
    retry_failed: bool,
    schema: Path | None,
    report: IO[str] | None,
    strict: bool,
) -> None:
    """Import files and folders."""
    with open_or_create(directory, schema) as archive, _progress_bar() as advance:
        if ocr == "always":
            click.echo(translate("cli.import.no_ocr"), err=True)
        outcomes = archive.import_(
            paths,
            unit=unit,
            level=level,
            year=year,
            jobs=jobs,
            link=link,
            retry=retry_failed,
            progress=advance,
        )
        summary = _Summary()
        for outcome in _reported(outcomes, report, archive):
            summary.add(outcome)
    summary.show()
    if strict and summary.by_status[Status.FAILED]:
        raise click.exceptions.Exit(1)


def _reported(
    outcomes: Iterable[Outcome], report: IO[str] | None, archive: Archive
) -> Iterator[Outcome]:
    for outcome in outcomes:
        if report is not None:
            line = json.dumps(outcome_json(outcome, archive.norms), ensure_ascii=False)
            report.write(line.encode("utf-8", "replace").decode("utf-8") + "\n")
        yield outcome


class _Summary:
    """Counts that add up, and the sources that need a look."""

    def __init__(self) -> None:
        self.by_status: Counter[Status] = Counter()
        self.known = 0
        self.filed = self.open = 0
        self.problems: list[Outcome] = []

    def add(self, outcome: Outcome) -> None:
        self.by_status[outcome.status] += 1
        self.known += outcome.known
        for one in outcome.filed if outcome.status is not Status.DUPLICATE else ():
            self.filed += one.filing.box_id is not None
            self.open += one.filing.box_id is None
        if outcome.status not in (Status.IMPORTED, Status.DUPLICATE):
            self.problems.append(outcome)

    def show(self) -> None:
        total = sum(self.by_status.values())
        parts = "，".join(
            f"{translate(f'status.{status}')} {self.by_status[status]}" for status in Status
        )
        click.echo(translate("cli.import.sources", total=total, parts=parts))
        click.echo(
            translate(
                "cli.import.records", total=self.filed + self.open, filed=self.filed, open=self.open
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


class _Rate(ProgressColumn):
    """Files a second."""

    def render(self, task: Task) -> Text:
        return Text(translate("cli.import.rate", rate=f"{task.speed or 0:.1f}"))


@contextmanager
def _progress_bar() -> Iterator[Callable[[Step], None]]:
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
