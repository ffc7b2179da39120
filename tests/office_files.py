"""What the office fixtures say, and short ways to ask what was read."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from danghe.errors import ExtractionError
from danghe.extract import Options, read
from danghe.model import BlockKind, Document

FIXTURES = Path(__file__).parent / "fixtures" / "office"
PASSWORD = "甲乙123"
REGISTER = (
    ("序号", "姓名", "日期", "数量", "发放率", "月份"),
    ("1", "王小明", "2023-05-06", "12", "98%", "2023年5月"),
    ("2", "李秀英", "2023-05-07", "13", "98.56%", "6月1日"),
)
PAPER = [
    ("heading", "2023年度药具工作总结"),
    ("heading", "一、基本情况"),
    ("paragraph", "全街道共有12个社区，发放率98%。插入的字，㐂𠮷喆。"),
    ("paragraph", "1.登记造册"),
    ("paragraph", "2.按时上报"),
    ("paragraph", "3.归入档案盒"),
    ("paragraph", "项目符号"),
    ("table", ""),
    ("paragraph", "望湖街道办事处"),
    ("paragraph", "2023年12月20日"),
]
PAPER_TABLE = (
    ("社区", "数量", "备注"),
    ("清泉社区", "12", ""),
    ("柳荫社区", "", "已领 完毕"),
    ("合计12盒", "", ""),
)


def body(document: Document) -> list[tuple[str, str]]:
    """Kind and text of the blocks between headers and footers; tables without text."""
    margins = (BlockKind.HEADER, BlockKind.FOOTER, BlockKind.PAGE_NUMBER)
    return [
        (block.kind.value, "" if block.rows else block.text)
        for block in document.blocks
        if block.kind not in margins
    ]


def tables(document: Document) -> list[tuple[tuple[str, ...], ...]]:
    return [block.rows for block in document.blocks if block.rows]


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if not block.rows]


def keys(document: Document) -> list[str]:
    return [note.key for note in document.losses]


def a_package(path: Path, parts: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def outcome(path: Path, options: Options | None = None) -> str:
    """What became of a file: ``read``, or the key of the error, which must have a remedy."""
    try:
        read(path, options or Options())
    except ExtractionError as error:
        return error.key if error.remedy else ""
    return "read"


def spoilt(name: str, count: int, room: Path) -> Iterator[Path]:
    """A fixture cut short and with changed bytes, in turn."""
    whole = (FIXTURES / name).read_bytes()
    for number in range(count):
        data = bytearray(whole)
        if number % 2:
            del data[len(data) * number // count :]
        else:
            for place in range(number * 97 % 50, len(data), 211):
                data[place] ^= 0x5A
        path = room / f"{number}{Path(name).suffix}"
        path.write_bytes(data)
        yield path
