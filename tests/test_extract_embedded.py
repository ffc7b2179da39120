"""Files inside Word files, and Word files that are nothing but scans."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from office_files import FIXTURES, keys, lines
from PIL import Image, ImageDraw

from danghe.errors import UnsupportedFormatError
from danghe.extract import Ocr, Options, members, page_image, read

OBJECT = (
    '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:object>'
    '<o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" Type="Embed" '
    'ProgID="Excel.Sheet.12"/></w:object></w:r>'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def a_letter_with(tmp_path: Path, *files: tuple[str, str, bytes]) -> Path:
    """A Word file with embedded parts: kind of relationship, name, bytes."""
    from docx.oxml import parse_xml

    document = docx.Document()
    paragraph = document.add_paragraph("见附表")
    for kind, name, data in files:
        package = document.part.package
        part = Part(PackURI(f"/word/embeddings/{name}"), "application/octet-stream", data, package)
        document.part.relate_to(part, RELATIONS + kind)
        paragraph._p.append(parse_xml(OBJECT))
    path = tmp_path / "letter.docx"
    document.save(str(path))
    return path


def native(label: str, data: bytes) -> bytes:
    """An Ole10Native stream, as packagers write it."""
    name = label.encode("gb18030") + b"\0"
    inner = b"\x02\0" + name + b"C:\\" + name + b"\0\0\x03\0"
    inner += struct.pack("<I", len(name)) + name + struct.pack("<I", len(data)) + data
    return struct.pack("<I", len(inner)) + inner


def it_gives_embedded_files_as_members(tmp_path: Path) -> None:
    book = (FIXTURES / "register.xlsx").read_bytes()
    old = (FIXTURES / "paper.doc").read_bytes()
    path = a_letter_with(
        tmp_path,
        ("package", "Microsoft_Excel_Sheet1.xlsx", book),
        ("oleObject", "oleObject1.bin", old),
    )
    document = read(path)
    assert lines(document) == ["见附表"]
    assert keys(document) == []
    found = {member.name: member.data.read() for member in members(path) if member.data}
    assert found == {"Microsoft_Excel_Sheet1.xlsx": book, "oleObject1.doc": old}


def it_unwraps_a_packaged_file_under_its_own_name() -> None:
    from danghe.extract.embedded import _native

    assert _native(native("附件1.txt", b"12")) == ("附件1.txt", b"12")
    assert _native(native("附件1.txt", b"12")[:-1]) is None
    assert _native(b"") is None


def a_page(width: int = 1240, height: int = 1754) -> bytes:
    page = Image.new("L", (width, height), 255)
    ImageDraw.Draw(page).rectangle((100, 100, 400, 110), fill=0)
    data = io.BytesIO()
    page.save(data, "PNG")
    return data.getvalue()


def a_scan(tmp_path: Path, pages: int, text: str = "", **size: int) -> Path:
    document = docx.Document()
    if text:
        document.add_paragraph(text)
    for number in range(pages):
        data = a_page(**{"width": 1240 + number, **size})
        document.add_picture(io.BytesIO(data), width=docx.shared.Cm(15))
    path = tmp_path / "scan.docx"
    document.save(str(path))
    return path


def it_leaves_pasted_pages_to_be_recognised(tmp_path: Path) -> None:
    path = a_scan(tmp_path, 3)
    document = read(path, at_most=0)
    assert document.waiting == (1, 2, 3)
    assert document.page_count == 3
    assert page_image(path, 2).size == (1241, 1754)


def it_recognises_the_pages_it_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from danghe.extract import ocr
    from danghe.model import PageScan, ScanLine

    def recognise(image: Image.Image, page: int = 1) -> PageScan:
        line = ScanLine(f"{page}.登记造册", (100, 100, 400, 140), 0.99)
        return PageScan(page, image.width, image.height, lines=(line,))

    monkeypatch.setattr(ocr, "recognise", recognise)
    document = read(a_scan(tmp_path, 2))
    assert [(block.page, block.text) for block in document.blocks] == [
        (1, "1.登记造册"),
        (2, "2.登记造册"),
    ]


def it_says_scan_where_recognition_is_off(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFormatError) as caught:
        read(a_scan(tmp_path, 2), Options(ocr=Ocr.NEVER))
    assert caught.value.values["type"] == "docx-scan"
    document = read(a_scan(tmp_path, 1, "附件"), Options(ocr=Ocr.NEVER))
    assert lines(document) == ["附件"]
    assert keys(document) == ["extract.loss.pages_without_text"]


@pytest.mark.parametrize(
    ("text", "size"),
    [("望湖街道药具工作总结，附照片。" * 20, {}), ("", {"width": 300, "height": 300})],
)
def it_takes_papers_with_pictures_for_no_scans(
    tmp_path: Path, text: str, size: dict[str, int]
) -> None:
    path = a_scan(tmp_path, 1, text, **size)
    if text:
        assert read(path, at_most=0).waiting == ()
    else:
        with pytest.raises(UnsupportedFormatError):
            read(path, at_most=0)
