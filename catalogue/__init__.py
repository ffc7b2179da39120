"""The SQL catalogue, the truth of an archive."""

from __future__ import annotations

from .checks import CheckRun, KeptResult, Mark, NewResult
from .connected import whoami
from .norms_in_force import NormsEntry, governing
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
    Waiting,
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
    "CheckRun",
    "Decision",
    "KeptResult",
    "Mark",
    "NewResult",
    "NormsEntry",
    "RecordContent",
    "Run",
    "Settled",
    "Signed",
    "User",
    "Waiting",
    "governing",
    "place_of",
    "whoami",
]
