"""The sample papers as plain texts, straight from their sources."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


@cache
def corpus_texts() -> dict[str, str]:
    """Path → text: a line per paragraph, tabs between the cells of a row, a form feed per page."""
    if str(ROOT) not in sys.path:
        sys.path.append(str(ROOT))
    names = sorted(path.stem for path in (ROOT / "corpus" / "content").glob("*.py"))
    modules = [import_module(f"corpus.content.{name}") for name in names if name != "odd"]
    papers = [paper for module in modules for paper in module.papers()]
    return {paper.path: "".join(_lines(paper)) for paper in papers}


def _lines(paper: Any) -> Iterator[str]:
    for element in paper.elements:
        if element.kind == "break":
            yield "\f"
        elif element.rows:
            yield from ("\t".join(row) + "\n" for row in element.rows)
        else:
            yield element.text + "\n"
