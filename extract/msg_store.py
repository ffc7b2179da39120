"""Messages inside Outlook's .msg files (MS-OXMSG): properties and attachments, nothing more."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from ..errors import LimitExceededError
from .encoding import decode_declared
from .guard import Limits

_HEADER = {0: 32, 1: 8}
_EMBEDDED_HEADER = 24
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
# The files are Chinese offices'; moments are kept in universal time.
_CHINA = timezone(timedelta(hours=8))
CODEPAGE, BODY_CODEPAGE, LOCALE = 0x3FFD, 0x3FDE, 0x3FF1
_LOCALES = {0x0804: 936, 0x1004: 936, 0x0404: 950, 0x0C04: 950, 0x1404: 950}
_CODECS = {65001: "utf-8", 1200: "utf-16-le", 54936: "gb18030", 20936: "gb18030", 52936: "hz"}


class Store:
    """One message or attachment: a storage with properties.

    Args:
        ole: An open ``olefile.OleFileIO``.
        limits: For the size of one property.
        path: Of the storage; empty for the message itself.
        embedded: A message inside another.
    """

    def __init__(
        self, ole: Any, limits: Limits, path: tuple[str, ...] = (), embedded: bool = False
    ) -> None:
        self._ole, self._limits, self.path = ole, limits, path
        start = _EMBEDDED_HEADER if embedded else _HEADER[min(1, len(path))]
        data = self._stream("__properties_version1.0")[start:]
        self._values: dict[int, tuple[int, bytes]] = {}
        for at in range(0, len(data) - 15, 16):
            kind, id = struct.unpack_from("<HH", data, at)
            self._values[id] = (kind, data[at + 8 : at + 16])

    def _stream(self, name: str) -> bytes:
        """Bytes of a stream; empty where there is none."""
        where = [*self.path, name]
        if not self._ole.exists(where) or self._ole.get_type(where) != 2:
            return b""
        size = self._ole.get_size(where)
        if size > self._limits.max_part_bytes:
            raise LimitExceededError(
                "extract.limit.expanded", found=size, limit=self._limits.max_part_bytes
            )
        with self._ole.openstream(where) as stream:
            data: bytes = stream.read()
        return data

    def integer(self, id: int) -> int | None:
        """A number."""
        found = self._values.get(id)
        return struct.unpack_from("<i", found[1])[0] if found else None

    def binary(self, id: int) -> bytes:
        """Bytes; empty where there are none."""
        return self._stream(f"__substg1.0_{id:04X}0102")

    def text(self, id: int, codepage: int | None = None) -> str:
        """Text, in Unicode or in the code page that the message names."""
        if wide := self._stream(f"__substg1.0_{id:04X}001F"):
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        narrow = self._stream(f"__substg1.0_{id:04X}001E")
        return decode_declared(narrow, codec(codepage or self.codepage)).text.rstrip("\0")

    @property
    def codepage(self) -> int | None:
        """Of narrow texts, where the message tells."""
        named = self.integer(CODEPAGE) or self.integer(BODY_CODEPAGE)
        return named or _LOCALES.get(self.integer(LOCALE) or 0)

    def moment(self, id: int) -> datetime | None:
        """A time, in China's."""
        found = self._values.get(id)
        if not found:
            return None
        try:
            return (
                _EPOCH + timedelta(microseconds=struct.unpack("<Q", found[1])[0] // 10)
            ).astimezone(_CHINA)
        except OverflowError:
            return None

    def attachments(self) -> Iterator[Store]:
        """Storages of attachments, in order."""
        depth = len(self.path)
        entries = self._ole.listdir(streams=False, storages=True)
        names = {
            entry[depth]
            for entry in entries
            if tuple(entry[:depth]) == self.path
            and len(entry) > depth
            and entry[depth].startswith("__attach_version1.0_")
        }
        if len(names) > self._limits.max_members:
            raise LimitExceededError(
                "extract.limit.members", found=len(names), limit=self._limits.max_members
            )
        for name in sorted(names):
            yield Store(self._ole, self._limits, (*self.path, name))

    def embedded(self) -> Store | None:
        """The message that an attachment is, if it is one."""
        path = (*self.path, "__substg1.0_3701000D")
        if not self._ole.exists([*path, "__properties_version1.0"]):
            return None
        return Store(self._ole, self._limits, path, embedded=True)


def codec(codepage: int | None) -> str | None:
    """Name of a code page's encoding; None where there is no code page."""
    return _CODECS.get(codepage, f"cp{codepage}") if codepage else None
