"""The parts of a mail: which are its text, which are attachments, which are neither."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect
from email.message import Message
from pathlib import Path

from ..errors import ExtractionError, LimitExceededError
from ..model import Block, Note
from .encoding import decode_declared
from .html import decode_page, lost, page_blocks
from .mail_headers import parameter
from .plain import blocks_of_text
from .reading import Reading

_CUT = (CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect)
_SIGNATURES = (
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
)
_SEALED = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_SMALL_BYTES = 4096
_SMALL_PIXELS = 200 * 200
_SMALL_SIDE = 64
_STUB_SHARE = 4


@dataclass(slots=True)
class Parts:
    """Parts of one message, in its order.

    Attributes:
        texts: Each an alternative of parts that say the same, plain before rich.
        attached: Files and messages.
        sealed: It is encrypted (S/MIME).
        cut: Its end is missing.
    """

    texts: list[list[Message]] = field(default_factory=list)
    attached: list[Message] = field(default_factory=list)
    sealed: bool = False
    cut: bool = False


def load(path: Path, reading: Reading) -> Message:
    """Parse a mail file.

    Raises:
        LimitExceededError: It is larger than one part may be.
    """
    data = path.read_bytes()
    if len(data) > reading.limits.max_part_bytes:
        raise LimitExceededError(
            "extract.limit.expanded", found=len(data), limit=reading.limits.max_part_bytes
        )
    return message_from_bytes(data)


def parts_of(message: Message, reading: Reading) -> Parts:
    """Sort the parts of a message; those of attached messages stay theirs.

    Raises:
        LimitExceededError: Too many parts.
    """
    parts = Parts()
    count = 0
    waiting = [message]
    while waiting:
        part = waiting.pop()
        count += 1
        if count > reading.limits.max_members:
            raise LimitExceededError(
                "extract.limit.members", found=f">{count - 1}", limit=reading.limits.max_members
            )
        if count % 64 == 0:
            reading.deadline.check()
        parts.cut |= any(isinstance(defect, _CUT) for defect in part.defects)
        kind = part.get_content_type()
        if kind == "multipart/alternative" and part.is_multipart():
            waiting += _alternative(part, parts)
        elif part.is_multipart() and kind != "message/rfc822":
            waiting += reversed(_children(part))
        elif kind in _SIGNATURES or kind == "message/delivery-status":
            continue
        elif kind in _SEALED:
            # Where it is signed only, the mail inside can be taken out as a file.
            parts.sealed |= parameter(part, "content-type", "smime-type") == "enveloped-data"
            parts.attached.append(part)
        elif _is_text(part):
            parts.texts.append([part])
        else:
            parts.attached.append(part)
    return parts


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return (
        [child for child in payload if isinstance(child, Message)]
        if isinstance(payload, list)
        else []
    )


def _alternative(part: Message, parts: Parts) -> list[Message]:
    """Take the plain and the rich text that say the same; the rest is returned."""
    texts: list[Message] = []
    rest: list[Message] = []
    for child in _children(part):
        found = child
        while found.is_multipart() and found.get_content_type() == "multipart/related":
            # The rich text with its pictures.
            children = _children(found)
            if not children:
                break
            rest += reversed(children[1:])
            found = children[0]
        if not found.is_multipart() and _is_text(found):
            texts.append(found)
        else:
            rest.append(found)
    if texts:
        parts.texts.append(texts)
    return rest


def _is_text(part: Message) -> bool:
    if part.get_content_type() not in ("text/plain", "text/html"):
        return False
    disposition = (str(part.get("Content-Disposition") or "")).lower()
    return not disposition.lstrip().startswith("attachment") and not file_name(part)


def file_name(part: Message) -> str:
    """Name of a part as written; empty where it has none."""
    return parameter(part, "content-disposition", "filename") or parameter(
        part, "content-type", "name"
    )


def body_blocks(parts: Parts, reading: Reading) -> tuple[list[Block], list[Note]]:
    """Text of a message: plain where it says all, else the rich one.

    Raises:
        ExtractionError: It is encrypted.
        LimitExceededError: As the readers of its texts.
    """
    blocks: list[Block] = []
    losses: list[Note] = []
    for alternative in parts.texts:
        reading.deadline.check()
        found = [text_blocks(part, reading) for part in alternative]
        plain = [text for part, text in zip(alternative, found, strict=True) if _is_plain(part)]
        most = max(_length(text[0]) for text in found)
        # Some programs leave only a line in the plain text that asks for another program.
        enough = [text for text in plain if _length(text[0]) * _STUB_SHARE >= most]
        best = enough[0] if enough else max(found, key=lambda text: _length(text[0]))
        blocks += best[0]
        losses += best[1]
    if parts.sealed and not blocks:
        raise ExtractionError("extract.encrypted", type="eml")
    if parts.cut:
        losses.append(Note("extract.loss.truncated"))
    return blocks, losses


def _is_plain(part: Message) -> bool:
    return part.get_content_type() == "text/plain"


def _length(blocks: list[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def text_blocks(part: Message, reading: Reading) -> tuple[list[Block], tuple[Note, ...]]:
    """Blocks of one text part, and characters lost."""
    data = content(part)
    charset = parameter(part, "content-type", "charset") or None
    if not _is_plain(part):
        page = decode_page(data, charset)
        return page_blocks(page.text, reading)[0], lost(page)
    decoded = decode_declared(data, charset)
    text = decoded.text
    if parameter(part, "content-type", "format").lower() == "flowed":
        text = _unflowed(text)
    return list(blocks_of_text(text)), lost(decoded)


def _unflowed(text: str) -> str:
    """Lines joined that a blank at the end continues (RFC 3676); ``-- `` stays by itself."""
    joined = ""
    for line in text.splitlines(keepends=True):
        words = line.rstrip("\r\n")
        joined += words if words.endswith(" ") and words != "-- " else line
    return joined


def content(part: Message) -> bytes:
    """Bytes of a part, its transfer encoding undone; a message whole."""
    if part.get_content_type() == "message/rfc822" and part.is_multipart():
        inner = _children(part)
        return inner[0].as_bytes() if inner else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def is_decoration(part: Message, data: bytes) -> bool:
    """Whether a picture is a logo, line or dot in the text, and not a paper sent along."""
    disposition = str(part.get("Content-Disposition") or "").lower().lstrip()
    shown = "Content-ID" in part or not disposition.startswith("attachment")
    return part.get_content_maintype() == "image" and shown and is_small_picture(data)


def is_small_picture(data: bytes) -> bool:
    """Whether a picture has room for a logo only."""
    from PIL import Image

    try:
        width, height = Image.open(io.BytesIO(data)).size
    except Exception:
        return len(data) < _SMALL_BYTES
    return width * height <= _SMALL_PIXELS or min(width, height) <= _SMALL_SIDE


def text_parts(message: Message) -> Iterator[Message]:
    """All HTML parts of a web archive, the first that is meant to be shown first."""
    start = parameter(message, "content-type", "start").strip("<> ")
    leaves = [part for part in message.walk() if not part.is_multipart()]
    pages = [part for part in leaves if part.get_content_type() in ("text/html", "text/plain")]
    for part in pages:
        if start and str(part.get("Content-ID") or "").strip("<> ") == start:
            pages.remove(part)
            pages.insert(0, part)
            break
    yield from pages
