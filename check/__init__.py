"""From norms and filings to findings."""

from .completeness import check_unit
from .findings import (
    BoxFinding,
    Close,
    DutyFinding,
    Evidence,
    ItemFinding,
    NotChecked,
    Observation,
    Paper,
    Question,
    Severity,
    UnitCheck,
)
from .machine import render_json
from .problems import Problem, problems
from .text import render_text

__all__ = [
    "BoxFinding",
    "Close",
    "DutyFinding",
    "Evidence",
    "ItemFinding",
    "NotChecked",
    "Observation",
    "Paper",
    "Problem",
    "Question",
    "Severity",
    "UnitCheck",
    "check_unit",
    "problems",
    "render_json",
    "render_text",
]
