"""The engine on tantivy (Rust, embedded): the default where its wheel exists."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import tantivy

from ..errors import ArchiveError
from ..text.segment import Segmenter
from .face import FACETS, EngineResult, IndexRecord, Sort
from .nodes import And, MatchAll, Not, Or, Query
from .plan import (
    SUBSTRING_FIELDS,
    TEXT_WEIGHT,
    VALUE_FIELDS,
    Contains,
    Entry,
    OneOf,
    RunPrefix,
    cover,
    entry,
    target,
    tokens,
)

NAME = "tantivy"
FORMAT = "1"
"""Of what is written below; raise it when the schema changes."""

_HEAP = 64_000_000
_MOST_VALUES = 10_000
_RETRY_SECONDS = 0.1

_Q = tantivy.Query
_Must, _Should, _MustNot = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
_Clause: TypeAlias = tuple[tantivy.Occur, tantivy.Query]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in SUBSTRING_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("runs", tokenizer_name="whitespace", index_option="basic")
    for name in VALUE_FIELDS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("date", fast=True)
    return builder.build()


class TantivyEngine:
    """An index in one directory.

    Args:
        directory: Holds tantivy's files and nothing else.
        segmenter: The same for records and queries.
        create: Make an empty index there.
        patience: Seconds to wait for another writer.

    Raises:
        ValueError: The files are not a tantivy index of this format.
    """

    name = NAME

    def __init__(
        self, directory: Path, segmenter: Segmenter, *, create: bool, patience: float
    ) -> None:
        self._directory = directory
        self._segmenter = segmenter
        self._patience = patience
        self._index = (
            tantivy.Index(_schema(), path=str(directory), reuse=False)
            if create
            else tantivy.Index.open(str(directory))
        )
        self._index.config_reader("manual")
        self._schema = self._index.schema
        self._seen: tuple[int, int, int] | None = None

    def write(self, add: Iterable[IndexRecord], remove: Iterable[str] = ()) -> None:
        """See ``Engine.write``."""
        writer = self._writer()
        try:
            for id in remove:
                writer.delete_documents_by_term("id", id)
            for record in add:
                writer.delete_documents_by_term("id", record.id)
                writer.add_document(self._document(entry(record, self._segmenter)))
            writer.commit()
        except BaseException:
            writer.rollback()
            raise
        finally:
            writer.wait_merging_threads()

    def search(
        self,
        query: Query,
        *,
        limit: int,
        offset: int = 0,
        facets: Sequence[str] = (),
        sort: Sort = "relevance",
    ) -> EngineResult:
        """See ``Engine.search``."""
        if unknown := set(facets) - set(FACETS):
            raise ValueError(f"no such facets: {unknown}")
        searcher = self._searcher()
        compiled = _Compiler(self._schema, searcher, self._segmenter).compile(query)
        found = searcher.search(
            compiled,
            limit=max(1, limit),
            offset=offset,
            order_by_field="date" if sort == "date" else None,
        )
        hits = tuple(
            (_id(searcher, address), 0.0 if sort == "date" else float(score))
            for score, address in found.hits[:limit]
        )
        total: int = found.count  # type: ignore[attr-defined]  # absent from the stubs only
        return EngineResult(total, hits, _facets(searcher, compiled, facets))

    def count(self) -> int:
        """See ``Engine.count``."""
        return self._searcher().num_docs

    def ids(self) -> Iterator[str]:
        """See ``Engine.ids``."""
        searcher = self._searcher()
        found = searcher.search(_Q.all_query(), limit=max(1, searcher.num_docs))
        for _, address in found.hits:
            yield _id(searcher, address)

    def close(self) -> None:
        """See ``Engine.close``."""
        del self._index

    def _searcher(self) -> tantivy.Searcher:
        """A searcher on the last commit; opening it anew costs more than most queries."""
        status = (self._directory / "meta.json").stat()
        seen = (status.st_mtime_ns, status.st_ino, status.st_size)
        if seen != self._seen:
            self._index.reload()
            self._seen = seen
        return self._index.searcher()

    def _writer(self) -> tantivy.IndexWriter:
        deadline = time.monotonic() + self._patience
        while True:
            try:
                return self._index.writer(heap_size=_HEAP, num_threads=1)
            except ValueError as error:
                if "LockBusy" not in str(error):
                    raise
                if time.monotonic() >= deadline:
                    raise ArchiveError(
                        "index.locked", path=self._directory, seconds=f"{self._patience:g}"
                    ) from error
                time.sleep(_RETRY_SECONDS)

    def _document(self, entry: Entry) -> tantivy.Document:
        # Joined tokens and a white space tokenizer: token objects would cost 2.6 times as much.
        document = tantivy.Document()
        document.add_text("id", entry.id)
        for name, folded in entry.folded.items():
            document.add_text(name, " ".join(tokens(folded)))
        document.add_text("words", " ".join(entry.words))
        document.add_text("runs", " ".join(entry.runs))
        for name, value in entry.values.items():
            document.add_text(name, value)
        document.add_unsigned("date", entry.date)
        return document


class _Compiler:
    """Turns a query tree into tantivy's."""

    def __init__(
        self, schema: tantivy.Schema, searcher: tantivy.Searcher, segmenter: Segmenter
    ) -> None:
        self._schema = schema
        self._searcher = searcher
        self._segmenter = segmenter

    def compile(self, query: Query) -> tantivy.Query:
        match query:
            case MatchAll():
                return _Q.all_query()
            case And(parts):
                return self._all(parts)
            case Or(parts):
                return _Q.boolean_query([(_Should, self.compile(part)) for part in parts])
            case Not():
                return self._all((query,))
            case _:
                return self._leaf(target(query, self._segmenter))

    def _all(self, parts: Sequence[Query]) -> tantivy.Query:
        clauses = [
            (_MustNot, self.compile(part.part))
            if isinstance(part, Not)
            else (_Must, self.compile(part))
            for part in parts
        ]
        # For tantivy, negations alone match nothing.
        if all(isinstance(part, Not) for part in parts):
            clauses.append((_Must, _Q.all_query()))
        return _Q.boolean_query(clauses)

    def _leaf(self, wanted: Contains | RunPrefix | OneOf) -> tantivy.Query:
        match wanted:
            case Contains():
                return self._contains(wanted)
            case RunPrefix(prefix):
                return _Q.regex_query(self._schema, "runs", prefix + "[0-9a-z]*")
            case OneOf(tests):
                sets = [self._passing(name, test) for name, test in tests]
                return _Q.const_score_query(_any(sets), 0.0)

    def _contains(self, wanted: Contains) -> tantivy.Query:
        found = []
        for name in wanted.fields:
            match = self._substring(name, wanted.folded)
            if name == "text":
                found.append(_Q.boost_query(match, TEXT_WEIGHT))
            else:
                found.append(_Q.const_score_query(match, wanted.bonus))
        clauses: list[_Clause] = [(_Must, _any(found))]
        for word in wanted.words:
            clauses.append((_Should, _Q.term_query(self._schema, "words", word, "freq")))
        return _Q.boolean_query(clauses)

    def _substring(self, name: str, folded: str) -> tantivy.Query:
        places = cover(folded)
        if len(places) == 1:
            return _Q.term_query(self._schema, name, places[0][1])
        return _Q.phrase_query(self._schema, name, list(places))

    def _passing(self, name: str, test: Callable[[str], bool]) -> tantivy.Query:
        values = (value for value, _ in self._searcher.terms_with_prefix(name, ""))
        return _Q.term_set_query(self._schema, name, [value for value in values if test(value)])


def _id(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> str:
    return str(searcher.doc(address).get_first("id"))


def _any(queries: list[tantivy.Query]) -> tantivy.Query:
    if len(queries) == 1:
        return queries[0]
    return _Q.boolean_query([(_Should, query) for query in queries])


def _facets(
    searcher: tantivy.Searcher, query: tantivy.Query, names: Sequence[str]
) -> dict[str, dict[str, int]]:
    if not names:
        return {}
    wanted = {name: {"terms": {"field": name, "size": _MOST_VALUES}} for name in names}
    found = searcher.aggregate(query, wanted)
    return {
        name: {bucket["key"]: bucket["doc_count"] for bucket in found[name]["buckets"]}
        for name in names
    }
