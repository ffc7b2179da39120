"""Keeps the index of an archive in step with its catalogue.

Builds of the index lie side by side; a small file names the one in force, so that a
new build takes the old one's place at one stroke. Each carries the user's words that it was
built with: queries must be cut like the records, whatever the dictionary says by now.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from ..catalogue import Catalogue, RecordContent
from ..catalogue.settings import Builds
from ..errors import ArchiveError
from ..model import BlockKind, FiledRecord
from ..schemas import Norms
from ..text.segment import Segmenter, segmenter_for
from . import words
from .face import Engine, IndexRecord
from .lists import write_lines
from .opening import open_index

BATCH = 500

_MARGINS = (BlockKind.HEADER, BlockKind.FOOTER)
# Characters on either side; a phrase that crosses a page break is hardly longer.
_SEAM = 100


class Upkeep:
    """The index of one archive, opened when it is first needed.

    Args:
        home: Directory of the builds.
        catalogue: The truth.
        norms: Whose names and terms are indexed.
        engine: Name of the engine; None takes the best.
        dictionary: File of the user's words, for builds to come; need not exist.
    """

    def __init__(
        self,
        home: Path,
        catalogue: Catalogue,
        norms: Norms,
        engine: str | None = None,
        dictionary: Path | None = None,
    ) -> None:
        self._builds = Builds(home)
        self._catalogue = catalogue
        self._norms = norms
        self._engine_name = engine
        self._dictionary = dictionary
        self._open: tuple[str, Engine] | None = None

    def close(self) -> None:
        """Let go of all files."""
        if self._open is not None:
            self._open[1].close()
            self._open = None

    def engine(self, create: bool = False) -> Engine:
        """The index in force; opened anew after another process rebuilt it.

        Args:
            create: Make an empty one where there is none; only under the writer's lock.

        Raises:
            ArchiveError: It is missing, or does not fit the program or the norms.
        """
        name = self._builds.current()
        if self._open is not None and self._open[0] == name:
            return self._open[1]
        self.close()
        if create and (name is None or not self._builds.place(name).exists()):
            self._carry_words(name or "1")
        engine = self._open_build(name or "1", create)
        if name is None:
            self._builds.switch("1")
        self._open = name or "1", engine
        return engine

    @property
    def build(self) -> str | None:
        """Name of the build in force; None where there is none yet.

        Raises:
            ArchiveError: The file that names it is unreadable.
        """
        return self._builds.current()

    def update(self) -> None:
        """Work off the catalogue's queue; under the writer's lock. Repeating it does no harm."""
        engine = self.engine(create=True)
        while ids := self._catalogue.pending_index(BATCH):
            filed = self._catalogue.records(ids)
            gone = [id for id in ids if id not in filed]
            engine.write(self._index_records(list(filed.values())), gone)
            self._catalogue.mark_indexed(ids)

    def rebuild(self) -> int:
        """Build the index anew; under the writer's lock. Returns the number of records."""
        name = self._builds.begin()
        self._carry_words(name)
        engine = self._open_build(name, create=True)
        number = 0
        filed = self._catalogue.filed()
        while batch := list(islice(filed, BATCH)):
            engine.write(self._index_records(batch))
            number += len(batch)
        engine.close()
        self._builds.switch(name)
        self._catalogue.mark_indexed()
        return number

    def _index_records(self, filed: Sequence[FiledRecord]) -> list[IndexRecord]:
        contents = self._catalogue.contents([one.record.id for one in filed])
        return [index_record(one, contents[one.record.id], self._norms) for one in filed]

    def _records(self, ids: Sequence[str]) -> list[IndexRecord]:
        return self._index_records(list(self._catalogue.records(list(ids)).values()))

    def words(self) -> tuple[str, ...]:
        """The user's words that the build in force was made with.

        Raises:
            ArchiveError: Their copy is damaged.
        """
        name = self._builds.current()
        return self._words_of(name) if name is not None else ()

    def _carry_words(self, name: str) -> None:
        """Copy the user's words into a build, unless making it was begun with others."""
        place = self._builds.place(name) / words.FILE
        if self._dictionary is not None and not place.exists():
            write_lines(place, words.read_words(self._dictionary))

    def _words_of(self, name: str) -> tuple[str, ...]:
        place = self._builds.place(name)
        try:
            return words.read_words(place / words.FILE)
        except ArchiveError as error:
            raise ArchiveError("index.damaged", path=place, why=str(error)) from error

    def _segmenter_of(self, name: str) -> Segmenter:
        return segmenter_for((*self._norms.vocabulary, *self._words_of(name)))

    def _open_build(self, name: str, create: bool) -> Engine:
        return open_index(
            self._builds.place(name),
            engine=self._engine_name,
            segmenter=self._segmenter_of(name),
            schema_version=f"{self._norms.id} {self._norms.version}",
            create=create,
            records=self._records,
        )


def seams(content: RecordContent) -> tuple[str, ...]:
    """Where text goes on over a page break, past running heads and feet: both sides, joined."""
    found, open_end = [], None
    for block in content.blocks:
        if block.kind in _MARGINS:
            continue
        text = content.text[block.start : block.end]
        if open_end is not None and content.text[open_end : block.start].strip():
            found.append(content.text[max(0, open_end - _SEAM) : open_end] + text[:_SEAM])
        open_end = block.end
    return tuple(found)


def index_record(filed: FiledRecord, content: RecordContent, norms: Norms) -> IndexRecord:
    """A record as the index takes it in, with the norms' names for its place."""
    record, filing = filed.record, filed.filing
    place = norms.box_places.get(filing.box_id or "")
    names = [norms.items[id].name for id in filing.item_ids if id in norms.items]
    return IndexRecord(
        id=record.id,
        text=content.text,
        seams=seams(content),
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
