"""``danghe failures``."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import click

from ..archive import Archive
from ..messages import CATALOGUE, outline, translate
from ..model import Outcome, Status
from .options import archive_option, json_option
from .render_json import sentence


@click.command("failures", help=translate("cli.failures.help"))
@archive_option
@click.option("--all", "everything", is_flag=True, help=translate("cli.option.all_failures"))
@json_option
def command(directory: Path, everything: bool, as_json: bool) -> None:
    """Sources that were not read, by cause, each cause with its remedy."""
    with Archive.open(directory) as archive:
        outcomes = [
            outcome
            for outcome in archive.troubled()
            if everything or outcome.status is not Status.PARTIAL
        ]
    if as_json:
        for outcome in outcomes:
            click.echo(json.dumps(failure_json(outcome), ensure_ascii=False))
        return
    if not outcomes:
        click.echo(translate("cli.failures.none"))
    for key, group in by_cause(outcomes).items():
        click.echo(translate("cli.failures.cause", cause=cause(key), count=len(group)))
        remedy = remedy_of(group[0])
        if remedy:
            click.echo(f"  {translate('cli.remedy')}{remedy}")
        for outcome in group:
            reason = sentence(outcome.note) if outcome.note else ""
            click.echo(f"  {translate(f'status.{outcome.status}')}  {outcome.path}：{reason}")


def by_cause(outcomes: list[Outcome]) -> dict[str, list[Outcome]]:
    """Outcomes by the key of their reason, the most frequent first."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[outcome.note.key if outcome.note else ""].append(outcome)
    return dict(sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])))


def cause(key: str) -> str:
    """A cause in words."""
    return outline(key) if key else "—"


def remedy_of(outcome: Outcome) -> str | None:
    """What the user can do about it."""
    note = outcome.note
    if note is None or note.key + ".remedy" not in CATALOGUE:
        return None
    return translate(note.key + ".remedy", **note.values)


def failure_json(outcome: Outcome) -> dict[str, object]:
    """One line of ``--json``."""
    return {
        "path": outcome.path,
        "status": outcome.status.value,
        "cause": outcome.note.key if outcome.note else None,
        "reason": sentence(outcome.note) if outcome.note else None,
        "remedy": remedy_of(outcome),
    }
