"""Everything that only SQLite understands: settings, triggers, the writer's lock.

The rest of the room speaks SQLAlchemy Core, so that another database needs a
sibling of this file and nothing else.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ..errors import ArchiveError

BUSY_SECONDS = 30

APPEND_ONLY = (
    "CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
)


def connect(path: Path) -> sa.Engine:
    """An engine on a database file, which is created when absent.

    Transactions that carry the execution option ``writing`` take the write lock at
    their start, so that a batch never fails half-way on a lock.
    """
    if path.exists() and not can_write(path):
        return _read_only(path)
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)), connect_args={"timeout": BUSY_SECONDS}
    )
    sa.event.listen(engine, "connect", _settings)
    sa.event.listen(engine, "begin", _begin)
    return engine


def can_write(path: Path) -> bool:
    """Whether the database can be written: the file, and beside it the journal."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _read_only(path: Path) -> sa.Engine:
    """An engine on a database that cannot be written, such as on a disc.

    Without a journal beside it nothing is being written either, and the file is taken as it is:
    SQLite would else want to make one.
    """
    journal = path.with_name(path.name + "-wal")
    fixed = not journal.exists() or journal.stat().st_size == 0
    query = {"mode": "ro", "uri": "true"} | ({"immutable": "1"} if fixed else {})
    url = sa.URL.create("sqlite", database=path.absolute().as_uri(), query=query)
    return sa.create_engine(url, connect_args={"timeout": BUSY_SECONDS})


def _settings(connection: Any, _record: object) -> None:
    # The driver's own transaction handling would leave schema changes outside transactions.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    # FULL: one fsync a batch. With NORMAL a power cut may lose the last commits, and the
    # index, which commits after the catalogue, would then know records that it does not.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def forbid_changes(connection: sa.Connection, table: str) -> None:
    """Make a table append-only."""
    for verb in ("UPDATE", "DELETE"):
        connection.exec_driver_sql(APPEND_ONLY.format(table=table, verb=verb))


def explain(error: sa.exc.DatabaseError, path: Path) -> ArchiveError:
    """What a database error means to the user."""
    text = str(error.orig).lower()
    if "full" in text:
        return ArchiveError("archive.disk_full", path=path.parent)
    if "readonly" in text:
        return ArchiveError("archive.read_only", path=path.parent)
    if "locked" in text or "busy" in text:
        return ArchiveError("archive.busy", path=path.parent)
    return ArchiveError("archive.damaged", path=path, error=error.orig)


class WriterLock:
    """Lets one process at a time write to an archive.

    An exclusive transaction on a file of its own: the operating system lets go of it
    when the process dies, however it dies, so no lock is ever stale.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def __enter__(self) -> WriterLock:
        connection = sqlite3.connect(self._path, timeout=0, isolation_level=None)
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            connection.close()
            if "locked" in str(error):
                raise ArchiveError("archive.busy", path=self._path.parent) from None
            raise ArchiveError("archive.damaged", path=self._path, error=error) from error
        self._connection = connection
        return self

    def __exit__(self, *_: object) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
