"""Numbers in papers: dates, periods, document numbers, rates, Chinese figures.

All functions take the original text and give places in it. Their patterns work inside Chinese
sentences, where no word boundaries exist, and look only a bounded way ahead and back.
"""

from __future__ import annotations

from .dates import DateMention, find_dates
from .docnumbers import DocNumberMention, find_doc_numbers
from .numbers import PercentMention, chinese_number, find_percentages
from .periods import (
    PeriodMention,
    contains,
    find_periods,
    is_period,
    months_in,
    periods_of_months,
)

__all__ = [
    "DateMention",
    "DocNumberMention",
    "PercentMention",
    "PeriodMention",
    "chinese_number",
    "contains",
    "find_dates",
    "find_doc_numbers",
    "find_percentages",
    "find_periods",
    "is_period",
    "months_in",
    "periods_of_months",
]
