"""Load norms: those that ship, and those of a file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import SchemaError
from .model import Norms

if TYPE_CHECKING:
    from .reading import Base

SHIPPED = {"district": "archive_boxes.yaml", "village": "village_boxes.yaml"}
"""Norms that come with danghe; the first are its own, the others examples of other fields."""

MAX_BYTES = 5_000_000
MAX_BASES = 8
"""Norms that extend norms that extend norms …: so many deep."""

_HERE = Path(__file__).parent


@lru_cache(maxsize=32)
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
    return _parse(_text(path), str(path), _Chain(path.parent, (path.name,)))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SchemaError("schema.too_large", file=path)
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise SchemaError("schema.missing", file=path) from error
    except UnicodeDecodeError as error:
        raise SchemaError("schema.syntax", file=path, line=1, problem="UTF-8") from error


@dataclass(frozen=True)
class _Chain:
    """Norms that extend others, from the file that was asked for on.

    Attributes:
        folder: Where bases lie, besides those that ship; None: nowhere.
        names: Files passed through.
    """

    folder: Path | None
    names: tuple[str, ...]

    def __call__(self, name: object, file: str, line: int) -> dict[str, Any]:
        """The tree of a base, laid over its own base in turn.

        Raises:
            SchemaError: It is missing, lies elsewhere, or the chain is a circle or too long.
        """
        from .reading import tree

        told = {"file": file, "line": line, "base": str(name)}
        path = self._place(name)
        if path is None:
            raise SchemaError("schema.no_base", known=" ".join(SHIPPED), **told)
        if path.name in self.names:
            raise SchemaError("schema.base_circle", **told)
        if len(self.names) > MAX_BASES:
            raise SchemaError("schema.base_depth", limit=MAX_BASES, **told)
        folder = None if path.parent == _HERE else path.parent
        _, whole = tree(_text(path), str(path), _Chain(folder, (*self.names, path.name)))
        if not isinstance(whole, dict):
            raise SchemaError("schema.no_base", known=" ".join(SHIPPED), **told)
        return whole

    def _place(self, name: object) -> Path | None:
        """Norms that ship, or a file beside; nothing that a link or a way leads to elsewhere."""
        if not isinstance(name, str):
            return None
        if name in SHIPPED:
            return shipped(name)
        if self.folder is None or name in ("", ".", "..") or Path(name).name != name:
            return None
        path = self.folder / name
        if not path.is_file() or path.resolve().parent != self.folder.resolve():
            return None
        return path


def base_that_ships(name: object, file: str, line: int) -> dict[str, Any]:
    """The tree of norms that ship, for text that lies in no folder."""
    return _Chain(None, (file,))(name, file, line)


def shipped(name: str) -> Path:
    """Where norms lie that come with danghe.

    Args:
        name: A key of ``SHIPPED``.
    """
    return Path(__file__).with_name(SHIPPED[name])


def parse(text: str, file: str) -> Norms:
    """Norms from YAML text; ``file`` is named in errors. It may extend norms that ship.

    Raises:
        SchemaError: Not valid norms.
    """
    return _parse(text, file, base_that_ships)


def _parse(text: str, file: str, base: Base) -> Norms:
    from .reading import parse  # What reads YAML takes as long to load as the norms to read.

    return parse(text, file, base)


def adopt(directory: Path, norms_path: Path | None) -> str | None:
    """Copy norms into an archive, with those beside them that they extend.

    Returns:
        Their place in the archive's ``norms`` directory.

    Raises:
        SchemaError: They cannot be used.
    """
    if norms_path is None:
        return None
    load.cache_clear()
    load(norms_path)
    home = directory / "norms"
    names = _files(norms_path)
    folder = next(place for place in _folders(home) if _has_room(place, norms_path.parent, names))
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        shutil.copyfile(norms_path.parent / name, folder / name)
    return (folder / norms_path.name).relative_to(home).as_posix()


def _files(path: Path) -> list[str]:
    """The file of norms and those beside it that it extends."""
    from .reading import extended

    names = [path.name]
    while True:
        base = extended((path.parent / names[-1]).read_text("utf-8-sig"))
        if base is None or base in SHIPPED or base in names:
            return names
        names.append(base)


def _folders(home: Path) -> Iterator[Path]:
    yield home
    yield from (home / str(number) for number in count(2))


def _has_room(folder: Path, source: Path, names: Sequence[str]) -> bool:
    """Whether no other file of one of these names lies there."""
    return all(
        not (folder / name).exists() or (folder / name).read_bytes() == (source / name).read_bytes()
        for name in names
    )
