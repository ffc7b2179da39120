"""Which images are the pages of one paper, judged by their paths alone.

Vendors deliver one image a page, named by 档号 and image number or lying numbered in a folder
named by 档号 (DA/T 31-2017); offices scan into folders of 0001.jpg, 0002.jpg. Photographs are
numbered too, yet each is a paper of its own. Joining papers that do not belong together costs
more than leaving pages apart, so images are joined only where a name says that they are pages.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from .names import (
    IMAGE_FORMATS,
    PageName,
    dated,
    folder_names,
    groups,
    levelled,
    looks_archival,
    loose,
    natural,
    page_name,
    parts,
    stem_and_ending,
)
from .words import word_set

_DEEPEST = 4
_PHOTOGRAPHS_WITHIN = 3


class Basis(StrEnum):
    """Why images count as pages of one paper, the surest first."""

    CATALOGUE = "catalogue"
    """The catalogue has the 档号 that the folder or the names bear."""
    ARCHIVAL_NO = "archival_no"
    """Folder or names have the shape of a 档号."""
    FOLDER_NAME = "folder_name"
    """The names are the folder's name and a number."""
    ITEM_NO = "item_no"
    """The names are two numbers, of an item and a page: 0001-001."""
    PAGE_WORD = "page_word"
    """The names say page or scan."""
    PADDED = "padded"
    """The names are numbers with leading zeros."""
    BARE = "bare"
    """The names are plain numbers: 1, 2 … 12."""


_SURE = (Basis.CATALOGUE, Basis.ARCHIVAL_NO)


@dataclass(frozen=True, slots=True)
class PageSet:
    """The images that make one paper.

    Attributes:
        place: The folder they lie in, as in their paths.
        name: The folder's name, or what the files' names have in common before the number.
        pages: Paths in order of the pages.
        missing: Numbers that are absent between the first page and the last one there.
        doubled: Paths of images that repeat a page; they are not among the pages.
        first: Number that the first page ought to have: 0, 1, or what follows the set before
            where a volume is numbered through.
        unnumbered: How many of the pages are a volume's cover, contents and the like.
        formats: Image formats among the pages, most frequent first; one is as it should be.
        basis: Why they were joined.
    """

    place: str
    name: str
    pages: tuple[str, ...]
    missing: tuple[int, ...] = ()
    doubled: tuple[str, ...] = ()
    first: int = 1
    unnumbered: int = 0
    formats: tuple[str, ...] = ()
    basis: Basis = Basis.BARE

    @property
    def is_folder(self) -> bool:
        """Whether the whole folder is the set, rather than some of several in it."""
        names = folder_names(self.place)
        return not names or self.name == names[-1]


@dataclass(frozen=True, slots=True)
class Grouped:
    """Paths divided into page sets and the rest.

    Attributes:
        sets: In natural order of place and name.
        rest: Paths that are no pages, in natural order.
    """

    sets: tuple[PageSet, ...]
    rest: tuple[str, ...]


@dataclass(slots=True)
class _Candidate:
    """Pages that may be one paper; ``begin`` is settled when its neighbours are known."""

    place: str
    name: str
    basis: Basis
    names: list[PageName]
    begin: int = 1

    @property
    def numbers(self) -> list[int]:
        return sorted({name.number for name in self.names if not name.zone})


def page_sets(
    paths: Iterable[str], known: Iterable[str] = (), whole: Collection[str] = ()
) -> Grouped:
    """Divide paths into sets of page images and the rest.

    Only names are looked at. A TIFF of several pages is a paper, not a page; who can open files
    says so with ``whole``.

    Args:
        paths: Parts separated by ``/``; those in containers as ``out.zip!/dir/0001.jpg``. Their
            order does not matter, one that comes twice counts once.
        known: The 档号 of a catalogue, leading zeros aside. A folder or prefix among them makes
            a set, a file among them stays whole.
        whole: Paths that are never pages.

    Returns:
        Every path once: among the pages or the doubled of one set, or in the rest.
    """
    numbers = frozenset(loose(found) for found in map(groups, known) if found)
    folders: dict[str, list[str]] = defaultdict(list)
    for path in sorted(set(paths)):
        folders[parts(path)[0]].append(path)
    rest: list[str] = []
    candidates: list[_Candidate] = []
    for place, inside in folders.items():
        images = _images(inside, set(whole))
        found = _candidates(place, inside, images, numbers)
        candidates += found
        taken = {name.path for candidate in found for name in candidate.names}
        rest += [path for path in inside if path not in taken]
    _number_through(candidates)
    sets = []
    for candidate in candidates:
        if _is_dense(candidate):
            sets.append(_settled(candidate))
        else:
            rest += [name.path for name in candidate.names]
    sets.sort(key=lambda each: (natural(each.place), natural(each.name)))
    return Grouped(tuple(sets), tuple(sorted(rest, key=natural)))


