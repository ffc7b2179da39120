"""``danghe status``."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from ..archive import Archive
from ..catalogue import Run
from ..messages import translate
from ..model import FiledRecord, Outcome, Status
from .failures import by_cause, cause
from .options import archive_option, json_option

_CAUSES = 8


@click.command("status", help=translate("cli.status.help"))
@archive_option
@json_option
def command(directory: Path, as_json: bool) -> None:
    """What an archive holds, how far its import is, and what failed for which cause."""
    with Archive.open(directory) as archive:
        counts = archive.counts()
        states = Counter(map(_state, archive.filed()))
        units = archive.units()
        title = archive.norms.title
        run, running = archive.latest_run(), archive.is_being_written()
        failed = [o for o in archive.troubled() if o.status is not Status.PARTIAL]
    numbers = {status.value: counts.get(status, 0) for status in Status}
    total = sum(numbers.values())
    causes = by_cause(failed)
    if as_json:
        facts = {"sources": total, **numbers, "records": states.total(), "filed": states["filed"]}
        facts |= {"no_box": states["no_box"]}
        facts |= {"norms": title, "units": [unit.name for unit in units]}  # type: ignore[dict-item]
        failures = {key: len(group) for key, group in causes.items()}
        state = run_json(run, running) if run else None
        click.echo(json.dumps({**facts, "failures": failures, "run": state}, ensure_ascii=False))
        return
    parts = "，".join(f"{translate(f'status.{name}')} {n}" for name, n in numbers.items())
    click.echo(translate("cli.import.sources", total=total, parts=parts))
    said = {"total": states.total(), "filed": states["filed"], "open": states["open"]}
    click.echo(translate("cli.import.records", **said))
    if states["no_box"]:
        click.echo(translate("cli.status.no_box", count=states["no_box"]))
    click.echo(translate("cli.status.norms", title=title))
    click.echo(translate("cli.status.units", units="、".join(unit.name for unit in units) or "—"))
    if run is not None:
        click.echo(run_sentence(run, running))
    _show_causes(causes)


def _state(one: FiledRecord) -> str:
    if one.filing.boxless:
        return "no_box"
    return "open" if one.filing.is_open else "filed"


def run_json(run: Run, running: bool) -> dict[str, Any]:
    """How far an import is or was; times in seconds."""
    rate = _rate(run)
    going = running and run.ended is None
    left = (run.found - run.done) / rate if going and rate else None
    return {
        "state": run.ended or ("running" if running else "killed"),
        "found": run.found,
        "done": run.done,
        "files_per_second": round(rate, 2),
        "seconds_left": round(left, 1) if left is not None else None,
        "started_at": run.started_at,
        "paths": list(run.paths),
    }


def _rate(run: Run) -> float:
    started = datetime.fromisoformat(run.started_at)
    seconds = (datetime.fromisoformat(run.updated_at) - started).total_seconds()
    return run.done / max(1.0, seconds)


def run_sentence(run: Run, running: bool, at: str | None = None) -> str:
    """How far an import is or was, in words.

    Args:
        run: The import.
        running: Some process writes to the archive now.
        at: When it began, as it is to be said.
    """
    rate = _rate(run)
    if running and run.ended is None:
        passed = datetime.now(UTC) - datetime.fromisoformat(run.started_at)
        rate = run.done / max(1.0, passed.total_seconds())
        left = str(timedelta(seconds=round((run.found - run.done) / rate))) if rate else "—"
        return translate(
            "cli.status.running", done=run.done, found=run.found, rate=f"{rate:.1f}", left=left
        )
    return translate(
        "cli.status.ended",
        at=at or run.started_at,
        done=run.done,
        found=run.found,
        rate=f"{rate:.1f}",
        how=translate(f"run.{run.ended or 'killed'}"),
    )


def _show_causes(causes: dict[str, list[Outcome]]) -> None:
    if not causes:
        return
    click.echo(translate("cli.status.causes"))
    for key, group in list(causes.items())[:_CAUSES]:
        click.echo("  " + translate("cli.failures.cause", cause=cause(key), count=len(group)))
    click.echo(translate("cli.status.see"))
