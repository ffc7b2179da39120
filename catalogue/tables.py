"""The tables of the newest version, as queries name them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Boolean, Float, Integer, LargeBinary, column, table


class CleanText(sa.TypeDecorator[str]):
    """Text that any database can store: no lone surrogates, no NUL."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        """Clean what is about to be stored."""
        return clean(value) if value is not None else None


def clean(text: str) -> str:
    """The text with what no database stores replaced, character for character."""
    if "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    return text


def _texts(*names: str) -> list[sa.ColumnClause[str]]:
    return [column(name, CleanText) for name in names]


sources = table(
    "sources",
    column("id", Integer),
    *_texts("locator", "path", "sha256", "format", "status", "reason_key", "reason_values"),
    column("size", Integer),
    column("mtime_ns", Integer),
    column("duplicate_of", Integer),
    column("seconds", Float),
    column("pages", Integer),
    column("linked", Boolean),
    *_texts("imported_at", "superseded_at", "kind", "whole"),
    column("members", Integer),
)

set_pages = table(
    "set_pages",
    column("source_id", Integer),
    column("ordinal", Integer),
    column("first_page", Integer),
    column("sha256", CleanText),
)

records = table(
    "records",
    *_texts("id", "title", "doctype", "doc_no", "author", "date", "archival_no", "removed_at"),
    column("source_id", Integer),
    column("ordinal", Integer),
    column("start", Integer),
    column("end", Integer),
    column("title_made", Boolean),
    column("first_page", Integer),
    column("last_page", Integer),
)

filings = table(
    "filings",
    column("id", Integer),
    *_texts("record_id", "unit", "level", "period", "box_id", "item_ids", "reasons"),
    *_texts("candidates", "decided_by", "decided_at", "superseded_at"),
    column("year", Integer),
    column("confidence", Float),
    column("boxless", Boolean),
    column("decision_id", Integer),
    column("former_id", Integer),
)

decisions = table(
    "decisions", column("id", Integer), *_texts("at", "who", "event", "undone_at", "undone_by")
)

contents = table("contents", column("record_id", CleanText), column("data", LargeBinary))
statements = table("statements", *_texts("record_id", "edition"), column("data", LargeBinary))
pending_index = table("pending_index", column("record_id", CleanText))
units = table("units", *_texts("name", "level", "aliases", "parent"))
waivers = table(
    "waivers",
    column("id", Integer),
    *_texts("unit", "target", "reason", "person", "date", "expires"),
    column("year", Integer),
    column("did_not_occur", Boolean),
)
audit = table("audit", column("id", Integer), *_texts("at", "who", "event", "detail"))

runs = table(
    "runs",
    *[column(name, Integer) for name in ("id", "found", "done", "pid")],
    *_texts("paths", "started_at", "updated_at", "ended"),
)

saved_searches = table("saved_searches", *_texts("owner", "name", "query", "sort", "who", "at"))

users = table("users", *_texts("name", "password", "role", "units", "created_at"))

web_sessions = table(
    "web_sessions",
    *_texts("token", "user"),
    *[column(name, Integer) for name in ("begun_at", "seen_at")],
)

norms = table(
    "norms",
    column("id", Integer),
    *_texts("file", "unit", "norms_id", "title", "version", "first", "last"),
    *_texts("who", "at", "removed_at"),
)

check_runs = table(
    "check_runs",
    *[column(name, Integer) for name in ("id", "year", "unit_years", "lacking", "changed")],
    *_texts("at", "who", "as_of", "unit"),
)

check_results = table(
    "check_results",
    *[column(name, Integer) for name in ("id", "first_run", "last_run", "year")],
    *_texts("unit", "norms", "norms_version", "norms_hash", "fingerprint"),
    column("data", LargeBinary),
)

ALL = (
    sources,
    set_pages,
    records,
    filings,
    decisions,
    contents,
    statements,
    pending_index,
    units,
    waivers,
    audit,
    runs,
    saved_searches,
    users,
    web_sessions,
    norms,
    check_runs,
    check_results,
)
