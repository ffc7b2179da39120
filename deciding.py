"""Decisions by hand: the review queue, filing, taking back, and papers like one decided."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Self

from .catalogue import Decision, Waiting
from .catalogue.settings import TEMPORARY
from .catalogue.sqlite import WriterLock
from .errors import ArchiveError, UsageError
from .index.answer import likeness as likeness_of
from .model import FiledRecord, Filing
from .searching import Searching

if TYPE_CHECKING:
    from .classify import Considered
    from .classify.resemblance import TitleForms

LIKENESS = 0.6
"""From this likeness on, one answer may serve two papers."""

_LIKE = 50

_AT_ONCE = 200

_MOST_READ = 500
"""Papers whose column names are looked up for one question, at most: a tenth of a second."""


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
        name = self.unit_named(unit).name if unit else None
        found = [
            one
            for one in self.catalogue.undecided(name, year, below)
            if section is None or self._is_in(one.filing, section)
        ]
        told = [_told(one) for one in found]
        return tuple(found[place] for place in self._together(told, len(told)))

    def waiting(self, unit: str | None = None, year: int | None = None) -> tuple[Waiting, ...]:
        """The queue in short, for a queue of any length: what ``queue`` has, in its order.

        Of papers without a printed title, the column names put together only so many.
        """
        name = self.unit_named(unit).name if unit else None
        found = self.catalogue.waiting(name, year)
        return tuple(found[place] for place in self._together(found, _MOST_READ))

    def _together(self, found: Sequence[Waiting], most_read: int) -> Iterator[int]:
        from .classify.resemblance import together

        forms = self._title_forms()
        titles = [forms.of(one.title, one.unit, made=one.title_made) for one in found]
        untold = [one.record for one, title in zip(found, titles, strict=True) if title is None]
        columns = self._columns(untold[:most_read])
        keys = [title or columns.get(one.record) for one, title in zip(found, titles, strict=True)]
        return (place for group in together(keys) for place in group)

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

    def alike(
        self, record_id: str, among: Sequence[Waiting] | None = None
    ) -> tuple[FiledRecord, ...]:
        """Open records that a record's answer may serve.

        Same title but for unit, date and numbers; or same type and column names (of so many
        papers, those without a printed title first); or alike in their words. Of the same level,
        where both are known.

        Args:
            record_id: Of the record.
            among: Part of the review queue, in the order wanted; by default all of it, in order
                of place. What is open no more is passed over.

        Raises:
            UsageError: There is no such record.
            ArchiveError: The index does not fit the program or the norms.
        """
        one = self.record(record_id)
        likeness = likeness_of(self._searcher, record_id, _LIKE)
        near = {id for id, score in likeness.items() if score >= LIKENESS}
        others = [
            other
            for other in (self.catalogue.waiting() if among is None else among)
            if other.record != record_id and _may_share_level(one.filing.level, other.level)
        ]
        found = near | self._of_title(one, others)
        found |= self._of_columns(one, [other for other in others if other.record not in found])
        ids = [other.record for other in others if other.record in found]
        known = self.catalogue.records(ids)
        return tuple(known[id] for id in ids if id in known and known[id].filing.is_open)

    def _of_title(self, one: FiledRecord, others: Sequence[Waiting]) -> set[str]:
        forms, mine = self._title_forms(), _told(one)
        title = forms.of(mine.title, mine.unit, made=mine.title_made)
        if title is None:
            return set()
        return {
            other.record
            for other in others
            if forms.of(other.title, other.unit, made=other.title_made) == title
        }

    def _of_columns(self, one: FiledRecord, others: Sequence[Waiting]) -> set[str]:
        columns = self._columns([one.record.id])[one.record.id]
        if columns is None:
            return set()
        same = [other for other in others if other.doctype == one.record.doctype]
        same.sort(key=lambda other: not other.title_made)
        read = self._columns([other.record for other in same[:_MOST_READ]])
        return {id for id, form in read.items() if form == columns}

    @cached_property
    def _kept_forms(self) -> _Forms:
        return _Forms()

    def seen_by(self, who: str, units: frozenset[str] | None = None) -> Self:
        """See ``Holdings.seen_by``; forms that were worked out serve all who see the archive."""
        _ = self._kept_forms
        return super().seen_by(who, units)

    def _title_forms(self) -> TitleForms:
        from .classify.resemblance import TitleForms

        kept = self._kept_forms
        names = tuple(
            name for unit in self._whole.units_seen() for name in (unit.name, *unit.aliases)
        )
        if kept.titles is None or kept.names != names:
            kept.names, kept.titles = names, TitleForms(names)
        return kept.titles

    def _columns(self, ids: Sequence[str]) -> dict[str, str | None]:
        """Column forms of records, by id."""
        from .classify.resemblance import column_form

        kept = self._kept_forms.columns
        missing = [id for id in ids if id not in kept]
        for first in range(0, len(missing), _AT_ONCE):
            contents = self.catalogue.contents(missing[first : first + _AT_ONCE])
            kept.update({id: column_form(one.document()) for id, one in contents.items()})
        return {id: kept[id] for id in ids if id in kept}

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


@dataclass
class _Forms:
    """Forms of titles and columns, kept from one question to the next."""

    names: tuple[str, ...] = ()
    titles: TitleForms | None = None
    columns: dict[str, str | None] = field(default_factory=dict)


def _told(one: FiledRecord) -> Waiting:
    record, filing = one.record, one.filing
    return Waiting(
        record.id, record.title, record.title_made, record.doctype, filing.unit, filing.level
    )


def _may_share_level(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other
