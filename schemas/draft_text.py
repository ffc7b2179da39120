"""The text of a norms document with its lines, levelled for reading, and the part that counts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ..text.normalise import tidy
from ..text.numbers import chinese_number, level

NUMERAL = "(?:[0-9]{1,3}|[一二两三四五六七八九十]{1,3})"
"""Pattern of a small number in levelled text."""

CIRCLED = "[①-⑳]"

_TABLE_NO = re.compile("盒号|序号|编号|盒")
_TABLE_NAME = re.compile("盒名|名称|题名|盒$")
_TABLE_CONTENTS = re.compile("内容|材料|资料|目录")
_MOST_CELLS = 40


@dataclass(frozen=True)
class Source:
    """A text whose characters keep their places when it is levelled.

    Attributes:
        text: As read; rows of a table that lists boxes are worded as the running text has them.
        numbers: For each line its number in the text as read, from 1.
    """

    text: str
    numbers: tuple[int, ...]

    @cached_property
    def plain(self) -> str:
        """Half-width digits, brackets, colons and blanks, character by character."""
        return level(self.text).replace("\t", " ").replace("﹕", ":").replace("︰", ":")

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def line(self, offset: int) -> int:
        """Number of the line that holds a character."""
        return self.numbers[min(bisect_right(self._starts, offset), len(self.numbers)) - 1]

    def lines(self, start: int, end: int) -> tuple[int, int]:
        """First and last line of a stretch, blanks at its ends apart."""
        words = self.text[start:end]
        first = start + len(words) - len(words.lstrip())
        last = max(first, start + len(words.rstrip()) - 1)
        return self.line(first), self.line(last)

    def words(self, start: int, end: int) -> str:
        """A stretch as one line: broken lines joined, idle blanks gone."""
        return tidy(join(self.text[start:end]))

    def spaced(self, start: int, end: int) -> str:
        """A stretch as one line whose blanks are kept."""
        return " ".join(join(self.text[start:end]).split())


_LATIN_BREAK = re.compile(r"(?<=[A-Za-z0-9])\n(?=[A-Za-z])")


def join(text: str) -> str:
    """Broken lines made one; a blank stays only between Latin words."""
    lines = "\n".join(line.strip() for line in text.split("\n"))
    return _LATIN_BREAK.sub(" ", lines).replace("\n", "")


def read(text: str) -> Source:
    """A source of a text; tables of boxes are put into words."""
    lines, numbers = [], []
    for number, line in enumerate(_worded(text.split("\n")), 1):
        lines.append(line)
        numbers.append(number)
    return Source("\n".join(lines), tuple(numbers))


def _worded(lines: list[str]) -> Iterator[str]:
    """Lines; the rows below a table header that names boxes and contents in a box's words."""
    columns: tuple[int, int, int] | None = None
    for line in lines:
        line = line.rstrip("\r").replace("\x0b", " ").replace("\x0c", " ")
        cells = [cell.strip() for cell in line.split("\t")]
        if not 2 <= len(cells) <= _MOST_CELLS:
            columns = None
            yield line
            continue
        found = _columns(cells)
        if found is not None:
            columns = found
            yield ""
        elif columns is not None and len(cells) > max(columns):
            yield _row(cells, columns)
        else:
            yield line


def _columns(cells: list[str]) -> tuple[int, int, int] | None:
    """Columns of number, name and contents in a header row; -1 for a number that is not there."""
    if any(len(cell) > 8 for cell in cells):
        return None
    name = next((n for n, cell in enumerate(cells) if _TABLE_NAME.search(cell)), None)
    contents = next(
        (n for n, cell in enumerate(cells) if n != name and _TABLE_CONTENTS.search(cell)), None
    )
    if name is None or contents is None:
        return None
    number = next((n for n, c in enumerate(cells) if n != name and _TABLE_NO.search(c)), -1)
    return number, name, contents


def _row(cells: list[str], columns: tuple[int, int, int]) -> str:
    number, name, contents = columns
    figures = re.search(NUMERAL, level(cells[number])) if number >= 0 else None
    if not cells[name] and not figures:
        return cells[contents]
    head = f"盒{figures.group()}名称：" if figures else "盒名称："
    return f"{head}{cells[name]} 内容：{cells[contents]}"


def figure(numeral: str) -> int:
    """Value of a small number; 0 if it is none."""
    if len(numeral) == 1 and "①" <= numeral <= "⑳":
        return ord(numeral) - ord("①") + 1
    value = chinese_number(numeral)
    return value if isinstance(value, int) else 0
