"""Decisions by hand: what replaced which filing, and the way back.

A decision never overwrites: it adds a filing that supersedes the former. Undoing one adds a
copy of the former, so that the history of a record reads from first to last, and nothing of
it is lost.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

import sqlalchemy as sa

from ..errors import UsageError
from ..model import FIRST_LOOK, RULES, FiledRecord, Filing
from . import rows
from . import tables as t
from .connected import Connected
from .saving import IN_FORCE, Saving
from .values import AuditEntry, Change, Decision, Waiting, place_of

_AT_ONCE = 500

_WAITING = rows.FILED.with_only_columns(
    *(t.records.c[name] for name in ("id", "title", "title_made", "doctype")),
    t.filings.c.unit,
    t.filings.c.level,
)


class Decisions(Connected):
    """The part of a catalogue that keeps what persons decide; see ``Catalogue``."""

    def decide(
        self,
        event: str,
        filings: Sequence[Filing],
        who: str | None = None,
        detail: Mapping[str, object] | None = None,
    ) -> Decision:
        """Put a person's filings in force, all or none; the former stay as history.

        Args:
            event: Its name in the audit log.
            filings: One for each record.
            who: The person; by default the user.
            detail: What the audit log keeps besides record, from and to.

        Raises:
            UsageError: There is no such record, or the name is the rules' own.
        """
        who = who or self.who
        if who in (RULES, FIRST_LOOK):
            raise UsageError("decision.who", who=who)
        with self._writing() as connection:
            saving, at = Saving(connection, who), rows.now()
            begun = sa.insert(t.decisions).values(at=at, who=who, event=event)
            number = int(connection.execute(begun.returning(t.decisions.c.id)).scalar_one())
            changes = []
            for filing in filings:
                filing = replace(filing, decided_by=who)
                former = _in_force(connection, filing.record)
                links = {"decision_id": number, "former_id": former.id}
                _replace(connection, filing.record, rows.filing_row(filing, at) | links, at)
                before = rows.filing_of(former, filing.record)
                changes.append(Change(filing.record, before, filing))
            _note(saving, event, number, changes, detail or {})
        return Decision(number, at, who, event, tuple(changes))

    def refile(self, record_id: str, filing: Filing, who: str | None = None) -> None:
        """Replace the filing in force by a person's decision; the former stays as history.

        Raises:
            UsageError: There is no such record.
        """
        self.decide("refile", [replace(filing, record=record_id)], who)

    def undo(self, number: int | None = None, who: str | None = None) -> Decision:
        """Take a decision back: what it replaced is in force again.

        Args:
            number: Of the decision; by default the latest that is not taken back yet.
            who: The person who undoes it.

        Returns:
            The decision, its changes turned round: from what it had decided to what is in force.

        Raises:
            UsageError: There is none, or one of its records was decided anew since.
        """
        who = who or self.who
        with self._writing() as connection:
            decision, at = _latest(connection, number), rows.now()
            changes = []
            for row in _filings_of(connection, decision.id):
                former = connection.execute(
                    sa.select(t.filings).where(t.filings.c.id == row.former_id)
                ).one()
                values = {name: value for name, value in former._mapping.items() if name != "id"}
                values |= {"decided_at": at, "superseded_at": None}
                _replace(connection, row.record_id, values, at)
                before, after = (rows.filing_of(one, row.record_id) for one in (row, former))
                changes.append(Change(row.record_id, before, after))
            undone = sa.update(t.decisions).where(t.decisions.c.id == decision.id)
            connection.execute(undone.values(undone_at=at, undone_by=who))
            undone_event = {"undone": decision.event, "decided_by": decision.who}
            _note(Saving(connection, who), "undo", decision.id, changes, undone_event)
        return Decision(decision.id, decision.at, decision.who, decision.event, tuple(changes))

    def history(self, record_id: str) -> tuple[tuple[str, Filing], ...]:
        """Every filing of a record with the time it was decided, oldest first."""
        query = sa.select(t.filings).where(t.filings.c.record_id == record_id)
        with self._reading() as connection:
            found = connection.execute(query.order_by(t.filings.c.id))
            return tuple((row.decided_at, rows.filing_of(row, record_id)) for row in found)

    def undecided(
        self,
        unit: str | None = None,
        year: int | None = None,
        below: float | None = None,
        *,
        reasons: bool = True,
    ) -> Iterator[FiledRecord]:
        """Records left open, in order of place.

        Args:
            unit: Only of this unit.
            year: Only about this year.
            below: Also those that the rules filed with less confidence than this.
            reasons: With reasons and candidates, which take most of the time.
        """
        query = rows.FILED if reasons else rows.FILED_IN_SHORT
        query = self._undecided(query, unit, year, below)
        with self._reading() as connection:
            for row in connection.execution_options(yield_per=_AT_ONCE).execute(query):
                yield rows.filed_of(row)

    def waiting(self, unit: str | None = None, year: int | None = None) -> tuple[Waiting, ...]:
        """Records left open, in order of place, in a tenth of the time of ``undecided``."""
        query = self._undecided(_WAITING, unit, year)
        with self._reading() as connection:
            return tuple(map(Waiting._make, connection.execute(query)))

    def _undecided(
        self, query: sa.Select[Any], unit: str | None, year: int | None, below: float | None = None
    ) -> sa.Select[Any]:
        no_box = t.filings.c.box_id.is_(None) & t.filings.c.boxless.is_(sa.false())
        if below is not None:
            rules = t.filings.c.decided_by.in_((RULES, FIRST_LOOK))
            no_box |= t.filings.c.box_id.is_not(None) & rules & (t.filings.c.confidence < below)
        query = self._within(query.where(no_box), t.filings.c.unit)
        if unit is not None:
            query = query.where(t.filings.c.unit == unit)
        if year is not None:
            query = query.where(t.filings.c.year == year)
        return query.order_by(t.sources.c.locator, t.records.c.ordinal)

    def audit_of(self, record_id: str, newest: int) -> tuple[AuditEntry, ...]:
        """The latest entries of the audit log that concern a record, newest first."""
        named = t.audit.c.detail.contains(json.dumps(record_id), autoescape=True)
        query = sa.select(t.audit).where(named).order_by(t.audit.c.id.desc())
        with self._reading() as connection:
            return tuple(
                islice(
                    (
                        AuditEntry(row.at, row.who, row.event, _narrowed(detail, record_id))
                        for row in connection.execute(query)
                        if (detail := json.loads(row.detail)).get("record", record_id) == record_id
                    ),
                    newest,
                )
            )


def _in_force(connection: sa.Connection, record_id: str) -> rows.Row:
    query = (
        sa.select(t.filings)
        .join_from(t.filings, t.records, t.filings.c.record_id == t.records.c.id)
        .where(IN_FORCE, t.records.c.id == record_id, t.records.c.removed_at.is_(None))
    )
    row = connection.execute(query).first()
    if row is None:
        raise UsageError("catalogue.no_record", record=record_id)
    return row


def _replace(
    connection: sa.Connection, record_id: str, values: Mapping[str, object], at: str
) -> None:
    mine = IN_FORCE & (t.filings.c.record_id == record_id)
    connection.execute(sa.update(t.filings).where(mine).values(superseded_at=at))
    connection.execute(sa.insert(t.filings).values(**values))


def _latest(connection: sa.Connection, number: int | None) -> rows.Row:
    query = sa.select(t.decisions).where(t.decisions.c.undone_at.is_(None))
    if number is not None:
        query = query.where(t.decisions.c.id == number)
    row = connection.execute(query.order_by(t.decisions.c.id.desc()).limit(1)).first()
    if row is None:
        raise UsageError("decision.none")
    return row


def _filings_of(connection: sa.Connection, number: int) -> list[rows.Row]:
    """A decision's filings in force: its own, or copies that undoing a later one made."""
    query = sa.select(t.filings).where(t.filings.c.decision_id == number)
    found = connection.execute(query.order_by(t.filings.c.id)).all()
    in_force = [row for row in found if row.superseded_at is None]
    lost = {row.record_id for row in found} - {row.record_id for row in in_force}
    if lost:
        raise UsageError("decision.changed", record=min(lost))
    return in_force


def _note(
    saving: Saving,
    event: str,
    number: int,
    changes: Sequence[Change],
    detail: Mapping[str, object],
) -> None:
    saving.queue([change.record for change in changes])
    for change in changes:
        places = {"from": place_of(change.former), "to": place_of(change.filing)}
        about = {"record": change.record, "decision": number}
        saving.audit(event, {**detail, **about, **places})


def _narrowed(detail: dict[str, object], record_id: str) -> dict[str, object]:
    """Of a line on a whole batch, what it says of one record."""
    boxes = detail.get("boxes")
    if not isinstance(boxes, dict):
        return detail
    rest = {name: value for name, value in detail.items() if name != "boxes"}
    return rest | {"record": record_id, "box_id": boxes.get(record_id)}
