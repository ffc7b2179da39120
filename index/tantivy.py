"""The engine on tantivy (Rust, embedded): the default where its wheel exists.

Each record is a document, with all that can be searched of it; each further passage of its
text is another one, with words for ranking only.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import tantivy

from ..errors import ArchiveError
from ..text.segment import Segmenter
from .entry import SUBSTRING_FIELDS, VALUE_FIELDS, Entry, entry, source_number, tokens
from .face import FACETS, Asked, EngineResult, IndexRecord, PassageHit, Records, Sort, no_records
from .nodes import Query
from .tantivy_queries import Compiler, TextPairs, any_record, passage_query

NAME = "tantivy"
FORMAT = "2"
"""Of what is written below; raise it when the schema changes."""

_HEAP = 64_000_000
_MOST_VALUES = 10_000
_MOST_COLLAPSED = 100_000
_RETRY_SECONDS = 0.1

_Ranked: TypeAlias = list[tuple[float, tantivy.DocAddress]]


def schema() -> tantivy.Schema:
    """The fields of an index."""
    builder = tantivy.SchemaBuilder()
    for name in ("id", "place"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("owner", "source", "kind"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in SUBSTRING_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in ("words", "passage", "context"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("runs", "numbers"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in VALUE_FIELDS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("date", "source_number"):
        builder.add_unsigned_field(name, fast=True)
    return builder.build()


class TantivyEngine:
    """An index in one directory.

    Args:
        directory: Holds tantivy's files and nothing else.
        segmenter: The same for records and queries.
        create: Make an empty index there.
        patience: Seconds to wait for another writer.
        records: Gives records by id, to look into their texts.

    Raises:
        ValueError: The files are not a tantivy index of this format.
    """

    name = NAME

    def __init__(
        self,
        directory: Path,
        segmenter: Segmenter,
        *,
        create: bool,
        patience: float,
        records: Records = no_records,
    ) -> None:
        self._directory = directory
        self.segmenter = segmenter
        self._patience = patience
        self._records = records
        self._index = (
            tantivy.Index(schema(), path=str(directory), reuse=False)
            if create
            else tantivy.Index.open(str(directory))
        )
        self._index.config_reader("manual")
        self._schema = self._index.schema
        self._seen: tuple[int, int, int] | None = None
        self._pairs: TextPairs | None = None

    def write(self, add: Iterable[IndexRecord], remove: Iterable[str] = ()) -> None:
        """See ``Engine.write``."""
        writer = self._writer()
        try:
            for id in remove:
                writer.delete_documents_by_term("owner", id)
            for record in add:
                writer.delete_documents_by_term("owner", record.id)
                for document in documents(entry(record, self.segmenter)):
                    writer.add_document(document)
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
        collapse: bool = False,
    ) -> EngineResult:
        """See ``Engine.search``."""
        if unknown := set(facets) - set(FACETS):
            raise ValueError(f"no such facets: {unknown}")
        searcher = self._searcher()
        compiled = Compiler(self._schema, searcher, self.segmenter, self._records).compile(query)
        order = "date" if sort == "date" else None
        if collapse and limit:
            total, found = _collapsed(searcher, compiled, limit, offset, order)
        else:
            total, found = _search(searcher, compiled, max(1, limit), offset, order)
        hits = tuple(
            (_id(searcher, address), float(score) if order is None else 0.0)
            for score, address in found[:limit]
        )
        return EngineResult(total, hits, _facets(searcher, compiled, facets))

    def passages(self, asked: Sequence[Asked], *, limit: int) -> tuple[PassageHit, ...]:
        """See ``Engine.passages``."""
        searcher = self._searcher()
        wanted = passage_query(self._schema, asked)
        if wanted is None:
            return ()
        found = searcher.search(wanted, limit=limit, count=False)
        return tuple(_passage_hit(searcher, address, score) for score, address in found.hits)

    def frequency(self, word: str) -> int:
        """See ``Engine.frequency``."""
        return int(self._searcher().doc_freq("words", word))

    def words_starting(self, prefix: str, most: int) -> tuple[str, ...]:
        """See ``Engine.words_starting``."""
        found = self._searcher().terms_with_prefix("words", prefix, limit=most)
        return tuple(word for word, _ in found)

    def source_size(self, source: str) -> int:
        """See ``Engine.source_size``."""
        return int(self._searcher().doc_freq("source", source))

    def pairs(self) -> TextPairs:
        """See ``Engine.pairs``."""
        searcher = self._searcher()
        if self._pairs is None:
            self._pairs = TextPairs(searcher)
        return self._pairs

    def count(self) -> int:
        """See ``Engine.count``."""
        return _search(self._searcher(), any_record(self._schema), 1, 0, None)[0]

    def ids(self) -> Iterator[str]:
        """See ``Engine.ids``."""
        searcher = self._searcher()
        found = searcher.search(any_record(self._schema), limit=max(1, searcher.num_docs))
        for _, address in found.hits:
            yield _id(searcher, address)

    def close(self) -> None:
        """See ``Engine.close``."""
        self._pairs = None
        del self._index

    def _searcher(self) -> tantivy.Searcher:
        """A searcher on the last commit; opening it anew costs more than most queries."""
        status = (self._directory / "meta.json").stat()
        seen = (status.st_mtime_ns, status.st_ino, status.st_size)
        if seen != self._seen:
            self._index.reload()
            self._seen, self._pairs = seen, None
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


def documents(entry: Entry) -> Iterator[tantivy.Document]:
    """A record with its first passage, then its other passages, each as a document."""
    # Joined tokens and a white space tokenizer: token objects would cost 2.6 times as much.
    for number, passage in enumerate(entry.passages):
        document = tantivy.Document() if number else _record_document(entry)
        document.add_text("owner", entry.id)
        document.add_text("place", f"{entry.id} {passage.start} {passage.end}")
        document.add_text("passage", " ".join(passage.words))
        document.add_text("context", " ".join(passage.context))
        yield document


def _record_document(entry: Entry) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("id", entry.id)
    document.add_text("source", entry.source)
    document.add_text("kind", "record")
    for name, folded in entry.folded.items():
        document.add_text(name, " ".join(tokens(folded)))
    document.add_text("words", " ".join(entry.words))
    document.add_text("runs", " ".join(entry.runs))
    document.add_text("numbers", " ".join(entry.numbers))
    for name, value in entry.values.items():
        document.add_text(name, value)
    document.add_unsigned("date", entry.date)
    document.add_unsigned("source_number", source_number(entry.source))
    return document


def _search(
    searcher: tantivy.Searcher, query: tantivy.Query, limit: int, offset: int, order: str | None
) -> tuple[int, _Ranked]:
    """How many documents match, and a stretch of them, best or newest first."""
    found = searcher.search(query, limit=limit, offset=offset, order_by_field=order)
    total: int = found.count  # type: ignore[attr-defined]  # absent from the stubs only
    return total, list(found.hits)


def _collapsed(
    searcher: tantivy.Searcher, query: tantivy.Query, limit: int, offset: int, order: str | None
) -> tuple[int, _Ranked]:
    """As ``_search``, with the best document of each source only."""
    wanted = offset + limit
    fetched = wanted
    while True:
        total, found = _search(searcher, query, fetched, 0, order)
        sources = searcher.fast_field_values("source_number", [place for _, place in found])
        firsts: dict[int, tuple[float, tantivy.DocAddress]] = {}
        for source, hit in zip(sources, found, strict=True):
            firsts.setdefault(int(source or 0), hit)
        if len(firsts) >= wanted or fetched >= min(total, _MOST_COLLAPSED):
            return total, list(firsts.values())[offset:wanted]
        fetched = min(2 * fetched + limit, _MOST_COLLAPSED)


def _id(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> str:
    return str(searcher.doc(address).get_first("id"))


def _passage_hit(
    searcher: tantivy.Searcher, address: tantivy.DocAddress, score: float
) -> PassageHit:
    place = str(searcher.doc(address).get_first("place"))
    record, start, end = place.rsplit(" ", 2)
    return PassageHit(record, int(start), int(end), float(score))


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
