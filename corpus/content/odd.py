"""Files that are not papers, and papers that came twice."""

import struct
import zlib

from corpus.paper import Filing, Paper

DUPLICATES = {
    "邮件附件/转发：区站通知.docx": "U盘备份/杂/区站文.docx",
    "邮件附件/副本-男性流入卡.txt": "桂花社区/2023/流动人口/男性流入卡.txt",
}


def papers(originals: dict[str, bytes]) -> list[Paper]:
    """A small image, an empty file, and copies of two papers."""
    nothing: tuple[Filing, ...] = ()
    return [
        Paper("扫描件/盖章页.png", (), nothing, "", outcome="partial", raw=_seal()),
        Paper("U盘备份/杂/空白.txt", (), nothing, "", outcome="failed", raw=b""),
        *(
            Paper(path, (), nothing, "", outcome="duplicate", raw=originals[of])
            for path, of in DUPLICATES.items()
        ),
    ]


def _seal(size: int = 48) -> bytes:
    """A PNG with a red ring, such as a scanned seal."""
    rows = bytearray()
    for y in range(size):
        rows.append(0)
        for x in range(size):
            distance = ((x - size / 2) ** 2 + (y - size / 2) ** 2) ** 0.5
            rows += b"\xd0\x20\x20" if 18 < distance < 21 else b"\xff\xff\xff"
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(rows), 9)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
    )
