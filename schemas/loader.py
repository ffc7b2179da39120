"""Load norms: those that ship, and those of a file."""

from __future__ import annotations

import shutil
from functools import lru_cache
from pathlib import Path

from ..errors import SchemaError
from .model import Norms

SHIPPED = {"district": "archive_boxes.yaml", "village": "village_boxes.yaml"}
"""Norms that come with danghe; the first are its own, the others examples of other fields."""

MAX_BYTES = 5_000_000


@lru_cache(maxsize=8)
def load(path: Path | None = None) -> Norms:
    """Load and validate norms.

    Args:
        path: A YAML file; None for the norms that ship with danghe.

    Raises:
        SchemaError: The file is missing or not valid norms.
    """
    if path is None:
        from .compiled import own  # Here, so that it can be run as a program.

        return own()
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SchemaError("schema.too_large", file=path)
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise SchemaError("schema.missing", file=path) from error
    except UnicodeDecodeError as error:
        raise SchemaError("schema.syntax", file=path, line=1, problem="UTF-8") from error
    return parse(text, str(path))


def shipped(name: str) -> Path:
    """Where norms lie that come with danghe.

    Args:
        name: A key of ``SHIPPED``.
    """
    return Path(__file__).with_name(SHIPPED[name])


def parse(text: str, file: str) -> Norms:
    """Norms from YAML text; ``file`` is named in errors.

    Raises:
        SchemaError: Not valid norms.
    """
    from .reading import parse  # What reads YAML takes as long to load as the norms to read.

    return parse(text, file)


def adopt(directory: Path, norms_path: Path | None) -> str | None:
    """Copy norms into an archive, if they can be used; returns the file's name there.

    Raises:
        SchemaError: They cannot be used.
    """
    if norms_path is None:
        return None
    load(norms_path)
    home = directory / "norms"
    home.mkdir(exist_ok=True)
    shutil.copyfile(norms_path, home / norms_path.name)
    return norms_path.name
