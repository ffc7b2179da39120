"""What deviates in a delivery: notes on rows, on page sets, and on the whole."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby

from ..model import Note
from .catalogue import CatalogueRow
from .keys import texts_of
from .names import IMAGE_FORMATS, groups, levelled, parts, stem_and_ending
from .page_sets import PageSet
from .words import field_titles

_FEWEST = 3
_MOST = 2 / 3
_SURELY = 0.9
_SHOWN = 8
_LONGEST_GAP = 200
_PIECES = re.compile(r"([a-z]+|[0-9]+|[^\W\d_a-z]+)")


def row_problems(
    row: CatalogueRow, found: int | None, any_there: bool, unnumbered: int
) -> list[Note]:
    """What is wrong with one row and the number of its images.

    Args:
        row: Of the catalogue.
        found: Images or pages that were found; None where they could not be counted.
        any_there: Whether anything was found.
        unnumbered: How many of them are a volume's cover and the like, which 页数 may leave out.
    """
    problems = []
    if not any_there:
        problems.append(Note("delivery.row_without_images"))
    if not row.title:
        problems.append(Note("delivery.title_empty"))
    for name in row.unread:
        key = "delivery.date_unreadable" if name == "date" else "delivery.cell_unreadable"
        problems.append(Note(key, {"field": field_titles()[name], "written": row.written[name]}))
    if any_there and found is not None:
        problems += page_count_problems(row, found, unnumbered)
    return problems


def page_count_problems(row: CatalogueRow, found: int, unnumbered: int = 0) -> list[Note]:
    """Whether a row's 页数, or else 张数, agrees with the pages that were found.

    A sheet has one page or two.
    """
    values = {"found": str(found)}
    if row.pages is not None:
        if row.pages in (found, found - unnumbered):
            return []
        return [Note("delivery.pages_differ", values | {"stated": str(row.pages)})]
    if row.sheets is not None and not row.sheets <= found <= 2 * row.sheets + unnumbered:
        return [Note("delivery.sheets_differ", values | {"stated": str(row.sheets)})]
    return []


def set_problems(pages: PageSet, usual: str | None) -> list[Note]:
    """What is wrong with the images of one set.

    Args:
        pages: The set.
        usual: The format of most of the batch.
    """
    problems = []
    if pages.missing:
        problems.append(Note("delivery.pages_missing", {"numbers": ranges(pages.missing)}))
    if pages.doubled:
        names = [parts(path)[1] for path in pages.doubled]
        problems.append(Note("delivery.pages_doubled", {"names": _some(names)}))
    if usual and pages.formats != (usual,):
        values = {"formats": "、".join(pages.formats), "usual": usual}
        problems.append(Note("delivery.format_differs", values))
    return problems


def number_problems(rows: Sequence[CatalogueRow]) -> dict[int, list[Note]]:
    """What is wrong with the 档号 of rows, by index of the row.

    A 档号 is malformed where it leaves the pattern that most rows follow; which pattern is right
    is the local authority's to say.
    """
    problems: dict[int, list[Note]] = defaultdict(list)
    has_column = any(row.archival_no for row in rows)
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, text in enumerate(texts_of(rows)):
        if key := groups(text):
            places[key].append(index)
        if has_column and not rows[index].archival_no:
            problems[index].append(Note("delivery.archival_no_empty"))
    for same in places.values():
        for index in same if len(same) > 1 else ():
            others = "、".join(_line(rows[other]) for other in same[:_SHOWN] if other != index)
            problems[index].append(Note("delivery.archival_no_doubled", {"lines": others or "…"}))
    for index, example in _malformed([row.archival_no for row in rows]).items():
        values = {"archival_no": rows[index].archival_no, "example": example}
        problems[index].append(Note("delivery.archival_no_malformed", values))
    return problems


def _line(row: CatalogueRow) -> str:
    return f"{row.sheet} {row.line}".strip()


def _malformed(numbers: Sequence[str]) -> dict[int, str]:
    """Indexes of the 档号 that leave the majority's pattern, each with one that follows it."""
    shapes = [_shape(number) for number in numbers]
    pattern = _majority([shape for shape in shapes if shape])
    if pattern is None:
        return {}
    regular = [index for index, shape in enumerate(shapes) if shape == pattern]
    widths = [
        _usual_form([_form(numbers[i], place) for i in regular]) for place in _places(pattern)
    ]
    found = {}
    for index, number in enumerate(numbers):
        forms = [_form(number, place) for place in _places(pattern)] if shapes[index] else []
        agrees = shapes[index] == pattern and all(
            usual in (None, form) for usual, form in zip(widths, forms, strict=True)
        )
        if number and not agrees:
            found[index] = ""
    example = next((numbers[i] for i in regular if i not in found), "")
    return dict.fromkeys(found, example) if example else {}


