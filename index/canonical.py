"""The canonical text of a query tree; reading it gives the tree again."""

from __future__ import annotations

from .fields import field_text
from .nodes import (
    And,
    FieldRange,
    FieldTerm,
    Fuzzy,
    MatchAll,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Words,
)
from .scanner import QUOTES, STARS, TILDES, stops_word


def render(query: Query) -> str:
    """Write a tree as a query: ``parse(render(tree)) == tree``.

    Args:
        query: A tree such as ``parse`` makes; trees that no query means have no text.

    Returns:
        With Chinese names of fields and no more parentheses than needed. It can be longer than
        what was typed, and so longer than ``parse`` takes where that was near the limit.

    Raises:
        ValueError: A phrase holds every kind of closing quotation mark, or the tree has a node
            that no query means.
    """
    match query:
        case Or(parts):
            return " OR ".join(
                _group(part) if isinstance(part, Or) else render(part) for part in parts
            )
        case And((MatchAll(), *others)) if others and all(isinstance(p, Not) for p in others):
            return " ".join(map(_operand, others))
        case And(parts):
            return " ".join(map(_operand, parts))
        case Not(And((MatchAll(), Not() as lone))):
            # Without the star, two negations would cancel out.
            return f"-(* {render(lone)})"
        case Not(part):
            return "-" + _operand(part)
        case _:
            return _leaf(query)


def _operand(part: Query) -> str:
    return _group(part) if isinstance(part, And | Or) else render(part)


def _group(part: Query) -> str:
    return f"({render(part)})"


def _leaf(leaf: Query) -> str:
    match leaf:
        case Words(text):
            return text
        case Phrase(text):
            return _quoted(text)
        case Prefix(text):
            return text + STARS[0]
        case Fuzzy(text):
            return text + TILDES[0]
        case Near(terms, distance):
            return f"近({' '.join(map(_leaf, terms))}, {distance})"
        case MatchAll():
            return STARS[0]
        case FieldTerm(field, value):
            name, value = field_text(field, value)
            return f"{name}:{value if _is_plain(value) else _quoted(value)}"
        case FieldRange(field, low, high):
            name, _ = field_text(field, "")
            same = field == "date" and low == high
            return f"{name}:{low}" if same else f"{name}:{low or ''}..{high or ''}"
        case _:
            raise ValueError(f"no query means {leaf!r}")


def _is_plain(value: str) -> bool:
    """Whether a field's value needs no quotation marks."""
    return not any(map(stops_word, value)) and not value.endswith(STARS + TILDES)


def _quoted(text: str) -> str:
    for opening, closing in QUOTES.items():
        if closing not in text:
            return f"{opening}{text}{closing}"
    raise ValueError(f"no quotation marks are left for {text!r}")
