"""A check as papers to be signed: pages, Word and Excel files, notices from templates."""

from .kinds import FORMATS, Kind
from .notice_template import default_template, default_text
from .page import render_page
from .writing import format_of, written

__all__ = [
    "FORMATS",
    "Kind",
    "default_template",
    "default_text",
    "format_of",
    "render_page",
    "written",
]
