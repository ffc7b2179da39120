"""The norms as data, with their loader."""

from .loader import adopt, load, parse
from .model import (
    Box,
    BoxState,
    Duty,
    DutyKind,
    Every,
    IssuedBy,
    Item,
    Level,
    Norms,
    Place,
    Section,
)

__all__ = [
    "Box",
    "BoxState",
    "Duty",
    "DutyKind",
    "Every",
    "IssuedBy",
    "Item",
    "Level",
    "Norms",
    "Place",
    "Section",
    "adopt",
    "load",
    "parse",
]
