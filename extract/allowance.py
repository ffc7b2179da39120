"""What a container may unpack to, counted while it is unpacked: declared sizes lie."""

from __future__ import annotations

import io
import lzma
import tarfile
import tempfile
import zlib
from typing import BinaryIO, cast

from ..errors import ExtractionError, LimitExceededError
from .guard import Limits

_IN_MEMORY = 8 << 20
_CHUNK = 1 << 20
_DAMAGED = (EOFError, OSError, zlib.error, lzma.LZMAError, tarfile.TarError)


class Allowance:
    """Members and bytes that are left to one container.

    Args:
        limits: For members, bytes and their ratio to the packed size.
        packed: Size of the container.
    """

    def __init__(self, limits: Limits, packed: int) -> None:
        self._limits = limits
        self._packed = max(1, packed)
        self._members = 0
        self._bytes = 0

    def take_member(self) -> None:
        """Count one member.

        Raises:
            LimitExceededError: There are too many.
        """
        self._members += 1
        if self._members > self._limits.max_members:
            limit = self._limits.max_members
            raise LimitExceededError("extract.limit.members", found=f">{limit}", limit=limit)

    def take_bytes(self, count: int) -> None:
        """Count unpacked bytes.

        Raises:
            LimitExceededError: They are too many, or too many for what was packed.
        """
        self._bytes += count
        limits = self._limits
        if self._bytes > limits.max_expanded_bytes:
            limit = limits.max_expanded_bytes
            raise LimitExceededError("extract.limit.expanded", found=f">{limit}", limit=limit)
        ratio = self._bytes / self._packed
        if self._bytes > limits.ratio_floor and ratio > limits.max_ratio:
            raise LimitExceededError(
                "extract.limit.ratio", found=f"{ratio:.0f}", limit=f"{limits.max_ratio:g}"
            )

    def check_declared(self, size: int) -> None:
        """Refuse what by its own words unpacks to too much, before anything is unpacked.

        Raises:
            LimitExceededError: As ``take_bytes``.
        """
        before = self._bytes
        self.take_bytes(size)
        self._bytes = before

    def read_whole(self, stream: BinaryIO) -> BinaryIO:
        """All bytes of a stream, read to the end, where check sums stand.

        Raises:
            LimitExceededError: They are too many.
        """
        spooled = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
        while chunk := stream.read(_CHUNK):
            self.take_bytes(len(chunk))
            spooled.write(chunk)
        spooled.seek(0)
        return cast(BinaryIO, spooled)

    def bounded(self, stream: BinaryIO, type: str) -> BinaryIO:
        """A stream whose bytes count while they are read.

        Its ``read`` raises LimitExceededError where they are too many, and
        ExtractionError (``extract.damaged``) where no more can be unpacked.
        """
        return _buffered(_Bounded(stream, type, self))


def explained(stream: BinaryIO, type: str) -> BinaryIO:
    """A stream that tells damage as ``Allowance.bounded`` does, without counting."""
    return _buffered(_Bounded(stream, type))


def _buffered(raw: _Bounded) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, raw)))


class _Bounded(io.RawIOBase):
    def __init__(self, stream: BinaryIO, type: str, allowance: Allowance | None = None) -> None:
        self._stream = stream
        self._type = type
        self._allowance = allowance

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        try:
            data = self._stream.read(len(buffer))
        except _DAMAGED as error:
            # Read by whoever asked for the member, where no one else would explain it.
            reason = f"{type(error).__name__}: {error}"[:200]
            raise ExtractionError("extract.damaged", type=self._type, reason=reason) from error
        if self._allowance is not None:
            self._allowance.take_bytes(len(data))
        buffer[: len(data)] = data
        return len(data)
