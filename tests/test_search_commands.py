"""Synonyms, the user's dictionary and saved searches, as a person types them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from danghe.archive import Archive
from danghe.cli import cli
from danghe.errors import ArchiveError, UsageError
from danghe.index.words import MAX_WORDS
from danghe.text.segment import segmenter_for

Run = Callable[..., Result]
NEW_WORD = "墩布巷"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@pytest.fixture
def run(home: Path) -> Run:
    def call(*args: object, code: int = 0) -> Result:
        env = {"DANGHE_ARCHIVE": str(home), "DANGHE_LANG": "zh"}
        result = CliRunner(env=env).invoke(cli, [str(arg) for arg in args])
        assert result.exit_code == code, result.output + repr(result.exception)
        return result

    return call


@pytest.fixture
def archive(run: Run, tmp_path: Path) -> Run:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "巷.txt").write_text(
        f"关于{NEW_WORD}整治的通知\n定于5月6日开工，请居民配合。\n", "utf-8"
    )
    (papers / "检查.txt").write_text(
        "关于开展防火检查的通知\n2023年11月2日，各社区检查灭火器。\n", "utf-8"
    )
    run("import", papers, "--jobs", 1)
    return run


def total(run: Run, *query: str) -> int:
    return int(json.loads(run("search", "--json", *query).stdout)["total"])


# --- synonyms ---


def it_adds_synonyms_that_hold_at_once(run: Run, home: Path) -> None:
    run("synonym", "add", "墩布", "拖把")
    with Archive.open(home) as opened:
        assert opened.thesaurus.same("拖把") == ("墩布",)
        run("synonym", "add", "拖把", "地拖")
        assert opened.thesaurus.same("墩布") == ("拖把", "地拖")
        run("synonym", "remove", "拖把")
        assert opened.thesaurus.same("墩布") == ()


def it_takes_a_whole_line_as_one_argument_too(run: Run) -> None:
    assert "墩布 = 拖把 = 地拖" in run("synonym", "add", "墩布 ＝ 拖把=地拖").stdout


def it_lists_synonyms_with_their_origin(run: Run) -> None:
    run("synonym", "add", "健康检查", "三查")
    shown = run("synonym", "list", "健康检查").stdout.splitlines()
    assert shown[0] == "本库\t健康检查 = 三查"
    assert any(line.startswith("规范\t康检 = 健康检查") for line in shown)
    entries = json.loads(run("synonym", "list", "残联", "--json").stdout)
    assert entries == [
        {"origin": "danghe", "kind": "same", "words": ["残联", "残疾人联合会"], "official": []}
    ]
    assert len(run("synonym", "list").stdout.splitlines()) > 600
    assert "没有" in run("synonym", "list", "无此词").stdout


def it_adds_and_removes_what_papers_say_for_a_lay_word(run: Run, home: Path) -> None:
    run("synonym", "add", "--lay", "拖把事", "保洁事项", "卫生事项")
    run("synonym", "remove", "--lay", "拖把事", "卫生事项")
    with Archive.open(home) as opened:
        assert opened.thesaurus.related("拖把事") == ("保洁事项",)
    run("synonym", "remove", "--lay", "拖把事")
    assert (home / "synonyms.txt").read_text("utf-8") == ""


def it_does_not_write_the_same_line_twice(run: Run, home: Path) -> None:
    for _ in range(2):
        run("synonym", "add", "墩布", "拖把")
    assert (home / "synonyms.txt").read_text("utf-8") == "墩布 = 拖把\n"


def it_keeps_a_file_edited_by_hand_and_what_it_says_besides(run: Run, home: Path) -> None:
    run("synonym", "add", "墩布", "拖把")
    path = home / "synonyms.txt"
    path.write_bytes("# 说明\n墩布=拖把\n".encode("gb18030"))
    run("synonym", "add", "笤帚", "扫把")
    assert path.read_text("utf-8") == "# 说明\n墩布=拖把\n笤帚 = 扫把\n"


@pytest.mark.parametrize("args", [("孤词",), ("费", "费用"), ("#甲", "乙乙"), ("甲甲", "乙>丙")])
def it_refuses_what_makes_no_synonyms(run: Run, home: Path, args: tuple[str, ...]) -> None:
    assert "办法：" in run("synonym", "add", *args, code=2).stderr
    assert not (home / "synonyms.txt").exists()


def it_removes_only_the_archives_own_synonyms(run: Run) -> None:
    run("synonym", "add", "墩布", "拖把")
    error = run("synonym", "remove", "残联", code=2).stderr
    assert "残联" in error
    assert "引号" in error


def it_names_the_broken_line_of_the_archives_file(run: Run, home: Path) -> None:
    run("synonym", "add", "墩布", "拖把")
    (home / "synonyms.txt").write_text("墩布 = 拖把\n坏行\n", "utf-8")
    for args in (("list",), ("add", "甲甲", "乙乙"), ("remove", "墩布")):
        assert "第 2 行" in run("synonym", *args, code=3).stderr


def it_keeps_in_the_log_who_changed_synonyms_and_words(run: Run) -> None:
    run("synonym", "add", "墩布", "拖把")
    run("word", "add", NEW_WORD)
    logged = [json.loads(line) for line in run("log", "--json").stdout.splitlines()]
    assert [entry["event"] for entry in logged] == ["word", "synonym"]
    assert logged[1]["detail"] == {"add": "墩布 = 拖把"}


# --- the user's dictionary ---


def tokens(opened: Archive) -> list[str]:
    """The new word as the index in force cuts it; opening checks that it was built so."""
    words = (*opened.norms.vocabulary, *opened.indexed_words())
    return segmenter_for(words).words(NEW_WORD)


def it_keeps_to_the_old_words_until_the_index_is_built_anew(archive: Run, home: Path) -> None:
    assert "danghe reindex" in archive("word", "add", NEW_WORD).stdout
    assert archive("word", "list").stdout == f"{NEW_WORD}\t待重建索引\n"
    with Archive.open(home) as opened:
        assert NEW_WORD not in tokens(opened)
        assert opened.search(NEW_WORD).total == 1
    archive("reindex")
    assert archive("word", "list").stdout == f"{NEW_WORD}\n"
    with Archive.open(home) as opened:
        assert NEW_WORD in tokens(opened)
        assert opened.search(NEW_WORD).total == 1
    archive("word", "remove", NEW_WORD)
    assert archive("word", "list").stdout == f"{NEW_WORD}\t已删，待重建索引\n"
    assert total(archive, NEW_WORD) == 1
    archive("reindex")
    assert archive("word", "list").stdout == ""
    assert total(archive, NEW_WORD) == 1


def it_goes_on_importing_with_the_words_of_the_index(archive: Run, tmp_path: Path) -> None:
    archive("word", "add", NEW_WORD)
    later = tmp_path / "later.txt"
    later.write_text(f"{NEW_WORD}的第二份通知，请各户配合。\n", "utf-8")
    archive("import", later, "--jobs", 1)
    assert total(archive, NEW_WORD) == 2
    assert archive("word", "list").stdout == f"{NEW_WORD}\t待重建索引\n"


def it_builds_the_first_index_with_words_that_came_before_it(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "archive"
    home.mkdir()
    (home / "words.txt").write_text(f"{NEW_WORD} 5 ns\n", "utf-8")
    paper = tmp_path / "巷.txt"
    paper.write_text(f"关于{NEW_WORD}整治的通知，定于5月6日开工。\n", "utf-8")
    run("import", paper, "--jobs", 1)
    assert json.loads(run("word", "list", "--json").stdout) == [{"word": NEW_WORD, "indexed": True}]
    assert total(run, NEW_WORD) == 1


def it_lets_a_reader_go_on_while_another_process_builds_with_new_words(
    archive: Run, home: Path
) -> None:
    with Archive.open(home) as reader:
        assert reader.search(NEW_WORD).total == 1
        archive("word", "add", NEW_WORD)
        command = [sys.executable, "-m", "danghe", "reindex", "--archive", str(home)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        assert reader.search(NEW_WORD).total == 1
        assert reader.indexed_words() == (NEW_WORD,)
        assert NEW_WORD in tokens(reader)


def it_opens_an_index_that_was_built_before_there_were_words(archive: Run, home: Path) -> None:
    (carried,) = home.glob("index/*/words.txt")
    carried.unlink()
    archive("word", "add", NEW_WORD)
    assert total(archive, NEW_WORD) == 1


def it_offers_to_build_anew_where_the_carried_words_are_damaged(archive: Run, home: Path) -> None:
    (carried,) = home.glob("index/*/words.txt")
    for damage in (b"\xff\xff", "别的词\n".encode()):
        carried.write_bytes(damage)
        assert "danghe reindex" in archive("search", NEW_WORD, code=3).stderr
    archive("reindex")
    assert total(archive, NEW_WORD) == 1


@pytest.mark.parametrize("word", ["字", "两 词", "有，号", "", "长" * 21])
def it_refuses_what_no_segmenter_keeps_whole(run: Run, word: str) -> None:
    assert "办法：" in run("word", "add", word, code=2).stderr


def it_keeps_the_dictionary_edited_by_hand(run: Run, home: Path) -> None:
    run("word", "add", NEW_WORD)
    path = home / "words.txt"
    path.write_text(f"# 地名\n{NEW_WORD} 3 ns\n", "utf-8")
    run("word", "add", "扫帚胡同", NEW_WORD)
    assert path.read_text("utf-8") == f"# 地名\n{NEW_WORD} 3 ns\n扫帚胡同\n"
    run("word", "remove", NEW_WORD)
    assert path.read_text("utf-8") == "# 地名\n扫帚胡同\n"
    run("word", "remove", NEW_WORD, code=2)


def it_names_the_line_that_is_no_word(run: Run, home: Path) -> None:
    run("word", "add", NEW_WORD)
    (home / "words.txt").write_text("好词\n坏，词\n", "utf-8")
    assert "第 2 行" in run("word", "list", code=3).stderr
    assert "第 2 行" in run("reindex", code=3).stderr


def it_bounds_the_dictionary(home: Path) -> None:
    with Archive.create(home) as opened:
        opened.add_words([f"词{n}" for n in range(MAX_WORDS)])
        with pytest.raises(UsageError):
            opened.add_words(["又一词"])
        with (home / "words.txt").open("a", encoding="utf-8") as file:
            file.write("又一词\n")
        with pytest.raises(ArchiveError):
            opened.words()


# --- saved searches ---


def it_runs_a_saved_search_like_the_search_itself(archive: Run) -> None:
    archive("saved", "add", "防火 检查", '"防火检查"  OR', "墩布巷", "--sort", "date")
    found = json.loads(archive("saved", "run", "防火 检查", "--json", "--limit", 1).stdout)
    assert found["query"] == '"防火检查"  OR 墩布巷'
    assert (found["total"], len(found["hits"])) == (2, 1)
    assert "2023" in found["hits"][0]["snippet"]
    assert "共 2 件" in archive("saved", "run", "防火 检查").stdout


def it_sorts_by_relevance_where_the_run_asks_for_it(archive: Run) -> None:
    archive("saved", "add", "通知", "通知", "--sort", "date")
    by_date = json.loads(archive("saved", "run", "通知", "--json").stdout)
    assert {hit["score"] for hit in by_date["hits"]} == {0}
    ranked = json.loads(archive("saved", "run", "通知", "--sort", "relevance", "--json").stdout)
    assert all(hit["score"] > 0 for hit in ranked["hits"])


def it_lists_and_removes_saved_searches(run: Run) -> None:
    run("saved", "add", "乙", "流动人口")
    run("saved", "add", "甲", "药具 -小结")
    (first, second) = json.loads(run("saved", "list", "--json").stdout)
    assert set(first) == {"name", "query", "sort", "who", "at"}
    assert {first["name"], second["name"]} == {"甲", "乙"}
    assert "甲\t药具 -小结\trelevance\t" in run("saved", "list").stdout
    run("saved", "remove", "甲")
    assert [saved["name"] for saved in json.loads(run("saved", "list", "--json").stdout)] == ["乙"]
    for args in (("run", "甲"), ("remove", "甲")):
        assert "甲" in run("saved", *args, code=2).stderr
    events = [json.loads(line)["event"] for line in run("log", "--json").stdout.splitlines()]
    assert events == ["forget_search", "save_search", "save_search"]


def it_saves_no_query_that_cannot_be_honoured(run: Run) -> None:
    assert "4" in run("saved", "add", "坏", '药具 "没有右引号', code=2).stderr
    assert run("saved", "list").stdout == ""


def it_refuses_names_that_are_taken_or_no_names(run: Run) -> None:
    run("saved", "add", "甲", "药具")
    assert "甲" in run("saved", "add", " 甲 ", "培训", code=2).stderr
    for name in (" ", "长" * 101):
        run("saved", "add", name, "药具", code=2)
    assert json.loads(run("saved", "list", "--json").stdout)[0]["query"] == "药具"
