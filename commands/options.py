"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from ..archive import Archive
from ..extract import Ocr, Options, limits_from, read_passwords
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


def reading_options(command: F) -> F:
    """``--ocr``, ``--limit`` and ``--password-file``, handed over as one ``options``."""

    @click.option(
        "--ocr",
        type=click.Choice([value.value for value in Ocr]),
        default=Ocr.AUTO.value,
        show_default=True,
        help=translate("cli.option.ocr"),
    )
    @click.option("--limit", "limits", multiple=True, help=translate("cli.option.limit"))
    @click.option(
        "--password-file",
        type=click.Path(path_type=Path, dir_okay=False),
        help=translate("cli.option.passwords"),
    )
    @wraps(command)
    def with_options(
        *args: Any, ocr: str, limits: tuple[str, ...], password_file: Path | None, **rest: Any
    ) -> Any:
        passwords = read_passwords(password_file) if password_file else ()
        options = Options(limits_from(limits), Ocr(ocr), passwords)
        return command(*args, options=options, **rest)

    return cast(F, with_options)


def open_or_create(directory: Path, schema: Path | None = None) -> Archive:
    """The archive of a directory, made if there is none yet."""
    if (directory / "danghe.json").exists():
        return Archive.open(directory)
    return Archive.create(directory, schema)
