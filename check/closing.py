"""From when on a year's check no longer depends on the day."""

from __future__ import annotations

from datetime import date, timedelta

from ..schemas.model import Level
from .periods import Rhythm, expected_periods


def closing_day(level: Level, year: int) -> date:
    """The last day on which something of a year may still come in time.

    Args:
        level: With its duties and items.
        year: The year judged.
    """
    duties = [duty for section in level.sections for duty in section.duties]
    items = [item for section in level.sections for box in section.boxes for item in box.items]
    rhythms = {rhythm for duty in duties if (rhythm := Rhythm.of(duty))}
    rhythms |= {Rhythm(item.each) for item in items if item.each}
    due = [found.due for rhythm in rhythms for found in expected_periods(rhythm, year)]
    limit = max((duty.days or 0 for duty in duties), default=0)
    end = date(year, 12, 31)
    return max([*due, end + timedelta(days=limit if year < 9000 else 0)])
