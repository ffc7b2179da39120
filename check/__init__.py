"""From norms and filings to findings."""

from .completeness import check_unit
from .findings import BoxFinding, DutyFinding, ItemFinding, NotChecked, Paper, UnitCheck
from .machine import render_json
from .text import render_text

__all__ = [
    "BoxFinding",
    "DutyFinding",
    "ItemFinding",
    "NotChecked",
    "Paper",
    "UnitCheck",
    "check_unit",
    "render_json",
    "render_text",
]
