"""The norms as data, with their loader."""

from .loader import SHIPPED, adopt, load, parse, shipped
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
    "SHIPPED",
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
    "shipped",
]
