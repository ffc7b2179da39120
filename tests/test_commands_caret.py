"""A caret under a place in a line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from danghe.commands.caret import pointed


def it_counts_a_chinese_character_as_two_columns() -> None:
    assert pointed('药具 "a', 4) == ('  药具 "a', "       ^")
    assert pointed("ab~", 3) == ("  ab~", "    ^")


def it_can_point_just_behind_the_last_character() -> None:
    assert pointed("年度:", 4) == ("  年度:", "       ^")


def it_shows_of_a_long_text_what_stands_around_the_place() -> None:
    line, caret = pointed("前" * 300 + "*" + "后" * 300, 301)
    assert line == "  …" + "前" * 25 + "*" + "后" * 11 + "…"
    assert line[caret.index("^") - 25] == "*"


def it_shows_nothing_of_nothing() -> None:
    assert pointed("", 1) == ()
    assert pointed(" \u3000", 1) == ()


@given(st.text(max_size=200), st.integers(1, 250))
def it_fits_on_a_terminal_and_holds_nothing_that_one_obeys(text: str, position: int) -> None:
    for line in pointed(text, position):
        assert line.isprintable()
        assert cell_len(line) <= 80