def _images(inside: Sequence[str], whole: set[str]) -> dict[str, str]:
    """The images of one folder with their formats."""
    endings = {path: stem_and_ending(parts(path)[1])[1] for path in inside if path not in whole}
    return {path: IMAGE_FORMATS[end] for path, end in endings.items() if end in IMAGE_FORMATS}


def _candidates(
    place: str,
    inside: Sequence[str],
    images: dict[str, str],
    known: frozenset[tuple[str, ...]],
) -> list[_Candidate]:
    """What in one folder may be a set."""
    folder = _Folder(place, known)
    stems = frozenset(levelled(stem_and_ending(parts(path)[1])[0]) for path in inside)
    read = (page_name(path, format, stems) for path, format in images.items())
    names = [name for name in read if name and not folder.holds_whole(name)]
    by_prefix: dict[tuple[str, ...], list[PageName]] = defaultdict(list)
    for name in _with_sides(names, folder):
        by_prefix[groups(name.prefix)].append(name)
    found = []
    for prefix, members in by_prefix.items():
        basis = folder.basis(prefix, members)
        if basis and len({name.order for name in members}) > 1:
            of_folder = not prefix or basis is Basis.FOLDER_NAME or _is_page_word(prefix)
            shown = min(name.shown for name in members)
            called = folder.name if of_folder and folder.name else shown
            found.append(_Candidate(place, called, basis, members))
    unsure = sum(len(each.names) for each in found if each.basis not in _SURE)
    others = len(images) - sum(len(each.names) for each in found)
    # A few numbered images among many that are not: the numbers mean something else.
    return [each for each in found if each.basis in _SURE or unsure >= others]


def _is_page_word(prefix: tuple[str, ...]) -> bool:
    return len(prefix) == 1 and prefix[0] in word_set("page")


def _is_scan(prefix: tuple[str, ...]) -> bool:
    """Whether a prefix is one run of a scanner: the word for it with a date or number behind."""
    joined = "".join(prefix)
    return joined[-1:].isdigit() and joined.rstrip("0123456789") in word_set("scan")


@dataclass
class _Folder:
    """What a folder's name, and those above it, say about the images in it."""

    place: str
    known: frozenset[tuple[str, ...]]

    @cached_property
    def name(self) -> str:
        """Its own name, empty where paths name no folder."""
        names = folder_names(self.place)
        return names[-1] if names else ""

    @cached_property
    def chains(self) -> list[tuple[str, ...]]:
        """Its name, then with that of the folder above, and so on."""
        names = [groups(name) for name in folder_names(self.place)[-_DEEPEST:]]
        return [sum(names[start:], ()) for start in range(len(names) - 1, -1, -1)]

    def is_known(self, tail: tuple[str, ...] = ()) -> bool:
        """Whether the catalogue has the folder, or what begins with its name and ends so."""
        if not self.known:
            return False
        alone = bool(tail) and loose(tail) in self.known
        return alone or any(loose((*chain, *tail)) in self.known for chain in self.chains)

    def holds_whole(self, page: PageName) -> bool:
        """Whether the catalogue has an image's full name: a paper of one image, no page."""
        stem = groups(page.stem)
        if len(stem) == 1 and self.is_known():
            return False
        return self.is_known(stem) and not page.zone

    @cached_property
    def holds_photographs(self) -> bool:
        """Whether the folder, or one close above it, says that it holds photographs."""
        names = [levelled(name) for name in folder_names(self.place)[-_PHOTOGRAPHS_WITHIN:]]
        if any(word in name for word in word_set("photographs", "anywhere") for name in names):
            return True
        return bool(names) and names[-1] in word_set("photographs", "whole_name")

    def basis(self, prefix: tuple[str, ...], members: Sequence[PageName]) -> Basis | None:
        """Why images of a prefix are pages of one paper; None where nothing says so."""
        word = not prefix or _is_page_word(prefix)
        if self.is_known(() if word else prefix) or (prefix and self._is_own(prefix, known=True)):
            return Basis.CATALOGUE
        if not word and all(map(dated, members)):
            return None
        if looks_archival(self.name if word or self._is_own(prefix) else members[0].prefix):
            return Basis.ARCHIVAL_NO
        if self.holds_photographs:
            return None
        if prefix and self._is_own(prefix):
            return Basis.FOLDER_NAME
        if _is_scan(prefix):
            return Basis.PAGE_WORD
        if prefix and not word:
            return Basis.ITEM_NO if _are_items(prefix, members) else None
        if prefix:
            return Basis.PAGE_WORD
        padded = any(name.written.startswith("0") and name.number for name in members)
        return Basis.PADDED if padded else Basis.BARE

    def _is_own(self, prefix: tuple[str, ...], known: bool = False) -> bool:
        """Whether a prefix is the folder's own name, or that with the names above it."""
        return prefix in self.chains and (not known or self.is_known())


