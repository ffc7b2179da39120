"""What a check leaves on paper: matrices, reports and notices as files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.responses import Response

from ...check.matrix_page import matrix_page
from ...check.matrix_sheet import write_matrix
from ...check.report_rows import Terms, report_rows
from ...commands.report import deadline_of
from ...errors import UsageError
from ...messages import translate
from ...reports import FORMATS, Kind, written
from ..asked_year import unit_year, year_asked
from ..call import Call
from ..naming import disposition
from .check import scope_of, surveyed

_TYPES = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def matrix(call: Call) -> Response:
    """The matrix, of the units that the visitor sees."""
    found, name = surveyed(call, scope_of(call)).matrix, translate("check.matrix.title")
    if call.text("format") == "html":
        return _file(matrix_page(found).encode(), name, "html")
    with TemporaryDirectory() as home:
        path = Path(home) / "matrix.xlsx"
        write_matrix(found, path)
        return _file(path.read_bytes(), name, "xlsx")


def report(call: Call) -> Response:
    """The report on a unit's year, its list of problems, or the notice; numbers are masked."""
    about = unit_year(call) if call.text("unit") and year_asked(call) else None
    if about is None:
        raise UsageError("web.no_unit", unit=call.text("unit")[:60])
    kind, form = call.text("kind", "check"), call.text("format", "docx")
    if kind not in set(Kind) or form not in FORMATS[Kind(kind)]:
        raise UsageError("web.no_report", kind=kind[:20], form=form[:20])
    check = call.archive.check(about.unit, about.year)
    by = call.text("deadline").strip()[:40]
    deadline = deadline_of(by, check.as_of or date.today()) if by else None
    inspectors = tuple(call.text("inspectors").replace("、", " ").split())[:20]
    rows = report_rows(check, Terms(inspectors, call.text("issuer").strip()[:100], deadline))
    content = written(rows, Path(f"report.{form}"), Kind(kind))
    name = f"{about.unit} {about.year} {translate(f'report.title.{kind}')}"
    return _file(content, name, form)


def _file(content: bytes, name: str, form: str) -> Response:
    headers = {"Content-Disposition": disposition(f"{name}.{form}", f"report.{form}")}
    return Response(content, media_type=_TYPES[form], headers=headers)
