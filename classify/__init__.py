"""From a document to a filing with reasons."""

from .batch import named_units, second_look
from .by_hand import filed_by_hand
from .confidence import THRESHOLD
from .divide import Span, divide, left_out
from .filing import classify
from .reading import Context

__all__ = [
    "THRESHOLD",
    "Context",
    "Span",
    "classify",
    "divide",
    "filed_by_hand",
    "left_out",
    "named_units",
    "second_look",
]
