"""Writes the invented regulations, the list of their articles, and the graded questions.

Run as ``python corpus/generate_regulations.py`` from anywhere; ``--into DIR`` writes elsewhere.

The sources in ``content/regulations/``, line by line: ``#`` title, ``=`` line below it, ``##``
chapter, ``###`` section, ``@key`` an article, ``-`` an item of it, ``{key}`` the number of
another article; any other line is a further paragraph of the article.

``content/questions.txt``: a heading ``[kind]``, then lines ``question | regulation#key grade …``.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "content" / "regulations"
QUESTIONS = HERE / "content" / "questions.txt"
FIXED = (2024, 1, 31, 9, 0, 0)

BOUND = ("petition", "penalty", "election")
BINDING = "compilation.txt"
BINDING_TITLE = "江城市基层治理常用法规汇编"
WORD = ("consumer", "property")
GB18030 = ("traffic", "noise")

DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True)
class Line:
    """One printed line: its mark ("#", "=", "##", "###", "@", "-", "" for a paragraph)."""

    mark: str
    text: str


@dataclass(frozen=True)
class Article:
    """An article by its key; ``number`` as printed, ``text`` without it, a line per paragraph."""

    key: str
    number: str
    text: str


@dataclass(frozen=True)
class Regulation:
    """One regulation, ready to print."""

    name: str
    title: str
    lines: tuple[Line, ...]
    articles: tuple[Article, ...]


def chinese(number: int) -> str:
    """The number 1 to 99 in Chinese characters, as articles are numbered."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十"
    return head + (DIGITS[ones] if ones else "")


def parse(name: str, source: str) -> Regulation:
    """A regulation from its source, numbered.

    Raises:
        KeyError: An article refers to one that is not there.
        ValueError: A key stands twice.
    """
    rows = [row for row in source.splitlines() if row.strip()]
    keys = [row[1:].split(" ", 1)[0] for row in rows if row.startswith("@")]
    numbers = {key: f"第{chinese(place)}条" for place, key in enumerate(keys, 1)}
    if len(numbers) < len(keys):
        raise ValueError(f"{name}: a key stands twice")
    lines = tuple(_numbered(rows, numbers))
    return Regulation(name, lines[0].text, lines, tuple(_articles(lines, keys)))


def _numbered(rows: list[str], numbers: dict[str, str]) -> Iterator[Line]:
    chapter = section = item = 0
    for row in rows:
        row = re.sub(r"\{([\w-]+)\}", lambda found: numbers[found[1]], row)
        mark, _, text = row.partition(" ")
        if mark == "##":
            chapter, section = chapter + 1, 0
            yield Line(mark, f"第{chinese(chapter)}章　{text}")
        elif mark == "###":
            section += 1
            yield Line(mark, f"第{chinese(section)}节　{text}")
        elif mark == "-":
            item += 1
            yield Line(mark, f"（{chinese(item)}）{text}")
        elif mark.startswith("@"):
            item = 0
            yield Line("@", f"{numbers[mark[1:]]}　{text}")
        elif mark in ("#", "="):
            yield Line(mark, text)
        else:
            item = 0
            yield Line("", row)


def _articles(lines: tuple[Line, ...], keys: list[str]) -> Iterator[Article]:
    texts: list[list[str]] = []
    for line in lines:
        if line.mark == "@":
            texts.append([line.text])
        elif line.mark in ("", "-"):
            texts[-1].append(line.text)
    for key, paragraphs in zip(keys, texts, strict=True):
        number, first = paragraphs[0].split("　", 1)
        yield Article(key, number, "\n".join([first, *paragraphs[1:]]))


