"""jieba's dictionary as folded text needs it.

jieba knows 薄弱, T恤 and 帐篷; in folded text they read 簿弱, b超 and 账篷. ``folded_words.txt``
lists such words with their frequencies, so that nobody scans 350,000 lines at every start.
``light_words.txt`` lists those that carry no subject by their part of speech.
After a change of the folding rules write both anew: ``python -m danghe.text.dictionary``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from .normalise import fold

FOLDED_WORDS = Path(__file__).with_name("folded_words.txt")
LIGHT_WORDS = Path(__file__).with_name("light_words.txt")

# Conjunctions, adverbs, directions, numerals, prepositions, measures, pronouns, times, particles.
_LIGHT = frozenset("c d df e f m mq o p q r t u y zg ud ug uj ul uv uz".split())
_LIGHT_FREQUENCY = 20


def jieba_dictionary() -> Path:
    """The dictionary that both of jieba's implementations share, found without importing it."""
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ImportError("jieba is not installed")
    return Path(spec.origin).with_name("dict.txt")


def parse(lines: Iterable[str]) -> dict[str, int]:
    """Word → frequency from lines ``word frequency …``."""
    fields = (line.split(" ") for line in lines)
    return {word: int(frequency) for word, frequency, *_ in fields}


def with_prefixes(lines: str) -> tuple[dict[str, int], int]:
    """The table that jieba looks words up in, in half the time that jieba takes to make it.

    Args:
        lines: A dictionary, one ``word frequency tag`` a line.

    Returns:
        Word → frequency, with 0 for what only begins a word; the sum of all frequencies.
    """
    fields = lines.split()
    frequencies = list(map(int, fields[1::3]))
    words = dict(zip(fields[::3], frequencies, strict=True))
    table = dict(words)
    for word in words:
        prefix = word[:-1]
        # The prefixes of a known one are known, or come with the word that it is.
        while prefix and prefix not in table:
            table[prefix] = 0
            prefix = prefix[:-1]
    return table, sum(frequencies)


def words_changed_by_folding(words: dict[str, int]) -> dict[str, int]:
    """Folded writings, with their frequencies, of the words that folding makes unknown."""
    changed: dict[str, int] = {}
    for word, frequency in words.items():
        folded = fold(word)
        if folded not in words and len(folded) > 1 and " " not in folded:
            changed[folded] = max(frequency, changed.get(folded, 0))
    return changed


@cache
def folded_words() -> tuple[tuple[str, int], ...]:
    """The listed words and frequencies, in the order of the file."""
    return tuple(parse(FOLDED_WORDS.read_text("utf-8").splitlines()).items())


def light_words_of(lines: Iterable[str]) -> list[str]:
    """The folded words of a dictionary whose part of speech carries no subject.

    Args:
        lines: ``word frequency part-of-speech``.
    """
    fields = (line.split(" ") for line in lines)
    found = {
        fold(word)
        for word, frequency, part in fields
        if len(word) > 1 and part in _LIGHT and int(frequency) >= _LIGHT_FREQUENCY
    }
    return sorted(found)


@cache
def light_words() -> frozenset[str]:
    """Words of two characters and more that carry little of what a question is about."""
    return frozenset(LIGHT_WORDS.read_text("utf-8").split())


def main() -> None:
    """Write the lists of words."""
    dictionary = jieba_dictionary().read_text("utf-8").splitlines()
    LIGHT_WORDS.write_text("\n".join(light_words_of(dictionary)) + "\n", "utf-8")
    words = parse(dictionary)
    changed = words_changed_by_folding(words)
    lines = [f"{word} {frequency}\n" for word, frequency in sorted(changed.items())]
    FOLDED_WORDS.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main()
