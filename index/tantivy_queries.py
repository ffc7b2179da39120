"""Queries and questions → tantivy's queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

import tantivy

from ..text.normalise import fold
from ..text.segment import SPACE, Segmenter, bigrams
from .closeness import stand_close
from .entry import cover, folded_text
from .face import Asked, Records
from .nodes import And, MatchAll, Not, Or, Query, Ranked
from .plan import (
    CONTEXT_WEIGHT,
    HEADING_BONUS,
    PHRASE_BONUS,
    TEXT_WEIGHT,
    TITLE_BONUS,
    TITLE_PIECES_BONUS,
    AnyOf,
    Close,
    Contains,
    Ids,
    OneOf,
    RunPrefix,
    Target,
    Writing,
    literal,
    target,
)

# Asked for so many pairs of one first character, it pays to look up all of them.
_OFTEN = 20
# Records whose texts are held at once.
_LOOKED_INTO = 200

_Q = tantivy.Query
_Must, _Should, _MustNot = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
_Clause: TypeAlias = tuple[tantivy.Occur, tantivy.Query]


def any_record(schema: tantivy.Schema) -> tantivy.Query:
    """Every record, without its further passages."""
    return _Q.const_score_query(_Q.term_query(schema, "kind", "record", "basic"), 1.0)


class TextPairs:
    """Which characters stand side by side; see ``Pairs``."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher
        # As strings they take a twentieth of what sets would, and all of them may stay.
        self._after: dict[str, str] = {}
        self._asked = Counter[str]()

    def after(self, character: str) -> str:
        """Characters that follow one somewhere."""
        if character not in self._after:
            found = {
                term[1]
                for name in ("text", "title")
                for term, _ in self._searcher.terms_with_prefix(name, character)
                if len(term) == 2
            }
            self._after[character] = "".join(found).replace(SPACE, " ")
        return self._after[character]

    def holds(self, pair: str) -> bool:
        """Whether two characters stand side by side somewhere."""
        first = pair[0]
        if first not in self._after:
            self._asked[first] += 1
            if self._asked[first] < _OFTEN:
                term = pair.replace(" ", SPACE)
                return any(self._searcher.doc_freq(name, term) for name in ("text", "title"))
        return pair[1] in self.after(first)


def passage_query(schema: tantivy.Schema, asked: Sequence[Asked]) -> tantivy.Query | None:
    """Passages with any of the things asked for; None where there are none."""
    clauses: list[_Clause] = []
    for one in asked:
        for name, share in (("passage", 1.0), ("context", CONTEXT_WEIGHT)):
            terms = [
                _Q.boost_query(_Q.term_query(schema, name, word, "freq"), weight * share)
                for word, weight in one.words
            ]
            clauses.append((_Should, _best(terms)))
    return _Q.boolean_query(clauses) if clauses else None


