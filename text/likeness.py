"""What stands for what by mistake: characters that sound or look alike, terms near a term."""

from __future__ import annotations

from .alike import alike, candidates, likeness, looks_like, sounds_like
from .near_terms import Neighbour, Pairs, neighbours

__all__ = [
    "Neighbour",
    "Pairs",
    "alike",
    "candidates",
    "likeness",
    "looks_like",
    "neighbours",
    "sounds_like",
]
