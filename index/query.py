"""The query language: text → tree. A query is honoured as it stands, or refused with its place.

Terms side by side must all match. ``OR`` (``或者``, ``|``), ``AND`` (``并且``), ``-term``
(``NOT``, ``不`` standing alone), ``"exact phrase"`` (also “ ” and 「 」), ``word*``, ``word~``,
``近(one two, 10)`` (``NEAR(…)``), ``field:value`` with English or Chinese names, ranges
``年度:2021..2023`` and ``日期:2023-05-01..2023-06``, parentheses. Punctuation of the language
may be half or full width. docs/query-language.md shows every form.

What the leaves mean, for every engine. *Stands in* is said of folded text and means: as a
substring of a record's text or of its title.

* ``Phrase`` matches where the folded term stands, and nowhere else.
* ``Words`` matches where (a) the folded term stands, or stands with its numbers in another
  writing (二〇二三年 = 2023年, 百分之九十 = 90%); or (b) the term is a run of several words, all
  of its pieces hold a Han character, and each content word stands, at any place of text or
  title. Pieces of one character are joined with their neighbours and never looked for alone;
  function words (的 了 和 与 及 …) are passed over. Under ``Not``, (a) alone counts.
* ``Prefix`` of Latin letters and digits matches where a run of them starts with it (``2023*``
  finds 20231 but not 12023); any other prefix matches like ``Phrase``, for Chinese has no
  word starts to rely on.
* ``Fuzzy`` matches where the folded term stands, or stands with a slip: a character of like
  sound or shape in place of its own, one missing, one doubled, two neighbours swapped.
* ``Near`` matches where, within the text or within the title, one place of each term can be
  chosen such that no two overlap and that, in order of place, at most ``distance`` folded
  characters lie between each and the next. The order is free. Its terms match like ``Phrase``.
* ``FieldTerm`` matches names by folded substring, ids from their start (``street`` finds
  ``street.contraceptives.2``), levels as a whole, periods by enclosure (``2023-Q2`` finds
  2023-05).
* ``FieldRange`` matches years, periods and dates that lie wholly between its ends, which are
  included; a date of a month or a year spans all its days.

Synonyms belong to the layer above the engines: it adds them as ``Or``, never to a phrase and
never under ``Not``.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet

from ..errors import QueryError
from .canonical import render
from .nodes import (
    And,
    FieldRange,
    FieldTerm,
    Fuzzy,
    Leaf,
    MatchAll,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Words,
)
from .scanner import AND, NOT, OR, Scanner, Token

__all__ = [
    "And",
    "FieldRange",
    "FieldTerm",
    "Fuzzy",
    "Leaf",
    "MatchAll",
    "Near",
    "Not",
    "Or",
    "Phrase",
    "Prefix",
    "Query",
    "Words",
    "parse",
    "render",
]

MAX_LENGTH = 1000
MAX_DEPTH = 20
MAX_TERMS = 100


def parse(query: str) -> Query:
    """Read a query.

    Args:
        query: As the user typed it.

    Returns:
        The tree. ``Not`` stands only inside ``And``, beside something that is not negated.

    Raises:
        QueryError: It cannot be honoured; ``values["position"]`` is the place in
            ``values["query"]``, from 1.
    """
    try:
        return _tree(query)
    except QueryError as error:
        error.values["query"] = query
        raise


def _tree(query: str) -> Query:
    if len(query) > MAX_LENGTH:
        raise QueryError("query.long", position=MAX_LENGTH + 1, limit=MAX_LENGTH)
    tokens = Scanner(query).tokens()
    if not tokens:
        raise QueryError("query.empty", position=1)
    terms = 0
    for token in tokens:
        terms += _terms(token)
        if terms > MAX_TERMS:
            raise QueryError("query.terms", position=token.place + 1, limit=MAX_TERMS)
    return _Parser(tokens, len(query)).tree()


def _terms(token: Token) -> int:
    """How much a token counts towards the limit."""
    return len(token.leaf.terms) if isinstance(token.leaf, Near) else token.leaf is not None


class _Parser:
    """Builds the tree from tokens, by recursive descent."""

    def __init__(self, tokens: list[Token], length: int) -> None:
        self.tokens = tokens
        self.length = length
        self.next = 0
        self.depth = 0
        self.groups = 0

    def tree(self) -> Query:
        tree = self._either()
        if self.next < len(self.tokens):
            raise QueryError("query.parenthesis", position=self._here(), sign=")")
        return _standing(tree)

    def _either(self) -> Query:
        parts = [self._both()]
        while self._take(OR):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Or(tuple(map(_standing, parts)))

    def _both(self) -> Query:
        parts = [self._single()]
        while self._take(AND) or not self._peek(OR | {")", ""}):
            parts.append(self._single())
        if len(parts) == 1:
            return parts[0]
        return _conjunction(parts)

    def _single(self) -> Query:
        position = self._here()
        if self.next == len(self.tokens):
            raise QueryError("query.operator", position=self.length, sign=self.tokens[-1].text)
        token = self.tokens[self.next]
        self.next += 1
        if token.leaf is not None:
            return token.leaf
        if token.text in NOT:
            return self._deeper(self._negated, position)
        if token.text == "(":
            return self._deeper(self._group, position)
        if token.text == ")" and self.groups:
            token = self.tokens[self.next - 2]
        key = "query.parenthesis" if token.text == ")" else "query.operator"
        raise QueryError(key, position=token.place + 1, sign=token.text)

    def _negated(self, position: int) -> Query:
        inner = self._single()
        return inner.part if isinstance(inner, Not) else Not(inner)

    def _group(self, position: int) -> Query:
        self.groups += 1
        inner = self._either()
        if not self._take({")"}):
            raise QueryError("query.parenthesis", position=position, sign="(")
        self.groups -= 1
        return inner

    def _deeper(self, read: Callable[[int], Query], position: int) -> Query:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise QueryError("query.deep", position=position, limit=MAX_DEPTH)
        tree = read(position)
        self.depth -= 1
        return tree

    def _here(self) -> int:
        """Place of the next token, from 1; the end of the query after the last."""
        return self.tokens[self.next].place + 1 if self.next < len(self.tokens) else self.length

    def _peek(self, texts: AbstractSet[str]) -> bool:
        """Whether the next token is one of some signs; "" stands for the end."""
        if self.next == len(self.tokens):
            return "" in texts
        token = self.tokens[self.next]
        return token.leaf is None and token.text in texts

    def _take(self, texts: AbstractSet[str]) -> bool:
        found = self._peek(texts)
        self.next += found
        return found


def _conjunction(parts: list[Query]) -> And:
    """All parts at once; only negations are taken from everything there is."""
    flat: list[Query] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, And) else (part,))
    if all(isinstance(part, Not) for part in flat):
        flat.insert(0, MatchAll())
    return And(tuple(flat))


def _standing(part: Query) -> Query:
    """A part that can stand alone: a lone negation becomes everything without it."""
    return And((MatchAll(), part)) if isinstance(part, Not) else part
