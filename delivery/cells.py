"""What a cell of a delivered catalogue means: dates, page counts, numbers."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from ..text.normalise import fold, tidy
from ..text.numerals import chinese_number, find_dates, find_doc_numbers
from .words import word_set

_NIGHT = re.compile(r"[ t]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?$")
_COMPACT = re.compile(r"((?:1[89]|20)[0-9]{2})([0-9]{2})([0-9]{2})?")
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]{1,12})?")
_EARLIEST_SERIAL, _LATEST_SERIAL = 18264, 73050
_EPOCH = date(1899, 12, 30)
_SHORT = re.compile(r"([0-9]{2})([.\-/])([0-9]{1,2})\2([0-9]{1,2})")
_AMERICAN = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/((?:1[89]|20)[0-9]{2})")
_YEAR = re.compile(r"((?:1[89]|20)[0-9]{2})(?:\.0)?(?:年度?)?")
_BETWEEN = re.compile(r"[\s\-—~至到起止]*(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?")
_ASIDE = re.compile(r"^公元|\([^()]*\)$")
_COMPACT_SPAN = re.compile(r"([0-9]{8})[\-—~至]([0-9]{8})")
_COUNT = re.compile(r"[共计约]?(.{1,12}?)(?:\.0+)?[页张面件幅]?")
_SPAN = re.compile(r"第?0*([0-9]{1,5})页?[\-—~至到_]+第?0*([0-9]{1,5})页?")
_PAGE = re.compile(r"第?0*([0-9]{1,5})(?:\.0+)?[页号]?")


def text_of(cell: object) -> str:
    """A cell as one line of text; empty where it says that there is nothing."""
    text = tidy("" if cell is None else str(cell))
    return "" if fold(text) in word_set("nothing") else text


def read_date(written: str) -> str | None:
    """The date that a cell states.

    All usual writings: 19990909 (DA/T 22-2015), also with 00 for what is not known, 1999.9.9,
    1999年9月9日, 99.9.9, a spreadsheet's serial number or date and time. Of a span of dates, as
    volumes have it, the first counts.

    Args:
        written: The cell.

    Returns:
        ``1999-09-09``, ``1999-09`` or ``1999``; None where the cell is no date, or one that
        does not exist, or one that can mean two days (3/4/1999).
    """
    plain = _ASIDE.sub("", _NIGHT.sub("", fold(written))).strip()
    if (match := _COMPACT_SPAN.fullmatch(plain)) and read_date(match[2]):
        plain = match[1]
    if match := _COMPACT.fullmatch(plain):
        return _date(int(match[1]), int(match[2]), int(match[3] or 0))
    if match := _YEAR.fullmatch(plain):
        return match[1]
    if (match := _SERIAL.fullmatch(plain)) and (
        _EARLIEST_SERIAL <= int(match[1]) <= _LATEST_SERIAL
    ):
        return (_EPOCH + timedelta(days=int(match[1]))).isoformat()
    if match := _SHORT.fullmatch(plain):
        year = int(match[1])
        return _date(year + (1900 if year >= 50 else 2000), int(match[3]), int(match[4]))
    if match := _AMERICAN.fullmatch(plain):
        return _american(int(match[1]), int(match[2]), int(match[3]))
    return _mentioned(plain)


def _date(year: int, month: int, day: int) -> str | None:
    if not month:
        return f"{year:04}" if not day else None
    if month > 12 or day > calendar.monthrange(year, month)[1]:
        return None
    return f"{year:04}-{month:02}" + (f"-{day:02}" if day else "")


def _american(first: int, second: int, year: int) -> str | None:
    readings = {_date(year, first, second), _date(year, second, first)} - {None}
    return readings.pop() if len(readings) == 1 else None


def _mentioned(plain: str) -> str | None:
    """A date that fills the cell, alone or with the second one of a span."""
    if len(plain) > 60:
        return None
    found = find_dates(plain)
    for mention in reversed(found):
        plain = plain[: mention.start] + plain[mention.end :]
    if not found or not _BETWEEN.fullmatch(plain):
        return None
    return found[0].date


def read_year(written: str) -> int | None:
    """The year of 2023, 2023年度 or 二〇二三年; None where a cell has none."""
    plain = fold(written)
    match = _YEAR.fullmatch(plain)
    if match:
        return int(match[1])
    found = chinese_number(plain.rstrip("年度"))
    return found if isinstance(found, int) and 1800 <= found < 2100 else None


def read_count(written: str) -> int | None:
    """How many pages or sheets: 12, 12页, 共12页, 十二, 12.0; the span 3-14 counts as 12."""
    if span := read_span(written):
        return span[1] - span[0] + 1
    match = _COUNT.fullmatch(fold(written))
    found = chinese_number(match[1]) if match else None
    return found if isinstance(found, int) and 0 <= found < 100_000 else None


def read_page(written: str) -> int | None:
    """The number of a page: 3, 003, 第3页, 3.0."""
    match = _PAGE.fullmatch(fold(written))
    return int(match[1]) if match else None


def read_span(written: str) -> tuple[int, int] | None:
    """First and last page of 3-14, 003—014 or 第3页至第14页."""
    match = _SPAN.fullmatch(fold(written))
    if match is None or int(match[1]) > int(match[2]):
        return None
    return int(match[1]), int(match[2])


def read_doc_no(written: str) -> str | None:
    """A 文号 in its standard writing where it is one, else as written."""
    found = find_doc_numbers(written)
    if len(found) == 1 and (found[0].start, found[0].end) == (0, len(written)):
        return found[0].doc_no
    return written or None
