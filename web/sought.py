"""What someone looks for in a paper: words, or a passage that something was judged by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..archive import Archive
from ..errors import QueryError
from ..text.mask import mask_personal
from ..text.normalise import fold, fold_with_offsets
from .call import Call
from .reading import Spans

LONGEST_PASSAGE = 300
_MOST_PLACES = 50
_LEAST = 2
_CUT = re.compile(r"…+|\n")


@dataclass(frozen=True)
class Sought:
    """What is set off in a paper.

    Attributes:
        archive: Whose query language it is.
        query: As typed; empty without one.
        passage: Words of the paper itself; they go before a query.
        problem: Why the query cannot be honoured.
    """

    archive: Archive
    query: str = ""
    passage: str = ""
    problem: QueryError | None = None

    @staticmethod
    def by(call: Call) -> Sought:
        """What an address names; a query that cannot be honoured is told beside the paper."""
        query = call.query.get("q", "").strip()
        passage = call.query.get("passage", "").strip()[:LONGEST_PASSAGE]
        found = Sought(call.archive, query, passage)
        try:
            found.places([""])
        except QueryError as error:
            return Sought(call.archive, query, problem=error)
        return found

    def places(self, texts: Sequence[str]) -> Sequence[Spans]:
        """Where it stands in each of some texts: (start, end), in order."""
        if self.passage:
            return [passage_places(text, self.passage) for text in texts]
        if not self.query or self.problem:
            return [() for _ in texts]
        return self.archive.places(self.query, texts)

    @property
    def params(self) -> dict[str, str]:
        """As an address says it."""
        held = {"q": self.query, "passage": self.passage}
        return {name: value for name, value in held.items() if value}


def passage_places(text: str, passage: str) -> Spans:
    """Where a passage stands in a text, however it is broken into lines and spaced there.

    Of one that was cut (…), its parts. One in which personal numbers are covered is found where
    they are not.
    """
    if "*" in passage:
        text, passage = mask_personal(text), mask_personal(passage)
    folded = fold_with_offsets(text)
    kept = [place for place, sign in enumerate(folded.text) if sign != " "]
    dense = folded.text.replace(" ", "")
    parts = [_dense(passage)]
    if parts[0] not in dense:
        parts = [_dense(part) for part in _CUT.split(passage)]
    found = [
        folded.span(kept[start], kept[start + len(wanted) - 1] + 1)
        for wanted in parts
        if len(wanted) >= _LEAST
        for start in _occurrences(dense, wanted)
    ]
    return _apart(sorted(found))


def _dense(text: str) -> str:
    return fold(text).replace(" ", "")


def _occurrences(text: str, wanted: str) -> Iterator[int]:
    start = text.find(wanted)
    for _ in range(_MOST_PLACES):
        if start < 0:
            return
        yield start
        start = text.find(wanted, start + len(wanted))


def _apart(spans: list[tuple[int, int]]) -> Spans:
    """Without those that overlap one before them."""
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept
