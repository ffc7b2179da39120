"""STUB until the branch lands."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Thesaurus:
    sames: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def same(self, folded: str) -> tuple[str, ...]:
        return self.sames.get(folded, ())

    def related(self, folded: str) -> tuple[str, ...]:
        return ()
