"""The deviations of a delivery as rows for a table, CSV or JSONL."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from ..messages import translate
from ..model import Note
from .matching import Delivered, Matching

COLUMNS = ("sheet", "line", "archival_no", "title", "place", "property", "problem", "message")
"""Keys of a row of the report, in order."""

PROPERTIES = {
    "authenticity": (
        "archival_no_doubled",
        "archival_no_empty",
        "archival_no_malformed",
        "date_unreadable",
        "cell_unreadable",
        "already_matched",
        "place_doubled",
    ),
    "completeness": (
        "row_without_images",
        "images_without_row",
        "file_without_row",
        "pages_differ",
        "sheets_differ",
        "pages_missing",
        "pages_doubled",
        "items_missing",
        "title_empty",
        "totals",
        "page_totals",
        "sheet_skipped",
    ),
    "usability": ("format_differs", "formats_mixed"),
    "not_checked": (
        "pages_not_checked",
        "dates_not_checked",
        "pattern_not_checked",
        "start_pages_unclear",
    ),
}
"""Which of the four properties a deviation touches (DA/T 70-2018). Safety is not looked at here."""

_PROPERTY_OF = {
    f"delivery.{name}": property for property, names in PROPERTIES.items() for name in names
}
_FORMULA = ("=", "+", "@", "\t", "\r")


def headings() -> tuple[str, ...]:
    """Titles of the columns in the language in force."""
    return tuple(translate(f"delivery.column.{name}") for name in COLUMNS)


def property_of(note: Note) -> str:
    """``authenticity``, ``completeness``, ``usability`` or ``not_checked``."""
    return _PROPERTY_OF[note.key]


def problem_rows(matching: Matching, notes: Sequence[Note] = ()) -> Iterator[dict[str, str]]:
    """The deviations, row by row: first the whole delivery, then rows, then what has none.

    Args:
        matching: The delivery.
        notes: Further notes on the whole, as those of the catalogue.

    Yields:
        One row a deviation, with the keys of ``COLUMNS``; blank where something does not apply.
    """
    for note in (*matching.notes, *notes):
        yield _row(None, note)
    for delivered in matching.delivered:
        for note in delivered.problems:
            yield _row(delivered, note)


def _row(delivered: Delivered | None, note: Note) -> dict[str, str]:
    row = delivered.row if delivered else None
    values = {
        "sheet": row.sheet if row else "",
        "line": str(row.line) if row else "",
        "archival_no": row.archival_no if row else "",
        "title": row.title if row else "",
        "place": delivered.place if delivered else "",
        "property": property_of(note),
        "problem": note.key.removeprefix("delivery."),
        "message": translate(note.key, **note.values),
    }
    return {name: values[name] for name in COLUMNS}


def csv_text(rows: Sequence[dict[str, str]]) -> str:
    """The report as CSV with titles; nothing in it works as a formula in a spreadsheet.

    Write it as UTF-8 with a byte order mark, or spreadsheet programs misread it.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(headings())
    for row in rows:
        writer.writerow([harmless(row[name]) for name in COLUMNS])
    return buffer.getvalue()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    begins = cell.startswith(_FORMULA) or (cell.startswith("-") and not cell[1:2].isdigit())
    return f"'{cell}" if begins else cell
