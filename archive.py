"""An archive: one directory that holds everything imported.

Layout: ``danghe.json`` (format, norms, engine), ``catalogue.db`` (the truth),
``originals/`` (bytes by SHA-256), ``index/`` (derived; ``current`` names the build in
force), ``norms/`` (a copy of other norms, if given), ``model/`` (what was learned),
``sent/`` (what browsers sent, until it is imported), ``lock.db`` (one writer at a time),
``synonyms.txt`` and ``words.txt`` (the users' own, for searching).

What only importing and checking need is imported where it is used: a search must not wait for
readers of PDF.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from .catalogue import Catalogue
from .catalogue.settings import FILE as SETTINGS_FILE
from .catalogue.settings import SENT, TEMPORARY, Settings
from .catalogue.sqlite import WriterLock
from .deciding import Deciding
from .errors import ArchiveError, UsageError
from .index import thesaurus as synonyms
from .index import words
from .model import Outcome, Unit
from .schemas import adopt
from .surveying import Surveying
from .text.normalise import tidy

if TYPE_CHECKING:
    from threading import Event

    from .catalogue.discovery import Bounds
    from .extract import Options
    from .importing import Progress
    from .learning import Lesson
    from .stages.delivering import Delivery
    from .stages.foresight import Foreseen

PARTS = (
    "catalogue.db",
    "originals",
    "scans",
    "index",
    "norms",
    "model",
    "lock.db",
    TEMPORARY,
    SENT,
    SETTINGS_FILE,
    synonyms.FILE,
    words.FILE,
)

MAX_UNIT = 100
"""Characters of a unit's name."""


