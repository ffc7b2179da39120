"""How far imports are: one row for each, so that another process can tell."""

from __future__ import annotations

import json
import os

import sqlalchemy as sa

from . import tables as t
from .rows import now
from .values import Run

FINISHED, PAUSED, STOPPED = "finished", "paused", "stopped"


def begin(connection: sa.Connection, paths: tuple[str, ...], found: int) -> int:
    """Note that an import starts; returns its number."""
    at = now()
    row = {
        "pid": os.getpid(),
        "paths": json.dumps(paths),
        "found": found,
        "done": 0,
        "started_at": at,
        "updated_at": at,
    }
    statement = sa.insert(t.runs).values(row).returning(t.runs.c.id)
    return int(connection.execute(statement).scalar_one())


def advance(
    connection: sa.Connection, number: int, found: int, done: int, ended: str | None = None
) -> None:
    """Note how far an import is."""
    values = {"found": found, "done": done, "updated_at": now(), "ended": ended}
    connection.execute(sa.update(t.runs).where(t.runs.c.id == number).values(values))


def latest(connection: sa.Connection) -> Run | None:
    """The import that began last."""
    row = connection.execute(sa.select(t.runs).order_by(t.runs.c.id.desc()).limit(1)).first()
    if row is None:
        return None
    paths = tuple(json.loads(row.paths))
    return Run(paths, row.found, row.done, row.started_at, row.updated_at, row.ended, row.pid)
