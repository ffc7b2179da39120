"""From a query to what the user reads."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from ..catalogue import Catalogue
from ..model import FiledRecord, Hit, SearchResult
from ..schemas import Norms
from ..text.normalise import fold
from .canonical import render
from .face import Engine, EngineResult, PassageHit, Sort
from .grouping import Siblings, siblings
from .hits import Found, hit_of
from .marks import Mark, marks
from .nodes import Among, And, Literally, Phrase, Query, Ranked, Words
from .pieces import pieces
from .query import parse
from .question import Question, Subject, question, stretches, subject
from .similar import similar, telling_words
from .suggest import did_you_mean, mendings, stands
from .synonyms import with_synonyms
from .thesaurus import Thesaurus

SHOWN_FACETS = ("unit", "year", "level", "section", "box_id", "doctype")

_MOST_PASSAGES = 400
# Passages that hold less than this share of the best one's weight answer something else.
_LEAST_OF_BEST = 0.3
# Where nothing matches, the best passage must hold so much of the words' weight: of a term's
# words, and of several terms, which were meant to stand together.
_LEAST_OF_TERM = 0.15
_LEAST_OF_TERMS = 0.35
# Words that make a run a sentence rather than the name of something.
_SENTENCE = 4
# So like is what sounds or looks the same; it is taken for what was meant.
_SURELY = 0.97
# Matches that are ordered by their passages too.
_REORDERED = 40
# Fewer matches than this leave room for what holds most of a term's words.
_FEW = 20


@dataclass(frozen=True)
class Searcher:
    """What answering takes.

    Attributes:
        engine: Of the index in force.
        catalogue: The truth about the records found.
        norms: That know the section of a box.
        thesaurus: Of words that mean the same.
    """

    engine: Engine
    catalogue: Catalogue
    norms: Norms
    thesaurus: Thesaurus


@dataclass(frozen=True, slots=True)
class Asking:
    """How a query is to be answered.

    Attributes:
        query: In the query syntax.
        limit: Most hits to return.
        offset: Hits to pass over.
        sort: By relevance, or the newest first.
        unmasked: Show personal numbers.
        collapse: Put records of one source under the best of them.
    """

    query: str
    limit: int
    offset: int = 0
    sort: Sort = "relevance"
    unmasked: bool = False
    collapse: bool = True


def answer(searcher: Searcher, asking: Asking) -> SearchResult:
    """Search, and fill the hits from the catalogue.

    A question is answered by the passages that hold most of its words; so is a bare term
    that stands nowhere as typed, and the answer says so. Any other query is matched strictly.

    Raises:
        QueryError: The query cannot be honoured.
    """
    start = time.perf_counter()
    tree = parse(asking.query)
    asked = question(tree)
    if asked and (asked.asks or _is_sentence(asked, searcher.engine)):
        result = _by_passages(searcher, asking, asked)
    else:
        result = _strictly(searcher, asking, tree)
        if not result.total:
            result = _without_matches(searcher, asking, tree, asked, result)
        elif asked and result.total < _FEW:
            result = _with_near_ones(searcher, asking, asked, tree, result)
    return replace(result, took_ms=(time.perf_counter() - start) * 1000)


def like(searcher: Searcher, record_id: str, limit: int) -> SearchResult:
    """Papers like a given one, the most alike first.

    Args:
        searcher: What answering takes.
        record_id: Of the paper.
        limit: Most papers.

    Raises:
        UsageError: There is no such record.
    """
    start = time.perf_counter()
    engine, catalogue = searcher.engine, searcher.catalogue
    wanted, found = _likeness(searcher, record_id, limit)
    records = catalogue.records(list(found))
    contents = catalogue.contents(list(records))
    shared = marks(wanted, engine.segmenter, engine.pairs())
    hits = tuple(
        hit_of(Found(records[id], contents[id], score), shared, searcher.norms)
        for id, score in found.items()
        if id in records
    )
    took = (time.perf_counter() - start) * 1000
    return SearchResult(record_id, len(hits), took, hits)


def likeness(searcher: Searcher, record_id: str, limit: int) -> Mapping[str, float]:
    """Ids of papers like a given one with their likeness, as ``like`` has them, and no more."""
    return _likeness(searcher, record_id, limit)[1]


def _likeness(searcher: Searcher, record_id: str, limit: int) -> tuple[Ranked, Mapping[str, float]]:
    content = searcher.catalogue.content(record_id)
    title = searcher.catalogue.records([record_id])[record_id].record.title
    wanted = telling_words(title, content.text, searcher.engine)
    return wanted, similar(record_id, wanted, searcher.engine, limit)


def terms_alone(tree: Query, engine: Engine) -> dict[str, int]:
    """For a query of several terms: how many records each of them has by itself."""
    parts = tree.parts if isinstance(tree, And) else ()
    terms = [part for part in parts if isinstance(part, Words | Phrase)]
    if len(terms) < 2:
        return {}
    return {term.text: engine.search(term, limit=0).total for term in terms}


def _strictly(searcher: Searcher, asking: Asking, tree: Query) -> SearchResult:
    engine = searcher.engine
    widened, also = with_synonyms(tree, searcher.thesaurus, engine.segmenter)
    found = _ordered(searcher, asking, tree, widened)
    grouped = {
        id: siblings(engine, widened, id) if asking.collapse else Siblings() for id, _ in found.hits
    }
    ids = [id for id, _ in found.hits]
    records = searcher.catalogue.records(
        [*ids, *(id for group in grouped.values() for id in group.ids)]
    )
    contents = searcher.catalogue.contents([id for id in ids if id in records])
    shown = [
        Found(
            records[id],
            contents[id],
            score,
            siblings=tuple(records[other] for other in grouped[id].ids if other in records),
            siblings_total=grouped[id].total,
        )
        for id, score in found.hits
        if id in records
    ]
    wanted = marks(widened, engine.segmenter, engine.pairs())
    hits = tuple(hit_of(one, wanted, searcher.norms, unmasked=asking.unmasked) for one in shown)
    return SearchResult(asking.query, found.total, 0.0, hits, found.facets, also=also)


def _ordered(searcher: Searcher, asking: Asking, tree: Query, widened: Query) -> EngineResult:
    """Matches in order; the first ones also by what their best passage holds.

    A regulation of many articles is as good an answer as its best article; the engine's order
    goes by the paper as a whole. The same first ones are ordered for every page.
    """
    engine, asked = searcher.engine, question(tree)
    search = partial(
        engine.search, widened, facets=SHOWN_FACETS, sort=asking.sort, collapse=asking.collapse
    )
    if asked is None or asking.sort != "relevance" or asking.offset >= _REORDERED:
        return search(limit=asking.limit, offset=asking.offset)
    end = asking.offset + asking.limit
    found = search(limit=max(end, _REORDERED))
    hits = found.hits
    if len(hits) > 1:
        about = subject(asked.texts, engine, searcher.thesaurus)
        best: dict[str, float] = {}
        for hit in engine.passages(about.asked, limit=_MOST_PASSAGES):
            best.setdefault(hit.record, hit.score)
        first = [(id, score + best.get(id, 0.0)) for id, score in hits[:_REORDERED]]
        hits = (*sorted(first, key=lambda hit: -hit[1]), *hits[_REORDERED:])
    return replace(found, hits=hits[asking.offset : end])


def _without_matches(
    searcher: Searcher,
    asking: Asking,
    tree: Query,
    asked: Question | None,
    result: SearchResult,
) -> SearchResult:
    """Near queries with the answer to the first of them, or what holds most of the words.

    The total stays 0, and quoted terms are not answered otherwise than they ask.
    """
    engine = searcher.engine
    near = did_you_mean(tree, engine)
    result = replace(
        result,
        alone=terms_alone(tree, engine),
        did_you_mean=tuple(render(query) for query, _ in near),
    )
    if asked is None:
        return result
    if near and near[0][1] >= _SURELY:
        mended = _strictly(searcher, asking, near[0][0])
        return replace(result, hits=mended.hits, near=len(mended.hits), also=mended.also)
    if not _has_words(asked, engine):
        return result
    least = _LEAST_OF_TERM if len(asked.texts) == 1 else _LEAST_OF_TERMS
    loosely = _by_passages(searcher, asking, asked, least)
    if not loosely.total:
        return result
    return replace(loosely, total=0, facets={}, near=len(loosely.hits), alone=result.alone)


def _with_near_ones(
    searcher: Searcher, asking: Asking, asked: Question, tree: Query, result: SearchResult
) -> SearchResult:
    """After the few records in which a term stands, those that hold most of its words.

    They do not count in the total, and the answer says where they begin.
    """
    engine, room = searcher.engine, asking.limit - len(result.hits)
    if asking.sort != "relevance" or not room:
        return result
    if len(asked.texts) > 1 or not _has_words(asked, engine):
        return result
    widened, _ = with_synonyms(tree, searcher.thesaurus, engine.segmenter)
    strict = {id for id, _ in engine.search(widened, limit=_FEW).hits}
    about = subject(asked.texts, engine, searcher.thesaurus)
    best: dict[str, PassageHit] = {}
    for hit in _ranked(searcher, asked, about, 0.0):
        if hit.record not in strict:
            best.setdefault(hit.record, hit)
    near = list(best.values())[max(0, asking.offset - result.total) : asking.offset + room]
    if not near:
        return result
    shown = _shown(searcher, asking, near[:room], about)
    return replace(result, hits=(*result.hits, *shown), near=len(shown), loosely=about.words)


def _is_sentence(asked: Question, engine: Engine) -> bool:
    """Whether a query is a long run of words that stands nowhere: words of one's own."""
    if len(asked.texts) > 1:
        return False
    text = asked.texts[0]
    if len(pieces(fold(text), engine.segmenter)) < _SENTENCE:
        return False
    return not engine.search(Literally(text), limit=0).total


