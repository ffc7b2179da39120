"""Times as people read them: by the clock of the server's place, to the minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from ..errors import UsageError

_YEARS = range(1971, 9998)


def moment(at: str | float) -> str:
    """A time in local figures; as it stands where it is none.

    Args:
        at: UTC, ISO 8601; or seconds since the epoch.
    """
    try:
        found = (
            datetime.fromisoformat(at) if isinstance(at, str) else datetime.fromtimestamp(at, UTC)
        )
        return found.astimezone().strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError, OSError):
        return str(at)


def beginning_of(day: str, later: int = 0) -> str:
    """When a day begins here, as the audit log writes times: UTC, ISO 8601.

    Args:
        day: Such as ``2023-05-06``.
        later: So many days after it.

    Raises:
        UsageError: It is no day.
    """
    try:
        found = date.fromisoformat(day)
    except ValueError:
        found = date.min
    if found.year not in _YEARS or len(day) != 10:
        raise UsageError("web.admin.day", day=day[:20])
    start = datetime.combine(found + timedelta(days=later), time.min)
    return start.astimezone(UTC).isoformat(timespec="seconds")
