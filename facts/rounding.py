"""Whether printed figures can agree, given that they were rounded or cut off."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

HALF = Decimal("0.5")


def step(value: Decimal) -> Decimal:
    """One unit of the last digit printed: 98.5 → 0.1; 1.2万, kept as 1.2E+4, → 1000."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(exponent)


def slack(value: Decimal) -> Decimal:
    """By how much the counted figure may lie off the printed one; whole counts are exact."""
    return Decimal(0) if step(value) == 1 else step(value) * HALF


def shown(value: Decimal) -> str:
    """As people write it: 12000, not 1.2E+4."""
    return f"{value:f}"


def is_sum(total: Decimal, addends: Iterable[Decimal]) -> bool:
    """Whether a printed total can be the sum of printed addends."""
    parts = tuple(addends)
    return is_difference(total, sum(parts, Decimal(0)), parts)


def is_difference(printed: Decimal, computed: Decimal, parts: Iterable[Decimal]) -> bool:
    """Whether a printed figure can be what was computed from printed parts.

    Args:
        printed: The figure.
        computed: The same from the parts as printed.
        parts: Each may have been rounded.
    """
    off = abs(printed - computed)
    allowed = sum((slack(part) for part in parts), Decimal(0))
    if not allowed and not slack(printed):
        return off == 0
    # A figure cut off rather than rounded lies up to a whole step below.
    return off <= allowed + (step(printed) if slack(printed) else Decimal(0))


def ratio(part: Decimal, whole: Decimal, scale: int) -> Decimal:
    """Part of a whole, in percent (scale 100) or per mille (1000), to three decimals."""
    return (part / whole * scale).quantize(Decimal("0.001"))


def is_ratio(rate: Decimal, part: Decimal, whole: Decimal, scale: int) -> bool:
    """Whether a printed rate can be that of a printed part of a printed whole."""
    least, most = whole - slack(whole), whole + slack(whole)
    if least <= 0:
        return True
    low = max(part - slack(part), Decimal(0)) / most * scale
    high = (part + slack(part)) / least * scale
    return low - step(rate) < rate < high + step(rate)
