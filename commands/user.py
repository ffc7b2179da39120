"""``danghe user``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..archive import Archive
from ..catalogue import ROLES
from ..errors import UsageError
from ..messages import translate
from .options import archive_option, json_option

_MOST_BYTES = 4096
_password_option = click.option(
    "--password-file", type=click.Path(path_type=Path, dir_okay=False),
    help=translate("cli.user.password_file"),
)  # fmt: skip


@click.group("user", help=translate("cli.user.help"))
def command() -> None:
    """Users of the pages."""


@command.command("add", help=translate("cli.user.add.help"))
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), required=True, help=translate("cli.user.role"))
@click.option("--unit", "units", multiple=True, help=translate("cli.user.unit"))
@_password_option
@archive_option
def add(
    name: str, role: str, units: tuple[str, ...], password_file: Path | None, directory: Path
) -> None:
    """Let someone sign in."""
    from ..web.passwords import hash_password

    with Archive.open(directory) as archive:
        known = tuple(dict.fromkeys(archive.unit_named(unit).name for unit in units)) or None
        hashed = hash_password(_password(password_file))
        user = archive.catalogue.add_user(name, hashed, role, known, first=False)
    click.echo(translate("cli.user.added", name=user.name, role=translate(f"role.{user.role}")))


@command.command("list", help=translate("cli.user.list.help"))
@archive_option
@json_option
def listing(directory: Path, as_json: bool) -> None:
    """List users."""
    with Archive.open(directory) as archive:
        users = archive.catalogue.users()
    if as_json:
        entries = [
            {"name": u.name, "role": u.role, "units": None if u.units is None else list(u.units)}
            for u in users
        ]
        click.echo(json.dumps(entries, ensure_ascii=False))
        return
    for user in users:
        units = translate("cli.user.all") if user.units is None else "、".join(user.units)
        click.echo("\t".join((user.name, translate(f"role.{user.role}"), units)))


@command.command("password", help=translate("cli.user.password.help"))
@click.argument("name")
@_password_option
@archive_option
def password(name: str, password_file: Path | None, directory: Path) -> None:
    """Give a user another password."""
    from ..web.passwords import hash_password

    with Archive.open(directory) as archive:
        archive.catalogue.user(name)
        archive.catalogue.set_password(name, hash_password(_password(password_file)))
    click.echo(translate("cli.user.changed", name=name))


@command.command("remove", help=translate("cli.user.remove.help"))
@click.argument("name")
@archive_option
def remove(name: str, directory: Path) -> None:
    """Let a user sign in no more."""
    with Archive.open(directory) as archive:
        archive.catalogue.remove_user(name)
    click.echo(translate("cli.user.removed", name=name))


def _password(path: Path | None) -> str:
    """A password, asked for without showing it, or the first line of a file."""
    if path is None:
        asked = translate("cli.user.ask")
        found: str = click.prompt(asked, hide_input=True, confirmation_prompt=True)
        return found
    try:
        with path.open("rb") as file:
            lines = file.read(_MOST_BYTES).decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise UsageError("user.password_file", path=path, reason=reason) from error
    return lines[0] if lines else ""
