"""The trial papers as text: one file holds a set, papers parted by ``%%`` lines.

``%% path [encoding] [manner …]`` opens a paper, the line ``% place +item … | doctype | unit |
date | span | options`` states the truth about it, the rest is markup of ``paper.py``. Place is a
box id, a section id (the excerpt lost the box), ``level -`` (in no box) or ``- -`` (nobody's).
Date and title ``-`` mean that none is printed. Span: a period; ``y2023`` a year alone; ``.`` the
year of the date; ``-`` neither. Options: ``no=``, ``title=`` (else the first ``#`` lines, joined),
``also=`` (boxes, by commas); parted by ``;``. ``{reg 5 ;; a|b ;; name ;; birth}`` is a register
of five invented people. ``unit KEY NAME`` at the top abbreviates units.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile, takewhile
from pathlib import Path
from typing import Any

from corpus.paper import Kind, Paper, paper
from corpus.people import register
from danghe.schemas import Box, Norms, Section

_REGISTER = re.compile(r"^\{reg (\d+) ;; (.+)\}$")
_PATH = re.compile(r"(.+?\.(?:txt|docx|pdf|xlsx))((?: [a-z0-9-]+)*)")
_ENCODINGS = ("utf-8", "utf-8-sig", "gb18030")


@dataclass(frozen=True)
class Trial:
    """A paper, the manner in which its text is typed, and its line of truth."""

    paper: Paper
    manner: frozenset[str]
    truth: dict[str, Any]


def trials(source: Path, norms: Norms) -> Iterator[Trial]:
    """All papers of a set, in the order of the source."""
    head, *blocks = re.split(r"^%% ", source.read_text("utf-8"), flags=re.MULTILINE)
    named = (line.split() for line in head.splitlines() if line.startswith("unit "))
    units = {key: name for _, key, name in named}
    for block in blocks:
        first, second, body = block.split("\n", 2)
        try:
            yield _trial(first, second, body, units, norms)
        except (KeyError, ValueError) as error:
            raise ValueError(f"{first}: {error}") from error


def _trial(first: str, second: str, body: str, units: dict[str, str], norms: Norms) -> Trial:
    found = _PATH.fullmatch(first.strip())
    if not found:
        raise ValueError("no path")
    path, manner = found[1], found[2].split()
    encoding = next((word for word in manner if word in _ENCODINGS), "utf-8")
    text, tables = _with_registers(path, body)
    made = paper(path, (), text, encoding=encoding, **tables)
    title = _title(made)
    truth: dict[str, Any] = {"path": path, "outcome": "imported"}
    if path.endswith(".txt"):
        truth["encoding"] = encoding
    truth["records"] = [_record(second, title, units, norms)]
    return Trial(made, frozenset(manner) - set(_ENCODINGS), truth)


def _title(made: Paper) -> str | None:
    titled = dropwhile(lambda e: e.kind is not Kind.TITLE, made.elements)
    return "".join(e.text for e in takewhile(lambda e: e.kind is Kind.TITLE, titled)) or None


def _with_registers(path: str, body: str) -> tuple[str, dict[str, Any]]:
    lines: list[str] = []
    tables: dict[str, Any] = {}
    for line in body.splitlines():
        if found := _REGISTER.match(line.strip()):
            header, *columns = found[2].split(" ;; ")
            name = f"t{len(tables)}"
            female = "male" not in columns
            columns = [column for column in columns if column != "male"]
            tables[name] = register(header, path + name, int(found[1]), *columns, female=female)
            line = "{" + name + "}"
        lines.append(line)
    return "\n".join(lines), tables


def _record(line: str, title: str | None, units: dict[str, str], norms: Norms) -> dict[str, Any]:
    place, doctype, unit, date, span, *rest = (part.strip() for part in line[1:].split("|"))
    pairs = [pair.strip() for part in rest for pair in part.split(";") if pair.strip()]
    options = dict(pair.split("=", 1) for pair in pairs)
    where, *items = place.split(" +")
    level, section, box = _place(where.strip(), norms)
    year, period = _span(span, date)
    printed = options.get("title", title)
    return {
        "unit": units[unit] if unit != "-" else None,
        "level": level,
        "section_no": section.no if section else None,
        "section": section.id if section else None,
        "box_no": box.no if box else None,
        "box_id": box.id if box else None,
        "items": [_item(box, name.strip()) for name in items],
        "also": options["also"].split(",") if "also" in options else [],
        "doctype": doctype,
        "title": None if printed == "-" else printed,
        "doc_no": options.get("no"),
        "date": None if date == "-" else date,
        "year": year,
        "period": period,
    }


def _place(where: str, norms: Norms) -> tuple[str | None, Section | None, Box | None]:
    if where.endswith(" -"):
        level = where.removesuffix(" -")
        return (None if level == "-" else norms.level(level).id), None, None
    level = where.split(".")[0]
    for section in norms.level(level).sections:
        if section.id == where:
            return level, section, None
        for box in section.boxes:
            if box.id == where and box.checkable:
                return level, section, box
    raise ValueError(f"no place {where}")


def _item(box: Box | None, name: str) -> str:
    if box and any(item.id == f"{box.id}.{name}" for item in box.items):
        return f"{box.id}.{name}"
    raise ValueError(f"no item {name}")


def _span(span: str, date: str) -> tuple[int | None, str | None]:
    if span == "-":
        return None, None
    if span == ".":
        return int(date[:4]), None
    if span.startswith("y"):
        return int(span[1:]), None
    return int(span[:4]), span
