"""Names of files and folders: their parts, their numbers, their natural order."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

from ..text.numerals import chinese_number
from .words import ordered_words, word_set

IMAGE_FORMATS = {
    **dict.fromkeys(("jpg", "jpeg", "jpe", "jfif"), "JPEG"),
    **dict.fromkeys(("tif", "tiff"), "TIFF"),
    **dict.fromkeys(("jp2", "j2k", "jpf", "jpx"), "JPEG 2000"),
    **{"png": "PNG", "bmp": "BMP", "webp": "WebP", "gif": "GIF"},
}
"""Ending → format of files that can be one page. DA/T 31-2017 knows the first three formats."""

LONGEST_NAME = 500
"""Characters; longer names are not looked into."""

_GROUP = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"([0-9]+)")
_SEPARATORS = " -_.·–—/\\"
_COPY = re.compile(r"(?P<of>.+?)[ _-]*(?:副本|复件|copy)(?: ?\([0-9]+\)| ?[0-9]{1,2})?")
_AGAIN = re.compile(r"(?P<of>.*[^ ]) ?\([0-9]{1,3}\)")
_SIDES = {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6, "正": 1, "反": 2, "背": 2}
_NUMBERED = re.compile(
    r"(?P<prefix>.*?)(?<![0-9])(?P<number>[0-9]{1,5})页?\)?(?:[ _,-]?\(?共[0-9]{1,5}页\)?)?"
    r"(?:[ _-]?\(?(?P<side>[a-f]|[正反背]面?)\)?)?"
    r"(?:[ _-]?(?P<part>[^\W\d_]{2,6}))?"
)
_SPELT = re.compile(r"(?P<prefix>.*第)(?P<number>[〇零一二三四五六七八九十百]{1,6})页")
_FULL_DATE = re.compile(
    r"(?<![0-9])(?:19|20)[0-9]{2}[^0-9]{0,2}(?:1[0-2]|0?[1-9])[^0-9]{0,2}"
    r"(?:3[01]|[12][0-9]|0?[1-9])日?(?![0-9])"
)
_YEAR_MONTH = re.compile(r"(?:^|[^0-9])(?:19|20)[0-9]{2}(?:[^0-9]?(?:0?[1-9]|1[0-2]))?年?月?$")


def parts(path: str) -> tuple[str, str]:
    """The folder of a path, empty where there is none, and the name in it."""
    place, _, name = path.rpartition("/")
    return place, name


def folder_names(place: str) -> tuple[str, ...]:
    """The names on the way to a folder; a container counts as one, without its ending."""
    found = [part for part in place.split("/") if part not in ("", ".")]
    return tuple(_opened(part) if part.endswith("!") else part for part in found)


def _opened(container: str) -> str:
    stem, dot, _ = container.removesuffix("!").rpartition(".")
    return stem if dot and stem else container.removesuffix("!")


def stem_and_ending(name: str) -> tuple[str, str]:
    """A file's name without its ending, and the ending in small letters."""
    stem, dot, ending = name.rpartition(".")
    ending = unicodedata.normalize("NFKC", ending).lower()
    return (stem, ending) if dot and stem else (name, "")


def levelled(text: str) -> str:
    """Compatibility forms and case levelled, blanks trimmed."""
    return unicodedata.normalize("NFKC", text[:LONGEST_NAME]).casefold().strip()


@lru_cache(maxsize=100_000)
def groups(text: str) -> tuple[str, ...]:
    """The runs of letters and digits of a name or 档号; what separates them does not matter."""
    return tuple(_GROUP.findall(levelled(text)))


