"""A paper: its page as it looks beside its text, what is known of it, and why it lies there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import Response

from ...catalogue import RecordContent
from ...commands.render_json import sentence
from ...commands.why_json import why_json, zone_name
from ...errors import ArchiveError, DangheError, ExtractionError, UsageError
from ...messages import translate
from ...model import RULES, FiledRecord, Filing, Hit, PageLines
from ...text.mask import mask_personal
from ..access import DECIDE, UNMASK
from ..call import Call
from ..naming import box_name, boxes_by_section, field_name, file_name, item_names, level_name
from ..placing import marked
from ..reading import Part, Spans, parts_of, shown
from ..sought import Sought
from ..state import state_of

if TYPE_CHECKING:
    from ..painting import Box

_CANDIDATES = 4
_SIMILAR = 5
_NEIGHBOURS = 3
RECORD = re.compile(r"[0-9a-f]{12}-[0-9]{1,6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The image of a page, before it is drawn.

    Attributes:
        page: Number.
        width: Of its image, in any unit.
        height: Likewise.
        marks: Places of what was searched for: x, y, width, height.
        hidden: It cannot be shown without personal numbers, and may not be shown with them.
    """

    page: int
    width: float
    height: float
    marks: tuple[Box, ...]
    hidden: bool


def record_of(call: Call) -> FiledRecord:
    """The record that an address names.

    Raises:
        UsageError: There is none, or none that the visitor may see: the answer is the same.
    """
    id = str(call.params["record"])
    if not RECORD.fullmatch(id):
        raise UsageError("catalogue.no_record", record=id[:40])
    return call.archive.record(id)


def is_unmasked(call: Call, record_id: str) -> bool:
    """Whether the visitor may see a record's personal numbers now."""
    return call.may(UNMASK) and call.server.sessions.is_unmasked(call.visitor, record_id)


def show(call: Call) -> Response:
    """The paper, at a page."""
    one = record_of(call)
    record, filing, norms = one.record, one.filing, call.archive.norms
    unmasked = is_unmasked(call, record.id)
    content = call.archive.catalogue.content(record.id)
    if not unmasked:
        content = RecordContent(mask_personal(content.text), content.blocks)
    sought, title = Sought.by(call), _title(one, unmasked)
    (spans,) = sought.places([content.text])
    parts = parts_of(content, record.first_page, record.last_page, spans)
    part = _part(call, parts, bool(spans))
    return call.render(
        "paper.html",
        one=one,
        record=record,
        filing=filing,
        query=sought.query,
        sought=sought,
        problem=sought.problem,
        hits=len(spans),
        hit_parts=_hit_parts(parts),
        parts=parts,
        part=part,
        before=_beside(parts, part, -1),
        after=_beside(parts, part, 1),
        blocks=shown(content, part, spans, title),
        sheet=_sheet(call, one, part, sought, unmasked),
        unmasked=unmasked,
        may_unmask=call.may(UNMASK),
        may_decide=call.may(DECIDE),
        may_undo=_may_undo(call, one),
        title=title,
        file_name=file_name(one.path),
        decided=_decided(one.filing),
        box=box_name(filing.box_id, norms, boxless=filing.boxless),
        items=item_names(filing.item_ids, norms),
        level=level_name(filing.level, norms),
        reasons=_reasons(one),
        candidates=_candidates(call, one),
        sections=boxes_by_section(norms, filing.level) if call.may(DECIDE) else {},
        item_choices=_item_choices(call, one),
        state=state_of(one),
        neighbours=_neighbours(call, one),
        similar=_similar(call, one),
        units=call.archive.units() if call.may(DECIDE) else (),
        box_name=lambda id: box_name(id, norms),
    )


def why(call: Call) -> Response:
    """All that was weighed for its filing."""
    one = record_of(call)
    told = call.archive.why(one.record.id)
    history = call.archive.history(one.record.id)
    return call.render(
        "why.html",
        one=one,
        title=_title(one, False),
        why=why_json(told, history, call.archive.norms),
        zone=zone_name,
        level=lambda id: level_name(id, call.archive.norms),
    )


def _part(call: Call, parts: tuple[Part, ...], searched: bool) -> Part:
    """The part asked for, else the first that holds what was searched for, else the first."""
    wanted = call.number("page", 0) if "page" in call.query else 0
    for part in parts:
        if part.number == wanted:
            return part
    first = next((part for part in parts if part.hits), parts[0])
    return first if searched else parts[0]


