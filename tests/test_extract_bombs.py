"""Containers that lie, explode or hide: what can be had is had, within the limits."""

from __future__ import annotations

import gzip
import io
import struct
import sys
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from samples import LETTER, rar, zipped

from danghe.archive import Archive
from danghe.errors import ExtractionError, LimitExceededError
from danghe.extract import Limits, Options, members
from danghe.extract.member_names import MemberNames
from danghe.model import Outcome, Status


def unpacked(path: Path, options: Options | None = None) -> dict[str, bytes | str]:
    """Name → bytes of each member, or the key of its refusal."""
    found: dict[str, bytes | str] = {}
    for member in members(path, options or Options()):
        refusal = member.refusal.key if member.refusal else ""
        found[member.name] = member.data.read() if member.data else refusal
    return found


def imported(tmp_path: Path, limits: Limits | None = None) -> dict[str, Outcome]:
    """Outcomes of all that lies in ``papers``, by path inside it."""
    with Archive.create(tmp_path / "archive") as archive:
        options = Options(limits or Limits())
        outcomes = list(archive.import_([tmp_path / "papers"], jobs=1, options=options))
        assert sum(archive.counts().values()) == len(outcomes)
    return {one.path.split("/papers/")[-1]: one for one in outcomes}


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    (tmp_path / "papers").mkdir()
    return tmp_path / "papers"


def saved(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


# --- ZIP directories that lie ---


def listed(name: bytes, data: bytes, offset: int, *, size: int | None = None) -> bytes:
    """An entry of a central directory, for deflated data."""
    packed = len(deflated(data))
    sizes = (zlib.crc32(data), packed, len(data) if size is None else size)
    head = struct.pack("<4s6H3I", b"PK\x01\x02", 20, 20, 0, 8, 0, 0x5400, *sizes)
    return head + struct.pack("<5H2I", len(name), 0, 0, 0, 0, 0, offset) + name


def stored(name: bytes, data: bytes) -> bytes:
    """A local header and the deflated data."""
    packed = deflated(data)
    head = struct.pack("<4s5H", b"PK\x03\x04", 20, 0, 8, 0, 0x5400)
    return (
        head
        + struct.pack("<3I2H", zlib.crc32(data), len(packed), len(data), len(name), 0)
        + (name + packed)
    )


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def closed(body: bytes, directory: bytes, count: int, *, large: bool = False) -> bytes:
    """Body, directory and end record; a ZIP64 one too, which then holds the sizes."""
    ends = b""
    size, start = len(directory), len(body)
    if large:
        record = (44, 45, 45, 0, 0, count, count, size, start)
        ends = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", *record)
        ends += b"PK\x06\x07" + struct.pack("<IQI", 0, start + size, 1)
        size = start = 0xFFFFFFFF
    count = min(count, 0xFFFF)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, size, start, 0)
    return body + directory + ends + end


def it_refuses_entries_that_share_their_bytes(tmp_path: Path) -> None:
    """A few kilobytes that unpack to gigabytes: all entries lie in the same place."""
    kernel = bytes(4 << 20)
    directory = listed(b"a", kernel, 0) * 500
    path = saved(tmp_path / "a.zip", closed(stored(b"a", kernel), directory, 500))
    assert path.stat().st_size < 50_000
    with pytest.raises(LimitExceededError) as caught:
        unpacked(path)
    assert caught.value.key == "extract.limit.expanded"
    with pytest.raises(LimitExceededError) as caught:
        unpacked(path, Options(Limits(max_expanded_bytes=1 << 40)))
    assert caught.value.key == "extract.limit.ratio"


@pytest.mark.parametrize("large", [False, True])
def it_refuses_a_directory_without_end(tmp_path: Path, large: bool) -> None:
    count = 400_000
    directory = listed(b"a", b"", 0) * count
    path = saved(tmp_path / "a.zip", closed(stored(b"a", b""), directory, count, large=large))
    with pytest.raises(LimitExceededError) as caught:
        unpacked(path)
    assert caught.value.key == "extract.limit.members"
    assert caught.value.values["found"] == f">{len(directory) // 558}"  # none was looked at


def it_reads_a_directory_with_large_records(tmp_path: Path) -> None:
    body = stored(b"a.txt", LETTER)
    path = saved(tmp_path / "a.zip", closed(body, listed(b"a.txt", LETTER, 0), 1, large=True))
    assert unpacked(path) == {"a.txt": LETTER}


