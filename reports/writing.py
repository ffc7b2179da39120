"""One report, in the form that the name of its file asks for."""

from __future__ import annotations

import json
from pathlib import Path

from ..check.rows import Report
from ..errors import UsageError
from .kinds import FORMATS, Kind
from .notice import WORD_TEMPLATES, notice_text, notice_word


def format_of(out: Path, kind: Kind, template: Path | None = None) -> str:
    """The format of a file by its ending.

    Args:
        out: The file to write.
        kind: What is to be written.
        template: Of the user's own, for a notice.

    Raises:
        UsageError: This kind cannot be written so, or not from this template.
    """
    ending = out.suffix.lower().removeprefix(".")
    if ending not in FORMATS[kind]:
        known = " ".join(f".{one}" for one in FORMATS[kind])
        raise UsageError("report.error.suffix", path=out, kind=kind.value, known=known)
    if template is not None:
        own = template.suffix.lower()
        fits = own == ".txt" if ending == "txt" else ending == "docx" and own in WORD_TEMPLATES
        if kind is not Kind.NOTICE or not fits:
            raise UsageError("report.error.template_kind", template=template, path=out)
    return ending


def written(report: Report, out: Path, kind: Kind, template: Path | None = None) -> bytes:
    """A report as the bytes of a file.

    Args:
        report: What to write.
        out: Its ending says in which format; nothing is written yet.
        kind: The whole check, the list of problems, or the notice.
        template: Of the notice, instead of the shipped one.

    Raises:
        UsageError: As ``format_of``; or the template cannot be used.
    """
    ending = format_of(out, kind, template)
    if ending == "json":
        from .machine import render_data

        return (json.dumps(render_data(report, kind), ensure_ascii=False, indent=1) + "\n").encode()
    if ending == "xlsx":
        from .workbook import render_workbook

        return render_workbook(report, kind)
    if ending == "txt":
        return notice_text(report, template).encode()
    if ending == "html":
        return _page(report, kind).encode()
    if kind is Kind.NOTICE:
        return notice_word(report, template)
    from .word import render_word

    return render_word(report, kind)


def _page(report: Report, kind: Kind) -> str:
    from .page import render_notice_page, render_page

    return render_notice_page(report) if kind is Kind.NOTICE else render_page(report, kind)
