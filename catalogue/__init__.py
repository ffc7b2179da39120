"""The SQL catalogue, the truth of an archive."""

from __future__ import annotations

from .connected import whoami
from .store import Catalogue
from .values import Arrival, AuditEntry, BlockSpan, BoxCount, RecordContent, Run, Settled

__all__ = [
    "Arrival",
    "AuditEntry",
    "BlockSpan",
    "BoxCount",
    "Catalogue",
    "RecordContent",
    "Run",
    "Settled",
    "whoami",
]
