"""Limits that keep one source from taking down an import, and their enforcement."""

from __future__ import annotations

import os
import signal
import threading
import time
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from ..errors import ExtractionError, LimitExceededError
from ..model import Block

MIB = 1024 * 1024
_END_OF_DIRECTORY = b"PK\x05\x06"
_END_SIZE = 22
_LARGE_END = b"PK\x06\x06"
_LARGE_END_SIZE = 56
_LARGE_LOCATOR = b"PK\x06\x07"
_LARGE_LOCATOR_SIZE = 20
_COMMENT_SIZE = 65535
_ENCRYPTED_FLAG = 0x1
_HAS_TIMERS = hasattr(signal, "setitimer")
_GRACE = 2.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one source may cost.

    Attributes:
        max_bytes: Size of the file.
        max_pages: Pages, where the format has them.
        max_seconds: Wall-clock time of reading.
        max_memory: Address space of the reading process, in bytes (``limit_process``).
        max_expanded_bytes: Sum of the unpacked sizes in a zip container.
        max_ratio: Unpacked over packed size of a zip container.
        ratio_floor: Unpacked bytes below which the ratio does not matter.
        max_members: Entries of a zip container.
        max_part_bytes: Unpacked size of one XML part.
        max_text_chars: Characters of extracted text.
        max_nesting: Depth of tables in tables, boxes in boxes.
        max_depth: Containers within containers.
        max_pixels: Of one page image.
        max_page_seconds: That each page to be recognised adds to ``max_seconds``.
    """

    max_bytes: int = 512 * MIB
    max_pages: int = 20_000
    max_seconds: float = 300.0
    max_memory: int = 2048 * MIB
    max_expanded_bytes: int = 1024 * MIB
    max_ratio: float = 200.0
    ratio_floor: int = 16 * MIB
    max_members: int = 20_000
    max_part_bytes: int = 256 * MIB
    max_text_chars: int = 50_000_000
    max_nesting: int = 64
    max_depth: int = 5
    max_pixels: int = 200_000_000
    max_page_seconds: float = 60.0


class Deadline:
    """The moment by which a source must be read.

    Args:
        seconds: From now.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def extend(self, seconds: float) -> None:
        """Allow more time, for work whose amount shows only on the way."""
        self._seconds += seconds
        self._end += seconds

    @property
    def left(self) -> float:
        """Seconds until then, at least one."""
        return max(1.0, self._end - time.monotonic())

    def check(self) -> None:
        """Call it at every page, row or part.

        Raises:
            LimitExceededError: The time is over.
        """
        if time.monotonic() > self._end:
            raise LimitExceededError("extract.limit.seconds", limit=f"{self._seconds:g}")

    @contextmanager
    def enforced(self) -> Iterator[None]:
        """Interrupt what never calls ``check``, such as a library's loop over a broken chain.

        Only in a process's main thread, and where the platform has interval timers;
        elsewhere it does nothing.

        Raises:
            LimitExceededError: The time is over, and a little more.
        """
        if threading.current_thread() is not threading.main_thread() or not _HAS_TIMERS:
            yield
            return

        def on_alarm(signum: int, frame: object) -> None:
            self.check()

        previous = signal.signal(signal.SIGALRM, on_alarm)
        patience = max(0.0, self._end - time.monotonic()) + _GRACE
        # Again and again: the time may have been extended, or the error swallowed.
        signal.setitimer(signal.ITIMER_REAL, patience, _GRACE)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, previous)


