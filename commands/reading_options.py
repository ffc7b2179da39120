"""Options of the commands that read papers."""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import Any, cast

import click

from ..extract import Ocr, Options, limits_from, read_passwords
from ..messages import translate
from .options import F


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
