"""The period of a paper that belongs to a series and does not name it."""

from __future__ import annotations

from ..schemas import Every, Item
from .fit import Fit

_LENGTHS = {
    Every.MONTH: 1,
    Every.GIVEN_MONTHS: 1,
    Every.TWO_MONTHS: 1,
    Every.QUARTER: 3,
    Every.HALF_YEAR: 6,
}
_EARLY_DAYS = 15


def period_in_series(
    year: str, fit: Fit, items: tuple[Item, ...], event: str | None, date: str | None
) -> str:
    """The month, quarter or half-year of a paper, by the cadence of its box or items.

    An event lies in the period of its day. A report that is due after the period closes is
    about the one before its date, if it is signed early in the month.

    Args:
        year: The year the paper is about.
        fit: The box it is filed into.
        items: Items of the box that it is evidence of.
        event: Month of the event reported, or None.
        date: 成文日期, or None.

    Returns:
        A period in the year; the year itself where nothing finer follows.
    """
    every, due_after = _cadence(fit, items)
    length = _LENGTHS.get(every) if every else None
    month = event or _month_of(date, length or 1, due_after)
    if length is None or month is None or month[:4] != year:
        return year
    number = (int(month[5:7]) - 1) // length + 1
    return {1: month, 3: f"{year}-Q{number}", 6: f"{year}-H{number}"}[length]


def _cadence(fit: Fit, items: tuple[Item, ...]) -> tuple[Every | None, bool]:
    """How often, and whether it is due after the period."""
    ids = {fit.box.id, *(item.id for item in items)}
    for item in items:
        if item.each:
            return item.each, False
    for duty in fit.target.section.duties:
        if duty.every in _LENGTHS and ids & set(duty.evidence):
            return duty.every, duty.due_in == "next"
    return None, False


def _month_of(date: str | None, length: int, due_after: bool) -> str | None:
    if date is None or len(date) < 7:
        return None
    early = len(date) == 7 or int(date[8:10]) <= _EARLY_DAYS
    return _months_before(date[:7], length) if due_after and early else date[:7]


def _months_before(month: str, count: int) -> str:
    ordinal = int(month[:4]) * 12 + int(month[5:7]) - 1 - count
    return f"{ordinal // 12:04}-{ordinal % 12 + 1:02}"
