"""What a search shows of a record."""

from __future__ import annotations

from ..catalogue import RecordContent
from ..model import FiledRecord, Hit
from ..schemas import Norms
from ..text.mask import mask_personal
from .highlight import first_match, snippet
from .nodes import Query

SNIPPET_WIDTH = 80


def hit_of(
    filed: FiledRecord,
    content: RecordContent,
    query: Query,
    score: float,
    norms: Norms,
    *,
    unmasked: bool = False,
) -> Hit:
    """A hit, with personal numbers hidden unless asked for.

    Args:
        filed: The record.
        content: Its text.
        query: From ``parse``.
        score: Of the engine.
        norms: That know the section of its box.
        unmasked: Show personal numbers.
    """
    record, filing = filed.record, filed.filing
    title, text = f"[{record.title}]" if record.title_made else record.title, content.text
    if not unmasked:
        # Before it is cut: half a number at the snippet's edge would not look like one.
        title, text = mask_personal(title), mask_personal(text)
    passage = snippet(text, query, SNIPPET_WIDTH)
    match = first_match(content.text, query)
    place = norms.box_places.get(filing.box_id or "")
    return Hit(
        record=record.id,
        title=title,
        path=filed.path,
        score=score,
        snippet=passage.text,
        page=record.first_page if match is None else content.page_at(match),
        unit=filing.unit,
        year=filing.year,
        level=filing.level,
        section=place[1].name if place else None,
        box_id=filing.box_id,
        doctype=record.doctype,
        spans=passage.spans,
    )
