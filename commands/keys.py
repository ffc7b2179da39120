"""What a person presses: one key at a time on a terminal, one line at a time elsewhere."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable

import click

ENTER = "\n"
_ESCAPE = "\x1b"
_INTERRUPT = "\x03"


class Keys:
    """Reads answers; from a pipe each line is one answer.

    Args:
        one_key: Whether keys come without Enter; by default if a person sits at a terminal.
        getchar: Reads what was pressed.
    """

    def __init__(
        self, one_key: bool | None = None, getchar: Callable[[], str] = click.getchar
    ) -> None:
        self._one_key = sys.stdin.isatty() if one_key is None else one_key
        self._getchar = getchar

    def key(self) -> str:
        """The next key, in small letters; full-width ones as ASCII, Enter as a line feed.

        Raises:
            EOFError: There is no more.
            KeyboardInterrupt: Ctrl-C.
        """
        pressed = self._pressed() if self._one_key else (_next_line().strip() or ENTER)
        key = unicodedata.normalize("NFKC", pressed[0]).lower().replace("\r", ENTER)[:1]
        click.echo("" if key == ENTER or not key.isprintable() else key)
        return key

    def _pressed(self) -> str:
        """Never empty; arrows and other keys that make several characters are passed over."""
        while True:
            pressed = self._getchar()
            if _INTERRUPT in pressed:
                raise KeyboardInterrupt
            if pressed and not pressed.startswith(_ESCAPE):
                return pressed

    def line(self, prompt: str) -> str:
        """A line of text, without white space at its ends.

        Raises:
            EOFError: There is no more.
            KeyboardInterrupt: Ctrl-C.
        """
        if self._one_key:
            return input(prompt).strip()
        click.echo(prompt, nl=False)
        line = _next_line().strip()
        click.echo(line)
        return line

    def agrees(self, prompt: str) -> bool:
        """Whether the answer to a question is y; any other key is no."""
        click.echo(prompt, nl=False)
        return self.key() == "y"


def _next_line() -> str:
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line
