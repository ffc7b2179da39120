"""The face that every search engine shows, and what crosses it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from ..text.segment import Segmenter
from .nodes import Query

if TYPE_CHECKING:
    from ..text.likeness import Pairs

Sort = Literal["relevance", "date"]

FACETS = (
    "unit",
    "level",
    "section",
    "section_id",
    "box_id",
    "box_name",
    "doctype",
    "year",
    "period",
    "status",
)
"""Fields whose values a search can count."""


@dataclass(frozen=True, slots=True)
class IndexRecord:
    """A record as the index takes it in; only what can be searched, counted or sorted by.

    Attributes:
        id: Unique; a record replaces an earlier one of the same id.
        text: As extracted; folded here, kept nowhere in its original form.
        seams: Stretches of text that follow one another for the reader but not in ``text``:
            the end of a page and the beginning of the next, without the running heads between.
        title: Likewise.
        unit: Name of the 立档单位.
        level: Level id of the norms.
        level_name: Such as 街道.
        section: Name of the section.
        section_id: Such as ``street.contraceptives``.
        box_id: Such as ``street.contraceptives.2``; None for a record that is not filed.
        box_name: Such as 安全培训盒.
        item: Names of its items, joined by spaces.
        doctype: Such as 通知.
        doc_no: 文号.
        path: Of its source, as the user named it; not searched.
        year: Year the paper is about.
        period: ``2023``, ``2023-H1``, ``2023-Q2`` or ``2023-05``.
        date: ``2023-05-06``, ``2023-05`` or ``2023``; sorts.
    """

    id: str
    text: str
    title: str = ""
    seams: tuple[str, ...] = ()
    unit: str | None = None
    level: str | None = None
    level_name: str | None = None
    section: str | None = None
    section_id: str | None = None
    box_id: str | None = None
    box_name: str | None = None
    item: str | None = None
    doctype: str | None = None
    doc_no: str | None = None
    path: str | None = None
    year: int | None = None
    period: str | None = None
    date: str | None = None


Records: TypeAlias = Callable[[Sequence[str]], Iterable[IndexRecord]]
"""Gives records by their ids; those that are gone are left out."""


def no_records(ids: Sequence[str]) -> Iterable[IndexRecord]:
    """For an engine that is opened without the texts: it cannot tell what stands near what.

    Raises:
        LookupError: Always.
    """
    raise LookupError("the index was opened without its records")


@dataclass(frozen=True, slots=True)
class EngineResult:
    """Answer of an engine.

    Attributes:
        total: Records that match, whatever the limit.
        hits: (record id, score), best or newest first. Scores compare within one answer only,
            and are 0 when sorted by date.
        facets: Field → value → number of matching records.
    """

    total: int
    hits: tuple[tuple[str, float], ...]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A stretch of a record's text that answers a question.

    Attributes:
        record: Id of the record.
        start: First character in the record's text.
        end: One past the last.
        score: Compares within one answer only.
    """

    record: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that a question is about.

    Attributes:
        words: (folded word of the segmenter, weight) of which the best one counts.
    """

    words: tuple[tuple[str, float], ...]


class Engine(Protocol):
    """A full-text index that is open. Readers see whole commits only."""

    @property
    def name(self) -> str:
        """``tantivy`` or ``whoosh``."""
        ...

    @property
    def segmenter(self) -> Segmenter:
        """The one that cut the records."""
        ...

    def write(self, add: Iterable[IndexRecord], remove: Iterable[str] = ()) -> None:
        """Put in and take out records, in one commit.

        An error or a kill on the way leaves the last commit as it was.

        Args:
            add: Each replaces what the index holds under its id; of several with one id the
                last one stays.
            remove: Ids to take out before that; unknown ones are no error.

        Raises:
            ArchiveError: ``index.locked``, another process is writing.
        """
        ...

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
        """Find records, as of the last commit of any process.

        Args:
            query: From ``parse``.
            limit: Most hits to return; 0 counts only.
            offset: Hits to pass over.
            facets: Names out of ``FACETS``.
            sort: ``date`` puts the newest first and undated records last.
            collapse: Give only the best record of each source; limit and offset count those,
                total and facets all records.
        """
        ...

    def passages(self, asked: Sequence[Asked], *, limit: int) -> tuple[PassageHit, ...]:
        """The passages that hold most of what is asked (BM25), best first.

        Args:
            asked: Things wanted; a passage need not hold all of them.
            limit: Most passages to return.
        """
        ...

    def frequency(self, word: str) -> int:
        """Records that hold a word of the segmenter; those replaced may be counted too."""
        ...

    def words_starting(self, prefix: str, most: int) -> tuple[str, ...]:
        """Words of the segmenter that start with a string, the most frequent first."""
        ...

    def source_size(self, source: str) -> int:
        """Records of a source; those replaced may be counted too."""
        ...

    def pairs(self) -> Pairs:
        """Which characters stand side by side in the indexed texts."""
        ...

    def count(self) -> int:
        """Records in the index."""
        ...

    def ids(self) -> Iterator[str]:
        """Ids of all records, in no given order."""
        ...

    def close(self) -> None:
        """Let go of all files."""
        ...
