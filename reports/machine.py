"""A report as JSON: all of its rows."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ..check.rows import Report
from ..model import FindingStatus
from .kinds import Kind


def render_data(report: Report, kind: Kind = Kind.CHECK) -> dict[str, Any]:
    """Every row of a report as plain dicts and lists; keys in English.

    Args:
        report: What to write.
        kind: Named in it; the rows are always all there.
    """
    rows = asdict(report)
    rows["kind"] = kind.value
    rows["day"] = report.day.isoformat() if report.day else None
    for tally, row in zip(rows["tallies"], report.tallies, strict=True):
        tally["counts"] = dict(
            zip((status.value for status in FindingStatus), row.counts, strict=True)
        )
    return rows
