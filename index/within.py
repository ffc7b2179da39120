"""An engine that knows only some of its records: what a person may see, or has chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from .face import Asked, Engine, EngineResult, IndexRecord, PassageHit, Sort
from .nodes import Among, And, Query, Values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..text.likeness import Pairs
    from ..text.segment import Segmenter

_MOST_PASSAGES = 100_000


def condition(
    units: Iterable[str] | None, only: Mapping[str, Sequence[str]] | None = None
) -> Query | None:
    """What records must hold besides matching; None for nothing.

    Args:
        units: Of these units only; None for all records, with a unit or without.
        only: Field → values of which a record must have one.
    """
    wanted = [] if units is None else [Values("unit", tuple(sorted(units)))]
    wanted += [Values(field, tuple(values)) for field, values in (only or {}).items()]
    return And(tuple(wanted)) if wanted else None


class Within:
    """An engine of which only the records that meet a condition exist, in totals and counts too.

    How rare a word is stays what it is in the whole index: it orders answers and shows in none.

    Args:
        engine: The whole one.
        condition: That every record meets.
    """

    def __init__(self, engine: Engine, condition: Query) -> None:
        self._engine = engine
        self._condition = condition

    @property
    def name(self) -> str:
        """See ``Engine.name``."""
        return self._engine.name

    @property
    def segmenter(self) -> Segmenter:
        """See ``Engine.segmenter``."""
        return self._engine.segmenter

    def write(self, add: Iterable[IndexRecord], remove: Iterable[str] = ()) -> None:
        """Not for a part of an index.

        Raises:
            TypeError: Always.
        """
        raise TypeError("a part of an index cannot be written")

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
        return self._engine.search(
            And((query, self._condition)),
            limit=limit,
            offset=offset,
            facets=facets,
            sort=sort,
            collapse=collapse,
        )

    def passages(self, asked: Sequence[Asked], *, limit: int) -> tuple[PassageHit, ...]:
        """See ``Engine.passages``: the best ones of the records that exist here."""
        fetched = limit
        while True:
            found = self._engine.passages(asked, limit=fetched)
            held = self._held({hit.record for hit in found})
            kept = tuple(hit for hit in found if hit.record in held)
            if len(kept) >= limit or len(found) < fetched or fetched >= _MOST_PASSAGES:
                return kept[:limit]
            fetched *= 4

    def _held(self, ids: set[str]) -> set[str]:
        if not ids:
            return ids
        found = self.search(Among(tuple(sorted(ids))), limit=len(ids))
        return {id for id, _ in found.hits}

    def frequency(self, word: str) -> int:
        """See ``Engine.frequency``; of the whole index."""
        return self._engine.frequency(word)

    def words_starting(self, prefix: str, most: int) -> tuple[str, ...]:
        """See ``Engine.words_starting``; of the whole index."""
        return self._engine.words_starting(prefix, most)

    def source_size(self, source: str) -> int:
        """See ``Engine.source_size``; of the whole index."""
        return self._engine.source_size(source)

    def pairs(self) -> Pairs:
        """See ``Engine.pairs``; of the whole index."""
        return self._engine.pairs()

    def count(self) -> int:
        """See ``Engine.count``; of the whole index, as are the frequencies."""
        return self._engine.count()

    def ids(self) -> Iterator[str]:
        """Ids of the records that exist here."""
        from .nodes import MatchAll

        total = self.search(MatchAll(), limit=0).total
        found = self.search(MatchAll(), limit=max(1, total))
        yield from (id for id, _ in found.hits)

    def close(self) -> None:
        """Nothing: the whole engine is another's."""
