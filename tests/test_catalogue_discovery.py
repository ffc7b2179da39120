from __future__ import annotations

import inspect
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danghe.catalogue.discovery import Found, discover, display, locator_of, path_of
from danghe.errors import UsageError
from danghe.model import Status

posix = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX file system")


def names(found: list[Found], top: Path) -> list[str]:
    return [os.path.relpath(one.path, top) for one in found]


def walk(*paths: Path | str, archive: Path = Path("/nowhere")) -> list[Found]:
    return list(discover([os.fspath(path) for path in paths], archive))


def it_walks_to_the_bottom_in_order_of_name(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", "b/a/深.txt", "c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(name)
    expected = ["a.txt", "b/1.txt", "b/2.txt", "b/a/深.txt", "c.txt"]
    assert names(walk(tmp_path), tmp_path) == expected
    assert names(walk(tmp_path / "b", tmp_path, tmp_path / "a.txt"), tmp_path)[0] == "b/1.txt"
    assert len(walk(tmp_path / "b", tmp_path, tmp_path / "a.txt")) == len(expected)


def it_keeps_the_path_as_it_was_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "纸").mkdir()
    (tmp_path / "纸" / "a.txt").write_text("a")
    monkeypatch.chdir(tmp_path)
    (found,) = walk("纸")
    assert found.path == os.path.join("纸", "a.txt")
    assert found.locator == str(tmp_path / "纸" / "a.txt")


def it_refuses_a_path_that_does_not_exist_before_anything_starts(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        discover([str(tmp_path), str(tmp_path / "nothing")], Path("/nowhere"))


def it_passes_over_the_archive_and_refuses_a_path_inside_it(tmp_path: Path) -> None:
    archive = tmp_path / "库"
    archive.mkdir()
    (archive / "x.txt").write_text("x")
    (tmp_path / "y.txt").write_text("y")
    assert names(walk(tmp_path, archive=archive), tmp_path) == ["y.txt"]
    with pytest.raises(UsageError):
        walk(archive / "x.txt", archive=archive)


@posix
def it_reads_links_to_files_and_never_follows_links_to_directories(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "b.txt").symlink_to("a.txt")
    (tmp_path / "gone.txt").symlink_to("nowhere")
    (tmp_path / "loop").symlink_to(tmp_path)
    found = {os.path.basename(one.path): one.settled for one in walk(tmp_path)}
    assert found["a.txt"] is None
    assert found["b.txt"] is None
    assert found["gone.txt"] is not None
    assert found["gone.txt"].status is Status.FAILED
    assert found["loop"] is not None
    assert found["loop"].status is Status.UNSUPPORTED
    assert len(walk(tmp_path / "loop")) == 4


@posix
def it_accounts_for_pipes_and_for_helper_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in (".DS_Store", "Thumbs.db", "~$通知.docx", "._a.txt"):
        (tmp_path / name).write_text("x")
    outcomes = [one.settled for one in walk(tmp_path)]
    assert all(outcomes)
    assert [o.status for o in outcomes if o].count(Status.UNSUPPORTED) == 4
    assert [o.status for o in outcomes if o].count(Status.FAILED) == 1


@posix
def it_accounts_for_a_directory_that_cannot_be_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closed").mkdir()

    def refuse(path: str) -> list[str]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "listdir", refuse)
    (found,) = walk(tmp_path / "closed")
    assert found.settled is not None
    assert found.settled.status is Status.FAILED


@posix
@pytest.mark.skipif(sys.platform == "darwin", reason="file names must be UTF-8 there")
def it_survives_a_name_that_is_not_utf_8(tmp_path: Path) -> None:
    raw = os.path.join(os.fsencode(tmp_path), "通知".encode("gb18030") + b".txt")
    with open(raw, "w") as file:
        file.write("x")
    (found,) = walk(tmp_path)
    display(found.path).encode()
    found.locator.encode()
    assert os.fsencode(path_of(found.locator)) == raw


def it_survives_a_nesting_deeper_than_the_interpreters_stack(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 200)
    deep.mkdir(parents=True)
    (deep / "a.txt").write_text("a")
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 100)
    try:
        assert len(walk(tmp_path)) == 1
    finally:
        sys.setrecursionlimit(usual)


@posix
@given(st.binary(min_size=1, max_size=20).filter(lambda name: not set(name) & set(b"/\0")))
def it_finds_the_way_back_from_every_locator(name: bytes) -> None:
    path = os.path.abspath(os.fsdecode(b"/x/" + name))
    locator = locator_of(path)
    locator.encode()
    assert str(path_of(locator)) == path
