"""``danghe serve`` and ``danghe user``; users in the catalogue."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from web_sites import PASSWORD, STREET

from danghe.archive import Archive
from danghe.catalogue import Catalogue
from danghe.catalogue.migrations import MIGRATIONS, migrate
from danghe.catalogue.sqlite import connect
from danghe.cli import cli
from danghe.errors import UsageError
from danghe.messages import CATALOGUE
from danghe.web.passwords import is_right

ROOT = Path(__file__).parent.parent
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    directory = tmp_path / "archive"
    Archive.create(directory).close()

    def call(*args: str, code: int = 0, typed: str = "") -> Result:
        env = {"DANGHE_ARCHIVE": str(directory), "DANGHE_LANG": "zh"}
        result = CliRunner(env=env).invoke(cli, args, input=typed)
        assert result.exit_code == code, result.output + repr(result.exception)
        return result

    return call


def it_adds_lists_and_removes_users(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pw").write_text(f"{PASSWORD}\n", "utf-8")
    file = ("--password-file", str(tmp_path / "pw"))
    run("user", "add", "甲", "--role", "archivist", *file)
    run("user", "add", "乙", "--role", "reader", "--unit", STREET, *file)
    assert json.loads(run("user", "list", "--json").stdout) == [
        {"name": "乙", "role": "reader", "units": [STREET]},
        {"name": "甲", "role": "archivist", "units": None},
    ]
    assert "甲\t档案员\t全部单位" in run("user", "list").stdout
    run("user", "remove", "乙")
    assert "乙" not in run("user", "list").stdout
    run("user", "remove", "乙", code=2)


def it_asks_for_a_password_without_showing_it(run: Run, tmp_path: Path) -> None:
    answer = run("user", "add", "甲", "--role", "archivist", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert PASSWORD not in answer.output
    run("user", "password", "甲", typed="另一个密码另一个密码\n另一个密码另一个密码\n")
    with Archive.open(tmp_path / "archive") as archive:
        kept = archive.catalogue.password_of("甲")
    assert is_right(kept, "另一个密码另一个密码")
    assert not is_right(kept, PASSWORD)


def it_refuses_weak_passwords_and_names_that_are_none(run: Run) -> None:
    def refused(name: str, password: str) -> str:
        typed = f"{password}\n{password}\n"
        return run("user", "add", name, "--role", "reader", typed=typed, code=2).output

    assert "密码太短" in refused("甲", "kurz")
    assert "用户名" in refused(" 甲", PASSWORD)


def it_leaves_an_archive_somebody_who_administers_it(run: Run, tmp_path: Path) -> None:
    typed = f"{PASSWORD}\n{PASSWORD}\n"
    run("user", "add", "甲", "--role", "archivist", typed=typed)
    run("user", "add", "乙", "--role", "archivist", "--unit", STREET, typed=typed)
    assert "不限单位" in run("user", "remove", "甲", code=2).output
    with Archive.open(tmp_path / "archive") as archive:
        with pytest.raises(UsageError):
            archive.catalogue.change_user("甲", "reader", None)
        assert archive.catalogue.user("甲").role == "archivist"
        assert [one.event for one in archive.log(9)] == ["user_add", "user_add"]


def it_serves_the_network_only_if_told_so(run: Run) -> None:
    assert "--open-to-network" in run("serve", "--host", "0.0.0.0", code=2).output
    assert "--name" in run("serve", "--host", "0.0.0.0", "--open-to-network", code=2).output


def it_moves_searches_that_were_kept_before_there_were_users(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    engine = connect(path)
    migrate(engine, path, MIGRATIONS[:3])
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        row = "('旧', '药具', 'date', '我', '2024-01-01T00:00:00+00:00')"
        connection.execute(sa.text(f"INSERT INTO saved_searches VALUES {row}"))
    engine.dispose()
    with Catalogue.open(path) as catalogue:
        (kept,) = catalogue.saved_searches()
        assert (kept.name, kept.query, kept.sort, kept.who) == ("旧", "药具", "date", "我")


def it_names_only_messages_that_exist_in_templates() -> None:
    for path in sorted((ROOT / "web" / "templates").glob("*.html")):
        text = path.read_text("utf-8")
        keys = re.findall(r"""\bt\((["'])([\w.]+)\1\s*[,)]""", text)
        assert keys or path.name == "_never.html"
        for _, key in keys:
            assert key in CATALOGUE, f"{path.name}: {key}"


def it_says_nothing_in_templates_that_the_catalogue_does_not() -> None:
    own = {"档盒", "中文"}
    for path in sorted((ROOT / "web" / "templates").glob("*.html")):
        text = re.sub(r"\{[{%].*?[%}]\}", "", path.read_text("utf-8"), flags=re.DOTALL)
        assert set(re.findall("[\u4e00-\u9fff]+", text)) <= own, path.name
