"""What the catalogue knows of sources, read back as outcomes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa

from ..model import FiledRecord, Outcome, Status
from . import rows
from . import tables as t
from .saving import CURRENT, members_of
from .values import FILE, PAGE_NOTE, Settled

AT_ONCE = 500
TROUBLED = (Status.FAILED, Status.UNSUPPORTED, Status.PARTIAL)


def settled(
    connection: sa.Connection, locators: Sequence[str], *, loaded: bool = True
) -> dict[str, Settled]:
    """What earlier imports made of sources, by locator.

    Args:
        connection: To the database.
        locators: Of current sources; unknown ones are left out.
        loaded: With the records; otherwise with their ids only.
    """
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
    # The records of a page are its whole's; one page stands for all of them.
    bearer = {row.locator: row.whole or row.locator for row in found if not _is_follower(row)}
    filed = _filed(connection, bearer.values()) if loaded else {}
    ids = {} if loaded else _record_ids(connection, bearer.values())
    return {
        row.locator: Settled(
            rows.outcome_of(
                row,
                filed.get(bearer.get(row.locator, ""), ()),
                ids.get(bearer.get(row.locator, ""), ()),
            ),
            row.size,
            row.mtime_ns,
            row.whole,
            row.members,
        )
        for row in found
    }


def _is_follower(row: rows.Row) -> bool:
    return row.whole is not None and row.reason_key == PAGE_NOTE


def _filed(
    connection: sa.Connection, locators: Iterable[str]
) -> dict[str, tuple[FiledRecord, ...]]:
    filed: dict[str, tuple[FiledRecord, ...]] = defaultdict(tuple)
    mine = CURRENT & t.sources.c.locator.in_(sorted(set(locators)))
    for row in connection.execute(rows.FILED.where(mine).order_by(t.records.c.ordinal)):
        filed[row.locator] += (rows.filed_of(row),)
    return filed


def _record_ids(connection: sa.Connection, locators: Iterable[str]) -> dict[str, tuple[str, ...]]:
    ids: dict[str, tuple[str, ...]] = defaultdict(tuple)
    query = (
        sa.select(t.sources.c.locator, t.records.c.id)
        .join_from(t.records, t.sources, t.records.c.source_id == t.sources.c.id)
        .where(CURRENT, t.sources.c.locator.in_(sorted(set(locators))))
        .where(t.records.c.removed_at.is_(None))
    )
    for row in connection.execute(query.order_by(t.records.c.ordinal)):
        ids[row.locator] += (row.id,)
    return ids


def inside(connection: sa.Connection, locator: str) -> tuple[tuple[str, Settled], ...]:
    """Locators and states of the current files inside a container, at any depth."""
    found = connection.execute(members_of(locator)).all()
    names = [row.locator for row in found if row.kind == FILE]
    known: dict[str, Settled] = {}
    for start in range(0, len(names), AT_ONCE):
        known |= settled(connection, names[start : start + AT_ONCE], loaded=False)
    return tuple((name, known[name]) for name in names)


def troubled(connection: sa.Connection) -> Iterator[Outcome]:
    """Current files that were not read, or not whole, in order of place."""
    wanted = t.sources.c.status.in_([status.value for status in TROUBLED])
    original = sa.null().label("original")
    query = sa.select(t.sources, original).where(CURRENT, wanted, t.sources.c.kind == FILE)
    for row in connection.execute(query.order_by(t.sources.c.locator)):
        yield rows.outcome_of(row)
