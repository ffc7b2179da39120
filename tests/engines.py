"""Engines for tests, opened as the archive opens them: with the records at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from danghe.index import Engine, IndexRecord, open_index
from danghe.text.segment import Segmenter


def engine_in(directory: Path, name: str, segmenter: Segmenter) -> Engine:
    """An empty index that can look into all records written through it."""
    kept: dict[str, IndexRecord] = {}
    engine = open_index(
        directory,
        engine=name,
        segmenter=segmenter,
        schema_version="1",
        create=True,
        records=lambda ids: [kept[id] for id in ids],
    )
    write = engine.write

    def noted(add: Iterable[IndexRecord]) -> Iterator[IndexRecord]:
        for record in add:
            kept[record.id] = record
            yield record

    def keep_and_write(add: Iterable[IndexRecord], remove: Iterable[str] = ()) -> None:
        write(noted(add), remove)

    engine.write = keep_and_write  # type: ignore[method-assign]
    return engine
