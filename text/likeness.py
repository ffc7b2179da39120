"""STUB until the branch lands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


class Pairs(Protocol):
    def after(self, character: str) -> Iterable[str]: ...
    def holds(self, pair: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Neighbour:
    text: str
    likeness: float


def neighbours(folded: str, pairs: Pairs, most: int = 200) -> tuple[Neighbour, ...]:
    return ()
