"""From a file to a document."""

from .choices import limits_from, read_passwords
from .face import (
    is_container,
    is_multipage,
    members,
    page_image,
    page_lines,
    probe,
    read,
    recognise_pages,
    upright,
)
from .formats import READABLE, detect
from .guard import Limits, limit_process
from .libreoffice import end_orphans
from .reading import Member, Ocr, Options

__all__ = [
    "READABLE",
    "Limits",
    "Member",
    "Ocr",
    "Options",
    "detect",
    "end_orphans",
    "is_container",
    "is_multipage",
    "limit_process",
    "limits_from",
    "members",
    "page_image",
    "page_lines",
    "probe",
    "read",
    "read_passwords",
    "recognise_pages",
    "upright",
]
