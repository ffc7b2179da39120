"""The papers of one unit, sorted by the boxes and items that they evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..model import FiledRecord, Filing
from ..schemas.model import Norms
from .findings import Paper
from .periods import parse_period


class _Lists(defaultdict[str, list[FiledRecord]]):
    def __init__(self) -> None:
        super().__init__(list)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Papers of a unit; lists are in a fixed order whatever the order of the filings.

    Attributes:
        by_item: Item id → papers that carry it, of this year and the two before.
        by_box: Box id → papers filed in it or carrying one of its items, likewise.
        unassigned: Box id → this year's papers in it without an item that the norms know.
        misplaced: Box id → this year's papers in it that carry items of other boxes only.
        unfiled: Papers of this year whose box is open.
        elsewhere: Papers of this year in boxes that this level does not have.
        undated: Papers of the unit whose year is open, but for those that no box takes.
        years: Years of which papers of the unit were given.
        papers: Record id → how to show it.
        this_year: Papers of this year, whatever became of them.
        namesakes: Item id → papers of this year that carry it and whose title or path names
            the unit, but that are filed for another.
        sources: Id of a source that holds papers of the unit and year, and others beside
            them → all its papers that lie in a box.
    """

    by_item: Mapping[str, tuple[FiledRecord, ...]]
    by_box: Mapping[str, tuple[FiledRecord, ...]]
    unassigned: Mapping[str, tuple[FiledRecord, ...]]
    misplaced: Mapping[str, tuple[FiledRecord, ...]]
    unfiled: tuple[FiledRecord, ...]
    elsewhere: tuple[FiledRecord, ...]
    undated: tuple[FiledRecord, ...]
    years: frozenset[int]
    papers: Mapping[str, Paper]
    this_year: tuple[FiledRecord, ...] = ()
    namesakes: Mapping[str, tuple[FiledRecord, ...]] = field(default_factory=dict)
    sources: Mapping[str, tuple[FiledRecord, ...]] = field(default_factory=dict)


def year_of(filing: Filing) -> int | None:
    """The year a filing is about: stated, or following from its period."""
    if filing.year is not None:
        return filing.year
    span = parse_period(filing.period)
    return span.year if span else None


def shelve(norms: Norms, unit: str, level: str, year: int, filed: Sequence[FiledRecord]) -> Shelf:
    """Sort the papers of a unit by what they evidence; papers of other units are left out."""
    own = sorted((paper for paper in filed if paper.filing.unit == unit), key=shelf_order)
    years = [year_of(paper.filing) for paper in own]
    dated = [(paper, found) for paper, found in zip(own, years, strict=True) if found is not None]
    this_year = [paper for paper, found in dated if found == year]
    recent = [(paper, found == year) for paper, found in dated if year - 2 <= found <= year]
    box_of = norms.box_of
    in_level = {box.id for section in norms.level(level).sections for box in section.boxes}
    by_item, by_box, unassigned, misplaced = _Lists(), _Lists(), _Lists(), _Lists()
    for paper, is_of_year in recent:
        items = set(paper.filing.item_ids)
        for item in items:
            by_item[item].append(paper)
        homes = {box_of[item] for item in items if item in box_of}
        box = paper.filing.box_id
        if box is not None and box not in homes:
            if is_of_year:
                (misplaced if homes else unassigned)[box].append(paper)
            homes.add(box)
        for home in homes:
            by_box[home].append(paper)
    return Shelf(
        by_item=_frozen(by_item),
        by_box=_frozen(by_box),
        unassigned=_frozen(unassigned),
        misplaced=_frozen(misplaced),
        unfiled=tuple(p for p in this_year if p.filing.is_open and not p.filing.item_ids),
        elsewhere=tuple(
            p for p in this_year if p.filing.box_id and p.filing.box_id not in in_level
        ),
        undated=tuple(
            p for p, of in zip(own, years, strict=True) if of is None and not p.filing.boxless
        ),
        years=frozenset(found for _, found in dated),
        papers={paper.record.id: _shown(paper) for paper, _ in reversed(recent)},
        this_year=tuple(this_year),
        namesakes=_namesakes(unit, year, filed),
        sources=_sources(this_year, filed),
    )


def _namesakes(
    unit: str, year: int, filed: Sequence[FiledRecord]
) -> dict[str, tuple[FiledRecord, ...]]:
    found = _Lists()
    for paper in filed:
        filing = paper.filing
        if filing.unit in (unit, None) or year_of(filing) != year or not filing.item_ids:
            continue
        if unit in paper.record.title or unit in paper.path:
            for item in set(filing.item_ids):
                found[item].append(paper)
    return {item: tuple(sorted(papers, key=shelf_order)) for item, papers in found.items()}


def _sources(
    this_year: Sequence[FiledRecord], filed: Sequence[FiledRecord]
) -> dict[str, tuple[FiledRecord, ...]]:
    own = {paper.record.source_sha256 for paper in this_year if paper.filing.box_id}
    found = _Lists()
    for paper in filed:
        if paper.record.source_sha256 in own and paper.filing.box_id:
            found[paper.record.source_sha256].append(paper)
    return {
        source: tuple(sorted(papers, key=lambda paper: paper.record.ordinal))
        for source, papers in sorted(found.items())
        if len(papers) > 1
    }


def record_ids(papers: Sequence[FiledRecord]) -> tuple[str, ...]:
    """Ids of the papers' records, once each, in order."""
    return tuple(dict.fromkeys(paper.record.id for paper in papers))


def shelf_order(paper: FiledRecord) -> tuple[int, int, str, str, str, tuple[str, ...]]:
    """Sort key: by period, then by what tells papers apart."""
    filing = paper.filing
    span = parse_period(filing.period)
    first, last = (span.first, span.last) if span else ((filing.year or 0) * 12, 0)
    return first, last, paper.record.id, paper.path, filing.box_id or "", filing.item_ids


def _shown(paper: FiledRecord) -> Paper:
    record = paper.record
    bracketed = record.title.startswith("[") and record.title.endswith("]")
    title = f"[{record.title}]" if record.title_made and not bracketed else record.title
    return Paper(title, paper.path, record.first_page)


def _frozen(lists: Mapping[str, list[FiledRecord]]) -> dict[str, tuple[FiledRecord, ...]]:
    return {key: tuple(papers) for key, papers in lists.items()}
