"""tantivy called directly, with danghe's documents and the queries that danghe makes of them.

The queries are written by hand, so that the difference is what danghe's face costs: its query
language and tree, its plan and guards, and a writer that is opened for every batch and takes
out what it replaces.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from functools import partial
from operator import add
from pathlib import Path

import tantivy
from search_face import Reply, timed
from search_papers import FACETS, Asked

from danghe.index import IndexRecord
from danghe.index.entry import entry
from danghe.index.pieces import pieces
from danghe.index.tantivy import documents, schema
from danghe.text.segment import segmenter_for

TITLE_BONUS, TITLE_PIECES_BONUS, HEADING_BONUS, TEXT_WEIGHT = 60.0, 45.0, 32.0, 0.1

Q = tantivy.Query
MUST, SHOULD, MUST_NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


class RawTantivy:
    """One writer and one searcher for all."""

    most = 10**9

    def __init__(self, directory: Path) -> None:
        self.schema = schema()
        self.index = tantivy.Index(self.schema, path=str(directory))
        self.index.config_reader("manual")
        self.searcher = self.index.searcher()
        self.segmenter = segmenter_for(())
        self.writer: tantivy.IndexWriter | None = self.index.writer(64_000_000, 1)

    def add(self, papers: list[IndexRecord]) -> float:
        return timed(partial(self._add, papers))

    def _add(self, papers: list[IndexRecord]) -> None:
        assert self.writer is not None
        for paper in papers:
            for document in documents(entry(paper, self.segmenter)):
                self.writer.add_document(document)
        self.writer.commit()

    def finish(self) -> float:
        def settle() -> None:
            assert self.writer is not None
            self.writer.wait_merging_threads()
            self.index.reload()

        seconds = timed(settle)
        self.writer = None
        self.searcher = self.index.searcher()
        return seconds

    def can(self, asked: Asked) -> bool:
        return True

    def ask(self, asked: Asked, limit: int) -> Reply:
        begin = time.perf_counter()
        query = self._query(asked)
        found = self.searcher.search(query, limit=limit, offset=asked.offset)
        ids = [self.searcher.doc(address).get_first("id") for _, address in found.hits]
        facets = self._facets(query) if asked.facets else {}
        ms = (time.perf_counter() - begin) * 1000
        total: int = found.count  # type: ignore[attr-defined]  # absent from the stubs only
        return Reply(ms, total, [int(str(id)[:12], 16) for id in ids], facets)

    def _query(self, asked: Asked) -> tantivy.Query:
        bare = not (asked.quoted or asked.star)
        parts = [self._holds(word, bare) for word in asked.words]
        clauses = [(SHOULD if asked.any else MUST, part) for part in parts]
        if asked.without:
            clauses.append((MUST_NOT, self._either(asked.without)))
        if asked.unit:
            clauses.append((MUST, self._one_of("unit", [asked.unit])))
        if asked.years:
            first, last = asked.years
            clauses.append((MUST, self._one_of("year", map(str, range(first, last + 1)))))
        return clauses[0][1] if len(clauses) == 1 else Q.boolean_query(clauses)

    def _either(self, word: str) -> tantivy.Query:
        fields = ("text", "title")
        return Q.boolean_query([(SHOULD, self._substring(name, word)) for name in fields])

    def _holds(self, word: str, bare: bool) -> tantivy.Query:
        words = dict.fromkeys(self.segmenter.words(word))
        scale = max(1, len(words))
        text = Q.boost_query(self._substring("text", word), TEXT_WEIGHT)
        title = Q.const_score_query(self._substring("title", word), TITLE_BONUS * scale)
        heading = self._substring("headings", word)
        found = [(SHOULD, text), (SHOULD, title)]
        ranking = [(SHOULD, Q.term_query(self.schema, "words", each, "freq")) for each in words]
        ranking.append((SHOULD, Q.const_score_query(heading, HEADING_BONUS * scale)))
        if bare and (apart := pieces(word, self.segmenter)):
            anywhere = Q.boolean_query([(MUST, self._either(piece)) for piece in apart])
            found.append((SHOULD, Q.const_score_query(anywhere, 0.0)))
            titled = Q.boolean_query([(MUST, self._substring("title", one)) for one in apart])
            bonus = TITLE_PIECES_BONUS * scale
            ranking.append((SHOULD, Q.const_score_query(titled, bonus)))
        return Q.boolean_query([(MUST, Q.boolean_query(found)), *ranking])

    def _substring(self, name: str, word: str) -> tantivy.Query:
        pairs = list(map(add, word, word[1:]))
        if len(pairs) == 1:
            return Q.term_query(self.schema, name, pairs[0])
        places = [*range(0, len(pairs) - 1, 2), len(pairs) - 1]
        return Q.phrase_query(self.schema, name, [(place, pairs[place]) for place in places])

    def _one_of(self, name: str, values: Iterable[str]) -> tantivy.Query:
        return Q.const_score_query(Q.term_set_query(self.schema, name, list(values)), 0.0)

    def _facets(self, query: tantivy.Query) -> dict[str, dict[str, int]]:
        wanted = {name: {"terms": {"field": name, "size": 10_000}} for name in FACETS}
        found = self.searcher.aggregate(query, wanted)
        return {
            name: {bucket["key"]: bucket["doc_count"] for bucket in found[name]["buckets"]}
            for name in FACETS
        }

    def close(self) -> None:
        del self.searcher, self.index
