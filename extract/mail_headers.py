"""Headers of mail as people read them, however they were encoded, or not."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from datetime import datetime
from email.message import Message
from email.utils import parsedate_to_datetime

from ..model import Block, BlockKind
from .encoding import decode, decode_declared
from .lines import clean

_WORD = re.compile(rb"=\?([^?\s*]+)(?:\*[^?]*)?\?([bBqQ])\?([^?]*)\?=")
_FOLD = re.compile(rb"\r?\n[ \t]*|\r")
_LONGEST = 4000
_SHOWN = (("From", "发件人"), ("To", "收件人"), ("Cc", "抄送"))


def header(message: Message, name: str) -> str:
    """A header as text; empty where it is absent. Several of a name are joined."""
    found = (_text(_raw(value)) for key, value in message.raw_items() if key.lower() == name)
    return "; ".join(text for text in found if text)[:_LONGEST]


def parameter(message: Message, name: str, key: str) -> str:
    """A parameter of a header, such as a file name: RFC 2231, encoded words or raw bytes."""
    raw = next((_raw(v) for k, v in message.raw_items() if k.lower() == name), b"")
    # The standard library has no way into parameters that hold bytes past ASCII.
    plain = Message()
    plain[name] = raw.decode("ascii") if raw.isascii() else decode(raw).text
    try:
        value = plain.get_param(key, header=name)
    except (ValueError, TypeError, IndexError, AttributeError):
        return ""
    if isinstance(value, tuple):
        charset, _, text = value
        # The percent signs were resolved into Latin-1 characters.
        raw = str(text).encode("latin-1", "replace") if _is_latin(str(text)) else _raw(text)
        return _one_line(decode_declared(raw, charset or None).text)
    return _text(_raw(value)) if value else ""


def head_blocks(subject: str, lines: dict[str, str]) -> Iterator[Block]:
    """The head of a letter as blocks.

    Args:
        subject: Becomes the heading.
        lines: Label → text, as ``发件人`` → who sent it; empty ones are left out.
    """
    if subject:
        yield Block(BlockKind.HEADING, subject, level=1)
    for label, text in lines.items():
        if text:
            yield Block(BlockKind.PARAGRAPH, f"{label}：{text}")


def head_of(message: Message) -> tuple[str, dict[str, str], dict[str, str]]:
    """Subject, lines to show, and metadata of a message."""
    subject, sent = header(message, "subject"), date_of(header(message, "date"))
    lines = {label: header(message, name.lower()) for name, label in _SHOWN} | {"日期": sent}
    meta = {"title": subject, "author": lines["发件人"], "created": sent}
    return subject, lines, {key: text for key, text in meta.items() if text}


def date_of(text: str) -> str:
    """A mail's date as 2023-05-06 10:11, in the sender's own time; as written if unreadable."""
    try:
        return shown_date(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return text


def shown_date(moment: datetime) -> str:
    """A moment as people write it."""
    return moment.strftime("%Y-%m-%d %H:%M")


def _raw(value: object) -> bytes:
    """Bytes as they came: the parser keeps those past ASCII as surrogates."""
    text = str(value)
    try:
        return text.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogateescape")


def _is_latin(text: str) -> bool:
    return all(character <= "\xff" for character in text)


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


def _text(raw: bytes) -> str:
    """Encoded words decoded; neighbours of one charset together, as they may share a character."""
    raw = _FOLD.sub(b" ", raw[: 4 * _LONGEST])
    pieces: list[tuple[str | None, bytes]] = []
    end = 0
    for word in _WORD.finditer(raw):
        between = raw[end : word.start()]
        if between.strip() or not pieces or pieces[-1][0] is None:
            pieces.append((None, between))
        charset = word[1].decode("latin-1").lower()
        data = _word_bytes(word[2], word[3])
        if pieces and pieces[-1][0] == charset:
            pieces[-1] = (charset, pieces[-1][1] + data)
        else:
            pieces.append((charset, data))
        end = word.end()
    pieces.append((None, raw[end:]))
    return _one_line("".join(_piece(charset, data) for charset, data in pieces))


def _piece(charset: str | None, data: bytes) -> str:
    if charset is None:
        return data.decode("ascii") if data.isascii() else decode(data).text
    return decode_declared(data, charset).text


def _word_bytes(kind: bytes, content: bytes) -> bytes:
    if kind in b"qQ":
        return quopri.decodestring(content.replace(b"_", b"=20"))
    content = re.sub(rb"[^A-Za-z0-9+/]", b"", content)
    content = content[: len(content) - (len(content) % 4 == 1)]
    try:
        return base64.b64decode(content + b"=" * (-len(content) % 4))
    except binascii.Error:
        return b""