def it_takes_no_entry_for_more_than_it_is(tmp_path: Path) -> None:
    body = stored(b"a.txt", LETTER) + stored(b"b.txt", LETTER)
    second = len(stored(b"a.txt", LETTER))
    directory = (
        listed(b"a.txt", LETTER, 0, size=len(LETTER) * 9)
        + listed(b"elsewhere.txt", LETTER, second)
        + listed(b"beyond.txt", LETTER, 1 << 30)
        + listed(b"b.txt", LETTER, second)
    )
    found = unpacked(saved(tmp_path / "a.zip", closed(body, directory, 4)))
    assert found == {
        "a.txt": LETTER,
        "elsewhere.txt": "extract.damaged",
        "beyond.txt": "extract.damaged",
        "b.txt": LETTER,
    }


def it_goes_on_after_an_entry_of_broken_lzma(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_LZMA) as container:
        container.writestr("a.txt", LETTER)
        container.writestr("b.txt", LETTER)
    data = bytearray(held.getvalue())
    data[39:60] = b"\xff" * 21
    assert unpacked(saved(tmp_path / "a.zip", bytes(data))) == {
        "a.txt": "extract.damaged",
        "b.txt": LETTER,
    }


def it_opens_encrypted_entries_of_one_name_each_for_itself(tmp_path: Path) -> None:
    import pyzipper

    path = tmp_path / "a.zip"
    with pyzipper.AESZipFile(path, "w", encryption=pyzipper.WZ_AES) as container:
        container.setpassword(b"abc")
        container.writestr("a.txt", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            container.writestr("a.txt", b"2")
        container.setpassword(b"def")
        container.writestr("b.txt", b"3")
    found = unpacked(path, Options(passwords=("wrong", "abc")))
    assert found == {"a.txt": b"1", "a(2).txt": b"2", "b.txt": "extract.encrypted"}
    assert unpacked(path, Options(passwords=("def", "abc")))["b.txt"] == b"3"


# --- names ---


def it_tells_twenty_thousand_files_of_one_name_apart() -> None:
    names = MemberNames()
    given = [names.harmless("目录.d/a.txt") for _ in range(20_000)]
    assert given[:2] == ["目录.d/a.txt", "目录.d/a(2).txt"]
    assert len(set(given)) == 20_000


def it_keeps_names_that_look_like_numbered_ones_apart() -> None:
    names = MemberNames()
    given = [names.harmless(name) for name in ("a.txt", "a(2).txt", "a.txt", "a.txt")]
    assert given == ["a.txt", "a(2).txt", "a(3).txt", "a(4).txt"]


@pytest.mark.parametrize(
    ("name", "harmless"),
    [
        ("a\u202etxt.exe", "a_txt.exe"),
        ("\udcff.txt", "\ufffd.txt"),
        ("d/" * 5000 + "通知.txt", "d/" * 497 + "通知.txt"),
    ],
)
def it_makes_strange_names_harmless(name: str, harmless: str) -> None:
    assert MemberNames().harmless(name) == harmless


def sevenzip_named(path: Path, new: str) -> Path:
    """A container of two files, one of them named as nothing that writes 7z would name it."""
    import py7zr

    old = "x" * len(new)
    with py7zr.SevenZipFile(path, "w") as container:
        container.set_encoded_header_mode(False)
        container.writestr(LETTER, "通知.txt")
        container.writestr(b"abc", old)
    data = path.read_bytes().replace(old.encode("utf-16-le"), new.encode("utf-16-le"))
    start, size = struct.unpack("<QQ", data[12:28])
    place = data[12:28] + struct.pack("<I", zlib.crc32(data[32 + start : 32 + start + size]))
    path.write_bytes(data[:8] + struct.pack("<I", zlib.crc32(place)) + place + data[32:])
    return path


@pytest.mark.parametrize(
    ("name", "harmless"),
    [
        ("../../evil.txt", "evil.txt"),
        ("/etc/evil.txt", "etc/evil.txt"),
        ("C:\\temp\\evil.tx", "C_/temp/evil.tx"),
        ("通知.txt", "通知(2).txt"),
    ],
)
def it_unpacks_7z_whatever_names_it_holds(tmp_path: Path, name: str, harmless: str) -> None:
    path = sevenzip_named(tmp_path / "a.7z", name)
    assert unpacked(path) == {"通知.txt": LETTER, harmless: b"abc"}


def it_gives_what_comes_out_whole_of_a_damaged_7z(tmp_path: Path) -> None:
    import py7zr

    path = tmp_path / "a.7z"
    with py7zr.SevenZipFile(path, "w", filters=[{"id": py7zr.FILTER_COPY}]) as container:
        for name in "abc":
            container.writestr(name.encode() * 50, f"{name}.txt")
    path.write_bytes(path.read_bytes().replace(b"b" * 50, b"b" * 49 + b"c"))
    assert unpacked(path) == {
        "a.txt": b"a" * 50,
        "b.txt": "extract.damaged",
        "c.txt": "extract.damaged",
    }


# --- streams that end too early, times that are none ---


def a_tar(filling: int = 0, **headers: str) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=tarfile.PAX_FORMAT) as container:
        for name in ("一.txt", "二.txt"):
            entry = tarfile.TarInfo(name)
            data = LETTER + name.encode() + Random(name).randbytes(filling).hex().encode()
            entry.size, entry.pax_headers = len(data), headers
            container.addfile(entry, io.BytesIO(data))
    return held.getvalue()