def _has_words(asked: Question, engine: Engine) -> bool:
    """Whether a query is of several words, so that what holds most of them may answer it."""
    if len(asked.texts) > 1:
        return True
    return bool(pieces(fold(asked.texts[0]), engine.segmenter))


def _by_passages(
    searcher: Searcher, asking: Asking, asked: Question, least: float = 0.0
) -> SearchResult:
    """The passages that hold most of what is asked; a paper may answer with several.

    Args:
        searcher: What answering takes.
        asking: How to answer.
        asked: The question.
        least: Share of the question's weight that the best passage must hold.
    """
    about = _mended(asked, searcher)
    ranked = _ranked(searcher, asked, about, least)
    records = searcher.catalogue.records(list({hit.record for hit in ranked}))
    held = [hit for hit in ranked if hit.record in records]
    page = held[asking.offset : asking.offset + asking.limit]
    return SearchResult(
        asking.query,
        len(held),
        0.0,
        _shown(searcher, asking, page, about),
        _facets([records[hit.record] for hit in held], searcher.norms),
        loosely=about.words,
        passed_over=about.passed_over,
    )


def _shown(
    searcher: Searcher, asking: Asking, page: Sequence[PassageHit], about: Subject
) -> tuple[Hit, ...]:
    ids = list({hit.record for hit in page})
    records, contents = searcher.catalogue.records(ids), searcher.catalogue.contents(ids)
    wanted = [Mark(tuple(word for word, _ in one.words)) for one in about.asked]
    found = (
        Found(records[hit.record], contents[hit.record], hit.score, ((hit.start, hit.end),))
        for hit in page
    )
    return tuple(hit_of(one, wanted, searcher.norms, unmasked=asking.unmasked) for one in found)


