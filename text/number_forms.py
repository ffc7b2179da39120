"""STUB until the branch lands."""

from __future__ import annotations
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OtherForm:
    folded: str
    needs: tuple[str, ...]


def number_tokens(folded: str) -> set[str]:
    return set()


def other_forms(folded: str, most: int = 24) -> tuple[OtherForm, ...]:
    return ()
