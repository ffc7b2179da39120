"""Mail (RFC 5322 and MIME), and web pages saved as MHTML (RFC 2557)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

from ..model import Block, Document, Note
from .attached import Names
from .guard import TextBudget
from .html import decode_page, lost, page_blocks
from .mail_headers import head_blocks, head_of, header, parameter
from .mail_parts import (
    body_blocks,
    content,
    file_name,
    is_decoration,
    load,
    parts_of,
    text_blocks,
    text_parts,
)
from .reading import Member, Reading

_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")
_ENDINGS = {
    "message/rfc822": ".eml",
    "text/plain": ".txt",
    "text/html": ".html",
    "text/calendar": ".ics",
    "application/pdf": ".pdf",
    "application/pkcs7-mime": ".p7m",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
}


def read(path: Path, reading: Reading) -> Document:
    """Read a mail: subject as heading, who and when, what was attached, then the text.

    Raises:
        ExtractionError: It is encrypted.
        LimitExceededError: Too large, too many parts, too much text, too long.
    """
    message = load(path, reading)
    parts = parts_of(message, reading)
    subject, lines, meta = head_of(message)
    names = [name for _, name, _ in _attachments(parts.attached, reading)]
    lines["附件"] = "；".join(names)
    body, losses = body_blocks(parts, reading)
    blocks = (*head_blocks(subject, lines), *body)
    return Document(blocks, "eml", None, meta, tuple(losses))


def members(path: Path, reading: Reading) -> Iterator[Member]:
    """Files attached to a mail, and mails attached to it.

    Raises:
        LimitExceededError: Too large, too many parts, too long.
    """
    message = load(path, reading)
    attached = parts_of(message, reading).attached
    for part, name, data in _attachments(attached, reading):
        if part.get_content_type() in _TNEF or name.lower() == "winmail.dat":
            refusal = Note("extract.unsupported.convert", {"type": "tnef"})
            yield Member(name, refusal=refusal)
        else:
            yield Member(name, io.BytesIO(data))


def _attachments(parts: list[Message], reading: Reading) -> Iterator[tuple[Message, str, bytes]]:
    """Attached parts with safe names and their bytes; pictures that only decorate left out."""
    names = Names()
    for ordinal, part in enumerate(parts, start=1):
        reading.deadline.check()
        data = content(part)
        if is_decoration(part, data):
            continue
        wanted, kind = file_name(part), part.get_content_type()
        if kind == "message/rfc822" and not wanted:
            inner = part.get_payload()
            first = inner[0] if isinstance(inner, list) and inner else None
            # The subject may hold dots and slashes; a name that ends in .eml keeps it whole.
            title = header(first, "subject") if isinstance(first, Message) else ""
            wanted = title.replace("/", "_").replace("\\", "_") + ".eml" if title else ""
        yield part, names.safe(wanted, ordinal, _ENDINGS.get(kind, "")), data


def read_web_archive(path: Path, reading: Reading) -> Document:
    """Read a page saved with all that it shows; frames follow where the page itself is empty.

    Raises:
        LimitExceededError: As ``read``.
    """
    message = load(path, reading)
    budget = TextBudget(reading.limits.max_text_chars)
    blocks: list[Block] = []
    losses: list[Note] = []
    meta: dict[str, str] = {}
    for place, part in enumerate(text_parts(message)):
        reading.deadline.check()
        if part.get_content_type() == "text/html":
            page = decode_page(content(part), parameter(part, "content-type", "charset") or None)
            found, about = page_blocks(page.text, reading)
            losses += lost(page)
            meta = {"encoding": page.encoding} | about | meta
        else:
            found, _ = text_blocks(part, reading)
        budget.spend_on(found)
        blocks += found
        if blocks and place == 0:
            break
    if title := header(message, "subject"):
        meta.setdefault("title", title)
    if parts_of(message, reading).cut:
        losses.append(Note("extract.loss.truncated"))
    return Document(tuple(blocks), "mht", None, meta, tuple(losses))
