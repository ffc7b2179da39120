"""Workbooks that come out the same bytes every time."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime

import openpyxl
from openpyxl.styles import Alignment, Border, Side

from corpus.paper import Kind, Paper

FIXED = (2024, 1, 31, 9, 0, 0)
_LINE = Side(style="thin")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def to_xlsx(paper: Paper) -> bytes:
    """One sheet: title and lines merged over its width, tables with rules."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    columns = max((len(row) for e in paper.elements for row in e.rows), default=1)
    at = 0
    for element in paper.elements:
        for row in element.rows or ((element.text,),):
            at += 1
            for column, text in enumerate(row, 1):
                cell = sheet.cell(at, column, _value(text) if element.rows else text)
                if element.rows:
                    cell.border = _GRID
            if not element.rows:
                sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=columns)
                if element.kind is Kind.TITLE:
                    sheet.cell(at, 1).alignment = Alignment(horizontal="center")
    buffer = io.BytesIO()
    book.save(buffer)
    return timeless(buffer.getvalue())


def _value(text: str) -> str | int:
    """A number as a number, where its writing survives."""
    if re.fullmatch(r"0|[1-9]\d{0,8}", text):
        return int(text)
    return text


def timeless(data: bytes) -> bytes:
    """The same workbook as if it had been saved at the fixed time."""
    stamp = datetime(*FIXED).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for name in sorted(old.namelist()):
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp, part)
            info = zipfile.ZipInfo(name, FIXED)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
            new.writestr(info, part, compresslevel=9)
    return buffer.getvalue()
