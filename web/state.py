"""What a person saw who decides: so that nobody decides on what has changed meanwhile."""

from __future__ import annotations

import hashlib

from ..model import FiledRecord


def state_of(one: FiledRecord) -> str:
    """A short word for a record's filing; another filing has another."""
    filing = one.filing
    said = (filing.box_id, filing.item_ids, filing.unit, filing.year, filing.period)
    return hashlib.sha256(repr((said, filing.decided_by, filing.boxless)).encode()).hexdigest()[:16]
