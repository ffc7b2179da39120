"""Figures of several papers that contradict each other."""

from __future__ import annotations

from collections.abc import Sequence

from ..stated import DoubtBetween, Statements


def doubts_between(papers: Sequence[tuple[str, Statements]]) -> tuple[DoubtBetween, ...]:
    """Contradictions between papers of one unit and year.

    Args:
        papers: Record ids with what the records state.
    """
    return ()
