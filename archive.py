"""An archive: one directory that holds everything imported.

Layout: ``danghe.json`` (format, norms, engine), ``catalogue.db`` (the truth),
``originals/`` (bytes by SHA-256), ``index/`` (derived; ``current`` names the build in
force), ``norms/`` (a copy of other norms, if given), ``lock.db`` (one writer at a time).
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Literal

from .catalogue import BoxCount, Catalogue, RecordContent
from .catalogue.discovery import path_of
from .catalogue.originals import Originals
from .catalogue.settings import FILE as SETTINGS_FILE
from .catalogue.settings import Builds, Settings
from .catalogue.sqlite import WriterLock
from .classify import Context
from .errors import ArchiveError, UsageError
from .extract import Limits
from .importing import Job, Progress, import_sources
from .index import Engine, IndexRecord, Query, first_match, open_index, parse, snippet
from .model import FiledRecord, Filing, Hit, Outcome, SearchResult, Status, Unit, Waiver
from .schemas import Norms, load
from .text.mask import mask_personal
from .text.segment import Segmenter, segmenter_for

PARTS = ("catalogue.db", "originals", "index", "norms", "lock.db", SETTINGS_FILE)
FACETS = ("unit", "year", "level", "section", "box_id", "doctype")
SNIPPET_WIDTH = 80
INDEX_BATCH = 500


class Archive:
    """The face of an archive; a context manager.

    Args:
        directory: Where it lies.
        settings: What its settings file says.
        who: Name for the audit log; by default the user's.
    """

    def __init__(self, directory: Path, settings: Settings, who: str | None = None) -> None:
        self.directory = directory
        self.settings = settings
        self.catalogue = Catalogue.open(directory / "catalogue.db", who)
        self._originals = Originals(directory / "originals")
        self._builds = Builds(directory / "index")
        self._index: tuple[str, Engine] | None = None

    @classmethod
    def create(
        cls,
        directory: Path,
        norms_path: Path | None = None,
        *,
        engine: str | None = None,
        who: str | None = None,
    ) -> Archive:
        """Make an empty archive.

        Args:
            directory: Absent or empty.
            norms_path: Norms to file by, copied in; None for those that ship with danghe.
            engine: Of the index; None takes the best that is installed.
            who: Name for the audit log.

        Raises:
            ArchiveError: The directory is an archive, or not empty, or cannot be written.
            SchemaError: The norms cannot be used.
        """
        if (directory / SETTINGS_FILE).exists():
            raise ArchiveError("archive.exists", path=directory)
        try:
            directory.mkdir(parents=True, exist_ok=True)
            if not all(path.name.startswith(PARTS) for path in directory.iterdir()):
                raise ArchiveError("archive.not_empty", path=directory)
            settings = Settings(norms=_adopt_norms(directory, norms_path), engine=engine)
            Catalogue.open(directory / "catalogue.db", who).close()
            settings.write(directory)
        except OSError as error:
            raise ArchiveError(
                "archive.unwritable", path=directory, reason=error.strerror
            ) from error
        archive = cls(directory, settings, who)
        with archive._writing():
            return archive

    @classmethod
    def open(cls, directory: Path, who: str | None = None) -> Archive:
        """Open an archive.

        Raises:
            ArchiveError: It is none, is damaged, or is of a newer version.
        """
        return cls(directory, Settings.read(directory), who)

    def close(self) -> None:
        """Let go of all files."""
        if self._index is not None:
            self._index[1].close()
            self._index = None
        self.catalogue.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @cached_property
    def norms(self) -> Norms:
        """The norms that this archive files by.

        Raises:
            SchemaError: They cannot be used.
        """
        name = self.settings.norms
        return load(self.directory / "norms" / name if name else None)

    # --- import ---

    def import_(
        self,
        paths: Sequence[str | Path],
        *,
        unit: str | None = None,
        level: str | None = None,
        year: int | None = None,
        jobs: int | None = None,
        link: bool = False,
        limits: Limits | None = None,
        retry: bool = False,
        progress: Callable[[Progress], None] | None = None,
        spent: Callable[[Mapping[str, float]], None] | None = None,
    ) -> Iterator[Outcome]:
        """Import files and folders; see ``importing.import_sources``.

        Args:
            paths: Files and folders.
            unit: The unit that all of them belong to.
            level: Its level, an id of the norms.
            year: The year that all of them are about.
            jobs: Worker processes; by default one for each core.
            link: Leave originals where they lie instead of copying them in.
            limits: What one source may cost.
            retry: Read failed and unsupported sources again.
            progress: Called for every file done.
            spent: Called at the end with the seconds by stage.

        Yields:
            One outcome per file, once it is on disk.

        Raises:
            UsageError: A path or the level does not exist; before anything is written.
            ArchiveError: Another process writes, or the archive cannot take more.
        """
        self._require_level(level)
        with self._writing():
            if unit is not None:
                self.catalogue.add_unit(Unit(unit, level))
            job = Job(
                paths=tuple(os.fspath(path) for path in paths),
                directory=self.directory,
                catalogue=self.catalogue,
                update_index=self._update_index,
                norms=self.norms,
                originals=None if link else self._originals,
                context=Context("", unit, level, year, self.catalogue.units()),
                jobs=jobs or _cores(),
                limits=limits or Limits(),
                retry=retry,
                progress=progress or (lambda progress: None),
            )
            yield from import_sources(job)
            if spent is not None:
                spent(job.spent)

    def _require_level(self, level: str | None) -> None:
        known = [known.id for known in self.norms.levels]
        if level is not None and level not in known:
            raise UsageError("import.no_level", level=level, known=" ".join(known))

    # --- search ---

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        offset: int = 0,
        sort: Literal["relevance", "date"] = "relevance",
        unmasked: bool = False,
    ) -> SearchResult:
        """Find records.

        Args:
            query: In the query syntax.
            limit: Most hits to return.
            offset: Hits to pass over.
            sort: ``relevance`` or ``date``.
            unmasked: Show ID-card, phone and bank numbers; the audit log keeps that.

        Raises:
            QueryError: The query cannot be honoured.
            ArchiveError: The index does not fit the program or the norms.
        """
        start = time.perf_counter()
        tree = parse(query)
        result = self._engine().search(tree, limit=limit, offset=offset, facets=FACETS, sort=sort)
        ids = [id for id, _ in result.hits]
        filed = self.catalogue.records(ids)
        contents = self.catalogue.contents(list(filed))
        hits = tuple(
            self._hit(filed[id], contents[id], tree, score, unmasked)
            for id, score in result.hits
            if id in filed
        )
        if unmasked:
            self.catalogue.audit("unmask", {"query": query, "records": [h.record for h in hits]})
        took_ms = (time.perf_counter() - start) * 1000
        return SearchResult(query, result.total, took_ms, hits, result.facets)

    def _hit(
        self, filed: FiledRecord, content: RecordContent, tree: Query, score: float, unmasked: bool
    ) -> Hit:
        record, filing = filed.record, filed.filing
        # Masked before it is cut: half a number at the snippet's edge would look like none.
        shown = (lambda text: text) if unmasked else mask_personal
        passage = snippet(shown(content.text), tree, SNIPPET_WIDTH)
        match = first_match(content.text, tree)
        place = self.norms.box_places.get(filing.box_id or "")
        return Hit(
            record=record.id,
            title=shown(f"[{record.title}]" if record.title_made else record.title),
            path=filed.path,
            score=score,
            snippet=passage.text,
            page=record.first_page if match is None else content.page_at(match),
            unit=filing.unit,
            year=filing.year,
            level=filing.level,
            section=place[1].name if place else None,
            box_id=filing.box_id,
            doctype=record.doctype,
            spans=passage.spans,
        )

    # --- what it holds ---

    def filed(self, unit: str | None = None, year: int | None = None) -> Iterator[FiledRecord]:
        """Records with their filing in force."""
        return self.catalogue.filed(unit, year)

    def boxes(self) -> tuple[BoxCount, ...]:
        """How many records lie in each box, by unit and year."""
        return self.catalogue.boxes()

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

        Raises:
            UsageError: There is no such record.
        """
        filed = self.catalogue.records([record_id]).get(record_id)
        if filed is None:
            raise UsageError("catalogue.no_record", record=record_id)
        sha256 = filed.record.source_sha256
        places = [self._originals.place(sha256), *map(path_of, self.catalogue.locators(sha256))]
        return next((place for place in places if place.is_file()), None)

    def waive(self, waiver: Waiver) -> None:
        """Keep a waiver."""
        self.catalogue.waive(waiver)

    def refile(self, record_id: str, filing: Filing, who: str | None = None) -> None:
        """Replace a filing by a person's decision.

        While an import runs, the index learns of it with the import's next batch.
        """
        self.catalogue.refile(record_id, filing, who)
        try:
            with self._writing():
                pass
        except ArchiveError as error:
            if error.key != "archive.busy":
                raise

    # --- index ---

    def reindex(self) -> int:
        """Build the index anew and put it in the old one's place at one stroke.

        Returns:
            Number of records.
        """
        with WriterLock(self.directory / "lock.db"):
            name = self._builds.begin()
            engine = self._open_build(name, create=True)
            number = 0
            filed = self.catalogue.filed()
            while batch := list(islice(filed, INDEX_BATCH)):
                engine.write(self._index_records(batch))
                number += len(batch)
            engine.close()
            self._builds.switch(name)
            self.catalogue.mark_indexed()
        return number

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """The writer's lock, with what a killed writer left undone made good."""
        with WriterLock(self.directory / "lock.db"):
            self._originals.tidy()
            self._update_index()
            yield

    def _update_index(self) -> None:
        """Bring the index up to the catalogue's queue; repeating it does no harm."""
        engine = self._engine(create=True)
        while ids := self.catalogue.pending_index(INDEX_BATCH):
            filed = self.catalogue.records(ids)
            gone = [id for id in ids if id not in filed]
            engine.write(self._index_records(list(filed.values())), gone)
            self.catalogue.mark_indexed(ids)

    def _index_records(self, filed: Sequence[FiledRecord]) -> list[IndexRecord]:
        contents = self.catalogue.contents([one.record.id for one in filed])
        return [_index_record(one, contents[one.record.id].text, self.norms) for one in filed]

    def _engine(self, create: bool = False) -> Engine:
        """The index in force; opened anew after another process rebuilt it."""
        name = self._builds.current()
        if self._index is not None and self._index[0] == name:
            return self._index[1]
        if self._index is not None:
            self._index[1].close()
        self._index = None
        engine = self._open_build(name or "1", create=create)
        if name is None:
            self._builds.switch("1")
        self._index = name or "1", engine
        return engine

    def _open_build(self, name: str, create: bool) -> Engine:
        return open_index(
            self._builds.place(name),
            engine=self.settings.engine,
            segmenter=self._segmenter,
            schema_version=f"{self.norms.id} {self.norms.version}",
            create=create,
        )

    @cached_property
    def _segmenter(self) -> Segmenter:
        return segmenter_for(self.norms.vocabulary)


def _adopt_norms(directory: Path, norms_path: Path | None) -> str | None:
    if norms_path is None:
        return None
    load(norms_path)
    home = directory / "norms"
    home.mkdir(exist_ok=True)
    shutil.copyfile(norms_path, home / norms_path.name)
    return norms_path.name


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _index_record(filed: FiledRecord, text: str, norms: Norms) -> IndexRecord:
    record, filing = filed.record, filed.filing
    place = norms.box_places.get(filing.box_id or "")
    names = [norms.items[id].name for id in filing.item_ids if id in norms.items]
    return IndexRecord(
        id=record.id,
        text=text,
        title=record.title,
        unit=filing.unit,
        level=filing.level,
        level_name=next((lv.name for lv in norms.levels if lv.id == filing.level), None),
        section=place[1].name if place else None,
        section_id=place[1].id if place else None,
        box_id=filing.box_id,
        box_name=(place[2].name or place[2].label) if place else None,
        item=" ".join(names) or None,
        doctype=record.doctype,
        doc_no=record.doc_no,
        path=filed.path,
        year=filing.year,
        period=filing.period,
        date=record.date,
    )
