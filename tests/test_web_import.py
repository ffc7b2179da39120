"""Importing through the pages: what is sent, folders on the server, and what is refused."""

from __future__ import annotations

import csv
import io
import multiprocessing
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web_sites import BASE, COMMUNITY, PAPERS, STREET, Site, site

from danghe.archive import Archive
from danghe.catalogue.settings import SENT
from danghe.catalogue.sqlite import WriterLock
from danghe.extract import Limits, Options
from danghe.messages import CATALOGUE
from danghe.model import Note, Status
from danghe.web.remedies import remedy_of
from danghe.web.routes import ROUTES
from danghe.web.settings import Settings
from danghe.web.uploads import MOST_DEPTH, Names, safe_parts

SECONDS = 90
PAPER = "关于开展冬季防火检查的通知\n请各单位检查电线。\n桂湾社区居民委员会\n2023年12月8日\n"
KNOWN = PAPERS["桂湾社区/2023年/秘密.txt"]
BROKEN = b"%PDF-1.4\nnothing of a PDF follows\n"

FORM = {"Origin": BASE, "Content-Type": "multipart/form-data; boundary=b"}

Sending = Iterable[tuple[str, bytes | str]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder on the server that may be imported from, and a secret beside it."""
    root = tmp_path / "扫描"
    folder = root / "桂湾社区" / "2023年"
    folder.mkdir(parents=True)
    (folder / "通知.txt").write_text(PAPER, "utf-8")
    (tmp_path / "机密.txt").write_text("北极星行动的通知\n绝密。\n2023年1月1日\n", "utf-8")
    return root


@contextmanager
def pages(directory: Path, who: str = "总管", **settings: Any) -> Iterator[Site]:
    with site(directory, Settings(threads=2, **settings)) as one:
        assert one.sign_in(who).status_code == 303
        yield one


@pytest.fixture
def admin(own_archive: Path, root: Path) -> Iterator[Site]:
    with pages(own_archive, import_roots=(root,)) as one:
        yield one


def send(site: Site, files: Sending, **fields: str) -> Any:
    return site.client.post(
        "/import/files",
        data={"csrf": site.csrf(), **fields},
        files=[("files", (name, content)) for name, content in files],
        headers={"Origin": BASE},
    )


def finished(site: Site) -> str:
    """The page once the import has ended."""
    until = time.monotonic() + SECONDS
    while site.get("/import/progress").json()["running"]:
        assert time.monotonic() < until
        time.sleep(0.1)
    return str(site.get("/import").text)


def tally(page: str) -> dict[str, int]:
    """Counts by outcome, as the page shows them."""
    found = re.findall(r"<dt>([^<]+)</dt><dd[^>]*>([\d,]+)<", page)
    return {name: int(count.replace(",", "")) for name, count in found}


def waiting_files(directory: Path) -> list[str]:
    """Names of files that were sent and still lie in the archive's folder for them."""
    return sorted(path.name for path in (directory / SENT).rglob("*/*") if path.is_file())


def texts(directory: Path) -> str:
    with Archive.open(directory) as archive:
        return "\n".join(archive.text(one.record.id, unmasked=True) for one in archive.filed())


# --- what is sent ---


def it_imports_what_is_sent_and_accounts_for_every_file(admin: Site, own_archive: Path) -> None:
    answer = send(
        admin,
        [
            ("桂湾社区/2023年/冬防.txt", PAPER),
            ("同样的.txt", KNOWN),
            ("坏的.pdf", BROKEN),
            ("空的.docx", b""),
            ("扫描/Thumbs.db", b"\xd0\xcf\x11\xe0"),
        ],
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/import")
    page = finished(admin)
    counts = tally(page)
    assert sum(counts.values()) == 5
    assert counts["重复"] == 1
    assert counts["失败"] == 2
    assert "导入结束，有些文件没有读全" in page
    for shown in ("坏的.pdf", "空的.docx", CATALOGUE["extract.damaged.remedy"][0]):
        assert shown in page
    assert str(own_archive) not in page
    assert "/boxes?unit=%E6%A1%82%E6%B9%BE" in page or 'href="/review' in page
    with Archive.open(own_archive) as archive:
        (one,) = [one for one in archive.filed() if "冬季防火" in one.record.title]
    # What the folders of the archive are called says nothing of the paper.
    assert (one.path, one.filing.unit) == ("桂湾社区/2023年/冬防.txt", COMMUNITY)


def it_keeps_the_original_when_what_was_sent_is_gone(admin: Site, own_archive: Path) -> None:
    send(admin, [("冬防.txt", PAPER)])
    assert "导入完成" in finished(admin)
    assert waiting_files(own_archive) == []
    with Archive.open(own_archive) as archive:
        (id,) = [one.record.id for one in archive.filed() if "冬季防火" in one.record.title]
    taken = admin.post(f"/papers/{id}/original", reason="检查需要")
    assert taken.content.decode() == PAPER


def it_reads_what_failed_again_and_then_puts_it_away(admin: Site, own_archive: Path) -> None:
    send(admin, [("坏的.pdf", BROKEN), ("冬防.txt", PAPER)])
    assert "失败的再读一次" in finished(admin)
    assert waiting_files(own_archive) == ["冬防.txt", "坏的.pdf"]
    (path,) = (own_archive / SENT).rglob("坏的.pdf")
    path.write_text("关于修好的文件的通知\n桂湾社区居民委员会\n2023年12月9日\n", "utf-8")
    assert admin.post("/import/again").status_code == 303
    page = finished(admin)
    assert tally(page) | {"已导入": 2, "失败": 0} == tally(page)
    assert "修好的文件" in texts(own_archive)
    assert waiting_files(own_archive) == []
    assert admin.post("/import/dismiss").status_code == 303
    assert "导入完成" not in admin.get("/import").text
    assert admin.post("/import/again").status_code == 422


def it_tries_what_failed_before_when_it_is_sent_once_more(
    admin: Site, own_archive: Path, tmp_path: Path
) -> None:
    paper = tmp_path / "冬防.txt"
    paper.write_text(PAPER, "utf-8")
    small = Options(Limits(max_text_chars=3))
    with Archive.open(own_archive) as archive:
        (failed,) = archive.import_([paper], jobs=1, options=small)
    assert failed.status is Status.FAILED
    send(admin, [("冬防.txt", PAPER)])
    assert tally(finished(admin))["已导入"] == 1
    assert "冬季防火" in texts(own_archive)


def it_lists_all_failures_as_a_table_without_formulas(admin: Site) -> None:
    send(admin, [("=HYPERLINK(1).pdf", BROKEN), ("x.pdf", BROKEN + b"x")])
    finished(admin)
    answer = admin.get("/import/failures")
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["'=HYPERLINK(1).pdf", "x.pdf"]


def it_gives_all_papers_the_unit_and_year_that_were_chosen(admin: Site, own_archive: Path) -> None:
    files = [("a.txt", PAPER), ("b.txt", "打印机墨盒更换说明\n先关电源。\n")]
    send(admin, files, unit=STREET, year="2021")
    finished(admin)
    with Archive.open(own_archive) as archive:
        found = [one.filing for one in archive.filed() if one.path in ("a.txt", "b.txt")]
    assert [(one.unit, one.year) for one in found] == [(STREET, 2021)] * 2


@pytest.mark.parametrize("field", [{"year": "23"}, {"year": "2023;"}, {"level": "no-such"}])
def it_refuses_a_year_or_level_that_is_none(
    field: dict[str, str], admin: Site, own_archive: Path
) -> None:
    assert send(admin, [("a.txt", PAPER)], **field).status_code == 422
    assert waiting_files(own_archive) == []


def it_says_when_nothing_was_chosen(admin: Site) -> None:
    assert "没有选择文件" in send(admin, []).text
    answer = admin.client.post(
        "/import/files",
        content=b'--b\r\nContent-Disposition: form-data; name="files"; filename=""\r\n\r\n'
        b"\r\n--b--\r\n",
        headers={**FORM, "X-CSRF-Token": admin.csrf()},
    )
    assert (answer.status_code, "没有选择文件" in answer.text) == (422, True)


# --- too much, or no form ---


def it_refuses_too_many_bytes_and_says_how_many_are_allowed(own_archive: Path) -> None:
    with pages(own_archive, most_upload_bytes=2 << 20) as admin:
        declared = send(admin, [("a.txt", b"a" * (3 << 20))])
        assert (declared.status_code, "一次最多 2 MB" in declared.text) == (413, True)

        def chunks() -> Iterator[bytes]:
            yield b'--b\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'
            for _ in range(300):
                yield b"a" * 10_000

        headers = {**FORM, "X-CSRF-Token": admin.csrf()}
        undeclared = admin.client.post("/import/files", content=chunks(), headers=headers)
        assert (undeclared.status_code, "一次最多 2 MB" in undeclared.text) == (413, True)
        assert waiting_files(own_archive) == []


def it_refuses_too_many_files_and_says_how_many_are_allowed(own_archive: Path) -> None:
    with pages(own_archive, most_files=2) as admin:
        answer = send(admin, [(f"{n}.txt", b"x") for n in range(3)])
        assert (answer.status_code, "一次最多 2 个" in answer.text) == (413, True)
        assert waiting_files(own_archive) == []


def it_refuses_before_a_byte_comes_what_the_disk_cannot_take(
    admin: Site, own_archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        free = 1000

    monkeypatch.setattr("shutil.disk_usage", lambda place: Full)
    answer = send(admin, [("a.txt", b"a" * 1000)])
    assert (answer.status_code, "空间不够" in answer.text) == (507, True)
    assert waiting_files(own_archive) == []


@pytest.mark.parametrize(
    "body",
    [
        b"no form at all",
        b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nbreaks off',
        b'--b\r\nContent-Disposition: form-data; filename="a.txt"\r\n\r\nx\r\n--b--\r\n',
        b"--b\r\nX: " + b"a" * 100_000 + b"\r\n\r\nx\r\n--b--\r\n",
    ],
)
def it_refuses_what_is_no_form(body: bytes, admin: Site, own_archive: Path) -> None:
    headers = {**FORM, "X-CSRF-Token": admin.csrf()}
    answer = admin.client.post("/import/files", content=body, headers=headers)
    assert answer.status_code in (400, 413)
    assert waiting_files(own_archive) == []


# --- who may ---


@pytest.mark.parametrize("who", ["社区员", "检查员", "查阅员"])
def it_serves_nobody_but_archivists_of_all_units(who: str, own_archive: Path) -> None:
    routes = [route for route in ROUTES if route.path.startswith("/import")]
    assert len(routes) == 8
    with pages(own_archive, who) as one:
        assert 'href="/import"' not in one.get("/").text
        headers = {"Origin": BASE, "X-CSRF-Token": one.csrf()}
        for route in routes:
            answer = one.client.request(route.method, route.path, headers=headers)
            assert answer.status_code == 403, route.path
        assert send(one, [("a.txt", PAPER)]).status_code == 403
    assert waiting_files(own_archive) == []


def it_takes_no_files_without_the_token_of_the_session(admin: Site, own_archive: Path) -> None:
    for token in ("", "0" * 64):
        assert send(admin, [("a.txt", PAPER)], csrf=token).status_code == 403
    assert waiting_files(own_archive) == []


# --- names ---


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("..\\..\\Windows\\win.ini", "Windows/win.ini"),
        ("C:\\a.txt", "C_/a.txt"),
        ("a\x00b.txt", "ab.txt"),
        ("a\u202etxt.exe", "atxt.exe"),
        ("外!/内.txt", "外！/内.txt"),
        ("NUL.txt", "_NUL.txt"),
        (".DS_Store", ".DS_Store"),
        ("~$表.docx", "~$表.docx"),
        ("a/./../b.txt", "a/b.txt"),
        ("..", "file"),
        ("", "file"),
        ("街道/2023年/通知.txt", "街道/2023年/通知.txt"),
    ],
)
def it_makes_names_safe(sent: str, kept: str) -> None:
    assert "/".join(safe_parts(sent)) == kept


@given(st.text(st.characters(codec=None), max_size=400))
def it_makes_any_name_safe(sent: str) -> None:
    parts = safe_parts(sent)
    assert 1 <= len(parts) <= MOST_DEPTH
    for part in parts:
        assert part
        assert part.isprintable()
        assert len(part.encode()) <= 210
        assert not set(part) & set('/\\:*?"<>|')
        assert part not in (".", "..")


def it_keeps_long_and_deep_names_within_what_a_disk_takes(tmp_path: Path) -> None:
    path = Names(tmp_path).path("深/" * 500 + "长" * 3000 + ".docx")
    path.touch()
    assert path.suffix == ".docx"
    assert len(path.relative_to(tmp_path).parts) == MOST_DEPTH


def it_keeps_files_of_one_name_apart(tmp_path: Path) -> None:
    names = Names(tmp_path)
    found = []
    for sent in ("a/b.txt", "a/b.txt", "a", "c", "c/d.txt", "c/e.txt", "a/b (2).txt"):
        path = names.path(sent)
        path.touch(exist_ok=False)
        found.append(path.relative_to(tmp_path).as_posix())
    assert found == [
        "a/b.txt", "a/b (2).txt", "a (2)", "c", "c (2)/d.txt", "c (2)/e.txt", "a/b (2) (2).txt",
    ]  # fmt: skip


def it_writes_nothing_outside_whatever_a_file_is_called(admin: Site, own_archive: Path) -> None:
    before = {path for path in own_archive.parent.rglob("*") if SENT not in path.parts}
    hostile = ["../../逃.txt", "/tmp/逃.txt", "..\\..\\逃.txt", "%2e%2e/逃.txt"]
    send(admin, [(name, f"{PAPER}{name}") for name in hostile])
    page = finished(admin)
    assert sum(tally(page).values()) == len(hostile)
    after = {path for path in own_archive.parent.rglob("*") if SENT not in path.parts}
    assert not [path for path in after - before if "逃" in path.name]
    assert not Path("/tmp/逃.txt").exists()


def it_writes_names_of_files_as_text(admin: Site) -> None:
    name = "<img src=x onerror=alert(1)>\u202e.pdf"
    send(admin, [(name, BROKEN)], unit="<script>alert(2)</script>")
    page = finished(admin)
    # The signs that make a tag cannot be in a file's name on every system, so none keeps them.
    assert "<img" not in page
    assert "<script>alert" not in page
    assert "_img src=x onerror=alert(1)_.pdf" in page


# --- folders on the server ---


def folder_id(page: str, name: str) -> str:
    found = re.search(rf'href="/import\?folder=([\w-]+)">{name}</a>', page)
    assert found
    return found[1]


def it_imports_a_folder_with_all_below_it(admin: Site, own_archive: Path, root: Path) -> None:
    page = admin.get("/import").text
    assert str(root) not in page
    inside = admin.get("/import", folder=folder_id(page, "扫描")).text
    assert "1 个文件夹" in inside
    deeper = folder_id(inside, "桂湾社区")
    assert admin.post("/import/folder", folder=deeper).status_code == 303
    page = finished(admin)
    assert "扫描 / 桂湾社区" in page
    assert "导入完成" in page
    with Archive.open(own_archive) as archive:
        assert "扫描/桂湾社区/2023年/通知.txt" in [one.path for one in archive.filed()]


def it_follows_no_link_out_of_the_folders_that_are_open(
    admin: Site, own_archive: Path, root: Path
) -> None:
    (root / "链接.txt").symlink_to(root.parent / "机密.txt")
    (root / "外面").symlink_to(root.parent)
    (root / "里面.txt").symlink_to(root / "桂湾社区" / "2023年" / "通知.txt")
    page = admin.get("/import").text
    assert "外面" not in admin.get("/import", folder=folder_id(page, "扫描")).text
    admin.post("/import/folder", folder=folder_id(page, "扫描"))
    page = finished(admin)
    assert sum(tally(page).values()) == 4
    assert "链接指向导入范围之外" in page
    assert "北极星" not in texts(own_archive)


@pytest.mark.parametrize("id", ["guessed", "/etc", "../..", "%2e%2e", "0"])
def it_knows_no_folder_but_those_it_showed(id: str, admin: Site) -> None:
    assert admin.get("/import", folder=id).status_code == 404
    assert admin.post("/import/folder", folder=id).status_code == 404
    assert admin.post("/import/folder").status_code == 404


def it_takes_no_folder_that_has_become_a_link(admin: Site, root: Path, tmp_path: Path) -> None:
    page = admin.get("/import").text
    id = folder_id(admin.get("/import", folder=folder_id(page, "扫描")).text, "桂湾社区")
    (root / "桂湾社区").rename(tmp_path / "elsewhere")
    assert admin.post("/import/folder", folder=id).status_code == 404
    (root / "桂湾社区").symlink_to(tmp_path / "elsewhere")
    assert admin.get("/import", folder=id).status_code == 404
    assert admin.post("/import/folder", folder=id).status_code == 404


def it_opens_no_folder_unless_told_to(own_archive: Path) -> None:
    with pages(own_archive) as admin:
        page = admin.get("/import").text
    assert "没有开放的文件夹" in page
    assert "?folder=" not in page


# --- one at a time; stopping, going on ---


def many(count: int) -> list[tuple[str, bytes | str]]:
    return [(f"{n:03}.txt", PAPER.replace("冬季", f"第{n}次冬季")) for n in range(count)]


def it_imports_one_batch_at_a_time_while_the_pages_go_on(admin: Site, own_archive: Path) -> None:
    send(admin, many(60))
    running = admin.get("/import").text
    assert "正在导入" in running
    assert "/import/files" not in running
    refused = send(admin, [("zu-viel.txt", PAPER)])
    assert (refused.status_code, "已有一批正在导入" in refused.text) == (422, True)
    assert admin.post("/import/dismiss").status_code == 422
    while admin.get("/import/progress").json()["running"]:
        for path in ("/?q=药具", "/boxes", "/review", "/import"):
            assert admin.client.get(path, follow_redirects=True).status_code == 200
    page = finished(admin)
    assert sum(tally(page).values()) == 60
    assert "zu-viel.txt" not in waiting_files(own_archive)


def it_stops_in_good_order_and_goes_on(admin: Site, own_archive: Path) -> None:
    send(admin, many(400))
    assert admin.post("/import/stop").status_code == 303
    page = finished(admin)
    assert "导入已停下" in page
    assert "接着导入" in page
    admin.post("/import/again")
    page = finished(admin)
    assert sum(tally(page).values()) == 400
    with Archive.open(own_archive) as archive:
        assert archive.counts()[Status.IMPORTED] >= 400
    assert waiting_files(own_archive) == []


def it_goes_on_after_the_server_was_stopped(own_archive: Path) -> None:
    with pages(own_archive) as admin:
        send(admin, many(400))
        while not admin.get("/import/progress").json()["found"]:
            time.sleep(0.05)
    assert len(waiting_files(own_archive)) == 400
    (own_archive / SENT / "strays").mkdir()
    with pages(own_archive) as admin:
        assert not (own_archive / SENT / "strays").exists()
        assert "上次的导入没有做完" in admin.get("/import").text
        admin.post("/import/again")
        assert sum(tally(finished(admin)).values()) == 400
        assert waiting_files(own_archive) == []


def it_leaves_alone_what_another_server_was_sent(admin: Site, own_archive: Path) -> None:
    send(admin, [("坏的.pdf", BROKEN)])
    finished(admin)
    with pages(own_archive) as second:
        assert waiting_files(own_archive) == ["坏的.pdf"]
        assert "坏的.pdf" not in second.get("/import").text
    assert waiting_files(own_archive) == ["坏的.pdf"]


def it_says_when_the_command_line_is_importing(admin: Site, own_archive: Path) -> None:
    with WriterLock(own_archive / "lock.db"):
        send(admin, [("冬防.txt", PAPER)])
        page = finished(admin)
    assert "命令行或另一个程序正在往档案库里导入" in page
    admin.post("/import/again")
    assert "导入完成" in finished(admin)


def it_says_when_the_process_dies(admin: Site) -> None:
    send(admin, many(60))
    while not (children := multiprocessing.active_children()):
        time.sleep(0.01)
    for child in children:
        assert child.pid
        child.kill()
    page = finished(admin)
    assert "程序出错" in page
    admin.post("/import/again")
    assert sum(tally(finished(admin)).values()) == 60


# --- remedies ---


def it_tells_of_no_command_or_option_in_a_remedy() -> None:
    rooms = ("import.", "extract.", "archive.", "catalogue.no_record.", "web.")
    keys = [key for key in CATALOGUE if key.startswith(rooms) and key.endswith(".remedy")]
    keys.remove("web.remedy")  # It leads on to whoever keeps the machine.
    assert len(keys) > 40
    for key in keys:
        fields = dict.fromkeys(re.findall(r"{(\w+)}", CATALOGUE[key][0]), "x")
        for words in CATALOGUE.get(f"web.remedy.{key.removesuffix('.remedy')}", CATALOGUE[key]):
            assert not re.search(r"--\w|danghe \w|\bpip\b|[A-Z]+_[A-Z]+", words), key
        assert remedy_of(Note(key.removesuffix(".remedy"), fields))
