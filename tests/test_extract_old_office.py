"""Word 97–2003 and WPS files without Word; LibreOffice only for what is left."""

from __future__ import annotations

import os
import stat
import struct
import time
from pathlib import Path

import pytest
from office_files import FIXTURES, PAPER, PAPER_TABLE, PASSWORD, body, outcome, spoilt, tables

from danghe.errors import ExtractionError, LimitExceededError, UnsupportedFormatError
from danghe.extract import Limits, Options, detect, read
from danghe.extract.libreoffice import available, read_converted
from danghe.extract.reading import Reading
from danghe.model import BlockKind

SUMMARY = bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9")


def it_reads_a_word_file_as_it_would_print() -> None:
    document = read(FIXTURES / "paper.doc")
    assert document.format == "doc"
    assert body(document) == PAPER
    assert tables(document) == [PAPER_TABLE]
    assert [b.level for b in document.blocks if b.kind is BlockKind.HEADING] == [1, 2]
    assert [b.text for b in document.blocks if b.kind is BlockKind.HEADER] == ["望湖街道档案"]
    assert document.blocks[-1].kind is BlockKind.PAGE_NUMBER
    assert document.meta["title"] == "药具工作总结"
    assert document.meta["author"] == "望湖街道办事处"
    assert not document.losses


@pytest.mark.parametrize("suffix", [".wps", ".dot", ".doc"])
def it_takes_wps_files_for_what_they_are(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"paper{suffix}"
    path.write_bytes((FIXTURES / "paper.doc").read_bytes())
    document = read(path)
    assert body(document) == PAPER
    assert "extension_mismatch" not in document.meta


def it_opens_a_locked_word_file_with_the_password_that_fits() -> None:
    options = Options(passwords=("错", PASSWORD))
    assert body(read(FIXTURES / "locked.doc", options)) == PAPER
    with pytest.raises(ExtractionError) as caught:
        read(FIXTURES / "locked.doc", Options(passwords=("错",)))
    assert caught.value.key == "extract.encrypted"


def a_file_of_word_95(tmp_path: Path) -> Path:
    """The header alone says how old a file is."""
    data = bytearray((FIXTURES / "paper.doc").read_bytes())
    at = data.index(b"\xec\xa5", 512)
    data[at : at + 4] = b"\xdc\xa5\x68\x00"
    path = tmp_path / "old.doc"
    path.write_bytes(data)
    return path


def it_says_what_to_install_for_word_95(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANGHE_SOFFICE", "none")
    with pytest.raises(UnsupportedFormatError) as caught:
        read(a_file_of_word_95(tmp_path))
    assert caught.value.key == "extract.unsupported.old_office"
    assert "LibreOffice" in caught.value.remedy


def it_kills_a_converter_that_hangs_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = tmp_path / "pid"
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 300 &\necho $! > {left}\nsleep 300\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("DANGHE_SOFFICE", str(program))
    with pytest.raises(LimitExceededError) as caught:
        read(a_file_of_word_95(tmp_path), Options(limits=Limits(max_seconds=1.5)))
    assert caught.value.key == "extract.limit.seconds"
    assert not _lives(int(left.read_text()))


def it_says_damaged_where_the_converter_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexit 0\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("DANGHE_SOFFICE", str(program))
    with pytest.raises(ExtractionError) as caught:
        read(a_file_of_word_95(tmp_path))
    assert caught.value.key == "extract.damaged"


@pytest.mark.slow
@pytest.mark.skipif(available() is None, reason="no LibreOffice")
@pytest.mark.parametrize(
    ("name", "type"), [("paper.doc", "doc"), ("slides.ppt", "ppt"), ("register.xls", "xls")]
)
def it_reads_the_same_through_libreoffice(name: str, type: str) -> None:
    own = read(FIXTURES / name)
    converted = read_converted(FIXTURES / name, Reading(Options()), type)
    assert converted.format == own.format
    assert converted.meta["through"] == "LibreOffice"
    assert tables(converted) == tables(own) or type == "doc"  # spans are told otherwise in .docx
    assert {text for _, text in body(converted)} == {text for _, text in body(own)}


def it_survives_cut_and_spoilt_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANGHE_SOFFICE", "none")
    assert "" not in {outcome(path) for path in spoilt("paper.doc", 60, tmp_path)}
    locked = Options(passwords=(PASSWORD,))
    assert "" not in {outcome(path, locked) for path in spoilt("locked.doc", 20, tmp_path)}


def it_tells_the_old_formats_apart() -> None:
    names = ("paper.doc", "register.xls", "slides.ppt", "locked.doc", "locked.xls")
    assert [detect(FIXTURES / name) for name in names] == ["doc", "xls", "ppt", "doc", "xls"]


def _lives(process: int) -> bool:
    """Whether a process still runs; one that only waits to be fetched does not."""
    for _ in range(20):
        try:
            os.kill(process, 0)
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except (ProcessLookupError, FileNotFoundError):
            return False
        if state == "Z":
            return False
        time.sleep(0.05)
    return True


def it_passes_over_metadata_that_claims_to_be_endless(tmp_path: Path) -> None:
    data = (FIXTURES / "register.xls").read_bytes()
    start = data.index(SUMMARY)
    section = start + 20  # A section follows its id and offset: size, count, (id, offset)…
    _, count = struct.unpack_from("<II", data, section)
    endless = bytearray(data)
    for number in range(count):
        id, offset = struct.unpack_from("<II", data, section + 8 + 8 * number)
        if id == 4:  # the author: a vector of decimals that take no room
            struct.pack_into("<II", endless, section + offset, 0x1000 | 14, 0xFFFFFFFF)
    assert bytes(endless) != data
    path = tmp_path / "a.xls"
    path.write_bytes(endless)
    document = read(path)
    assert document.blocks
    assert "author" not in document.meta
