"""Whether extracted text is what a reader of the page would see.

Fonts without a usable character map leave characters that no document is written in, or
plausible characters in implausible numbers: accents where Chinese should be, rare characters
where common ones should be, a jumble of signs, words without vowels.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections import Counter

from .encoding_frequency import FREQUENT, MOST_FREQUENT

_STRANGE = ("Co", "Cn", "Cc", "Cs")
_STRANGE_SHARE = 0.2
_STRANGE_LEAST = 10
_STRANGE_LEAST_ALONE = 3
_ACCENT_SHARE = 0.4
_ACCENT_LEAST = 12
_HAN_LEAST = 24
_MOST_FREQUENT_SHARE = 0.2
_FREQUENT_SHARE = 0.5
_SIGN_SHARE = 0.28
_SIGN_KINDS = 12
_SIGN_LEAST = 24
_WORD_SHARE = 0.15
_FOREIGN_SHARE = 0.2
_FOREIGN_LEAST = 12
_FOREIGN_BLOCKS = 4
_ONE_SHARE = 0.6
_ONE_LEAST = 40
_VOWEL_SHARE = 0.2
_LETTER_LEAST = 80
_LETTER_KINDS = 12
_DIGIT_SHARE = 0.1
_HYPHENS = re.compile("[\x02\ufffe](?=[\r\n])")
_ACCENTS = re.compile("[\xa1-\xff]")
_HAN = re.compile("[\u3400-\u9fff]")
_WORDS = re.compile("[a-z]{3,}")
_FOREIGN = re.compile(
    "[^\x00-\u024f\u2000-\u2bff\u2e80-\u9fff\ud800-\uf8ff\uf900-\ufaff\ufe10-\ufe6f\uff00-\uffff]"
)
_PLAIN_ASCII = bytes(range(0x20, 0x7F)) + b"\t\r\n"
_WITHOUT_VOWELS = str.maketrans("", "", "aeiouAEIOU")
_WITHOUT_SIGNS = str.maketrans("", "", string.punctuation)
_WITHOUT_DIGITS = str.maketrans("", "", string.digits)


def is_garbled(text: str) -> bool:
    """Whether text cannot be what is printed.

    Args:
        text: Of one page, as the library gives it, with its signs for hyphens at line ends.
    """
    if _is_plain_latin(text):
        return False
    if "\x02" in text or "\ufffe" in text:
        text = _HYPHENS.sub("-", text)
    text = "".join(text.split())
    if _has_strange_characters(text):
        return True
    if text.isascii():
        return _is_a_jumble_of_signs(text) or _is_one_letter(text) or _has_no_vowels(text)
    return (
        _is_a_jumble_of_signs(text)
        or _has_accents_for_han(text)
        or _has_rare_for_common(text)
        or _is_a_jumble_of_scripts(text)
    )


def is_plain_ascii(text: str) -> bool:
    """Whether text is ASCII without control characters, line ends aside."""
    return text.isascii() and not text.encode("ascii").translate(None, _PLAIN_ASCII)


def _is_plain_latin(text: str) -> bool:
    """Whether text is ASCII with as many vowels as words have; told fast, for it is common."""
    if not is_plain_ascii(text):
        return False
    vowels = len(text) - len(text.encode("ascii").translate(None, b"aeiouAEIOU"))
    return _VOWEL_SHARE * len(text) < vowels < _ONE_SHARE * len(text)


def _has_strange_characters(text: str) -> bool:
    """Private use, unassigned, control and replacement characters, halves of rare ones."""
    if text.isprintable() and "\ufffd" not in text:
        return False
    strange = sum(c == "\ufffd" or unicodedata.category(c) in _STRANGE for c in text)
    least = _STRANGE_LEAST if 2 * strange < len(text) else _STRANGE_LEAST_ALONE
    return strange >= least and strange > _STRANGE_SHARE * len(text)


def _has_accents_for_han(text: str) -> bool:
    """GB bytes taken for Latin-1; no European language has so many letters with accents."""
    accents = len(_ACCENTS.findall(text))
    return accents >= _ACCENT_LEAST and accents > _ACCENT_SHARE * len(text)


def _has_rare_for_common(text: str) -> bool:
    """A shifted or shuffled character map: the everyday characters are not the frequent ones.

    They are over 70 in 100 of running text and 30 of a list of names, but 13 of characters
    drawn from the commoner half of GB2312.
    """
    han = _HAN.findall(text)
    if len(han) < _HAN_LEAST:
        return False
    most = sum(map(MOST_FREQUENT.__contains__, han))
    if most >= _MOST_FREQUENT_SHARE * len(han):
        return False
    return most + sum(map(FREQUENT.__contains__, han)) < _FREQUENT_SHARE * len(han)


def _is_a_jumble_of_scripts(text: str) -> bool:
    """Glyph numbers taken for characters: letters of many scripts at once."""
    foreign = _FOREIGN.findall(text)
    if len(foreign) < max(_FOREIGN_LEAST, _FOREIGN_SHARE * len(text)):
        return False
    blocks = {0xAC if "\uac00" <= c <= "\ud7a3" else ord(c) >> 8 for c in foreign}
    return len(blocks) >= _FOREIGN_BLOCKS


def _is_a_jumble_of_signs(text: str) -> bool:
    """Glyph numbers taken for ASCII: many different signs and hardly a word."""
    if len(text) < _SIGN_LEAST:
        return False
    signs = [c for c in text if c in string.punctuation]
    if len(signs) <= _SIGN_SHARE * len(text) or len(set(signs)) < _SIGN_KINDS:
        return False
    return sum(map(len, _WORDS.findall(text))) < _WORD_SHARE * len(text)


def _is_one_letter(text: str) -> bool:
    """A map that says the same of every glyph."""
    letters = Counter(filter(str.isalpha, text))
    return any(n >= max(_ONE_LEAST, _ONE_SHARE * len(text)) for n in letters.values())


def _has_no_vowels(text: str) -> bool:
    """Codes shifted by a fixed number; with many digits it may be a list of numbers."""
    words = text.translate(_WITHOUT_SIGNS)
    letters = words.translate(_WITHOUT_DIGITS)
    if len(letters) < _LETTER_LEAST or len(words) - len(letters) > _DIGIT_SHARE * len(letters):
        return False
    vowels = len(letters) - len(letters.translate(_WITHOUT_VOWELS))
    return vowels < _VOWEL_SHARE * len(letters) and len(set(letters)) >= _LETTER_KINDS
