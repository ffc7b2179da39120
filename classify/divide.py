"""Where one source's text falls apart into papers."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Document


@dataclass(frozen=True, slots=True)
class Span:
    """One paper's place in a document's text.

    Attributes:
        start: First character.
        end: One past the last.
        title: Given where a table of contents or heading names the part, else None.
    """

    start: int
    end: int
    title: str | None = None


def divide(document: Document) -> tuple[Span, ...]:
    """The papers of a document, in order; together they cover its text.

    A source is one paper. Compilations come apart here when their parts can be told.
    """
    return (Span(0, len(document.text)),)
