"""What parts of the norms can be: fixed words of their data."""

from __future__ import annotations

from enum import StrEnum


class BoxState(StrEnum):
    """How much of a box the norms' text gives."""

    GIVEN = "given"
    NAME_LOST = "name_lost"
    LOST = "lost"


class DutyKind(StrEnum):
    """What a duty asks, and so how it is checked."""

    PRESENCE = "presence"
    CADENCE = "cadence"
    TIME_LIMIT = "time_limit"
    RATE = "rate"
    BINDING = "binding"
    PER_PERSON = "per_person"
    QUANTITY = "quantity"
    PAIRING = "pairing"
    CONDUCT = "conduct"


class Apart(StrEnum):
    """What one box may not mix."""

    YEAR = "year"
    UNIT = "unit"
    RETENTION = "retention"


class PairBy(StrEnum):
    """What shows that two papers belong together."""

    SUBJECT = "subject"
    DAY = "day"


class IssuedBy(StrEnum):
    """Who wrote a material that boxes sort by its author."""

    SUPERIOR = "superior"
    OWN = "own"


class Every(StrEnum):
    """Cadences. ``given_months`` reads ``Duty.months``; ``window`` a span of months each year."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    TWO_MONTHS = "two_months"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    THREE_YEARS = "three_years"
    GIVEN_MONTHS = "given_months"
    WINDOW = "window"
