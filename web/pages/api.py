"""The JSON calls: search, papers, filing. Personal numbers are always masked here."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ...commands.render_json import sentence
from ...errors import UsageError
from ...model import FiledRecord, Hit
from ...text.mask import mask_personal
from ..call import Call
from ..naming import box_name, file_name, item_names
from ..state import state_of
from ..suggestions import suggestions as suggested
from .paper import record_of

_QueryText = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
_Choice = Annotated[tuple[str, ...], msgspec.Meta(max_length=50)]


class SearchQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A search: the query, a stretch of its hits, and what they are narrowed down to."""

    q: _QueryText
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 10
    offset: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 0
    sort: Literal["relevance", "date"] = "relevance"
    year: _Choice = ()
    unit: _Choice = ()
    level: _Choice = ()
    section: _Choice = ()
    box_id: _Choice = ()
    doctype: _Choice = ()


class Found(msgspec.Struct, frozen=True):
    """One hit; ``spans`` are places in the snippet."""

    record: str
    title: str
    snippet: str
    spans: tuple[tuple[int, int], ...]
    page: int | None
    unit: str | None
    year: int | None
    level: str | None
    section: str | None
    box_id: str | None
    doctype: str | None
    clause: str | None
    file: str


class Answer(msgspec.Struct, frozen=True):
    """Answer to a search; ``near`` of the last hits hold most of the words only."""

    query: str
    total: int
    took_ms: float
    near: int
    hits: tuple[Found, ...]
    facets: dict[str, dict[str, int]]
    did_you_mean: tuple[str, ...]
    also: dict[str, tuple[str, ...]]


class SuggestQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A query as far as it is typed."""

    q: Annotated[str, msgspec.Meta(max_length=1000)]


class Suggested(msgspec.Struct, frozen=True):
    """A name, and the query with it."""

    kind: str
    name: str
    hint: str
    query: str


class Suggestions(msgspec.Struct, frozen=True):
    """Names for what is being typed."""

    suggestions: tuple[Suggested, ...]


class Why(msgspec.Struct, frozen=True):
    """A reason for one field of a paper."""

    about: str
    text: str
    where: str


class Paper(msgspec.Struct, frozen=True):
    """A paper; ``state`` is to be sent back with a decision on it."""

    record: str
    title: str
    title_made: bool
    doctype: str | None
    doc_no: str | None
    author: str | None
    date: str | None
    archival_no: str | None
    first_page: int | None
    last_page: int | None
    unit: str | None
    year: int | None
    period: str | None
    level: str | None
    box_id: str | None
    box: str
    items: tuple[str, ...]
    confidence: float
    decided_by: str
    reasons: tuple[Why, ...]
    file: str
    state: str


class Text(msgspec.Struct, frozen=True):
    """Text of a paper, personal numbers masked."""

    record: str
    text: str


class SimilarQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many papers."""

    limit: Annotated[int, msgspec.Meta(ge=1, le=50)] = 10


class Likeness(msgspec.Struct, frozen=True):
    """A paper like another one, from 0 to 1."""

    record: str
    title: str
    likeness: float


class Alike(msgspec.Struct, frozen=True):
    """Papers like another one, the most alike first."""

    record: str
    papers: tuple[Likeness, ...]


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a paper belongs; what is not given stays as it is."""

    state: str
    box_id: str | None = None
    no_box: bool = False
    items: tuple[str, ...] = ()
    unit: str | None = None
    year: Annotated[int, msgspec.Meta(ge=1900, le=2999)] | None = None
    period: str | None = None


def search(call: Call, sent: SearchQuery) -> Answer:
    """Find papers."""
    fields = ("year", "unit", "level", "section", "box_id", "doctype")
    only = {name: values for name in fields if (values := getattr(sent, name))}
    found = call.archive.search(
        sent.q, limit=sent.limit, offset=sent.offset, sort=sent.sort, only=only
    )
    return Answer(
        query=found.query,
        total=found.total,
        took_ms=round(found.took_ms, 1),
        near=found.near,
        hits=tuple(map(_found, found.hits)),
        facets={name: dict(counts) for name, counts in found.facets.items()},
        did_you_mean=found.did_you_mean,
        also=dict(found.also),
    )


def suggestions(call: Call, sent: SuggestQuery) -> Suggestions:
    """Names of forms, boxes, sections and units for what is being typed."""
    found = suggested(sent.q, call.archive.norms, call.archive.units())
    return Suggestions(tuple(Suggested(one.kind, one.name, one.hint, one.query) for one in found))


def record(call: Call) -> Paper:
    """A paper with its filing and the reasons for it."""
    return _paper(call, record_of(call))


def text(call: Call) -> Text:
    """The text of a paper."""
    id = record_of(call).record.id
    return Text(id, call.archive.text(id))


def similar(call: Call, sent: SimilarQuery) -> Alike:
    """Papers like a given one."""
    id = record_of(call).record.id
    hits = call.archive.similar(id, limit=sent.limit).hits
    return Alike(id, tuple(Likeness(hit.record, hit.title, round(hit.score, 3)) for hit in hits))


def file(call: Call, sent: Decision) -> Paper:
    """File a paper by hand, or say that no box takes it."""
    one = record_of(call)
    if sent.state != state_of(one):
        raise UsageError("web.filing.changed")
    call.archive.decide(
        [one.record.id], sent.box_id, items=sent.items, year=sent.year, period=sent.period,
        unit=sent.unit, no_box=sent.no_box and sent.box_id is None,
    )  # fmt: skip
    return _paper(call, call.archive.record(one.record.id))


def _found(hit: Hit) -> Found:
    same = ("record", "title", "snippet", "spans", "page", "unit", "year", "level", "section")
    more = ("box_id", "doctype", "clause")
    values = {name: getattr(hit, name) for name in (*same, *more)}
    return Found(**values, file=file_name(hit.path))


def _paper(call: Call, one: FiledRecord) -> Paper:
    filing, norms = one.filing, call.archive.norms
    same = ("title_made", "doctype", "doc_no", "author", "date", "archival_no")
    pages = ("first_page", "last_page")
    decided = ("unit", "year", "period", "level", "box_id", "confidence", "decided_by")
    return Paper(
        record=one.record.id,
        title=mask_personal(one.record.title),
        box=box_name(filing.box_id, norms, boxless=filing.boxless),
        items=item_names(filing.item_ids, norms),
        reasons=tuple(
            Why(reason.about, mask_personal(sentence(reason.note)), reason.where)
            for reason in filing.reasons
        ),
        file=file_name(one.path),
        state=state_of(one),
        **{name: getattr(one.record, name) for name in (*same, *pages)},
        **{name: getattr(filing, name) for name in decided},
    )
