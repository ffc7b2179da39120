"""From a document to a filing with reasons."""

from .batch import named_units, second_look
from .by_hand import filed_by_hand
from .confidence import THRESHOLD
from .considered import Considered, considered
from .divide import Span, divide, left_out
from .explain import Explanation, explain
from .filing import classify
from .reading import Context

__all__ = [
    "THRESHOLD",
    "Considered",
    "Context",
    "Explanation",
    "Span",
    "classify",
    "considered",
    "divide",
    "explain",
    "filed_by_hand",
    "left_out",
    "named_units",
    "second_look",
]
