"""What the catalogue knows of sources, read back as outcomes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from ..model import FiledRecord, Outcome, Status
from . import rows
from . import tables as t
from .saving import CURRENT, members_of
from .values import FILE, Settled

AT_ONCE = 500
TROUBLED = (Status.FAILED, Status.UNSUPPORTED, Status.PARTIAL)


def settled(connection: sa.Connection, locators: Sequence[str]) -> dict[str, Settled]:
    """What earlier imports made of sources, by locator; a page's records are its whole's."""
    if not locators:
        return {}
    original = sa.alias(t.sources, "original")
    query = (
        sa.select(t.sources, original.c.path.label("original"))
        .select_from(
            t.sources.outerjoin(original, t.sources.c.duplicate_of == original.c.id),
        )
        .where(CURRENT, t.sources.c.locator.in_(list(locators)))
    )
    found = connection.execute(query).all()
    filed: dict[str, list[FiledRecord]] = defaultdict(list)
    wholes = {row.whole for row in found if row.whole}
    mine: sa.ColumnElement[bool] = t.records.c.source_id.in_([row.id for row in found])
    if wholes:
        mine |= t.sources.c.locator.in_(wholes) & CURRENT
    for row in connection.execute(rows.FILED.where(mine).order_by(t.records.c.ordinal)):
        filed[row.locator].append(rows.filed_of(row))
    return {
        row.locator: Settled(
            rows.outcome_of(row, tuple(filed[row.whole or row.locator])),
            row.size,
            row.mtime_ns,
            row.whole,
            row.members,
        )
        for row in found
    }


def inside(connection: sa.Connection, locator: str) -> tuple[tuple[str, Settled], ...]:
    """Locators and states of the current files inside a container, at any depth."""
    found = connection.execute(members_of(locator)).all()
    names = [row.locator for row in found if row.kind == FILE]
    known: dict[str, Settled] = {}
    for start in range(0, len(names), AT_ONCE):
        known |= settled(connection, names[start : start + AT_ONCE])
    return tuple((name, known[name]) for name in names)


def troubled(connection: sa.Connection) -> Iterator[Outcome]:
    """Current files that were not read, or not whole, in order of place."""
    wanted = t.sources.c.status.in_([status.value for status in TROUBLED])
    original = sa.null().label("original")
    query = sa.select(t.sources, original).where(CURRENT, wanted, t.sources.c.kind == FILE)
    for row in connection.execute(query.order_by(t.sources.c.locator)):
        yield rows.outcome_of(row, ())
