"""Fills the placeholders of a plain text template."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from ..check.rows import Report
from ..errors import UsageError
from ..messages import translate
from .placeholders import ROW_NAMES, filled, names_in, refuse_unknown, rows_of, values

_MAX_BYTES = 1024 * 1024
_MAX_FILLED = 20_000_000
_OF_A_ROW = frozenset(ROW_NAMES)


def fill_text(template: str, report: Report) -> str:
    """A notice from a text; a line that names 【序号】, 【问题】 … is repeated for each problem.

    Raises:
        UsageError: The template names what is not known, or would grow beyond measure.
    """
    refuse_unknown((), rows=names_in(template))
    general, rows = values(report), rows_of(report)
    lines: list[str] = []
    length = 0
    for line in template.splitlines():
        repeated = not _OF_A_ROW.isdisjoint(names_in(line))
        for row in rows if repeated else ({},):
            lines.append(filled(line, general | row))
            length += len(lines[-1])
            if length > _MAX_FILLED:
                why = translate("report.template.large")
                raise UsageError("report.error.template", path="txt", why=why)
    return "\n".join(lines) + "\n"


def read_text_template(path: Path) -> str:
    """A text template in UTF-8 or GB18030.

    Raises:
        UsageError: It is too large, or in neither.
    """
    try:
        with path.open("rb") as file:
            blob = file.read(_MAX_BYTES + 1)
    except OSError:
        _refuse(path, "unreadable")
    if len(blob) > _MAX_BYTES:
        _refuse(path, "large")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return blob.decode(encoding)
        except UnicodeDecodeError:
            continue
    _refuse(path, "encoding")


def _refuse(path: Path, why: str) -> NoReturn:
    raise UsageError("report.error.template", path=path, why=translate(f"report.template.{why}"))
