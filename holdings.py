"""What an archive holds: records, units, waivers, originals, page images, the audit log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from .catalogue import AuditEntry, BoxCount, Catalogue, Run, YearCount
from .catalogue.discovery import path_of
from .catalogue.originals import Originals
from .catalogue.scans import Scans
from .catalogue.settings import Settings
from .catalogue.sqlite import WriterLock
from .errors import ArchiveError, UsageError
from .model import FiledRecord, Filing, Outcome, Status, Unit, Waiver
from .schemas import Norms, load
from .stated import Statements
from .text.mask import mask_personal

if TYPE_CHECKING:
    from .classify import Explanation
    from .learning import Taught
    from .stages.page_view import PagePlace, PageView

_AT_ONCE = 200

T = TypeVar("T")


class in_common(Generic[T]):  # noqa: N801  # A decorator, as cached_property.
    """What all views of an archive (see ``Holdings.seen_by``) have in common, made once.

    Args:
        make: Makes it; of nothing that depends on who sees the archive.
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __get__(self, holdings: Holdings, owner: object = None) -> T:
        held = holdings._common
        name = self._make.__name__
        if name not in held:
            held[name] = self._make(holdings)
        made: T = held[name]
        return made


class Holdings:
    """The part of an archive's face that changes nothing but the audit log.

    Args:
        directory: Where it lies.
        settings: What its file says.
        who: For the audit log; by default the user's name.
    """

    def __init__(self, directory: Path, settings: Settings, who: str | None = None) -> None:
        self.directory = directory
        self.settings = settings
        self._whole = Catalogue.open(directory / "catalogue.db", who)
        self.catalogue = self._whole
        self._originals = Originals(directory / "originals")
        self._common: dict[str, Any] = {}

    def seen_by(self, who: str, units: frozenset[str] | None = None) -> Self:
        """The same archive as a person sees it: what is of other units does not exist.

        It shares files and connections with this one, and closes with it.

        Args:
            who: For decisions and the audit log.
            units: Names of units; None for all records, also those that belong to no unit.
        """
        seen = copy(self)
        seen.catalogue = self._whole.seen_by(who, units)
        return seen

    @in_common
    def norms(self) -> Norms:
        """The norms that this archive files by.

        Raises:
            SchemaError: They cannot be used.
        """
        name = self.settings.norms
        return load(self.directory / "norms" / name if name else None)

    def filed(self, unit: str | None = None, year: int | None = None) -> Iterator[FiledRecord]:
        """Records with their filing in force."""
        return self.catalogue.filed(unit, year)

    def boxes(self) -> tuple[BoxCount, ...]:
        """How many records lie in each box, by unit and year."""
        return self.catalogue.boxes()

    def unit_years(self) -> tuple[YearCount, ...]:
        """How many records each unit has of each year."""
        return self.catalogue.unit_years()

    def counts(self) -> dict[Status, int]:
        """Number of sources by status."""
        return self.catalogue.counts()

    def units(self) -> tuple[Unit, ...]:
        """Units declared or seen."""
        return self.catalogue.units_seen()

    def waivers(self, unit: str | None = None, year: int | None = None) -> tuple[Waiver, ...]:
        """Waivers in force."""
        return self.catalogue.waivers(unit, year)

    def original(self, record_id: str) -> Path | None:
        """The original of a record: the kept copy, or where it was left; None if it is gone.

        Of a record that consists of page images, the first of them.

        Raises:
            UsageError: There is no such record.
        """
        record = self.record(record_id).record
        pages = self.catalogue.pages_of(record_id)
        return self._original(pages[0][0] if pages else record.source_sha256)

    def page(self, record_id: str, page: int, *, unmasked: bool = True) -> PageView:
        """The image of a page of a record, with the lines that recognition read on it.

        An image shows personal numbers as they are: the audit log keeps who saw it.

        Raises:
            UsageError: There is no such record or page, or its original is gone.
            ExtractionError: The page has no image.
        """
        from .stages.page_view import view

        scans = Scans(self.directory / "scans")
        record = self.record(record_id).record
        shown = view(self.catalogue, scans, self._original, record, page)
        if unmasked:
            self.catalogue.audit("unmask", {"records": [record_id], "page": page})
        return shown

    def page_place(self, record_id: str, page: int) -> PagePlace:
        """Where the image of a page of a record comes from; for those who show it elsewhere.

        Raises:
            UsageError: There is no such record or page, or its original is gone.
        """
        from .stages.page_view import place

        scans = Scans(self.directory / "scans")
        record = self.record(record_id).record
        return place(self.catalogue, scans, self._original, record, page)

    def _original(self, sha256: str) -> Path | None:
        places = [self._originals.place(sha256), *map(path_of, self.catalogue.locators(sha256))]
        return next((place for place in places if place.is_file()), None)

    def record(self, record_id: str) -> FiledRecord:
        """One record with its filing in force.

        Raises:
            UsageError: There is no such record.
        """
        filed = self.catalogue.records([record_id]).get(record_id)
        if filed is None:
            raise UsageError("catalogue.no_record", record=record_id)
        return filed

    def text(self, record_id: str, *, unmasked: bool = False) -> str:
        """The text of a record; showing personal numbers is kept in the audit log.

        Raises:
            UsageError: There is no such record.
        """
        text = self.catalogue.content(self.record(record_id).record.id).text
        if not unmasked:
            return mask_personal(text)
        self.catalogue.audit("unmask", {"records": [record_id]})
        return text

    def log(self, limit: int, record_id: str | None = None) -> tuple[AuditEntry, ...]:
        """The latest entries of the audit log, newest first; all, or those of one record.

        Who sees some units only gets those of a record, for the others may name anything.

        Raises:
            UsageError: There is no such record, and there was none.
        """
        if record_id is None:
            whole = self.catalogue.scope is None
            return tuple(self.catalogue.audit_log(newest=limit)) if whole else ()
        self._require_sight(record_id)
        entries = self.catalogue.audit_of(record_id, limit)
        if not entries:
            self.record(record_id)
        return entries

    def why(self, record_id: str, *, top: int = 3) -> Explanation:
        """Why a record is described and filed as it is; see ``classify.explain``.

        Args:
            record_id: Of the record.
            top: Boxes to weigh against each other.

        Raises:
            UsageError: There is no such record.
        """
        from .classify import explain

        one = self.record(record_id)
        document = self.catalogue.content(record_id).document()
        former = [filing for _, filing in self.history(record_id)]
        # All units: those that a person does not see were weighed all the same.
        units, learned = self._whole.units(), self.taught().in_use
        return explain(one, document, self.norms, units, former, top, learned)

    def taught(self) -> Taught:
        """The model that confirmed filings made, and why it is not in use if it is not."""
        from .learning import taught

        return taught(self.directory, self.norms)

    def unit_named(self, name: str) -> Unit:
        """The known unit of a name or alias, else a new one with the level its ending shows."""
        from .classify.unit import unit_of_name

        return unit_of_name(name, self.units(), self.norms)

    @in_common
    def reading(self) -> str:
        """Of the figures that papers state: by which danghe and for which norms they are read."""
        from .facts import edition

        return edition(self.norms.indicators, self.norms.relations)

    def statements(self, records: Iterable[str]) -> dict[str, Statements]:
        """What records state: figures, changes, days, parts; see ``facts.statements_of``.

        Read when a record was imported; what an older danghe or other norms read is read anew
        from the record's text, and kept unless another process writes.

        Args:
            records: Ids of records.

        Raises:
            UsageError: One of them does not exist.
        """
        from .facts import pack, statements_of, unpack

        ids = list(dict.fromkeys(records))
        names, relations = self.norms.indicators, self.norms.relations
        mine = self.reading
        found = {id: unpack(data) for id, data in self.catalogue.statements(ids, mine).items()}
        missing = [id for id in ids if id not in found]
        for first in range(0, len(missing), _AT_ONCE):
            some = {
                id: statements_of(content.document(), known_names=names, relations=relations)
                for id, content in self.catalogue.contents(
                    missing[first : first + _AT_ONCE]
                ).items()
            }
            found.update(some)
            self._keep_if_free(mine, {id: pack(each) for id, each in some.items()})
        return {id: found[id] for id in ids}

    def _keep_if_free(self, edition: str, packed: Mapping[str, bytes]) -> None:
        """Keep statements, unless the archive is read-only or another process writes."""
        try:
            if not self.is_being_written():
                self.catalogue.keep_statements(edition, packed)
        except ArchiveError as error:
            if error.key not in ("archive.read_only", "archive.busy"):
                raise

    def history(self, record_id: str) -> tuple[tuple[str, Filing], ...]:
        """Every filing of a record with the time it was decided, oldest first."""
        self._require_sight(record_id)
        return self.catalogue.history(record_id)

    def _require_sight(self, record_id: str) -> None:
        """Records that were removed still have a history, for those who see everything."""
        if self.catalogue.scope is not None:
            self.record(record_id)

    def troubled(self) -> Iterator[Outcome]:
        """Sources that were not read, or not whole, with the reason, in order of place."""
        return self.catalogue.troubled()

    def is_being_written(self) -> bool:
        """Whether some process writes to the archive now."""
        try:
            with WriterLock(self.directory / "lock.db"):
                return False
        except ArchiveError as error:
            if error.key != "archive.busy":
                raise
            return True

    def latest_run(self) -> Run | None:
        """The import that began last, and how far it is or was."""
        return self.catalogue.latest_run()
