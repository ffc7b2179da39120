from __future__ import annotations

import gzip
import io
import json
import stat
import struct
import subprocess
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from danghe.archive import Archive
from danghe.errors import ExtractionError, LimitExceededError, UnsupportedFormatError
from danghe.extract import Limits, Options, detect, members
from danghe.extract.member_names import MemberNames
from danghe.model import Outcome, Status

LETTER = (
    "关于召开药具工作会议的通知\n各社区：\n请按时参加。\n望湖街道办事处\n2023年5月6日\n".encode()
)


def unpacked(path: Path, options: Options | None = None) -> dict[str, bytes | str]:
    """Name → bytes of each member, or the key of its refusal."""
    found: dict[str, bytes | str] = {}
    for member in members(path, options or Options()):
        refusal = member.refusal.key if member.refusal else ""
        found[member.name] = member.data.read() if member.data else refusal
    return found


def a_zip(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        for name, data in files.items():
            container.writestr(name, data)
    return path


def a_zip_named_in(path: Path, encoding: str, names: list[str]) -> Path:
    """As archivers of the respective country wrote them: bytes, and no flag."""
    stand_ins = [
        f"{n:03d}".encode().ljust(len(name.encode(encoding)), b"x") for n, name in enumerate(names)
    ]
    a_zip(path, {stand_in.decode(): LETTER + stand_in for stand_in in stand_ins})
    data = path.read_bytes()
    for stand_in, name in zip(stand_ins, names, strict=True):
        data = data.replace(stand_in + b"PK", name.encode(encoding) + b"PK")
        for head in (b"PK\x03\x04", b"PK\x01\x02"):
            size = 30 if head == b"PK\x03\x04" else 46
            start = data.find(head)
            while start >= 0:
                place = start + size
                if data[place : place + len(stand_in)] == stand_in:
                    raw = name.encode(encoding)
                    data = data[:place] + raw + data[place + len(raw) :]
                start = data.find(head, start + 4)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-8"])
def it_reads_entry_names_in_the_encoding_they_were_written_in(
    tmp_path: Path, encoding: str
) -> None:
    names = (
        ["通知.txt", "工作計劃/年度報告.txt"]
        if encoding == "big5"
        else ["通知.txt", "药具发放/二〇二三年登记表.txt"]
    )
    path = a_zip_named_in(tmp_path / "移交.zip", encoding, names)
    assert list(unpacked(path)) == names


def it_reads_7z_and_tar_and_single_compressed_files(tmp_path: Path) -> None:
    import bz2
    import lzma

    import py7zr

    with py7zr.SevenZipFile(tmp_path / "甲.7z", "w") as seven:
        seven.writestr(LETTER, "目录/通知.txt")
        seven.writestr(b"x" * 1000, "目录/附件.txt")
    assert unpacked(tmp_path / "甲.7z") == {"目录/通知.txt": LETTER, "目录/附件.txt": b"x" * 1000}
    for mode in ("w", "w:gz", "w:bz2", "w:xz"):
        path = tmp_path / f"乙{mode[2:]}.tar"
        with tarfile.open(path, mode) as tar:
            entry = tarfile.TarInfo("目录/通知.txt")
            entry.size = len(LETTER)
            tar.addfile(entry, io.BytesIO(LETTER))
        assert unpacked(path) == {"目录/通知.txt": LETTER}
    for suffix, pack in ((".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)):
        path = tmp_path / f"通知.txt{suffix}"
        path.write_bytes(pack(LETTER))
        assert unpacked(path) == {"通知.txt": LETTER}
    with gzip.GzipFile("原名.txt", "wb", fileobj=(tmp_path / "b.gz").open("wb")) as packed:
        packed.write(LETTER)
    assert next(iter(unpacked(tmp_path / "b.gz"))) in ("原名.txt", "b")


def a_rar(files: dict[str, bytes], method: int = 0x30) -> bytes:
    """A RAR 4 container whose files are only stored, whatever it says of them."""

    def block(kind: int, flags: int, body: bytes, data: bytes = b"") -> bytes:
        head = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
        return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head + data

    made = b"Rar!\x1a\x07\x00" + block(0x73, 0, bytes(6))
    for name, data in files.items():
        raw = name.encode()
        body = struct.pack(
            "<IIBIIBBHI",
            len(data),
            len(data),
            3,
            zlib.crc32(data),
            0x56A65000,
            29,
            method,
            len(raw),
            stat.S_IFREG | 0o644,
        )
        made += block(0x74, 0x8000, body + raw, data)
    return made + block(0x7B, 0x4000, b"")


def it_reads_rar(tmp_path: Path) -> None:
    path = tmp_path / "甲.rar"
    path.write_bytes(a_rar({"notice.txt": LETTER, "dir\\other.txt": b"abc"}))
    assert detect(path) == "rar"
    assert unpacked(path) == {"notice.txt": LETTER, "dir/other.txt": b"abc"}


def it_says_which_program_is_missing_for_rar(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "甲.rar"
    path.write_bytes(a_rar({"notice.txt": LETTER}, method=0x33))
    monkeypatch.setenv("PATH", str(tmp_path))
    import rarfile

    monkeypatch.setattr(rarfile, "CURRENT_SETUP", None)
    monkeypatch.setitem(sys.modules, "archi", None)
    with pytest.raises(UnsupportedFormatError) as caught:
        unpacked(path)
    assert "unar" in caught.value.remedy


# --- passwords ---


def it_opens_encrypted_entries_with_a_password_from_the_list(tmp_path: Path) -> None:
    import pyzipper

    path = tmp_path / "密.zip"
    with pyzipper.AESZipFile(
        path, "w", compression=zipfile.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as container:
        container.setpassword("清泉2023".encode())
        container.writestr("通知.txt", LETTER)
    assert unpacked(path) == {"通知.txt": "extract.encrypted"}
    assert unpacked(path, Options(passwords=("错", "又错"))) == {"通知.txt": "extract.encrypted"}
    assert unpacked(path, Options(passwords=("错", "清泉2023"))) == {"通知.txt": LETTER}


def it_opens_encrypted_7z(tmp_path: Path) -> None:
    import py7zr

    for hidden in (False, True):
        path = tmp_path / f"密{hidden}.7z"
        with py7zr.SevenZipFile(path, "w", password="abc", header_encryption=hidden) as container:
            container.writestr(LETTER, "通知.txt")
        with pytest.raises(ExtractionError) as caught:
            unpacked(path)
        assert caught.value.key == "extract.encrypted"
        assert "--password-file" in caught.value.remedy
        with pytest.raises(ExtractionError):
            unpacked(path, Options(passwords=("wrong",)))
        assert unpacked(path, Options(passwords=("wrong", "abc"))) == {"通知.txt": LETTER}


# --- hostile ---


@pytest.mark.parametrize(
    ("name", "harmless"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\Windows\\a.txt", "C_/Windows/a.txt"),
        ("a/./b//c.txt", "a/b/c.txt"),
        ("..", "attachment"),
        ("", "attachment"),
        ("a\x00b\n.txt", "ab_.txt"),
        ("外!/内.txt", "外！/内.txt"),
    ],
)
def it_makes_names_harmless(name: str, harmless: str) -> None:
    assert MemberNames().harmless(name) == harmless


def it_keeps_two_files_of_one_name_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as container:
        container.writestr("a.txt", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            container.writestr("a.txt", b"2")
        container.writestr("../a.txt", b"3")
    assert unpacked(path) == {"a.txt": b"1", "a(2).txt": b"2", "a(3).txt": b"3"}


def it_leaves_links_and_devices_alone(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as tar:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
            entry = tarfile.TarInfo(f"k{int(kind)}")
            entry.type, entry.linkname = kind, "/etc/passwd"
            tar.addfile(entry)
    assert set(unpacked(tmp_path / "a.tar").values()) == {"import.not_regular"}
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as container:
        container.writestr(link, "/etc/passwd")
    assert unpacked(tmp_path / "a.zip") == {"link": "import.not_regular"}


def big_gzip(path: Path) -> None:
    path.write_bytes(gzip.compress(bytes(40 << 20)))


def big_tar(path: Path) -> None:
    with tarfile.open(path, "w:gz") as tar:
        entry = tarfile.TarInfo("zeros")
        entry.size = 40 << 20
        tar.addfile(entry, io.BytesIO(bytes(40 << 20)))


def big_zip(path: Path) -> None:
    a_zip(path, {"zeros": bytes(40 << 20)})


def big_7z(path: Path) -> None:
    import py7zr

    with py7zr.SevenZipFile(path, "w") as container:
        container.writestr(bytes(40 << 20), "zeros")


@pytest.mark.parametrize("build", [big_gzip, big_tar, big_zip, big_7z])
def it_stops_unpacking_what_grows_too_much(tmp_path: Path, build: Callable[[Path], None]) -> None:
    path = tmp_path / "bomb"
    build(path)
    with pytest.raises(LimitExceededError) as caught:
        unpacked(path, Options(Limits(max_ratio=1e9, max_expanded_bytes=20 << 20)))
    assert caught.value.key == "extract.limit.expanded"
    with pytest.raises(LimitExceededError) as caught:
        unpacked(path)
    assert caught.value.key == "extract.limit.ratio"


def it_stops_at_too_many_members(tmp_path: Path) -> None:
    files = {f"{n}.txt": b"x" for n in range(30)}
    for path in (a_zip(tmp_path / "a.zip", files), tmp_path / "a.tar"):
        if path.suffix == ".tar":
            with tarfile.open(path, "w") as tar:
                for name in files:
                    tar.addfile(tarfile.TarInfo(name))
        with pytest.raises(LimitExceededError) as caught:
            unpacked(path, Options(Limits(max_members=10)))
        assert caught.value.key == "extract.limit.members"


def it_gives_what_can_be_had_of_a_damaged_zip(tmp_path: Path) -> None:
    path = a_zip(tmp_path / "a.zip", {"一.txt": LETTER, "二.txt": b"y" * 5000})
    data = path.read_bytes()
    place = data.find(b"PK\x03\x04", 40) + 30 + len("二.txt".encode()) + 2
    path.write_bytes(data[:place] + b"\xff\xff" + data[place + 2 :])
    found = unpacked(path)
    assert found["一.txt"] == LETTER
    assert found["二.txt"] == "extract.damaged"


# --- in an import ---


def imported(home: Path, *paths: Path, **options: object) -> dict[str, Outcome]:
    archive = Archive.open(home) if home.exists() else Archive.create(home)
    with archive:
        outcomes = list(archive.import_(paths, jobs=2, **options))  # type: ignore[arg-type]
        assert sum(archive.counts().values()) >= len({o.path for o in outcomes})
        return {one.path.split("/papers/")[-1]: one for one in outcomes}


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    (tmp_path / "papers").mkdir()
    return tmp_path / "papers"


def inner_zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as container:
        container.writestr("最里/纪要.txt", "会议纪要\n" * 5)
        container.writestr("空.txt", b"")
        container.writestr("__MACOSX/._纪要.txt", b"\0\0")
    return held.getvalue()


def it_imports_each_entry_as_a_source_of_its_own(tmp_path: Path, papers: Path) -> None:
    path = a_zip(papers / "外.zip", {"通知.txt": LETTER, "内.zip": inner_zip()})
    (papers / "同.txt").write_bytes(LETTER)
    found = imported(tmp_path / "archive", papers)
    assert {name: one.status for name, one in found.items()} == {
        "同.txt": Status.IMPORTED,
        "外.zip": Status.IMPORTED,
        "外.zip!/通知.txt": Status.DUPLICATE,
        "外.zip!/内.zip": Status.IMPORTED,
        "外.zip!/内.zip!/最里/纪要.txt": Status.IMPORTED,
        "外.zip!/内.zip!/空.txt": Status.FAILED,
        "外.zip!/内.zip!/__MACOSX/._纪要.txt": Status.UNSUPPORTED,
    }
    with Archive.open(tmp_path / "archive") as archive:
        (hit,) = archive.search("会议纪要").hits
        original = archive.original(hit.record)
        assert original is not None
        assert original.read_bytes() == ("会议纪要\n" * 5).encode()
    again = imported(tmp_path / "archive", papers)
    assert again.keys() == found.keys()
    assert all(one.known for one in again.values())
    assert {n: o.status for n, o in again.items()} == {n: o.status for n, o in found.items()}
    a_zip(path, {"另一份.txt": LETTER + b"\n", "内.zip": inner_zip()})
    changed = imported(tmp_path / "archive", papers)
    assert "外.zip!/通知.txt" not in changed
    assert changed["外.zip!/另一份.txt"].status is Status.IMPORTED
    assert changed["外.zip!/内.zip!/最里/纪要.txt"].known
    with Archive.open(tmp_path / "archive") as archive:
        assert archive.search("纪要").total == 1
        assert sum(archive.counts().values()) == len(changed)


def it_retries_what_lay_in_a_container(tmp_path: Path, papers: Path) -> None:
    import pyzipper

    with pyzipper.AESZipFile(papers / "密.zip", "w", encryption=pyzipper.WZ_AES) as container:
        container.setpassword(b"abc")
        container.writestr("通知.txt", LETTER)
    home = tmp_path / "archive"
    found = imported(home, papers)
    assert found["密.zip!/通知.txt"].status is Status.FAILED
    assert found["密.zip!/通知.txt"].note is not None
    assert found["密.zip!/通知.txt"].note.key == "extract.encrypted"
    assert imported(home, papers)["密.zip!/通知.txt"].known
    again = imported(home, papers, retry=True, options=Options(passwords=("abc",)))
    assert again["密.zip!/通知.txt"].status is Status.IMPORTED
    with Archive.open(home) as archive:
        assert archive.counts()[Status.FAILED] == 0
        assert archive.search("药具工作会议").total == 1


def quine_like(depth: int) -> bytes:
    data = LETTER
    for level in range(depth):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as container:
            container.writestr(f"{level}.zip" if level else "通知.txt", data)
        data = held.getvalue()
    return data


def it_unpacks_containers_in_containers_up_to_a_depth(tmp_path: Path, papers: Path) -> None:
    (papers / "深.zip").write_bytes(quine_like(9))
    found = imported(tmp_path / "archive", papers, options=Options(Limits(max_depth=4)))
    notes = [one.note.key for one in found.values() if one.status is Status.FAILED and one.note]
    assert notes == ["extract.limit.depth"]
    assert len(found) == 6


def it_holds_the_limits_over_all_that_an_outermost_container_unpacks_to(
    tmp_path: Path, papers: Path
) -> None:
    inner = [
        a_zip(tmp_path / f"{n}.zip", {f"{n}{m}.txt": b"x%d%d" % (n, m) for m in range(6)})
        for n in range(4)
    ]
    a_zip(papers / "多.zip", {path.name: path.read_bytes() for path in inner})
    found = imported(
        tmp_path / "archive",
        papers,
        options=Options(Limits(max_members=12)),
    )
    texts = [n for n, one in found.items() if n.endswith(".txt") and one.status == "imported"]
    assert 4 <= len(texts) <= 12
    keys = {one.note.key for one in found.values() if one.status is Status.FAILED and one.note}
    assert keys == {"extract.limit.members"}


def it_does_not_follow_a_container_that_holds_itself(tmp_path: Path, papers: Path) -> None:
    """A real quine is built by hand; here the store is told that inner and outer are one."""
    import threading

    from danghe.catalogue.comparing import Comparison, Task
    from danghe.catalogue.discovery import Found
    from danghe.catalogue.originals import Identity
    from danghe.catalogue.store import Catalogue
    from danghe.importing import Job  # noqa: F401
    from danghe.stages.crew import Crew
    from danghe.stages.listing import grouped
    from danghe.stages.work import Entry, Result, Spent

    identity = Identity("ab" * 32, 10, 0)
    task = Task(Found("/q.zip", "/q.zip", 10, 0), identity)

    class Future:
        def add_done_callback(self, call: Callable[[object], None]) -> None:
            threading.Timer(0.01, lambda: call(self)).start()

        def cancelled(self) -> bool:
            return False

        def result(self) -> Result:
            arrival = task.arrival(Outcome("/q.zip", Status.IMPORTED, identity.sha256))
            return Result(arrival, Spent(float), entries=(Entry("q.zip", identity),))

    class Pool:
        def schedule(self, function: object, args: object, timeout: float) -> Future:
            return Future()

    with Catalogue.open(tmp_path / "c.db") as catalogue:
        comparison = Comparison(catalogue, 1 << 30)
        crew = Crew(Pool(), comparison, Options(), 1, str, Spent(float), grouped)
        arrivals = list(crew.take(task))
        while crew.busy:
            arrivals += [one for one in crew.finished() if one is not None]
    assert [(a.outcome.path, a.outcome.status) for a in arrivals] == [
        ("/q.zip!/q.zip", Status.FAILED),
        ("/q.zip", Status.IMPORTED),
    ]
    assert arrivals[0].outcome.note is not None
    assert arrivals[0].outcome.note.key == "import.contains_itself"


def it_joins_page_images_inside_a_container(tmp_path: Path, papers: Path) -> None:
    from PIL import Image

    pages = {}
    for number in range(1, 4):
        held = io.BytesIO()
        Image.new("L", (40 + number, 60), 255).save(held, "PNG")
        pages[f"J001-WS·2023-Y-BGS-0001/{number:04d}.png"] = held.getvalue()
    a_zip(papers / "移交.zip", pages)
    found = imported(tmp_path / "archive", papers)
    assert len(found) == 4
    records = {one.record.id for outcome in found.values() for one in outcome.filed}
    assert len(records) == 1
    with Archive.open(tmp_path / "archive") as archive:
        (filed,) = archive.filed()
        assert (filed.record.first_page, filed.record.last_page) in ((None, None), (1, 3))
        assert len(archive.catalogue.pages_of(filed.record.id)) == 3
    assert all(one.known for one in imported(tmp_path / "archive", papers).values())


def it_leaves_no_process_and_nothing_outside_the_archive(tmp_path: Path, papers: Path) -> None:
    a_zip(papers / "外.zip", {"../../逃.txt": LETTER, "内.zip": inner_zip()})
    imported(tmp_path / "archive", papers)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive", "papers"]
    assert sorted(path.name for path in papers.iterdir()) == ["外.zip"]
    assert not list((tmp_path / "archive" / "originals" / "incoming").iterdir())
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=False)
    assert str(tmp_path / "archive") not in running.stdout
    assert json.loads((tmp_path / "archive" / "danghe.json").read_text())["format"] == 1
