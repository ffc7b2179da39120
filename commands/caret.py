"""A place within a line of text, shown on a terminal."""

from __future__ import annotations

from rich.cells import get_character_cell_size

_INDENT = "  "
_ELLIPSIS = "…"
# In columns, so that both lines fit on a terminal of 80.
_BEFORE, _AFTER = 50, 24


def pointed(text: str, position: int) -> tuple[str, ...]:
    """A text and a caret under one of its characters, or just behind the last.

    Args:
        text: Shown in one line, cut to what stands around the place where it is long.
        position: From 1.

    Returns:
        Two lines, fit for a terminal; none where the text is blank.
    """
    if not text.strip():
        return ()
    place = min(position, len(text) + 1) - 1
    before = _fitting(_visible(text[:place])[::-1], _BEFORE)[::-1]
    after = _fitting(_visible(text[place:]), _AFTER)
    return f"{_INDENT}{before}{after}", f"{_INDENT}{' ' * _columns(before)}^"


def _fitting(text: str, most: int) -> str:
    """As much of a text as some columns hold, with … in place of the rest."""
    kept = text[:most]
    while _columns(kept) > most:
        kept = kept[:-1]
    return kept if kept == text else kept + _ELLIPSIS


def _columns(text: str) -> int:
    return sum(map(get_character_cell_size, text))


def _visible(text: str) -> str:
    """Every character in one place, none that a terminal would obey."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
