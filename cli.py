"""The command line: a group whose commands load when they are called."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Iterable
from importlib import import_module

import click

from . import __version__
from .errors import DangheError
from .messages import LANGUAGES, translate

COMMANDS = (
    "import",
    "search",
    "similar",
    "saved",
    "synonym",
    "word",
    "check",
    "figures",
    "report",
    "boxes",
    "status",
    "failures",
    "watch",
    "show",
    "review",
    "why",
    "assign",
    "reopen",
    "undo",
    "learn",
    "waive",
    "unit",
    "norms",
    "schema",
    "reindex",
    "log",
    "serve",
    "user",
)
"""In the order of help; each lives in ``commands/<name>.py`` (``import_`` for import)."""


class LazyGroup(click.Group):
    """A group that imports a command's module at its first use and words its errors once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names, in the order of help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = "import_" if cmd_name == "import" else cmd_name
        command = import_module(f".commands.{module}", __package__).command
        assert isinstance(command, click.Command)
        return command

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What danghe is, in the language in force."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(translate("cli.help"))

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; an error of ours goes to stderr with its remedy and exit code."""
        try:
            return super().invoke(ctx)
        except DangheError as error:
            click.echo(f"{translate('cli.error')}{error}", err=True)
            for line in _place_of(error):
                click.echo(line, err=True)
            click.echo(f"{translate('cli.remedy')}{error.remedy}", err=True)
            ctx.exit(error.exit_code)


def _place_of(error: DangheError) -> Iterable[str]:
    """For an error within a query: the query, and a mark under the place."""
    if not {"query", "position"} <= error.values.keys():
        return ()
    from .commands.caret import pointed

    return pointed(error.values["query"], int(error.values["position"]))


def _set_language(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value:
        os.environ["DANGHE_LANG"] = value


@click.command(cls=LazyGroup)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    callback=_set_language,
    is_eager=True,
    expose_value=False,
    help="zh / en",
)
@click.version_option(__version__, prog_name="danghe")
def cli() -> None:
    """All commands."""


def _collect_garbage_rarely() -> None:
    """Spare a short run a seventh of its time.

    Imports, norms and dictionaries are many objects and no garbage: the collector would go
    through them again and again, and once more before the process ends.
    """
    gc.set_threshold(100_000, 20, 20)
    atexit.register(gc.freeze)


def main() -> None:
    """Entry point of the ``danghe`` script."""
    _collect_garbage_rarely()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    cli(prog_name="danghe")
