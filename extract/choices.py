"""What a user writes on the command line about limits and passwords."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, replace
from pathlib import Path

from ..errors import UsageError
from .encoding import decode
from .guard import Limits

_SIZES = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
_TIMES = {"": 1, "s": 1, "m": 60, "min": 60, "h": 3600}
_COUNTS = {"": 1, "k": 1000, "m": 1_000_000}
_IN_BYTES = {"max_memory", "ratio_floor"}
_AMOUNT = re.compile(r"(\d[\d_]*(?:\.\d+)?)\s*([a-z]*)")
_MOST_PASSWORDS = 100
_MOST_BYTES = 1 << 16


def limits_from(pairs: Iterable[str]) -> Limits:
    """Limits as in ``max_pages=50000``, ``max_bytes=1GB``, ``max_seconds=10m``.

    Raises:
        UsageError: There is no such limit, or the value is none.
    """
    limits = Limits()
    kinds = {field.name: type(getattr(limits, field.name)) for field in fields(Limits)}
    for pair in pairs:
        name, _, text = pair.partition("=")
        name = name.strip()
        value = _number(name, text)
        if name not in kinds or value is None or kinds[name](value) != value:
            raise UsageError("extract.limits_unknown", pair=pair, known=" ".join(kinds))
        limits = replace(limits, **{name: kinds[name](value)})
    return limits


def _number(name: str, text: str) -> float | None:
    """A positive amount; ``m`` is minutes of a time and MiB of a size."""
    match = _AMOUNT.fullmatch(text.strip().lower())
    if match is None:
        return None
    unit, units = match[2], _COUNTS
    if name.endswith("_seconds"):
        units = _TIMES
    elif name.endswith("_bytes") or name in _IN_BYTES:
        unit, units = unit.removesuffix("b").removesuffix("i"), _SIZES
    value = float(match[1].replace("_", "")) * units.get(unit, 0)
    return value if 0 < value < 1 << 62 else None


def read_passwords(path: Path) -> tuple[str, ...]:
    """Passwords of a file, one a line, in any usual encoding; blank lines are passed over.

    Raises:
        UsageError: It cannot be read, or holds none or too many.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise UsageError("extract.passwords", path=path, reason=error.strerror) from error
    lines = decode(data).text.splitlines()
    passwords = tuple(dict.fromkeys(line for line in lines if line.strip()))
    if not passwords or len(passwords) > _MOST_PASSWORDS or len(data) > _MOST_BYTES:
        reason = f"{len(passwords)} / 1–{_MOST_PASSWORDS}"
        raise UsageError("extract.passwords", path=path, reason=reason)
    return passwords
