"""Numbers in Chinese and in Arabic writing as equals in search.

Folding replaces each character on its own, so it cannot make 十二月 and 12月 one. Instead a term
is looked for in its other writings as well. What a substring search cannot see is whether a
number ends where the writing does: 三年 must not be found in 2023年 by way of "3年". So the
index keeps the number tokens of each record, and another writing counts only where the record
holds the tokens that it needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .number_mentions import NUMERALS, NumberMention, find_numbers
from .number_writings import writings

MOST_TOKENS = 100_000
"""Number tokens of one text, at most; a thick statistical report has a tenth."""

# A writing costs more the rarer it is, and so do numbers of a term in different styles.
_UNCHANGED, _FIRST, _NEXT, _SPACED, _MIXED = 1.3, 1.0, 0.5, 2.2, 0.6
_LONGEST_SPACED = 8
# Only the likeliest writings of a term are put together; longer terms are no longer phrases.
_MOST_NUMBERS = 12
# What may follow or precede a term whose number stands at its edge.
_STAND_INS = ("户", "年")


@dataclass(frozen=True, slots=True)
class OtherForm:
    """Another writing of a term.

    Attributes:
        folded: The whole term as folded text.
        needs: Number tokens that a record must hold besides; none where the term bounds its
            numbers on both sides.
    """

    folded: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Writing:
    """One writing of one number of a term, and what it costs."""

    text: str
    cost: float
    open: bool  # whether a record must show that the number ends here


def number_tokens(folded: str) -> set[str]:
    """Tokens for the numbers of a text, alone and with their neighbours.

    共二〇二三年 gives ``#2023``, ``#2023年``, ``共#2023`` and ``共#2023年``.

    Args:
        folded: Text as ``fold`` gives it.

    Returns:
        ``MOST_TOKENS`` at most, those that come first in the text; none holds a space.
    """
    tokens: set[str] = set()
    for number in find_numbers(folded):
        before, after = _neighbours(folded, number)
        token = f"#{number.canonical}"
        tokens.update((token, token + after, before + token, before + token + after))
        if len(tokens) > MOST_TOKENS - 4:
            break
    return tokens


def other_forms(folded: str, most: int = 24) -> tuple[OtherForm, ...]:
    """All other writings of a term that holds numbers.

    Each number varies on its own. Figures beside Chinese characters come letter-spaced too
    (2 0 2 3年), as titles print them.

    Args:
        folded: Term as ``fold`` gives it.
        most: Of forms.

    Returns:
        Likeliest first; none for a term without numbers.
    """
    numbers = list(find_numbers(folded))[:_MOST_NUMBERS]
    if not numbers or most < 1:
        return ()
    partial: list[tuple[float, tuple[_Writing, ...]]] = [(0.0, ())]
    for number in numbers:
        choices = _choices(folded, number)
        longer = [
            (cost + one.cost + _mixed(chosen, one), (*chosen, one))
            for cost, chosen in partial
            for one in choices
        ]
        partial = sorted(longer, key=lambda item: item[0])[: most + 1]
    found: dict[str, OtherForm] = {}
    for _, chosen in partial:
        form = _form(folded, numbers, chosen)
        if form.folded != folded:
            found.setdefault(form.folded, form)
    return tuple(found.values())[:most]


def _neighbours(folded: str, number: NumberMention) -> tuple[str, str]:
    """The characters beside a number; nothing for the edge of the text and for a space."""
    before = folded[max(0, number.start - 1) : number.start]
    return before.strip(), folded[number.end : number.end + 1].strip()


def _choices(folded: str, number: NumberMention) -> list[_Writing]:
    """All writings of one number of a term, the cheapest first."""
    written = folded[number.start : number.end]
    left = folded[max(0, number.start - 2) : number.start]
    right = folded[number.end : number.end + 3]
    choices = [_Writing(written, _UNCHANGED, False)]
    if _touches(left[-1:]) or _touches(right[:1]):
        return choices
    is_open = not left or not right
    others = dict.fromkeys(writings(number.canonical, left[-1:], right[:1]))
    standing = [text for text in others if _stands(left, text, right, number.canonical)]
    for text in standing:
        if text != written:
            choices.append(_Writing(text, _FIRST + _NEXT * (len(choices) - 1), is_open))
    if number.canonical.isdecimal() and _is_spaced_out(number.canonical, left, right):
        choices.append(_Writing(" ".join(number.canonical), _SPACED, False))
    return sorted(choices, key=lambda choice: choice.cost)


def _mixed(chosen: Sequence[_Writing], one: _Writing) -> float:
    """What it costs to put a writing after one of the other style."""
    return _MIXED if chosen and _is_arabic(chosen[-1].text) != _is_arabic(one.text) else 0


def _is_arabic(written: str) -> bool:
    return "0" <= written[0] <= "9"


def _touches(neighbour: str) -> bool:
    """Whether changing a number would change where its neighbour ends."""
    return neighbour == " " or neighbour.isdecimal() or neighbour in NUMERALS


def _stands(left: str, text: str, right: str, canonical: str) -> bool:
    """Whether a writing is the same number between these neighbours."""
    whole = NumberMention(len(left), len(left) + len(text), canonical)
    return any(
        whole in find_numbers(left + text + beyond)
        for beyond in ((right,) if right else _STAND_INS)
    )


def _is_spaced_out(figures: str, left: str, right: str) -> bool:
    beside = left[-1:], right[:1]
    return 2 <= len(figures) <= _LONGEST_SPACED and any("一" <= sign <= "鿿" for sign in beside)


def _form(folded: str, numbers: Sequence[NumberMention], chosen: Sequence[_Writing]) -> OtherForm:
    """A term with these writings in place of its numbers."""
    pieces, place = [], 0
    for number, writing in zip(numbers, chosen, strict=True):
        pieces += [folded[place : number.start], writing.text]
        place = number.end
    pieces.append(folded[place:])
    needs = []
    for number, writing in zip(numbers, chosen, strict=True):
        if writing.open:
            before, after = _neighbours(folded, number)
            needs.append(f"{before}#{number.canonical}{after}")
    return OtherForm("".join(pieces), tuple(needs))
