"""The step that brings checks into the catalogue; one of ``MIGRATIONS``, never edited.

Waivers expire, units belong to others, norms hold for a time or a unit, and checks are kept.
"""

from __future__ import annotations

import sqlalchemy as sa


def keep_checks(connection: sa.Connection) -> None:
    """Waivers that expire, parents of units, norms in time and place, runs of the check."""
    for column in (
        "waivers ADD COLUMN expires TEXT",
        "waivers ADD COLUMN did_not_occur BOOLEAN NOT NULL DEFAULT FALSE",
        "units ADD COLUMN parent TEXT",
    ):
        connection.exec_driver_sql(f"ALTER TABLE {column}")
    meta = sa.MetaData()
    _norms(meta)
    _runs(meta)
    _results(meta)
    meta.create_all(connection)
    # What tells whether a unit's year changed is read off these alone, row by row in order.
    connection.exec_driver_sql(
        "CREATE INDEX filings_state ON filings (unit, year, level, box_id, decided_by, record_id)"
        " WHERE superseded_at IS NULL"
    )
    connection.exec_driver_sql(
        "CREATE INDEX records_removed ON records (id) WHERE removed_at IS NOT NULL"
    )


def _norms(meta: sa.MetaData) -> None:
    sa.Table(
        "norms",
        meta,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("unit", sa.Text),
        sa.Column("norms_id", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("first", sa.Text),
        sa.Column("last", sa.Text),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("removed_at", sa.Text),
    )


def _runs(meta: sa.MetaData) -> None:
    sa.Table(
        "check_runs",
        meta,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("as_of", sa.Text, nullable=False),
        sa.Column("unit", sa.Text),
        sa.Column("year", sa.Integer),
        sa.Column("unit_years", sa.Integer, nullable=False),
        sa.Column("lacking", sa.Integer, nullable=False),
        sa.Column("changed", sa.Integer, nullable=False),
    )


def _results(meta: sa.MetaData) -> None:
    """One row for each state that a unit's year was found in; runs that find it again say so."""
    table = sa.Table(
        "check_results",
        meta,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("first_run", sa.ForeignKey("check_runs.id"), nullable=False),
        sa.Column("last_run", sa.ForeignKey("check_runs.id"), nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("norms", sa.Text, nullable=False),
        sa.Column("norms_version", sa.Text, nullable=False),
        sa.Column("norms_hash", sa.String(64), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    sa.Index("check_results_unit_year", table.c.unit, table.c.year, table.c.id)
