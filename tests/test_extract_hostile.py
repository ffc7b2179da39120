"""Files that lie, explode, block or are broken: each ends in one understandable error."""

from __future__ import annotations

import io
import multiprocessing
import os
import pickle
import struct
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib import pdfencrypt
from reportlab.pdfgen import canvas

from danghe.errors import (
    ExtractionError,
    LimitExceededError,
    UnsupportedFormatError,
)
from danghe.extract import READABLE, Limits, Ocr, Options, detect, limit_process, read
from danghe.extract.formats import BY_NAME

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def a_docx(text: str = "关于药具发放的通知") -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_main_part(xml: str, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(a_docx()))
    with zipfile.ZipFile(buffer, "w", compression) as target:
        for name in source.namelist():
            target.writestr(name, xml if name == "word/document.xml" else source.read(name))
    return buffer.getvalue()


def error_of(path: Path) -> ExtractionError | None:
    """The error that reading ends in, if any; others than ours come through."""
    try:
        read(path)
    except ExtractionError as error:
        return error
    return None


def a_zip(**entries: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, content in entries.items():
            target.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return buffer.getvalue()


def an_ole_file(*streams: str) -> bytes:
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHH", header, 24, 0x3E, 3, 0xFFFE, 9)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    directory = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HBB", 2 * len(name) + 2, 2, 1)
        + bytes(60)
        for name in ("Root Entry", *streams)
    )
    sectors = -(-len(directory) // 512)
    chain = [0xFFFFFFFD, *range(2, sectors + 1), 0xFFFFFFFE]
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    return bytes(header) + fat + directory.ljust(sectors * 512, b"\0")


def a_bitmap() -> bytes:
    return b"BM" + struct.pack("<IHHIIiiHH", 58, 0, 0, 54, 40, 1, 1, 1, 24) + bytes(28)


DETECTED = {
    "xlsx": a_zip(xl__workbook_dot_xml="<x/>"),
    "pptx": a_zip(ppt__presentation_dot_xml="<x/>"),
    "odt": a_zip(mimetype="application/vnd.oasis.opendocument.text"),
    "ods": a_zip(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
    "zip": a_zip(paper_dot_txt="x"),
    "doc": an_ole_file("1Table", "CompObj", "Data", "WordDocument"),
    "xls": an_ole_file("Workbook"),
    "ppt": an_ole_file("Current User", "PowerPoint Document"),
    "ole2": an_ole_file("Other"),
    "jpeg": b"\xff\xd8\xff\xe0" + bytes(64),
    "png": b"\x89PNG\r\n\x1a\n" + bytes(64),
    "gif": b"GIF89a" + bytes(64),
    "bmp": a_bitmap(),
    "webp": b"RIFF\x10\0\0\0WEBPVP8 " + bytes(32),
    "tiff": b"II*\0" + bytes(64),
    "jp2": b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(64),
    "rtf": rb"{\rtf1\ansi text}",
    "7z": b"7z\xbc\xaf\x27\x1c" + bytes(64),
    "rar": b"Rar!\x1a\x07\x01\x00" + bytes(64),
    "tar": bytes(257) + b"ustar\x0000" + bytes(248),
    "gz": b"\x1f\x8b\x08" + bytes(64),
    "unknown": bytes(range(256)) * 4,
}


@pytest.mark.parametrize("format", DETECTED)
def it_names_what_it_cannot_read_whatever_the_file_is_called(tmp_path: Path, format: str) -> None:
    path = tmp_path / "paper.docx"
    path.write_bytes(DETECTED[format])
    assert detect(path) == format
    if BY_NAME[format].reader or BY_NAME[format].unpacker:
        # There is a reader, and next to nothing for it to read.
        with suppress(ExtractionError):
            read(path, Options(ocr=Ocr.NEVER))
        return
    with pytest.raises(UnsupportedFormatError) as caught:
        read(path)
    assert caught.value.values["type"] == format
    assert caught.value.remedy


def it_reads_a_docx_named_txt_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "paper.TXT"
    path.write_bytes(a_docx())
    document = read(path)
    assert (document.format, document.text) == ("docx", "关于药具发放的通知")
    assert document.meta["extension_mismatch"] == ".txt"


def it_takes_a_text_that_speaks_of_pdf_for_text(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("文件以 %PDF-1.7 开头的，请转换。")
    assert detect(path) == "txt"
    assert "extension_mismatch" not in read(path).meta


def it_knows_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    path.touch()
    with pytest.raises(ExtractionError) as caught:
        read(path)
    assert caught.value.key == "extract.empty"


@pytest.mark.parametrize("content", [b" \r\n\t\n", "　　".encode()])
def it_knows_a_file_of_blanks(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "paper.txt"
    path.write_bytes(content)
    with pytest.raises(ExtractionError, match="没有文字"):
        read(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def it_never_blocks_on_a_pipe(tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    os.mkfifo(path)
    assert detect(path) == "not-a-file"
    with pytest.raises(ExtractionError) as caught:
        read(path)
    assert caught.value.key == "extract.not_a_file"


def it_refuses_folders_and_missing_files(tmp_path: Path) -> None:
    assert detect(tmp_path) == "not-a-file"
    with pytest.raises(OSError, match="gone"):
        detect(tmp_path / "gone.txt")
    with pytest.raises(ExtractionError) as caught:
        read(tmp_path / "gone.txt")
    assert caught.value.key == "extract.unreadable"


def it_refuses_a_zip_bomb_before_unpacking(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    path.write_bytes(with_main_part(f"<w:document {W}>" + " " * 40_000_000))
    with pytest.raises(LimitExceededError) as caught:
        read(path)
    assert caught.value.key == "extract.limit.ratio"
    with pytest.raises(LimitExceededError) as caught:
        read(path, Options(Limits(max_expanded_bytes=1_000_000)))
    assert caught.value.key == "extract.limit.expanded"


def it_refuses_too_many_entries(tmp_path: Path) -> None:
    path = tmp_path / "many.docx"
    path.write_bytes(a_docx())
    with pytest.raises(LimitExceededError) as caught:
        read(path, Options(Limits(max_members=3)))
    assert caught.value.key == "extract.limit.members"


def it_reveals_no_local_file_through_entities(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP-SECRET")
    xml = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]><w:document {W}><w:body><w:p><w:r>'
        "<w:t>a&x;b</w:t></w:r></w:p></w:body></w:document>"
    )
    path = tmp_path / "xxe.docx"
    path.write_bytes(with_main_part(xml))
    with pytest.raises(ExtractionError) as caught:
        read(path)
    assert caught.value.key == "extract.damaged"
    assert "TOP-SECRET" not in str(caught.value)


def it_laughs_not_a_billion_times(tmp_path: Path) -> None:
    entities = '<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">' + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">'
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    xml = (
        f"<!DOCTYPE d [{entities}]><w:document {W}><w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p>"
        "</w:body></w:document>"
    )
    path = tmp_path / "laughs.docx"
    path.write_bytes(with_main_part(xml))
    with pytest.raises(ExtractionError):
        read(path)


@pytest.mark.parametrize("depth", [70, 2000])
def it_refuses_tables_nested_too_deep(tmp_path: Path, depth: int) -> None:
    opening, closing = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    xml = f"<w:document {W}><w:body>{opening * depth}<w:p/>{closing * depth}</w:body></w:document>"
    path = tmp_path / "deep.docx"
    path.write_bytes(with_main_part(xml))
    with pytest.raises(ExtractionError):
        read(path)


def it_stops_at_the_limits(tmp_path: Path) -> None:
    path = tmp_path / "paper.docx"
    path.write_bytes(a_docx("字" * 1000))
    for limits, key in (
        (Limits(max_bytes=100), "extract.limit.bytes"),
        (Limits(max_text_chars=500), "extract.limit.text"),
        (Limits(max_seconds=-1), "extract.limit.seconds"),
    ):
        with pytest.raises(LimitExceededError) as caught:
            read(path, Options(limits))
        assert caught.value.key == key


def a_pdf(password: str = "", pages: int = 2, *, locked: bool = True) -> bytes:
    buffer = io.BytesIO()
    lock = pdfencrypt.StandardEncryption(password, "owner", strength=128) if locked else None
    drawing = canvas.Canvas(buffer, encrypt=lock)
    for page in range(pages):
        drawing.drawString(72, 700, f"Monthly report of page {page + 1}")
        drawing.showPage()
    drawing.save()
    return buffer.getvalue()


def it_asks_for_the_password_of_a_pdf_but_not_of_a_print_lock(tmp_path: Path) -> None:
    locked, printable = tmp_path / "locked.pdf", tmp_path / "printable.pdf"
    locked.write_bytes(a_pdf("secret"))
    printable.write_bytes(a_pdf())
    with pytest.raises(ExtractionError) as caught:
        read(locked)
    assert caught.value.key == "extract.encrypted"
    assert "Monthly report" in read(printable).text


def it_knows_a_password_protected_office_file(tmp_path: Path) -> None:
    path = tmp_path / "locked.docx"
    path.write_bytes(an_ole_file("EncryptionInfo", "EncryptedPackage"))
    with pytest.raises(ExtractionError) as caught:
        read(path)
    assert caught.value.key == "extract.encrypted"


def it_keeps_to_the_page_limit(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    path.write_bytes(a_pdf(pages=3))
    with pytest.raises(LimitExceededError) as caught:
        read(path, Options(Limits(max_pages=2)))
    assert caught.value.key == "extract.limit.pages"


@pytest.mark.parametrize("whole", [a_docx(), a_pdf()], ids=["docx", "pdf"])
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def it_survives_cut_and_spoilt_files(tmp_path: Path, whole: bytes, data: st.DataObject) -> None:
    content = bytearray(whole)
    for _ in range(data.draw(st.integers(0, 20))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    path = tmp_path / "spoilt"
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    error = error_of(path)
    assert error is None or (str(error) and error.remedy)


def it_calls_a_cut_pdf_and_a_cut_docx_damaged_or_incomplete(tmp_path: Path) -> None:
    pdf, word = tmp_path / "cut.pdf", tmp_path / "cut.docx"
    pdf.write_bytes(a_pdf(locked=False)[:-600])
    word.write_bytes(a_docx()[:-2000])
    assert detect(word) == "docx"
    with pytest.raises(ExtractionError) as caught:
        read(word)
    assert caught.value.key == "extract.damaged"
    if (error := error_of(pdf)) is None:
        assert "extract.loss.truncated" in [note.key for note in read(pdf).losses]
    else:
        assert error.key == "extract.damaged"


@given(data=st.binary(max_size=300))
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def it_never_raises_anything_but_its_own_errors(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "noise"
    path.write_bytes(data)
    assert detect(path)
    error = error_of(path)
    if error is None:
        assert read(path).format in READABLE
    else:
        assert pickle.loads(pickle.dumps(error)).remedy == error.remedy


def _too_much() -> bool:
    limit_process(Limits(max_memory=1 << 30))
    limit_process(Limits(max_memory=1 << 40))
    try:
        bytearray(1 << 30)
    except MemoryError:
        return True
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="address space limits")
def it_bounds_the_memory_of_a_worker() -> None:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(_too_much)
