"""One small file of every format that can be read or unpacked, to be spoilt by the fuzz test."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from pathlib import Path

import msg_files
import ofd_files
from PIL import Image, ImageDraw, features

FIXTURES = Path(__file__).parent / "fixtures" / "office"
LINES = ("关于召开药具工作会议的通知", "各社区：", "请于5月6日前报送报表。", "望湖街道办事处")
LETTER = "\n".join(LINES).encode()


def _made(write: Callable[[Path], object]) -> bytes:
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "made"
        write(path)
        return path.read_bytes()


def _fixture(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """A ZIP container of some parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as container:
        for name, data in parts.items():
            container.writestr(name, data)
    return held.getvalue()


def pdf() -> bytes:
    """A page with text, a ruled table and an attached file."""
    from reportlab.pdfgen import canvas

    held = io.BytesIO()
    drawing = canvas.Canvas(held, pageCompression=0)
    for page in range(2):
        drawing.drawString(72, 760, f"Monthly report {page}")
        drawing.grid([72, 160, 260], [600, 640, 680])
        drawing.drawString(80, 650, "name")
        drawing.drawInlineImage(_picture(), 300, 300, 40, 40)
        drawing.showPage()
    drawing.save()
    return held.getvalue()


def _picture() -> Image.Image:
    image = Image.new("L", (48, 32), 255)
    ImageDraw.Draw(image).text((4, 8), "2023", fill=0)
    return image


_AVIF_HEAD = b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf"


def picture(format: str, **options: object) -> Callable[[], bytes]:
    """A builder of an image."""

    def build() -> bytes:
        held = io.BytesIO()
        _picture().save(held, format, **options)
        return held.getvalue()

    return build


def tiff() -> bytes:
    """Two pages, as fax machines pack them."""
    held = io.BytesIO()
    page = _picture().convert("1")
    page.save(held, "TIFF", compression="group4", save_all=True, append_images=[page])
    return held.getvalue()


def ofd() -> bytes:
    """Text, an image, a template and rulings."""
    content = ofd_files.page(
        ofd_files.text(20, 20, LINES[0]),
        ofd_files.one_by_one(20, 40, LINES[2]),
        ofd_files.ruled([20, 60, 100], [60, 70, 80]),
        ofd_files.text(22, 62, "姓名"),
        ofd_files.image("7", 20, 100, 40, 30),
        template="100",
    )
    template = ofd_files.page(ofd_files.text(90, 10, "机密"))
    images = {"7": picture("PNG")()}
    parts = ofd_files.parts_of([content], template=template, images=images)
    return zipped(parts)


def msg() -> bytes:
    """A message with an attached file."""
    attached = msg_files.attachment(msg_files.binary(0x3701, LETTER))
    streams = msg_files.binary(0x1013, b"<html><body>%s</body></html>" % LETTER)
    return _made(lambda path: msg_files.write(path, msg_files.message(streams, [attached])))


def eml() -> bytes:
    """A letter with a web page and an attached file."""
    message = EmailMessage()
    message["From"], message["To"] = "某人 <a@example.org>", "b@example.org"
    message["Subject"], message["Date"] = LINES[0], "Sat, 06 May 2023 08:00:00 +0800"
    message["Message-ID"] = "<1@example.org>"
    message.set_content("\n".join(LINES), charset="gb18030")
    message.add_alternative(html().decode("gb18030"), subtype="html")
    message.add_attachment(LETTER, maintype="text", subtype="plain", filename="附件.txt")
    return message.as_bytes()


def mht() -> bytes:
    """A saved web page."""
    return (
        b"From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: "
        b'multipart/related; type="text/html"; boundary="x"\r\n\r\n--x\r\nContent-Type: '
        b"text/html; charset=gb18030\r\nContent-Location: http://a/\r\n\r\n" + html() + b"\r\n--x--"
    )


def html() -> bytes:
    """A page with headings, a list and a table with joined cells."""
    rows = '<tr><td colspan="2">姓名</td></tr><tr><td rowspan=2>甲</td><td>乙</td></tr>'
    return (
        '<!DOCTYPE html><html><head><meta charset="gb18030"><title>通知</title></head><body>'
        f"<h1>{LINES[0]}</h1><p>{LINES[1]}&nbsp;&#x4e00;</p><ul><li>{LINES[2]}</ul>"
        f"<table>{rows}</table><pre>一\n二</pre></body></html>"
    ).encode("gb18030")


def rtf() -> bytes:
    """Text in a code page and in Unicode, and a table."""
    return (
        rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset134 SimSun;}}\uc1 \f0 \'cd\'a8\'d6\'aa"
        rb"\par \u36890?\u30693? text\par\trowd\cellx100\cellx200\intbl a\cell b\cell\row\pard"
        rb"{\pict\pngblip 89504e47}{\*\generator x;}\bin3 abc\par}"
    )


