"""Which encoding a text file is in. Right for ten characters as for ten million.

The order of the questions matters: a byte order mark decides; strict UTF-8 is almost
never met by accident; UTF-32 never; between UTF-16 without a mark, GB18030 and Big5 the
reading with the most frequent characters wins.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import chardet

from .encoding_frequency import FREQUENT, MOST_FREQUENT

SAMPLE_BYTES = 64 * 1024
REPLACEMENT = "\ufffd"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f-\x84\x86-\x9f]")
_PLAUSIBLE = re.compile(
    r"[\t\n\r\f\x1a\x20-\x7e\xa0-\xff\u0370-\u03ff\u0400-\u045f\u2010-\u205e\u2070-\u22ff"
    r"\u2300-\u23ff\u2460-\u27bf\u2e80-\u30ff\u3200-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\ufe30-\ufe4f\uff00-\uffee\U00020000-\U0003347f]"
)
_THREE_BYTES = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CONTROL_BYTE = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_CANDIDATES = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "cp950", "big5hkscs")
_NARROW = ("gb18030", "cp950", "big5hkscs")
_ALIASES = {
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "936": "gb18030",
    "chinesesimplified": "gb18030",
    "big5": "cp950",
    "x-x-big5": "cp950",
    "hz-gb-2312": "hz",
    "unicode": "utf-16",
    "utf8mb4": "utf-8",
}
_NO_CHARSETS = ("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined")
_WIDE = ("utf-8", "gb18030", "cp950", "hz", "big5hkscs")
_LATIN = ("ascii", "iso8859-1", "cp1252", "iso8859-15")
_LEAST = 0.45
_SHORT = 64
_WIDE_LEAST = 8


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding it was read in; ``lost`` characters show as U+FFFD."""

    text: str
    encoding: str
    lost: int


def decode(data: bytes) -> Decoded:
    """Decode a text file. Total: bytes that mean nothing become U+FFFD and are counted."""
    for mark, encoding in _MARKS:
        if data.startswith(mark) and _fits_mark(data, encoding):
            return _decoded(data[len(mark) :], encoding)
    return _decoded(data, guess(data))


def decode_declared(data: bytes, label: str | None) -> Decoded:
    """Decode text whose encoding somebody declared: a page's meta, a mail's charset.

    Labels lie. A mark in the data stands above them, and so does a reading that is clearly
    UTF-8; ``gb2312`` means GB18030; Latin labels mean that nobody thought of it.

    Args:
        data: The text's bytes.
        label: As written, or None.
    """
    codec = _codec(label)
    if codec is None or any(data.startswith(mark) for mark, _ in _MARKS):
        return decode(data)
    if codec.startswith(("utf-16", "utf-32")) and b"\0" not in data:
        return decode(data)
    declared = _decoded(data, codec)
    if codec in _WIDE and declared.lost == 0 and _score(data, codec) >= _LEAST:
        clearly_utf8 = _THREE_BYTES.search(data) and _decodes(data, "utf-8")
        if codec == "utf-8" or not clearly_utf8:
            return declared
    guessed = decode(data)
    if codec in _LATIN or (guessed.encoding == "utf-8" and not guessed.lost and not data.isascii()):
        return guessed
    return guessed if guessed.lost < declared.lost - len(declared.text) // 100 else declared


def _codec(label: str | None) -> str | None:
    """Python's name for a label of text; None for unknown ones and for no real charsets."""
    label = (label or "").strip().strip("\"'").lower()
    try:
        found = codecs.lookup(_ALIASES.get(label, label))
    except (LookupError, ValueError):
        return None
    if not getattr(found, "_is_text_encoding", True) or found.name in _NO_CHARSETS:
        return None
    return _ALIASES.get(found.name, found.name)