class Compiler:
    """Turns a query tree into tantivy's.

    Args:
        schema: Of the index.
        searcher: On the commit that will be searched.
        segmenter: As for records.
        records: Gives records by id.
    """

    def __init__(
        self,
        schema: tantivy.Schema,
        searcher: tantivy.Searcher,
        segmenter: Segmenter,
        records: Records,
    ) -> None:
        self._schema = schema
        self._searcher = searcher
        self._segmenter = segmenter
        self._records = records
        self._pairs = TextPairs(searcher)

    def compile(self, query: Query) -> tantivy.Query:
        """The query of a tree."""
        match query:
            case MatchAll():
                return any_record(self._schema)
            case And(parts):
                return self._all(parts)
            case Or(parts):
                return _Q.boolean_query([(_Should, self.compile(part)) for part in parts])
            case Not():
                return self._all((query,))
            case _:
                return self._target(target(query, self._segmenter, self._pairs))

    def _all(self, parts: Sequence[Query]) -> tantivy.Query:
        clauses = [
            (_MustNot, self.compile(literal(part.part)))
            if isinstance(part, Not)
            else (_Must, self.compile(part))
            for part in parts
        ]
        # For tantivy, negations alone match nothing.
        if all(isinstance(part, Not) for part in parts):
            clauses.append((_Must, any_record(self._schema)))
        return _Q.boolean_query(clauses)

    def _target(self, wanted: Target) -> tantivy.Query:
        match wanted:
            case Contains():
                return self._contains(wanted)
            case AnyOf(parts):
                return _best([self._contains(part) for part in parts])
            case Close():
                return _Q.const_score_query(self._close(wanted), 1.0)
            case RunPrefix(prefix):
                return _Q.regex_query(self._schema, "runs", prefix + "[0-9a-z]*")
            case OneOf(tests):
                sets = [self._passing(name, test) for name, test in tests]
                return _Q.const_score_query(_any(sets), 0.0)
            case Ids(field, values):
                return _Q.const_score_query(
                    _Q.term_set_query(self._schema, field, list(values)), 0.0
                )
            case Ranked(words):
                return _any([_Q.boost_query(self._word(word), weight) for word, weight in words])

    def _contains(self, wanted: Contains) -> tantivy.Query:
        held = {name: self._writings(name, wanted) for name in wanted.fields}
        if not wanted.words and "text" not in held:
            return _Q.const_score_query(_any(list(held.values())), wanted.scale * TITLE_BONUS)
        found = [
            _Q.boost_query(held["text"], TEXT_WEIGHT),
            _Q.const_score_query(held["title"], TITLE_BONUS * wanted.scale),
        ]
        if wanted.pieces:
            found.append(_Q.const_score_query(self._pieces(wanted, wanted.fields), 0.0))
        clauses: list[_Clause] = [(_Must, _any(found))]
        clauses += [(_Should, self._word(word)) for word in wanted.words]
        if self._may_hold("headings", wanted.writings[0].folded):
            heading = self._writings("headings", wanted)
            clauses.append((_Should, _Q.const_score_query(heading, HEADING_BONUS * wanted.scale)))
        if wanted.pieces:
            titled = self._pieces(wanted, ("title",))
            bonus = TITLE_PIECES_BONUS * wanted.scale
            clauses.append((_Should, _Q.const_score_query(titled, bonus)))
            together = PHRASE_BONUS * (wanted.scale - 1)
            clauses.append((_Should, _Q.const_score_query(held["text"], together)))
        compiled = _Q.boolean_query(clauses)
        return compiled if wanted.weight == 1 else _Q.boost_query(compiled, wanted.weight)

    def _writings(self, name: str, wanted: Contains) -> tantivy.Query:
        """Documents where one of a string's writings stands in a field."""
        return _any([self._writing(name, writing) for writing in wanted.writings])

    def _writing(self, name: str, writing: Writing) -> tantivy.Query:
        needs = [_Q.term_query(self._schema, "numbers", token, "basic") for token in writing.needs]
        return _every([self._substring(name, writing.folded), *needs])

    def _pieces(self, wanted: Contains, names: Iterable[str]) -> tantivy.Query:
        """Documents that hold the pieces of a string, each in one of some fields."""
        fields = tuple(names)
        return _every(
            [
                _any([self._writing(name, piece) for piece in same for name in fields])
                for same in wanted.pieces
            ]
        )

    def _close(self, wanted: Close) -> tantivy.Query:
        """Records whose texts pass; those that hold all terms are looked into."""
        terms = [[writing.folded for writing in term.writings] for term in wanted.terms]
        holding = _any([self._together(name, wanted) for name in wanted.fields])
        most = max(1, self._searcher.num_docs)
        found = self._searcher.search(holding, limit=most, count=False)
        ids = [str(self._searcher.doc(address).get_first("id")) for _, address in found.hits]
        passing = [
            record.id
            for start in range(0, len(ids), _LOOKED_INTO)
            for record in self._records(ids[start : start + _LOOKED_INTO])
            if any(
                stand_close(text, terms, wanted.distance)
                for text in (folded_text(record), fold(record.title))
            )
        ]
        return _Q.term_set_query(self._schema, "id", passing)

    def _together(self, name: str, wanted: Close) -> tantivy.Query:
        """Documents with all terms in a field; of two terms, only those about close enough."""
        every = [self._writings(name, term) for term in wanted.terms]
        pairs = [bigrams(term.writings[0].folded) for term in wanted.terms]
        if len(pairs) == 2 and all(pairs) and all(len(t.writings) == 1 for t in wanted.terms):
            one, other = pairs
            every.append(
                _any(
                    [
                        _Q.phrase_query(
                            self._schema, name, [(0, left[-1]), (2, right[0])], wanted.distance
                        )
                        for left, right in ((one, other), (other, one))
                    ]
                )
            )
        return _every(every)

    def _word(self, word: str) -> tantivy.Query:
        return _Q.term_query(self._schema, "words", word, "freq")

    def _substring(self, name: str, folded: str) -> tantivy.Query:
        places = cover(folded)
        if len(places) == 1:
            return _Q.term_query(self._schema, name, places[0][1])
        return _Q.phrase_query(self._schema, name, list(places))

    def _may_hold(self, name: str, folded: str) -> bool:
        """Whether the first token of a string stands in a field at all: most stand in none."""
        return bool(self._searcher.doc_freq(name, cover(folded)[0][1]))

    def _passing(self, name: str, test: Callable[[str], bool]) -> tantivy.Query:
        values = (value for value, _ in self._searcher.terms_with_prefix(name, ""))
        return _Q.term_set_query(self._schema, name, [value for value in values if test(value)])


def _any(queries: list[tantivy.Query]) -> tantivy.Query:
    if len(queries) == 1:
        return queries[0]
    return _Q.boolean_query([(_Should, query) for query in queries])


def _every(queries: list[tantivy.Query]) -> tantivy.Query:
    if len(queries) == 1:
        return queries[0]
    return _Q.boolean_query([(_Must, query) for query in queries])


def _best(queries: list[tantivy.Query]) -> tantivy.Query:
    return queries[0] if len(queries) == 1 else _Q.disjunction_max_query(queries)
