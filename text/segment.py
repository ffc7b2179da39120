"""Tokens of folded text; the only place that knows jieba.

Two implementations of one algorithm and dictionary stand behind one face: rjieba, some 25
times faster, where its wheel exists, and jieba. With HMM off their tokens are the same.
"""

from __future__ import annotations

import hashlib
import logging
import warnings
from collections.abc import Callable, Iterable
from functools import cache, cached_property, lru_cache
from importlib.util import find_spec
from operator import add
from typing import Any, Protocol

from .dictionary import folded_words, jieba_dictionary, with_prefixes
from .normalise import VERSION as FOLDING
from .normalise import fold

BACKENDS = ("rjieba", "jieba")
"""Implementations, best first."""

SPACE = "␣"
"""Stands in bigrams for the space that folding leaves between Latin words."""

# Above every product of two dictionary frequencies over their total (1,700 at most), so that
# a word of the norms stays whole against any two words that would split it.
_USER_FREQUENCY = 3000
_DICTIONARY = "jieba-0.42"


class _Cutter(Protocol):
    """What the two implementations have in common."""

    def add_word(self, word: str, freq: int, tag: str, /) -> object: ...


class Segmenter:
    """Cuts folded text into words.

    Not to be pickled; worker processes get their own from ``segmenter_for``.

    Args:
        user_words: Words to keep whole, folded or not.
        backend: ``rjieba`` or ``jieba``; None takes the best that is installed.

    Raises:
        ValueError: There is no such backend.
        ImportError: The backend is not installed.
    """

    def __init__(self, user_words: Iterable[str] = (), backend: str | None = None) -> None:
        self.backend = backend or _best_backend()
        self.user_words = tuple(sorted({word for word in map(fold, user_words) if _is_word(word)}))
        if self.backend == "rjieba":
            self._cut, self._cut_for_search = _rjieba(self.user_words)
        elif self.backend == "jieba":
            self._cut, self._cut_for_search = _jieba(self.user_words)
        else:
            raise ValueError(f"no such backend: {backend}")

    def words(self, folded: str) -> list[str]:
        """Tokens for indexing and queries: each word, and before it the shorter words in it.

        Args:
            folded: Text as ``fold`` gives it.

        Returns:
            Tokens in order of the text, without punctuation and white space.
        """
        return [word for word in self._cut_for_search(folded) if _counts(word)]

    def cut(self, folded: str) -> list[str]:
        """Words in order of the text, none within another, without punctuation."""
        return [word for word in self._cut(folded) if _counts(word)]

    @cached_property
    def version(self) -> str:
        """Names all that decides on tokens; the same for both backends."""
        listed = [*self.user_words, "", *(f"{word} {count}" for word, count in folded_words())]
        digest = hashlib.sha256("\n".join(listed).encode()).hexdigest()[:16]
        return f"{_DICTIONARY};hmm=0;folding={FOLDING};words={digest}"


@lru_cache(maxsize=8)
def segmenter_for(user_words: tuple[str, ...]) -> Segmenter:
    """The segmenter of this process for these words, built at the first call."""
    return Segmenter(user_words)


def bigrams(folded: str) -> list[str]:
    """All overlapping pairs of characters, punctuation included, in order.

    Args:
        folded: Text as ``fold`` gives it.

    Returns:
        Tokens of two characters without white space (``SPACE`` stands for it); none for a
        single character.
    """
    marked = folded.replace(" ", SPACE)
    return list(map(add, marked, marked[1:]))


def characters(folded: str) -> list[str]:
    """The distinct characters in order of first appearance, without white space."""
    return list(dict.fromkeys(folded.replace(" ", "")))


def _best_backend() -> str:
    return next((name for name in BACKENDS if find_spec(name)), BACKENDS[-1])


def _is_word(folded: str) -> bool:
    return len(folded) > 1 and folded.isalnum()


def _counts(token: str) -> bool:
    return token.isalnum() or any(map(str.isalnum, token))


_Cut = Callable[[str], list[str]]


@cache
def _ready_made() -> list[Any]:
    """The instance that rjieba makes for its module-level functions, until someone takes it.

    Nothing here calls those; an instance costs some 90 ms and 40 MB.
    """
    import rjieba

    owner = getattr(rjieba.cut, "__self__", None)
    return [owner] if isinstance(owner, rjieba.Jieba) else []


def _rjieba(user_words: tuple[str, ...]) -> tuple[_Cut, _Cut]:
    import rjieba

    try:
        cutter = _ready_made().pop()
    except IndexError:
        cutter = rjieba.Jieba()
    _teach(cutter, user_words, cutter.suggest_freq)
    return (
        lambda folded: cutter.cut(folded, False),
        lambda folded: cutter.cut_for_search(folded, False),
    )


def _jieba(user_words: tuple[str, ...]) -> tuple[_Cut, _Cut]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.WARNING)

    cutter = jieba.Tokenizer()
    # Loaded by hand: jieba's own way unmarshals a file of the shared temporary folder, which
    # anyone could have put there.
    cutter.FREQ, cutter.total = with_prefixes(jieba_dictionary().read_text("utf-8"))
    cutter.initialized = True
    _teach(cutter, user_words, cutter.suggest_freq)
    return (
        lambda folded: list(cutter.cut(folded, HMM=False)),
        lambda folded: list(cutter.cut_for_search(folded, HMM=False)),
    )


def _teach(cutter: _Cutter, user_words: tuple[str, ...], suggest: Callable[[str], int]) -> None:
    """Add the folded words of the dictionary and the user's, the same way for both backends.

    All frequencies are asked for before any word is added: the order must not matter.
    """
    frequencies = [max(_USER_FREQUENCY, suggest(word)) for word in user_words]
    for word, frequency in folded_words():
        cutter.add_word(word, frequency, "x")
    for word, frequency in zip(user_words, frequencies, strict=True):
        cutter.add_word(word, frequency, "x")
