"""What can be reported, and as which kinds of file."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a report is."""

    CHECK = "check"
    PROBLEMS = "problems"
    NOTICE = "notice"


FORMATS = {
    Kind.CHECK: ("html", "docx", "xlsx", "json"),
    Kind.PROBLEMS: ("html", "docx", "xlsx", "json"),
    Kind.NOTICE: ("html", "docx", "txt", "json"),
}
"""Endings of the files that a kind of report can be written as."""