def guess(data: bytes) -> str:
    """Name of the Python codec that reads unmarked bytes best."""
    if b"\0" in data:
        wide = _utf32(data) or _wide_with_nulls(data)
        if wide:
            return wide
    if _decodes(data, "utf-8") and not _CONTROL_BYTE.search(data):
        return _utf8_or_shifted(data)
    if wide := _wide_by_chance_narrow(data):
        return wide
    scores = {name: _score(data, name) for name in _CANDIDATES}
    name = max(scores, key=lambda name: scores[name])
    if scores[name] < _LEAST or _mostly_utf8(data):
        return _lossy(data)
    return _gb_or_big5(data) if name in _NARROW else name


def looks_like_text(data: bytes, *, whole: bool) -> bool:
    """Whether bytes are text rather than some binary format.

    Args:
        data: The beginning of a file.
        whole: Whether it is the whole file; otherwise the last character may be cut.
    """
    if not data:
        return False
    decoded = decode(data if whole else _whole_characters(data))
    text = decoded.text
    strange = decoded.lost + len(_CONTROL.findall(text)) if text else len(data)
    return strange <= max(0, len(text) // 20) or (strange == 1 and len(text) >= 8)


def _whole_characters(data: bytes) -> bytes:
    """Cut at the last line end so that no character is halved."""
    end = max(data.rfind(b"\n"), data.rfind(b"\r"))
    if b"\0" in data:
        return data[: len(data) // 4 * 4]
    return data[: end + 1] if end > len(data) // 2 else data[:-3]


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _fits_mark(data: bytes, encoding: str) -> bool:
    # FF FE 00 00 may also be UTF-16 that begins with a null.
    return encoding != "utf-32-le" or _decodes(data, encoding)


def _decoded(data: bytes, encoding: str) -> Decoded:
    text = _SURROGATE.sub(REPLACEMENT, data.decode(encoding, "replace"))
    return Decoded(text.removeprefix("\ufeff"), encoding, text.count(REPLACEMENT))


def _utf32(data: bytes) -> str | None:
    if len(data) % 4:
        return None
    return next((name for name in ("utf-32-le", "utf-32-be") if _decodes(data, name)), None)


def _wide_with_nulls(data: bytes) -> str | None:
    """UTF-16 by where its nulls are: in ASCII and line ends, on one side of the pairs."""
    sample = data[: SAMPLE_BYTES // 2 * 2]
    best, name = max((_score(sample, name), name) for name in ("utf-16-le", "utf-16-be"))
    few = sample.count(0) * 50 < len(sample)
    narrow = _score(sample.replace(b"\0", b""), "gb18030") if few else 0.0
    return name if best >= _LEAST and best > narrow else None


def _utf8_or_shifted(data: bytes) -> str:
    """Valid UTF-8, but two short-text traps: HZ is pure ASCII, and some GB pairs are valid."""
    if b"~{" in data and data.isascii() and _decodes(data, "hz"):
        named = chardet.detect(data[:SAMPLE_BYTES])["encoding"] or ""
        return "hz" if named.upper().startswith("HZ") else "utf-8"
    if data.isascii():
        return _wide_by_chance_narrow(data) or "utf-8"
    if len(data) > _SHORT or _THREE_BYTES.search(data):
        return "utf-8"
    return "gb18030" if _score(data, "gb18030") > _score(data, "utf-8") else "utf-8"


def _wide_by_chance_narrow(data: bytes) -> str | None:
    """UTF-16 whose bytes happen to be valid ASCII or GB, as of 也有两年之久.

    None unless it is short, all its characters are frequent, and the other reading's are not.
    """
    if not _WIDE_LEAST <= len(data) <= _SHORT or len(data) % 2:
        return None
    frequent = MOST_FREQUENT | FREQUENT
    narrow = {character for character in data.decode("gb18030", "replace") if character > "\x7f"}
    if narrow and narrow <= frequent:
        return None
    names = ("utf-16-le", "utf-16-be")
    return next((name for name in names if frequent.issuperset(data.decode(name, "replace"))), None)


def _mostly_utf8(data: bytes) -> bool:
    """A damaged or cut UTF-8 file: many long sequences, few errors. By chance they are rare."""
    errors = data.decode("utf-8", "replace").count(REPLACEMENT) - data.count(b"\xef\xbf\xbd")
    return len(_THREE_BYTES.findall(data)) > 4 * errors


def _gb_or_big5(data: bytes) -> str:
    """The reading with the more frequent characters; Big5's Hong Kong extension where needed."""
    big5 = next((name for name in ("cp950", "big5hkscs") if _decodes(data, name)), None)
    if big5 is None:
        return "gb18030"
    sample = data if len(data) <= SAMPLE_BYTES else _whole_lines(data[:SAMPLE_BYTES])
    return big5 if _likeness(sample, big5) > _likeness(sample, "gb18030") else "gb18030"


def _whole_lines(data: bytes) -> bytes:
    """Up to the last line end, or all: neither encoding uses its byte inside a character."""
    return data[: data.rfind(b"\n") + 1] or data


def _likeness(data: bytes, encoding: str) -> float:
    """How frequent the characters of a reading are in Chinese, per byte past ASCII."""
    text = data.decode(encoding, "replace")
    counts = Counter(character for character in text if character > "\x7f")
    points = sum(_points(character) * count for character, count in counts.items())
    return points / max(1, sum(byte > 0x7F for byte in data))


@lru_cache(maxsize=32_768)
def _points(character: str) -> float:
    if character in MOST_FREQUENT:
        return 4.0
    if character in FREQUENT:
        return 3.0
    if "\ue000" <= character <= "\uf8ff" or character == REPLACEMENT:
        return -2.0
    if "\u3000" <= character <= "\u3015" or "\uff01" <= character <= "\uff5e":
        return 2.0
    if "\u4e00" <= character <= "\u9fff":
        return 1.5 if _in_level_1(character) else 0.3
    return 1.0 if "\u2010" <= character <= "\u2036" else 0.0


def _in_level_1(character: str) -> bool:
    """Whether GB 2312 or Big5 counts a Han character among the frequent ones."""
    try:
        if character.encode("gb2312") < b"\xd8":
            return True
    except UnicodeEncodeError:
        pass
    try:
        return character.encode("big5") < b"\xc9"
    except UnicodeEncodeError:
        return False


def _lossy(data: bytes) -> str:
    """No encoding fits all bytes: the one that loses least, another script only if sure."""
    named = chardet.detect(data[:SAMPLE_BYTES])
    encoding = named["encoding"]
    if encoding and named["confidence"] > 0.8 and _known(encoding) and _decodes(data, encoding):
        return encoding
    if _mostly_utf8(data):
        return "utf-8"
    names = ("gb18030", "utf-8")
    return min(names, key=lambda name: data.decode(name, "replace").count(REPLACEMENT))


def _known(encoding: str) -> bool:
    try:
        codecs.lookup(encoding)
    except LookupError:
        return False
    return True


def _score(data: bytes, encoding: str) -> float:
    """How everyday a reading is, 0 to 1; 0 where the bytes are not of the encoding.

    Everyday characters count fully, merely possible ones half; controls speak against it.
    """
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    text = text[:SAMPLE_BYTES]
    if not text:
        return 0.0
    possible = len(_PLAUSIBLE.findall(text)) - len(text) * (_CONTROL.search(text) is not None) / 4
    return (possible + max(_in_gb2312(text), _in_big5_level_1(text))) / (2 * len(text))


def _in_gb2312(text: str) -> int:
    return len(text.encode("gb2312", "ignore").decode("gb2312"))


def _in_big5_level_1(text: str) -> int:
    """Characters of Big5's symbols and its 5,401 frequent Han characters."""
    encoded = text.encode("big5", "ignore")
    count = position = 0
    while position < len(encoded):
        lead = encoded[position]
        count += lead < 0x80 or 0xA1 <= lead <= 0xC6
        position += 1 if lead < 0x80 else 2
    return count
