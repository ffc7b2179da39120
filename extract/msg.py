"""Outlook messages (.msg), bodies as text, HTML or compressed RTF, attachments as files."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.header import Header
from email.message import Message
from email.mime.application import MIMEApplication
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path
from typing import Any

from ..model import Block, Document, Note
from .attached import Names
from .encoding import decode_declared
from .html import page_blocks
from .lines import clean
from .mail_headers import date_of, head_blocks, header, shown_date
from .mail_parts import is_small_picture
from .msg_rtf import decompress, rtf_body
from .msg_store import BODY_CODEPAGE, Store, codec
from .plain import blocks_of_text
from .reading import Member, Reading

_SUBJECT, _HEADERS, _BODY, _HTML, _RTF = 0x0037, 0x007D, 0x1000, 0x1013, 0x1009
_SENDER, _SENDER_ADDRESS, _SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01
_TO, _CC, _SENT, _DELIVERED = 0x0E04, 0x0E03, 0x0039, 0x0E06
_DATA, _LONG_NAME, _SHORT_NAME, _NAME = 0x3701, 0x3707, 0x3704, 0x3001
_EXTENSION, _CONTENT_ID, _MIME = 0x3703, 0x3712, 0x370E
_STUB_SHARE = 4


@dataclass(frozen=True, slots=True)
class _Attached:
    name: str
    data: bytes | None
    refusal: Note | None = None


def read(path: Path, reading: Reading) -> Document:
    """Read an Outlook message: subject as heading, who and when, what was attached, the text.

    Raises:
        LimitExceededError: Too large, too much text, too long.
    """
    with _opened(path) as ole:
        store = Store(ole, reading.limits)
        subject, lines = _head(store)
        lines["附件"] = "；".join(found.name for found in _attachments(store, reading, 0))
        body, losses = _body(store, reading)
    meta = {"title": subject, "author": lines["发件人"], "created": lines["日期"]}
    meta = {key: text for key, text in meta.items() if text}
    return Document((*head_blocks(subject, lines), *body), "msg", None, meta, losses)


def members(path: Path, reading: Reading) -> Iterator[Member]:
    """Attached files; an attached message comes as a mail file.

    Raises:
        LimitExceededError: Too large, too many, too long.
    """
    with _opened(path) as ole:
        for found in _attachments(Store(ole, reading.limits), reading, 0):
            data = None if found.data is None else io.BytesIO(found.data)
            yield Member(found.name, data, found.refusal)


def _opened(path: Path) -> Any:
    import olefile

    return olefile.OleFileIO(str(path))


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def _head(store: Store) -> tuple[str, dict[str, str]]:
    sender, address = store.text(_SENDER), store.text(_SENDER_SMTP) or store.text(_SENDER_ADDRESS)
    # Inside an organisation the address is a path of directory names.
    if address and not address.startswith("/") and address != sender:
        sender = f"{sender} <{address}>"
    moment = store.moment(_SENT) or store.moment(_DELIVERED)
    sent = date_of(header(message_from_string(store.text(_HEADERS)), "date"))
    sent = sent or (shown_date(moment) if moment else "")
    lines = {"发件人": sender, "收件人": store.text(_TO), "抄送": store.text(_CC), "日期": sent}
    return _line(store.text(_SUBJECT)), {label: _line(text) for label, text in lines.items()}


def _texts(store: Store, reading: Reading) -> tuple[str, str, int]:
    """Plain text, HTML, and bodies lost to damage."""
    plain, page, lost = store.text(_BODY, store.integer(BODY_CODEPAGE)), "", 0
    if html := store.binary(_HTML):
        page = decode_declared(html, codec(store.integer(BODY_CODEPAGE) or store.codepage)).text
    else:
        page = store.text(_HTML, store.integer(BODY_CODEPAGE))
    packed = store.binary(_RTF)
    if packed and not page:
        try:
            text, is_html = rtf_body(decompress(packed, reading.limits.max_part_bytes))
        except ValueError:
            return plain, page, 0 if plain else 1
        if is_html:
            page = text
        else:
            plain = plain or text
    return plain, page, lost


def _body(store: Store, reading: Reading) -> tuple[list[Block], tuple[Note, ...]]:
    plain, page, lost = _texts(store, reading)
    reading.deadline.check()
    blocks = list(blocks_of_text(plain))
    length = sum(len(block.text) for block in blocks)
    rich = page_blocks(page, reading)[0] if page.strip() else []
    # Some programs leave only a line in the plain text that asks for another program.
    if length * _STUB_SHARE < sum(len(block.text) for block in rich):
        blocks = rich
    losses = (Note("extract.loss.parts", {"count": str(lost)}),) if lost else ()
    return blocks, losses


def _attachments(store: Store, reading: Reading, depth: int) -> Iterator[_Attached]:
    names = Names()
    for ordinal, attachment in enumerate(store.attachments(), start=1):
        reading.deadline.check()
        wanted = attachment.text(_LONG_NAME, store.codepage)
        wanted = wanted or attachment.text(_SHORT_NAME, store.codepage)
        wanted = wanted or attachment.text(_NAME, store.codepage)
        suffix = attachment.text(_EXTENSION, store.codepage)
        inner = attachment.embedded()
        if inner is not None:
            title = _line(inner.text(_SUBJECT)).replace("/", "_").replace("\\", "_") or wanted
            yield _message(names.safe(f"{title}.eml", ordinal), inner, reading, depth)
            continue
        data, name = attachment.binary(_DATA), names.safe(wanted, ordinal, suffix)
        if data and attachment.text(_CONTENT_ID) and _decorates(name, attachment, data):
            continue
        reason = {"type": "msg", "reason": "not in the file"}
        yield _Attached(name, data or None, None if data else Note("extract.damaged", reason))


def _decorates(name: str, attachment: Store, data: bytes) -> bool:
    picture = name.lower().endswith((".png", ".gif", ".jpg", ".jpeg", ".bmp"))
    picture = picture or attachment.text(_MIME).lower().startswith("image/")
    return picture and is_small_picture(data)


def _message(name: str, store: Store, reading: Reading, depth: int) -> _Attached:
    if depth >= reading.limits.max_depth:
        limit = {"limit": str(reading.limits.max_depth)}
        return _Attached(name, None, Note("extract.limit.nesting", limit))
    return _Attached(name, _as_mail(store, reading, depth).as_bytes())


def _as_mail(store: Store, reading: Reading, depth: int) -> Message:
    """A message as mail, since its storage is no file of its own."""
    mail = MIMEMultipart()
    subject, lines = _head(store)
    heads = {
        "Subject": subject,
        "From": lines["发件人"],
        "To": lines["收件人"],
        "Cc": lines["抄送"],
    }
    for label, text in (heads | {"Date": lines["日期"]}).items():
        if text:
            mail[label] = Header(text, "utf-8").encode()
    plain, page, _ = _texts(store, reading)
    body = MIMEMultipart("alternative")
    for words, kind in ((plain, "plain"), (page, "html")):
        if words.strip():
            words = words.encode("utf-8", "replace").decode()
            body.attach(MIMEText(words, kind, "utf-8"))
    mail.attach(body)
    for found in _attachments(store, reading, depth + 1):
        if found.data is None:
            continue
        part: Message
        if found.name.endswith(".eml"):
            part = MIMEMessage(message_from_bytes(found.data))
        else:
            part = MIMEApplication(found.data)
        part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", found.name))
        mail.attach(part)
    return mail
