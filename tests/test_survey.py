"""Checks of many units and years: the matrix, what is kept, what changed, what is checked anew."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from survey_papers import Paper, bring, take_away

from danghe import checking, surveying
from danghe.archive import Archive
from danghe.catalogue import sqlite
from danghe.check.changes import compare
from danghe.check.snapshot import Lack, Snapshot, snapshot
from danghe.cli import cli
from danghe.errors import UsageError
from danghe.model import FindingStatus, Unit, Waiver
from danghe.survey import Memory, Scope, Survey

Run = Callable[..., Result]
STREET, OTHER, COMMUNITY = "望湖街道", "云桥街道", "桂花社区"
RULES = "street.contraceptives.1.rules"
PLAN = "street.contraceptives.1.demand"
BOX = "street.contraceptives.1"
PAPERS = (
    Paper(STREET, 2023, RULES),
    Paper(STREET, 2022, RULES),
    Paper(OTHER, 2023, PLAN),
    Paper(COMMUNITY, 2023, "community.contraceptives.1.rules", level="community"),
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "archive", who="检查组") as made:
        bring(made, *PAPERS)
        yield made


@pytest.fixture
def run(archive: Archive, tmp_path: Path) -> Run:
    def call(*args: object, code: int = 0) -> Result:
        env = {"DANGHE_ARCHIVE": str(archive.directory), "DANGHE_LANG": "zh", "COLUMNS": "100"}
        result = CliRunner(env=env).invoke(cli, [str(arg) for arg in args])
        assert result.exit_code == code, result.output + repr(result.exception)
        return result

    return call


def cells(survey: Survey) -> dict[tuple[str, int], dict[str, FindingStatus]]:
    return {
        (row.unit, row.year): dict(zip((box.id for box in table.boxes), row.statuses, strict=True))
        for table in survey.matrix.tables
        for row in table.rows
    }


# --- scope ---


def it_shows_every_box_of_a_unit_as_the_check_of_that_unit_does(archive: Archive) -> None:
    found = cells(archive.survey(Scope()))
    assert set(found) == {(p.unit, p.year) for p in PAPERS}
    for unit, year in found:
        alone = archive.check(unit, year)
        assert found[unit, year] == {box.box_id: box.status for box in alone.boxes}


def it_puts_units_of_different_levels_into_tables_of_their_own(archive: Archive) -> None:
    tables = archive.survey(Scope()).matrix.tables
    assert [(t.level.id, len(t.rows)) for t in tables] == [("street", 3), ("community", 1)]


def it_judges_the_years_that_are_named_even_without_papers(archive: Archive) -> None:
    found = archive.survey(Scope((STREET,), years=(2020, 2021)))
    assert [row.year for row in found.matrix.rows] == [2020, 2021]
    assert all(row.lacking for row in found.matrix.rows)


def it_takes_the_units_of_a_street_and_all_while_no_parent_is_known(archive: Archive) -> None:
    everyone = {one.unit for one in archive.survey(Scope(under=STREET)).judged}
    assert everyone == {STREET, OTHER, COMMUNITY}
    archive.add_unit(Unit(COMMUNITY, "community", parent="望湖街道办事处"))
    assert {one.unit for one in archive.survey(Scope(under=STREET)).judged} == {STREET, COMMUNITY}


def it_follows_parents_of_parents(archive: Archive) -> None:
    archive.add_unit(Unit(COMMUNITY, "community", parent=STREET))
    archive.add_unit(Unit("第一网格", "grid", parent=COMMUNITY))
    found = archive.survey(Scope(under=STREET, years=(2023,)))
    assert "第一网格" in {one.unit for one in found.judged}


def it_refuses_a_unit_that_would_belong_to_itself(archive: Archive) -> None:
    archive.add_unit(Unit(COMMUNITY, "community", parent=STREET))
    with pytest.raises(UsageError):
        archive.add_unit(Unit(STREET, "street", parent=COMMUNITY))
    with pytest.raises(UsageError):
        archive.add_unit(Unit(OTHER, "street", parent=OTHER))


def it_says_which_units_it_could_not_judge(archive: Archive) -> None:
    bring(archive, replace(PAPERS[0], unit="某处", level="nowhere"))
    archive.add_unit(Unit("空社区", "community"))
    unjudged = dict(archive.survey(Scope()).unjudged)
    assert unjudged == {"某处": "check.why.level_unknown", "空社区": "check.why.no_papers"}


@pytest.mark.parametrize(
    "options",
    [
        ("--year", "2023"),
        ("--unit", STREET),
        ("--unit", STREET, "--all-units", "--year", "2023"),
        ("--all-units", "--year", "2023", "--all-years"),
        ("--all-units", "--years", "2023-2021"),
        ("--all-units", "--years", "去年"),
        ("--under", "无名街道", "--year", "2023"),
        ("--all-units", "--year", "2023", "--compare", "九"),
        ("--all-units", "--year", "2023", "--compare", "99"),
    ],
)
def it_refuses_a_scope_it_cannot_make_out(run: Run, options: tuple[str, ...]) -> None:
    assert "办法：" in run("check", *options, code=2).stderr


# --- what the night run prints ---


def it_prints_one_json_object_and_exits_with_one_where_something_is_missing(run: Run) -> None:
    told = json.loads(
        run("check", "--all-units", "--all-years", "--strict", "--json", code=1).stdout
    )
    assert set(told) == {"matrix", "units"}
    assert {(u["unit"], u["year"]) for u in told["units"]} == {(p.unit, p.year) for p in PAPERS}
    street = next(u for u in told["units"] if (u["unit"], u["year"]) == (STREET, 2023))
    assert street["boxes"][BOX] == "partial"
    lacking = {entry["id"] for entry in street["lacking"]}
    assert PLAN in lacking
    assert RULES not in lacking
    table = told["matrix"]["tables"][0]
    boxes = [box["box_id"] for section in table["sections"] for box in section["boxes"]]
    row = next(r for r in table["rows"] if (r["unit"], r["year"]) == (STREET, 2023))
    assert dict(zip(boxes, row["statuses"], strict=True)) == street["boxes"]
    assert sum(table["counts"].values()) == len(boxes) * len(table["rows"])


def it_exits_with_nought_where_nothing_is_missing(run: Run, archive: Archive) -> None:
    for level in archive.norms.levels:
        for section in level.sections:
            targets = [box.id for box in section.boxes] + [duty.id for duty in section.duties]
            for target in targets:
                archive.catalogue.waive(
                    Waiver(STREET, 2023, target, "本年未发生", "章明", "2024-01-10")
                )
    run("check", "--unit", STREET, "--years", 2023, "--strict", "--json")


def it_keeps_the_json_of_one_unit_as_it_was(run: Run) -> None:
    run("check", "--unit", STREET, "--year", 2023)
    told = json.loads(run("check", "--unit", STREET, "--year", 2023, "--json").stdout)
    assert {"unit", "year", "boxes", "duties", "not_checked"} <= set(told)
    assert not {"matrix", "units", "supplements"} & set(told)


def it_draws_a_glyph_for_every_box_within_the_width_of_the_terminal(run: Run) -> None:
    shown = run("check", "--all-units", "--all-years").stdout
    assert all(len(line) <= 100 for line in shown.splitlines() if "✗" in line)
    line = next(line for line in shown.splitlines() if line.startswith(f"{STREET} 2023"))
    assert sum(line.count(glyph) for glyph in "✓◐✗–○") == 29
    assert "✓ 齐全" in shown
    assert "齐全率 = " in shown


def it_wraps_by_section_where_the_terminal_is_narrow(archive: Archive) -> None:
    from danghe.check.matrix_text import matrix_text

    matrix = archive.survey(Scope((STREET,), years=(2023,))).matrix
    lines = [line.plain for line in matrix_text(matrix, 40)]
    rows = [line for line in lines if "✗" in line and "缺失" not in line]
    assert len(rows) > 1
    assert sum(line.count(glyph) for line in rows for glyph in "✓◐✗–○") == 29


def it_writes_a_page_without_scripts_and_with_what_the_papers_say_escaped(
    archive: Archive, run: Run, tmp_path: Path
) -> None:
    bring(archive, replace(PAPERS[0], unit="<script>街道"))
    run("check", "--all-units", "--all-years", "--html", tmp_path / "总表.html")
    page = (tmp_path / "总表.html").read_text("utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;街道" in page
    assert "A4 landscape" in page
    assert page.count("<tr><td") >= 5


def it_writes_a_workbook_in_which_no_name_is_a_formula(
    archive: Archive, run: Run, tmp_path: Path
) -> None:
    bring(archive, replace(PAPERS[0], unit="=1+1街道"))
    run("check", "--all-units", "--all-years", "--xlsx", tmp_path / "总表.xlsx")
    book = openpyxl.load_workbook(tmp_path / "总表.xlsx")
    sheet = book.worksheets[0]
    rows = {(row[0].value, row[1].value): row for row in sheet.iter_rows(min_row=5)}
    assert rows["=1+1街道", 2023][0].data_type == "s"
    glyphs = [cell.value for cell in rows[STREET, 2023][2:31]]
    assert len(glyphs) == 29
    assert set(glyphs) <= set("✓◐✗–○")
    assert len(book.worksheets) == 4


# --- trend and ranking ---


def it_ranks_equal_shares_alike_and_sets_apart_who_has_nothing_to_check(archive: Archive) -> None:
    from danghe.check.matrix import Matrix, Row, Table, ranking

    level = archive.norms.level("street")
    shares = {"甲": (1, 2), "乙": (2, 4), "丙": (3, 4), "丁": (0, 0), "戊": (0, 9)}
    rows = tuple(Row(unit, 2023, (), *share, False) for unit, share in shares.items())
    ranks = ranking(Matrix((Table(archive.norms, level, rows),)))
    places = {rank.unit: rank.place for rank in ranks}
    assert places == {"丙": 1, "甲": 2, "乙": 2, "戊": 4, "丁": None}
    assert ranks[-1].unit == "丁"


def it_tells_the_share_of_every_year(run: Run, archive: Archive) -> None:
    bring(archive, Paper(STREET, 2023, PLAN))
    told = json.loads(run("check", "--unit", STREET, "--all-years", "--json").stdout)
    (trend,) = told["matrix"]["trends"]
    there = {share["year"]: share["there"] for share in trend["shares"]}
    assert there[2022] < there[2023]
    assert "各年度齐全率" in run("check", "--unit", STREET, "--all-years").stdout


# --- only what changed is checked again ---


def it_checks_again_only_the_years_whose_papers_changed(archive: Archive) -> None:
    assert archive.survey(Scope()).looked_at == 4
    assert archive.survey(Scope()).looked_at == 0
    bring(archive, Paper(OTHER, 2023, RULES))
    found = archive.survey(Scope())
    assert found.looked_at == 1
    assert cells(found) == cells(archive.survey(Scope(), anew=True))


def it_looks_again_at_the_years_after_a_paper_that_changed(archive: Archive) -> None:
    archive.survey(Scope())
    bring(archive, replace(PAPERS[1], item=PLAN))
    again = archive.survey(Scope())
    assert again.looked_at == 2  # what recurs every three years looks two years back


CHANGES: dict[str, Callable[[Archive], None]] = {
    "a waiver": lambda a: a.catalogue.waive(
        Waiver(STREET, 2023, BOX, "本年未发生", "章明", "2024-01-10")
    ),
    "a paper withdrawn": lambda a: take_away(a, [PAPERS[0]]),
    "a period corrected": lambda a: a.catalogue.refile(
        PAPERS[0].arrival().outcome.filed[0].record.id,
        replace(PAPERS[0].arrival().outcome.filed[0].filing, period="2023-Q1"),
    ),
    "an undated paper": lambda a: a.catalogue.refile(
        PAPERS[1].arrival().outcome.filed[0].record.id,
        replace(PAPERS[1].arrival().outcome.filed[0].filing, year=None, period=None),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def it_sees_every_change_that_bears_on_a_year(archive: Archive, change: str) -> None:
    archive.survey(Scope((STREET,), years=(2023,)))
    CHANGES[change](archive)
    found = archive.survey(Scope((STREET,), years=(2023,)))
    assert found.looked_at == 1
    assert cells(found) == cells(archive.survey(Scope((STREET,), years=(2023,)), anew=True))


@pytest.mark.parametrize("change", CHANGES)
def it_remembers_without_keeping_until_something_changes(archive: Archive, change: str) -> None:
    memory, scope = Memory(), Scope((STREET,), years=(2023,))
    first = archive.survey(scope, keep=False, memory=memory)
    again = archive.survey(scope, keep=False, memory=memory)
    assert (first.looked_at, again.looked_at) == (1, 0)
    assert again.judged == first.judged
    CHANGES[change](archive)
    found = archive.survey(scope, keep=False, memory=memory)
    assert found.looked_at == 1
    assert cells(found) == cells(archive.survey(scope, keep=False))
    assert archive.check_runs() == ()


def it_forgets_rather_than_grow_without_end(archive: Archive) -> None:
    memory = Memory(most=3)
    for _ in range(2):
        found = archive.survey(Scope(), keep=False, memory=memory)
        assert cells(found) == cells(archive.survey(Scope(), keep=False))


class Day(date):
    """A day that a test sets."""

    now = date(2024, 1, 15)

    @classmethod
    def today(cls) -> date:  # type: ignore[override]
        return cls.now


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch) -> type[Day]:
    monkeypatch.setattr(Day, "now", date(2024, 1, 15))
    monkeypatch.setattr(surveying, "date", Day)
    monkeypatch.setattr(checking, "date", Day)
    return Day


def it_looks_again_while_something_may_still_come_in_time(archive: Archive, day: type[Day]) -> None:
    scope = Scope((STREET,), years=(2023,))
    archive.survey(scope)
    day.now = date(2024, 1, 16)
    assert archive.survey(scope).looked_at == 1
    day.now = date(2025, 6, 1)
    assert archive.survey(scope).looked_at == 1
    day.now = date(2025, 6, 2)
    assert archive.survey(scope).looked_at == 0


def it_looks_again_once_a_waiver_expires(archive: Archive, day: type[Day]) -> None:
    day.now = date(2025, 6, 1)
    archive.waive(Waiver(STREET, 2023, BOX, "补办中", "章明", "2025-05-01", expires="2025-06-10"))
    scope = Scope((STREET,), years=(2023,))
    assert cells(archive.survey(scope))[STREET, 2023][BOX] is FindingStatus.WAIVED
    day.now = date(2025, 6, 10)
    assert archive.survey(scope).looked_at == 0
    day.now = date(2025, 6, 11)
    assert cells(archive.survey(scope))[STREET, 2023][BOX] is FindingStatus.PARTIAL


def it_finds_the_same_with_several_processes(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = archive.survey(Scope(), keep=False, anew=True, jobs=1)
    monkeypatch.setattr(surveying, "MANY", 1)
    monkeypatch.setattr(surveying, "_PART", 1)
    together = archive.survey(Scope(), keep=False, anew=True, jobs=2)
    assert [one.data for one in together.judged] == [one.data for one in alone.judged]


ITEMS = (RULES, PLAN, "street.technology.3.quarterly-table", "street.technology.3.files", None)
SOME = st.lists(
    st.builds(
        Paper,
        st.sampled_from([STREET, OTHER]),
        st.sampled_from([2021, 2022, 2023]),
        st.sampled_from(ITEMS),
        st.none(),
        st.just("street"),
        st.sampled_from(["", "一", "二"]),
    ),
    min_size=1,
    max_size=8,
    unique=True,
)


@settings(max_examples=12)
@given(SOME, st.randoms(use_true_random=False), st.integers(0, 8))
def it_comes_to_the_same_matrix_whatever_the_order_of_import(
    tmp_path_factory: pytest.TempPathFactory, papers: list[Paper], dice: Any, cut: int
) -> None:
    found = []
    for order in (papers, dice.sample(papers, len(papers))):
        with Archive.create(tmp_path_factory.mktemp("archive") / "a") as archive:
            for part in (order[:cut], order[cut:]):  # the second survey goes on from the first
                bring(archive, *part)
                survey = archive.survey(Scope(years=(2022, 2023)))
            found.append(cells(survey))
    assert found[0] == found[1]


# --- history ---


def it_keeps_every_run_and_each_state_once(archive: Archive) -> None:
    archive.survey(Scope())
    archive.survey(Scope())
    bring(archive, Paper(STREET, 2023, PLAN))
    archive.survey(Scope())
    runs = archive.check_runs()
    assert [(run.unit_years, run.changed) for run in runs] == [(4, 1), (4, 0), (4, 4)]
    assert runs[0].who == "检查组"
    assert archive.former(STREET, 2023, 1) != archive.former(STREET, 2023)
    assert archive.former(STREET, 2023, 1) == archive.former(STREET, 2023, 2)
    assert archive.former(STREET, 2019) is None


def it_lists_former_checks(run: Run) -> None:
    assert "还没有检查过" in run("check", "--history").stdout
    run("check", "--unit", STREET, "--year", 2023)
    run("check", "--all-units", "--year", 2023)
    told = json.loads(run("check", "--history", "--json").stdout)
    assert [(entry["unit"], entry["unit_years"]) for entry in told] == [(None, 3), (STREET, 1)]
    assert told[1]["lacking"] == 1
    mine = json.loads(run("check", "--history", "--unit", OTHER, "--json").stdout)
    assert [entry["id"] for entry in mine] == [2]
    assert len(run("check", "--history").stdout.splitlines()) == 2


def it_keeps_nothing_when_told_so_or_asked_what_if(run: Run, tmp_path: Path) -> None:
    run("check", "--unit", STREET, "--year", 2023, "--no-keep")
    run("check", "--all-units", "--year", 2023, "--no-keep")
    other = tmp_path / "other.yaml"
    other.write_text("extends: district\nid: other\ntitle: 另一份\nversion: '9'\n", "utf-8")
    told = json.loads(
        run("check", "--unit", STREET, "--year", 2023, "--norms", other, "--json").stdout
    )
    assert (told["norms"], told["norms_version"]) == ("other", "9")
    shown = run("check", "--all-units", "--year", 2023, "--norms", other).stdout
    assert "另一份" in shown
    assert "还没有检查过" in run("check", "--history").stdout


def it_checks_a_read_only_archive_and_says_that_it_keeps_nothing(
    archive: Archive, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.close()
    before = (archive.directory / "catalogue.db").read_bytes()
    monkeypatch.setattr(sqlite, "can_write", lambda path: False)
    alone = run("check", "--unit", STREET, "--year", 2023, "--json")
    assert json.loads(alone.stdout)["unit"] == STREET
    assert "只读" in alone.stderr
    assert "只读" in run("check", "--all-units", "--all-years").stderr
    assert (archive.directory / "catalogue.db").read_bytes() == before
    assert "办法：" in run("waive", BOX, "--unit", STREET, "--year", 2023, "--did-not-occur",
                        "--person", "章明", code=3).stderr  # fmt: skip


# --- supplements and comparisons ---


def it_marks_what_came_after_the_last_check_as_supplements(run: Run, archive: Archive) -> None:
    first = run("check", "--unit", STREET, "--year", 2023).stdout
    assert "补充材料" not in first
    bring(archive, Paper(STREET, 2023, PLAN))
    (late,) = Paper(STREET, 2023, PLAN).arrival().outcome.filed
    second = run("check", "--unit", STREET, "--year", 2023).stdout
    assert "补充材料 1 件" in second
    assert late.record.id in second
    assert "已补齐" in second
    third = run("check", "--unit", STREET, "--year", 2023).stdout
    assert "补充材料" not in third


def it_compares_with_a_former_run(run: Run, archive: Archive) -> None:
    check = ("check", "--unit", STREET, "--year", 2023)
    run(*check, "--compare", "last", code=2)
    run(*check)
    bring(archive, Paper(STREET, 2023, PLAN))
    take_away(archive, [PAPERS[0]])
    (late,) = Paper(STREET, 2023, PLAN).arrival().outcome.filed
    told = json.loads(run(*check, "--compare", "last", "--json", "--no-keep").stdout)
    assert PLAN in {entry["id"] for entry in told["now_there"]}
    assert RULES in {entry["id"] for entry in told["newly_missing"]}
    assert told["supplements"] == [late.record.id]
    assert told["gone"] == [PAPERS[0].arrival().outcome.filed[0].record.id]
    assert told["run"]["id"] == 1
    assert "新缺" in run(*check, "--compare", 1).stdout
    run(*check, "--compare", 7, code=2)


def it_compares_many_units_at_once(run: Run, archive: Archive) -> None:
    check = ("check", "--all-units", "--all-years")
    run(*check)
    bring(archive, Paper(STREET, 2023, PLAN))
    shown = run(*check, "--compare", "last").stdout
    assert f"{STREET} 2023" in shown
    assert "其余 3 个单位年度没有变化" in shown
    told = json.loads(run(*check, "--compare", 1, "--json").stdout)["units"]
    changed = [entry["unit"] for entry in told if entry["supplements"]]
    assert changed == [STREET]


def it_says_waived_of_what_was_waived_and_not_that_it_came(archive: Archive) -> None:
    before = snapshot(archive.check(STREET, 2023))
    archive.waive(Waiver(STREET, 2023, PLAN, "本年未发生", "章明", "2024-01-10"))
    found = compare(before, snapshot(archive.check(STREET, 2023)))
    assert found.waived == (Lack(PLAN),)
    assert found.now_there == found.newly_missing == ()


LACKS = st.builds(Lack, st.sampled_from("abcde"), st.sampled_from(["", "2023-01", "2023-02"]))
SNAPSHOTS = st.builds(
    lambda lacks, waived, unchecked, papers: Snapshot(
        STREET, 2023, "street", "n", "1", "", 0, 0,
        tuple(sorted(lack for lack in lacks if lack.target not in waived | unchecked)),
        tuple(sorted(waived)), tuple(sorted(unchecked - waived)), tuple(sorted(papers)),
    ),
    st.sets(LACKS), st.sets(st.sampled_from("abcde")), st.sets(st.sampled_from("abcde")),
    st.sets(st.sampled_from(["p-1", "q-1", "r-1"])),
)  # fmt: skip


@given(SNAPSHOTS)
def it_finds_no_change_from_a_check_to_itself(one: Snapshot) -> None:
    found = compare(one, one)
    assert not found.changed
    assert found.still_missing == one.lacks
    assert Snapshot.unpack(one.pack()) == one


@given(SNAPSHOTS, SNAPSHOTS)
def it_leads_from_one_check_to_the_other_and_back(one: Snapshot, other: Snapshot) -> None:
    found, back = compare(one, other), compare(other, one)
    ended = (*found.now_there, *found.waived, *found.no_longer_checked)
    assert len(ended) + len(found.still_missing) == len(one.lacks)
    assert set(one.lacks) - set(ended) | set(found.newly_missing) == set(other.lacks)
    assert set(one.papers) - set(found.gone) | set(found.supplements) == set(other.papers)
    assert set(found.newly_missing) == {*back.now_there, *back.waived, *back.no_longer_checked}
    assert set(found.supplements) == set(back.gone)
