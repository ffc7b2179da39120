"""Whether a record matches a query, read off the rules of the language and nothing else.

Slow and plain, for comparison. Of bare words only the certain part is here: quoted terms say
what a record holds, bare ones find that and more.
"""

from __future__ import annotations

from itertools import pairwise, permutations, product

from danghe.index import Query
from danghe.index.nodes import And, MatchAll, Near, Not, Or, Phrase
from danghe.text.normalise import fold


def holds(title: str, text: str, query: Query) -> bool:
    """Whether a record of a title and a text matches."""
    match query:
        case MatchAll():
            return True
        case Not(part):
            return not holds(title, text, part)
        case And(parts):
            return all(holds(title, text, part) for part in parts)
        case Or(parts):
            return any(holds(title, text, part) for part in parts)
        case Phrase(term):
            return fold(term) in fold(title) or fold(term) in fold(text)
        case Near(terms, distance):
            wanted = [fold(term.text) for term in terms]
            return any(_near(fold(part), wanted, distance) for part in (title, text))
    raise AssertionError(query)


def _near(folded: str, terms: list[str], distance: int) -> bool:
    """Whether some choice of one place for each term has no overlap and no gap too wide."""
    spans = [
        [
            (start, start + len(term))
            for start in range(len(folded))
            if folded.startswith(term, start)
        ]
        for term in terms
    ]
    for order in permutations(spans):
        for chosen in product(*order):
            gaps = (after[0] - before[1] for before, after in pairwise(chosen))
            if all(0 <= gap <= distance for gap in gaps):
                return True
    return False
