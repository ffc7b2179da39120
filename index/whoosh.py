"""The engine on whoosh: pure Python, runs on every machine.

Whoosh keeps the lists of documents per token, its segments, commits and locks. Its phrase
queries and token positions are not used, and bigrams not indexed: they would cost most of its
time. Instead, a string is looked for in the folded texts of the documents that hold its
rarest characters, which finds exactly what bigrams would.
"""

from __future__ import annotations

import heapq
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh import columns, fields, formats
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex, LockError
from whoosh.reading import IndexReader, SegmentReader
from whoosh.writing import SegmentWriter

from ..errors import ArchiveError
from ..text.segment import Segmenter, characters
from .entry import SUBSTRING_FIELDS, VALUE_FIELDS, Entry, entry, source_of
from .evaluate import Evaluation
from .face import FACETS, Asked, EngineResult, IndexRecord, PassageHit, Records, Sort, no_records
from .nodes import Query
from .segments import Segment, SegmentPairs, Statistics
from .whoosh_passages import best_passages

NAME = "whoosh"
FORMAT = "2"
"""Of what is written below; raise it when the schema changes."""

_POOL_MEGABYTES = 256
_MERGE_FACTOR = 8
# Share of a segment's documents that may be dead weight before it is written anew.
_MOST_DELETED = 0.3
_OPEN_ATTEMPTS = 20


