"""Between rows and the model's values."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, TypeAlias

import sqlalchemy as sa

from ..model import Candidate, FiledRecord, Filing, Note, Outcome, Reason, Record, Status, Unit
from . import tables as t
from .values import Arrival

# Only the query knows which columns a row has.
Row: TypeAlias = Any

_NOT_OF_THE_DECISION = frozenset(
    ("id", "record_id", "superseded_at", "decided_at", "decision_id", "former_id")
)

# Both tables have ids of their own; the labels keep them apart in one row.
FILED = (
    sa.select(
        *(column for column in t.records.c if column.name != "removed_at"),
        *(column for column in t.filings.c if column.name not in _NOT_OF_THE_DECISION),
        t.sources.c.sha256,
        t.sources.c.path,
        t.sources.c.locator,
    )
    .select_from(
        t.records.join(t.sources, t.records.c.source_id == t.sources.c.id).join(
            t.filings,
            (t.filings.c.record_id == t.records.c.id) & t.filings.c.superseded_at.is_(None),
        )
    )
    .where(t.records.c.removed_at.is_(None))
)


FILED_IN_SHORT = FILED.with_only_columns(
    *(c for c in FILED.selected_columns if c.name not in ("reasons", "candidates")),
    sa.literal("[]").label("reasons"),
    sa.literal("[]").label("candidates"),
)


def now() -> str:
    """The time, UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def dump(value: object) -> str:
    """Compact JSON with keys in a fixed order."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def source_row(arrival: Arrival, at: str) -> dict[str, Any]:
    """A row of ``sources`` for one arrival."""
    outcome = arrival.outcome
    return {
        "locator": arrival.locator,
        "path": outcome.path,
        "sha256": outcome.sha256,
        "size": arrival.size,
        "mtime_ns": arrival.mtime_ns,
        "format": arrival.format,
        "status": outcome.status.value,
        "reason_key": outcome.note.key if outcome.note else None,
        "reason_values": dump(dict(outcome.note.values)) if outcome.note else None,
        "seconds": outcome.seconds,
        "pages": outcome.pages,
        "linked": arrival.linked,
        "kind": arrival.kind,
        "whole": arrival.whole,
        "members": len(arrival.members),
        "imported_at": at,
    }


def record_row(record: Record, source_id: int) -> dict[str, Any]:
    """A row of ``records``."""
    return {
        "id": record.id,
        "source_id": source_id,
        "ordinal": record.ordinal,
        "start": record.start,
        "end": record.end,
        "title": record.title,
        "title_made": record.title_made,
        "first_page": record.first_page,
        "last_page": record.last_page,
        "doctype": record.doctype,
        "doc_no": record.doc_no,
        "author": record.author,
        "date": record.date,
        "archival_no": record.archival_no,
        "removed_at": None,
    }


def filing_row(filing: Filing, at: str) -> dict[str, Any]:
    """A row of ``filings``."""
    reasons = [
        [r.about, r.note.key, dict(r.note.values), r.where, r.weight] for r in filing.reasons
    ]
    return {
        "record_id": filing.record,
        "unit": filing.unit,
        "level": filing.level,
        "year": filing.year,
        "period": filing.period,
        "box_id": filing.box_id,
        "item_ids": dump(filing.item_ids),
        "confidence": filing.confidence,
        "reasons": dump(reasons),
        "candidates": dump([[c.box_id, c.score] for c in filing.candidates]),
        "decided_by": filing.decided_by,
        "boxless": filing.boxless,
        "decided_at": at,
    }


def filed_of(row: Row) -> FiledRecord:
    """A record with its filing, of a row of ``FILED``."""
    record = Record(
        id=row.id,
        source_sha256=row.sha256,
        ordinal=row.ordinal,
        start=row.start,
        end=row.end,
        title=row.title,
        title_made=row.title_made,
        first_page=row.first_page,
        last_page=row.last_page,
        doctype=row.doctype,
        doc_no=row.doc_no,
        author=row.author,
        date=row.date,
        archival_no=row.archival_no,
    )
    return FiledRecord(record, filing_of(row, row.id), row.path)


def filing_of(row: Row, record_id: str) -> Filing:
    """A filing, of a row that has its columns."""
    return Filing(
        record=record_id,
        unit=row.unit,
        level=row.level,
        year=row.year,
        period=row.period,
        box_id=row.box_id,
        item_ids=tuple(json.loads(row.item_ids)),
        confidence=row.confidence,
        reasons=tuple(
            Reason(about, Note(key, values), where, weight)
            for about, key, values, where, weight in json.loads(row.reasons)
        ),
        candidates=tuple(Candidate(box, score) for box, score in json.loads(row.candidates)),
        decided_by=row.decided_by,
        boxless=bool(row.boxless),
    )


def outcome_of(
    row: Row, filed: tuple[FiledRecord, ...] = (), record_ids: tuple[str, ...] = ()
) -> Outcome:
    """What became of a source, as an earlier import settled it.

    Args:
        row: Of ``sources``, with ``original`` the path of what it duplicates.
        filed: Its records.
        record_ids: Their ids, where they are not loaded.
    """
    note = Note(row.reason_key, json.loads(row.reason_values)) if row.reason_key else None
    if row.original is not None:
        note = Note("import.duplicate", {"path": row.original})
    return Outcome(
        path=row.path,
        status=Status(row.status),
        sha256=row.sha256,
        note=note,
        seconds=row.seconds,
        pages=row.pages,
        filed=filed,
        known=True,
        record_ids=record_ids,
    )


def unit_of(row: Row) -> Unit:
    """A unit, of a row of ``units``."""
    return Unit(row.name, row.level, tuple(json.loads(row.aliases)), row.parent)
