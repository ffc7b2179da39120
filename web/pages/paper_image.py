"""The image of a page; personal numbers are covered unless a reason was given."""

from __future__ import annotations

from starlette.responses import Response

from ...errors import UsageError
from ..call import Call
from ..painting import Box
from ..placing import covers
from .paper import is_unmasked, record_of


def show(call: Call) -> Response:
    """A page as it looks, as JPEG."""
    one = record_of(call)
    page = int(call.params["page"])
    place = call.archive.page_place(one.record.id, page)
    lines = call.server.pictures.lines(place)
    if is_unmasked(call, one.record.id):
        hidden: tuple[Box, ...] = ()
        call.archive.catalogue.audit("unmask", {"records": [one.record.id], "page": page})
    elif lines is None:
        # What nobody has read may hold anything.
        raise UsageError("catalogue.no_record", record=one.record.id)
    else:
        hidden = covers(lines)
    picture = call.server.pictures.picture(place, hidden)
    return Response(picture.jpeg, media_type="image/jpeg")