class _Field(fields.FieldType):  # type: ignore[misc]
    """A field that takes ready tokens, past whoosh's analysers."""

    analyzer = vector = None
    indexed = True

    def __init__(self, column: columns.Column | None = None) -> None:
        self.format = formats.Existence()
        self.scorable = self.stored = self.unique = False
        self.column_type = column

    def index(self, value: Iterable[str], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Whoosh's view of distinct tokens: (token, frequency, weight, payload)."""
        return ((token.encode(), 1, 1.0, b"") for token in value)

    def to_column_value(self, value: str) -> bytes:
        return value.encode()

    def from_column_value(self, value: bytes) -> bytes:
        return value


class _Counted(_Field):
    """A field whose tokens carry how often they stand in a document."""

    def index(self, value: Iterable[str], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """As above, with the number as weight."""
        counted = Counter(value).items()
        return ((token.encode(), number, float(number), b"") for token, number in counted)


class _Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec without what costs time and is not read here."""

    length_stats = False

    def __init__(self) -> None:
        super().__init__(blocklimit=1024, compression=0)


class _Storage(FileStorage):  # type: ignore[misc]
    """Files that are on the disk before the table of contents names them; whoosh never syncs."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._unsynced: set[str] = set()

    def create_file(self, name: str, *args: Any, **options: Any) -> Any:
        self._unsynced.add(name)
        return super().create_file(name, *args, **options)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        for name in self._unsynced:
            if self.file_exists(name):
                _sync(self._fpath(name))
        self._unsynced.clear()
        super().rename_file(oldname, newname, safe)
        _sync(self.folder)


def _sync(path: str) -> None:
    if os.path.isdir(path) and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _schema() -> fields.Schema:
    schema = fields.Schema(id=_Field(columns.VarBytesColumn()))
    for name in SUBSTRING_FIELDS:
        schema.add(name, _Field(columns.VarBytesColumn()))
    for name in ("owner", "source", "kind", "words", "runs", "numbers"):
        schema.add(name, _Field())
    for name in ("passage", "context"):
        schema.add(name, _Counted())
    schema.add("place", _Field(columns.VarBytesColumn()))
    for name in VALUE_FIELDS:
        schema.add(name, _Field(columns.VarBytesColumn()))
    for name in ("date", "length", "passage_length", "context_length"):
        schema.add(name, fields.COLUMN(columns.NumericColumn("I", default=0)))
    return schema


class WhooshEngine:
    """An index in one directory.

    Args:
        directory: Holds whoosh's files and nothing else.
        segmenter: The same for records and queries.
        create: Make an empty index there.
        patience: Seconds to wait for another writer.
        records: Not needed; the index holds the texts.

    Raises:
        Exception: Whoosh raises of many kinds where the files are not its own.
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
        storage = _Storage(str(directory))
        # The schema is passed in, so that the pickled one in the file is never loaded.
        opened = FileIndex.create if create else FileIndex
        self._index = opened(storage, _schema())
        self._generation = -1
        self._reader: IndexReader | None = None
        self._segments: list[Segment] = []

    def write(self, add: Iterable[IndexRecord], remove: Iterable[str] = ()) -> None:
        """See ``Engine.write``."""
        writer = self._writer()
        try:
            entries = {record.id: record for record in add}
            _delete(writer, [*entries, *remove])
            for record in entries.values():
                for document in _documents(entry(record, self.segmenter)):
                    writer.add_document(**document)
            writer.commit(mergetype=_merge)
        except BaseException:
            with suppress(Exception):
                writer.cancel()
            raise

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
        segments = self._current()
        evaluation = Evaluation(query, self.segmenter, Statistics.of(segments))
        matched = [(segment, evaluation.matches(segment)) for segment in segments]
        ranked: list[tuple[float, int, int]] = []
        for number, (segment, found) in enumerate(matched):
            if sort == "date":
                keys = {document: float(segment.dates[document]) for document in found.documents}
            else:
                keys = evaluation.scores(found)
            ranked.extend((key, -number, -document) for document, key in keys.items())
        if collapse:
            ranked = _best_of_sources(segments, ranked)
        best = heapq.nlargest(offset + limit, ranked)[offset:]
        return EngineResult(
            total=sum(len(found.documents) for _, found in matched),
            hits=tuple(
                (segments[-number].ids[-document], 0.0 if sort == "date" else key)
                for key, number, document in best
            ),
            facets={
                name: _count([(segment, found.documents) for segment, found in matched], name)
                for name in facets
            },
        )

    def passages(self, asked: Sequence[Asked], *, limit: int) -> tuple[PassageHit, ...]:
        """See ``Engine.passages``."""
        return best_passages(self._current(), asked, limit)

    def frequency(self, word: str) -> int:
        """See ``Engine.frequency``."""
        return sum(segment.frequency("words", word) for segment in self._current())

    def words_starting(self, prefix: str, most: int) -> tuple[str, ...]:
        """See ``Engine.words_starting``."""
        counts: Counter[str] = Counter()
        for segment in self._current():
            for word in segment.terms("words", prefix):
                counts[word] += segment.frequency("words", word)
        ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple(word for word, _ in ranked[:most])

    def source_size(self, source: str) -> int:
        """See ``Engine.source_size``."""
        return sum(segment.frequency("source", source) for segment in self._current())

    def pairs(self) -> SegmentPairs:
        """See ``Engine.pairs``."""
        return SegmentPairs(self._current())

    def count(self) -> int:
        """See ``Engine.count``."""
        return sum(len(segment.live) for segment in self._current())

    def ids(self) -> Iterator[str]:
        """See ``Engine.ids``."""
        for segment in self._current():
            yield from (segment.ids[document] for document in segment.live)

    def close(self) -> None:
        """See ``Engine.close``."""
        if self._reader is not None:
            self._reader.close()
        self._reader, self._segments, self._generation = None, [], -1

    def _current(self) -> list[Segment]:
        """The segments of the last commit, opened anew after each."""
        for attempt in range(_OPEN_ATTEMPTS):
            try:
                generation = self._index.latest_generation()
                if generation == self._generation:
                    return self._segments
                reader = self._index.reader()
                break
            except (OSError, LookupError):
                # A writer took the files away between two looks at the folder.
                if attempt == _OPEN_ATTEMPTS - 1:
                    raise
                time.sleep(0.05)
        self.close()
        self._reader, self._generation = reader, generation
        self._segments = [
            Segment(leaf) for leaf, _ in reader.leaf_readers() if leaf.doc_count_all()
        ]
        return self._segments

    def _writer(self) -> SegmentWriter:
        try:
            return SegmentWriter(
                self._index,
                timeout=self._patience,
                codec=_Codec(),
                limitmb=_POOL_MEGABYTES,
            )
        except LockError as error:
            raise ArchiveError(
                "index.locked", path=self._directory, seconds=f"{self._patience:g}"
            ) from error


def _documents(entry: Entry) -> Iterator[dict[str, object]]:
    """The record with its first passage, then the other passages."""
    for number, passage in enumerate(entry.passages):
        document: dict[str, object] = {} if number else _record_document(entry)
        document["owner"] = [entry.id]
        document["place"] = []
        document["_stored_place"] = f"{entry.id} {passage.start} {passage.end}"
        document["passage"], document["context"] = passage.words, passage.context
        document["passage_length"] = len(passage.words)
        document["context_length"] = len(passage.context)
        yield document


def _record_document(entry: Entry) -> dict[str, object]:
    document: dict[str, object] = {"id": [entry.id], "_stored_id": entry.id}
    document["source"], document["kind"] = [entry.source], ["record"]
    for name, folded in entry.folded.items():
        if folded:
            document[name] = characters(folded)
            document[f"_stored_{name}"] = folded
    document["words"] = set(entry.words)
    document["runs"], document["numbers"] = entry.runs, entry.numbers
    for name, value in entry.values.items():
        document[name] = [value]
        document[f"_stored_{name}"] = value
    document["date"] = entry.date
    document["length"] = len(entry.folded["text"])
    return document


def _delete(writer: SegmentWriter, ids: Iterable[str]) -> None:
    reader = writer.reader()
    try:
        for id in ids:
            if ("owner", id.encode()) in reader:
                for document in reader.postings("owner", id.encode()).all_ids():
                    writer.delete_document(document)
    finally:
        reader.close()


def _merge(writer: SegmentWriter, segments: list[Any]) -> list[Any]:
    """Whoosh's merge policy: keep few segments of similar size, each document moved log n times.

    Whoosh's own policy rewrites small indexes at almost every commit.
    """
    tiers: dict[int, list[Any]] = {}
    for segment in segments:
        tiers.setdefault(_tier(segment.doc_count_all()), []).append(segment)
    full = [tier for tier, members in tiers.items() if len(members) >= _MERGE_FACTOR - 1]
    kept = []
    for segment in segments:
        documents, deleted = segment.doc_count_all(), segment.deleted_count()
        if documents == deleted:
            continue
        hollow = deleted > documents * _MOST_DELETED
        if hollow or (full and _tier(documents) <= max(full)):
            reader = SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
        else:
            kept.append(segment)
    return kept


def _tier(documents: int) -> int:
    tier = 0
    while documents >= _MERGE_FACTOR:
        documents //= _MERGE_FACTOR
        tier += 1
    return tier


def _best_of_sources(
    segments: Sequence[Segment], ranked: Iterable[tuple[float, int, int]]
) -> list[tuple[float, int, int]]:
    best: dict[str, tuple[float, int, int]] = {}
    for place in ranked:
        source = source_of(segments[-place[1]].ids[-place[2]])
        best[source] = max(place, best.get(source, place))
    return list(best.values())


def _count(matched: list[tuple[Segment, set[int]]], name: str) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for segment, documents in matched:
        values = segment.values(name)
        counts.update(values[document] for document in documents)
    del counts[""]
    return dict(counts.most_common())