def _shape(number: str) -> tuple[str, ...]:
    """The separators of a 档号 in order; its groups are as many and one more."""
    level = levelled(number)
    return tuple(re.split(r"[^\W_]+", level)) if groups(level) else ()


def _places(pattern: tuple[str, ...]) -> range:
    return range(len(pattern) - 1)


def _form(number: str, place: int) -> str:
    """A group as A for letters, 字 for Han and one 9 a digit: D30 is A99."""
    found = groups(number)
    if place >= len(found):
        return ""
    pieces = _PIECES.findall(found[place])
    return "".join("9" * len(p) if p.isdigit() else "A" if p.isascii() else "字" for p in pieces)


def _majority(shapes: Sequence[tuple[str, ...]]) -> tuple[str, ...] | None:
    if not shapes:
        return None
    shape, uses = Counter(shapes).most_common(1)[0]
    return shape if uses >= _FEWEST and uses >= _MOST * len(shapes) else None


def _usual_form(forms: Sequence[str]) -> str | None:
    """The form of digits that nearly all rows have at a place; None where they vary."""
    form, uses = Counter(forms).most_common(1)[0]
    nearly_all = uses >= _SURELY * len(forms) or (uses == len(forms) - 1 and uses >= _FEWEST)
    return form if nearly_all and set(form) == {"9"} else None


def usual_format(sets: Iterable[PageSet]) -> str | None:
    """The image format of most sets; None without any."""
    formats = Counter(each.formats[0] for each in sets if each.formats)
    return max(formats, key=lambda name: (formats[name], name)) if formats else None


def batch_notes(
    rows: Sequence[CatalogueRow], sets: Sequence[PageSet], files: Sequence[str]
) -> list[Note]:
    """Totals of a delivery, and what could not be checked in it."""
    inside = [path for each in sets for path in (*each.pages, *each.doubled)]
    endings = (stem_and_ending(parts(path)[1])[1] for path in (*inside, *files))
    formats = Counter(IMAGE_FORMATS[end] for end in endings if end in IMAGE_FORMATS)
    images = formats.total()
    stated = [row.pages for row in rows if row.pages is not None]
    totals = {"rows": len(rows), "sets": len(sets), "images": images, "files": len(files)}
    notes = [Note("delivery.totals", {name: str(value) for name, value in totals.items()})]
    if stated:
        values = {"pages": str(sum(stated)), "rows": str(len(stated)), "images": str(images)}
        notes.append(Note("delivery.page_totals", values))
    if len(formats) > 1:
        shown = "、".join(f"{name} {uses}" for name, uses in sorted(formats.items()))
        notes.append(Note("delivery.formats_mixed", {"formats": shown}))
    return notes + _item_gaps(rows) + _unchecked(rows)


def _item_gaps(rows: Sequence[CatalogueRow]) -> list[Note]:
    """Numbers that are absent between the first and last item of one 档号 level (DA/T 70)."""
    items: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for key in map(groups, texts_of(rows)):
        if key and key[-1].isascii() and key[-1].isdigit() and len(key[-1]) <= 6:
            items[key[:-1]].add(int(key[-1]))
    notes = []
    for above, numbers in sorted(items.items()):
        span = max(numbers) - min(numbers) + 1
        absent = span - len(numbers)
        if 0 < absent <= min(_LONGEST_GAP, len(numbers)) and len(numbers) >= _FEWEST:
            gaps = [n for n in range(min(numbers), max(numbers)) if n not in numbers]
            values = {"above": "-".join(above).upper(), "numbers": ranges(gaps)}
            notes.append(Note("delivery.items_missing", values))
    return notes


def _unchecked(rows: Sequence[CatalogueRow]) -> list[Note]:
    notes: list[Note] = []
    if not rows:
        return notes
    if not any(row.pages is not None or row.sheets is not None for row in rows):
        notes.append(Note("delivery.pages_not_checked"))
    if not any("date" in row.written for row in rows):
        notes.append(Note("delivery.dates_not_checked"))
    shapes = [shape for row in rows if (shape := _shape(row.archival_no))]
    if _majority(shapes) is None:
        notes.append(Note("delivery.pattern_not_checked"))
    return notes


def ranges(numbers: Iterable[int]) -> str:
    """Numbers as people list them: 3、7–9."""
    shown = []
    for _, run in groupby(enumerate(sorted(numbers)), lambda pair: pair[1] - pair[0]):
        figures = [number for _, number in run]
        shown.append(f"{figures[0]}" + (f"–{figures[-1]}" if len(figures) > 1 else ""))
    return _some(shown, 40)


def _some(names: Sequence[str], most: int = _SHOWN) -> str:
    return "、".join(names[:most]) + ("…" if len(names) > most else "")
