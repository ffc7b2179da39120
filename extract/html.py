"""Web pages saved as files, and the HTML that other programs save under other names."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from ..errors import LimitExceededError
from ..model import Block, Document, Note
from .encoding import Decoded, decode_declared
from .lines import clean
from .markup import blocks_of, parse
from .reading import Reading

_HEAD_BYTES = 8192
_META_TAG = re.compile(rb"<meta\b[^>]*>", re.IGNORECASE)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9_.-]+)""")
# Names of HTML, Dublin Core and the meta tags that Chinese government sites must bear.
_META = {
    "author": "author",
    "dc.creator": "author",
    "articletitle": "title",
    "dc.title": "title",
    "pubdate": "created",
    "publishdate": "created",
    "article:published_time": "created",
    "dc.date": "created",
    "dcterms.created": "created",
    "date": "created",
    "contentsource": "source",
    "sitename": "site",
    "keywords": "keywords",
    "generator": "program",
}
_LONGEST = 500


def read(path: Path, reading: Reading) -> Document:
    """Read a web page.

    Raises:
        LimitExceededError: Too large, nested too deeply, too much text, too long.
    """
    data = path.read_bytes()
    if len(data) > reading.limits.max_part_bytes:
        raise LimitExceededError(
            "extract.limit.expanded", found=len(data), limit=reading.limits.max_part_bytes
        )
    page = decode_page(data)
    blocks, meta = page_blocks(page.text, reading)
    return Document(tuple(blocks), "html", None, {"encoding": page.encoding} | meta, lost(page))


def lost(decoded: Decoded) -> tuple[Note, ...]:
    """The loss of characters that could not be decoded, if any."""
    if not decoded.lost:
        return ()
    values = {"count": str(decoded.lost), "encoding": decoded.encoding}
    return (Note("extract.loss.characters", values),)


def decode_page(data: bytes, label: str | None = None) -> Decoded:
    """Text of a page: byte order mark, then the label around it, then its own, then a guess.

    Args:
        data: The page.
        label: Charset that a mail or web archive gives for it.
    """
    return decode_declared(data, label or _own_label(data))


def _own_label(data: bytes) -> str | None:
    head = data[:_HEAD_BYTES]
    for tag in _META_TAG.findall(head):
        if match := _CHARSET.search(tag):
            return match[1].decode("ascii")
    declared = _XML_ENCODING.match(head)
    return declared[1].decode("ascii") if declared else None


def page_blocks(text: str, reading: Reading) -> tuple[list[Block], dict[str, str]]:
    """Blocks and metadata of a page.

    Raises:
        LimitExceededError: As ``read``.
    """
    root = parse(text, reading.limits.max_nesting)
    if root is None:
        return [], {}
    return blocks_of(root, reading), _meta(root)


def _meta(root: etree._Element) -> dict[str, str]:
    meta: dict[str, str] = {}
    for element in root.iter("meta"):
        name = _META.get((element.get("name") or element.get("property") or "").strip().lower())
        text = " ".join(clean(element.get("content") or "").split())[:_LONGEST]
        if name and text:
            meta.setdefault(name, text)
    title = next(root.iter("title"), None)
    words = (
        " ".join(clean("".join(map(str, title.itertext()))).split()) if title is not None else ""
    )
    if words:
        meta.setdefault("title", words[:_LONGEST])
    return meta
