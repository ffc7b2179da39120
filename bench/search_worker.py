"""Xapian or Recoll, run by the Python their bindings are installed for.

    python3 bench/search_worker.py xapian|recoll DIRECTORY

Answers one JSON value a line to one a line. It imports nothing of danghe: both are under the
GPL, and no part of it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

UNIT, YEAR, SECTION, DOCTYPE = range(4)
SLOTS = {"unit": UNIT, "year": YEAR, "section": SECTION, "doctype": DOCTYPE}


def parts(asked: dict[str, Any]) -> str:
    """The question in the language that both have in common; in quotes, the text as it is."""
    words = [f'"{word}"' if asked["quoted"] else word for word in asked["words"]]
    text = (" OR " if asked["any"] else " ").join(words)
    return text + (f" -{asked['without']}" if asked["without"] else "")


class Xapian:
    """Xapian with its n-grams of Chinese; values for filters and counts."""

    def __init__(self, directory: Path) -> None:
        import xapian  # type: ignore[import-not-found]

        self.x: Any = xapian
        self.path = str(directory / "db")
        self.base = xapian.WritableDatabase(self.path, xapian.DB_CREATE_OR_OPEN)
        self.terms = xapian.TermGenerator()
        self.terms.set_flags(xapian.TermGenerator.FLAG_CJK_NGRAM)
        parser = xapian.QueryParser
        self.flags = parser.FLAG_BOOLEAN | parser.FLAG_LOVEHATE | parser.FLAG_PHRASE
        self.flags |= parser.FLAG_CJK_NGRAM

    def add(self, papers: list[dict[str, Any]]) -> float:
        begin = time.perf_counter()
        for paper in papers:
            document = self.x.Document()
            self.terms.set_document(document)
            self.terms.index_text(paper["text"])
            document.add_boolean_term("XU" + paper["unit"])
            for name, slot in SLOTS.items():
                document.add_value(slot, str(paper[name]))
            self.base.replace_document(paper["number"] + 1, document)
        self.base.commit()
        return time.perf_counter() - begin

    def finish(self) -> float:
        begin = time.perf_counter()
        self.base.close()
        self.base = self.x.Database(self.path)
        return time.perf_counter() - begin

    def ask(self, asked: dict[str, Any], limit: int) -> dict[str, Any]:
        begin = time.perf_counter()
        enquire = self.x.Enquire(self.base)
        enquire.set_query(self._query(asked))
        spies = {n: self.x.ValueCountMatchSpy(s) for n, s in SLOTS.items() if asked["facets"]}
        for spy in spies.values():
            enquire.add_matchspy(spy)
        # All are looked at, so that the count is exact, as the others' is.
        found = enquire.get_mset(asked["offset"], limit, self.base.get_doccount())
        numbers = [match.docid - 1 for match in found]
        facets = {
            name: {value.term.decode(): value.termfreq for value in spy.values()}
            for name, spy in spies.items()
        }
        total = found.get_matches_estimated()
        ms = (time.perf_counter() - begin) * 1000
        return {"ms": ms, "total": total, "numbers": numbers, "facets": facets}

    def _query(self, asked: dict[str, Any]) -> Any:
        query_class = self.x.Query
        parser = self.x.QueryParser()
        parser.set_default_op(query_class.OP_AND)
        query = parser.parse_query(parts(asked), self.flags)
        if asked["unit"]:
            query = query_class(query_class.OP_FILTER, query, query_class("XU" + asked["unit"]))
        if asked["years"]:
            first, last = map(str, asked["years"])
            span = query_class(query_class.OP_VALUE_RANGE, YEAR, first, last)
            query = query_class(query_class.OP_FILTER, query, span)
        return query


class Recoll:
    """Recoll on files of plain text, indexed all at once by its own program."""

    def __init__(self, directory: Path) -> None:
        from recoll import recoll  # type: ignore[import-not-found]

        self.recoll: Any = recoll
        self.files, self.config = directory / "files", directory / "config"
        self.files.mkdir()
        self.config.mkdir()
        (self.config / "recoll.conf").write_text(
            f"topdirs = {self.files}\ndbdir = {directory / 'db'}\nloglevel = 1\nidxniceprio = 0\n"
            "indexStoreDocText = 0\n"
        )

    def add(self, papers: list[dict[str, Any]]) -> float:
        for paper in papers:
            folder = self.files / str(paper["number"] // 1000)
            folder.mkdir(exist_ok=True)
            (folder / f"{paper['number']}.txt").write_text(paper["text"], "utf-8")
        return 0.0

    def finish(self) -> float:
        begin = time.perf_counter()
        command = ["recollindex", "-c", str(self.config), "-z"]
        subprocess.run(command, check=True, capture_output=True)
        seconds = time.perf_counter() - begin
        self.base = self.recoll.connect(confdir=str(self.config))
        return seconds

    def ask(self, asked: dict[str, Any], limit: int) -> dict[str, Any]:
        begin = time.perf_counter()
        query = self.base.query()
        total = query.execute(parts(asked), stemming=0)
        if asked["offset"] and asked["offset"] < total:
            query.scroll(asked["offset"], mode="absolute")
        found = [] if asked["offset"] >= total else query.fetchmany(limit)
        urls = [document.url for document in found]
        ms = (time.perf_counter() - begin) * 1000
        numbers = [int(re.findall(r"(\d+)\.txt", url)[0]) for url in urls]
        return {"ms": ms, "total": total, "numbers": numbers, "facets": {}}


def main() -> None:
    """Answer until the input ends."""
    kind, directory = sys.argv[1], Path(sys.argv[2])
    contender = {"xapian": Xapian, "recoll": Recoll}[kind](directory)
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        name, arguments = json.loads(line)
        print(json.dumps(getattr(contender, name)(*arguments)), flush=True)


if __name__ == "__main__":
    main()
