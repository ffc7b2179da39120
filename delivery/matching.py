"""Rows of a delivered catalogue and the images delivered with it, brought together.

What is checked follows DA/T 31-2017 (catalogue and image counts agree, in order, no page missed
or scanned twice, one format a batch, images named by 档号) and DA/T 70-2018 (authenticity: 档号
well formed and not doubled; completeness: counts, required elements, continuous numbers). A
check that could not be made is said to be so, never passed over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..model import Note
from .catalogue import CatalogueRow
from .judging import batch_notes, number_problems, row_problems, set_problems, usual_format
from .keys import Claim, Key, RowIndex, texts_of, way_to
from .names import IMAGE_FORMATS, folder_names, groups, natural, page_name, parts, stem_and_ending
from .page_sets import PageSet


@dataclass(frozen=True, slots=True)
class Delivered:
    """One paper of a delivery, or what is left without a row.

    Attributes:
        row: Of the catalogue; None for images and files that no row names.
        pages: Paths of the page images in order; empty where the paper is a file.
        files: Further paths: the paper itself as PDF, DOCX …, or what lies beside its pages.
        sets: The page sets that the pages come from; empty for images whose names carry no
            page numbers.
        problems: What deviates, for the user.
    """

    row: CatalogueRow | None
    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    sets: tuple[PageSet, ...] = ()
    problems: tuple[Note, ...] = ()

    @property
    def place(self) -> str:
        """The folder that it lies in, or the path of its only file."""
        if self.sets:
            return self.sets[0].place
        if self.pages:
            return parts(self.pages[0])[0]
        return self.files[0] if self.files else ""


@dataclass(frozen=True, slots=True)
class Matching:
    """A delivery, matched.

    Attributes:
        delivered: One for each row, in order of the catalogue; then what no row names.
        notes: On the delivery as a whole: totals first, then checks that could not be made.
    """

    delivered: tuple[Delivered, ...]
    notes: tuple[Note, ...]


@dataclass(slots=True)
class _Holding:
    """A page set or a single file, and the row it may belong to."""

    claim: Claim | None
    set: PageSet | None = None
    path: str = ""

    @property
    def is_image(self) -> bool:
        return stem_and_ending(self.path)[1] in IMAGE_FORMATS

    @property
    def order(self) -> tuple[tuple[int, int, str], ...]:
        return natural(f"{self.set.place}/{self.set.name}" if self.set else self.path)


@dataclass(slots=True)
class _Share:
    """What falls to one row."""

    sets: list[_Holding] = field(default_factory=list)
    images: list[_Holding] = field(default_factory=list)
    files: list[_Holding] = field(default_factory=list)
    rivals: list[_Holding] = field(default_factory=list)


def known_numbers(rows: Iterable[CatalogueRow]) -> tuple[str, ...]:
    """What names the rows' papers, for ``page_sets(known=…)``; a bare item number does not."""
    listed = tuple(rows)
    named = zip(listed, texts_of(listed), strict=True)
    return tuple(text for row, text in named if row.archival_no or len(groups(text)) > 1)


def match(
    rows: Sequence[CatalogueRow],
    sets: Sequence[PageSet],
    files: Sequence[str],
    counts: Mapping[str, int] | None = None,
) -> Matching:
    """Bring rows and images together, by the path that a row states or by its 档号.

    A folder or file bears a 档号 in its name, or its name ends one that the folders above begin
    (volume and item). Separators, case, full-width forms and leading zeros do not matter. No
    folder falls to two rows, no row to two folders: such cases are reported.

    Args:
        rows: Of the catalogue.
        sets: As ``page_sets`` gives them.
        files: Single files, as its rest.
        counts: Pages of single files, where they are known.

    Returns:
        Every row, set and file once, each with its problems.
    """
    index = RowIndex(rows)
    holdings = [_Holding(index.claim(_way_of(each), each.pages[0]), set=each) for each in sets]
    holdings += [_Holding(_claim_of(index, path), path=path) for path in files]
    shares, strays = _shared(rows, holdings)
    numbers = number_problems(rows)
    usual = usual_format(sets)
    delivered = [
        _delivered(row, shares[line], numbers.get(line, []), usual, counts or {})
        for line, row in enumerate(rows)
    ]
    delivered += [_stray(holding, rows, usual) for holding in strays]
    notes = batch_notes(rows, sets, files)
    return Matching(tuple(delivered), tuple(notes))


def _way_of(pages: PageSet) -> Key:
    names = folder_names(pages.place)
    return names if pages.is_folder and names else (*names, pages.name)


def _claim_of(index: RowIndex, path: str) -> Claim | None:
    name = parts(path)[1]
    format = IMAGE_FORMATS.get(stem_and_ending(name)[1])
    page = page_name(path, format, frozenset()) if format else None
    return index.claim(way_to(path), path, bare=page.shown if page else None)


