"""Searching an archive, and what steers it: synonyms, the user's dictionary, saved searches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from .errors import ArchiveError, UsageError
from .holdings import Holdings, in_common
from .index import thesaurus as synonyms
from .index import words
from .index.answer import Asking, Searcher, answer, like
from .index.face import Sort
from .index.highlight import all_places
from .index.hits import Span
from .index.lists import read_lines, write_lines
from .index.places import wanted_marks
from .index.query import parse
from .index.thesaurus import Entry, Thesaurus
from .index.upkeep import Upkeep
from .index.within import Within, condition
from .model import SavedSearch, SearchResult
from .text.normalise import fold, tidy


@dataclass
class _ReadThesaurus:
    """The synonyms as last read, and of what state of the archive's own file."""

    state: object = None
    made: Thesaurus | None = None


@dataclass(frozen=True, slots=True)
class IndexState:
    """How the index of an archive stands.

    Attributes:
        build: Name of the build in force; None where there is none yet.
        engine: Name of its engine; None where it cannot be opened.
        records: In it.
        waiting: Words of the user's dictionary that it does not know yet, or still knows.
        problem: Why it cannot be used as it is.
    """

    build: str | None = None
    engine: str | None = None
    records: int = 0
    waiting: tuple[str, ...] = ()
    problem: ArchiveError | None = None


