"""The SQL catalogue, the truth of an archive."""

from __future__ import annotations

from .auditing import LogWanted
from .checks import CheckRun, KeptResult, Mark, NewResult
from .connected import whoami
from .counting import Standing
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
    YearCount,
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
    "LogWanted",
    "Mark",
    "NewResult",
    "NormsEntry",
    "RecordContent",
    "Run",
    "Settled",
    "Signed",
    "Standing",
    "User",
    "Waiting",
    "YearCount",
    "governing",
    "place_of",
    "whoami",
]
