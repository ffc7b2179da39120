"""What one does with a paper: file it, open it again, see its numbers, take its original."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from starlette.responses import FileResponse, Response

from ...catalogue import Decision
from ...errors import UsageError
from ...model import FiledRecord
from ...text.normalise import tidy
from ..call import Call
from ..naming import disposition, file_name
from ..reviewing import Answer
from ..security import safe_path
from ..state import state_of
from .paper import is_unmasked, record_of

_LEAST_REASON = 4
_MOST_REASON = 200


def decide(call: Call) -> Response:
    """Confirm where a paper lies, or file it elsewhere."""
    one = _as_seen(call)
    box, no_box = call.text("box") or None, call.text("box") == "-"
    year = call.text("year").strip()
    if year and not re.fullmatch(r"[12]\d{3}", year, re.ASCII):
        raise UsageError("web.filing.year", year=year)
    items = _items(call, one, None if no_box else box)
    decision = call.archive.decide(
        [one.record.id],
        None if no_box else box,
        items=items,
        year=int(year) if year else None,
        period=call.text("period").strip() or None,
        unit=tidy(call.text("unit")) or None,
        no_box=no_box,
    )
    _remember(call, one, decision)
    return call.done(_back(call, one), "filed")


def reopen(call: Call) -> Response:
    """Take a filing back."""
    one = _as_seen(call)
    _remember(call, one, call.archive.reopen([one.record.id]))
    return call.done(_back(call, one), "reopened")


def undo(call: Call) -> Response:
    """Take back what one decided last of a paper."""
    one = _as_seen(call)
    given = call.server.reviews.on(call.visitor, one.record.id)
    if given is None:
        raise UsageError("web.review.nothing")
    try:
        undone = call.archive.undo(given.decision)
    finally:
        call.server.reviews.forget(call.visitor, given)
    return call.done(_back(call, one), "undone", count=str(len(undone.changes)))


def unmask(call: Call) -> Response:
    """Show personal numbers for a while, for a reason that the log keeps."""
    one = record_of(call)
    _log_reason(call, one, "unmask")
    call.server.sessions.unmask(call.visitor, one.record.id)
    return call.redirect(_back(call, one))


def original(call: Call) -> Response:
    """The original as it came in; the log keeps who took it, and why."""
    one = record_of(call)
    path = call.archive.original(one.record.id)
    if path is None:
        raise UsageError("archive.original_gone", record=one.record.id)
    _log_reason(call, one, "download", asked=not is_unmasked(call, one.record.id))
    headers = {"Content-Disposition": attachment(one)}
    return FileResponse(path, media_type="application/octet-stream", headers=headers)


def attachment(one: FiledRecord) -> str:
    """A Content-Disposition that no name can break out of, and that never opens in place."""
    return disposition(file_name(one.path), one.record.id)


def _as_seen(call: Call) -> FiledRecord:
    """The record, if its filing is still the one that the form was made of."""
    one = record_of(call)
    if call.text("state") != state_of(one):
        raise UsageError("web.filing.changed")
    return one


def _remember(call: Call, one: FiledRecord, decision: Decision) -> None:
    filing = decision.changes[0].filing
    given = Answer(decision.number, one.record.id, filing.box_id, in_queue=False)
    call.server.reviews.answered(call.visitor, given)


def _items(call: Call, one: FiledRecord, box: str | None) -> tuple[str, ...]:
    """Items that were chosen; where none could be, those that the paper would be evidence of."""
    if box is None:
        return ()
    if call.text("choose_items") and box == one.filing.box_id:
        return tuple(call.texts("item"))
    if box == one.filing.box_id:
        return one.filing.item_ids
    found = call.archive.considered(one, [box], 1)
    return found[0].item_ids if found else ()


def _log_reason(call: Call, one: FiledRecord, event: str, *, asked: bool = True) -> None:
    reason = tidy(call.text("reason"))[:_MOST_REASON]
    if asked and len(reason) < _LEAST_REASON:
        raise UsageError("web.reason", least=_LEAST_REASON)
    detail = {"records": [one.record.id], "reason": reason, "through": "web"}
    call.archive.catalogue.audit(event, detail)


def _back(call: Call, one: FiledRecord) -> str:
    """The paper's page, at the place and query that the form came from."""
    wanted = safe_path(call.text("back"))
    if wanted != "/":
        return wanted
    params = {name: call.text(name) for name in ("q", "passage", "page") if call.text(name)}
    return f"/papers/{one.record.id}" + (f"?{urlencode(params)}" if params else "")
