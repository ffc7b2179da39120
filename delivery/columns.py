"""Which column of a delivered catalogue holds what: by titles known, or by a mapping file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import yaml

from ..errors import UsageError
from .words import column_names, field_titles, plain

Rows = Sequence[Sequence[str]]

IDENTITIES = ("archival_no", "path", "volume_no", "item_no")
"""Fields of which one must be there: without them no row can find its images."""
MAX_MAPPING = 100_000
"""Characters of a mapping file."""

_DEEPEST_HEADER = 60
_LETTERS = re.compile(r"[A-Z]{1,3}")
_NAMES_SHOWN = 30


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What a mapping file says.

    Attributes:
        columns: Field → title or letter of its column; None where the catalogue has none.
        header: Line of the column titles, from 1; 0 where there is none; None to look for it.
    """

    columns: Mapping[str, str | None] = field(default_factory=dict)
    header: int | None = None


NO_MAPPING = ColumnMapping()


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one table.

    Attributes:
        places: Field → index of its column.
        titles: Of all columns, as written; empty where a column has none.
        header: Indexes of the lines that hold the titles.
    """

    places: Mapping[str, int]
    titles: tuple[str, ...]
    header: range

    def shown(self) -> dict[str, str]:
        """Field → title of its column as written, or its letter where it has none."""
        return {
            name: (self.titles[place] if place < len(self.titles) else "") or letters(place)
            for name, place in self.places.items()
        }


def read_mapping(text: str, file: str) -> ColumnMapping:
    """Read a mapping file.

    YAML, one line a field: ``题名: 文件标题`` or ``title: C``; the field by its English name or
    any title that danghe knows for it, the column by its title or letter; ``null`` says that the
    catalogue lacks the field. ``header: 3`` names the line of the titles, ``header: 0`` none.

    Args:
        text: Of the file.
        file: Its name, for errors.

    Raises:
        UsageError: Not such a file, or a field that is not known.
    """
    try:
        raw = yaml.safe_load(text[:MAX_MAPPING])
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise UsageError("delivery.mapping_syntax", file=file, line=line) from error
    if not isinstance(raw, dict) or len(text) > MAX_MAPPING:
        raise UsageError("delivery.mapping_syntax", file=file, line=1)
    header = raw.pop("header", None)
    if header is not None and (not isinstance(header, int) or header < 0):
        raise UsageError("delivery.mapping_header", header=header)
    columns: dict[str, str | None] = {}
    for key, value in raw.items():
        name = _field(str(key))
        if name is None or name in columns or not isinstance(value, str | None):
            known = "、".join(f"{title} ({name})" for name, title in field_titles().items())
            raise UsageError("delivery.mapping_field", file=file, field=key, known=known)
        columns[name] = value
    return ColumnMapping(columns, header)


def _field(key: str) -> str | None:
    if key in field_titles():
        return key
    known = column_names().get(plain(key))
    return known[1] if known else None


def find_columns(rows: Rows, mapping: ColumnMapping = NO_MAPPING) -> Columns | UsageError | None:
    """Find the line of the column titles, and what each column holds.

    Lines before it, such as a merged title, do not matter; titles may take two lines.

    Args:
        rows: Of one table.
        mapping: Goes before what titles say.

    Returns:
        The columns, or None where no line looks like column titles, or an error to raise if no
        other table serves: none of the columns tells which images belong to a row.

    Raises:
        UsageError: Two columns claim to be the same; the mapping names a column that is not
            there. The remedy lists what was found.
    """
    best = max(_headers(rows, mapping), key=lambda each: each[0], default=None)
    if best is None:
        return None
    _, titles, header = best
    places = _resolved(titles, rows[header.stop :], mapping)
    if not any(name in places for name in IDENTITIES):
        return UsageError("delivery.no_identity", found=_listed(titles))
    return Columns(places, titles, header)


def _headers(
    rows: Rows, mapping: ColumnMapping
) -> list[tuple[tuple[int, int], tuple[str, ...], range]]:
    """Lines, or pairs of them, that can be column titles, each with its score."""
    width = max(map(len, rows), default=0)
    if mapping.header == 0:
        return [((0, 0), ("",) * width, range(0))]
    if mapping.header is not None:
        line = mapping.header - 1
        if line >= len(rows):
            return []
        lines = range(line, line + 1)
    else:
        lines = range(min(len(rows), _DEEPEST_HEADER))
    found = []
    for line in lines:
        alone = _padded(rows[line], width)
        known = _recognised(alone, mapping)
        if known >= 2 or mapping.header is not None:
            found.append(((known, -line), alone, range(line, line + 1)))
        if line + 1 < len(rows):
            lower = _padded(rows[line + 1], width)
            both = _joined(alone, lower)
            score = _recognised(both, mapping) if both else 0
            if both and score > max(1, known, _recognised(lower, mapping)):
                found.append(((score, -line), both, range(line, line + 2)))
    return found


def _padded(row: Sequence[str], width: int) -> tuple[str, ...]:
    return (*row, *("",) * (width - len(row)))


def _recognised(titles: Sequence[str], mapping: ColumnMapping) -> int:
    wanted = {plain(title): name for name, title in mapping.columns.items() if title}
    known = column_names()
    names = (wanted.get(bare) or known.get(bare, (0, ""))[1] for bare in map(plain, titles))
    return len({name for name in names if name})


def _joined(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...] | None:
    """Titles of two lines, as 页号 over 起 and 止; None where the lower line is no title."""
    if any(len(plain(cell)) > 6 or any(map(str.isdigit, cell)) for cell in lower):
        return None
    titles, group = [], ""
    for above, below in zip(upper, lower, strict=True):
        group = above if plain(above) or not plain(below) else group
        readings = (below, below + group, group + below) if plain(below) else (above,)
        titles.append(next((r for r in readings if plain(r) in column_names()), readings[-1]))
    return tuple(titles)


def _resolved(titles: Sequence[str], below: Rows, mapping: ColumnMapping) -> dict[str, int]:
    places = {
        name: _mapped(name, column, titles)
        for name, column in mapping.columns.items()
        if column is not None
    }
    claims: dict[str, list[tuple[int, int]]] = {}
    for place, title in enumerate(titles):
        rank, name = column_names().get(plain(title), (0, ""))
        if name and name not in mapping.columns and place not in places.values():
            claims.setdefault(name, []).append((rank, place))
    for name, claimed in claims.items():
        best = min(rank for rank, _ in claimed)
        columns = [place for rank, place in claimed if rank == best]
        # A merged title may stand over empty columns too.
        used = [place for place in columns if any(_cell(row, place).strip() for row in below)]
        if len(used) > 1:
            shown = "、".join(f"{letters(place)} “{titles[place]}”" for place in used)
            raise UsageError(
                "delivery.column_twice",
                field=field_titles()[name],
                columns=shown,
                found=_listed(titles),
            )
        places[name] = (used or columns)[0]
    return places


def _mapped(name: str, column: str, titles: Sequence[str]) -> int:
    """Index of the column that a mapping names by title or by letter."""
    same = [place for place, title in enumerate(titles) if title and plain(title) == plain(column)]
    if len(same) == 1:
        return same[0]
    if _LETTERS.fullmatch(column.strip().upper()):
        place = _index(column.strip().upper())
        if place < len(titles):
            return place
    raise UsageError(
        "delivery.mapping_column",
        field=field_titles()[name],
        column=column,
        found=_listed(titles),
    )


def _cell(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def letters(place: int) -> str:
    """A spreadsheet's name for a column: 0 is A, 26 is AA."""
    name = ""
    place += 1
    while place:
        place, digit = divmod(place - 1, 26)
        name = chr(ord("A") + digit) + name
    return name


def _index(name: str) -> int:
    value = 0
    for letter in name:
        value = value * 26 + ord(letter) - ord("A") + 1
    return value - 1


def _listed(titles: Sequence[str]) -> str:
    shown = [f"{letters(n)} “{title.strip()}”" for n, title in enumerate(titles) if title.strip()]
    more = "…" if len(shown) > _NAMES_SHOWN else ""
    return "、".join(shown[:_NAMES_SHOWN]) + more or "–"
