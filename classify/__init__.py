"""From a document to a filing with reasons."""

from .divide import Span, divide
from .filing import THRESHOLD, Context, classify, named_units

__all__ = ["THRESHOLD", "Context", "Span", "classify", "divide", "named_units"]
