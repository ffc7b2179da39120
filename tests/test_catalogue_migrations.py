from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from danghe.catalogue import Catalogue
from danghe.catalogue import tables as t
from danghe.catalogue.migrations import MIGRATIONS, migrate
from danghe.catalogue.sqlite import connect
from danghe.errors import ArchiveError, UsageError
from danghe.model import Unit


def columns(engine: sa.Engine) -> dict[str, set[str]]:
    found = sa.inspect(engine)
    return {
        name: {column["name"] for column in found.get_columns(name)}
        for name in found.get_table_names()
        if name != "schema_version"
    }


def it_opens_a_database_that_the_first_migration_made(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    engine = connect(path)
    migrate(engine, path, MIGRATIONS[:1])
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.exec_driver_sql("INSERT INTO units VALUES ('望湖街道', 'street', '[]')")
    engine.dispose()
    with Catalogue.open(path) as catalogue:
        assert catalogue.units() == (Unit("望湖街道", "street"),)


def it_names_in_its_queries_exactly_the_columns_that_the_migrations_make(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    engine = connect(path)
    migrate(engine, path)
    assert columns(engine) == {table.name: {c.name for c in table.c} for table in t.ALL}


def it_runs_only_the_steps_that_are_missing(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    engine = connect(path)
    migrate(engine, path)

    def second(connection: sa.Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE units ADD COLUMN code TEXT")

    for _ in range(2):
        migrate(engine, path, (*MIGRATIONS, second))
    assert "code" in columns(engine)["units"]


def it_leaves_the_database_as_it_was_when_a_step_fails(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    engine = connect(path)
    migrate(engine, path)
    before = columns(engine)

    def broken(connection: sa.Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE units ADD COLUMN code TEXT")
        connection.exec_driver_sql("ALTER TABLE nowhere ADD COLUMN code TEXT")

    with pytest.raises(sa.exc.OperationalError):
        migrate(engine, path, (*MIGRATIONS, broken))
    assert columns(engine) == before
    migrate(engine, path)


def it_refuses_a_database_of_a_newer_version(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    engine = connect(path)
    migrate(engine, path, (*MIGRATIONS, lambda connection: None))
    engine.dispose()
    with pytest.raises(ArchiveError) as caught:
        Catalogue.open(path)
    assert caught.value.key == "archive.newer"
    assert caught.value.exit_code == 3
    assert caught.value.remedy


def it_says_that_a_file_of_something_else_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(ArchiveError) as caught:
        Catalogue.open(path)
    assert caught.value.key == "archive.damaged"


def it_brings_a_database_of_the_second_version_to_one_that_keeps_searches(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    engine = connect(path)
    migrate(engine, path, MIGRATIONS[:2])
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.exec_driver_sql("INSERT INTO units VALUES ('望湖街道', 'street', '[]')")
    assert "saved_searches" not in columns(engine)
    engine.dispose()
    with Catalogue.open(path, "某人") as catalogue:
        saved = catalogue.save_search("药具", "药具 培训", "date")
    with Catalogue.open(path) as catalogue:
        assert catalogue.saved_searches() == (saved,)
        assert catalogue.saved_search("药具").who == "某人"
        assert catalogue.units() == (Unit("望湖街道", "street"),)
        with pytest.raises(UsageError):
            catalogue.save_search("药具", "别的", "date")
        catalogue.forget_search("药具")
        assert catalogue.saved_searches() == ()
        events = [entry.event for entry in catalogue.audit_log()]
        assert events == ["save_search", "forget_search"]


FILING_3 = (
    "INSERT INTO filings (record_id, unit, level, year, period, box_id, item_ids, confidence,"
    " reasons, candidates, decided_by, decided_at, superseded_at) VALUES"
    " ('aaaaaaaaaaaa-1', '望湖街道', 'street', 2023, '2023', {box}, '[]', 0.4, '[]', '[]',"
    " '{by}', '2024-01-0{day}T00:00:00+00:00', {past})"
)
RECORD_3 = (
    "INSERT INTO sources (id, locator, path, sha256, status, seconds, linked, imported_at)"
    f" VALUES (1, '/一', '一', '{'a' * 64}', 'imported', 0, 0, '2024-01-01')",
    'INSERT INTO records (id, source_id, ordinal, start, "end", title, title_made)'
    " VALUES ('aaaaaaaaaaaa-1', 1, 1, 0, 4, '药具通知', 0)",
    FILING_3.format(box="NULL", by="rules", day=1, past="'2024-01-02'"),
    FILING_3.format(box="'street.contraceptives.1'", by="章明", day=2, past="'2024-01-03'"),
    FILING_3.format(box="'street.contraceptives.2'", by="李经办", day=3, past="NULL"),
)


def it_lets_decisions_of_the_third_version_be_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    engine = connect(path)
    migrate(engine, path, MIGRATIONS[:3])
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        for statement in RECORD_3:
            connection.exec_driver_sql(statement)
    engine.dispose()
    with Catalogue.open(path, "某人") as catalogue:
        (filed,) = catalogue.filed()
        assert (filed.filing.decided_by, filed.filing.boxless) == ("李经办", False)
        undone = catalogue.undo()
        assert (undone.who, undone.at) == ("李经办", "2024-01-03T00:00:00+00:00")
        assert undone.changes[0].filing.box_id == "street.contraceptives.1"
        assert catalogue.undo().who == "章明"
        (filed,) = catalogue.undecided()
        assert filed.filing.decided_by == "rules"
        with pytest.raises(UsageError):
            catalogue.undo()
