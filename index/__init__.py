"""Full-text search behind one face."""

from .face import FACETS, Engine, EngineResult, IndexRecord
from .highlight import Snippet, first_match, snippet
from .opening import ENGINES, discard_index, open_index
from .query import Query, parse

__all__ = [
    "ENGINES",
    "FACETS",
    "Engine",
    "EngineResult",
    "IndexRecord",
    "Query",
    "Snippet",
    "discard_index",
    "first_match",
    "open_index",
    "parse",
    "snippet",
]
