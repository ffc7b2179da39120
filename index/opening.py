"""Opening an index: which engine, and whether it still fits the program."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path

from ..errors import ArchiveError
from ..text.normalise import VERSION as FOLDING
from ..text.segment import Segmenter
from .face import Engine, Records, no_records

ENGINES = ("tantivy", "whoosh")
"""Names, best first."""

PATIENCE = 30.0
"""Seconds to wait for another process that is writing."""

_META = "meta.json"
_DATA = "data"


def open_index(
    directory: Path,
    *,
    engine: str | None,
    segmenter: Segmenter,
    schema_version: str,
    create: bool = False,
    patience: float = PATIENCE,
    records: Records = no_records,
) -> Engine:
    """Open the index in a directory.

    Args:
        directory: Belongs to the index alone.
        engine: Name out of ``ENGINES``; None takes the one that built the index, or for a new
            one the best that is installed.
        segmenter: Cuts records and queries alike.
        schema_version: Of the norms, whose terms and names are in the index.
        create: Make an empty index where there is none.
        patience: Seconds to wait for another writer.
        records: Gives records by id; engines that keep no texts look into them.

    Raises:
        ArchiveError: ``index.missing``, ``index.stale``, ``index.damaged``, ``index.engine``
            or ``index.engine_missing``.
    """
    if engine is not None and engine not in ENGINES:
        raise ArchiveError("index.engine", engine=engine, known=" ".join(ENGINES))
    meta = _read_meta(directory)
    if meta is None and not create:
        raise ArchiveError("index.missing", path=directory)
    name = engine or (meta or {}).get("engine") or _best_engine()
    build = partial(_builder(name), patience=patience, records=records)
    wanted = _meta(name, segmenter, schema_version)
    if meta is not None:
        _require_same(meta, wanted, directory)
        return _guarded(build, directory, segmenter, False)
    return _create(build, directory, segmenter, wanted)


def discard_index(directory: Path) -> None:
    """Remove an index; it can be rebuilt from the catalogue at any time."""
    shutil.rmtree(directory, ignore_errors=True)


_Builder = Callable[..., Engine]


def _builder(name: str) -> _Builder:
    if name not in ENGINES:
        raise ArchiveError("index.engine", engine=name, known=" ".join(ENGINES))
    try:
        module = import_module(f".{name}", __package__)
    except ImportError as error:
        other = next(engine for engine in ENGINES if engine != name)
        raise ArchiveError("index.engine_missing", engine=name, other=other) from error
    builder: _Builder = getattr(module, f"{name.title()}Engine")
    return builder


def _best_engine() -> str:
    return next((name for name in ENGINES if _is_installed(name)), ENGINES[-1])


def _is_installed(name: str) -> bool:
    try:
        import_module(name)
    except ImportError:
        return False
    return True


def _create(build: _Builder, directory: Path, segmenter: Segmenter, meta: dict[str, str]) -> Engine:
    """Make an empty index; it exists from the moment its description does."""
    data = directory / _DATA
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    engine = _guarded(build, directory, segmenter, True)
    written = directory / f"{_META}.new"
    with written.open("w", encoding="utf-8") as stream:
        json.dump(meta, stream, ensure_ascii=False, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    written.replace(directory / _META)
    return engine


def _guarded(build: _Builder, directory: Path, segmenter: Segmenter, create: bool) -> Engine:
    try:
        return build(directory / _DATA, segmenter, create=create)
    except Exception as error:
        raise ArchiveError("index.damaged", path=directory, why=str(error)[:200]) from error


def _meta(name: str, segmenter: Segmenter, schema_version: str) -> dict[str, str]:
    return {
        "engine": name,
        "format": str(import_module(f".{name}", __package__).FORMAT),
        "folding": FOLDING,
        "segmenter": segmenter.version,
        "norms": schema_version,
    }


def _read_meta(directory: Path) -> dict[str, str] | None:
    try:
        meta = json.loads((directory / _META).read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise ArchiveError("index.damaged", path=directory, why=str(error)) from error
    if not isinstance(meta, dict):
        raise ArchiveError("index.damaged", path=directory, why=_META)
    return {str(key): str(value) for key, value in meta.items()}


def _require_same(meta: dict[str, str], wanted: dict[str, str], directory: Path) -> None:
    for part, value in wanted.items():
        if meta.get(part) != value:
            raise ArchiveError(
                "index.stale", path=directory, part=part, found=meta.get(part), wanted=value
            )
