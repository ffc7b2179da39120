"""Names of files inside others, made harmless and told apart."""

from __future__ import annotations

import re

from .lines import clean

_PARTS = re.compile(r"[/\\]+")
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')
_LONGEST = 200


class MemberNames:
    """Gives every file of one container a name of its own: relative, without ``..``."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def harmless(self, name: str, fallback: str = "attachment") -> str:
        """A name as it may stand behind ``!/``.

        Args:
            name: As the container has it: hostile, empty, absolute, with backslashes.
            fallback: Where nothing of it can be used.
        """
        parts = [_harmless_part(part) for part in _PARTS.split(clean(name))]
        safe = "/".join(part for part in parts if part) or fallback
        unique, number = safe, 2
        while unique in self._used:
            stem, dot, suffix = safe.rpartition(".")
            unique = f"{stem}({number}){dot}{suffix}" if stem else f"{safe}({number})"
            number += 1
        self._used.add(unique)
        return unique


def _harmless_part(part: str) -> str:
    part = _FORBIDDEN.sub("_", part).strip()
    if not part.strip(". "):
        return ""
    # Such a part would look like the border of a container.
    part = part.replace("!", "！") if part.endswith("!") else part
    return part[:_LONGEST]
