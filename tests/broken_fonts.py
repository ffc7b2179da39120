"""PDFs whose glyphs are right and whose text layer is not: fonts with lying character maps."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

SONG = "STSong-Light"
VERA = "Vera"
pdfmetrics.registerFont(UnicodeCIDFont(SONG))


def with_lying_map(path: Path, lines: Sequence[str], lie: Callable[[str], str]) -> Path:
    """Chinese lines in a font whose ToUnicode map says ``lie(character)`` for each of them."""
    data = _drawn(lines, SONG)
    pairs = [
        (f"{ord(c):04X}", lie(c).encode("utf-16-be").hex()) for c in sorted(set("".join(lines)))
    ]
    stream = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Lie def "
        "/CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        + "".join(
            f"{len(pairs[n : n + 100])} beginbfchar\n"
            + "".join(f"<{code}> <{target}>\n" for code, target in pairs[n : n + 100])
            + "endbfchar\n"
            for n in range(0, len(pairs), 100)
        )
        + "endcmap end end"
    ).encode()
    font = _type0_font(data)
    told = font.replace(b"/Subtype /Type0", b"/ToUnicode 9000 0 R /Subtype /Type0")
    stored = b"9000 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj" % (len(stream), stream)
    path.write_bytes(_updated(data, told, stored))
    return path


def with_unknown_encoding(path: Path, lines: Sequence[str]) -> Path:
    """Chinese lines in a font whose encoding no reader knows, and no map beside it."""
    data = _drawn(lines, SONG)
    font = _type0_font(data)
    path.write_bytes(_updated(data, font.replace(b"/UniGB-UCS2-H", b"/Unheard-Of-H")))
    return path


def without_map(path: Path, lines: Sequence[str]) -> Path:
    """Latin lines in a subset whose codes are numbers in order of use, and no map."""
    if VERA not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(VERA, "Vera.ttf", asciiReadable=False))
    data = _drawn(lines, VERA)
    path.write_bytes(re.sub(rb"/ToUnicode \d+ 0 R", lambda m: b" " * len(m[0]), data))
    return path


def _drawn(lines: Sequence[str], font: str) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, pageCompression=0)
    canvas.setFont(font, 12)
    for number, line in enumerate(lines):
        canvas.drawString(60, 760 - 20 * number, line)
    canvas.save()
    return buffer.getvalue()


def _type0_font(data: bytes) -> bytes:
    found = re.search(rb"\d+ 0 obj\n<<\n/BaseFont /STSong-Light.*?endobj", data, re.DOTALL)
    assert found
    assert b"/Type0" in found[0]
    return found[0]


def _updated(data: bytes, *objects: bytes) -> bytes:
    """An incremental update: new versions of objects, with their own table."""
    trailer = re.search(rb"trailer\n<<(.*?)>>\s*startxref\n(\d+)", data, re.DOTALL)
    assert trailer
    root = re.search(rb"/Root \d+ 0 R", trailer[1])
    assert root
    table = b"xref\n"
    for body in objects:
        number = int(body.split(b" ", 1)[0])
        table += b"%d 1\n%010d 00000 n \n" % (number, len(data))
        data += body + b"\n"
    end = b"trailer\n<< /Size 9001 %s /Prev %s >>\nstartxref\n%d\n%%%%EOF\n"
    return data + table + end % (root[0], trailer[2], len(data))
