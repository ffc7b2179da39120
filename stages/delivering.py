"""A vendor's delivery: its catalogue read safely, its files matched, its deviations told."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from pebble import ProcessExpired, ProcessPool

from ..catalogue.comparing import Listed
from ..catalogue.discovery import Found, display
from ..delivery import (
    Catalogue,
    Matching,
    csv_rows,
    problem_rows,
    read_catalogue,
    read_mapping,
)
from ..delivery.columns import NO_MAPPING
from ..errors import DangheError, UsageError
from ..extract import Options, limit_process, read
from ..model import BlockKind
from .listing import delivered, grouped

MAX_MAPPING_BYTES = 1 << 20

Table: TypeAlias = tuple[str, tuple[tuple[str, ...], ...]]


class Delivery:
    """What a delivery's catalogue says, and how the files fit it once they are listed.

    Args:
        file: Name of the catalogue, for reasons and messages.
        catalogue: What was read of it.
        path: Where it lies; it is no paper of the delivery itself.
    """

    def __init__(self, file: str, catalogue: Catalogue, path: Path | None = None) -> None:
        self.file = file
        self._place = os.path.realpath(path) if path else None
        self.catalogue = catalogue
        self._matchings: list[Matching] = []

    @classmethod
    def read(cls, path: Path, mapping: Path | None, options: Options) -> Delivery:
        """Read a catalogue, in a process of its own: it comes from outside.

        Args:
            path: A spreadsheet, a CSV, or any other file that holds tables.
            mapping: A file that says which column holds what.
            options: For reading.

        Raises:
            UsageError: It cannot be read, or holds no catalogue.
        """
        columns = NO_MAPPING
        if mapping is not None:
            columns = read_mapping(_text_of(mapping), mapping.name)
        tables = _tables_of(path, options)
        return cls(display(path.name), read_catalogue(tables, columns), path)

    def grouping(self, founds: Sequence[Found]) -> list[Listed]:
        """Files and papers, described by the catalogue where any of them is in it."""
        own = [found for found in founds if os.path.realpath(found.path) == self._place]
        papers = [found for found in founds if found not in own]
        listed, matching = delivered(papers, self.catalogue.rows, self.file)
        if not any(one.row is not None and (one.pages or one.files) for one in matching.delivered):
            return grouped(founds)
        self._matchings.append(matching)
        return [*own, *listed]

    def problems(self) -> Iterator[dict[str, str]]:
        """Deviations, row by row, once the files have been listed."""
        if not self._matchings:
            _, nothing = delivered((), self.catalogue.rows, self.file)
            self._matchings.append(nothing)
        for matching in self._matchings:
            yield from problem_rows(matching, self.catalogue.notes)


def _text_of(mapping: Path) -> str:
    try:
        with mapping.open("rb") as file:
            return file.read(MAX_MAPPING_BYTES).decode("utf-8-sig", "replace")
    except OSError as error:
        raise UsageError(
            "import.catalogue_unreadable", path=display(os.fspath(mapping)), reason=error.strerror
        ) from error


def _tables_of(path: Path, options: Options) -> list[Table]:
    method = "forkserver" if os.name == "posix" else "spawn"
    context: Any = multiprocessing.get_context(method)
    pool: Any = ProcessPool(
        1, initializer=limit_process, initargs=[options.limits], context=context
    )
    try:
        patience = 1.5 * options.limits.max_seconds + 1
        tables: list[Table] = pool.schedule(
            tables_in, args=[path, options], timeout=patience
        ).result()
        return tables
    except UsageError:
        raise
    except (DangheError, TimeoutError, ProcessExpired) as error:
        reason = str(error) or type(error).__name__
        raise UsageError(
            "import.catalogue_unreadable", path=display(os.fspath(path)), reason=reason
        ) from error
    finally:
        pool.stop()
        pool.join()


def tables_in(path: Path, options: Options) -> list[Table]:
    """Name and rows of every table in a file; of a CSV, the one that it is.

    Raises:
        ExtractionError: It cannot be read.
    """
    document = read(path, options)
    name, found = "", list[Table]()
    for block in document.blocks:
        if block.kind is BlockKind.HEADING:
            name = block.text
        elif block.kind is BlockKind.TABLE:
            found.append((name, block.rows))
    if not found:
        found.append(("", csv_rows(document.text)))
    return found
