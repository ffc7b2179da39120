"""The SQL catalogue, the truth of an archive."""

from __future__ import annotations

from .connected import whoami
from .store import Catalogue
from .users import ROLES, Signed, User
from .values import (
    Arrival,
    AuditEntry,
    BlockSpan,
    BoxCount,
    Change,
    Decision,
    RecordContent,
    Run,
    Settled,
    place_of,
)

__all__ = [
    "ROLES",
    "Arrival",
    "AuditEntry",
    "BlockSpan",
    "BoxCount",
    "Catalogue",
    "Change",
    "Decision",
    "RecordContent",
    "Run",
    "Settled",
    "Signed",
    "User",
    "place_of",
    "whoami",
]
