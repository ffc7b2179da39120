"""A notice of what is to be mended (整改通知书), from the shipped template or the user's."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ..check.rows import Report
from .fill_text import fill_text, read_text_template
from .fill_word import fill_word
from .notice_template import default_template, default_text

WORD_TEMPLATES = (".docx", ".dotx")


def notice_word(report: Report, template: Path | None = None) -> bytes:
    """A notice as a DOCX file.

    Args:
        report: Gives the values.
        template: A .docx or .dotx file with placeholders; the shipped one if None.

    Raises:
        UsageError: The template cannot be used, or names what is not known.
    """
    if template is not None:
        return fill_word(template, report)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.docx"
        path.write_bytes(default_template())
        return fill_word(path, report)


def notice_text(report: Report, template: Path | None = None) -> str:
    """A notice as plain text; otherwise as ``notice_word``."""
    return fill_text(read_text_template(template) if template else default_text(), report)
