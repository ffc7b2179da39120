"""Which row of a catalogue a folder or file belongs to, whatever separators its name has."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain

from .catalogue import CatalogueRow
from .names import folder_names, groups, levelled, loose, parts, stem_and_ending

Key = tuple[str, ...]

_DEEPEST = 4
_UPWARDS = 2


@dataclass(frozen=True, slots=True, order=True)
class Claim:
    """Why a folder or file belongs to a row; the smaller the surer.

    Attributes:
        kind: 0 for the path that the catalogue states, 1 for the 档号.
        above: Folders between the one that bears the name and the thing itself.
        tier: 0 where all characters agree but separators, 1 where leading zeros differ too,
            2 where separators are left out; of a stated path, minus the names that agree.
        root: Names on the way to what bears the name.
        line: Index of the row, from 0.
        rows: Indexes of all rows that it fits.
    """

    kind: int
    above: int
    tier: int
    root: Key
    line: int
    rows: tuple[int, ...]


def texts_of(rows: Sequence[CatalogueRow]) -> list[str]:
    """What names each row's paper: its 档号; with the 件号 where rows of a volume share it.

    A row without 档号 goes by the numbers of which one is made.
    """
    shared: dict[Key, set[str]] = defaultdict(set)
    uses = Counter(groups(row.archival_no) for row in rows)
    for row in rows:
        shared[groups(row.archival_no)].add(row.item_no or "")
    texts = []
    for row in rows:
        number = groups(row.archival_no)
        told_apart = uses[number] > 1 and len(shared[number]) == uses[number]
        if row.archival_no and told_apart:
            texts.append(f"{row.archival_no}-{row.item_no or ''}".rstrip("-"))
        else:
            texts.append(row.archival_no or "-".join(_levels(row)))
    return texts


def _levels(row: CatalogueRow) -> list[str]:
    """Numbers from which a row's 档号 could be made, the widest first (DA/T 13-2022)."""
    above = (row.fonds, row.catalogue_no, row.volume_no) if row.volume_no else (row.box,)
    return [each for each in (*above, row.item_no) if each]


def _partial(row: CatalogueRow) -> list[str]:
    levels = _levels(row)
    return ["-".join(levels[start:]) for start in range(len(levels))]


def _squeezed(key: Key) -> Key:
    return ("".join(key),)


_TIERS: tuple[Callable[[Key], Key], ...] = (tuple, loose, _squeezed)


class RowIndex:
    """Finds the rows that a folder or file fits."""

    def __init__(self, rows: Sequence[CatalogueRow]) -> None:
        self._full: list[dict[Key, list[int]]] = [defaultdict(list) for _ in _TIERS]
        self._short: list[dict[Key, list[int]]] = [defaultdict(list) for _ in _TIERS]
        self._paths: dict[str, list[tuple[Key, int]]] = defaultdict(list)
        for line, (row, text) in enumerate(zip(rows, texts_of(rows), strict=True)):
            index = self._full if row.archival_no else self._short
            for each in [text] if row.archival_no else _partial(row):
                if key := groups(each):
                    for tier, form in enumerate(_TIERS):
                        index[tier][form(key)].append(line)
            if path := _stated_path(row):
                self._paths[path[-1]].append((path, line))

    def claim(self, names: Key, file: str, bare: str | None = None) -> Claim | None:
        """The surest row for what lies at the end of folders.

        Args:
            names: Of the folders on the way, and of the page set or file itself.
            file: Path of the file, or of the set's first page, which the catalogue may state.
            bare: The name of an image without its page number, where that may be the 档号.
        """
        stated = self._by_path(names, file)
        if stated:
            return stated
        for end in range(len(names), max(0, len(names) - 1 - _UPWARDS), -1):
            above = len(names) - end
            found = self._by_key(names[:end], above)
            if not found and not above and bare:
                found = self._by_key((*names[:-1], bare), above)
            if found:
                return found
        return None

    def _by_key(self, names: Key, above: int) -> Claim | None:
        tail = [groups(name) for name in names[-_DEEPEST:]]
        for start in range(len(tail)):
            key = tuple(chain.from_iterable(tail[start:]))
            for tier, form in enumerate(_TIERS):
                found = self._full[tier].get(form(key), []) if key else []
                if not found and key and not above and tier < 2:
                    # Parts of a number may fit rows of several volumes; then they tell nothing.
                    partly = self._short[tier].get(form(key), [])
                    found = partly if len(partly) == 1 else []
                if found:
                    return Claim(1, above, tier, names, found[0], tuple(found))
        return None

    def _by_path(self, names: Key, file: str) -> Claim | None:
        if not self._paths:
            return None
        place, name = parts(file)
        level = tuple(map(levelled, names))
        ways = [(0, (*map(levelled, folder_names(place)), levelled(name))), (0, level)]
        for above, way in [*ways, (1, level[:-1])]:
            stated = self._paths.get(way[-1], []) if way else []
            options = [(_common(way, path), line) for path, line in stated]
            longest = max((length for length, _ in options), default=0)
            if longest:
                lines = tuple(line for length, line in options if length == longest)
                root = names[: len(names) - above]
                return Claim(0, above, -longest, root, lines[0], lines)
        return None


def _stated_path(row: CatalogueRow) -> Key:
    text = (row.path or "").replace("\\", "/").strip()
    return tuple(levelled(part) for part in text.split("/") if part.strip(" ."))


def _common(one: Key, other: Key) -> int:
    """How many names two paths share at their end; one alone does not do unless it is all."""
    length = 0
    for left, right in zip(reversed(one), reversed(other), strict=False):
        if left != right:
            break
        length += 1
    return length if length > 1 or length == min(len(one), len(other)) else 0


def way_to(path: str) -> Key:
    """The names on the way to a file, its own without the ending."""
    place, name = parts(path)
    return (*folder_names(place), stem_and_ending(name)[0])
