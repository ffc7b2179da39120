"""The catalogue of one archive."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

import sqlalchemy as sa

from ..errors import UsageError
from ..model import FIRST_LOOK, RULES, FiledRecord, Filing, Outcome, Status
from . import known, rows, runs
from . import tables as t
from .auditing import Auditing
from .checks import Checks
from .counting import Counting
from .decisions import Decisions
from .norms_in_force import NormsInForce
from .saving import CURRENT, IN_FORCE, ORIGINAL, UNREAD, Saving
from .searches import SavedSearches
from .units import HELD, Units
from .users import Users
from .values import FILE, Arrival, AuditEntry, BoxCount, RecordContent, Run, Settled
from .waivers import Waivers

AT_ONCE = 500


class Catalogue(
    Decisions, SavedSearches, Units, Users, Waivers, NormsInForce, Checks, Auditing, Counting
):
    """What an archive knows: sources, records, filings, units, waivers, the audit log.

    Every method that writes is one transaction. A context manager; not shared between
    processes, each opens its own.

    A catalogue as a person sees it (``seen_by``) answers about records, boxes, units and
    waivers as if others did not exist. What it says of sources is not narrowed: a source
    belongs to no unit.

    Raises:
        ArchiveError: From any method, when the database is damaged, busy, full or of a
            newer version.
    """

    # --- sources ---

    def settled(self, locators: Sequence[str], *, loaded: bool = True) -> dict[str, Settled]:
        """What earlier imports made of these sources; see ``known.settled``."""
        with self._reading() as connection:
            return known.settled(connection, locators, loaded=loaded)

    def originals(self, hashes: Iterable[str], *, unread: bool = True) -> dict[str, str]:
        """SHA-256 → path of the current source with these bytes, for those that exist.

        Args:
            hashes: Of the bytes.
            unread: Sources that could not be read count too.
        """
        query = sa.select(t.sources.c.sha256, t.sources.c.path).where(
            CURRENT, ORIGINAL, t.sources.c.sha256.in_(list(hashes))
        )
        query = query if unread else query.where(~UNREAD)
        with self._reading() as connection:
            return {row.sha256: row.path for row in connection.execute(query)}

    def inside(self, locator: str) -> tuple[tuple[str, Settled], ...]:
        """Locators and states of the current files inside a container, at any depth."""
        with self._reading() as connection:
            return known.inside(connection, locator)

    def troubled(self) -> Iterator[Outcome]:
        """Current files that were not read, or not whole, in order of place."""
        with self._reading() as connection:
            yield from known.troubled(connection)

    def pages_of(self, record_id: str) -> tuple[tuple[str, int], ...]:
        """SHA-256 and number of the first page of each image that a record's set consists of."""
        query = (
            sa.select(t.set_pages.c.sha256, t.set_pages.c.first_page)
            .join_from(t.set_pages, t.records, t.set_pages.c.source_id == t.records.c.source_id)
            .where(t.records.c.id == record_id)
            .order_by(t.set_pages.c.ordinal)
        )
        with self._reading() as connection:
            return tuple((row.sha256, row.first_page) for row in connection.execute(query))

    def locators(self, sha256: str) -> tuple[str, ...]:
        """Where sources with these bytes lay when they were imported."""
        query = sa.select(t.sources.c.locator).where(CURRENT, t.sources.c.sha256 == sha256)
        with self._reading() as connection:
            return tuple(connection.scalars(query.order_by(t.sources.c.id)))

    def save(self, arrivals: Sequence[Arrival]) -> tuple[Outcome, ...]:
        """Write a batch in one transaction, and queue its records for the index.

        A duplicate whose original is gone (its bytes changed) takes over its records, so
        outcomes may come back other than they went in.

        Returns:
            The outcomes as written, in the order of the arrivals.
        """
        if not arrivals:
            return ()
        with self._writing() as connection:
            saving = Saving(connection, self.who)
            saving.save(arrivals)
            written = known.settled(connection, saving.touched)
        return tuple(
            replace(written[arrival.locator].outcome, known=False)
            if arrival.locator in written
            else arrival.outcome
            for arrival in arrivals
        )

    def counts(self) -> dict[Status, int]:
        """Number of current sources by status; every status is there."""
        query = sa.select(t.sources.c.status, sa.func.count())
        query = query.where(CURRENT, t.sources.c.kind == FILE).group_by(t.sources.c.status)
        with self._reading() as connection:
            found = {row[0]: row[1] for row in connection.execute(query)}
        return {status: found.get(status.value, 0) for status in Status}

    # --- runs ---

    def begin_run(self, paths: tuple[str, ...], found: int) -> int:
        """Note that an import starts; returns its number."""
        with self._writing() as connection:
            return runs.begin(connection, paths, found)

    def advance_run(self, number: int, found: int, done: int, ended: str | None = None) -> None:
        """Note how far an import is."""
        with self._writing() as connection:
            runs.advance(connection, number, found, done, ended)

    def latest_run(self) -> Run | None:
        """The import that began last."""
        with self._reading() as connection:
            return runs.latest(connection)

    # --- records and filings ---

    def filed(
        self,
        unit: str | None = None,
        year: int | None = None,
        box_id: str | None = None,
        *,
        unfiled: bool = False,
        reasons: bool = True,
    ) -> Iterator[FiledRecord]:
        """Records with their filing in force, in order of place.

        Args:
            unit: Only of this unit.
            year: Only about this year.
            box_id: Only of this box.
            unfiled: Only those that lie in no box.
            reasons: With reasons and candidates, which take most of the time.
        """
        found = self._within(rows.FILED if reasons else rows.FILED_IN_SHORT, t.filings.c.unit)
        query = found.order_by(t.sources.c.locator, t.records.c.ordinal)
        if unit is not None:
            query = query.where(t.filings.c.unit == unit)
        if year is not None:
            query = query.where(t.filings.c.year == year)
        if box_id is not None:
            query = query.where(t.filings.c.box_id == box_id)
        if unfiled:
            query = query.where(t.filings.c.box_id.is_(None))
        with self._reading() as connection:
            for row in connection.execution_options(yield_per=AT_ONCE).execute(query):
                yield rows.filed_of(row)

    def records(self, ids: Sequence[str], *, reasons: bool = True) -> dict[str, FiledRecord]:
        """The records with these ids; removed and unknown ones are left out.

        Args:
            ids: Of records.
            reasons: With reasons and candidates, which take most of the time.
        """
        query = self._within(rows.FILED if reasons else rows.FILED_IN_SHORT, t.filings.c.unit)
        with self._reading() as connection:
            found = connection.execute(query.where(t.records.c.id.in_(list(ids))))
            return {row.id: rows.filed_of(row) for row in found}

    def content(self, record_id: str) -> RecordContent:
        """Text and blocks of one record.

        Raises:
            UsageError: There is no such record.
        """
        return self.contents([record_id])[record_id]

    def contents(self, ids: Sequence[str]) -> dict[str, RecordContent]:
        """Text and blocks of several records.

        Raises:
            UsageError: One of them does not exist.
        """
        query = sa.select(t.contents).where(t.contents.c.record_id.in_(list(ids)))
        if self.scope is not None:
            mine = self._within(sa.select(t.filings.c.record_id), t.filings.c.unit)
            query = query.where(t.contents.c.record_id.in_(mine.where(IN_FORCE)))
        with self._reading() as connection:
            found = {row.record_id: row.data for row in connection.execute(query)}
        for id in ids:
            if id not in found:
                raise UsageError("catalogue.no_record", record=id)
        return {id: RecordContent.unpack(data) for id, data in found.items()}

    def statements(self, ids: Sequence[str], edition: str) -> dict[str, bytes]:
        """What records state, packed; those read by another edition are left out."""
        table = t.statements
        query = sa.select(table.c.record_id, table.c.data).where(table.c.edition == edition)
        found: dict[str, bytes] = {}
        with self._reading() as connection:
            for first in range(0, len(ids), AT_ONCE):
                some = query.where(table.c.record_id.in_(list(ids[first : first + AT_ONCE])))
                found.update((row.record_id, row.data) for row in connection.execute(some))
        return found

    def keep_statements(self, edition: str, packed: Mapping[str, bytes]) -> None:
        """Keep what records state, in the place of what other editions read."""
        with self._writing() as connection:
            Saving(connection, self.who).replace_statements(edition, packed)

    def unsettled(self) -> tuple[FiledRecord, ...]:
        """Records that were filed at first look only, in order of place."""
        query = rows.FILED.where(t.filings.c.decided_by == FIRST_LOOK)
        query = query.order_by(t.sources.c.locator, t.records.c.ordinal)
        with self._reading() as connection:
            return tuple(rows.filed_of(row) for row in connection.execute(query))

    def settle(self, filings: Iterable[Filing]) -> None:
        """Put second looks in the place of first ones, in one transaction."""
        with self._writing() as connection:
            at, settled = rows.now(), tuple(filings)
            first = IN_FORCE & (t.filings.c.decided_by == FIRST_LOOK)
            for filing in settled:
                mine = first & (t.filings.c.record_id == filing.record)
                values = rows.filing_row(filing, at)
                connection.execute(sa.update(t.filings).where(mine).values(values))
            saving = Saving(connection, self.who)
            saving.queue([filing.record for filing in settled])
            saving.audit_filings(settled)

    def file_anew(self, filings: Sequence[Filing]) -> None:
        """Put new filings by the rules in the place of their former; those stay as history.

        A record on which a person has decided in the meantime is left alone.
        """
        with self._writing() as connection:
            at, filed = rows.now(), []
            for filing in filings:
                mine = IN_FORCE & (t.filings.c.record_id == filing.record)
                former = sa.update(t.filings).where(mine, t.filings.c.decided_by == RULES)
                if connection.execute(former.values(superseded_at=at)).rowcount:
                    row = rows.filing_row(replace(filing, decided_by=RULES), at)
                    connection.execute(sa.insert(t.filings).values(row))
                    filed.append(filing)
            saving = Saving(connection, self.who)
            saving.queue([filing.record for filing in filed])
            saving.audit_filings(filed)

    def boxes(self) -> tuple[BoxCount, ...]:
        """How many records lie in each box of each unit and year."""
        columns = [t.filings.c[name] for name in ("unit", "year", "level", "box_id")]
        query = (
            sa.select(*columns, sa.func.count().label("records"))
            .where(HELD)
            .group_by(*columns)
            .order_by(*columns)
        )
        query = self._within(query, t.filings.c.unit)
        with self._reading() as connection:
            return tuple(BoxCount(*tuple(row)) for row in connection.execute(query))

    # --- audit log ---

    def audit(self, event: str, detail: Mapping[str, object], who: str | None = None) -> None:
        """Add one line to the audit log."""
        with self._writing() as connection:
            Saving(connection, who or self.who).audit(event, dict(detail))

    @contextmanager
    def audited(self, event: str, detail: Mapping[str, object]) -> Iterator[None]:
        """A change of files beside the catalogue: one process at a time, kept in the log."""
        with self._writing() as connection:
            yield
            Saving(connection, self.who).audit(event, dict(detail))

    def audit_log(self, newest: int | None = None) -> Iterator[AuditEntry]:
        """The audit log, oldest first; or the ``newest`` entries, newest first."""
        query = sa.select(t.audit)
        ordered = query.order_by(t.audit.c.id.desc()) if newest else query.order_by(t.audit.c.id)
        with self._reading() as connection:
            for row in connection.execute(ordered.limit(newest)):
                yield AuditEntry(row.at, row.who, row.event, json.loads(row.detail))

    # --- the index's queue ---

    def pending_index(self, limit: int = AT_ONCE) -> tuple[str, ...]:
        """Ids of records that the index does not know as they now are."""
        query = sa.select(t.pending_index.c.record_id).order_by(t.pending_index.c.record_id)
        with self._reading() as connection:
            return tuple(connection.scalars(query.limit(limit)))

    def mark_indexed(self, ids: Sequence[str] | None = None) -> None:
        """Take records off the queue; None empties it, after the index was built anew."""
        statement = sa.delete(t.pending_index)
        if ids is not None:
            statement = statement.where(t.pending_index.c.record_id.in_(list(ids)))
        with self._writing() as connection:
            connection.execute(statement)