def _mended(asked: Question, searcher: Searcher) -> Subject:
    """The subject of a question; what stands nowhere in it is read as what it is most like."""
    engine = searcher.engine
    about = subject(asked.texts, engine, searcher.thesaurus)
    mended = {}
    for stretch in (stretch for text in asked.texts for stretch in stretches(text)):
        near = mendings(stretch, engine) if _is_odd(stretch, engine) else []
        if near and near[0].likeness >= _SURELY:
            mended[stretch] = near[0].text
    if not mended:
        return about
    texts = [mended.get(part, part) for text in asked.texts for part in stretches(text)]
    return replace(subject(texts, engine, searcher.thesaurus), passed_over=about.passed_over)


def _is_odd(folded: str, engine: Engine) -> bool:
    """Whether a piece of a text is no word and stands nowhere in the index."""
    parts = pieces(folded, engine.segmenter) or (folded,)
    unknown = (part for part in parts if len(engine.segmenter.cut(part)) > 1)
    return any(not stands(part, engine) for part in unknown)


def _ranked(searcher: Searcher, asked: Question, about: Subject, least: float) -> list[PassageHit]:
    """Passages that answer, best first."""
    engine = searcher.engine
    found = engine.passages(about.asked, limit=_MOST_PASSAGES)
    if not found or found[0].score < least * about.weight(engine):
        return []
    floor = found[0].score * _LEAST_OF_BEST
    kept = [hit for hit in found if hit.score >= floor]
    if asked.filters:
        ids = tuple({hit.record for hit in kept})
        filtered = engine.search(And((*asked.filters, Among(ids))), limit=len(ids))
        passing = {id for id, _ in filtered.hits}
        kept = [hit for hit in kept if hit.record in passing]
    return kept


def _facets(filed: Sequence[FiledRecord], norms: Norms) -> Mapping[str, Mapping[str, int]]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in SHOWN_FACETS}
    for one in filed:
        place = norms.box_places.get(one.filing.box_id or "")
        values = {
            "unit": one.filing.unit,
            "year": one.filing.year,
            "level": one.filing.level,
            "section": place[1].name if place else None,
            "box_id": one.filing.box_id,
            "doctype": one.record.doctype,
        }
        for name, value in values.items():
            if value is not None:
                counts[name][str(value)] += 1
    return {name: dict(counted.most_common()) for name, counted in counts.items()}
