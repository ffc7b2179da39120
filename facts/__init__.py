"""What papers state: figures, changes, days, parts of bound files, and what does not agree."""

from __future__ import annotations

from .between import DoubtBetween, doubts_between
from .codec import FACTS_VERSION, edition, pack, unpack
from .reading import statements_of

__all__ = [
    "FACTS_VERSION",
    "DoubtBetween",
    "doubts_between",
    "edition",
    "pack",
    "statements_of",
    "unpack",
]