def to_text(regulation: Regulation) -> list[str]:
    """The lines as offices type them: headings in the middle, paragraphs indented."""
    printed: list[str] = []
    for line in regulation.lines:
        if line.mark in ("#", "##"):
            printed += ["", "　" * max(0, (36 - len(line.text)) // 2) + line.text, ""]
        elif line.mark in ("=", "###"):
            printed += ["　" * max(0, (36 - len(line.text)) // 2) + line.text, ""]
        else:
            printed.append("　　" + line.text)
    return printed[1:]


def to_bare_text(regulation: Regulation) -> list[str]:
    """The lines as web pages are copied: no indent, an empty line after each."""
    return [part for line in regulation.lines for part in (line.text, "")]


def bind(regulations: list[Regulation]) -> list[str]:
    """Several regulations one after the other, below a table of contents."""
    contents = [f"{place}．{bound.title}" for place, bound in enumerate(regulations, 1)]
    printed = [BINDING_TITLE, "", "江城市档案馆　编", "", "目　　录", "", *contents, ""]
    for bound in regulations:
        printed += ["", *to_text(bound)]
    return printed


def to_docx(regulation: Regulation, styled: bool) -> bytes:
    """A Word file; its chapters in heading styles, or only bold and in the middle."""
    document = docx.Document()
    for line in regulation.lines:
        heading = {"#": "Title", "##": "Heading 1", "###": "Heading 2"}.get(line.mark)
        if heading and styled:
            document.add_paragraph(line.text, style=heading)
            continue
        paragraph = document.add_paragraph()
        paragraph.add_run(line.text).bold = heading is not None
        if heading or line.mark == "=":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        else:
            paragraph.paragraph_format.first_line_indent = Pt(24)
    core = document.core_properties
    core.author, core.title, core.comments, core.last_modified_by = "办公室", "", "", "办公室"
    core.created = core.modified = datetime(*FIXED)
    buffer = io.BytesIO()
    document.save(buffer)
    return _rezip(buffer.getvalue())


def _rezip(data: bytes) -> bytes:
    """The same archive as if it had been saved at the fixed time."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, FIXED)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
            new.writestr(info, old.read(entry))
    return out.getvalue()


def files(regulations: list[Regulation]) -> dict[str, bytes]:
    """Every rendered file by its name."""
    made: dict[str, bytes] = {}
    for one in regulations:
        if one.name in BOUND:
            continue
        if one.name in WORD:
            made[file_of(one.name)] = to_docx(one, styled=one.name == WORD[0])
        elif one.name in GB18030:
            made[file_of(one.name)] = "\r\n".join(to_bare_text(one)).encode("gb18030")
        else:
            made[file_of(one.name)] = "\n".join([*to_text(one), ""]).encode()
    bound = [one for name in BOUND for one in regulations if one.name == name]
    if bound:
        made[BINDING] = "\n".join([*bind(bound), ""]).encode()
    return made


def file_of(name: str) -> str:
    """The file in which a regulation stands."""
    return BINDING if name in BOUND else name + (".docx" if name in WORD else ".txt")


def key_of(name: str, key: str) -> str:
    """The key of an article in its file; in the binding the regulation's name precedes it."""
    return f"{name}/{key}" if name in BOUND else key


def articles(regulations: list[Regulation]) -> dict[str, list[dict[str, str]]]:
    """The articles of each file, in the order in which they are printed."""
    listed: dict[str, list[dict[str, str]]] = {}
    for name in sorted(one.name for one in regulations if one.name not in BOUND):
        listed[file_of(name)] = []
    for one in sorted(regulations, key=lambda one: (*BOUND, one.name).index(one.name)):
        listed.setdefault(file_of(one.name), []).extend(
            {
                "key": key_of(one.name, article.key),
                "article": article.number,
                "text": article.text,
                "regulation": one.title,
            }
            for article in one.articles
        )
    return listed


def questions(source: str) -> Iterator[dict[str, Any]]:
    """The graded questions; of each kind the first, third … are for development."""
    kind, place = "", 0
    for line in source.splitlines():
        if not line.strip() or line.startswith("//"):
            continue
        if line.startswith("["):
            kind, place = line.strip("[]"), 0
            continue
        query, _, grades = line.partition(" | ")
        words = grades.split()
        relevant = {}
        for target, grade in zip(words[::2], words[1::2], strict=True):
            name, key = target.split("#")
            relevant[f"{file_of(name)}#{key_of(name, key)}"] = int(grade)
        split = ("dev", "test")[place % 2]
        place += 1
        yield {"query": query, "kind": kind, "relevant": relevant, "split": split}


def load() -> list[Regulation]:
    """All regulations, in the order of their names."""
    return [parse(path.stem, path.read_text("utf-8")) for path in sorted(SOURCES.glob("*.txt"))]


def outputs() -> dict[str, bytes]:
    """Every file that is made, by its path below ``corpus/``."""
    regulations = load()
    made = {f"regulations/{name}": data for name, data in files(regulations).items()}
    listing = json.dumps(articles(regulations), ensure_ascii=False, indent=1)
    made["regulations/articles.json"] = (listing + "\n").encode()
    asked = questions(QUESTIONS.read_text("utf-8"))
    lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in asked)
    made["questions.jsonl"] = "".join(lines).encode()
    return made


def main() -> None:
    """Writes everything below the directory asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--into", type=Path, default=HERE, help="the directory to write into")
    into = parser.parse_args().into
    for path, data in outputs().items():
        (into / path).parent.mkdir(parents=True, exist_ok=True)
        (into / path).write_bytes(data)


if __name__ == "__main__":
    main()
