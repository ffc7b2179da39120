from __future__ import annotations

import io
import lzma
import os
import shutil
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from danghe.errors import ExtractionError, LimitExceededError
from danghe.extract import Limits, Options, detect, end_orphans, read
from danghe.extract.cells import shown_number
from danghe.extract.libreoffice import GROUP_SUFFIX, program
from danghe.model import BlockKind, Document

FIXTURES = Path(__file__).parent / "fixtures" / "office"
NOTICE = [
    "关于报送药具发放情况的通知",
    "各居民小组：",
    "请于每月二十日前报送药具发放情况，随访率应当达到百分之九十。",
    "姓名\t社区\t数量\n张小明\t清泉社区\t12\n李建国\t望湖社区\t8",
    "清泉社区居民委员会",
    "2023年5月6日",
]
STATISTICS = [
    "药具发放",
    "药具发放统计表",
    "社区\t发放日期\t数量\t随访率\n清泉社区\t2023-05-06\t12\t98.0%\n望湖社区\t2023-05-08\t8\t90.5%",
    "附表",
    "序号\t名称\n1\t避孕套\n2\t口服药",
]
needs_libreoffice = pytest.mark.skipif(program() is None, reason="LibreOffice is not installed")


def fixture(tmp_path: Path, name: str, called: str | None = None) -> Path:
    path = tmp_path / (called or name)
    path.write_bytes(lzma.decompress((FIXTURES / f"{name}.xz").read_bytes()))
    return path


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


@pytest.mark.parametrize("ending", ["doc", "rtf", "odt", "docx"])
def it_reads_the_same_notice_in_every_format(tmp_path: Path, ending: str) -> None:
    document = read(fixture(tmp_path, f"notice.{ending}"))
    assert texts(document) == NOTICE
    assert document.format == ending
    assert [b.rows for b in document.blocks if b.kind is BlockKind.TABLE] == [
        (("姓名", "社区", "数量"), ("张小明", "清泉社区", "12"), ("李建国", "望湖社区", "8"))
    ]
    assert (document.meta["title"], document.meta["author"]) == ("药具发放情况", "清泉社区")


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def it_reads_sheets_with_numbers_as_they_are_shown(tmp_path: Path, ending: str) -> None:
    document = read(fixture(tmp_path, f"table.{ending}"))
    assert texts(document) == STATISTICS
    assert document.meta["author"] == "清泉社区"
    if ending != "ods":
        assert document.meta["hidden_sheets"] == "附表"


@pytest.mark.parametrize("ending", ["pptx", "ppt", "odp"])
def it_reads_slides_in_their_order(tmp_path: Path, ending: str) -> None:
    document = read(fixture(tmp_path, f"slides.{ending}"))
    assert document.page_count == 2
    found = [(block.kind, block.text, block.page) for block in document.blocks]
    assert found[:3] == [
        (BlockKind.HEADING, "药具管理培训", 1),
        (BlockKind.PARAGRAPH, "一、发放登记", 1),
        (BlockKind.PARAGRAPH, "二、随访服务", 1),
    ]
    assert (BlockKind.HEADING, "发放情况", 2) in found
    cells = "\n".join(text for _, text, page in found if page == 2)
    assert "清泉社区" in cells
    assert "12" in cells
    if ending != "ppt":
        assert (BlockKind.PARAGRAPH, "讲解人：王老师", 1) in found
        assert (BlockKind.TABLE, "社区\t数量\n清泉社区\t12", 2) in found


def it_tells_old_formats_by_content_whatever_they_are_called(tmp_path: Path) -> None:
    for name, called, format in (
        ("notice.doc", "通知.wps", "doc"),
        ("table.xls", "报表.et", "xls"),
        ("slides.ppt", "课件.dps", "ppt"),
    ):
        path = fixture(tmp_path, name, called)
        assert detect(path) == format
        assert "extension_mismatch" not in read(path).meta
    assert read(fixture(tmp_path, "notice.doc", "通知.docx")).meta["extension_mismatch"] == ".docx"


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.98, "0%", "98%"),
        (0.9055, "0.0%", "90.5%"),
        (45052, 'yyyy"年"m"月"d"日"', "2023-05-06"),
        (45052.75, "yyyy/m/d h:mm", "2023-05-06 18:00"),
        (12, "0.00", "12.00"),
        (1234.5, "#,##0.00", "1234.50"),
        (7, "000", "007"),
        (0.1 + 0.2, "", "0.3"),
        (12.0, "General", "12"),
        (3, '0"个月"', "3"),
        (3.18, '0.00"‰"', "3.18"),
    ],
)
def it_shows_numbers_as_their_format_does(value: float, code: str, shown: str) -> None:
    assert shown_number(value, 0, code) == shown


