"""Recognised pages, kept by the hash of the file that they are pages of.

Derived, as the index is: what is lost is recognised again. Kept page by page, so that a
long scan goes on where a killed import stopped, and so that hits can be shown on the image.
"""

from __future__ import annotations

import json
import os
import zlib
from contextlib import suppress
from pathlib import Path

from ..model import PageScan, ScanLine

VERSION = 1


class Scans:
    """A directory of recognised pages.

    Args:
        directory: Made when needed.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def _home(self, sha256: str) -> Path:
        return self._directory / sha256[:2] / sha256

    def put(self, sha256: str, scan: PageScan) -> None:
        """Keep a page; it appears whole or not at all.

        Raises:
            OSError: It cannot be written.
        """
        home = self._home(sha256)
        home.mkdir(parents=True, exist_ok=True)
        place = home / str(scan.page)
        unfinished = home / f"{scan.page}.{os.getpid()}"
        unfinished.write_bytes(_pack(scan))
        os.replace(unfinished, place)

    def get(self, sha256: str) -> dict[int, PageScan]:
        """The pages kept of a file, by number; damaged ones are left out."""
        try:
            names = os.listdir(self._home(sha256))
        except OSError:
            return {}
        found = {}
        for name in names:
            if name.isdecimal():
                with suppress(OSError, ValueError, KeyError, TypeError, zlib.error):
                    found[int(name)] = _unpack((self._home(sha256) / name).read_bytes())
        return found


def _pack(scan: PageScan) -> bytes:
    lines = [[line.text, *line.box, round(line.confidence, 3)] for line in scan.lines]
    head = [VERSION, scan.page, scan.width, scan.height, scan.turned, round(scan.skew, 3)]
    return zlib.compress(json.dumps([*head, lines, scan.rulings]).encode())


def _unpack(data: bytes) -> PageScan:
    version, page, width, height, turned, skew, lines, rulings = json.loads(zlib.decompress(data))
    if version != VERSION:
        raise ValueError(f"version {version}")
    read = tuple(
        ScanLine(text, (x0, top, x1, bottom), confidence)
        for text, x0, top, x1, bottom, confidence in lines
    )
    strokes = tuple((x0, top, x1, bottom) for x0, top, x1, bottom in rulings)
    return PageScan(page, width, height, turned, skew, read, strokes)
