"""Searches that a user keeps; each has one's own."""

from __future__ import annotations

from starlette.responses import Response

from ...index.face import Sort
from ..call import Call
from ..security import safe_path


def keep(call: Call) -> Response:
    """Keep a search under a name."""
    sort: Sort = "date" if call.text("sort") == "date" else "relevance"
    call.archive.save_search(call.text("name"), call.text("q"), sort, owner=call.who)
    return call.done(safe_path(call.text("back")), "saved", name=call.text("name"))


def forget(call: Call) -> Response:
    """Keep it no more."""
    call.archive.forget_search(call.text("name"), owner=call.who)
    return call.done(safe_path(call.text("back")), "forgotten", name=call.text("name"))
