"""Reading the audit log by what, who, when and which record, some entries at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from . import tables as t
from .connected import Connected
from .values import AuditEntry


@dataclass(frozen=True, slots=True)
class LogWanted:
    """Which entries of the audit log.

    Attributes:
        event: Only of this name.
        who: Only of this person.
        since: Only from this time on; UTC, ISO 8601, to the second.
        until: Only before this time; likewise.
        record: Only those that name this record.
    """

    event: str | None = None
    who: str | None = None
    since: str | None = None
    until: str | None = None
    record: str | None = None


class Auditing(Connected):
    """The part of a catalogue that tells what was done; see ``Catalogue``.

    An entry may name anything: whoever sees some units only gets none of them here.
    """

    def entries(self, wanted: LogWanted, most: int, before: int | None = None) -> list[AuditEntry]:
        """Entries of the audit log, newest first.

        Args:
            wanted: Which.
            most: At most so many.
            before: Only those with a smaller number than this.
        """
        return list(self.every_entry(wanted, most, before))

    def every_entry(
        self, wanted: LogWanted, most: int, before: int | None = None
    ) -> Iterator[AuditEntry]:
        """The same, one by one."""
        if self.scope is not None:
            return
        query = sa.select(t.audit).where(*_conditions(wanted, before))
        query = query.order_by(t.audit.c.id.desc()).limit(most)
        with self._reading() as connection:
            for row in connection.execution_options(yield_per=100).execute(query):
                yield AuditEntry(row.at, row.who, row.event, json.loads(row.detail), row.id)

    def audited_names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Every event and every person that the audit log names, in order."""
        if self.scope is not None:
            return (), ()
        with self._reading() as connection:
            events, persons = (
                tuple(connection.scalars(sa.select(column).distinct().order_by(column)))
                for column in (t.audit.c.event, t.audit.c.who)
            )
        return events, persons

    def last_signed_in(self) -> dict[str, str]:
        """User → when that one signed in last; UTC, ISO 8601."""
        query = sa.select(t.audit.c.who, sa.func.max(t.audit.c.at))
        query = query.where(t.audit.c.event == "sign_in").group_by(t.audit.c.who)
        with self._reading() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}


def _conditions(wanted: LogWanted, before: int | None) -> Iterator[sa.ColumnElement[bool]]:
    audit = t.audit.c
    if before is not None:
        yield audit.id < before
    if wanted.event is not None:
        yield audit.event == wanted.event
    if wanted.who is not None:
        yield audit.who == wanted.who
    if wanted.since is not None:
        yield audit.at >= wanted.since
    if wanted.until is not None:
        yield audit.at < wanted.until
    if wanted.record is not None:
        yield audit.detail.contains(json.dumps(wanted.record), autoescape=True)
