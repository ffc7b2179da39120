"""Folding of text for matching, with the way back to the original; never for display.

Folding replaces each character on its own and then settles white space, which depends on the
nearest neighbours that are not white space. That is why the folding of any part of a text is
found within the folding of the whole: the index relies on it.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from itertools import chain, count, repeat
from pathlib import Path

from .variants import VARIANTS

VERSION = "1"
"""Version of the folding rules; an index built under another version must be rebuilt."""

# Bounds the memory that hostile text can make the table take; real text has some 10,000 characters.
_TABLE_LIMIT = 100_000
# GBK's full-width blank 0xA3A0 has no code point; converters give this private one.
_GBK_BLANK = "\ue5e5"

_SPACES = re.compile(r" {2,}")
_IDLE_SPACE = re.compile(r"(?<![0-9a-z]) | (?![0-9a-z])")
_CJK = (
    r"\u2e80-\u2fdf\u3001-\u303f\u3040-\u30ff\u3105-\u312f\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
    r"\U00020000-\U0003ffff“”‘’…—·"
)
_CJK_GAP = re.compile(rf"(?<=[{_CJK}]) (?=[{_CJK}])")
_UNPRINTABLE = re.compile(
    r"(?!\s)[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)


@cache
def _simplified() -> dict[str, str]:
    """Traditional → simplified characters, from OpenCC's table.

    Source: TSCharacters.txt of opencc-python-reimplemented (OpenCC data, Apache-2.0). The file
    is read by itself: the package's converter would cost more to load than a whole search.
    """
    spec = find_spec("opencc")
    folders = (spec.submodule_search_locations if spec else None) or []
    paths = [Path(folder, "dictionary", "TSCharacters.txt") for folder in folders]
    path = next((path for path in paths if path.is_file()), None)
    if path is None:
        raise ImportError("opencc-python-reimplemented lacks dictionary/TSCharacters.txt")
    pairs = (line.split() for line in path.read_text("utf-8").splitlines())
    return {pair[0]: pair[1] for pair in pairs if len(pair) > 1 and len(pair[0]) == 1}


def _is_dropped(character: str) -> bool:
    """Whether a character never counts in matching: invisible, or a mark on a Latin letter."""
    code = ord(character)
    return (
        unicodedata.category(character) in ("Cc", "Cf", "Cs")
        or 0x0300 <= code <= 0x036F
        or 0x180B <= code <= 0x180F
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0100 <= code <= 0xE01EF
        or code == 0xFFFC
    )


def _step(character: str) -> str:
    """One round of replacing a character."""
    if "\u4e00" <= character <= "\u9fff":  # nothing of what follows touches these but the tables
        return VARIANTS.get(character) or _simplified().get(character, character)
    if character.isspace() or character == _GBK_BLANK:
        return " "
    if _is_dropped(character):
        return ""
    if character in VARIANTS:
        return VARIANTS[character]
    plain = unicodedata.normalize("NFKD", character)
    # Spacing accents decompose to a blank and a mark; as words they would come apart.
    if any(map(str.isspace, plain)):
        return character
    return "".join(_simplified().get(part, part) for part in plain.lower())


class _FoldTable(dict[int, str]):
    """Table for ``str.translate`` that fills itself: a hit costs a fifth of a miss."""

    def __missing__(self, code: int) -> str:
        folded, before = chr(code), ""
        while folded != before:
            before, folded = folded, "".join(map(_step, folded))
        if len(self) < _TABLE_LIMIT:
            self[code] = folded
        return folded


_TABLE = _FoldTable()


def fold(text: str) -> str:
    """Fold a text for matching.

    Compatibility forms, case, traditional characters, variants and accents are levelled,
    invisible characters dropped. White space goes, but for one space between two Latin words
    or numbers. Folding twice changes nothing.

    Args:
        text: Any text.

    Returns:
        The folded text; its only white space is the space.
    """
    folded = text.translate(_TABLE)
    if " " not in folded:
        return folded
    return _IDLE_SPACE.sub("", _SPACES.sub(" ", folded))


@dataclass(frozen=True)
class Folded:
    """A folded text that remembers where its characters come from.

    Attributes:
        text: As ``fold`` gives it.
        offsets: For each folded character the index of the original one that produced it, and
            the original's length at the end.
        original: The text before folding.
    """

    text: str
    offsets: Sequence[int]
    original: str = field(default="", repr=False)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original span of a folded one; covers whole characters with their marks.

        Args:
            start: First folded character.
            end: One past the last folded character.
        """
        if end <= start:
            return self.offsets[start], self.offsets[start]
        last = self.offsets[end - 1] + 1
        while last < len(self.original) and unicodedata.category(self.original[last]) == "Mn":
            last += 1
        return self.offsets[start], last


def fold_with_offsets(text: str) -> Folded:
    """Fold a text and keep the way back to the original.

    Args:
        text: Any text.

    Returns:
        The folded text, equal to ``fold(text)``, with its offsets.
    """
    pieces = list(map(_TABLE.__getitem__, map(ord, text)))
    offsets = array("L", chain.from_iterable(map(repeat, count(), map(len, pieces))))
    folded = "".join(pieces)
    for idle in (_SPACES, _IDLE_SPACE) if " " in folded else ():
        folded, offsets = _without(idle, folded, offsets, 1 if idle is _SPACES else 0)
    offsets.append(len(text))
    return Folded(folded, offsets, text)


def _without(
    idle: re.Pattern[str], text: str, offsets: array[int], kept: int
) -> tuple[str, array[int]]:
    """Cut all matches out of a text and its offsets, but for their first ``kept`` characters."""
    pieces, places, begin = [], array("L"), 0
    for match in idle.finditer(text):
        stop = match.start() + kept
        pieces.append(text[begin:stop])
        places.extend(offsets[begin:stop])
        begin = match.end()
    pieces.append(text[begin:])
    places.extend(offsets[begin:])
    return "".join(pieces), places


def tidy(text: str) -> str:
    """Make a title or snippet fit for one line of display.

    White space becomes single spaces, spaces between Chinese characters go, and so do
    characters that a terminal might obey. All else stays as it was written.
    """
    visible = _UNPRINTABLE.sub("", text).replace(_GBK_BLANK, " ")
    return _CJK_GAP.sub("", " ".join(visible.split()))
