"""SQLite's FTS5: with its own trigrams, and with jieba's words or bigrams made beforehand."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from functools import partial
from operator import add
from pathlib import Path

from search_face import Reply, number_of, timed
from search_papers import FACETS, Asked

from danghe.index import IndexRecord
from danghe.text.normalise import fold
from danghe.text.segment import segmenter_for

# Every character but white space belongs to a token: the tokens are ready.
READY = "unicode61 remove_diacritics 0 categories ''L* M* N* P* S* C*''"
COUNTS = " UNION ALL ".join(
    f"SELECT '{name}', {name}, count(*) FROM found JOIN papers USING (id) GROUP BY {name}"
    for name in FACETS
)


class Fts5:
    """One full-text table without content of its own, and one with what papers are counted by.

    Args:
        directory: For the database.
        tokenizer: FTS5's ``tokenize``.
        prepared: What is indexed of a folded text.
        term: What is asked for a folded string, in the language of ``MATCH``.
        shortest: Characters of a string below which there is no way to ask for it.
    """

    most = 10**9

    def __init__(
        self,
        directory: Path,
        tokenizer: str,
        prepared: Callable[[str], str],
        term: Callable[[Asked, str], str],
        shortest: int = 1,
    ) -> None:
        self.prepared, self.term, self.shortest = prepared, term, shortest
        self.base = sqlite3.connect(directory / "index.db", isolation_level=None)
        self.base.executescript(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
            f"CREATE VIRTUAL TABLE texts USING fts5(text, content='', tokenize='{tokenizer}');"
            "CREATE TABLE papers (id INTEGER PRIMARY KEY, unit, year, section, doctype);"
        )

    def add(self, papers: list[IndexRecord]) -> float:
        return timed(partial(self._add, papers))

    def _add(self, papers: list[IndexRecord]) -> None:
        self.base.execute("BEGIN")
        for paper in papers:
            number = number_of(paper)
            text = self.prepared(fold(paper.text))
            self.base.execute("INSERT INTO texts (rowid, text) VALUES (?, ?)", (number, text))
            facts = (number, paper.unit, paper.year, paper.section, paper.doctype)
            self.base.execute("INSERT INTO papers VALUES (?, ?, ?, ?, ?)", facts)
        self.base.execute("COMMIT")

    def finish(self) -> float:
        return timed(partial(self.base.execute, "PRAGMA wal_checkpoint(TRUNCATE)"))

    def can(self, asked: Asked) -> bool:
        terms = (*asked.words, asked.without) if asked.without else asked.words
        return min(map(len, terms)) >= self.shortest

    def ask(self, asked: Asked, limit: int) -> Reply:
        begin = time.perf_counter()
        matching, values = self._matching(asked)
        total = self.base.execute(f"SELECT count(*) {matching}", values).fetchone()[0]
        best = f"SELECT texts.rowid {matching} ORDER BY rank LIMIT ? OFFSET ?"
        rows = self.base.execute(best, (*values, limit, asked.offset)).fetchall()
        facets = self._facets(matching, values) if asked.facets else {}
        ms = (time.perf_counter() - begin) * 1000
        return Reply(ms, total, [row[0] for row in rows], facets)

    def _matching(self, asked: Asked) -> tuple[str, tuple[object, ...]]:
        wanted = (" OR " if asked.any else " AND ").join(self.term(asked, w) for w in asked.words)
        if asked.without:
            wanted = f"({wanted}) NOT {self.term(asked, asked.without)}"
        if not (asked.unit and asked.years):
            return "FROM texts WHERE texts MATCH ?", (wanted,)
        filtered = (
            "FROM texts JOIN papers ON papers.id = texts.rowid "
            "WHERE texts MATCH ? AND unit = ? AND year BETWEEN ? AND ?"
        )
        return filtered, (wanted, asked.unit, *asked.years)

    def _facets(self, matching: str, values: tuple[object, ...]) -> dict[str, dict[str, int]]:
        found = f"WITH found AS MATERIALIZED (SELECT texts.rowid AS id {matching}) {COUNTS}"
        facets: dict[str, dict[str, int]] = {name: {} for name in FACETS}
        for name, value, count in self.base.execute(found, values):
            facets[name][str(value)] = count
        return facets

    def close(self) -> None:
        self.base.close()


def trigrams(directory: Path) -> Fts5:
    """FTS5's own trigrams of the folded text."""
    return Fts5(directory, "trigram", lambda folded: folded, lambda _, word: f'"{word}"', 3)


def jieba_words(directory: Path) -> Fts5:
    """jieba's words in search mode; a phrase is their sequence."""
    segmenter = segmenter_for(())

    def term(asked: Asked, word: str) -> str:
        cut = segmenter.words(word) if asked.quoted else segmenter.cut(word)
        return f'"{" ".join(cut)}"' + ("*" if asked.star else "")

    return Fts5(directory, READY, lambda folded: " ".join(segmenter.words(folded)), term)


def bigrams(directory: Path) -> Fts5:
    """Overlapping bigrams; a word is their sequence."""

    def pairs(folded: str) -> str:
        marked = folded.replace(" ", "␣")
        return " ".join(map(add, marked, marked[1:]))

    return Fts5(directory, READY, pairs, lambda _, word: f'"{pairs(word)}"')
