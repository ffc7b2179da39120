"""Packed RAR entries through libarchive, which archi's wheel brings."""

from __future__ import annotations

import stat
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from ..model import Note
from .allowance import Allowance

_DAMAGE = ("crc", "truncated")


class RarStream:
    """Entries of a container from its start to its end, each asked for once, in that order.

    libarchive reads RAR 5 whole, of RAR 4 what is neither solid nor encrypted.

    Args:
        path: The container.

    Raises:
        ImportError: archi is not installed.
    """

    def __init__(self, path: Path) -> None:
        import archi

        self._error: type[Exception] = archi.Error
        self._entries = self._following(archi, str(path))
        self.trouble: Note | None = None

    def close(self) -> None:
        """Let go of the file."""
        self._entries.close()

    def _following(self, archi: Any, path: str) -> Generator[Any, None, None]:
        try:
            # By path: of an open file it uses what Python has freed already.
            yield from archi.Archive(path)
        except archi.Error as error:
            self._stop(error)

    def _stop(self, error: Exception) -> None:
        reason = f"{type(error).__name__}: {error}"[:200]
        is_damaged = any(word in reason.lower() for word in _DAMAGE)
        # Old, solid or encrypted: another program may still do it.
        key = "extract.damaged" if is_damaged else "extract.unsupported.rar"
        self.trouble = Note(key, {"type": "rar", "reason": reason})

    def find(self, name: str, allowance: Allowance) -> BinaryIO | None:
        """Bytes of the next entry of a name; None where there is none (see ``trouble``)."""
        if self.trouble is not None:
            return None
        return next((data for found, data in self.files(allowance, name) if found == name), None)

    def files(
        self, allowance: Allowance, only: str | None = None
    ) -> Iterator[tuple[str, BinaryIO | None]]:
        """Names and bytes of what is no folder; None for links and devices.

        Args:
            allowance: Counts the bytes.
            only: Pass over all others.
        """
        for entry in self._entries:
            name, kind = entry.filename, stat.S_IFMT(entry.mode)
            if kind == stat.S_IFDIR or (only is not None and name != only):
                continue
            if kind != stat.S_IFREG:
                yield name, None
                continue
            try:
                data = allowance.read_whole(cast(BinaryIO, entry))
            except self._error as error:
                self._stop(error)
                return
            yield name, data
