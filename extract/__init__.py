"""From a file to a document."""

from .face import is_container, members, page_image, read, recognise_pages
from .formats import READABLE, detect
from .guard import Limits, limit_process
from .reading import Member, Ocr, Options

__all__ = [
    "READABLE",
    "Limits",
    "Member",
    "Ocr",
    "Options",
    "detect",
    "is_container",
    "limit_process",
    "members",
    "page_image",
    "read",
    "recognise_pages",
]
