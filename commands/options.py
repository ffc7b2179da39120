"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from ..archive import Archive
from ..messages import translate

F = TypeVar("F", bound=Callable[..., Any])
DEFAULT_ARCHIVE = "danghe-archive"


def archive_option(command: F) -> F:
    """``--archive DIR``, else ``DANGHE_ARCHIVE``, else ``danghe-archive`` here."""
    return click.option(
        "--archive",
        "directory",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="DANGHE_ARCHIVE",
        default=DEFAULT_ARCHIVE,
        show_default=True,
        help=translate("cli.option.archive"),
    )(command)


def json_option(command: F) -> F:
    """``--json``: machine-readable output."""
    return click.option("--json", "as_json", is_flag=True, help=translate("cli.option.json"))(
        command
    )


def open_or_create(directory: Path, schema: Path | None = None) -> Archive:
    """The archive of a directory, made if there is none yet."""
    if (directory / "danghe.json").exists():
        return Archive.open(directory)
    return Archive.create(directory, schema)
