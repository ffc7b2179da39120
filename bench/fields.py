"""Fields read off titles and short papers of many fields: python bench/fields.py [--list].

They are written beside their truth in tests/typed; no norms are needed to read them.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from danghe.classify import Context, classify, divide
from danghe.classify.doctype import type_of_title
from danghe.schemas import Norms, load
from danghe.text.normalise import fold

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from typed_papers import TypedPaper, typed_papers, typed_titles


@dataclass(frozen=True)
class Wrong:
    field: str
    of: str
    want: object
    got: object


def wrong_titles() -> Iterator[Wrong]:
    for doctype, title in typed_titles():
        found = type_of_title(title)
        if found is None or found[0] != doctype:
            yield Wrong("type of title", title, doctype, found)


def wrong_fields(paper: TypedPaper, norms: Norms) -> Iterator[Wrong]:
    filed = classify(
        paper.document, divide(paper.document)[0], "x-1", "x", 1, norms, Context(paper.path)
    )
    record, filing = filed.record, filed.filing
    got = {
        "type": (paper.doctype, record.doctype),
        "title": (_folded(paper.title), None if record.title_made else _folded(record.title)),
        "date": (paper.date, record.date),
        "year": (paper.year, filing.year),
        "period": (paper.period, filing.period),
    }
    for field, (want, have) in got.items():
        if want != have:
            yield Wrong(field, paper.lines[0][:24], want, have)


def _folded(text: str | None) -> str | None:
    """Blanks within a title do not count."""
    return fold(text) if text else None


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--list", action="store_true", help="list what is wrong")
    parser.add_argument("--file", default="papers.txt", help="in tests/typed")
    args = parser.parse_args()
    norms = load()
    papers = list(typed_papers(args.file))
    wrong = [*wrong_titles(), *(one for paper in papers for one in wrong_fields(paper, norms))]
    counts = Counter(one.field for one in wrong)
    sizes = {"type of title": len(list(typed_titles()))}
    for field in ("type of title", "type", "title", "date", "year", "period"):
        size = sizes.get(field, len(papers))
        print(f"{field:<14} {size - counts[field]:4d}/{size:<4d} {1 - counts[field] / size:6.1%}")
    for one in wrong if args.list else ():
        print(f"{one.field:<14} {one.of}: want {one.want} got {one.got}")


if __name__ == "__main__":
    main()
