"""Extraction beside the raw libraries it stands on: ``python bench/extract.py``.

Generates files, reads each with danghe, raw pypdfium2, raw pdfplumber and raw python-docx in
turn, and prints rates with the ratio to the raw library. The rounds are interleaved and the
best of them counts, so that a busy machine bends the ratios little.
"""

from __future__ import annotations

import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import click
import docx
import pdfplumber
import pypdfium2
from docx.text.paragraph import Paragraph as WordParagraph
from lxml import etree
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table
from rich.console import Console
from rich.table import Table as Grid

from danghe.extract import read

SONG = "STSong-Light"
SENTENCE = "各社区应当于每月二十日前将药具发放报表送交街道办事处，由专人登记造册并归入档案盒。"
BODY = ParagraphStyle("body", fontName=SONG, fontSize=14, leading=25, firstLineIndent=28)
BODY.wordWrap = "CJK"
LATIN = ParagraphStyle("latin", fontName="Helvetica", fontSize=11, leading=15)
RULED = [
    ("FONT", (0, 0), (-1, -1), SONG, 10),
    ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
]
Reader = Callable[[Path], object]


def register(rows: int) -> list[list[str]]:
    head = ["序号", "姓名", "社区", "数量", "备注"]
    return [head, *([str(n), "王小明", "清泉社区", "12", "已领"] for n in range(1, rows + 1))]


def make_pdf(path: Path, pages: int, kind: str) -> None:
    story: list[Flowable] = []
    for _ in range(pages):
        if kind == "latin":
            story += [Paragraph("The monthly report was filed in time. " * 14, LATIN)] * 8
        elif kind == "tables":
            style = [
                ("FONT", (0, 0), (-1, -1), SONG, 10),
                ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
            ]
            story += [Paragraph(SENTENCE * 2, BODY), Table(register(22), style=style)]
        else:
            story += [Paragraph(SENTENCE * 4, BODY)] * 4
        story.append(PageBreak())
    SimpleDocTemplate(str(path), pagesize=A4).build(story)


def make_docx(path: Path, *, paragraphs: int, rows: int) -> None:
    document = docx.Document()
    for number in range(paragraphs):
        style = "List Number" if number % 5 == 0 else None
        document.add_paragraph(SENTENCE * 2, style=style)
    if rows:
        table = document.add_table(0, 5)
        for values in register(rows):
            for cell, value in zip(table.add_row().cells, values, strict=True):
                cell.text = value
    document.save(str(path))


def raw_pdfium(path: Path) -> int:
    characters = 0
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            text = page.get_textpage()
            characters += len(text.get_text_range())
            text.close()
            page.close()
    return characters


def raw_plumber(path: Path) -> int:
    with pdfplumber.open(path) as document:
        return sum(len(page.extract_text()) + len(page.extract_tables()) for page in document.pages)


def raw_docx(path: Path) -> int:
    characters = 0
    for item in docx.Document(str(path)).iter_inner_content():
        if isinstance(item, WordParagraph):
            characters += len(item.text)
        else:
            characters += sum(len(cell.text) for row in item.rows for cell in row.cells)
    return characters


def raw_xml(path: Path) -> int:
    with zipfile.ZipFile(path) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    return sum(len(text) for text in root.itertext())


def seconds(reader: Reader, path: Path) -> float:
    start = time.perf_counter()
    reader(path)
    return time.perf_counter() - start


@click.command()
@click.option("--pages", default=30, show_default=True, help="Pages of each PDF.")
@click.option("--rounds", default=3, show_default=True, help="Rounds; the best counts.")
def main(pages: int, rounds: int) -> None:
    """Read the same files with danghe and with the raw libraries."""
    pdfmetrics.registerFont(UnicodeCIDFont(SONG))
    grid = Grid("file", "reader", "seconds", "rate", "× raw", title="Extraction")
    with tempfile.TemporaryDirectory() as folder:
        for name, unit, count, readers in cases(Path(folder), pages):
            path = Path(folder) / name
            best = dict.fromkeys(readers, float("inf"))
            for _ in range(rounds):
                for label, reader in readers.items():
                    best[label] = min(best[label], seconds(reader, path))
            raw = best[next(iter(readers))]
            for label, taken in best.items():
                rate = f"{count / taken:.1f} {unit}/s"
                grid.add_row(name, label, f"{taken:.3f}", rate, f"{taken / raw:.2f}")
            grid.add_section()
    Console(width=100).print(grid)


def cases(folder: Path, pages: int) -> list[tuple[str, str, int, dict[str, Reader]]]:
    """File name, unit, units in it, and readers; the first is the raw one to compare with."""
    found: list[tuple[str, str, int, dict[str, Reader]]] = []
    for kind in ("chinese", "latin", "tables"):
        make_pdf(folder / f"{kind}.pdf", pages, kind)
        count = len(pypdfium2.PdfDocument(folder / f"{kind}.pdf"))
        readers: dict[str, Reader] = {"pypdfium2": raw_pdfium, "danghe": read}
        found.append((f"{kind}.pdf", "pages", count, {**readers, "pdfplumber": raw_plumber}))
    make_docx(folder / "prose.docx", paragraphs=600, rows=0)
    make_docx(folder / "register.docx", paragraphs=5, rows=200)
    for name in ("prose.docx", "register.docx"):
        found.append((name, "files", 1, {"python-docx": raw_docx, "danghe": read, "lxml": raw_xml}))
    text = folder / "norms.txt"
    text.write_bytes((SENTENCE + "\n").encode("gb18030") * 50_000)
    plain: Reader = lambda path: path.read_bytes().decode("gb18030")  # noqa: E731
    found.append(("norms.txt", "files", 1, {"bytes.decode": plain, "danghe": read}))
    return found


if __name__ == "__main__":
    main()