def loose(key: tuple[str, ...]) -> tuple[str, ...]:
    """The same without leading zeros."""
    return tuple(group.lstrip("0") or "0" if group.isdigit() else group for group in key)


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sorting key: numbers by their value (2 before 10), all else by its letters."""
    level = unicodedata.normalize("NFKC", text).casefold()
    key = []
    for piece in _DIGITS.split(level):
        figure = piece.isascii() and piece.isdigit()
        digits = piece.lstrip("0") if figure else piece
        key.append((0, len(digits), digits) if figure else (1, 0, piece))
    # Names that differ only in zeros or forms keep a fixed order too.
    return (*key, (2, 0, text))


def looks_archival(text: str) -> bool:
    """Whether a name has the shape of a complete 档号, as J001-WS·2023-Y-BGS-0001 or 0012-001-0003.

    It has levels (DA/T 13-2022), most of them codes, and ends in the number of an item or
    volume; dates do not count.
    """
    level = levelled(text)
    found = groups(_FULL_DATE.sub(" ", level))
    if not 3 <= len(found) <= 9 or any(len(group) > 8 for group in found):
        return False
    figures = [group for group in found if any(char.isdigit() for char in group)]
    wordy = any(len(group) > 4 and not group.isascii() for group in found)
    stamped = any(len(group) == 8 and group.isdigit() for group in found)
    if len(figures) < 2 or wordy or stamped:
        return False
    ends_well = found[-1].isdigit() and len(found[-1]) >= 2
    return ends_well and not _YEAR_MONTH.search(level)


@dataclass(frozen=True, slots=True)
class PageName:
    """How the name of an image reads as that of a page.

    Attributes:
        path: As given.
        stem: Levelled name without its ending.
        format: Of the image, by its ending.
        prefix: What stands before the number, levelled, without separators at its end.
        shown: The same as written.
        number: Of the page; the place among its like for an unnumbered part of a volume.
        written: The number's digits; empty for such a part.
        side: 0, or 1 for the front, 2 for the back and so on.
        zone: -1 for what lies before the numbered pages, 1 for what lies after them.
        copy: Whether it is named as a copy of another file.
    """

    path: str
    stem: str
    format: str
    prefix: str
    shown: str
    number: int
    written: str
    side: int = 0
    zone: int = 0
    copy: bool = False

    @property
    def order(self) -> tuple[int, int, int]:
        """Place among the pages of its set."""
        return self.zone, self.number, self.side

    def as_side(self) -> PageName | None:
        """The other reading of 0001-2: the back of page 1, not page 2 of item 1."""
        match = re.fullmatch(r"(.*?)(?<![0-9])([0-9]{1,5})", self.prefix)
        if match is None or self.written not in ("1", "2") or self.side or self.zone:
            return None
        # 1-2 may as well be page 2 of item 1, or the second of January.
        if len(match[2]) < 2:
            return None
        prefix = match[1].rstrip(_SEPARATORS)
        return replace(
            self,
            prefix=prefix,
            shown=self.shown[: len(prefix)],
            number=int(match[2]),
            written=match[2],
            side=self.number,
        )


def page_name(path: str, format: str, others: frozenset[str]) -> PageName | None:
    """Read the name of an image as that of a page.

    Args:
        path: Of the image.
        format: Of the image.
        others: Levelled stems of the files beside it: 0001 (2) is a copy where 0001 is.

    Returns:
        The reading, or None where the name carries no page number.
    """
    name = parts(path)[1]
    if len(name) > LONGEST_NAME:
        return None
    written = unicodedata.normalize("NFKC", stem_and_ending(name)[0]).strip()
    stem = levelled(written)
    copy = _COPY.fullmatch(stem) or _AGAIN.fullmatch(stem)
    if copy and (copy["of"] in others or copy.re is _COPY):
        original = _read(path, copy["of"], written, format)
        return replace(original, copy=True) if original else None
    return _read(path, stem, written, format)


def _read(path: str, stem: str, written: str, format: str) -> PageName | None:
    if stem in word_set("before") | word_set("after"):
        return _unnumbered(path, stem, format)
    match = _NUMBERED.fullmatch(stem)
    if match and match["part"] and match["part"] not in word_set("before") | word_set("after"):
        match = None
    number = int(match["number"]) if match else None
    match = match or _SPELT.fullmatch(stem)
    if match is None:
        return None
    if number is None:
        spelt = chinese_number(match["number"])
        if not isinstance(spelt, int):
            return None
        number = spelt
    prefix = match["prefix"].rstrip(_SEPARATORS + "(").rstrip()
    side = _SIDES.get((match.groupdict().get("side") or " ")[0], 0)
    shown = written[: len(prefix)] if written.casefold().startswith(prefix) else prefix
    return PageName(path, levelled(written), format, prefix, shown, number, match["number"], side)


def _unnumbered(path: str, stem: str, format: str) -> PageName:
    zone = -1 if stem in word_set("before") else 1
    place = ordered_words("before" if zone < 0 else "after").index(stem)
    return PageName(path, stem, format, "", "", place, "", zone=zone)


def dated(page: PageName) -> bool:
    """Whether prefix and number together read as a date: 义诊2023-05-01."""
    return len(page.written) <= 2 and bool(
        _YEAR_MONTH.search(page.prefix.rstrip("年月" + _SEPARATORS))
    )
