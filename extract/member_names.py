"""Names of files inside others, made harmless and told apart."""

from __future__ import annotations

import re

from .lines import clean

_PARTS = re.compile(r"[/\\]+")
# Signs of writing direction too: they make an ending look like another.
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u202a-\u202e\u2066-\u2069]')
_LONGEST = 200
_LONGEST_PATH = 1000


class MemberNames:
    """Gives every file of one container a name of its own: relative, without ``..``."""

    def __init__(self) -> None:
        self._used: dict[str, int] = {}

    def harmless(self, name: str, fallback: str = "attachment") -> str:
        """A name as it may stand behind ``!/``.

        Args:
            name: As the container has it: hostile, empty, absolute, with backslashes.
            fallback: Where nothing of it can be used.
        """
        parts = [_harmless_part(part) for part in _PARTS.split(clean(name))]
        safe = "/".join(part for part in parts if part) or fallback
        # What a path is called tells more than where it lay.
        safe = safe[-_LONGEST_PATH:].lstrip("/ ")
        unique = safe
        while unique in self._used:
            self._used[safe] += 1
            unique = _numbered(safe, self._used[safe])
        self._used[unique] = 1
        return unique


def _numbered(name: str, number: int) -> str:
    folder, slash, last = name.rpartition("/")
    stem, dot, suffix = last.rpartition(".")
    last = f"{stem}({number}){dot}{suffix}" if stem else f"{last}({number})"
    return folder + slash + last


def _harmless_part(part: str) -> str:
    part = _FORBIDDEN.sub("_", part).strip()
    if not part.strip(". "):
        return ""
    # Such a part would look like the border of a container.
    part = part.replace("!", "！") if part.endswith("!") else part
    return part[:_LONGEST]
