"""The trial papers as files: text, Word, PDF and workbooks beside their truth."""

from __future__ import annotations

import argparse
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from corpus.paper import Element, Kind, Paper
from corpus.render import FIXED, render
from corpus.trials_text import Trial, trials
from danghe.schemas import load

SETS = ("a", "b", "c", "d")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_STAMP = re.compile(rb"(<dcterms:\w+ [^>]*>)[^<]*")
_NEEDLESS = ("theme1.xml", "fontTable.xml", "app.xml")
_POINTERS = re.compile(
    rb"<(?:Relationship|Override) [^>]*(?:theme1|fontTable|app)\.xml[^>]*/>"
    rb"|<w:latentStyles.*?</w:latentStyles>",
    re.DOTALL,
)
_WRAPPED = 36


def main(here: Path) -> None:
    """The command: writes a folder below trials for each set."""
    parser = argparse.ArgumentParser(description="Writes the trial papers.")
    parser.add_argument("--into", type=Path, default=here / "trials", help="where to write")
    into: Path = parser.parse_args().into
    norms = load()
    for name in SETS:
        source = here / "content" / f"trials_{name}.txt"
        write(into / name, list(trials(source, norms)))


def write(into: Path, made: list[Trial]) -> None:
    """The files of a set and its truth."""
    shutil.rmtree(into, ignore_errors=True)
    for trial in made:
        target = into / trial.paper.path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            file.write(to_bytes(trial))
    lines = sorted(json.dumps(trial.truth, ensure_ascii=False) for trial in made)
    (into / "truth.jsonl").write_text("\n".join(lines) + "\n", "utf-8")


def to_bytes(trial: Trial) -> bytes:
    """A file by the ending of its path; text by the manner of typing, if one is named."""
    if trial.paper.path.endswith(".xlsx"):
        return to_xlsx(trial.paper)
    if trial.manner and trial.paper.path.endswith(".txt"):
        lines = [line for e in trial.paper.elements for line in typed(e, trial.manner)]
        return ("\r\n".join(lines) + "\r\n").encode(trial.paper.encoding)
    data = render(trial.paper)
    return _slimmed(data) if trial.paper.path.endswith(".docx") else data


def typed(element: Element, manner: frozenset[str]) -> Iterator[str]:
    """Lines as typed without a word processor.

    Manners: ``flush``, all at the left edge; ``wrap``, hard line ends; ``spaced``, an empty line
    after each; ``bars``, cells between bars.
    """
    if element.kind is Kind.BREAK:
        yield "\f" if "flush" in manner else "=" * 20
    elif element.kind is Kind.TABLE:
        for row in element.rows:
            yield "|" + "|".join(row) + "|" if "bars" in manner else "  ".join(row)
    else:
        text = element.text
        if "flush" not in manner:
            text = {Kind.PARAGRAPH: "　　", Kind.TITLE: " " * 18, Kind.RIGHT: " " * 40}.get(
                element.kind, ""
            ) + text
        width = _WRAPPED if "wrap" in manner else len(text)
        yield from (text[at : at + width] for at in range(0, len(text), max(width, 1)))
    if "spaced" in manner:
        yield ""


def to_xlsx(paper: Paper) -> bytes:
    """A workbook; lines of text stand in merged rows, a break opens a further sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    columns = max((len(row) for e in paper.elements for row in e.rows), default=4)
    sheet = book.create_sheet("Sheet1")
    for element in paper.elements:
        if element.kind is Kind.BREAK:
            sheet = book.create_sheet(f"Sheet{len(book.worksheets) + 1}")
        elif element.kind is Kind.TABLE:
            for row in element.rows:
                _add_row(sheet, row, max(len(row) for row in element.rows))
        else:
            _add_line(sheet, element.text, columns)
    book.properties.creator = "办公室"
    buffer = io.BytesIO()
    book.save(buffer)
    return _slimmed(buffer.getvalue())


def _add_line(sheet: Worksheet, text: str, columns: int) -> None:
    _add_row(sheet, (text,), columns)


def _add_row(sheet: Worksheet, row: tuple[str, ...], columns: int) -> None:
    sheet.append([_value(cell) for cell in row])
    if len(row) < columns:
        at, last = sheet.max_row, get_column_letter(columns)
        sheet.merge_cells(f"{get_column_letter(len(row))}{at}:{last}{at}")


def _value(cell: str) -> str | int | date:
    if _DAY.fullmatch(cell):
        return date.fromisoformat(cell)
    return int(cell) if cell.isdecimal() and len(cell) < 9 and str(int(cell)) == cell else cell


def _slimmed(data: bytes) -> bytes:
    """An office file without parts that hold no words, and with a fixed time in it."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in sorted(old.namelist()):
            if name.rsplit("/", 1)[-1] in _NEEDLESS:
                continue
            content = _STAMP.sub(rb"\g<1>2024-01-31T09:00:00Z", old.read(name))
            if name.endswith((".rels", "[Content_Types].xml", "styles.xml")):
                content = _POINTERS.sub(b"", content)
            info = zipfile.ZipInfo(name, FIXED.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            new.writestr(info, content, compresslevel=9)
    return buffer.getvalue()
