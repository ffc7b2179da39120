"""Cuts a query into tokens: operators, parentheses and leaves, each with its place."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ..errors import QueryError
from ..text.normalise import fold
from .fields import RANGED, field_names, field_node, find_field
from .nodes import FieldRange, FieldTerm, Fuzzy, Leaf, MatchAll, Near, Phrase, Prefix, Words

NEAR_TERMS = (2, 5)
NEAR_DISTANCE = 10
NEAR_LIMIT = 200

OR = frozenset({"OR", "或者", "|"})
AND = frozenset({"AND", "并且"})
NOT = frozenset({"NOT", "不", "-"})
QUOTES = {'"': '"', "“": "”", "「": "」", "＂": "＂"}
STARS = ("*", "＊")
TILDES = ("~", "～")
_NEAR = ("近", "NEAR")
_MINUS = frozenset("-－−")
_OPEN = frozenset("(（")
_CLOSE = frozenset(")）")
_BAR = frozenset("|｜")
_COMMAS = frozenset(",，")
_STRAY_QUOTES = frozenset("”」")
_COLONS = (":", "：")
_BRACKETED_FIELD = "doc_no"
_SHORTEST_FUZZY = 2
# The year of a 文号 belongs to the word around it, 柳政发(2023)5号; nothing else is written so.
_YEAR = re.compile(r"[(（]\d{4}[)）](?=第?\d)")


@dataclass(frozen=True, slots=True)
class Token:
    """An operator, a parenthesis (``text``) or a leaf, with its place from 0."""

    place: int
    text: str
    leaf: Leaf | None = None


def stops_word(sign: str) -> bool:
    """Whether a word outside quotes cannot go on past a character."""
    return (
        sign.isspace()
        or sign in _OPEN
        or sign in _CLOSE
        or sign in _BAR
        or sign in QUOTES
        or sign in _STRAY_QUOTES
    )


class Scanner:
    """Cuts a query into tokens.

    Args:
        query: As the user typed it.
    """

    def __init__(self, query: str) -> None:
        self._query = query
        self._place = 0

    def tokens(self) -> list[Token]:
        """All tokens, in order.

        Raises:
            QueryError: Something is no term; ``values["position"]`` is its place, from 1.
        """
        found = []
        while self._skip_space():
            found.append(self._token())
        return found

    def _skip_space(self) -> bool:
        """Go on to the next token; False at the end of the query."""
        while self._place < len(self._query) and self._query[self._place].isspace():
            self._place += 1
        return self._place < len(self._query)

    def _token(self) -> Token:
        start, sign = self._place, self._query[self._place]
        if sign in _BAR:
            return self._sign("|")
        if sign in _OPEN:
            return self._sign("(")
        if sign in _CLOSE:
            token = self._sign(")")
            self._end_of_term(")")
            return token
        if sign in _MINUS:
            self._place += 1
            if self._at_end_of_term() or self._query[self._place] in _MINUS:
                raise QueryError("query.operator", position=start + 1, sign=sign)
            return Token(start, "-")
        if sign in QUOTES:
            return Token(start, "", Phrase(self._quoted()))
        if sign in _STRAY_QUOTES:
            raise QueryError("query.quote", position=start + 1, sign=sign)
        return self._word()

    def _sign(self, text: str) -> Token:
        self._place += 1
        return Token(self._place - 1, text)

    def _quoted(self, ends: frozenset[str] = frozenset()) -> str:
        start, opening = self._place, self._query[self._place]
        end = self._query.find(QUOTES[opening], start + 1)
        if end < 0:
            raise QueryError("query.quote", position=start + 1, sign=opening)
        self._place = end + 1
        self._end_of_term(self._query[end], ends)
        text = self._query[start + 1 : end]
        if not fold(text):
            raise QueryError("query.nothing", position=start + 1, term=text)
        return text

    def _word(self) -> Token:
        start = self._place
        if name := self._near_ahead():
            self._place += len(name)
            return Token(start, "", self._near(start))
        colon = self._colon()
        if colon is not None:
            name = self._query[start:colon]
            field = find_field(name)
            if field is None:
                raise QueryError("query.field", position=start + 1, name=name, known=field_names())
            return Token(start, "", self._field(field, start, colon))
        text = self._plain()
        if text in OR | AND | NOT:
            return Token(start, text)
        return Token(start, "", _marked(text, start))

    def _colon(self, ends: frozenset[str] = frozenset()) -> int | None:
        """The colon after what must be a field name: something with a letter in it."""
        for index in range(self._place, len(self._query)):
            sign = self._query[index]
            if sign in _COLONS:
                named = any(map(str.isalpha, self._query[self._place : index]))
                return index if named else None
            if stops_word(sign) or sign in ends:
                return None
        return None

    def _field(self, field: str, start: int, colon: int) -> FieldTerm | FieldRange:
        self._place = colon + 1
        quoted = self._place < len(self._query) and self._query[self._place] in QUOTES
        if quoted:
            value = self._quoted()
        else:
            value = self._plain(bracketed=field == _BRACKETED_FIELD)
            if value.endswith(STARS):
                raise QueryError("query.field_star", position=self._place, value=value)
            if value.endswith(TILDES) and field not in RANGED:
                raise QueryError("query.field_tilde", position=self._place, value=value)
        if not fold(value):
            raise QueryError("query.value", position=colon + 2, name=self._query[start:colon])
        return field_node(field, value, position=colon + 2 + quoted)

    def _plain(self, *, bracketed: bool = False, ends: frozenset[str] = frozenset()) -> str:
        """Read on to the end of a word.

        Args:
            bracketed: Parentheses that balance belong to the word (文号:柳政发(2023)5号甲).
            ends: Signs that end the word, beside the usual ones.
        """
        start, depth = self._place, 0
        while self._place < len(self._query):
            sign = self._query[self._place]
            if bracketed and (sign in _OPEN or (depth and sign in _CLOSE)):
                depth += 1 if sign in _OPEN else -1
            elif self._place > start and (year := _YEAR.match(self._query, self._place)):
                self._place = year.end() - 1
            elif stops_word(sign) or sign in ends:
                break
            self._place += 1
        if depth:
            raise QueryError("query.parenthesis", position=start + 1, sign="(")
        if self._place > start:
            self._end_of_term(self._query[self._place - 1], ends)
        return self._query[start : self._place]

    def _at_end_of_term(self, ends: frozenset[str] = frozenset()) -> bool:
        if self._place >= len(self._query):
            return True
        sign = self._query[self._place]
        return sign.isspace() or sign in _CLOSE or sign in _BAR or sign in ends

    def _end_of_term(self, last: str, ends: frozenset[str] = frozenset()) -> None:
        """Refuse terms that touch: they could mean one text as well as two terms."""
        if self._at_end_of_term(ends):
            return
        sign, position = self._query[self._place], self._place + 1
        if sign in TILDES:
            raise QueryError("query.tilde", position=position, sign=sign)
        raise QueryError("query.touching", position=position, signs=last + sign)

    # --- 近(…) ---

    def _near_ahead(self) -> str:
        """The name of the operator where it stands here, directly before a parenthesis."""
        for name in _NEAR:
            after = self._place + len(name)
            if (
                self._query.startswith(name, self._place)
                and self._query[after : after + 1] in _OPEN
            ):
                return name
        return ""

    def _near(self, start: int) -> Near:
        """From the parenthesis to its partner."""
        opening, distance = self._place, NEAR_DISTANCE
        self._place += 1
        terms: list[Words | Phrase] = []
        while self._skip_space() and self._query[self._place] not in _CLOSE:
            if self._query[self._place] in _COMMAS:
                distance = self._distance()
                break
            if len(terms) == NEAR_TERMS[1]:
                raise _near_terms(self._place, len(terms) + 1)
            terms.append(self._near_term())
        if self._place == len(self._query):
            raise QueryError("query.parenthesis", position=opening + 1, sign="(")
        if len(terms) < NEAR_TERMS[0]:
            raise _near_terms(start, len(terms))
        self._place += 1
        self._end_of_term(")")
        return Near(tuple(terms), distance)

    def _near_term(self) -> Words | Phrase:
        start, sign = self._place, self._query[self._place]
        if sign in QUOTES:
            return Phrase(self._quoted(_COMMAS))
        if sign in _STRAY_QUOTES:
            raise QueryError("query.quote", position=start + 1, sign=sign)
        if sign in _OPEN | _BAR | _MINUS:
            raise QueryError("query.near_operator", position=start + 1, sign=sign)
        if name := self._near_ahead():
            raise QueryError("query.near_operator", position=start + 1, sign=name)
        colon = self._colon(_COMMAS)
        if colon is not None:
            raise QueryError("query.near_operator", position=colon + 1, sign=self._query[colon])
        text = self._plain(ends=_COMMAS)
        if text in OR | AND | NOT:
            raise QueryError("query.near_operator", position=start + 1, sign=text)
        leaf = _marked(text, start)
        if not isinstance(leaf, Words):
            raise QueryError("query.near_operator", position=self._place, sign=text[-1])
        return leaf

    def _distance(self) -> int:
        """The number from a comma to the closing parenthesis; it may be that none comes."""
        start = self._place + 1
        while self._place < len(self._query) and self._query[self._place] not in _CLOSE:
            self._place += 1
        value = self._query[start : self._place]
        figures = unicodedata.normalize("NFKC", value).strip()
        if re.fullmatch("[0-9]{1,3}", figures) and int(figures) <= NEAR_LIMIT:
            return int(figures)
        if self._place == len(self._query):
            return NEAR_DISTANCE
        # Where nothing stands, the comma is what the place points at.
        blank = len(value) - len(value.lstrip()) if value.strip() else -1
        raise QueryError(
            "query.near_number",
            position=start + blank + 1,
            value=value.strip(),
            limit=NEAR_LIMIT,
        )


def _near_terms(place: int, count: int) -> QueryError:
    least, most = NEAR_TERMS
    return QueryError("query.near_terms", position=place + 1, count=count, least=least, most=most)


def _marked(text: str, start: int) -> Leaf:
    """A word with what it carries at its end: a star, a tilde or nothing."""
    bare = text.rstrip("".join(STARS + TILDES))
    marks = text[len(bare) :]
    if not bare and marks in STARS:
        return MatchAll()
    for index, sign in enumerate(bare):
        if sign in STARS:
            raise QueryError("query.star", position=start + index + 1, term=text)
    place = start + len(bare)
    if len(marks) > 1 or (marks and not bare):
        position = place + min(2, len(marks))
        if any(sign in TILDES for sign in marks):
            raise QueryError("query.tilde", position=position, sign=marks[position - place - 1])
        raise QueryError("query.star", position=position, term=text)
    if not fold(bare):
        raise QueryError("query.nothing", position=start + 1, term=text)
    if marks in TILDES:
        if len(fold(bare)) < _SHORTEST_FUZZY:
            raise QueryError("query.tilde_short", position=place + 1, term=bare)
        return Fuzzy(bare)
    return Prefix(bare) if marks else Words(bare)
