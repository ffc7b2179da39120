"""The search page: the first one that people see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from urllib.parse import quote_plus, urlencode

from starlette.responses import JSONResponse, Response

from ...errors import QueryError
from ...model import Hit, SearchResult
from ..asking import MOST_PAGES, PER_PAGE, Asked
from ..call import Call
from ..naming import FACETS, box_name, facet_value, file_name
from ..suggestions import suggestions

EVERYTHING = "*"
_SHOWN_VALUES = 8
_MOST_VALUES = 60


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value that hits can be narrowed down to."""

    name: str
    count: int
    chosen: bool
    url: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A field of the hits.

    Attributes:
        field: Its name.
        values: The most frequent ones, and those that are chosen.
        more: Further ones, shown when asked for.
    """

    field: str
    values: tuple[FacetValue, ...]
    more: tuple[FacetValue, ...]


def show(call: Call) -> Response:
    """What was searched for, or what one can do here; of a part of the page only, if asked."""
    asked = Asked.of(call.query)
    found: SearchResult | None = None
    problem: QueryError | None = None
    if asked.query:
        try:
            found = call.archive.search(
                asked.query,
                limit=PER_PAGE + 1,
                offset=asked.offset,
                sort=asked.sort,
                only=asked.only,
            )
        except QueryError as error:
            problem = error
    full = call.query.get("part") != "results"
    return call.render(
        "search.html" if full else "_results.html",
        422 if problem else 200,
        asked=asked,
        found=found,
        problem=problem,
        hits=found.hits[:PER_PAGE] if found else (),
        full=_full(found),
        has_more=bool(found and len(found.hits) > PER_PAGE and asked.page < MOST_PAGES),
        facets=tuple(_facets(call, asked, found.facets)) if found else (),
        saved=call.archive.saved_searches(owner=call.who) if full else (),
        shared=shared_searches(call) if full else (),
        hit_url=lambda hit: hit_url(hit, asked.query),
        box=lambda hit: box_name(hit.box_id, call.archive.norms),
        file_name=file_name,
        pieces=marked_pieces,
        ways=tuple(_ways(call)) if full and not asked.query else (),
    )


def suggest(call: Call) -> Response:
    """Names for what is being typed."""
    found = suggestions(call.query.get("q", ""), call.archive.norms, call.archive.units())
    return JSONResponse([asdict(one) for one in found])


def shared_searches(call: Call) -> tuple[object, ...]:
    """What everybody keeps; only for those who see everything, for a query may name anything."""
    return call.archive.saved_searches() if call.archive.catalogue.scope is None else ()


def hit_url(hit: Hit, query: str) -> str:
    """Address of a hit, at its page."""
    params = {"q": query} | ({"page": str(hit.page)} if hit.page else {})
    return f"/papers/{hit.record}?{urlencode(params)}"


def marked_pieces(hit: Hit) -> Iterator[tuple[str, bool]]:
    """A hit's snippet in stretches, those searched for set off."""
    place = 0
    for start, end in hit.spans:
        yield hit.snippet[place:start], False
        yield hit.snippet[start:end], True
        place = end
    yield hit.snippet[place:], False


def _ways(call: Call) -> Iterator[Facet]:
    """Ways into the archive without a query: what there is most of, by year, unit and type."""
    every = Asked(EVERYTHING)
    found = call.archive.search(EVERYTHING, limit=0)
    for facet in _facets(call, every, found.facets):
        if facet.field in ("year", "unit", "doctype"):
            yield facet


def _full(found: SearchResult | None) -> int:
    """How many of the hits on a page match in full; those after them hold most words only."""
    if found is None:
        return 0
    return min(PER_PAGE, len(found.hits) - found.near)


def _facets(call: Call, asked: Asked, counts: Mapping[str, Mapping[str, int]]) -> Iterator[Facet]:
    norms, narrower = call.archive.norms, f"{asked.at(1).url}&"
    for field in FACETS:
        held = counts.get(field, {})
        chosen = asked.only.get(field, ())
        if len(held) < 2 and not chosen:
            continue
        every = {**dict.fromkeys(chosen, 0), **held}
        key = _newest if field == "year" else _most
        ordered = sorted(every.items(), key=key)[:_MOST_VALUES]
        first: list[FacetValue] = []
        more: list[FacetValue] = []
        for place, (value, count) in enumerate(ordered):
            has = value in chosen
            url = f"{narrower}{field}={quote_plus(value)}"
            url = asked.toggled(field, value).url if has else url
            one = FacetValue(facet_value(field, value, norms), count, has, url)
            (first if place < _SHOWN_VALUES or has else more).append(one)
        yield Facet(field, tuple(first), tuple(more))


def _most(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def _newest(pair: tuple[str, int]) -> tuple[int, str]:
    return -int(pair[0]) if pair[0].isdecimal() else 0, pair[0]