# --- sheets ---


def a_workbook(sheet: str, strings: str = "", extra: dict[str, str] | None = None) -> bytes:
    namespace = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" '
        f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {namespace} xmlns:r="{relations}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}">'
        f'<Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{relations}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f"<worksheet {namespace}><sheetData>{sheet}</sheetData>"
        "</worksheet>",
        "xl/sharedStrings.xml": f"<sst {namespace}>{strings}</sst>",
        **(extra or {}),
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package_file:
        for name, text in parts.items():
            package_file.writestr(name, text)
    return held.getvalue()


def it_reads_a_sheet_that_claims_to_be_enormous(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        a_workbook(
            '<row r="1"><c r="A1" t="inlineStr"><is><t>始</t></is></c></row>'
            '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>终</t></is></c></row>'
        )
    )
    assert texts(read(path)) == ["始", "终"]


def it_stops_at_too_many_cells_and_too_much_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    cell = '<c t="s"><v>0</v></c>'
    rows = f"<row>{cell * 200}</row>" * 50
    path.write_bytes(a_workbook(rows, f"<si><t>{'长' * 1000}</t></si>"))
    with pytest.raises(LimitExceededError) as caught:
        read(path, Options(Limits(max_text_chars=100_000)))
    assert caught.value.key == "extract.limit.text"


