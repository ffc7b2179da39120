"""Numbers of spreadsheets as they are shown: 0.98 in a percent cell is 98%, 45052 a date.

Format codes as in ECMA-376 part 1, 18.8.31. Dates come out as 2023-05-06 however they are
shown, so that they sort and are found; parts of dates as shown, in Chinese (5月6日).
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

GENERAL = "General"
BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    **dict.fromkeys((14, 15, 30), "yyyy-m-d"),
    16: "m-d",
    17: "yyyy-m",
    **dict.fromkeys((18, 20, 32, 34, 55), "h:mm"),
    **dict.fromkeys((19, 21, 33, 35, 56), "h:mm:ss"),
    22: "yyyy-m-d h:mm",
    **dict.fromkeys((27, 36, 50, 52, 57), "yyyy-m"),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), "m-d"),
    31: "yyyy-m-d",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    41: "#,##0",
    42: "#,##0",
    43: "#,##0.00",
    44: "#,##0.00",
    **dict.fromkeys((45, 46, 47), "[h]:mm:ss"),
}
_LAST_DAY = 2_958_466
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|\[(?P<elapsed>h+|m+|s+)\]|\[[^\]]*\]|(?P<general>General)"
    r"|(?P<scientific>E[+-][0#?]+)|(?P<noon>AM/PM|A/P|上午/下午)|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*)?|\.[0#?]+)"
    r"|(?P<date>y+|m+|d+|h+|s+|e+|g+|b+)|(?P<percent>%)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)


@lru_cache(maxsize=16384)
def shown(value: float, code: str, *, since_1904: bool = False) -> str:
    """A number as its format shows it.

    Args:
        value: As stored; days since 1900 or 1904 for dates.
        code: The format code, such as ``0.00%`` or ``yyyy"年"m"月"d"日"``.
        since_1904: Days count from 1904, as in old files of the Macintosh.
    """
    sections = _sections(code)
    section = sections[0]
    if value < 0 and len(sections) > 1:
        section, value = sections[1], -value
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    kinds = {kind for kind, _ in section}
    if kinds & {"date", "elapsed", "noon"}:
        return _date(value, section, since_1904) or plain(value)
    if "digits" not in kinds or "scientific" in kinds:
        if kinds <= {"literal", "percent"} and kinds:
            return "".join(text for _, text in section).strip()
        return plain(value)
    return _number(value, section)


def plain(value: float) -> str:
    """A number without a format: no needless decimals, at most 15 digits."""
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if value == int(value) and abs(value) < 1e21:
        return str(int(value))
    return f"{value:.15g}"


@lru_cache(maxsize=4096)
def _sections(code: str) -> list[list[tuple[str, str]]]:
    """Parts for positive, negative and zero, each as (kind, text) pairs."""
    found: list[list[tuple[str, str]]] = [[]]
    for match in _TOKEN.finditer(code[:255]):
        kind, text = match.lastgroup, match[0]
        if kind == "other" and text == ";":
            found.append([])
        elif text == "@":
            found[-1].append(("general", text))
        elif kind in ("quoted", "escaped", "currency", "other"):
            found[-1].append(("literal", match[kind] or ""))
        elif kind in ("general", "digits", "date", "percent", "elapsed", "noon", "scientific"):
            found[-1].append((kind, text))
    return found


def _number(value: float, section: list[tuple[str, str]]) -> str:
    percents = sum(kind == "percent" for kind, _ in section)
    codes = [text for kind, text in section if kind == "digits"]
    if len(codes) > 1:  # fractions, codes like 000-0000
        return plain(value)
    code = codes[0]
    whole, _, decimals = code.partition(".")
    thousands = len(whole) - len(whole.rstrip(",")) if not decimals else 0
    number = Decimal(repr(value)) * 100**percents / 1000**thousands
    places = len(decimals)
    try:
        number = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    except ArithmeticError:
        return plain(value)
    grouped = "," in whole.rstrip(",")
    digits = f"{abs(number):,f}" if grouped else f"{abs(number):f}"
    optional = len(decimals) - len(decimals.rstrip("#?"))
    if optional and "." in digits:
        kept = len(digits) - optional
        digits = digits[:kept] + digits[kept:].rstrip("0")
        digits = digits.rstrip(".")
    digits = digits.rjust(len(digits) + max(0, whole.count("0") - len(digits.split(".")[0])), "0")
    if whole.strip(",") in ("#", "?", "") and digits == "0":
        digits = ""
    text = "".join(_part(kind, text, digits) for kind, text in section)
    return ("-" if number < 0 else "") + text.strip()


def _part(kind: str, text: str, digits: str) -> str:
    return digits if kind == "digits" else text


def _date(value: float, section: list[tuple[str, str]], since_1904: bool) -> str:
    if not 0 <= value < _LAST_DAY:
        return ""
    letters = "".join(text for kind, text in section if kind == "date").lower()
    clock = "h" in letters or "s" in letters or any(kind != "date" for kind, _ in _fields(section))
    if any(kind == "elapsed" for kind, _ in section):
        return _elapsed(value)
    # Day 60 of 1900 never was; before it every day is one off.
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30 + (value < 60))
    moment = start + timedelta(seconds=round(value * 86400))
    year, month, day = "y" in letters or "e" in letters, _has_month(section), "d" in letters
    date = _calendar(moment, year, month, day)
    time = moment.strftime("%H:%M:%S" if "s" in letters else "%H:%M") if clock else ""
    return f"{date} {time}".strip()


def _fields(section: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(kind, text) for kind, text in section if kind in ("date", "elapsed", "noon")]


def _has_month(section: list[tuple[str, str]]) -> bool:
    """Whether an m means months: not right after hours, not right before seconds."""
    letters = [text[0].lower() for kind, text in section if kind == "date"]
    for index, letter in enumerate(letters):
        if letter != "m":
            continue
        before = letters[index - 1] if index else ""
        after = letters[index + 1] if index + 1 < len(letters) else ""
        if before != "h" and after != "s":
            return True
    return False


def _calendar(moment: datetime, year: bool, month: bool, day: bool) -> str:
    if year and month and day:
        return moment.strftime("%Y-%m-%d")
    parts = (
        f"{moment.year}年" if year else "",
        f"{moment.month}月" if month else "",
        f"{moment.day}日" if day else "",
    )
    return "".join(parts)


def _elapsed(value: float) -> str:
    seconds = round(value * 86400)
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
