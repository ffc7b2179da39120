"""How much a catalogue holds, in figures that cost one query each."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from . import tables as t
from .connected import Connected
from .migrations import MIGRATIONS
from .saving import IN_FORCE


@dataclass(frozen=True, slots=True)
class Standing:
    """Records that are there, by what was decided on them.

    Attributes:
        filed: In a box.
        open: Nobody has decided yet.
        no_box: They belong to no box, as a person decided.
        waiting: Records that the index does not know as they now are.
    """

    filed: int
    open: int
    no_box: int
    waiting: int

    @property
    def records(self) -> int:
        """All of them."""
        return self.filed + self.open + self.no_box


class Counting(Connected):
    """The part of a catalogue that counts; see ``Catalogue``."""

    def standing(self) -> Standing:
        """Records by what was decided on them, all units together."""
        boxed, boxless = t.filings.c.box_id.is_not(None), t.filings.c.boxless
        query = (
            sa.select(boxed, boxless, sa.func.count())
            .join_from(t.filings, t.records, t.filings.c.record_id == t.records.c.id)
            .where(IN_FORCE, t.records.c.removed_at.is_(None))
            .group_by(boxed, boxless)
        )
        numbers = {"filed": 0, "open": 0, "no_box": 0}
        with self._reading() as connection:
            for is_boxed, is_boxless, count in connection.execute(query):
                name = "no_box" if is_boxless else "filed" if is_boxed else "open"
                numbers[name] += count
            queue = sa.select(sa.func.count()).select_from(t.pending_index)
            waiting = connection.scalar(queue) or 0
        return Standing(waiting=waiting, **numbers)

    @staticmethod
    def version() -> int:
        """Of the catalogue's tables; opening a catalogue brings it to this one."""
        return len(MIGRATIONS)
