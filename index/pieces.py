"""The content words of a bare term: a run of several words need not stand together."""

from __future__ import annotations

from itertools import groupby

from ..text.function_words import PARTICLES
from ..text.segment import Segmenter

_MOST_PIECES = 32
_LONG_NAME = 6


def pieces(folded: str, segmenter: Segmenter) -> tuple[str, ...]:
    """The words that a record must hold to match a bare term that does not stand in it as such.

    Function words are passed over. A single character tells nothing by itself and goes with
    its neighbours.

    Args:
        folded: The term.
        segmenter: As for records.

    Returns:
        At least two pieces, each of two characters or more with a Han character in it; none
        where the term is one word, or holds signs or codes that belong together.
    """
    if not any(map(_is_han, folded)) or not folded.isalnum():
        return ()
    words = segmenter.cut(folded)
    if len(words) == 1 and len(folded) >= _LONG_NAME:
        # The name of a form stays whole in cutting; its words still need not stand together.
        words = _shorter(folded, segmenter)
    runs = groupby(words, key=PARTICLES.__contains__)
    found = [piece for idle, run in runs if not idle for piece in _joined(list(run))]
    distinct = tuple(dict.fromkeys(found))
    usable = all(len(piece) > 1 and any(map(_is_han, piece)) for piece in distinct)
    return distinct if 1 < len(distinct) <= _MOST_PIECES and usable else ()


def _shorter(word: str, segmenter: Segmenter) -> list[str]:
    """The fewest shorter words that make up a word; the word itself where there are none."""
    known = {one for one in segmenter.words(word) if 1 < len(one) < len(word)}
    best: list[list[str] | None] = [[]]
    for end in range(1, len(word) + 1):
        made = [
            [*before, word[start:end]]
            for start, before in enumerate(best)
            if before is not None and word[start:end] in known
        ]
        best.append(min(made, key=len, default=None))
    return best[-1] or [word]


def _joined(words: list[str]) -> list[str]:
    """Words of a run; a single character goes with the word before it, else with what follows."""
    joined: list[str] = []
    waiting = ""
    for word in words:
        single = len(word) == 1 or not any(map(_is_han, word))
        if single and joined and not waiting and _is_han(word[0]):
            joined[-1] += word
            continue
        waiting += word
        measured = waiting[0].isdigit() and _is_han(waiting[-1])
        if measured or not single:
            joined.append(waiting)
            waiting = ""
    return [*joined, waiting] if waiting else joined


def _is_han(character: str) -> bool:
    return "㐀" <= character <= "鿿" or character >= "\U00020000"
