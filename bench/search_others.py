"""Xapian and Recoll as contenders: ``search_worker.py`` in a process of another Python."""

from __future__ import annotations

import json
import subprocess
from dataclasses import asdict
from pathlib import Path
from typing import Any

from search_face import Reply, UnavailableError, number_of, timed
from search_papers import Asked

from danghe.index import IndexRecord
from danghe.text.normalise import fold

WORKER = Path(__file__).with_name("search_worker.py")


class Worker:
    """A contender in a process of its own, which keeps its own time.

    Args:
        directory: For its files.
        kind: ``xapian`` or ``recoll``.
        python: That its bindings are installed for.
        most: See ``Contender``.
        filters: Whether it can filter and count by fields.

    Raises:
        UnavailableError: The bindings are not there.
    """

    def __init__(
        self, directory: Path, kind: str, python: str, *, most: int, filters: bool
    ) -> None:
        self.most, self.filters, self.kind = most, filters, kind
        try:
            self.process = subprocess.Popen(
                [python, str(WORKER), kind, str(directory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
        except OSError as error:
            raise UnavailableError(f"{kind}: {error}") from error
        if self._line() != "ready":
            raise UnavailableError(f"{kind}: {self.said} ({python})")

    def _line(self) -> Any:
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        line = self.process.stdout.readline()
        if not line:
            self.said = (self.process.stderr.read().strip().splitlines() or ["no answer"])[-1]
            return None
        return json.loads(line)

    def _call(self, name: str, *arguments: object) -> Any:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps([name, arguments]) + "\n")
        self.process.stdin.flush()
        answer = self._line()
        if answer is None:
            raise RuntimeError(f"{self.kind}: {self.said}")
        return answer

    def add(self, papers: list[IndexRecord]) -> float:
        texts: list[str] = []
        folding = timed(lambda: texts.extend(fold(paper.text) for paper in papers))
        plain = [
            {
                "number": number_of(paper),
                "text": text,
                "unit": paper.unit,
                "year": paper.year,
                "section": paper.section,
                "doctype": paper.doctype,
            }
            for paper, text in zip(papers, texts, strict=True)
        ]
        return folding + float(self._call("add", plain))

    def finish(self) -> float:
        return float(self._call("finish"))

    def can(self, asked: Asked) -> bool:
        return self.filters or not (asked.unit or asked.years or asked.facets)

    def ask(self, asked: Asked, limit: int) -> Reply:
        return Reply(**self._call("ask", asdict(asked), limit))

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()
