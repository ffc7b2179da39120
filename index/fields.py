"""The fields that a query can name, and the form of their values."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from datetime import date

from ..errors import QueryError
from .nodes import FieldRange, FieldTerm

FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("题名", "标题"),
    "unit": ("单位", "立档单位"),
    "level": ("层级",),
    "section": ("条线",),
    "box": ("盒", "档案盒"),
    "item": ("材料",),
    "doctype": ("类型", "文种"),
    "doc_no": ("文号", "发文字号"),
    "year": ("年度", "年份"),
    "period": ("期间", "时间"),
    "date": ("日期", "成文日期"),
    "status": ("归盒", "状态"),
}
"""English name → Chinese names, the one shown first."""

_NAMES = {name: field for field, chinese in FIELDS.items() for name in (field, *chinese)}
_STATUS = {
    "filed": ("filed", "已归盒", "已归", "是", "yes"),
    "open": ("open", "未归盒", "未归", "待归", "否", "no"),
}
_RANGE = re.compile(r"(?P<low>.*?)\s*(?:\.\.|~|〜|至)\s*(?P<high>.*)", re.DOTALL)
_BOUND = re.compile(r"(?P<sign>>=|<=|≥|≤|>|<)\s*(?P<value>.*)", re.DOTALL)
_YEAR = re.compile(r"(\d{4})年?度?", re.ASCII)
_PERIOD = re.compile(
    r"(?P<year>\d{4})"
    r"(?:-?H(?P<half>[12])|-?Q(?P<quarter>[1-4])|-(?P<month>\d{1,2})"
    r"|年(?:(?P<half_zh>[上下])半年|第?(?P<quarter_zh>[一二三四1-4])季度|(?P<month_zh>\d{1,2})月)"
    r"|年?度?)",
    re.IGNORECASE | re.ASCII,
)
_DATE = re.compile(
    r"(?P<year>\d{4})(?:年度?"
    r"|(?P<sep>[-/.])(?P<month>\d{1,2})(?:(?P=sep)(?P<day>\d{1,2}))?"
    r"|(?P<month_8>\d{2})(?P<day_8>\d{2})?"
    r"|年(?P<month_zh>\d{1,2})月(?:份|(?P<day_zh>\d{1,2})[日号])?)?",
    re.ASCII,
)
_ORDINALS = "一二三四"


def find_field(name: str) -> str | None:
    """The English name of a field, or None where there is no such field."""
    return _NAMES.get(unicodedata.normalize("NFKC", name).lower())


def field_names() -> str:
    """All fields, for the screen: Chinese names and English ones."""
    return " ".join(f"{chinese[0]}({english})" for english, chinese in FIELDS.items())


def field_node(field: str, value: str, position: int = 1) -> FieldTerm | FieldRange:
    """The node for a field and a value as typed.

    Args:
        field: English name of the field.
        value: Not empty.
        position: Of the value in the query, from 1, for errors.

    Raises:
        QueryError: The value has not the form that the field asks for.
    """
    position += len(value) - len(value.lstrip())
    value = value.strip()
    if field == "status":
        return FieldTerm(field, _status(value, position))
    if field in RANGED:
        return _term_or_range(field, value, position)
    return FieldTerm(field, value)


def field_text(field: str, value: str) -> tuple[str, str]:
    """The Chinese name of a field, and a node's value as one would type it."""
    if field == "status":
        value = _STATUS[value][1]
    return FIELDS[field][0], value


def year_form(value: str) -> str | None:
    """A year in four digits, or None where it is none."""
    found = _YEAR.fullmatch(unicodedata.normalize("NFKC", value).strip())
    return found[1] if found else None


def period_form(value: str) -> str | None:
    """A period as ``2023``, ``2023-H1``, ``2023-Q2`` or ``2023-05``, or None where it is none."""
    found = _PERIOD.fullmatch(unicodedata.normalize("NFKC", value).strip())
    if not found:
        return None
    year, half, quarter = found["year"], found["half"], found["quarter"]
    month = found["month"] or found["month_zh"]
    if found["half_zh"]:
        half = "1" if found["half_zh"] == "上" else "2"
    if found["quarter_zh"]:
        quarter = found["quarter_zh"]
        quarter = str(_ORDINALS.index(quarter) + 1) if quarter in _ORDINALS else quarter
    if half or quarter:
        return f"{year}-H{half}" if half else f"{year}-Q{quarter}"
    if month:
        return f"{year}-{int(month):02}" if 1 <= int(month) <= 12 else None
    return year