class Archive(Deciding, Surveying):
    """The face of an archive; a context manager.

    Args:
        directory: Where it lies.
        settings: What its file says.
        who: For the audit log; by default the user's name.
    """

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
            norms_path: Norms to file by, copied in; None for danghe's own.
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
            settings = Settings(norms=adopt(directory, norms_path), engine=engine)
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
        if "_upkeep" in self._common:
            self._upkeep.close()
        self.catalogue.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

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
        options: Options | None = None,
        retry: bool = False,
        delivery: Delivery | None = None,
        reasons: bool = True,
        progress: Callable[[Progress], None] | None = None,
        spent: Callable[[Mapping[str, float]], None] | None = None,
        bounds: Bounds | None = None,
        stop: Event | None = None,
    ) -> Iterator[Outcome]:
        """Import files and folders.

        Args:
            paths: Files and folders.
            unit: The unit that all of them belong to.
            level: Its level, an id of the norms.
            year: The year that all of them are about.
            jobs: Worker processes; by default one for each core.
            link: Leave originals where they lie instead of copying them in.
            options: How sources are read, and what one may cost.
            retry: Read failed and unsupported sources again.
            delivery: The catalogue that describes the files.
            reasons: Load the reasons of filings too.
            progress: Called for every file done.
            spent: Called at the end with the seconds by stage.
            bounds: How paths are told, and what no link may lead out of.
            stop: When set, what is under way is finished and kept, then ``Paused`` is raised;
                without it an interrupt (Ctrl-C) does that.

        Yields:
            One outcome per file, once it is on disk.

        Raises:
            UsageError: A path or the level does not exist; before anything is written.
            ArchiveError: Another process writes, or the archive cannot take more.
            Paused: After an interrupt or a stop, when all outcomes are told.
        """
        from .classify import Context
        from .classify.unit import unit_of_name
        from .extract import Options
        from .importing import Job, Paused, import_sources
        from .settling import as_settled, settle, slim
        from .stages.listing import grouped
        from .stages.pool import cores

        self._require_level(level)
        learned = self.taught().in_use
        with self._writing():
            if unit is not None:
                named = unit_of_name(unit, self.units(), self.norms)
                unit, level = named.name, level or named.level
                self.catalogue.add_unit(Unit(unit, level))
            job = Job(
                # Of files that are the same, the first counts: by name, not by the order given.
                paths=tuple(sorted(os.fspath(path) for path in paths)),
                directory=self.directory,
                catalogue=self.catalogue,
                update_index=self._upkeep.update,
                norms=self.norms,
                originals=self._originals,
                link=link,
                context=Context("", unit, level, year, self.catalogue.units(), learned=learned),
                jobs=jobs or cores(),
                options=options or Options(),
                retry=retry,
                grouping=delivery.grouping if delivery else grouped,
                progress=progress or (lambda progress: None),
                bounds=bounds,
                stop=stop,
            )
            outcomes: list[Outcome] = []
            paused: Paused | None = None
            try:
                outcomes.extend(map(slim, import_sources(job)))
            except Paused as pause:
                paused = pause
            settle(self.catalogue, self.norms, self._upkeep.update, learned)
            if spent is not None:
                spent(job.spent)
        yield from as_settled(outcomes, self.catalogue, reasons=reasons)
        if paused is not None:
            raise paused

    def foresee(
        self,
        paths: Sequence[str | Path],
        *,
        options: Options | None = None,
        retry: bool = False,
        delivery: Delivery | None = None,
    ) -> Iterator[Foreseen]:
        """What an import of these paths would do; nothing is written.

        Raises:
            UsageError: A path does not exist.
        """
        from .extract import Options
        from .stages.foresight import foresee
        from .stages.listing import grouped

        named = tuple(sorted(os.fspath(path) for path in paths))
        grouping = delivery.grouping if delivery else grouped
        yield from foresee(
            named, self.directory, self.catalogue, options or Options(), grouping, retry=retry
        )

    def _require_level(self, level: str | None) -> None:
        known = [known.id for known in self.norms.levels]
        if level is not None and level not in known:
            raise UsageError("import.no_level", level=level, known=" ".join(known))

    # --- decisions ---

    def add_unit(self, unit: Unit) -> None:
        """Declare a unit; its parent may be named by an alias.

        Raises:
            UsageError: A name is empty or too long, the norms have no such level, or it would
                belong to itself.
        """
        self._require_level(unit.level)
        unit = replace(unit, name=tidy(unit.name), aliases=tuple(map(tidy, unit.aliases)))
        if not all(0 < len(name) <= MAX_UNIT for name in (unit.name, *unit.aliases)):
            raise UsageError("unit.name", limit=MAX_UNIT)
        if unit.parent is not None:
            unit = replace(unit, parent=self.unit_named(unit.parent).name)
        self.catalogue.add_unit(unit)

    # --- learning ---

    def learn(self, truth: Path | None = None) -> Lesson:
        """Learn from confirmed filings, and look again at open records, if that files better.

        Args:
            truth: A file that tells the boxes instead; see ``learning.told``. For benchmarks.

        Raises:
            UsageError: Too few papers are confirmed, or scikit-learn is missing.
            ArchiveError: Another process writes.
        """
        from .learning import install, lesson, look_at_open

        with self._writing():
            found, learned = lesson(self.catalogue, self.norms, truth)
            detail = {"papers": found.rules.papers, "installed": found.installed}
            if learned is None:
                self.catalogue.audit("learn", detail)
                return found
            with self.catalogue.audited("learn", detail):
                install(self.directory, learned)
            filed = look_at_open(self.catalogue, self.norms, learned)
            self._upkeep.update()
        return replace(found, filed=filed)

    def unlearn(self) -> bool:
        """Take the model away; what was filed with its help stays filed. False without one."""
        from .learning import remove

        with self._writing(), self.catalogue.audited("unlearn", {}):
            return remove(self.directory)

    # --- index ---

    def reindex(self) -> int:
        """Build the index anew in the old one's place; returns its number of records.

        Raises:
            ArchiveError: Another process writes.
        """
        began = monotonic()
        with WriterLock(self.directory / "lock.db"):
            count = self._upkeep.rebuild()
            seconds = round(monotonic() - began, 1)
            self.catalogue.audit("reindex", {"count": count, "seconds": seconds})
        return count
