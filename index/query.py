"""The query language: text → tree. A query is honoured as it stands, or refused with its place.

Terms side by side must all match. ``OR`` (``或者``, ``|``), ``AND`` (``并且``), ``-term``
(``NOT``, ``不`` standing alone), ``"exact phrase"`` (also “ ” and 「 」), ``word*``,
``field:value`` with English or Chinese names, ranges ``年度:2021..2023``, parentheses.
Punctuation of the language may be half or full width.

What the leaves mean, for every engine:

* ``Words`` and ``Phrase`` match a record whose folded text or title contains the folded term
  as a substring; words only rank.
* ``Prefix`` of Latin letters and digits matches where a run of them starts with it (``2023*``
  finds 20231 but not 12023); any other prefix matches like ``Words``, for Chinese has no
  word starts to rely on.
* ``FieldTerm`` matches names by folded substring, ids from their start (``street`` finds
  ``street.contraceptives.2``), levels as a whole, periods by enclosure (``2023-Q2`` finds
  2023-05).
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeAlias

from ..errors import QueryError
from ..text.normalise import fold
from .fields import field_names, field_node, find_field
from .nodes import And, FieldRange, FieldTerm, MatchAll, Not, Or, Phrase, Prefix, Query, Words

__all__ = [
    "And",
    "FieldRange",
    "FieldTerm",
    "MatchAll",
    "Not",
    "Or",
    "Phrase",
    "Prefix",
    "Query",
    "Words",
    "parse",
]

MAX_LENGTH = 1000
MAX_DEPTH = 20
MAX_TERMS = 100

_OR = frozenset({"OR", "或者", "|"})
_AND = frozenset({"AND", "并且"})
_NOT = frozenset({"NOT", "不", "-"})
_MINUS = frozenset("-－−")
_OPEN = frozenset("(（")
_CLOSE = frozenset(")）")
_BAR = frozenset("|｜")
_QUOTES = {'"': '"', "＂": "＂", "“": "”", "「": "」"}
_STRAY_QUOTES = frozenset("”」")
_STARS = ("*", "＊")
_COLONS = (":", "：")
_BRACKETED_FIELD = "doc_no"

Leaf: TypeAlias = Words | Phrase | Prefix | FieldTerm | FieldRange | MatchAll


@dataclass(frozen=True, slots=True)
class _Token:
    """An operator, a parenthesis (``text``) or a leaf, with its place from 0."""

    place: int
    text: str
    leaf: Leaf | None = None


def parse(query: str) -> Query:
    """Read a query.

    Args:
        query: As the user typed it.

    Returns:
        The tree. ``Not`` stands only inside ``And``, beside something that is not negated.

    Raises:
        QueryError: It cannot be honoured; ``values["position"]`` is the place, from 1.
    """
    if len(query) > MAX_LENGTH:
        raise QueryError("query.long", position=MAX_LENGTH + 1, limit=MAX_LENGTH)
    tokens = _Scanner(query).tokens()
    if not tokens:
        raise QueryError("query.empty", position=1)
    if sum(token.leaf is not None for token in tokens) > MAX_TERMS:
        raise QueryError("query.terms", position=len(query), limit=MAX_TERMS)
    return _Parser(tokens, len(query)).tree()


class _Scanner:
    """Cuts a query into tokens."""

    def __init__(self, query: str) -> None:
        self.query = query
        self.place = 0

    def tokens(self) -> list[_Token]:
        found = []
        while self.place < len(self.query):
            if self.query[self.place].isspace():
                self.place += 1
            else:
                found.append(self._token())
        return found

    def _token(self) -> _Token:
        start, sign = self.place, self.query[self.place]
        if sign in _BAR:
            return self._sign("|")
        if sign in _OPEN:
            return self._sign("(")
        if sign in _CLOSE:
            token = self._sign(")")
            self._end_of_term(")")
            return token
        if sign in _MINUS:
            self.place += 1
            if self._at_end_of_term() or self.query[self.place] in _MINUS:
                raise QueryError("query.operator", position=start + 1, sign=sign)
            return _Token(start, "-")
        if sign in _QUOTES:
            return _Token(start, "", Phrase(self._quoted()))
        if sign in _STRAY_QUOTES:
            raise QueryError("query.quote", position=start + 1, sign=sign)
        return self._word()

    def _sign(self, text: str) -> _Token:
        self.place += 1
        return _Token(self.place - 1, text)

    def _quoted(self) -> str:
        start, opening = self.place, self.query[self.place]
        end = self.query.find(_QUOTES[opening], start + 1)
        if end < 0:
            raise QueryError("query.quote", position=start + 1, sign=opening)
        self.place = end + 1
        self._end_of_term(self.query[end])
        text = self.query[start + 1 : end]
        if not fold(text):
            raise QueryError("query.nothing", position=start + 1, term=text)
        return text

    def _word(self) -> _Token:
        start = self.place
        colon = self._colon()
        if colon is not None:
            name = self.query[start:colon]
            field = find_field(name)
            if field is None:
                raise QueryError("query.field", position=start + 1, name=name, known=field_names())
            return _Token(start, "", self._field(field, start, colon))
        text = self._plain()
        if text in _OR | _AND | _NOT:
            return _Token(start, text)
        return _Token(start, "", _word_or_prefix(text, start))

    def _colon(self) -> int | None:
        """The colon after what must be a field name: something with a letter in it."""
        for index in range(self.place, len(self.query)):
            sign = self.query[index]
            if sign in _COLONS:
                named = any(map(str.isalpha, self.query[self.place : index]))
                return index if named else None
            if self._stops(index):
                return None
        return None

    def _field(self, field: str, start: int, colon: int) -> FieldTerm | FieldRange:
        self.place = colon + 1
        quoted = self.place < len(self.query) and self.query[self.place] in _QUOTES
        if quoted:
            value = self._quoted()
        else:
            value = self._plain(bracketed=field == _BRACKETED_FIELD)
            if value.endswith(_STARS):
                raise QueryError("query.field_star", position=self.place, value=value)
        if not fold(value):
            raise QueryError("query.value", position=colon + 2, name=self.query[start:colon])
        return field_node(field, value, position=colon + 2)

    def _plain(self, *, bracketed: bool = False) -> str:
        """Read on to the end of a word.

        Args:
            bracketed: Parentheses that balance belong to the word (文号:柳政发(2023)5号).
        """
        start, depth = self.place, 0
        while self.place < len(self.query):
            sign = self.query[self.place]
            if bracketed and (sign in _OPEN or (depth and sign in _CLOSE)):
                depth += 1 if sign in _OPEN else -1
            elif self._stops(self.place):
                break
            self.place += 1
        if depth:
            raise QueryError("query.parenthesis", position=start + 1, sign="(")
        if self.place > start:
            self._end_of_term(self.query[self.place - 1])
        return self.query[start : self.place]

    def _stops(self, index: int) -> bool:
        sign = self.query[index]
        return (
            sign.isspace()
            or sign in _OPEN
            or sign in _CLOSE
            or sign in _BAR
            or sign in _QUOTES
            or sign in _STRAY_QUOTES
        )

    def _at_end_of_term(self) -> bool:
        return self.place >= len(self.query) or (
            self.query[self.place].isspace() or self.query[self.place] in _CLOSE | _BAR
        )

    def _end_of_term(self, last: str) -> None:
        """Refuse terms that touch: they could mean one text as well as two terms."""
        if not self._at_end_of_term():
            touching = last + self.query[self.place]
            raise QueryError("query.touching", position=self.place + 1, signs=touching)


def _word_or_prefix(text: str, start: int) -> Leaf:
    bare = text.rstrip("".join(_STARS))
    stars = len(text) - len(bare)
    if stars == len(text) == 1:
        return MatchAll()
    if stars > 1 or any(star in bare for star in _STARS):
        raise QueryError("query.star", position=start + 1, term=text)
    if not fold(bare):
        raise QueryError("query.nothing", position=start + 1, term=text)
    return Prefix(bare) if stars else Words(bare)


class _Parser:
    """Builds the tree from tokens, by recursive descent."""

    def __init__(self, tokens: list[_Token], length: int) -> None:
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
        while self._take(_OR):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Or(tuple(map(_standing, parts)))

    def _both(self) -> Query:
        parts = [self._single()]
        while self._take(_AND) or not self._peek(_OR | {")", ""}):
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
        if token.text in _NOT:
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


def render(query: Query) -> str:
    """STUB until the branch lands."""
    match query:
        case And(parts):
            return " ".join(map(render, parts))
        case Or(parts):
            return " OR ".join(map(render, parts))
        case Not(part):
            return f"-{render(part)}"
        case Phrase(text):
            return f'"{text}"'
        case Words(text) | Prefix(text):
            return text
        case FieldTerm(field, value):
            return f"{field}:{value}"
        case _:
            return "*"
