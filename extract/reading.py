"""One file being read: what it may cost, and what is known of it already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, BinaryIO

from ..model import Note, PageScan
from .guard import Deadline, Limits

if TYPE_CHECKING:
    from PIL.Image import Image


class Ocr(StrEnum):
    """When pages are recognised from their image."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Options:
    """How sources are read; what a user chooses for a whole import.

    Attributes:
        limits: What one source may cost.
        ocr: When pages are recognised from their image.
        passwords: Tried one after the other on encrypted files.
    """

    limits: Limits = field(default_factory=Limits)
    ocr: Ocr = Ocr.AUTO
    passwords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside another: of a container, or attached to a paper.

    Attributes:
        name: Path inside, parts joined by ``/``; never absolute, empty or with ``..``.
        data: Its bytes, bounded by the limits; only until the next member is asked for.
        refusal: Why it cannot be had, in place of ``data``.
        mtime_ns: Time of its last change, where known.
    """

    name: str
    data: BinaryIO | None = None
    refusal: Note | None = None
    mtime_ns: int | None = None


class Reading:
    """Handed to a reader with the path of its file.

    Args:
        options: The user's.
        known: Pages recognised before, by number.
        at_most: Pages to recognise in this reading; the others wait. None: no bound.
        name: The file's own name.
    """

    def __init__(
        self,
        options: Options,
        known: Mapping[int, PageScan] | None = None,
        at_most: int | None = None,
        name: str = "",
    ) -> None:
        self.name = name
        self.options = options
        self.limits = options.limits
        self.passwords = options.passwords
        self.deadline = Deadline(options.limits.max_seconds)
        self._known = known or {}
        self._left = at_most
        self.scans: dict[int, PageScan] = {}
        self.waiting: list[int] = []

    @property
    def recognises(self) -> bool:
        """Whether page images may be recognised at all."""
        return self.options.ocr is not Ocr.NEVER

    def scan(self, page: int, render: Callable[[], Image]) -> PageScan | None:
        """The recognised text of a page.

        Args:
            page: From 1.
            render: Makes its image; called only where it is needed.

        Returns:
            None where recognition is off, or the page must wait for another reading.
        """
        if not self.recognises:
            return None
        scan = self._known.get(page)
        if scan is None:
            if self._left == 0:
                self.waiting.append(page)
                return None
            from .ocr import recognise

            self.deadline.extend(self.limits.max_page_seconds)
            self.deadline.check()
            scan = recognise(render(), page)
            self._left = None if self._left is None else self._left - 1
        self.scans[page] = scan
        return scan
