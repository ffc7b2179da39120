"""What somebody at a page can do about a problem: no commands, no options."""

from __future__ import annotations

from collections.abc import Mapping

from ..messages import CATALOGUE, translate


def remedy_of(key: str, values: Mapping[str, str]) -> str | None:
    """The remedy as worded for pages, ``web.remedy.<key>``; else the one for all; None without.

    Args:
        key: Of the problem.
        values: Of its sentence.
    """
    for name in (f"web.remedy.{key}", f"{key}.remedy"):
        if name in CATALOGUE:
            return translate(name, **values)
    return None