def _shared(
    rows: Sequence[CatalogueRow], holdings: Sequence[_Holding]
) -> tuple[list[_Share], list[_Holding]]:
    """What falls to each row, and what to none."""
    by_row: dict[int, list[_Holding]] = defaultdict(list)
    strays = []
    for holding in sorted(holdings, key=lambda each: each.order):
        if holding.claim is None:
            strays.append(holding)
        else:
            by_row[holding.claim.line].append(holding)
    for line, found in by_row.items():
        by_row[line] = _surest(found)
        strays += [each for each in found if each.claim is None]
    shares = [_share(row, by_row[line]) for line, row in enumerate(rows)]
    strays += [rival for share in shares for rival in share.rivals]
    return shares, sorted(strays, key=lambda each: each.order)


def _surest(holdings: Sequence[_Holding]) -> list[_Holding]:
    """Drop what agrees with the stated path less than others do; it is another's namesake."""
    agreed = [each.claim.tier for each in holdings if each.claim and each.claim.kind == 0]
    kept = []
    for each in holdings:
        if each.claim and each.claim.kind == 0 and each.claim.tier > min(agreed):
            each.claim = None
        else:
            kept.append(each)
    return kept


def _share(row: CatalogueRow, holdings: Sequence[_Holding]) -> _Share:
    """Choose among what claims one row: one folder with all in it, and files beside it."""
    stated = any(each.claim and each.claim.kind == 0 for each in holdings)
    share = _Share()
    roots: dict[tuple[Key, bool], list[_Holding]] = defaultdict(list)
    for each in holdings:
        claim = each.claim
        assert claim is not None
        if stated and claim.kind:
            share.rivals.append(each)
        elif each.set or each.is_image:
            roots[claim.root if each.set or claim.above else claim.root[:-1], True].append(each)
        else:
            share.files.append(each)
    chosen = min(roots.values(), key=lambda root: _preference(row, root), default=[])
    for root in roots.values():
        for each in root:
            if root is not chosen:
                share.rivals.append(each)
            elif each.set:
                share.sets.append(each)
            else:
                share.images.append(each)
    return share


def _preference(row: CatalogueRow, root: Sequence[_Holding]) -> tuple[object, ...]:
    """Of several places of one paper: named itself, as many pages as stated, most pages."""
    images = sum(len(each.set.pages) if each.set else 1 for each in root)
    above = min(each.claim.above for each in root if each.claim)
    wrong = abs(images - row.pages) if row.pages is not None else 0
    return above, wrong, -images, root[0].order


def _delivered(
    row: CatalogueRow,
    share: _Share,
    numbers: Sequence[Note],
    usual: str | None,
    counts: Mapping[str, int],
) -> Delivered:
    sets = [each.set for each in _own_first(share.sets) if each.set]
    images = [each.path for each in _own_first(share.images)]
    pages = [page for each in sets for page in each.pages]
    files = [each.path for each in share.files]
    if sets:
        files += images
        found: int | None = len(pages)
    else:
        pages = [path for path in images if counts.get(path, 1) == 1]
        files += [path for path in images if path not in pages]
        found = len(pages) if pages else counts.get(files[0]) if len(files) == 1 else None
    problems = [
        *numbers,
        *row_problems(row, found, bool(pages or files), sum(each.unnumbered for each in sets)),
    ]
    for each in sets:
        problems += set_problems(each, usual)
    for rival in share.rivals:
        place = rival.set.place if rival.set else rival.path
        problems.append(Note("delivery.place_doubled", {"place": place}))
    return Delivered(row, tuple(pages), tuple(files), tuple(sets), tuple(problems))


def _own_first(holdings: Sequence[_Holding]) -> list[_Holding]:
    return sorted(holdings, key=lambda each: (each.claim.above if each.claim else 0, each.order))


def _stray(holding: _Holding, rows: Sequence[CatalogueRow], usual: str | None) -> Delivered:
    """What no row takes, with the reason."""
    name = holding.set.name if holding.set else parts(holding.path)[1]
    if holding.claim:
        row = rows[holding.claim.line]
        values = {"name": name, "line": str(row.line), "archival_no": row.archival_no}
        problems = [Note("delivery.already_matched", values)]
    elif holding.set:
        values = {"name": name, "images": str(len(holding.set.pages))}
        problems = [Note("delivery.images_without_row", values)]
    else:
        problems = [Note("delivery.file_without_row", {"name": name})]
    if holding.set is None:
        return Delivered(None, files=(holding.path,), problems=tuple(problems))
    problems += set_problems(holding.set, usual)
    return Delivered(None, holding.set.pages, (), (holding.set,), tuple(problems))
