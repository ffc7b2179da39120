"""A catalogue's database: opening, closing, transactions, errors in the user's words."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import Any, Self, TypeVar

import sqlalchemy as sa

from ..errors import ArchiveError
from .migrations import migrate
from .sqlite import connect, explain

S = TypeVar("S", bound="sa.Select[Any]")


def whoami() -> str:
    """The user's name, for decisions and the audit log."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return f"uid {os.getuid()}" if hasattr(os, "getuid") else "unknown"


class Connected:
    """What the parts of a catalogue have in common.

    Args:
        path: Of the database file.
        who: For the audit log; by default the user's name.
    """

    def __init__(self, path: Path, who: str | None = None) -> None:
        self._path = path
        self._engine = connect(path)
        self.who = who or whoami()
        self.scope: frozenset[str] | None = None

    @classmethod
    def open(cls, path: Path, who: str | None = None) -> Self:
        """Open a database file, made when absent and brought to the newest version."""
        catalogue = cls(path, who)
        try:
            with catalogue._explained():
                migrate(catalogue._engine, path)
        except ArchiveError:
            catalogue.close()
            raise
        return catalogue

    def seen_by(self, who: str, units: frozenset[str] | None) -> Self:
        """The same catalogue as a person sees it; it closes with this one.

        Args:
            who: For decisions and the audit log.
            units: Whose records, boxes and waivers exist for that person; None for all
                records, also those that belong to no unit.
        """
        seen = copy(self)
        seen.who, seen.scope = who, units
        return seen

    def _within(self, query: S, unit: sa.ColumnElement[str]) -> S:
        """A query, of the units in scope only."""
        return query if self.scope is None else query.where(unit.in_(sorted(self.scope)))

    def _is_within(self, unit: str | None) -> bool:
        return self.scope is None or unit in self.scope

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.DatabaseError as error:
            raise explain(error, self._path) from error

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with self._explained(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with self._explained(), self._engine.connect() as connection:
            connection = connection.execution_options(writing=True)
            with connection.begin():
                yield connection
