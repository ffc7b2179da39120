"""Statements as bytes and back: JSON, compressed. Decimals are kept to the last digit."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import msgspec

from ..stated import Statements

FACTS_VERSION = "1"
"""Counts up whenever the same paper may give other statements."""


def edition(known_names: Sequence[str], relations: Sequence[Sequence[str]]) -> str:
    """By what statements were read: the version of the code, and what the norms lent to it.

    Args:
        known_names: Of indicators.
        relations: Between indicators.
    """
    lent = msgspec.json.encode([list(known_names), [list(each) for each in relations]])
    return f"{FACTS_VERSION}-{zlib.crc32(lent):08x}"


def pack(statements: Statements) -> bytes:
    """As stored."""
    return zlib.compress(msgspec.json.encode(statements), 1)


def unpack(data: bytes) -> Statements:
    """The opposite of ``pack``."""
    return msgspec.json.decode(zlib.decompress(data), type=Statements)
