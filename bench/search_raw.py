"""tantivy called directly, with the fields, tokens and queries that danghe has.

Written by hand from danghe's plan, so that the difference is what danghe's face costs: its
query language and tree, its guards, and writers that are opened for every batch.
"""

from __future__ import annotations

import re
import time
from functools import partial
from operator import add
from pathlib import Path

import tantivy
from search_face import Reply, number_of, timed
from search_papers import FACETS, Asked

from danghe.index import IndexRecord
from danghe.text.normalise import fold
from danghe.text.segment import segmenter_for

SUBSTRINGS = ("text", "title", "doc_no")
VALUES = ("unit", "section", "section_id", "box_id", "doctype", "year", "period")
RUNS = re.compile(r"[0-9a-z]+")
TITLE_BONUS, TEXT_WEIGHT = 30.0, 0.1

Q = tantivy.Query
MUST, SHOULD, MUST_NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in SUBSTRINGS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("runs", tokenizer_name="whitespace", index_option="basic")
    for name in VALUES:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("date", fast=True)
    return builder.build()


def tokens(folded: str) -> str:
    """Overlapping bigrams, then the distinct characters."""
    marked = folded.replace(" ", "␣")
    return " ".join([*map(add, marked, marked[1:]), *dict.fromkeys(folded.replace(" ", ""))])


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
            self.writer.add_document(self._document(paper))
        self.writer.commit()

    def _document(self, paper: IndexRecord) -> tantivy.Document:
        text, title = fold(paper.text), fold(paper.title)
        words = [*self.segmenter.words(title), *self.segmenter.words(text)]
        document = tantivy.Document()
        document.add_text("id", paper.id)
        document.add_text("text", tokens(text))
        document.add_text("title", tokens(title))
        document.add_text("doc_no", tokens(fold(paper.doc_no or "")))
        document.add_text("words", " ".join(words))
        document.add_text("runs", " ".join(set(RUNS.findall(f"{title}\n{text}"))))
        for name in VALUES:
            document.add_text(name, str(getattr(paper, name)))
        document.add_unsigned("date", int((paper.date or "0").replace("-", "")))
        return document

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
        parts = [self._holds(word) for word in asked.words]
        clauses = [(SHOULD if asked.any else MUST, part) for part in parts]
        if asked.without:
            clauses.append((MUST_NOT, self._holds(asked.without)))
        if asked.unit:
            clauses.append((MUST, self._one_of("unit", [asked.unit])))
        if asked.years:
            first, last = asked.years
            clauses.append((MUST, self._one_of("year", map(str, range(first, last + 1)))))
        return clauses[0][1] if len(clauses) == 1 else Q.boolean_query(clauses)

    def _holds(self, word: str) -> tantivy.Query:
        words = dict.fromkeys(self.segmenter.words(word))
        text = Q.boost_query(self._substring("text", word), TEXT_WEIGHT)
        title = Q.const_score_query(self._substring("title", word), TITLE_BONUS * len(words))
        ranking = [(SHOULD, Q.term_query(self.schema, "words", each, "freq")) for each in words]
        either = Q.boolean_query([(SHOULD, text), (SHOULD, title)])
        return Q.boolean_query([(MUST, either), *ranking])

    def _substring(self, name: str, word: str) -> tantivy.Query:
        pairs = list(map(add, word, word[1:]))
        if len(pairs) == 1:
            return Q.term_query(self.schema, name, pairs[0])
        places = [*range(0, len(pairs) - 1, 2), len(pairs) - 1]
        return Q.phrase_query(self.schema, name, [(place, pairs[place]) for place in places])

    def _one_of(self, name: str, values: object) -> tantivy.Query:
        chosen = Q.term_set_query(self.schema, name, list(values))  # type: ignore[call-overload]
        return Q.const_score_query(chosen, 0.0)

    def _facets(self, query: tantivy.Query) -> dict[str, dict[str, int]]:
        wanted = {name: {"terms": {"field": name, "size": 10_000}} for name in FACETS}
        found = self.searcher.aggregate(query, wanted)
        return {
            name: {bucket["key"]: bucket["doc_count"] for bucket in found[name]["buckets"]}
            for name in FACETS
        }

    def close(self) -> None:
        del self.searcher, self.index


__all__ = ["RawTantivy", "number_of"]
