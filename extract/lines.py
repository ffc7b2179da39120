"""What a line of plain text is by its own looks; shared by readers without styles."""

from __future__ import annotations

import re

from ..model import Block, BlockKind

_NUMBER = r"[一二三四五六七八九十百零〇○\d]+"
_DIVISIONS = (
    (1, re.compile(rf"第\s*{_NUMBER}\s*[篇编部](?:分)?(?:[\s：:、].{{0,40}})?$")),
    (1, re.compile(rf"第\s*{_NUMBER}\s*章(?:[\s：:、]?[^。；;，,]{{0,30}})?$")),
    (2, re.compile(rf"第\s*{_NUMBER}\s*节(?:[\s：:、]?[^。；;，,]{{0,30}})?$")),
    (2, re.compile(r"[一二三四五六七八九十]+、[^。；;，,：:]{1,30}$")),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ITEM_START = re.compile(
    rf"(?:第\s*{_NUMBER}\s*[篇编部章节条款项]|[一二三四五六七八九十]+[、.．]"
    rf"|[（(]\s*(?:{_NUMBER}|[a-zA-Z])\s*[）)]|\d{{1,3}}(?:[、．)）]|\.(?!\d))"
    r"|[①-⑳㈠-㈩⑴-⒇⒈-⒛●■◆★▲□○·•])"
)


def clean(text: str) -> str:
    """Text without control characters; lone surrogates become U+FFFD, tabs and line ends stay."""
    return _CONTROL.sub(lambda match: "\ufffd" if match[0] >= "\ud800" else "", text)


def heading_level(line: str) -> int | None:
    """Depth of a line that is clearly a heading (第二章 总则; 一、基本情况), else None."""
    return next((level for level, pattern in _DIVISIONS if pattern.match(line)), None)


def starts_item(line: str) -> bool:
    """Whether a line opens with a number or bullet and so never continues the line before."""
    if "A" <= line[:1] <= "z":
        return False
    return _ITEM_START.match(line.lstrip()) is not None


def text_block(line: str, page: int | None = None) -> Block:
    """A heading or a paragraph, by the looks of its text."""
    level = heading_level(line)
    kind = BlockKind.PARAGRAPH if level is None else BlockKind.HEADING
    return Block(kind, line, page=page, level=level)
