"""Vendor deliveries: a catalogue and page images, brought together and checked; pure functions."""

from .catalogue import Catalogue, CatalogueRow, csv_rows, read_catalogue
from .columns import ColumnMapping, read_mapping
from .judging import page_count_problems
from .matching import Delivered, Matching, known_numbers, match
from .page_sets import Basis, Grouped, PageSet, page_sets
from .report import problem_rows

__all__ = [
    "Basis",
    "Catalogue",
    "CatalogueRow",
    "ColumnMapping",
    "Delivered",
    "Grouped",
    "Matching",
    "PageSet",
    "csv_rows",
    "known_numbers",
    "match",
    "page_count_problems",
    "page_sets",
    "problem_rows",
    "read_catalogue",
    "read_mapping",
]
