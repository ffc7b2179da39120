"""How Chinese characters sound and which look like one another, from ``characters.txt``.

A table of our own because it loads in some 15 ms; pypinyin takes 500 ms at its first use.
``characters_build`` says where the table comes from and writes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

TABLE = Path(__file__).with_name("characters.txt")
TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
"""Combining mark → tone."""


@dataclass(frozen=True)
class Characters:
    """The table.

    Attributes:
        readings: Character → syllables with their tones, parted by spaces: ``"yao4"``.
        looks: Character → a figure (0 for 0.5 to 9 for 0.95), the characters that look so much
            like it, the next figure and so on: ``"9己8巴"``.
        rank: Character → place in the order of frequency, from 0.
    """

    readings: dict[str, str]
    looks: dict[str, str]
    rank: dict[str, int]

    @cached_property
    def spoken(self) -> dict[str, str]:
        """Syllable without tone → characters that can be read so, the frequent first."""
        found: dict[str, dict[str, None]] = {}
        for character, readings in self.readings.items():
            for reading in readings.split():
                found.setdefault(reading[:-1], {})[character] = None
        return {syllable: "".join(read_so) for syllable, read_so in found.items()}


@cache
def characters() -> Characters:
    """The table, read at the first call."""
    written = TABLE.read_text("utf-8").splitlines()
    lines = [line.split("\t") for line in written if not line.startswith("#")]
    return Characters(
        readings={line[0]: line[1] for line in lines},
        looks={line[0]: line[2] for line in lines},
        rank={line[0]: place for place, line in enumerate(lines)},
    )
