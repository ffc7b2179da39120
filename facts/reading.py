"""From the text of a document to what it states."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Document
from ..stated import Statements


def statements_of(
    document: Document,
    start: int = 0,
    end: int | None = None,
    *,
    known_names: Sequence[str] = (),
    relations: Sequence[Sequence[str]] = (),
) -> Statements:
    """Read what a paper states."""
    return Statements()
