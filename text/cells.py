"""Cells of tables that others open in a spreadsheet program."""

from __future__ import annotations

import re

# Those that Excel, WPS and LibreOffice begin a formula with, also full-width.
_SIGNS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20\t\r\n")
_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula; numbers stay as they are."""
    begins = cell.lstrip(" \u3000\ufeff")[:1] in _SIGNS
    return f"'{cell}" if begins and not _NUMBER.fullmatch(cell) else cell
