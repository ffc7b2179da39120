"""What a search shows of a record."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..catalogue import RecordContent
from ..model import ClauseHit, FiledRecord, Hit
from ..schemas import Norms
from ..text.clauses import Clause, clause_label, clauses, is_regulation, passages
from ..text.mask import mask_personal
from ..text.normalise import fold
from .highlight import Snippet, first_match, snippet
from .marks import Mark

SNIPPET_WIDTH = 80
CLAUSE_WIDTH = 120
_MOST_CLAUSES = 3

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """A record that answers a query.

    Attributes:
        filed: The record.
        content: Its text.
        score: Of the engine.
        spans: Stretches of its text that answer best; none where the whole record does.
        siblings: Further records of its source that match.
        siblings_total: How many there are.
    """

    filed: FiledRecord
    content: RecordContent
    score: float
    spans: tuple[Span, ...] = ()
    siblings: tuple[FiledRecord, ...] = ()
    siblings_total: int = 0


def hit_of(found: Found, marks: Sequence[Mark], norms: Norms, *, unmasked: bool = False) -> Hit:
    """A hit, with personal numbers hidden unless asked for.

    Args:
        found: The record.
        marks: What was searched for.
        norms: That know the section of its box.
        unmasked: Show personal numbers.
    """
    record, filing, content = found.filed.record, found.filed.filing, found.content
    # Before it is cut: half a number at the snippet's edge would not look like one.
    text = content.text if unmasked else mask_personal(content.text)
    spans = found.spans or best_spans(content.text, marks)
    match: int | None
    if spans:
        passage, match = _within(text, marks, spans[0])
    else:
        passage = snippet(text, marks, SNIPPET_WIDTH)
        match = first_match(content.text, marks)
    clause = None if match is None else clause_at(content.text, match)
    place = norms.box_places.get(filing.box_id or "")
    further = (_clause_hit(content, text, marks, span) for span in spans[1 : _MOST_CLAUSES + 1])
    return Hit(
        record=record.id,
        title=title_of(found.filed, unmasked=unmasked),
        path=found.filed.path,
        score=found.score,
        snippet=passage.text,
        page=record.first_page if match is None else content.page_at(match),
        unit=filing.unit,
        year=filing.year,
        level=filing.level,
        section=place[1].name if place else None,
        box_id=filing.box_id,
        doctype=record.doctype,
        spans=passage.spans,
        clause=label_of(clause),
        clauses=tuple(further),
        siblings=tuple((one.record.id, title_of(one, unmasked=unmasked)) for one in found.siblings),
        siblings_total=found.siblings_total,
    )


def best_spans(text: str, marks: Sequence[Mark]) -> tuple[Span, ...]:
    """The clauses that hold most of what was searched for, the best first.

    Args:
        text: Of a record.
        marks: What was searched for; a rare one counts for more.

    Returns:
        (start, end); none in a text without clauses, or where nothing stands in one.
    """
    found = _clauses(text)
    if len(found) < 2 or not is_regulation(text, found):
        return ()
    parts = _passages(text)
    held = [
        [number for number, mark in enumerate(marks) if any(one in folded for one in mark.strings)]
        for _, _, folded in parts
    ]
    counts = Counter(mark for one in held for mark in one)
    weights = {mark: math.log(1 + len(parts) / count) for mark, count in counts.items()}
    scored = [
        (sum(weights[mark] for mark in one), -number) for number, one in enumerate(held) if one
    ]
    best = heapq.nlargest(1 + _MOST_CLAUSES, scored)
    return tuple(parts[-number][:2] for _, number in best)


def title_of(filed: FiledRecord, *, unmasked: bool) -> str:
    """A title as shown: made-up ones in brackets, personal numbers hidden."""
    record = filed.record
    title = f"[{record.title}]" if record.title_made else record.title
    return title if unmasked else mask_personal(title)


def clause_at(text: str, place: int) -> Clause | None:
    """The clause that holds a place of a text; None in a text without clauses."""
    found = next((clause for clause in _clauses(text) if place < clause.end), None)
    return found if found and found.path else None


def label_of(clause: Clause | None) -> str | None:
    """A clause's path for the screen."""
    return clause_label(clause.path) if clause else None


def _within(text: str, marks: Sequence[Mark], span: Span) -> tuple[Snippet, int]:
    """The snippet of a clause, and where its first match stands, else where the clause does."""
    passage = snippet(text, marks, CLAUSE_WIDTH, span)
    return passage, passage.match if passage.spans else span[0]


def _clause_hit(content: RecordContent, text: str, marks: Sequence[Mark], span: Span) -> ClauseHit:
    passage, match = _within(text, marks, span)
    clause = clause_at(content.text, match)
    heading = next(filter(None, reversed(clause.headings)), "") if clause else ""
    return ClauseHit(
        label=label_of(clause) or "",
        heading=heading,
        page=content.page_at(span[0]),
        snippet=passage.text,
    )


_clauses = lru_cache(maxsize=16)(clauses)


@lru_cache(maxsize=16)
def _passages(text: str) -> tuple[tuple[int, int, str], ...]:
    """Start, end and folded text of the passages of a text."""
    return tuple(
        (one.start, one.end, fold(text[one.start : one.end]))
        for one in passages(text, _clauses(text))
    )
