"""Decisions by hand: the review queue, filing, taking back, and papers like one decided."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from .catalogue import Decision
from .catalogue.settings import TEMPORARY
from .catalogue.sqlite import WriterLock
from .errors import ArchiveError, UsageError
from .model import FiledRecord, Filing
from .searching import Searching

if TYPE_CHECKING:
    from .classify import Considered

LIKENESS = 0.6
"""From this likeness on, one answer may serve two papers."""

_LIKE = 50


class Deciding(Searching):
    """The part of an archive's face in which persons decide."""

    def assign(
        self,
        record_id: str,
        box_id: str | None,
        *,
        items: Sequence[str] = (),
        year: int | None = None,
        period: str | None = None,
        unit: str | None = None,
        no_box: bool = False,
    ) -> Filing:
        """File a record by hand; see ``decide``.

        Raises:
            UsageError: There is no such record, box or item.
        """
        decision = self.decide(
            [record_id], box_id, items=items, year=year, period=period, unit=unit, no_box=no_box
        )
        return decision.changes[0].filing

    def decide(
        self,
        record_ids: Sequence[str],
        box_id: str | None,
        *,
        items: Sequence[str] = (),
        year: int | None = None,
        period: str | None = None,
        unit: str | None = None,
        no_box: bool = False,
        event: str = "assign",
        like: str | None = None,
    ) -> Decision:
        """File records by hand in one decision, all or none; see ``classify.by_hand``.

        Args:
            record_ids: Each keeps its own year, period and unit where none is given.
            box_id: None leaves them open.
            items: Ids or names of items of that box.
            year: That they are about.
            period: Likewise, finer.
            unit: Name or alias.
            no_box: No box takes them: they leave the review queue.
            event: ``assign``, ``review`` or ``apply``; for the audit log.
            like: The record whose answer is applied to these.

        Raises:
            UsageError: There is no such record, box, item or period.
        """
        from .classify.by_hand import filed_by_hand

        who, named = self.catalogue.who, self.unit_named(unit) if unit else None

        def by_hand(former: Filing) -> Filing:
            return filed_by_hand(
                former,
                self.norms,
                who,
                box_id,
                items=items,
                year=year,
                period=period,
                unit=named,
                no_box=no_box,
            )

        return self._decide(event, record_ids, by_hand, {"like": like} if like else {})

    def reopen(self, record_ids: Sequence[str]) -> Decision:
        """Take filings back in one decision: the records are open again, and stay so.

        Raises:
            UsageError: There is no such record, or one of them is open.
        """
        from .classify.by_hand import reopened

        def taken_back(former: Filing) -> Filing:
            if former.is_open:
                raise UsageError("decision.open", record=former.record)
            return reopened(former, self.catalogue.who)

        return self._decide("reopen", record_ids, taken_back)

    def undo(self, number: int | None = None) -> Decision:
        """Take a decision back, by default the latest; see ``Catalogue.undo``.

        Raises:
            UsageError: There is none, or one of its records was decided anew since.
        """
        undone = self.catalogue.undo(number)
        self._follow()
        return undone

    def refile(self, record_id: str, filing: Filing, who: str | None = None) -> None:
        """Replace a filing by a person's decision.

        While an import runs, the index learns of it with the import's next batch.
        """
        self.catalogue.refile(record_id, filing, who)
        self._follow()

    def corrected(
        self,
        one: FiledRecord,
        *,
        unit: str | None = None,
        year: int | None = None,
        period: str | None = None,
    ) -> FiledRecord:
        """A record as it would be with another unit, year or period; nothing is written.

        Raises:
            UsageError: The period is none.
        """
        from .classify.by_hand import corrected_by_hand

        named, who = self.unit_named(unit) if unit else None, self.catalogue.who
        filing = corrected_by_hand(one.filing, who, year=year, period=period, unit=named)
        return replace(one, filing=filing)

    # --- the review queue ---

    def queue(
        self,
        unit: str | None = None,
        year: int | None = None,
        section: str | None = None,
        below: float | None = None,
    ) -> tuple[FiledRecord, ...]:
        """Records left open, those that one answer may serve together, larger groups first.

        Args:
            unit: Only of this unit.
            year: Only about this year.
            section: Only those whose box, filed or considered, is of a section with this id, or
                whose name holds this.
            below: Also those that the rules filed with less confidence than this.
        """
        from .classify.resemblance import together

        name = self.unit_named(unit).name if unit else None
        found = [
            one
            for one in self.catalogue.undecided(name, year, below)
            if section is None or self._is_in(one.filing, section)
        ]
        keys = [self._title(one) or self._columns(one) for one in found]
        return tuple(found[place] for group in together(keys) for place in group)

    def considered(
        self, one: FiledRecord, among: Sequence[str] = (), most: int = 3
    ) -> tuple[Considered, ...]:
        """Boxes for a record with what speaks for each; see ``classify.considered``."""
        from .classify.considered import considered

        document = self.catalogue.content(one.record.id).document()
        units = self._whole.units()
        return considered(
            one,
            document,
            self.norms,
            units,
            among=among,
            most=most,
            learned=self.taught().in_use,
        )

    def alike(self, record_id: str) -> tuple[FiledRecord, ...]:
        """Open records that a record's answer may serve, in order of place.

        Same title but for unit, date and numbers; or same type and column names; or alike in
        their words. Of the same level, where both are known.

        Raises:
            UsageError: There is no such record.
            ArchiveError: The index does not fit the program or the norms.
        """
        one = self.record(record_id)
        near = {
            hit.record for hit in self.similar(record_id, limit=_LIKE).hits if hit.score >= LIKENESS
        }
        title = self._title(one)

        def is_like(other: FiledRecord) -> bool:
            if other.record.id in near or (title and self._title(other) == title):
                return True
            if other.record.doctype != one.record.doctype:
                return False
            columns = self._columns(one)
            return columns is not None and self._columns(other) == columns

        return tuple(
            other
            for other in self.catalogue.undecided(reasons=False)
            if other.record.id != record_id
            and _may_share_level(one.filing, other.filing)
            and is_like(other)
        )

    @cached_property
    def _unit_names(self) -> tuple[str, ...]:
        return tuple(name for unit in self.units() for name in (unit.name, *unit.aliases))

    @cached_property
    def _title_forms(self) -> dict[str, str | None]:
        return {}

    @cached_property
    def _column_forms(self) -> dict[str, str | None]:
        return {}

    def _title(self, one: FiledRecord) -> str | None:
        from .classify.resemblance import title_form

        id = one.record.id
        if id not in self._title_forms:
            self._title_forms[id] = title_form(one, self._unit_names)
        return self._title_forms[id]

    def _columns(self, one: FiledRecord) -> str | None:
        from .classify.resemblance import column_form

        id = one.record.id
        if id not in self._column_forms:
            self._column_forms[id] = column_form(self.catalogue.content(id).document())
        return self._column_forms[id]

    def _is_in(self, filing: Filing, section: str) -> bool:
        ids = [filing.box_id] if filing.box_id else [one.box_id for one in filing.candidates]
        places = (self.norms.box_places.get(id) for id in ids)
        return any(
            place is not None and (place[1].id == section or section in place[1].name)
            for place in places
        )

    # --- writing ---

    def _decide(
        self,
        event: str,
        record_ids: Sequence[str],
        by_hand: Callable[[Filing], Filing],
        detail: Mapping[str, object] | None = None,
    ) -> Decision:
        ids = list(dict.fromkeys(record_ids))
        known = self.catalogue.records(ids)
        for id in ids:
            if id not in known:
                raise UsageError("catalogue.no_record", record=id)
        filings = [replace(by_hand(known[id].filing), record=id) for id in ids]
        scope = self.catalogue.scope
        for filing in filings:
            if scope is not None and filing.unit not in scope:
                raise UsageError("catalogue.no_unit", unit=filing.unit or "—")
        decision = self.catalogue.decide(event, filings, detail=detail)
        self._follow()
        return decision

    def _follow(self) -> None:
        """Let the index know; while an import runs, it does with its next batch."""
        try:
            with self._writing():
                pass
        except ArchiveError as error:
            if error.key != "archive.busy":
                raise

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """The writer's lock, with what a killed writer left undone made good."""
        with WriterLock(self.directory / "lock.db"):
            self._originals.tidy()
            shutil.rmtree(self.directory / TEMPORARY, ignore_errors=True)
            self._upkeep.update()
            yield


def _may_share_level(one: Filing, other: Filing) -> bool:
    return one.level is None or other.level is None or one.level == other.level
