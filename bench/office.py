"""Office formats beside the libraries that read them: ``python bench/office.py``.

The fixtures of the tests, and larger registers made here. Rounds are interleaved and the best
counts. The first reader of each file is the raw one that the others are compared with.
"""

from __future__ import annotations

import tempfile
import time
import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click
import docx
import openpyxl
import python_calamine
import xlrd
from docx.text.paragraph import Paragraph
from lxml import etree
from pptx import Presentation
from rich.console import Console
from rich.table import Table as Grid

from danghe.extract import Options, read
from danghe.extract.libreoffice import available, read_converted
from danghe.extract.reading import Reading

FIXTURES = Path(__file__).parent.parent / "tests" / "fixtures" / "office"
SENTENCE = "各社区应当于每月二十日前将药具发放报表送交街道办事处，由专人登记造册并归入档案盒。"
Reader = Callable[[Path], object]


def raw_xml(path: Path) -> int:
    """lxml alone on the main part: the floor of all packages of XML."""
    total = 0
    with zipfile.ZipFile(path) as container:
        for name in container.namelist():
            if name.endswith(("document.xml", "content.xml")) or "/slides/slide" in name:
                root = etree.fromstring(container.read(name))
                total += sum(len(text) for text in root.itertext())
    return total


def raw_docx(path: Path) -> int:
    total = 0
    for item in docx.Document(str(path)).iter_inner_content():
        if isinstance(item, Paragraph):
            total += len(item.text)
        else:
            total += sum(len(cell.text) for row in item.rows for cell in row.cells)
    return total


def raw_openpyxl(path: Path) -> int:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return sum(1 for sheet in book for _ in sheet.iter_rows(values_only=True))


def raw_calamine(path: Path) -> int:
    book = python_calamine.CalamineWorkbook.from_path(path)
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def raw_xlrd(path: Path) -> int:
    return sum(sheet.nrows for sheet in xlrd.open_workbook(str(path)).sheets())


def raw_pptx(path: Path) -> int:
    slides = Presentation(str(path)).slides
    shapes = [shape for slide in slides for shape in slide.shapes if shape.has_text_frame]
    return sum(len(shape.text_frame.text) for shape in shapes)


def raw_legacy(path: Path) -> int:
    from legacy_doc import extract_text

    return len(extract_text(path.read_bytes()).text)


def raw_striprtf(path: Path) -> int:
    rtf_to_text = import_module("striprtf.striprtf").rtf_to_text
    return len(rtf_to_text(path.read_text("latin-1"), errors="ignore"))


def libreoffice(type: str) -> Reader:
    return lambda path: read_converted(path, Reading(Options()), type)


def registers(folder: Path, rows: int) -> None:
    """One register of many rows as .xlsx, and long prose as .docx."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["序号", "姓名", "社区", "数量", "发放率"])
    for number in range(1, rows + 1):
        sheet.append([number, "王小明", "清泉社区", 12.0, 0.98])
        sheet.cell(number + 1, 5).number_format = "0%"
    book.save(folder / "long.xlsx")
    document = docx.Document()
    for number in range(600):
        document.add_paragraph(SENTENCE * 2, style="List Number" if number % 5 == 0 else None)
    document.save(str(folder / "long.docx"))


def cases(folder: Path, rows: int) -> list[tuple[Path, dict[str, Reader]]]:
    registers(folder, rows)
    sheets: dict[str, Reader] = {"calamine": raw_calamine, "danghe": read}
    found: list[tuple[Path, dict[str, Reader]]] = [
        (folder / "long.docx", {"lxml": raw_xml, "danghe": read, "python-docx": raw_docx}),
        (folder / "long.xlsx", {**sheets, "openpyxl": raw_openpyxl}),
        (FIXTURES / "paper.docx", {"lxml": raw_xml, "danghe": read, "python-docx": raw_docx}),
        (FIXTURES / "register.xlsx", {**sheets, "openpyxl": raw_openpyxl}),
        (FIXTURES / "register.xls", {**sheets, "xlrd": raw_xlrd}),
        (FIXTURES / "register.ods", sheets),
        (FIXTURES / "slides.pptx", {"lxml": raw_xml, "danghe": read, "python-pptx": raw_pptx}),
        (FIXTURES / "slides.ppt", {"danghe": read}),
        (FIXTURES / "paper.odt", {"lxml": raw_xml, "danghe": read}),
        (FIXTURES / "slides.odp", {"lxml": raw_xml, "danghe": read}),
        (FIXTURES / "paper.doc", {"danghe": read}),
        (FIXTURES / "paper.rtf", {"danghe": read}),
    ]
    return found


def seconds(reader: Reader, path: Path) -> float:
    start = time.perf_counter()
    reader(path)
    return time.perf_counter() - start


@click.command()
@click.option("--rows", default=5000, show_default=True, help="Rows of the long register.")
@click.option("--rounds", default=5, show_default=True, help="Rounds; the best counts.")
@click.option("--others/--no-others", default=False, help="Also legacy-doc and striprtf.")
def main(rows: int, rounds: int, others: bool) -> None:
    """Read the same files with danghe and with raw libraries."""
    grid = Grid("file", "reader", "ms", "files/s", "× first", title="Office formats")
    with tempfile.TemporaryDirectory() as folder:
        for path, readers in cases(Path(folder), rows):
            if others and path.name == "paper.doc":
                readers["legacy-doc"] = raw_legacy
            if others and path.name == "paper.rtf":
                readers["striprtf"] = raw_striprtf
            best = dict.fromkeys(readers, float("inf"))
            for _ in range(rounds):
                for label, reader in readers.items():
                    best[label] = min(best[label], seconds(reader, path))
            type = path.suffix[1:]
            if available() and type in ("doc", "xls", "ppt"):
                best["LibreOffice"] = seconds(libreoffice(type), path)
            first = next(iter(best.values()))
            for label, taken in best.items():
                times = f"{taken / first:.2f}"
                grid.add_row(path.name, label, f"{taken * 1000:.2f}", f"{1 / taken:.1f}", times)
            grid.add_section()
    Console(width=100).print(grid)


if __name__ == "__main__":
    main()
