"""A matrix of units and boxes as the stable JSON that other programs read."""

from __future__ import annotations

from typing import Any

from ..messages import translate
from .matrix import Matrix, Table, ranking, trends
from .snapshot import Snapshot


def matrix_json(matrix: Matrix) -> dict[str, Any]:
    """Tables, trends and ranking as plain values; statuses stand in the order of the boxes."""
    return {
        "years": list(matrix.years),
        "tables": [_table(table) for table in matrix.tables],
        "trends": [
            {
                "unit": one.unit,
                "level": one.level,
                "shares": [
                    {"year": year, "there": share.there, "required": share.required}
                    for year, share in sorted(one.shares.items())
                ],
            }
            for one in trends(matrix)
        ],
        "ranking": {
            "formula": translate("check.matrix.formula"),
            "units": [
                {
                    "place": rank.place,
                    "unit": rank.unit,
                    "level": rank.level,
                    "there": rank.share.there,
                    "required": rank.share.required,
                    "years": rank.years,
                    "missing_boxes": rank.missing_boxes,
                }
                for rank in ranking(matrix)
            ],
        },
        "not_judged": [{"unit": unit, "why": translate(why)} for unit, why in matrix.unjudged],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "level": table.level.id,
        "name": table.level.name,
        "norms": table.norms.id,
        "norms_version": table.norms.version,
        "sections": [
            {
                "id": section.id,
                "no": section.no,
                "name": section.name,
                "boxes": [
                    {"box_id": box.id, "no": box.no, "name": box.label, "state": box.state.value}
                    for box in section.boxes
                ],
            }
            for section, _ in table.sections
        ],
        "counts": {status.value: count for status, count in table.counts.items()},
        "rows": [
            {
                "unit": row.unit,
                "year": row.year,
                "statuses": [status.value for status in row.statuses],
                "there": row.there,
                "required": row.required,
                "lacking": row.lacking,
            }
            for row in table.rows
        ],
    }


def snapshot_json(found: Snapshot, boxes: tuple[str, ...]) -> dict[str, Any]:
    """One unit's year in short.

    Args:
        found: What its check came to.
        boxes: Ids of its level's boxes, in order.
    """
    lacking: dict[str, list[str]] = {}
    for lack in found.lacks:
        lacking.setdefault(lack.target, []).extend(filter(None, [lack.period]))
    statuses = (status.value for status in found.statuses)
    return {
        "unit": found.unit,
        "year": found.year,
        "level": found.level,
        "norms": found.norms,
        "norms_version": found.norms_version,
        "there": found.there,
        "required": found.required,
        "boxes": dict(zip(boxes, statuses, strict=True)),
        "lacking": [{"id": id, "missing_periods": periods} for id, periods in lacking.items()],
        "waived": list(found.waived),
    }
