from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from danghe.archive import Archive
from danghe.cli import cli

FIRST = """望湖街道办事处关于2023年垃圾清运工作的报告

全年应清运500车次，实清运480车次，清运率98%。联系人张某13812345678人。
电话为13812345678人。

望湖街道办事处
2023年12月6日
"""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    directory = tmp_path / "archive"
    path = tmp_path / "报告.txt"
    path.write_text(FIRST, "utf-8")
    with Archive.create(directory, who="档案员") as made:
        list(made.import_([path], jobs=1, unit="望湖街道", level="street", year=2023))
    return directory


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["figures", *arguments])
    return result.exit_code, result.output


def it_shows_figures_and_what_does_not_agree(archive: Path) -> None:
    code, shown = run("--archive", str(archive), "--unit", "望湖街道", "--year", "2023")
    assert code == 0
    assert "清运率\t98%\t2023" in shown
    assert "? “清运率”写的是 98%" in shown
    assert "13812345678" not in shown


def it_prints_json_with_the_passages_masked(archive: Path) -> None:
    with Archive.open(archive) as opened:
        (one,) = opened.filed()
    code, shown = run(one.record.id, "--archive", str(archive), "--json")
    assert code == 0
    assert "13812345678" not in shown
    (record,) = json.loads(shown)["records"]
    rate = next(each for each in record["figures"] if each["name"] == "清运率")
    assert (rate["value"], rate["unit"], rate["period"]) == ("98", "%", "2023")
    assert [each["kind"] for each in record["doubts"]] == ["rate"]
    assert record["signed"] == "2023-12-06"


def it_asks_for_papers(archive: Path) -> None:
    code, shown = run("--archive", str(archive))
    assert code == 2
    assert "--unit" in shown