def it_expands_no_entities_in_a_sheet(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    sheet = (
        f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "ha">{laughs}'
        '<!ENTITY f SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row>'
        '<c t="inlineStr"><is><t>a&l9;&f;b</t></is></c></row></sheetData></worksheet>'
    )
    path.write_bytes(a_workbook("", extra={"xl/worksheets/sheet1.xml": sheet}))
    try:
        text = read(path).text
    except ExtractionError:
        return
    assert "root:" not in text
    assert "haha" not in text


def it_reads_csv_in_any_encoding_and_leaves_prose_alone(tmp_path: Path) -> None:
    rows = '社区,数量,备注\r\n清泉社区,12,"已领，\n已签"\r\n望湖社区,8,\r\n'
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        path = tmp_path / f"{encoding}.csv"
        path.write_bytes(rows.encode(encoding))
        (table,) = read(path).blocks
        assert table.rows == (
            ("社区", "数量", "备注"),
            ("清泉社区", "12", "已领， 已签"),
            ("望湖社区", "8", ""),
        )
    (tmp_path / "a.csv").write_text("sep=;\n甲;乙\n1;2\n", "utf-8")
    assert read(tmp_path / "a.csv").blocks[0].rows == (("甲", "乙"), ("1", "2"))
    prose = "各社区：请按时上报,不得遗漏。\n特此通知。\n望湖街道\n"
    (tmp_path / "b.csv").write_text(prose, "utf-8")
    assert read(tmp_path / "b.csv").format == "txt"
    (tmp_path / "stored").write_text("甲,乙\n1,2\n", "utf-8")
    assert read(tmp_path / "stored", name="名单.csv").format == "csv"


# --- RTF ---


def rtf(tmp_path: Path, body: str) -> list[str]:
    path = tmp_path / "a.rtf"
    path.write_bytes(body.encode("latin-1"))
    return texts(read(path))


def gb(text: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode("gb18030"))


def it_reads_chinese_rtf_in_code_pages_and_unicode(tmp_path: Path) -> None:
    head = "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 SimSun;}{\\f1\\fcharset0 A;}}"
    assert rtf(tmp_path, head + "\\f0 " + gb("药具发放") + "\\f1 IUD \\f0 " + gb("登记") + "}") == [
        "药具发放IUD 登记"
    ]
    assert rtf(tmp_path, head + "\\uc1\\u-29646?\\u20855?\\par\\u21457 ?}") == ["谲具", "发"]
    assert rtf(tmp_path, head + "{\\uc2\\u33647\\'d2\\'a9}" + gb("具") + "}") == ["药具"]


def it_leaves_out_what_an_rtf_does_not_show(tmp_path: Path) -> None:
    body = (
        "{\\rtf1\\ansi\\ansicpg936{\\info{\\title " + gb("标题") + "}}{\\*\\generator X;}"
        "{\\pict\\pngblip 89504e47}{\\v hidden}{\\field{\\*\\fldinst PAGE}{\\fldrslt 7}}"
        "{\\stylesheet{\\s0 Normal;}}shown\\par}"
    )
    assert rtf(tmp_path, body) == ["7shown"]
    assert read(tmp_path / "a.rtf").meta["title"] == "标题"


def it_stops_at_an_rtf_nested_without_end(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(b"{\\rtf1 " + b"{" * 100_000)
    with pytest.raises(LimitExceededError):
        read(path)


# --- DOC ---


def ole_with(stream_name: str, data: bytes, other: tuple[str, bytes]) -> bytes:
    """A compound file of two streams, each at least 4,096 bytes long."""
    size = 512
    streams = [(stream_name, data), other]
    bodies = [body + bytes(-len(body) % size) for _, body in streams]
    sectors = [len(body) // size for body in bodies]
    total = 1 + 1 + sum(sectors)
    fat = [0xFFFFFFFD, 0xFFFFFFFE]
    for count in sectors:
        first = len(fat)
        fat += [*range(first + 1, first + count), 0xFFFFFFFE]
    assert total <= size // 4
    fat += [0xFFFFFFFF] * (size // 4 - len(fat))

    def entry(name: str, kind: int, child: int, right: int, start: int, length: int) -> bytes:
        raw = name.encode("utf-16-le") + b"\0\0"
        return struct.pack(
            "<64sHBBIII16sIQQIQ",
            raw,
            len(raw),
            kind,
            1,
            0xFFFFFFFF,
            right,
            child,
            b"",
            0,
            0,
            0,
            start,
            length,
        )

    directory = entry("Root Entry", 5, 1, 0xFFFFFFFF, 0xFFFFFFFE, 0)
    directory += entry(streams[0][0], 2, 0xFFFFFFFF, 2, 2, len(streams[0][1]))
    directory += entry(streams[1][0], 2, 0xFFFFFFFF, 0xFFFFFFFF, 2 + sectors[0], len(other[1]))
    directory += bytes(size - len(directory))
    header = bytearray(size)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 40, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    return bytes(header) + struct.pack("<128I", *fat) + directory + b"".join(bodies)


def a_doc(text: str, flags: int = 0x0200, version: int = 0xC1) -> bytes:
    raw = text.encode("utf-16-le")
    word = bytearray(0x800) + raw
    word += bytes(max(0, 4096 - len(word)))
    struct.pack_into("<HH", word, 0, 0xA5EC, version)
    struct.pack_into("<H", word, 10, flags)
    struct.pack_into("<II", word, 0x18, 0x800, 0x800 + len(raw))
    struct.pack_into("<i", word, 0x4C, len(text))
    clx = struct.pack("<BIII", 2, 16, 0, len(text)) + struct.pack("<HIH", 0, 0x800, 0)
    struct.pack_into("<II", word, 0x1A2, 0, len(clx))
    return ole_with("WordDocument", bytes(word), ("1Table", clx + bytes(4096 - len(clx))))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲\r乙\r", ["甲", "乙"]),
        ("前\ra\x07b\x07\x07c\x07d\x07\x07后\r", ["前", "a\tb\nc\td", "后"]),
        ("a\x07\x07\x07c\x07d\x07\x07", ["a\t\nc\td"]),
        ("a1\ra2\x07b\x07\x07", ["a1", "a2\tb"]),
        ("第\x13 PAGE \x147\x15页\r", ["第7页"]),
        ("图\x01文\x0b下\r", ["图文", "下"]),
    ],
)
def it_reads_the_marks_of_old_word_files(tmp_path: Path, text: str, shown: list[str]) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(a_doc(text))
    assert texts(read(path)) == shown


def it_says_that_an_old_file_is_encrypted_or_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(a_doc("甲", flags=0x0300))
    with pytest.raises(ExtractionError) as caught:
        read(path)
    assert caught.value.key == "extract.encrypted"
    for name in ("notice.doc", "table.xls", "slides.ppt"):
        data = bytearray(fixture(tmp_path, name).read_bytes())
        for cut in (1000, len(data) // 2):
            (tmp_path / "cut").write_bytes(data[:cut])
            with suppress(ExtractionError):
                assert read(tmp_path / "cut").blocks


# --- passwords ---


def it_opens_encrypted_office_files_with_a_password(tmp_path: Path) -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    path = tmp_path / "密.docx"
    with fixture(tmp_path, "notice.docx").open("rb") as plain, path.open("wb") as target:
        OOXMLFile(plain).encrypt("清泉2023", target)
    assert detect(path) == "office-encrypted"
    with pytest.raises(ExtractionError) as caught:
        read(path, Options(passwords=("错",)))
    assert caught.value.key == "extract.encrypted"
    document = read(path, Options(passwords=("错", "清泉2023")))
    assert texts(document) == NOTICE


# --- LibreOffice ---


@needs_libreoffice
@pytest.mark.slow
def it_converts_with_libreoffice_what_the_light_reader_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import danghe.extract.doc as light

    def fails(*_: object) -> Document:
        raise ValueError("not by the light reader")

    monkeypatch.setattr(light, "read", fails)
    document = read(fixture(tmp_path, "notice.doc"))
    assert (document.format, texts(document)) == ("doc", NOTICE)
    monkeypatch.setenv("DANGHE_SOFFICE", str(tmp_path / "none"))
    with pytest.raises(ExtractionError) as caught:
        read(fixture(tmp_path, "notice.doc"))
    assert caught.value.remedy


@pytest.fixture
def slow_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stands in for LibreOffice, and starts a child of its own that never ends."""
    script = tmp_path / "soffice"
    script.write_text("#!/bin/sh\nsleep 1000 &\nsleep 1000\n")
    script.chmod(0o755)
    monkeypatch.setenv("DANGHE_SOFFICE", str(script))
    return script


def sleepers() -> int:
    found = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    return found.stdout.count("sleep 1000")


@pytest.mark.skipif(shutil.which("ps") is None, reason="ps is not installed")
def it_ends_the_whole_group_at_the_time_limit(
    tmp_path: Path, slow_program: Path, wait_for: Callable[[Callable[[], bool]], bool]
) -> None:
    from danghe.extract.libreoffice import read_converted
    from danghe.extract.reading import Reading

    path = fixture(tmp_path, "notice.doc")
    with pytest.raises(LimitExceededError):
        read_converted(path, "doc", "docx", Reading(Options(Limits(max_seconds=0.5))))
    assert wait_for(lambda: sleepers() == 0)


@pytest.mark.skipif(shutil.which("ps") is None, reason="ps is not installed")
def it_ends_what_a_killed_worker_left_running(
    tmp_path: Path, slow_program: Path, wait_for: Callable[[Callable[[], bool]], bool]
) -> None:
    path, room = fixture(tmp_path, "notice.doc"), tmp_path / "room"
    room.mkdir()
    code = (
        "from pathlib import Path; from danghe.extract import Options; "
        "from danghe.extract.libreoffice import read_converted as r; "
        "from danghe.extract.reading import Reading; "
        f"r(Path({str(path)!r}), 'doc', 'docx', Reading(Options()))"
    )
    environment = {**os.environ, "TMPDIR": str(room)}
    worker = subprocess.Popen([sys.executable, "-c", code], env=environment)
    assert wait_for(lambda: bool(list(room.glob(f"*{GROUP_SUFFIX}"))))
    end_orphans(room)
    assert sleepers() == 2, "a living worker keeps its own"
    worker.kill()
    worker.wait()
    end_orphans(room)
    assert wait_for(lambda: sleepers() == 0)
    assert not list(room.glob(f"*{GROUP_SUFFIX}"))


@pytest.fixture
def wait_for() -> Callable[[Callable[[], bool]], bool]:
    def wait(condition: Callable[[], bool]) -> bool:
        end = time.monotonic() + 20
        while not condition() and time.monotonic() < end:
            time.sleep(0.05)
        return condition()

    return wait
