"""``danghe report``."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import click

from ..archive import Archive
from ..errors import UsageError
from ..messages import translate
from ..text.dates import find_dates
from .options import archive_option

_FILE = click.Path(path_type=Path, dir_okay=False)
_READABLE = click.Path(path_type=Path, dir_okay=False, exists=True)
_MOST_DAYS = 3660


@click.command("report", help=translate("cli.report.help"))
@click.option("--unit", help=translate("cli.option.check_unit"))
@click.option("--year", type=click.IntRange(1900, 2200))
@click.option("--out", type=_FILE, help=translate("cli.report.out"))
@click.option(
    "--kind",
    type=click.Choice(["check", "problems", "notice"]),
    help=translate("cli.report.kind"),
)
@click.option("--template", type=_READABLE, help=translate("cli.report.template"))
@click.option("--template-out", type=_FILE, help=translate("cli.report.template_out"))
@click.option("--inspectors", multiple=True, help=translate("cli.report.inspectors"))
@click.option("--issuer", default="", help=translate("cli.report.issuer"))
@click.option("--deadline", help=translate("cli.report.deadline"))
@archive_option
@click.option("--level", help=translate("cli.option.level"))
@click.option("--norms", type=click.Path(path_type=Path), help=translate("cli.option.norms"))
@click.option("--show-personal", "--unmask", is_flag=True, help=translate("cli.option.unmask"))
def command(
    unit: str | None,
    year: int | None,
    out: Path | None,
    kind: str | None,
    template: Path | None,
    template_out: Path | None,
    inspectors: tuple[str, ...],
    issuer: str,
    deadline: str | None,
    directory: Path,
    level: str | None,
    norms: Path | None,
    show_personal: bool,
) -> None:
    """Write a report to be signed, or the template of a notice."""
    from ..check.report_rows import Terms, report_rows
    from ..reports import Kind, format_of, written

    if template_out is not None:
        _write_template(template_out)
        if out is None:
            return
    if unit is None or year is None or out is None:
        given = {"--unit": unit, "--year": year, "--out": out}
        lacking = " ".join(name for name, value in given.items() if value is None)
        raise UsageError("report.error.missing", options=lacking)
    chosen = Kind(kind or ("notice" if template else "check"))
    format_of(out, chosen, template)
    with Archive.open(directory) as archive:
        check = archive.check(unit, year, level=level, norms_path=norms)
        day = check.as_of or date.today()
        by = deadline_of(deadline, day) if deadline else None
        names = tuple(
            name for text in inspectors for name in re.split(r"[、,，;；\s]+", text) if name
        )
        terms = Terms(names, issuer, by, show_personal)
        content = written(report_rows(check, terms), out, chosen, template)
        if show_personal:
            about = {"report": chosen.value, "unit": check.unit, "year": year, "out": str(out)}
            archive.catalogue.audit("unmask", about)
    out.write_bytes(content)
    click.echo(translate("cli.check.written", path=out), err=True)


def _write_template(path: Path) -> None:
    from ..reports import default_template, default_text

    known = (".docx", ".txt")
    if path.suffix.lower() not in known:
        endings = " ".join(known)
        raise UsageError("report.error.suffix", path=path, kind="--template-out", known=endings)
    text = path.suffix.lower() == ".txt"
    content = default_text().encode() if text else default_template()
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise UsageError("report.error.exists", path=path) from None
    click.echo(translate("cli.check.written", path=path), err=True)


def deadline_of(written: str, day: date) -> date:
    """The day by which a unit is to mend what is lacking.

    Args:
        written: A date in any usual writing, or a number of days.
        day: Day of the check, from which days count.

    Raises:
        UsageError: It is neither, or lies before ``day``.
    """
    text = written.strip()
    if re.fullmatch(r"[0-9]{1,4}", text) and int(text) <= _MOST_DAYS:
        return day + timedelta(days=int(text))
    found = [one for one in find_dates(text) if (one.start, one.end) == (0, len(text))]
    if len(found) == 1 and len(found[0].date) == len("2024-05-31"):
        by = date.fromisoformat(found[0].date)
        if by >= day:
            return by
    raise UsageError("report.error.deadline", written=written, day=day.isoformat())
