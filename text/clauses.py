"""STUB until the branch lands."""

from __future__ import annotations
import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clause:
    start: int
    end: int
    path: tuple[str, ...]
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    start: int
    end: int
    path: tuple[str, ...]
    headings: tuple[str, ...]


def clauses(text: str) -> tuple[Clause, ...]:
    starts = [m.start() for m in re.finditer(r"^第[一二三四五六七八九十百]+条", text, re.M)]
    starts = [0, *[s for s in starts if s]]
    return tuple(
        Clause(
            a,
            b,
            (text[a:b].split()[0],) if text[a : a + 1] == "第" else (),
            ("",) if text[a : a + 1] == "第" else (),
        )
        for a, b in zip(starts, [*starts[1:], len(text)])
    )


def clause_label(path: tuple[str, ...]) -> str:
    return " ".join(path)


def is_regulation(text: str) -> bool:
    return len(clauses(text)) > 3


def passages(
    text: str, clauses_: Sequence[Clause] | None = None, *, target: int = 300, most: int = 800
) -> tuple[Passage, ...]:
    found = []
    for c in clauses_ or clauses(text):
        for s in range(c.start, c.end, most):
            found.append(Passage(s, min(c.end, s + most), c.path, c.headings))
    return tuple(found)
