"""From a file to a document."""

from .formats import READABLE, detect
from .guard import Limits, limit_process
from .reading import read

__all__ = ["READABLE", "Limits", "detect", "limit_process", "read"]
