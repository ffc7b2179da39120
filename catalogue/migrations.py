"""The catalogue's schema, step by step.

A migration is never edited once released: a new version is a new function at the
end of ``MIGRATIONS``. Definitions are written out here, apart from ``tables.py``,
because that file follows the newest version and these must not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from ..errors import ArchiveError
from .migration_checks import keep_checks
from .sqlite import forbid_changes

Migration = Callable[[sa.Connection], None]


def _version_1(connection: sa.Connection) -> None:
    meta = sa.MetaData()
    _sources_1(meta)
    _records_1(meta)
    _filings_1(meta)
    sa.Table(
        "units",
        meta,
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("level", sa.Text),
        sa.Column("aliases", sa.Text, nullable=False),
    )
    sa.Table(
        "waivers",
        meta,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("date", sa.Text, nullable=False),
        sa.UniqueConstraint("unit", "year", "target"),
    )
    sa.Table(
        "audit",
        meta,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
    )
    meta.create_all(connection)
    forbid_changes(connection, "audit")


def _sources_1(meta: sa.MetaData) -> None:
    table = sa.Table(
        "sources",
        meta,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("locator", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64)),
        sa.Column("size", sa.BigInteger),
        sa.Column("mtime_ns", sa.BigInteger),
        sa.Column("format", sa.Text),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("reason_key", sa.Text),
        sa.Column("reason_values", sa.Text),
        sa.Column("duplicate_of", sa.ForeignKey("sources.id")),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("pages", sa.Integer),
        sa.Column("linked", sa.Boolean, nullable=False),
        sa.Column("imported_at", sa.Text, nullable=False),
        sa.Column("superseded_at", sa.Text),
    )
    current = table.c.superseded_at.is_(None)
    original = current & table.c.duplicate_of.is_(None) & table.c.sha256.is_not(None)
    _unique_where("sources_locator", table.c.locator, current)
    _unique_where("sources_original", table.c.sha256, original)
    sa.Index("sources_sha256", table.c.sha256)
    sa.Index("sources_duplicate_of", table.c.duplicate_of)


def _records_1(meta: sa.MetaData) -> None:
    table = sa.Table(
        "records",
        meta,
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("source_id", sa.ForeignKey("sources.id"), nullable=False, index=True),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("title_made", sa.Boolean, nullable=False),
        sa.Column("first_page", sa.Integer),
        sa.Column("last_page", sa.Integer),
        sa.Column("doctype", sa.Text),
        sa.Column("doc_no", sa.Text),
        sa.Column("author", sa.Text),
        sa.Column("date", sa.Text),
        sa.Column("removed_at", sa.Text),
    )
    sa.Table(
        "contents",
        meta,
        sa.Column("record_id", sa.ForeignKey(table.c.id), primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    sa.Table(
        "pending_index",
        meta,
        sa.Column("record_id", sa.ForeignKey(table.c.id), primary_key=True),
    )


def _filings_1(meta: sa.MetaData) -> None:
    table = sa.Table(
        "filings",
        meta,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("record_id", sa.ForeignKey("records.id"), nullable=False, index=True),
        sa.Column("unit", sa.Text),
        sa.Column("level", sa.Text),
        sa.Column("year", sa.Integer),
        sa.Column("period", sa.Text),
        sa.Column("box_id", sa.Text),
        sa.Column("item_ids", sa.Text, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("reasons", sa.Text, nullable=False),
        sa.Column("candidates", sa.Text, nullable=False),
        sa.Column("decided_by", sa.Text, nullable=False),
        sa.Column("decided_at", sa.Text, nullable=False),
        sa.Column("superseded_at", sa.Text),
    )
    _unique_where("filings_in_force", table.c.record_id, table.c.superseded_at.is_(None))
    sa.Index("filings_unit_year", table.c.unit, table.c.year)


def _unique_where(name: str, column: sa.Column[str], condition: sa.ColumnElement[bool]) -> sa.Index:
    return sa.Index(name, column, unique=True, sqlite_where=condition, postgresql_where=condition)


def _version_2(connection: sa.Connection) -> None:
    """Page sets, containers, delivered records, and how far an import is."""
    for column in (
        "sources ADD COLUMN kind TEXT NOT NULL DEFAULT 'file'",
        "sources ADD COLUMN whole TEXT",
        "sources ADD COLUMN members INTEGER NOT NULL DEFAULT 0",
        "records ADD COLUMN archival_no TEXT",
    ):
        connection.exec_driver_sql(f"ALTER TABLE {column}")
    meta = sa.MetaData()
    sources = sa.Table("sources", meta, sa.Column("id", sa.Integer, primary_key=True))
    sa.Table(
        "set_pages",
        meta,
        sa.Column("source_id", sa.ForeignKey(sources.c.id), primary_key=True),
        sa.Column("ordinal", sa.Integer, primary_key=True),
        sa.Column("first_page", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
    )
    sa.Table(
        "runs",
        meta,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("pid", sa.Integer, nullable=False),
        sa.Column("paths", sa.Text, nullable=False),
        sa.Column("found", sa.Integer, nullable=False),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("started_at", sa.Text, nullable=False),
        sa.Column("updated_at", sa.Text, nullable=False),
        sa.Column("ended", sa.Text),
    )
    meta.create_all(connection, checkfirst=True)


def _version_3(connection: sa.Connection) -> None:
    """Searches that people keep."""
    meta = sa.MetaData()
    sa.Table(
        "saved_searches",
        meta,
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("sort", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
    )
    meta.create_all(connection)


def _version_4(connection: sa.Connection) -> None:
    """Decisions by hand that can be taken back, and papers that belong to no box.

    What persons decided before becomes a decision each, so that it can be taken back too.
    """
    for column in (
        "filings ADD COLUMN boxless BOOLEAN NOT NULL DEFAULT FALSE",
        "filings ADD COLUMN decision_id INTEGER",
        "filings ADD COLUMN former_id INTEGER",
    ):
        connection.exec_driver_sql(f"ALTER TABLE {column}")
    meta = sa.MetaData()
    decisions = sa.Table(
        "decisions",
        meta,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("undone_at", sa.Text),
        sa.Column("undone_by", sa.Text),
    )
    meta.create_all(connection)
    filings = sa.table(
        "filings",
        *map(sa.column, ("id", "record_id", "decided_by", "decided_at")),
        *map(sa.column, ("decision_id", "former_id")),
    )
    before = filings.alias("former")
    former = (
        sa.select(sa.func.max(before.c.id))
        .where(before.c.record_id == filings.c.record_id, before.c.id < filings.c.id)
        .scalar_subquery()
    )
    by_hand = sa.select(filings, former.label("former")).where(
        filings.c.decided_by.not_in(("rules", "rules: first look"))
    )
    for row in connection.execute(by_hand.order_by(filings.c.id)).all():
        if row.former is None:
            continue
        decision = {"at": row.decided_at, "who": row.decided_by, "event": "refile"}
        inserted = connection.execute(sa.insert(decisions).values(decision))
        (number,) = inserted.inserted_primary_key or (None,)
        values = {"decision_id": number, "former_id": row.former}
        connection.execute(sa.update(filings).where(filings.c.id == row.id).values(values))
    connection.exec_driver_sql("CREATE INDEX filings_decision ON filings (decision_id)")


def _accounts(connection: sa.Connection) -> None:
    """Users of the pages, their sessions, and searches that are one's own."""
    meta = sa.MetaData()
    users = sa.Table(
        "users",
        meta,
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("password", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("units", sa.Text),
        sa.Column("created_at", sa.Text, nullable=False),
    )
    sa.Table(
        "web_sessions",
        meta,
        sa.Column("token", sa.String(64), primary_key=True),
        sa.Column(
            "user", sa.ForeignKey(users.c.name, ondelete="CASCADE"), nullable=False, index=True
        ),
        sa.Column("begun_at", sa.BigInteger, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
    )
    connection.exec_driver_sql("ALTER TABLE saved_searches RENAME TO saved_searches_before")
    sa.Table(
        "saved_searches",
        meta,
        sa.Column("owner", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("sort", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
    )
    meta.create_all(connection)
    connection.exec_driver_sql(
        "INSERT INTO saved_searches (owner, name, query, sort, who, at) "
        "SELECT '', name, query, sort, who, at FROM saved_searches_before"
    )
    connection.exec_driver_sql("DROP TABLE saved_searches_before")


def _version_5(connection: sa.Connection) -> None:
    """What records state; derived from their contents, so it may be dropped at any time."""
    meta = sa.MetaData()
    records = sa.Table("records", meta, sa.Column("id", sa.Text, primary_key=True))
    sa.Table(
        "statements",
        meta,
        sa.Column("record_id", sa.ForeignKey(records.c.id), primary_key=True),
        sa.Column("edition", sa.Text, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    meta.create_all(connection, checkfirst=True)


MIGRATIONS: tuple[Migration, ...] = (
    _version_1,
    _version_2,
    _version_3,
    _version_4,
    _version_5,
    keep_checks,
    _accounts,
)


def migrate(engine: sa.Engine, path: Path, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring a database up to the newest version, all steps in one transaction.

    Args:
        engine: On the database.
        path: Of the database, for messages.
        migrations: Step N leads from version N - 1 to N.

    Raises:
        ArchiveError: The database is of a newer version than this program.
    """
    with engine.connect() as connection:
        if _version(connection, path, len(migrations)) == len(migrations):
            return
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        version = _version(connection, path, len(migrations))
        if version == 0:
            connection.execute(sa.schema.CreateTable(_VERSION, if_not_exists=True))
        for number, step in enumerate(migrations[version:], start=version + 1):
            step(connection)
            now = datetime.now(UTC).isoformat(timespec="seconds")
            connection.execute(_VERSION.insert().values(version=number, applied_at=now))


_VERSION = sa.Table(
    "schema_version",
    sa.MetaData(),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("applied_at", sa.Text, nullable=False),
)


def _version(connection: sa.Connection, path: Path, newest: int) -> int:
    if not sa.inspect(connection).has_table(_VERSION.name):
        return 0
    version = connection.scalar(sa.select(sa.func.max(_VERSION.c.version))) or 0
    if version > newest:
        raise ArchiveError("archive.newer", path=path, version=version, newest=newest)
    return version