def _are_items(prefix: tuple[str, ...], members: Sequence[PageName]) -> bool:
    """Whether a prefix is an item's number: padded, and neither a year nor part of a date."""
    number = prefix[0]
    if len(prefix) > 1 or not number.isdigit() or not 3 <= len(number) <= 5:
        return False
    return not any(map(dated, members)) and not number.startswith(("19", "20"))


def _with_sides(names: Sequence[PageName], folder: _Folder) -> list[PageName]:
    """Read 0001-1 and 0001-2 as the two sides of a sheet where nothing speaks for items.

    The same names can mean items of two pages each. They are sides when the part before is the
    number of a page: nothing, a page word or the folder's own complete 档号 stands before it,
    and no number after it goes beyond 2.
    """
    beyond = {
        groups(name.prefix)[:-1] for name in names if name.prefix and name.written not in ("1", "2")
    }
    read = []
    for name in names:
        side = name.as_side()
        read.append(side if side and _is_sheet(side, folder, beyond) else name)
    return read


def _is_sheet(side: PageName, folder: _Folder, beyond: Collection[tuple[str, ...]]) -> bool:
    prefix = groups(side.prefix)
    complete = prefix in folder.chains and prefix[-1].isdigit()
    if prefix and not _is_page_word(prefix) and not complete:
        return False
    return prefix not in beyond and not folder.is_known((*prefix, side.written))


def _number_through(candidates: Sequence[_Candidate]) -> None:
    """Settle with which number each set begins.

    Where the pages of a volume are numbered through its items, a set goes on where its neighbour
    ends; a gap counts between the two once others have joined without one. Elsewhere the numbers
    before the first one there are missing.
    """
    neighbours: dict[tuple[bool, str], list[_Candidate]] = defaultdict(list)
    for each in candidates:
        of_folder = each.name == _Folder(each.place, frozenset()).name
        neighbours[of_folder, parts(each.place)[0] if of_folder else each.place].append(each)
    for row in neighbours.values():
        row.sort(key=lambda each: (natural(each.place), natural(each.name)))
        last, through = 0, False
        for each in row:
            if numbers := each.numbers:
                through = bool(last) and (numbers[0] == last + 1 or (through and numbers[0] > last))
                each.begin = last + 1 if through else min(1, numbers[0])
                last = numbers[-1]


def _is_dense(candidate: _Candidate) -> bool:
    """Whether the numbers run on well enough to be those of pages.

    A 档号 makes pages of images that stand far apart too, within reason.
    """
    numbers = candidate.numbers
    if not numbers:
        return False
    absent = numbers[-1] - candidate.begin + 1 - len(numbers)
    sure = candidate.basis in _SURE
    return absent <= (4 * len(numbers) + 16 if sure else len(numbers) - 1)


def _settled(candidate: _Candidate) -> PageSet:
    formats = Counter(name.format for name in candidate.names)
    ranked = sorted(formats, key=lambda format: (-formats[format], format))
    pages: dict[tuple[int, int, int], str] = {}
    doubled = []
    widths = Counter(len(name.written) for name in candidate.names)

    # Of two images of one page, the one that looks like the others stands.
    def likeness(name: PageName) -> tuple[object, ...]:
        unlike = ranked.index(name.format), name.copy, -widths[len(name.written)]
        return name.order, *unlike, natural(name.path)

    for name in sorted(candidate.names, key=likeness):
        if name.order in pages:
            doubled.append(name.path)
        else:
            pages[name.order] = name.path
    numbers = set(candidate.numbers)
    return PageSet(
        place=candidate.place,
        name=candidate.name,
        pages=tuple(pages.values()),
        missing=tuple(n for n in range(candidate.begin, max(numbers) + 1) if n not in numbers),
        doubled=tuple(doubled),
        first=candidate.begin,
        unnumbered=sum(zone != 0 for zone, _, _ in pages),
        formats=tuple(ranked),
        basis=candidate.basis,
    )
