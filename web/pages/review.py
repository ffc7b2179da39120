"""The review queue: a paper and the boxes that come into question, one key an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import Response

from ...catalogue import RecordContent, Waiting
from ...commands.render_json import sentence
from ...commands.why_json import zone_name
from ...errors import ArchiveError, UsageError
from ...model import FIRST_LOOK, RULES, FiledRecord, Reason
from ...text.mask import mask_personal
from ..call import Call
from ..naming import box_name, boxes_by_section, file_name, item_names
from ..reading import parts_of, shown
from ..reviewing import Answer, state_of_all
from ..state import state_of
from .paper import record_of

if TYPE_CHECKING:
    from ...classify import Considered

NO_BOX = "-"
_REASONS = 3
_AT_ONCE = 50
_BLOCKS = 200
_ZONES = ("title", "head", "table", "folder", "stem", "body")


@dataclass(frozen=True, slots=True)
class Choice:
    """One box to choose.

    Attributes:
        key: That takes it.
        box_id: Of the box.
        name: In words.
        items: Names of items that the paper would be evidence of.
        reasons: What speaks for it, strongest first.
    """

    key: int
    box_id: str
    name: str
    items: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Likes:
    """Papers that the last answer may serve too.

    Attributes:
        answer: In words.
        papers: All of them.
        state: Word for what they are now.
    """

    answer: str
    papers: tuple[FiledRecord, ...]
    state: str


def show(call: Call) -> Response:
    """The next paper of the queue."""
    order = _order(call)
    one, place = _next(call, order)
    last = call.server.reviews.last(call.visitor)
    values: dict[str, object] = {
        "one": one,
        "place": place,
        "total": len(order),
        "filters": _filters(call),
        "years": sorted({one.year for one in call.archive.unit_years()}, reverse=True),
        "units": call.archive.units(),
        "likes": _likes(call, last) if call.query.get("done") else None,
        "may_undo": last is not None,
    }
    return call.render("review.html", **values, **(_paper(call, one) if one else {}))


def answer(call: Call) -> Response:
    """File the paper that was shown, and go on to the next."""
    one = record_of(call)
    if call.text("state") != state_of(one) or not _is_waiting(one):
        raise UsageError("web.filing.changed")
    box = call.text("box")
    if not box:
        raise UsageError("web.review.no_answer")
    items = () if box == NO_BOX else _items(call, one, box)
    box_id = None if box == NO_BOX else box
    decision = call.archive.decide(
        [one.record.id], box_id, items=items, no_box=box_id is None, event="review"
    )
    given = Answer(decision.number, one.record.id, box_id, items)
    call.server.reviews.answered(call.visitor, given)
    return call.done(_onward(call, after=one.record.id, done="1"), "reviewed")


def apply(call: Call) -> Response:
    """Give the last answer to papers like the one it was given to: those that were counted."""
    last = call.server.reviews.last(call.visitor)
    if last is None or last.applied or not last.in_queue:
        raise UsageError("web.review.nothing")
    alike = call.archive.alike(last.record, _among(call))
    if not alike or call.text("state") != state_of_all(alike):
        raise UsageError("web.filing.changed")
    decision = call.archive.decide(
        [other.record.id for other in alike],
        last.box_id,
        items=last.items,
        no_box=last.box_id is None,
        event="apply",
        like=last.record,
    )
    given = Answer(decision.number, last.record, last.box_id, last.items, applied=True)
    call.server.reviews.answered(call.visitor, given)
    path = _onward(call, after=last.record)
    return call.done(path, "applied", count=str(len(decision.changes)))


def undo(call: Call) -> Response:
    """Take the last answer of this session back, and show its paper again."""
    last = call.server.reviews.last(call.visitor)
    if last is None:
        raise UsageError("web.review.nothing")
    try:
        undone = call.archive.undo(last.decision)
    except UsageError:
        call.server.reviews.forget(call.visitor, last)
        raise
    call.server.reviews.forget(call.visitor, last)
    path = _onward(call, at=last.record)
    return call.done(path, "undone", count=str(len(undone.changes)))


# --- the way through the queue ---


def _filters(call: Call) -> dict[str, str]:
    """Unit and year that the queue is narrowed to."""
    year = call.text("year")
    if year and not re.fullmatch(r"[12]\d{3}", year, re.ASCII):
        raise UsageError("web.filing.year", year=year[:20])
    return {name: call.text(name) for name in ("unit", "year") if call.text(name)}


def _onward(call: Call, **params: str) -> str:
    return f"/review?{urlencode({**_filters(call), **params})}"


def _order(call: Call) -> tuple[str, ...]:
    """The queue as it was begun; begun anew by whoever comes without a place in it."""
    kept = call.server.reviews.order(call.visitor)
    places = {one.record for one in kept}
    if not places.isdisjoint((call.query.get("after", ""), call.query.get("at", ""))):
        return tuple(one.record for one in kept)
    filters = _filters(call)
    year = int(filters["year"]) if "year" in filters else None
    order = call.archive.waiting(filters.get("unit"), year)
    call.server.reviews.begin(call.visitor, order)
    return tuple(one.record for one in order)


def _among(call: Call) -> tuple[Waiting, ...] | None:
    """The queue as it was begun, of which an answer may serve more; None for all."""
    return call.server.reviews.order(call.visitor) or None


def _next(call: Call, order: Sequence[str]) -> tuple[FiledRecord | None, int]:
    """The first paper from a place on that still waits, and its number; None at the end."""
    at, after = call.query.get("at"), call.query.get("after")
    places = {id: place for place, id in enumerate(order)}
    start = places.get(at or "", places.get(after or "", -1) + 1)
    for first in range(start, len(order), _AT_ONCE):
        ids = order[first : first + _AT_ONCE]
        known = call.archive.catalogue.records(ids)
        for place, id in enumerate(ids, first + 1):
            if id in known and _is_waiting(known[id]):
                return known[id], place
    return None, len(order)


def _is_waiting(one: FiledRecord) -> bool:
    """Left open: by the rules, or by someone who took its filing back."""
    filing = one.filing
    return filing.is_open or (filing.box_id is None and filing.decided_by in (RULES, FIRST_LOOK))


# --- what is shown ---


def _paper(call: Call, one: FiledRecord) -> dict[str, object]:
    record, norms = one.record, call.archive.norms
    content = call.archive.catalogue.content(record.id)
    content = RecordContent(mask_personal(content.text), content.blocks)
    parts = parts_of(content, record.first_page, record.last_page, ())
    title = mask_personal(f"[{record.title}]" if record.title_made else record.title)
    blocks = shown(content, parts[0], (), title)
    return {
        "record": record,
        "filing": one.filing,
        "title": title,
        "file_name": mask_personal(file_name(one.path)),
        "blocks": blocks[:_BLOCKS],
        "goes_on": len(parts) > 1 or len(blocks) > _BLOCKS,
        "why_open": _why_open(one),
        "choices": _choices(call, one),
        "sections": boxes_by_section(norms, one.filing.level),
        "state": state_of(one),
        "no_box": NO_BOX,
        "skip": _onward(call, after=record.id),
    }


def _why_open(one: FiledRecord) -> str:
    notes = (reason.note for reason in one.filing.reasons if reason.about == "box")
    said = [mask_personal(sentence(note)) for note in notes if not note.key.startswith("why.box.")]
    return said[0] if said else ""


def _choices(call: Call, one: FiledRecord) -> list[Choice]:
    norms = call.archive.norms
    return [
        Choice(
            key,
            found.box_id,
            box_name(found.box_id, norms),
            item_names(found.item_ids, norms),
            _reasons(found),
        )
        for key, found in enumerate(call.archive.considered(one), 1)
    ]


def _reasons(found: Considered) -> tuple[str, ...]:
    order = {zone: number for number, zone in enumerate(_ZONES)}
    ranked = sorted(found.reasons, key=lambda one: order.get(one.where, len(order)))
    return tuple(dict.fromkeys(map(_reason, ranked[:_REASONS])))


def _reason(reason: Reason) -> str:
    said, where = mask_personal(sentence(reason.note)), zone_name(reason.where)
    return f"{said} · {where}" if where else said


def _items(call: Call, one: FiledRecord, box_id: str) -> tuple[str, ...]:
    if box_id not in call.archive.norms.box_places:
        raise UsageError("web.review.no_answer")
    found = call.archive.considered(one, [box_id], 1)
    return found[0].item_ids if found else ()


def _likes(call: Call, last: Answer | None) -> Likes | None:
    if last is None or last.applied or not last.in_queue:
        return None
    try:
        alike = call.archive.alike(last.record, _among(call))
    except (ArchiveError, UsageError):
        return None
    if not alike:
        return None
    norms = call.archive.norms
    name = box_name(last.box_id, norms, boxless=last.box_id is None)
    items = item_names(last.items, norms)
    return Likes("：".join([name, "、".join(items)]) if items else name, alike, state_of_all(alike))