def months(period: str) -> tuple[int, int] | None:
    """First and last month of a period, counted from the year 0; None for no period."""
    form = period_form(period)
    if form is None:
        return None
    first = int(form[:4]) * 12
    match form[5:6]:
        case "":
            return first, first + 11
        case "H":
            start, length = (int(form[6]) - 1) * 6, 6
        case "Q":
            start, length = (int(form[6]) - 1) * 3, 3
        case _:
            start, length = int(form[5:]) - 1, 1
    return first + start, first + start + length - 1


def date_form(value: str) -> str | None:
    """A date as ``2023``, ``2023-05`` or ``2023-05-06``; None for none, or one that never was."""
    plain = "".join(unicodedata.normalize("NFKC", value).split())
    found = _DATE.fullmatch(plain)
    if not found:
        return None
    month = found["month"] or found["month_8"] or found["month_zh"]
    day = found["day"] or found["day_8"] or found["day_zh"]
    try:
        date(int(found["year"]), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join([found["year"], *(f"{int(part):02}" for part in (month, day) if part)])


def days(value: str) -> tuple[int, int] | None:
    """First and last day of a date or of a month or year, as 20230506; None for no date."""
    form = date_form(value)
    if form is None:
        return None
    year, month, day = (int(part) if part else 0 for part in (form[:4], form[5:7], form[8:]))
    if day:
        number = (year * 100 + month) * 100 + day
        return number, number
    first, last = (month, month) if month else (1, 12)
    return (
        (year * 100 + first) * 100 + 1,
        (year * 100 + last) * 100 + monthrange(year, last)[1],
    )


RANGED: dict[str, Callable[[str], str | None]] = {
    "year": year_form,
    "period": period_form,
    "date": date_form,
}
"""Fields that take ranges → what brings a value into form."""


def _status(value: str, position: int) -> str:
    plain = unicodedata.normalize("NFKC", value).lower()
    for status, names in _STATUS.items():
        if plain in names:
            return status
    raise QueryError("query.status", position=position, value=value)


def _term_or_range(field: str, value: str, position: int) -> FieldTerm | FieldRange:
    plain = _half_width(value)

    def formed(start: int, end: int) -> str | None:
        if start == end:
            return None
        found = RANGED[field](plain[start:end])
        if found is None:
            raise QueryError(f"query.{field}", position=position + start, value=value[start:end])
        return found

    if span := _RANGE.fullmatch(plain):
        low, high = formed(*span.span("low")), formed(*span.span("high"))
        return _ordered(FieldRange(field, low, high), value, position)
    if bound := _BOUND.fullmatch(plain):
        end = formed(*bound.span("value"))
        return _bounded(field, bound["sign"], end, value, position)
    found = formed(0, len(value))
    assert found is not None
    return FieldRange(field, found, found) if field == "date" else FieldTerm(field, found)


def _half_width(value: str) -> str:
    """Half-width forms, character by character, so that places stay as they are."""
    return "".join(
        plain if len(plain := unicodedata.normalize("NFKC", sign)) == 1 else sign for sign in value
    )


def _ordered(span: FieldRange, value: str, position: int) -> FieldRange:
    """Refuse a range that is open at both ends, or whose ends stand the wrong way round."""
    bounds = days if span.field == "date" else months
    low, high = (bounds(end) if end else None for end in (span.low, span.high))
    if (low is None and high is None) or (low and high and low[0] > high[1]):
        raise QueryError("query.range", position=position, value=value)
    return span


def _bounded(field: str, sign: str, end: str | None, value: str, position: int) -> FieldRange:
    """A range with one end; a strict sign moves it by a step, which periods do not allow."""
    if end is not None and sign in "<>":
        end = _neighbour(field, end, 1 if sign == ">" else -1)
    if end is None:
        raise QueryError("query.range", position=position, value=value)
    return (
        FieldRange(field, end, None) if sign in (">", ">=", "≥") else FieldRange(field, None, end)
    )


def _neighbour(field: str, value: str, step: int) -> str | None:
    """The next or last year, month or day, as precise as the value; None where there is none."""
    if field == "period":
        return None
    year, month, day = (int(part) if part else 0 for part in (value[:4], value[5:7], value[8:]))
    if day:
        number = date(year, month, day).toordinal() + step
        known = 1 <= number <= date.max.toordinal()
        return date.fromordinal(number).isoformat() if known else None
    if month:
        year, month = divmod(year * 12 + month - 1 + step, 12)
        form = f"{year:04}-{month + 1:02}"
    else:
        form = f"{year + step:04}"
    return RANGED[field](form)
