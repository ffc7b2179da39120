"""Hides ID-card, phone and bank numbers in text that is shown.

Papers of this kind hold them by the thousand. A masked text is as long as the
original, so that places in the one are places in the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import partial

STAR = "*"

_DIGIT = "[0-9\uff10-\uff19]"
# People group digits by a space or hyphen, ASCII or full-width.
_GAP = "[ \u00a0\u3000\\-\uff0d]?"
_BEFORE = f"(?<!{_DIGIT})(?<!{_DIGIT}[.,])"
_AFTER = f"(?!{_DIGIT}|[.,]{_DIGIT}|\\s?[元万亿])"

_ID_CARD = re.compile(
    f"{_BEFORE}{_DIGIT}{{6}}{_GAP}"
    f"(?:{_DIGIT}{{8}}{_GAP}{_DIGIT}{{3}}(?:{_DIGIT}|[xX\uff58\uff38](?![a-zA-Z]))|{_DIGIT}{{9}})"
    f"{_AFTER}"
)
_MOBILE = re.compile(
    f"{_BEFORE}(?:[8\uff18][6\uff16]{_GAP})?"
    f"[1\uff11][3-9\uff13-\uff19]{_DIGIT}{_GAP}{_DIGIT}{{4}}{_GAP}{_DIGIT}{{4}}{_AFTER}"
)
_BANK_CARD = re.compile(
    f"{_BEFORE}{_DIGIT}{{4}}(?:{_GAP}{_DIGIT}{{4}}){{3}}(?:{_GAP}{_DIGIT}{{1,3}})?{_AFTER}"
)

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_EARLIEST = 1880


def mask_personal(text: str) -> str:
    """The text with personal numbers hidden save for their first and last digits.

    Hidden are ID-card numbers (18 digits with a right checksum or a plausible date of birth;
    15 digits with one), mobile numbers (11 digits, also behind 86) and bank card numbers (16
    to 19 digits that pass Luhn's test), full-width digits and usual grouping included. Dates,
    amounts and document numbers stay.

    Returns:
        A text of the same length.
    """
    text = _ID_CARD.sub(partial(_mask, holds=_is_id_number, first=6, last=2), text)
    text = _BANK_CARD.sub(partial(_mask, holds=_passes_luhn, first=4, last=4), text)
    return _MOBILE.sub(partial(_mask, holds=lambda digits: True, first=3, last=4), text)


def _mask(found: re.Match[str], *, holds: Callable[[str], bool], first: int, last: int) -> str:
    number = found.group()
    places = [place for place, char in enumerate(number) if char.isalnum()]
    if not holds("".join(_plain(number[place]) for place in places)):
        return number
    # A country code is no part of the number's own first digits.
    first += max(0, len(places) - 11) if first == 3 else 0
    hidden = set(places[first : len(places) - last])
    return "".join(STAR if place in hidden else char for place, char in enumerate(number))


def _plain(char: str) -> str:
    return str(int(char)) if char.isdigit() else "X"


def _is_id_number(digits: str) -> bool:
    if len(digits) == 15:
        return _is_birth("19" + digits[6:12])
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return _CHECK[total % 11] == digits[17] or _is_birth(digits[6:14])


def _is_birth(digits: str) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return _EARLIEST <= born.year <= date.today().year


def _passes_luhn(digits: str) -> bool:
    if digits.startswith("0"):
        return False
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
