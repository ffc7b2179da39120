"""Names of attached files: what a stranger wrote, made into one safe part of a path."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from .lines import clean

_FORBIDDEN = re.compile(r'[<>:"|?*\t\r\n\u200b-\u200f\u202a-\u202e\u2066-\u2069]')
_MAX_BYTES = 200


class Names:
    """Gives every attachment of one paper a name of its own."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def safe(self, wanted: str, ordinal: int, suffix: str = "") -> str:
        """A name without folders, control characters and tricks; unique in this paper.

        Args:
            wanted: As the paper says; may be empty or hostile.
            ordinal: For a name where there is none, from 1.
            suffix: Ending where the name has none, such as ``.docx``.
        """
        name = clean(wanted).replace("\\", "/").rsplit("/", 1)[-1]
        name = _FORBIDDEN.sub("_", name).strip(" .") or f"{ordinal:03d}"
        path = PurePosixPath(name)
        stem, ending = path.stem, path.suffix or _FORBIDDEN.sub("_", suffix)
        room = _MAX_BYTES - len(ending.encode())
        stem, ending = (stem, ending) if room > 0 else (name, "")
        stem = _cut(stem, room if room > 0 else _MAX_BYTES)
        return self._unique(lambda count: f"{stem}{count}{ending}")

    def _unique(self, make: Callable[[str], str]) -> str:
        name, number = make(""), 1
        while name.casefold() in self._taken:
            number += 1
            name = make(f" ({number})")
        self._taken.add(name.casefold())
        return name


def _cut(text: str, length: int) -> str:
    """Text of at most so many bytes in UTF-8, no character halved."""
    return text.encode()[:length].decode("utf-8", "ignore")
