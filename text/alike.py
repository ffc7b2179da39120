"""How alike characters are, by sound and by shape.

By sound: what one who types pinyin takes for another. By shape: what one who copies, or OCR,
takes for another. All characters as folding leaves them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache, lru_cache

from .characters import characters

LEAST = 0.5
"""Characters less alike than this count as unlike."""

_OTHER_TONE = 0.95
_NEAR = 0.8
_TWICE_NEAR = 0.68
# A sound alike is weaker evidence than a character itself: homophones are many.
_BY_SOUND = 0.95
_MOST_CANDIDATES = 60
_PER_TENFOLD_RARENESS = 0.06

_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")
# What dialects and hurried typists do not tell apart.
_NEAR_INITIALS = ("z zh", "c ch", "s sh", "l n", "f h", "l r")
_NEAR_FINALS = ("an ang", "en eng", "in ing", "ian iang", "uan uang", "un ong", "on ong")
# Beyond the table: figures, letters and the strokes that OCR takes for them.
_SIGNS = {
    "0o": 0.9,
    "0〇": 0.95,
    "o〇": 0.9,
    "1l": 0.9,
    "1i": 0.85,
    "il": 0.9,
    "5s": 0.8,
    "8b": 0.75,
    "2z": 0.75,
    "9g": 0.65,
    "9q": 0.65,
    "gq": 0.7,
    "6b": 0.65,
    "uv": 0.7,
    "vy": 0.55,
    "ce": 0.6,
    "hn": 0.55,
    "一-": 0.85,
    "丨1": 0.7,
    "工i": 0.6,
    "口0": 0.6,
    "曰日": 0.9,
    "囗口": 0.9,
    "零〇": 0.9,
}


def sounds_like(a: str, b: str) -> float:
    """How alike two characters sound.

    Args:
        a: One character.
        b: Another.

    Returns:
        1 for a common reading, a little less for the same syllable in another tone, less for
        syllables that are often mixed up (zh and z, n and ng, l and n …), 0 for others.
    """
    if a == b:
        return 1.0
    readings = characters().readings
    ones, others = readings.get(a, "").split(), readings.get(b, "").split()
    return max((_same_sound(one, other) for one in ones for other in others), default=0.0)


def looks_like(a: str, b: str) -> float:
    """How alike two characters look, from 0 to 1; 0 for all below ``LEAST``."""
    if a == b:
        return 1.0
    return max(_looks(a).get(b, 0.0), _looks(b).get(a, 0.0))


def likeness(a: str, b: str) -> float:
    """How likely one character stands for another, from 0 to 1.

    A homophone or a close shape has 0.8 and more; where sound and shape agree, as in 检 and 捡,
    each adds to the other.
    """
    if a == b:
        return 1.0
    return _together(sounds_like(a, b), looks_like(a, b))


@lru_cache(maxsize=4096)
def candidates(character: str) -> tuple[str, ...]:
    """Common characters that sound or look like one, likeliest first, some 60 at most.

    A frequent character is likelier meant than a rare one that is a little more alike.
    """
    rank = characters().rank
    alikes = alike(character)

    def unlikelihood(other: str) -> float:
        rareness = math.log10(10 + rank.get(other, len(rank)))
        return _PER_TENFOLD_RARENESS * rareness - alikes[other]

    return tuple(sorted(alikes, key=unlikelihood)[:_MOST_CANDIDATES])


@lru_cache(maxsize=4096)
def alike(character: str) -> Mapping[str, float]:
    """All characters that sound or look like one, with their likeness.

    Of those that look like it the table lists the likeliest only.
    """
    table = characters()
    sounds: dict[str, float] = {}
    for reading in table.readings.get(character, "").split():
        for syllable in (reading[:-1], *_near_syllables(reading[:-1])):
            for other in table.spoken.get(syllable, ""):
                sounds[other] = 0.0
    found = {other: likeness(character, other) for other in {**sounds, **_looks(character)}}
    return {
        other: degree for other, degree in found.items() if degree >= LEAST and other != character
    }


def _together(sound: float, shape: float) -> float:
    return 1 - (1 - _BY_SOUND * sound) * (1 - shape)


@lru_cache(maxsize=65_536)
def _same_sound(one: str, other: str) -> float:
    """Likeness of two syllables with tones."""
    if one == other:
        return 1.0
    if one[:-1] == other[:-1]:
        return _OTHER_TONE
    return _near_syllables(one[:-1]).get(other[:-1], 0.0)


@cache
def _near_syllables(syllable: str) -> dict[str, float]:
    """Syllables that are often mixed up with one; not all of them exist."""
    initial = next((start for start in _INITIALS if syllable.startswith(start)), "")
    final = syllable[len(initial) :]
    initials, finals = _partners(_NEAR_INITIALS, initial), _partners(_NEAR_FINALS, final)
    near = {start + end: _TWICE_NEAR for start in initials for end in finals}
    near |= {start + final: _NEAR for start in initials}
    return near | {initial + end: _NEAR for end in finals}


def _partners(pairs: tuple[str, ...], part: str) -> list[str]:
    sides = [tuple(pair.split()) for pair in pairs]
    return [b for a, b in sides if a == part] + [a for a, b in sides if b == part]


@lru_cache(maxsize=16_384)
def _looks(character: str) -> dict[str, float]:
    found: dict[str, float] = {}
    degree = 0.0
    for sign in characters().looks.get(character, ""):
        if sign.isdecimal():
            degree = LEAST + int(sign) * 0.05
        else:
            found[sign] = degree
    for pair, likeness_ in _SIGNS.items():
        if character in pair:
            found[pair.replace(character, "")] = likeness_
    return found
