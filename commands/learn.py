"""``danghe learn``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..archive import Archive
from ..messages import translate
from .options import archive_option, json_option
from .render_json import sentence

if TYPE_CHECKING:
    from ..classify.training import Figures
    from ..learning import Lesson, Taught
    from ..schemas import Norms


@click.command("learn", help=translate("cli.learn.help"))
@archive_option
@click.option("--status", is_flag=True, help=translate("cli.option.learn_status"))
@click.option("--remove", is_flag=True, help=translate("cli.option.learn_remove"))
@click.option(
    "--truth",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=translate("cli.option.truth"),
)
@click.option("--who", help=translate("cli.option.who"))
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    directory: Path,
    status: bool,
    remove: bool,
    truth: Path | None,
    who: str | None,
    as_json: bool,
) -> None:
    """Learn from confirmed filings; exit code 1 when the model is refused."""
    with Archive.open(directory, who) as archive:
        if remove:
            key = "cli.learn.removed" if archive.unlearn() else "cli.learn.none"
            click.echo(translate(key))
        elif status:
            taught = archive.taught()
            click.echo(json.dumps(_status_json(taught)) if as_json else status_text(taught))
        else:
            lesson = archive.learn(truth)
            if as_json:
                click.echo(json.dumps(_lesson_json(lesson), ensure_ascii=False))
            else:
                _show(lesson, archive.norms)
            ctx.exit(0 if lesson.installed else 1)


def _show(lesson: Lesson, norms: Norms) -> None:
    count, boxes = sum(lesson.confirmed.values()), len(set(lesson.confirmed) - {None})
    click.echo(translate("cli.learn.confirmed", count=count, boxes=boxes))
    for box_id, papers in sorted(lesson.confirmed.items(), key=lambda one: (-one[1], one[0] or "")):
        place = norms.box_places.get(box_id or "")
        label = place[2].label if place else translate("cli.learn.no_box")
        name = f"{label}  {box_id}" if box_id else label
        click.echo(translate("cli.learn.box", count=papers, box=name))
    click.echo(translate("cli.learn.figures", papers=lesson.rules.papers))
    click.echo(_row("cli.learn.rules", lesson.rules))
    click.echo(_row("cli.learn.together", lesson.together))
    key = "cli.learn.installed" if lesson.installed else "cli.learn.refused"
    click.echo(translate(key, filed=lesson.filed))


def _row(name: str, found: Figures) -> str:
    accuracy = found.right / max(1, found.right + found.wrong)
    papers = max(1, found.papers)
    return translate(
        "cli.learn.row",
        name=translate(name),
        accuracy=accuracy,
        wrong=found.wrong / papers,
        open=found.open / papers,
    )


def status_text(taught: Taught) -> str:
    """Which model is there, and why it is not in use if it is not."""
    lines = []
    if taught.learned:
        papers, kinds = taught.learned.papers, len(taught.learned.kinds)
        made = taught.learned.made_at
        lines.append(translate("cli.learn.status", made=made, papers=papers, boxes=kinds))
    if taught.unused:
        lines.append(sentence(taught.unused))
    return "\n".join(lines) or translate("cli.learn.none")


def _status_json(taught: Taught) -> dict[str, Any]:
    learned = taught.learned
    if learned is None:
        return {"in_use": False}
    return {
        "in_use": taught.in_use is not None,
        "made_at": learned.made_at,
        "papers": learned.papers,
        "norms": {"id": learned.norms_id, "version": learned.norms_version},
        "kinds": {name: kind.papers for name, kind in learned.kinds.items()},
        "figures": learned.figures,
    }


def _lesson_json(lesson: Lesson) -> dict[str, Any]:
    return {
        "confirmed": {box_id or "": count for box_id, count in lesson.confirmed.items()},
        "rules": asdict(lesson.rules) | {"open": lesson.rules.open},
        "rules_and_model": asdict(lesson.together) | {"open": lesson.together.open},
        "installed": lesson.installed,
        "filed": lesson.filed,
    }
