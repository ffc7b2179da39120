"""Steps for workers that misbehave on purpose; a module of its own so that workers can load it."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from danghe import extract
from danghe.catalogue.originals import Identity, Originals
from danghe.errors import ArchiveError
from danghe.model import Block, BlockKind, Document, Note


def read(path: Path, options: extract.Options, **rest: Any) -> Document:
    """Reads as always, except for files whose text says otherwise."""
    text = path.read_text("utf-8", "replace")
    if "挂起" in text:
        time.sleep(60)
    if "崩溃" in text:
        os.kill(os.getpid(), 9)
    if "内存" in text:
        raise MemoryError
    if "错误" in text:
        raise ZeroDivisionError("一个错误")
    if "改动" in text:
        path.write_text(text + "。")
    if "残缺" in text:
        block = Block(BlockKind.PARAGRAPH, text)
        return Document((block,), "txt", losses=(Note("import.no_text"),))
    if "空白" in text:
        return Document((Block(BlockKind.PARAGRAPH, " "),), "txt")
    if "慢" in text:
        time.sleep(0.7)
    return extract.read(path, options, **rest)


class FullOriginals(Originals):
    """A store whose disk is full from the fourth paper on."""

    def keep(self, path: str, identity: Identity) -> Path:
        if path.endswith("3.txt"):
            raise ArchiveError("archive.disk_full", path=path)
        return super().keep(path, identity)