class Searching(Holdings):
    """The part of an archive's face that searches."""

    @in_common
    def _upkeep(self) -> Upkeep:
        return Upkeep(
            self.directory / "index",
            self._whole,
            self.norms,
            self.settings.engine,
            self._words_file,
        )

    # --- search ---

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        collapse: bool = True,
        unmasked: bool = False,
        only: Mapping[str, Sequence[str]] | None = None,
    ) -> SearchResult:
        """Find records.

        Args:
            query: In the query syntax.
            limit: Most hits to return.
            offset: Hits to pass over.
            sort: ``relevance`` or ``date``.
            collapse: Put records of one source (汇编) under the best of them.
            unmasked: Show ID-card, phone and bank numbers; the audit log keeps that.
            only: Facet → values of which a record must have one; as if others did not exist.

        Raises:
            QueryError: The query cannot be honoured.
            ArchiveError: The index does not fit the program or the norms.
        """
        asking = Asking(query, limit, offset, sort, unmasked, collapse)
        result = answer(self._searching(only), asking)
        if unmasked:
            records = [hit.record for hit in result.hits]
            self.catalogue.audit("unmask", {"query": query, "records": records})
        return result

    def similar(self, record_id: str, *, limit: int = 10) -> SearchResult:
        """Papers like a given one, the most alike first; scores are likeness from 0 to 1.

        Raises:
            UsageError: There is no such record.
            ArchiveError: The index does not fit the program or the norms.
        """
        return like(self._searcher, record_id, limit)

    def places(self, query: str, texts: Sequence[str]) -> tuple[tuple[Span, ...], ...]:
        """Where what a query looks for stands in some texts: (start, end), for each text.

        Raises:
            QueryError: The query cannot be honoured.
            ArchiveError: The index does not fit the program or the norms.
        """
        wanted = wanted_marks(self._searcher, query)
        return tuple(all_places(text, wanted) for text in texts)

    @property
    def _searcher(self) -> Searcher:
        return self._searching()

    def _searching(self, only: Mapping[str, Sequence[str]] | None = None) -> Searcher:
        engine, needed = self._upkeep.engine(), condition(self.catalogue.scope, only)
        seen = engine if needed is None else Within(engine, needed)
        return Searcher(seen, self.catalogue, self.norms, self.thesaurus)

    def index_state(self) -> IndexState:
        """How the index stands; what is wrong with it is told, not raised."""
        build: str | None = None
        try:
            build = self._upkeep.build
            engine = self._upkeep.engine()
            own, indexed = ({fold(word): word for word in words} for words in self._both_words())
            waiting = tuple({**own, **indexed}[key] for key in sorted(own.keys() ^ indexed.keys()))
            return IndexState(build, engine.name, engine.count(), waiting)
        except ArchiveError as error:
            return IndexState(build, problem=error)

    def _both_words(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return self.words(), self.indexed_words()

    # --- synonyms ---

    @in_common
    def _read(self) -> _ReadThesaurus:
        return _ReadThesaurus()

    @property
    def _synonyms_file(self) -> Path:
        return self.directory / synonyms.FILE

    @property
    def thesaurus(self) -> Thesaurus:
        """The synonyms in force: those of the archive, the norms and danghe.

        Raises:
            ArchiveError: The archive's own file cannot be used.
        """
        state = _state(self._synonyms_file)
        if self._read.made is None or self._read.state != state:
            self._read.state, self._read.made = (
                state,
                synonyms.thesaurus(self.norms, self.directory),
            )
        return self._read.made

    def synonyms(self, word: str | None = None) -> tuple[Entry, ...]:
        """The lines of synonyms, the archive's own first; of one word, or all."""
        entries = self.thesaurus.entries
        if word is None:
            return entries
        folded = fold(word)
        return tuple(entry for entry in entries if entry.names(folded))

    def add_synonyms(self, words: Sequence[str], *, lay: str | None = None) -> Entry:
        """Add words that mean the same; searches know them at once.

        Args:
            words: At least two; or, for a lay word, what papers say for it.
            lay: How lay people say it; such words only rank.

        Raises:
            UsageError: They make no synonyms.
            ArchiveError: The archive's own file cannot be used.
        """
        line = synonyms.new_line(words, lay)
        entry = synonyms.parse_line(line)
        with self.catalogue.audited("synonym", {"add": line}):
            own = synonyms.read_entries(self._synonyms_file)
            if not any(entry in before.each() for before in own):
                write_lines(self._synonyms_file, (*read_lines(self._synonyms_file), line))
        return entry

    def remove_synonyms(self, words: Sequence[str], *, lay: str | None = None) -> None:
        """Take words out of the archive's own synonyms; see ``lines_without``.

        Raises:
            UsageError: The archive's own synonyms do not have one of them.
            ArchiveError: The archive's own file cannot be used.
        """
        with self.catalogue.audited("synonym", {"remove": list(words), "lay": lay}):
            synonyms.read_entries(self._synonyms_file)
            lines = read_lines(self._synonyms_file)
            write_lines(self._synonyms_file, synonyms.lines_without(lines, words, lay))

    def drop_synonyms(self, line: str) -> None:
        """Take one of the archive's own lines of synonyms out, as ``str(entry)`` words it.

        Raises:
            UsageError: The archive's own synonyms have no such line.
            ArchiveError: The archive's own file cannot be used.
        """
        with self.catalogue.audited("synonym", {"dropped": line}):
            synonyms.read_entries(self._synonyms_file)
            lines = read_lines(self._synonyms_file)
            write_lines(self._synonyms_file, synonyms.lines_but(lines, line))

    # --- the user's dictionary ---

    @property
    def _words_file(self) -> Path:
        return self.directory / words.FILE

    def words(self) -> tuple[str, ...]:
        """The words of the user's dictionary, as written.

        Raises:
            ArchiveError: Its file cannot be used.
        """
        return words.read_words(self._words_file)

    def indexed_words(self) -> tuple[str, ...]:
        """Those that the index in force was built with."""
        return self._upkeep.words()

    def add_words(self, added: Sequence[str]) -> None:
        """Put words into the dictionary; they take effect when the index is built anew.

        Raises:
            UsageError: One of them is no word.
        """
        with self.catalogue.audited("word", {"add": list(added)}):
            fresh = words.new_words(self.words(), added)
            write_lines(self._words_file, (*read_lines(self._words_file), *fresh))

    def remove_words(self, removed: Sequence[str]) -> None:
        """Take words out of the dictionary; takes effect when the index is built anew.

        Raises:
            UsageError: One of them is not there.
        """
        with self.catalogue.audited("word", {"remove": list(removed)}):
            lines = read_lines(self._words_file)
            write_lines(self._words_file, words.lines_without(lines, removed))

    # --- saved searches ---

    def save_search(
        self, name: str, query: str, sort: Sort = "relevance", *, owner: str = ""
    ) -> SavedSearch:
        """Keep a query under a name.

        Args:
            name: New among those of its owner.
            query: In the query syntax.
            sort: ``relevance`` or ``date``.
            owner: User of the pages whose own it is; empty for everybody's.

        Raises:
            QueryError: The query cannot be honoured.
            UsageError: The name is empty, too long, or taken.
        """
        parse(query)
        if sort not in get_args(Sort):
            raise UsageError("saved.sort", sort=sort)
        return self.catalogue.save_search(tidy(name), query, sort, owner)

    def saved_searches(self, *, owner: str = "") -> tuple[SavedSearch, ...]:
        """All searches that an owner keeps, by name."""
        return self.catalogue.saved_searches(owner)

    def saved_search(self, name: str, *, owner: str = "") -> SavedSearch:
        """The search of a name.

        Raises:
            UsageError: There is none.
        """
        return self.catalogue.saved_search(tidy(name), owner)

    def forget_search(self, name: str, *, owner: str = "") -> None:
        """Remove the search of a name.

        Raises:
            UsageError: There is none.
        """
        self.catalogue.forget_search(tidy(name), owner)


def _state(path: Path) -> object:
    """Tells whether a file has changed since."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
