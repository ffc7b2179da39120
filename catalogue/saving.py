"""How a batch of arrivals enters the catalogue, within one transaction.

A source whose bytes changed, or that is read anew, supersedes its former row. The
former row stays as history; its records pass to a source with the same bytes where
there is one, and otherwise leave the filing and the index.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from ..model import FIRST_LOOK, RULES, Filing, Note, Status
from . import tables as t
from .rows import Row, dump, filing_row, now, record_row, source_row
from .values import INSIDE, Arrival

CURRENT = t.sources.c.superseded_at.is_(None)
ORIGINAL = t.sources.c.duplicate_of.is_(None)
UNREAD = t.sources.c.status.in_((Status.FAILED.value, Status.UNSUPPORTED.value))
IN_FORCE = t.filings.c.superseded_at.is_(None)


class Saving:
    """Writes arrivals over one connection; ``touched`` collects locators to read back."""

    def __init__(self, connection: sa.Connection, who: str) -> None:
        self._connection = connection
        self._who = who
        self._at = now()
        self.touched: list[str] = []

    def save(self, arrivals: Sequence[Arrival]) -> None:
        """Write all of them, and one line of the audit log."""
        former = self._current([arrival.locator for arrival in arrivals])
        for arrival in arrivals:
            old = former.get(arrival.locator)
            if old is not None:
                self._supersede(old)
            arrival = self._without_clash(arrival)
            if arrival.outcome.status is Status.DUPLICATE:
                self._save_duplicate(arrival)
            else:
                displaced = self._displaced(arrival)
                source_id = self._insert(source_row(arrival, self._at))
                self._settle_displaced(displaced, source_id)
                self._put_pages(arrival, source_id)
                self._put_records(arrival, source_id)
            if old is not None:
                self._hand_over(old)
                self._drop_members(arrival)
        counts = Counter(arrival.outcome.status.value for arrival in arrivals)
        self.audit("import", {"sources": dict(counts), "last": arrivals[-1].locator})
        self.audit_filings([one.filing for arrival in arrivals for one in arrival.outcome.filed])

    def audit(self, event: str, detail: dict[str, object]) -> None:
        """Add one line to the audit log."""
        row = {"at": self._at, "who": self._who, "event": event, "detail": dump(detail)}
        self._connection.execute(sa.insert(t.audit).values(row))

    def audit_filings(self, filings: Sequence[Filing]) -> None:
        """Add one line that says which records the rules filed where."""
        if filings:
            boxes = {filing.record: filing.box_id for filing in filings}
            self.audit("file", {"by": filings[0].decided_by, "boxes": boxes})

    def _current(self, locators: list[str]) -> dict[str, Row]:
        query = sa.select(t.sources).where(CURRENT, t.sources.c.locator.in_(locators))
        return {row.locator: row for row in self._connection.execute(query)}

    def _insert(self, row: dict[str, Any]) -> int:
        statement = sa.insert(t.sources).values(row).returning(t.sources.c.id)
        return int(self._connection.execute(statement).scalar_one())

    def _supersede(self, old: Row) -> None:
        self._update(t.sources.c.id == old.id, superseded_at=self._at)
        records = t.records.c.source_id == old.id
        ids = self._ids(records)
        self.queue(ids)
        self._drop_statements(ids)
        self._connection.execute(
            sa.update(t.records)
            .where(records, t.records.c.removed_at.is_(None))
            .values(removed_at=self._at)
        )
        self.audit("supersede", {"locator": old.locator, "sha256": old.sha256})

    def _hand_over(self, old: Row) -> None:
        """Give the duplicates of a superseded source an original again."""
        twins = CURRENT & (t.sources.c.duplicate_of == old.id)
        first = self._connection.scalar(sa.select(sa.func.min(t.sources.c.id)).where(twins))
        if first is None:
            return
        heir = self._original(old.sha256, CURRENT)
        if heir is None:
            self._update(t.sources.c.id == first, duplicate_of=None, **_nature(old))
            self._move_records(old.id, first)
        self._update(twins, duplicate_of=heir.id if heir else first)

    def _displaced(self, arrival: Arrival) -> int | None:
        """A source of the same bytes that could not be read, and gives way to another attempt."""
        sha256 = arrival.outcome.sha256
        # Bytes that nobody could read have no hash, and are not all the same for that.
        old = self._original(sha256, CURRENT & UNREAD) if sha256 is not None else None
        if old is None:
            return None
        # Its own duplicate for an instant: bytes have one original at a time.
        self._update(t.sources.c.id == old.id, duplicate_of=old.id)
        return int(old.id)

    def _settle_displaced(self, displaced: int | None, source_id: int) -> None:
        """What gave way, and its duplicates, are duplicates of the new source."""
        if displaced is None:
            return
        duplicate = {"status": Status.DUPLICATE.value, "reason_key": None, "reason_values": None}
        self._update(t.sources.c.id == displaced, **duplicate)
        self._update(t.sources.c.duplicate_of == displaced, duplicate_of=source_id)

    def _save_duplicate(self, arrival: Arrival) -> None:
        self.touched.append(arrival.locator)
        row = source_row(arrival, self._at) | {"reason_key": None, "reason_values": None}
        sha256 = arrival.outcome.sha256
        original = self._original(sha256, CURRENT)
        if original is not None:
            self._insert(row | {"duplicate_of": original.id, "format": original.format})
            return
        # The original changed in this very import: its records live on with this source.
        former = self._original(sha256, ~CURRENT)
        if former is None:
            raise LookupError(f"no source has the bytes {sha256}")
        self._move_records(former.id, self._insert(row | _nature(former)))

    def _original(self, sha256: str | None, condition: sa.ColumnElement[bool]) -> Row:
        query = sa.select(t.sources).where(ORIGINAL, condition, t.sources.c.sha256 == sha256)
        return self._connection.execute(query.order_by(t.sources.c.id.desc())).first()

    def _move_records(self, old_id: int, new_id: int) -> None:
        records = t.records.c.source_id == old_id
        self.queue(self._ids(records))
        statement = sa.update(t.records).where(records)
        self._connection.execute(statement.values(source_id=new_id, removed_at=None))

    def _without_clash(self, arrival: Arrival) -> Arrival:
        """Record ids are shortened hashes: refuse a source whose ids another one has."""
        ids = [filed.record.id for filed in arrival.outcome.filed]
        if not ids:
            return arrival
        query = (
            sa.select(t.records.c.id)
            .join_from(t.records, t.sources, t.records.c.source_id == t.sources.c.id)
            .where(t.records.c.id.in_(ids), t.sources.c.sha256 != arrival.outcome.sha256)
        )
        clash = self._connection.scalar(query)
        if clash is None:
            return arrival
        self.touched.append(arrival.locator)
        note = Note("import.id_clash", {"record": clash})
        outcome = replace(arrival.outcome, status=Status.FAILED, note=note, filed=())
        return replace(arrival, outcome=outcome, contents=(), statements=())

    def _put_records(self, arrival: Arrival, source_id: int) -> None:
        filed = arrival.outcome.filed
        if not filed:
            return
        ids = [one.record.id for one in filed]
        known = set(self._ids(t.records.c.id.in_(ids)))
        if known:
            self.touched.append(arrival.locator)
        kept = self._retire_filings(known)
        for one, data in zip(filed, arrival.contents, strict=True):
            row = record_row(one.record, source_id)
            if one.record.id in known:
                where = t.records.c.id == one.record.id
                self._connection.execute(sa.update(t.records).where(where).values(row))
                where = t.contents.c.record_id == one.record.id
                self._connection.execute(sa.update(t.contents).where(where).values(data=data))
            else:
                self._connection.execute(sa.insert(t.records).values(row))
                content = {"record_id": one.record.id, "data": data}
                self._connection.execute(sa.insert(t.contents).values(content))
        rows = [filing_row(one.filing, self._at) for one in filed if one.record.id not in kept]
        if rows:
            self._connection.execute(sa.insert(t.filings), rows)
        packed = arrival.statements or (b"",) * len(ids)
        self.replace_statements(arrival.edition, dict(zip(ids, packed, strict=True)))
        self.queue(ids)

    def _put_pages(self, arrival: Arrival, source_id: int) -> None:
        if arrival.whole is not None:
            # Its records are the whole's; only the catalogue knows them by now.
            self.touched.append(arrival.locator)
        rows = [
            {"source_id": source_id, "ordinal": n, "sha256": sha256, "first_page": first}
            for n, (sha256, first) in enumerate(arrival.pages, start=1)
        ]
        if rows:
            self._connection.execute(sa.insert(t.set_pages), rows)

    def _drop_members(self, container: Arrival) -> None:
        """Supersede what lay in a container before and is no longer there."""
        for row in self._connection.execute(members_of(container.locator)).all():
            kept = any(
                row.locator == member or row.locator.startswith(member + INSIDE)
                for member in container.members
            )
            if not kept:
                self._supersede(row)
                self._hand_over(row)

    def _retire_filings(self, ids: set[str]) -> set[str]:
        """Supersede what the rules decided; a person's decisions stay. Returns the latter's."""
        if not ids:
            return set()
        mine = IN_FORCE & t.filings.c.record_id.in_(ids)
        rules = t.filings.c.decided_by.in_((RULES, FIRST_LOOK))
        statement = sa.update(t.filings).where(mine, rules).values(superseded_at=self._at)
        self._connection.execute(statement)
        kept = sa.select(t.filings.c.record_id).where(mine, ~rules)
        return set(self._connection.scalars(kept))

    def replace_statements(self, edition: str, packed: Mapping[str, bytes]) -> None:
        """Put what records state in the place of what was kept; no bytes: keep nothing."""
        self._drop_statements(list(packed))
        rows = [
            {"record_id": id, "edition": edition, "data": data}
            for id, data in packed.items()
            if data
        ]
        if rows:
            self._connection.execute(sa.insert(t.statements), rows)

    def _drop_statements(self, ids: list[str]) -> None:
        where = t.statements.c.record_id.in_(ids)
        self._connection.execute(sa.delete(t.statements).where(where))

    def _ids(self, condition: sa.ColumnElement[bool]) -> list[str]:
        return list(self._connection.scalars(sa.select(t.records.c.id).where(condition)))

    def queue(self, ids: Iterable[str]) -> None:
        """Ask for records to be indexed anew, or removed from the index."""
        wanted = sorted(set(ids))
        query = sa.select(t.pending_index.c.record_id)
        waiting = self._connection.scalars(query.where(t.pending_index.c.record_id.in_(wanted)))
        missing = set(wanted).difference(waiting)
        if missing:
            rows = [{"record_id": id} for id in sorted(missing)]
            self._connection.execute(sa.insert(t.pending_index), rows)

    def _update(self, condition: sa.ColumnElement[bool], **values: Any) -> None:
        self._connection.execute(sa.update(t.sources).where(condition).values(values))


def members_of(locator: str) -> sa.Select[Any]:
    """Current sources inside a container, at any depth, in order of place."""
    first, past = locator + INSIDE, locator + INSIDE[:-1] + chr(ord(INSIDE[-1]) + 1)
    place = t.sources.c.locator
    return sa.select(t.sources).where(CURRENT, place >= first, place < past).order_by(place)


def _nature(row: Row) -> dict[str, Any]:
    """What follows from a source's bytes, whichever path they lie at."""
    names = ("format", "status", "reason_key", "reason_values", "pages", "seconds", "members")
    return {name: getattr(row, name) for name in names}