class TextBudget:
    """Counts extracted characters against ``Limits.max_text_chars``."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._used = 0

    def spend(self, characters: int) -> None:
        """Count some characters.

        Raises:
            LimitExceededError: There were too many.
        """
        self._used += characters
        if self._used > self._limit:
            raise LimitExceededError("extract.limit.text", limit=self._limit)

    def spend_on(self, blocks: Iterable[Block]) -> None:
        """Count the characters of blocks; raises as ``spend``."""
        self.spend(sum(len(block.text) for block in blocks))


def limit_process(limits: Limits) -> None:
    """Bound the address space of this process; meant for workers.

    Only ever lowers the soft limit; does nothing where the platform has no such limit.
    """
    try:
        import resource
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    bounds = [bound for bound in (soft, hard) if bound != resource.RLIM_INFINITY]
    wanted = min([limits.max_memory, *bounds])
    if soft == resource.RLIM_INFINITY or wanted < soft:
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))


def inspect_zip(path: Path, limits: Limits, type: str, *, encrypted_too: bool = False) -> None:
    """Refuse a zip container that would unpack into too much; nothing is unpacked.

    Sizes are the declared ones, which is enough: ``zipfile`` never yields more than an
    entry declares.

    Args:
        path: The container.
        limits: Bounds on entries, sizes and ratio.
        type: Name of the format, for the error.
        encrypted_too: Let encrypted entries pass.

    Raises:
        LimitExceededError: Too many entries, too large, or packed too tightly.
        ExtractionError: An entry is encrypted.
        zipfile.BadZipFile: The directory cannot be read.
    """
    _check_directory_size(path, limits)
    with zipfile.ZipFile(path) as container:
        entries = container.infolist()
    if len(entries) > limits.max_members:
        raise LimitExceededError(
            "extract.limit.members", found=len(entries), limit=limits.max_members
        )
    if not encrypted_too and any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise ExtractionError("extract.encrypted", type=type)
    expanded = sum(entry.file_size for entry in entries)
    if expanded > limits.max_expanded_bytes:
        raise LimitExceededError(
            "extract.limit.expanded", found=expanded, limit=limits.max_expanded_bytes
        )
    # Measured against the file, not the entries' own sizes: overlapping entries lie there.
    ratio = expanded / max(1, path.stat().st_size)
    if expanded > limits.ratio_floor and ratio > limits.max_ratio:
        raise LimitExceededError(
            "extract.limit.ratio", found=f"{ratio:.0f}", limit=f"{limits.max_ratio:g}"
        )


def _check_directory_size(path: Path, limits: Limits) -> None:
    """Look at the end record first: ``ZipFile`` builds an object for each entry at once."""
    with path.open("rb") as file:
        file.seek(-min(path.stat().st_size, _END_SIZE + _COMMENT_SIZE), os.SEEK_END)
        start_of_tail = file.tell()
        tail = file.read()
        start = tail.rfind(_END_OF_DIRECTORY)
        if start < 0 or len(tail) < start + _END_SIZE:
            raise zipfile.BadZipFile("no end of central directory")
        size = _size_in_large_end(file, start_of_tail + start)
        if size is None:
            size = int.from_bytes(tail[start + 12 : start + 16], "little")
    entries_at_least = size // (46 + 512)
    if entries_at_least > limits.max_members:
        raise LimitExceededError(
            "extract.limit.members", found=f">{entries_at_least}", limit=limits.max_members
        )


def _size_in_large_end(file: BinaryIO, end: int) -> int | None:
    """Size of the directory by the ZIP64 record, if one stands before the end record.

    ``zipfile`` takes the record right before its locator, whatever that says.
    """
    both = _LARGE_END_SIZE + _LARGE_LOCATOR_SIZE
    if end < both:
        return None
    file.seek(end - both)
    records = file.read(both)
    if records.startswith(_LARGE_END) and records.startswith(_LARGE_LOCATOR, _LARGE_END_SIZE):
        return int.from_bytes(records[40:48], "little")
    return None


def parse_xml(blob: bytes) -> etree._Element:
    """Parse XML from an untrusted file: no entities, no DTD, no network, bounded depth.

    Raises:
        etree.XMLSyntaxError: Not well formed, or nested deeper than libxml2 allows.
        ValueError: It has a document type declaration, which office formats forbid.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(blob, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("document type declaration")
    return root
