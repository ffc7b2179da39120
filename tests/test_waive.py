"""Waivers by id or name, with an end, listed and withdrawn; the log keeps all of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from survey_papers import Paper, bring

from danghe.archive import Archive
from danghe.catalogue import Catalogue
from danghe.catalogue.migration_checks import keep_checks
from danghe.catalogue.migrations import MIGRATIONS, migrate
from danghe.catalogue.sqlite import connect
from danghe.check import check_unit, render_json
from danghe.check.targets import target_of
from danghe.cli import cli
from danghe.errors import UsageError
from danghe.model import FindingStatus, Unit, Waiver
from danghe.schemas import load

Run = Callable[..., Result]
STREET = "望湖街道"
BOX, ITEM = "street.contraceptives.1", "street.contraceptives.1.rules"
SIGNED = ("--unit", STREET, "--year", 2023, "--person", "章明", "--date", "2024-01-10")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "archive", who="检查组") as made:
        made.add_unit(Unit(STREET, "street", ("望湖办",)))
        bring(made, Paper(STREET, 2023, "street.contraceptives.1.demand"))
        yield made


@pytest.fixture
def run(archive: Archive) -> Run:
    def call(*args: object, code: int = 0) -> Result:
        env = {"DANGHE_ARCHIVE": str(archive.directory), "DANGHE_LANG": "zh"}
        result = CliRunner(env=env).invoke(cli, [str(arg) for arg in args])
        assert result.exit_code == code, result.output + repr(result.exception)
        return result

    return call


def item_status(run: Run) -> str:
    told = json.loads(run("check", "--unit", STREET, "--year", 2023, "--json").stdout)
    items = {item["id"]: item["status"] for box in told["boxes"] for item in box["items"]}
    return str(items[ITEM])


def it_waives_by_the_name_of_a_material(run: Run) -> None:
    assert item_status(run) == "missing"
    done = run("waive", "药具制度", *SIGNED, "--reason", "由区站统一制定").stdout
    assert ITEM in done
    assert item_status(run) == "waived"


def it_takes_a_name_however_it_is_written() -> None:
    norms = load()
    assert target_of(norms, "street", "药具文件盒") == BOX
    assert target_of(norms, "street", " 藥具 文件盒") == BOX
    assert target_of(norms, "street", BOX) == BOX


def it_knows_every_target_by_its_id_and_gives_no_name_to_two() -> None:
    from danghe.check.targets import targets

    norms = load()
    for level in norms.levels:
        known = list(targets(level))
        names = [name for _, name in known]
        for id, name in known:
            assert target_of(norms, level.id, id) == id
            if names.count(name) == 1:
                assert target_of(norms, level.id, name) == id


def it_lists_the_ids_of_an_ambiguous_name(run: Run) -> None:
    told = run("waive", "通知", *SIGNED, "--did-not-occur", code=2).stderr
    remedy = told.splitlines()[-1]
    assert remedy.count("street.") >= 2


def it_names_near_ones_of_an_unknown_name(run: Run) -> None:
    told = run("waive", "药具文件", *SIGNED, "--did-not-occur", code=2).stderr
    assert f"{BOX} 药具文件盒" in told


def it_refuses_what_the_unit_s_level_does_not_have(run: Run) -> None:
    run("waive", "community.contraceptives.1", *SIGNED, "--did-not-occur", code=2)


@pytest.mark.parametrize(
    "options",
    [
        ("--reason", "补办中", "--expires", "明年"),
        ("--reason", "补办中", "--expires", "2023-12-31"),
        (),
    ],
)
def it_refuses_a_waiver_that_says_too_little_or_nonsense(
    run: Run, options: tuple[str, ...]
) -> None:
    run("waive", BOX, *SIGNED, *options, code=2)
    assert json.loads(run("waive", "--list", "--json").stdout) == []


def it_needs_a_person(run: Run) -> None:
    run("waive", BOX, "--unit", STREET, "--year", 2023, "--did-not-occur", code=2)


def it_takes_not_occurred_as_a_reason_by_itself(run: Run) -> None:
    run("waive", BOX, *SIGNED, "--did-not-occur")
    (entry,) = json.loads(run("waive", "--list", "--json").stdout)
    assert (entry["reason"], entry["did_not_occur"]) == ("本年未发生", True)
    assert (entry["target"], entry["name"], entry["expired"]) == (BOX, "药具文件盒", False)
    assert "章明 2024-01-10" in run("waive", "--list").stdout


def it_knows_the_unit_by_another_name(run: Run) -> None:
    run("waive", BOX, "--unit", "望湖办", *SIGNED[2:], "--did-not-occur")
    assert json.loads(run("waive", "--list", "--unit", STREET, "--json").stdout)


def it_shows_a_waiver_past_its_day_as_void_and_says_why(run: Run) -> None:
    run("waive", "药具制度", *SIGNED, "--reason", "补办中", "--expires", "2024-06-30")
    told = json.loads(run("check", "--unit", STREET, "--year", 2023, "--json").stdout)
    assert told["waivers"] == []
    assert any("2024-06-30 失效" in entry["why"] for entry in told["not_checked"])
    assert item_status(run) == "missing"
    assert "已失效" in run("waive", "--list").stdout


def it_honours_a_waiver_to_its_last_day_and_no_longer() -> None:
    waiver = Waiver(STREET, 2023, ITEM, "补办中", "章明", "2024-01-10", expires="2024-06-30")
    last, after = (
        check_unit(load(), STREET, "street", 2023, (), [waiver], day)
        for day in (date(2024, 6, 30), date(2024, 7, 1))
    )
    assert last.waivers == (waiver,)
    assert after.waivers == ()
    statuses = {item.item_id: item.status for box in last.boxes for item in box.items}
    assert statuses[ITEM] is FindingStatus.WAIVED
    whole = check_unit(load(), STREET, "street", 2023, (), [replace(waiver, expires=None)])
    assert render_json(whole)["waivers"]


def it_withdraws_by_name_and_the_log_keeps_both(run: Run, archive: Archive) -> None:
    run("waive", "药具制度", *SIGNED, "--did-not-occur", "--expires", "2099-01-01")
    run("waive", "药具制度", "--unit", STREET, "--year", 2023, "--withdraw")
    assert item_status(run) == "missing"
    run("waive", "药具制度", "--unit", STREET, "--year", 2023, "--withdraw", code=2)
    log = [entry for entry in archive.log(20) if entry.event in ("waive", "withdraw")]
    assert [entry.event for entry in log] == ["withdraw", "waive"]
    assert all(entry.detail["expires"] == "2099-01-01" for entry in log)


def it_brings_waivers_and_units_of_an_older_catalogue_along(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    engine = connect(path)
    migrate(engine, path, MIGRATIONS[: MIGRATIONS.index(keep_checks)])
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(sa.text("INSERT INTO units VALUES ('望湖街道', 'street', '[]')"))
        values = f"(1, '{STREET}', 2023, '{BOX}', '本年未发生', '章明', '2024-01-10')"
        connection.execute(sa.text(f"INSERT INTO waivers VALUES {values}"))
    engine.dispose()
    with Catalogue.open(path) as catalogue:
        waiver = Waiver(STREET, 2023, BOX, "本年未发生", "章明", "2024-01-10")
        assert catalogue.waivers() == (waiver,)
        assert catalogue.units() == (Unit(STREET, "street"),)
        with pytest.raises(UsageError):
            catalogue.waive(replace(waiver, person=" "))
