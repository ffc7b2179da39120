"""The fields that a query can name, and the form of their values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

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
    "status": ("归盒", "状态"),
}
"""English name → Chinese names, the one shown first."""

_NAMES = {name: field for field, chinese in FIELDS.items() for name in (field, *chinese)}
_STATUS = {
    "filed": ("filed", "已归盒", "已归", "是", "yes"),
    "open": ("open", "未归盒", "未归", "待归", "否", "no"),
}
_RANGE = re.compile(r"(?P<low>.*?)\s*(?:\.\.|~|〜|至)\s*(?P<high>.*)", re.DOTALL)
_BOUND = re.compile(r"(?P<sign>>=|<=|≥|≤|>|<)(?P<value>.*)", re.DOTALL)
_YEAR = re.compile(r"(\d{4})年?度?")
_PERIOD = re.compile(
    r"(?P<year>\d{4})"
    r"(?:-?H(?P<half>[12])|-?Q(?P<quarter>[1-4])|-(?P<month>\d{1,2})"
    r"|年(?:(?P<half_zh>[上下])半年|第?(?P<quarter_zh>[一二三四1-4])季度|(?P<month_zh>\d{1,2})月)"
    r"|年?度?)",
    re.IGNORECASE,
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
    value = value.strip()
    if field == "status":
        return FieldTerm(field, _status(value, position))
    if field == "year":
        return _term_or_range(field, value, position, year_form)
    if field == "period":
        return _term_or_range(field, value, position, period_form)
    return FieldTerm(field, value)


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


def _status(value: str, position: int) -> str:
    plain = unicodedata.normalize("NFKC", value).lower()
    for status, names in _STATUS.items():
        if plain in names:
            return status
    raise QueryError("query.status", position=position, value=value)


def _term_or_range(
    field: str, value: str, position: int, form: Callable[[str], str | None]
) -> FieldTerm | FieldRange:
    plain = unicodedata.normalize("NFKC", value)

    def formed(part: str) -> str | None:
        if not part:
            return None
        found = form(part)
        if found is None:
            raise QueryError(f"query.{field}", position=position, value=part)
        return found

    if span := _RANGE.fullmatch(plain):
        low, high = formed(span["low"]), formed(span["high"])
        return _ordered(FieldRange(field, low, high), value, position)
    if bound := _BOUND.fullmatch(plain):
        return _bounded(field, bound["sign"], formed(bound["value"]), value, position)
    found = formed(plain)
    assert found is not None
    return FieldTerm(field, found)


def _ordered(span: FieldRange, value: str, position: int) -> FieldRange:
    """Refuse a range that is open at both ends, or whose ends stand the wrong way round."""
    low, high = (months(end) if end else None for end in (span.low, span.high))
    if (low is None and high is None) or (low and high and low[0] > high[1]):
        raise QueryError("query.range", position=position, value=value)
    return span


def _bounded(field: str, sign: str, end: str | None, value: str, position: int) -> FieldRange:
    """A range with one end; a strict sign moves it by a year, which periods do not allow."""
    if end is None:
        raise QueryError("query.range", position=position, value=value)
    if sign in "<>":
        if field != "year":
            raise QueryError("query.range", position=position, value=value)
        end = f"{int(end) + (1 if sign == '>' else -1):04}"
    return (
        FieldRange(field, end, None) if sign in (">", ">=", "≥") else FieldRange(field, None, end)
    )
