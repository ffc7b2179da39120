"""What every contender of ``bench/search.py`` shows, danghe among them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from search_papers import FACETS, Asked, number_of

from danghe.index import Engine, IndexRecord, open_index, parse
from danghe.text.segment import segmenter_for


@dataclass(frozen=True)
class Reply:
    """Answer of a contender.

    Attributes:
        ms: From the question to the answer, by its own clock.
        total: Papers that match.
        numbers: Of the papers asked for, best first.
        facets: Field → value → papers.
    """

    ms: float
    total: int
    numbers: Sequence[int]
    facets: dict[str, dict[str, int]] = field(default_factory=dict)


class Contender(Protocol):
    """An index that is being measured; its clock runs only while it works."""

    most: int
    """Papers beyond which it takes part only when named."""

    def add(self, papers: list[IndexRecord]) -> float:
        """Index papers, committed when this returns. Returns seconds."""
        ...

    def finish(self) -> float:
        """Whatever has to come before the first question. Returns seconds."""
        ...

    def can(self, asked: Asked) -> bool:
        """Whether it has a way to put the question."""
        ...

    def ask(self, asked: Asked, limit: int) -> Reply:
        """Count all matches, and give the best of them after the question's offset."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


class UnavailableError(Exception):
    """A contender is not installed; the message says what would be needed."""


def timed(work: Callable[[], object]) -> float:
    """Seconds that something takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


class Danghe:
    """danghe itself, through the face that the program uses."""

    def __init__(self, directory: Path, engine: str) -> None:
        self.most = 20_000 if engine == "whoosh" else 10**9
        self.engine: Engine = open_index(
            directory / "index",
            engine=engine,
            segmenter=segmenter_for(()),
            schema_version="bench",
            create=True,
        )

    def add(self, papers: list[IndexRecord]) -> float:
        return timed(lambda: self.engine.write(papers))

    def finish(self) -> float:
        return 0.0

    def can(self, asked: Asked) -> bool:
        return True

    def ask(self, asked: Asked, limit: int) -> Reply:
        begin = time.perf_counter()
        found = self.engine.search(
            parse(asked.danghe),
            limit=limit,
            offset=asked.offset,
            facets=FACETS if asked.facets else (),
        )
        ms = (time.perf_counter() - begin) * 1000
        numbers = [int(id[:12], 16) for id, _ in found.hits]
        return Reply(ms, found.total, numbers, {k: dict(v) for k, v in found.facets.items()})

    def close(self) -> None:
        self.engine.close()


__all__ = ["Contender", "Danghe", "Reply", "UnavailableError", "number_of", "timed"]