def _hit_parts(parts: Sequence[Part]) -> list[tuple[Part, int]]:
    """Parts that hold what was searched for, each with the number of its first place."""
    found, first = [], 1
    for part in parts:
        if part.hits:
            found.append((part, first))
        first += part.hits
    return found


def _beside(parts: tuple[Part, ...], part: Part, step: int) -> Part | None:
    place = parts.index(part) + step
    return parts[place] if 0 <= place < len(parts) else None


def _sheet(
    call: Call, one: FiledRecord, part: Part, sought: Sought, unmasked: bool
) -> Sheet | None:
    """The page's image with marks on it; None where the paper has no images of pages."""
    if one.record.first_page is None:
        return None
    try:
        place = call.archive.page_place(one.record.id, part.number)
        page = call.server.pictures.lines(place)
        if page is None:
            if not unmasked:
                return Sheet(part.number, 210, 297, (), hidden=True)
            drawn = call.server.pictures.picture(place, ())
            return Sheet(part.number, drawn.width, drawn.height, (), hidden=False)
    except (UsageError, ExtractionError):
        return None
    marks = _marks(page, sought, unmasked)
    return Sheet(part.number, page.width, page.height, marks, hidden=False)


def _marks(page: PageLines, sought: Sought, unmasked: bool) -> tuple[Box, ...]:
    def places(texts: Sequence[str]) -> Sequence[Spans]:
        # A mark on what is covered would tell what is under it.
        return sought.places(texts if unmasked else [mask_personal(text) for text in texts])

    boxes = marked(page, places) if sought.params else ()
    return tuple(
        (x0 * page.width, top * page.height, (x1 - x0) * page.width, (bottom - top) * page.height)
        for x0, top, x1, bottom in boxes
    )


def _title(one: FiledRecord, unmasked: bool) -> str:
    title = f"[{one.record.title}]" if one.record.title_made else one.record.title
    return title if unmasked else mask_personal(title)


def _reasons(one: FiledRecord) -> list[dict[str, str]]:
    return [
        {
            "about": field_name(reason.about),
            "text": mask_personal(sentence(reason.note)),
            "where": zone_name(reason.where),
        }
        for reason in one.filing.reasons
    ]


def _candidates(call: Call, one: FiledRecord) -> list[str]:
    """Boxes that came into question besides the one it lies in, best first."""
    if not call.may(DECIDE):
        return []
    places = call.archive.norms.box_places
    found = [candidate.box_id for candidate in one.filing.candidates]
    if not found:
        found = [candidate.box_id for candidate in call.archive.considered(one, most=_CANDIDATES)]
    return [id for id in found if id != one.filing.box_id and id in places][:_CANDIDATES]


def _decided(filing: Filing) -> str:
    if filing.decided_by.startswith(RULES):
        if filing.box_id is None:
            return translate("web.paper.by_nobody")
        return translate("web.paper.by_rules", share=f"{filing.confidence * 100:.0f}")
    return translate("web.paper.by_person", who=filing.decided_by)


def _may_undo(call: Call, one: FiledRecord) -> bool:
    """Whether what is in force was decided by this person since signing in."""
    given = call.server.reviews.on(call.visitor, one.record.id)
    return given is not None and one.filing.decided_by == call.who


def _item_choices(call: Call, one: FiledRecord) -> list[tuple[str, str, bool]]:
    place = call.archive.norms.box_places.get(one.filing.box_id or "")
    items = place[2].items if place else ()
    return [(item.id, item.name, item.id in one.filing.item_ids) for item in items]


def _neighbours(call: Call, one: FiledRecord) -> list[tuple[FiledRecord, bool]]:
    """Papers that lie around it in its box, itself among them."""
    filing = one.filing
    if filing.box_id is None:
        return []
    found = list(
        call.archive.catalogue.filed(filing.unit, filing.year, filing.box_id, reasons=False)
    )
    ids = [other.record.id for other in found]
    place = ids.index(one.record.id) if one.record.id in ids else 0
    first = max(0, place - _NEIGHBOURS)
    return [
        (other, other.record.id == one.record.id)
        for other in found[first : place + _NEIGHBOURS + 1]
    ]


def _similar(call: Call, one: FiledRecord) -> tuple[Hit, ...]:
    try:
        return call.archive.similar(one.record.id, limit=_SIMILAR).hits
    except (ArchiveError, DangheError):
        return ()
