"""Style sheet and lists of a Word 97–2003 file: headings, and numbers that Word counts."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from .doc_binary import LISTS, OVERRIDES, STYLES, Binary, changes
from .docx_numbering import ListLevel, Numbering

_OUTLINE, _LIST, _LEVEL = 0x2640, 0x460B, 0x260A
_PARAGRAPH_STYLE, _NO_STYLE, _BODY_TEXT = 1, 0xFFF, 9
_LISTF, _LVLF, _LFO = 28, 28, 16
_DEEPEST_BASE = 20
_FORMATS = (
    "decimal upperRoman lowerRoman upperLetter lowerLetter decimal decimal decimal decimal decimal "
    "ideographDigital japaneseCounting decimal decimal decimalFullWidth decimalHalfWidth "
    "japaneseLegal japaneseDigitalTenThousand decimalEnclosedCircle decimalFullWidth2 decimal "
    "decimal decimalZero bullet decimal decimal decimalEnclosedFullstop decimalEnclosedParen "
    "decimalEnclosedCircleChinese ideographEnclosedCircle ideographTraditional ideographZodiac "
    "ideographZodiac taiwaneseCounting ideographLegalTraditional taiwaneseCountingThousand "
    "taiwaneseDigital chineseCounting chineseLegalSimplified chineseCountingThousand"
).split()


@dataclass(frozen=True, slots=True)
class Look:
    """What properties say of a paragraph; None where they say nothing.

    Attributes:
        outline: Depth of a heading, from 1; 0 for none.
        list: Number of its list; 0 for none.
        level: In that list.
    """

    outline: int | None = None
    list: int | None = None
    level: int | None = None

    def over(self, below: Look) -> Look:
        """This one's properties before another's."""
        return Look(
            below.outline if self.outline is None else self.outline,
            below.list if self.list is None else self.list,
            below.level if self.level is None else self.level,
        )


def look(grpprl: bytes) -> Look:
    """What single property modifiers say."""
    outline = list_id = level = None
    for sprm, operand in changes(grpprl):
        if sprm == _OUTLINE and operand:
            outline = operand[0] + 1 if operand[0] < _BODY_TEXT else 0
        elif sprm == _LIST and len(operand) == 2:
            list_id = int.from_bytes(operand, "little")
        elif sprm == _LEVEL and operand:
            level = operand[0]
    return Look(outline, list_id, level)


def styles(binary: Binary) -> dict[int, Look]:
    """Looks of the paragraph styles, with those that they are based on; empty if damaged."""
    data = binary.part(STYLES)
    bases: dict[int, int] = {}
    own: dict[int, Look] = {}
    try:
        header = int.from_bytes(data[:2], "little")
        count, base_size = struct.unpack_from("<HH", data, 2)
        at = 2 + header
        for index in range(min(count, 0xFFE)):
            size = int.from_bytes(data[at : at + 2], "little")
            if size:
                bases[index], own[index] = _style(data[at + 2 : at + 2 + size], base_size)
            at += 2 + size
    except (struct.error, IndexError):
        pass
    found = {}
    for index in own:
        merged, base = own[index], bases[index]
        for _ in range(_DEEPEST_BASE):
            if base not in own:
                break
            merged, base = merged.over(own[base]), bases[base]
        found[index] = merged
    return found


def _style(data: bytes, base_size: int) -> tuple[int, Look]:
    sti, kinds = struct.unpack_from("<HH", data)
    sti &= 0xFFF
    heading = Look(outline=sti) if 1 <= sti <= 9 else Look()
    length = int.from_bytes(data[base_size : base_size + 2], "little")
    at = base_size + 2 + 2 * length + 2
    if kinds & 0xF != _PARAGRAPH_STYLE:
        return _NO_STYLE, heading
    size = int.from_bytes(data[at : at + 2], "little")
    return kinds >> 4, look(data[at + 4 : at + 2 + size]).over(heading)


def numbering(binary: Binary) -> Numbering:
    """The lists of a file, by their number in the table of overrides, from 1."""
    found = Numbering(None, {})
    try:
        levels = _definitions(binary)
        _instances(binary, levels, found)
    except (struct.error, IndexError):
        pass  # without numbers the text still stands
    return found


def _definitions(binary: Binary) -> dict[int, dict[int, ListLevel]]:
    data, rest = binary.part(LISTS), binary.tail(LISTS)
    count = int.from_bytes(data[:2], "little")
    at, found = 0, {}
    for index in range(count):
        head = data[2 + _LISTF * index : 2 + _LISTF * (index + 1)]
        if len(head) < _LISTF:
            break
        simple = head[26] & 1
        levels = {}
        for level in range(1 if simple else 9):
            levels[level], size = _level(rest, at)
            at += size
        found[int.from_bytes(head[:4], "little")] = levels
    return found


def _level(data: bytes, at: int) -> tuple[ListLevel, int]:
    start, format = struct.unpack_from("<iB", data, at)
    follow, papx, chpx = data[at + 15], data[at + 25], data[at + 24]
    text_at = at + _LVLF + papx + chpx
    length = struct.unpack_from("<H", data, text_at)[0]
    raw = data[text_at + 2 : text_at + 2 + 2 * length].decode("utf-16-le", "replace")
    text = "".join(f"%{ord(sign) + 1}" if ord(sign) < 9 else sign for sign in raw)
    name = _FORMATS[format] if format < len(_FORMATS) else "none" if format == 255 else "decimal"
    suffix = "nothing" if follow == 2 else "tab"
    return ListLevel(start=start, format=name, text=text, suffix=suffix), (
        text_at + 2 + 2 * length - at
    )


def _instances(
    binary: Binary, definitions: dict[int, dict[int, ListLevel]], found: Numbering
) -> None:
    data = binary.part(OVERRIDES)
    count = int.from_bytes(data[:4], "little")
    at = 4 + _LFO * count
    for index in range(min(count, len(data) // _LFO)):
        head = data[4 + _LFO * index : 4 + _LFO * (index + 1)]
        definition = int.from_bytes(head[:4], "little")
        restarts = {}
        levels = dict(definitions.get(definition, {}))
        at += 4
        for _ in range(head[12]):
            start, flags = struct.unpack_from("<II", data, at)
            at += 8
            if flags & 0x20:
                levels[flags & 0xF], size = _level(data, at)
                at += size
            elif flags & 0x10:
                restarts[flags & 0xF] = start
        found.define(str(index + 1), levels, str(definition), restarts)