def it_calls_cut_containers_damaged_and_keeps_what_came_before(
    tmp_path: Path, papers: Path
) -> None:
    saved(papers / "通知.txt.gz", gzip.compress(LETTER * 20)[:-9])
    saved(papers / "甲.tar.gz", gzip.compress(a_tar(20_000))[:-9000])
    saved(papers / "乙.tar", a_tar(20_000)[:60_000])
    found = imported(tmp_path)
    wholes = {path: found.pop(path) for path in ("通知.txt.gz", "甲.tar.gz", "乙.tar")}
    assert {one.note and one.note.key for one in wholes.values()} == {"extract.damaged"}
    assert [one.status for one in wholes.values()] == [
        Status.FAILED,
        Status.PARTIAL,
        Status.PARTIAL,
    ]
    assert sorted(found) == ["乙.tar!/一.txt", "甲.tar.gz!/一.txt"]


def it_imports_files_of_impossible_times(tmp_path: Path, papers: Path) -> None:
    for number, mtime in enumerate(("1e300", "-5", "nan", "inf")):
        saved(papers / f"{number}.tar", a_tar(number + 1, mtime=mtime))
    found = imported(tmp_path)
    assert len(found) == 12
    assert {one.status for one in found.values()} == {Status.IMPORTED}


def it_leaves_nothing_of_a_rar_that_no_program_unpacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import rarfile

    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("PATH", str(scratch))
    monkeypatch.setattr(rarfile, "CURRENT_SETUP", None)
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.setitem(sys.modules, "archi", None)
    path = saved(tmp_path / "a.rar", rar({"a.txt": LETTER}, method=0x33))
    with pytest.raises(ExtractionError):
        unpacked(path)
    assert list(scratch.iterdir()) == []


def it_reads_packed_rar_without_a_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("archi")
    import rarfile

    # Nothing free packs RAR: these files are stored only, which rarfile reads by itself.
    monkeypatch.setattr(rarfile, "RAR_M0", -1)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(rarfile, "CURRENT_SETUP", None)
    files = {"a.txt": LETTER, "dir/b.txt": b"b" * 100_000, "c.txt": b"c"}
    whole = saved(tmp_path / "a.rar", rar(files))
    assert unpacked(whole) == files
    damaged = saved(tmp_path / "b.rar", whole.read_bytes().replace(b"bbb", b"abb", 1))
    assert unpacked(damaged) == {**files, "dir/b.txt": "extract.damaged"}
    cut = saved(tmp_path / "c.rar", whole.read_bytes()[:5000])
    assert unpacked(cut)["a.txt"] == LETTER


# --- bombs of several stages ---


def it_stops_a_bomb_of_several_stages_within_its_limits(tmp_path: Path, papers: Path) -> None:
    """No stage alone is too much; all together are."""

    def stage(part: Callable[[int], bytes], ending: str) -> bytes:
        return zipped({f"{number}{ending}": part(number) for number in range(4)})

    def leaf(number: int) -> bytes:
        return stage(lambda other: b"%d %d" % (number, other) + bytes(1 << 20), ".bin")

    saved(papers / "42.zip", stage(leaf, ".zip"))
    found = imported(tmp_path, Limits(max_expanded_bytes=9 << 20))
    keys = {one.note.key for one in found.values() if one.note}
    assert "extract.limit.expanded" in keys
    judged = [path for path, one in found.items() if path.endswith(".bin") and one.sha256]
    assert 4 <= len(judged) <= 9
