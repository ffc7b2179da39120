"""The user's dictionary: words that the segmenter is to keep whole, one a line.

Lines of jieba's own user dictionaries (``词 频率 词性``) are read too; only the word counts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path

from ..errors import ArchiveError, UsageError
from ..text.normalise import fold
from .lists import numbered, read_lines

FILE = "words.txt"
MAX_WORDS = 20_000
MAX_LENGTH = 20
"""Characters of a folded word."""

_JIEBA_LINE = re.compile(r"(\S{1,1000})(?:[ \t]{1,9}\d{1,12})?(?:[ \t]{1,9}[a-z]{1,6})?")


def read_words(path: Path) -> tuple[str, ...]:
    """The words of a file as written there, each once; none where there is no file.

    Raises:
        ArchiveError: It cannot be read; the message names the line.
    """
    words: dict[str, str] = {}
    for number, text in numbered(read_lines(path)):
        word = _word_of(text)
        if not is_word(word):
            raise ArchiveError("words.line", path=path, line=number, word=word[:MAX_LENGTH])
        words.setdefault(fold(word), word)
    if len(words) > MAX_WORDS:
        raise ArchiveError("words.many", path=path, limit=MAX_WORDS)
    return tuple(words.values())


def _word_of(line: str) -> str:
    match = _JIEBA_LINE.fullmatch(line)
    return match.group(1) if match else line


def is_word(word: str) -> bool:
    """Whether a segmenter can keep it whole: 2 to 20 letters, characters or digits."""
    folded = fold(word)
    return 2 <= len(folded) <= MAX_LENGTH and folded.isalnum() and len(word.split()) == 1


def new_words(present: Collection[str], added: Iterable[str]) -> tuple[str, ...]:
    """Those of the added words that are not there yet.

    Raises:
        UsageError: One of them is no word, or there would be too many.
    """
    known = set(map(fold, present))
    fresh: dict[str, str] = {}
    for word in added:
        if not is_word(word):
            raise UsageError("words.unfit", word=word[:MAX_LENGTH], limit=MAX_LENGTH)
        if fold(word) not in known:
            fresh.setdefault(fold(word), word.strip())
    if len(known) + len(fresh) > MAX_WORDS:
        raise UsageError("words.full", limit=MAX_WORDS)
    return tuple(fresh.values())


def lines_without(lines: Iterable[str], removed: Iterable[str]) -> list[str]:
    """The lines of a file without those of some words.

    Raises:
        UsageError: One of the words is in none of them.
    """
    lines = list(lines)
    gone = {fold(word): word for word in removed}
    at = {number: fold(_word_of(text)) for number, text in numbered(lines)}
    missing = next((gone[word] for word in gone if word not in at.values()), None)
    if missing is not None:
        raise UsageError("words.unknown", word=missing[:MAX_LENGTH])
    return [line for number, line in enumerate(lines, start=1) if at.get(number) not in gone]