def xlsb() -> bytes:
    """One sheet with one text and one number, record by record."""

    def record(kind: int, data: bytes = b"") -> bytes:
        number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
        return number + bytes([len(data)]) + data

    def text(value: str) -> bytes:
        return struct.pack("<I", len(value)) + value.encode("utf-16-le")

    sheet = struct.pack("<II", 0, 1) + text("rId1") + text("表")
    book = record(131) + record(143) + record(156, sheet) + record(144) + record(132)
    area = struct.pack("<IIII", 0, 0, 0, 1)
    row = struct.pack("<IIHBBBI", 0, 0, 300, 0, 0, 0, 0)
    cells = record(0, row) + record(6, struct.pack("<II", 0, 0) + text("姓名"))
    cells += record(5, struct.pack("<IId", 1, 0, 2.5))
    page = record(129) + record(148, area) + record(145) + cells + record(146) + record(130)
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"

    def related(kind: str, target: str) -> str:
        return (
            f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{office}/{kind}" '
            f'Target="{target}"/></Relationships>'
        )

    return zipped(
        {
            "_rels/.rels": related("officeDocument", "xl/workbook.bin"),
            "xl/_rels/workbook.bin.rels": related("worksheet", "worksheets/sheet1.bin"),
            "xl/workbook.bin": book,
            "xl/worksheets/sheet1.bin": page,
        }
    )


def protected() -> bytes:
    """A Word file behind the password ``abc``."""
    from msoffcrypto.format.ooxml import OOXMLFile

    held = io.BytesIO()
    OOXMLFile(io.BytesIO(_fixture("paper.docx"))).encrypt("abc", held)
    return held.getvalue()


def zip_of_files() -> bytes:
    """Folders, two methods of packing, an encrypted entry."""
    import pyzipper

    held = io.BytesIO()
    with pyzipper.AESZipFile(held, "w", compression=zipfile.ZIP_DEFLATED) as container:
        container.writestr("目录/通知.txt", LETTER)
        container.writestr("lzma.txt", LETTER, zipfile.ZIP_LZMA)
        container.writestr("bz2.txt", LETTER, zipfile.ZIP_BZIP2)
        container.setpassword(b"abc")
        container.setencryption(pyzipper.WZ_AES)
        container.writestr("密.txt", LETTER)
    return held.getvalue()


def sevenzip() -> bytes:
    """Two files; its header is not packed, so that it can be spoilt."""
    import py7zr

    def write(path: Path) -> None:
        with py7zr.SevenZipFile(path, "w") as container:
            container.set_encoded_header_mode(False)
            container.writestr(LETTER, "目录/通知.txt")
            container.writestr(b"x" * 1000, "附件.txt")

    return _made(write)


def rar(files: Mapping[str, bytes] | None = None, method: int = 0x30) -> bytes:
    """A RAR 4 container whose files are only stored, whatever it says of them."""

    def block(kind: int, flags: int, body: bytes, data: bytes = b"") -> bytes:
        head = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
        return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head + data

    made = b"Rar!\x1a\x07\x00" + block(0x73, 0, bytes(6))
    for name, data in (files or {"dir\\notice.txt": LETTER, "other.txt": b"abc"}).items():
        raw, mode = name.encode(), stat.S_IFREG | 0o644
        sizes = (len(data), len(data), 3, zlib.crc32(data), 0x56A65000, 29, method, len(raw), mode)
        made += block(0x74, 0x8000, struct.pack("<IIBIIBBHI", *sizes) + raw, data)
    return made + block(0x7B, 0x4000, b"")


def tar() -> bytes:
    """Two files, one with a long name of its own header."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=tarfile.PAX_FORMAT) as container:
        for name in ("通知.txt", "目录/" * 30 + "附件.txt"):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime = len(LETTER), 1683331200.5
            container.addfile(entry, io.BytesIO(LETTER))
    return held.getvalue()


SAMPLES: dict[str, Callable[[], bytes]] = {
    "pdf": pdf,
    "docx": lambda: _fixture("paper.docx"),
    "xlsx": lambda: _fixture("register.xlsx"),
    "xlsb": xlsb,
    "pptx": lambda: _fixture("slides.pptx"),
    "odt": lambda: _fixture("paper.odt"),
    "ods": lambda: _fixture("register.ods"),
    "odp": lambda: _fixture("slides.odp"),
    "ofd": ofd,
    "zip": zip_of_files,
    "office-encrypted": protected,
    "doc": lambda: _fixture("paper.doc"),
    "xls": lambda: _fixture("register.xls"),
    "ppt": lambda: _fixture("slides.ppt"),
    "msg": msg,
    "jpeg": picture("JPEG"),
    "png": picture("PNG"),
    "gif": picture("GIF"),
    "bmp": picture("BMP"),
    "webp": picture("WEBP"),
    "tiff": tiff,
    "jp2": picture("JPEG2000"),
    "avif": picture("AVIF") if features.check("avif") else lambda: _AVIF_HEAD + bytes(200),
    "7z": sevenzip,
    "rar": rar,
    "gz": lambda: gzip.compress(LETTER),
    "bz2": lambda: bz2.compress(tar()),
    "xz": lambda: lzma.compress(LETTER),
    "tar": tar,
    "rtf": rtf,
    "mht": mht,
    "eml": eml,
    "html": html,
    "xml": lambda: f'<?xml version="1.0"?><a b="1"><c>{LINES[0]}</c><!-- x --></a>'.encode(),
    "csv": lambda: "姓名,性别,电话\n王小明,男,\n李小红,女,123\n".encode("gb18030"),
    "txt": lambda: LETTER,
}
