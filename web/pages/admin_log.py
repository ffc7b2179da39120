"""The audit log: what was done, by whom, when; narrowed down, page by page, and as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response

from ...catalogue import AuditEntry, LogWanted
from ...commands.log import event_name
from ...errors import UsageError
from ...messages import translate
from ...schemas import Norms
from ..call import Call
from ..log_facts import RECORD, as_csv, as_jsonl, facts_of
from ..naming import disposition
from ..times import beginning_of

AT_ONCE = 50
MOST_BYTES = 64 << 20
"""Of a file; more has to be narrowed down."""

_MOST_NUMBER = 999_999_999
_FIELDS = ("event", "who", "since", "until", "record")
_Writer = Callable[[Iterable[AuditEntry], Norms], Iterator[str]]
_WRITERS: Mapping[str, tuple[_Writer, str, str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8", "\ufeff"),
    "jsonl": (as_jsonl, "application/x-ndjson", ""),
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """The filter as it was typed, and what it wants."""

    fields: Mapping[str, str]
    wanted: LogWanted

    def link(self, path: str, **more: object) -> str:
        """An address with the same filter."""
        params = {name: value for name, value in self.fields.items() if value}
        query = urlencode({**params, **more})
        return f"{path}?{query}" if query else path


def show(call: Call) -> Response:
    """Some entries, newest first."""
    error = None
    try:
        asked = _asked(call)
    except UsageError as refused:
        error, asked = refused, _Asked({}, LogWanted())
    catalogue, before = call.whole.catalogue, call.number("before", 0, _MOST_NUMBER) or None
    found = [] if error else catalogue.entries(asked.wanted, AT_ONCE + 1, before)
    events, persons = catalogue.audited_names()
    return call.render(
        "admin_log.html",
        422 if error else 200,
        error=error,
        entries=[
            (one, facts_of(one, call.whole.norms, asked.wanted.record)) for one in found[:AT_ONCE]
        ],
        older=found[AT_ONCE - 1].number if len(found) > AT_ONCE else None,
        before=before,
        asked=asked,
        typed={name: call.text(name) for name in _FIELDS},
        events=sorted((event_name(event), event) for event in events),
        persons=persons,
        event_name=event_name,
    )


def export(call: Call) -> Response:
    """The entries of a filter as a file; the log keeps that it was made."""
    asked, form = _asked(call), call.text("format", "csv")
    if form not in _WRITERS:
        raise UsageError("web.no_report", kind=translate("web.admin.log"), form=form[:20])
    write, kind, mark = _WRITERS[form]
    entries = call.whole.catalogue.every_entry(asked.wanted, 10_000_000)
    parts, size = [mark.encode()], 0
    for line in write(entries, call.whole.norms):
        parts.append(line.encode("utf-8", "replace"))
        size += len(parts[-1])
        if size > MOST_BYTES:
            raise UsageError("web.admin.log_large", limit=MOST_BYTES >> 20)
    kept = {name: value for name, value in asked.fields.items() if value}
    call.whole.catalogue.audit("export_log", {"format": form, **kept})
    name = f"{translate('web.admin.log')}.{form}"
    headers = {"Content-Disposition": disposition(name, f"log.{form}")}
    return Response(b"".join(parts), media_type=kind, headers=headers)


def _asked(call: Call) -> _Asked:
    fields = {name: call.text(name).strip()[:100] for name in _FIELDS}
    record = fields["record"]
    if record and not RECORD.fullmatch(record):
        raise UsageError("web.admin.record", record=record[:40])
    since, until = fields["since"], fields["until"]
    wanted = LogWanted(
        event=fields["event"] or None,
        who=fields["who"] or None,
        since=beginning_of(since) if since else None,
        until=beginning_of(until, 1) if until else None,
        record=record or None,
    )
    return _Asked(fields, wanted)
