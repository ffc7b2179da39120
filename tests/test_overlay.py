"""Norms laid over other norms, and norms in time and place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from survey_papers import Paper, bring

from danghe.archive import Archive
from danghe.catalogue import NormsEntry, governing
from danghe.check import check_unit
from danghe.cli import cli
from danghe.errors import SchemaError
from danghe.model import FindingStatus
from danghe.schemas import BoxState, Norms, Section, load, parse
from danghe.schemas.diff import differences
from danghe.survey import Scope

EXAMPLE = Path(__file__).parent.parent / "docs" / "overlay-example.yaml"
HEAD = "extends: {base}\nid: over\ntitle: 另一份规范\nversion: '2'\nin_force: {force}\n"
STREET = "望湖街道"
SECTION = """
levels:
- id: street
  sections:
  - id: contraceptives
"""


def over(body: str = "", base: str = "district", force: str = "[null, null]") -> str:
    return HEAD.format(base=base, force=force) + body


def section(body: str) -> str:
    return over(SECTION + body)


# --- what an overlay changes ---


def it_changes_nothing_that_it_does_not_say() -> None:
    base, same = load(), parse(over(), "over.yaml")
    assert same.levels == base.levels
    assert (same.synonyms, same.kinds, same.lay) == (base.synonyms, base.kinds, base.lay)
    assert (same.id, same.version) == ("over", "2")


def it_ships_an_example_that_does_each_of_the_things_it_can() -> None:
    base, example = load(), load(EXAMPLE)
    box = example.box_places["street.contraceptives.3"][2]
    assert (box.state, box.name, len(box.items)) == (BoxState.GIVEN, "药具报表盒", 1)
    assert example.box_places["street.contraceptives.1"][2].retention == "10年"
    duties = {d.id: d for level in example.levels for s in level.sections for d in s.duties}
    assert duties["street.contraceptives.duty.training"].months == (3, 9)
    assert duties["street.contraceptives.duty.training"].evidence == ("street.contraceptives.2",)
    assert "street.contraceptives.duty.follow-up-rate" not in duties
    assert example.synonyms["药具"] == (*base.synonyms["药具"], "避孕用品")
    assert "放弃二孩" not in example.synonyms
    assert {difference.where[:2] for difference in differences(base, example)} == {"街道"}


def it_checks_the_box_that_the_excerpt_lost_once_an_overlay_gives_it() -> None:
    lost, given_ = (
        check_unit(norms, STREET, "street", 2023, ()).boxes for norms in (load(), load(EXAMPLE))
    )
    statuses = [
        next(box.status for box in boxes if box.box_id == "street.contraceptives.3")
        for boxes in (lost, given_)
    ]
    assert statuses == [FindingStatus.NOT_CHECKED, FindingStatus.MISSING]


def it_puts_a_new_box_in_the_place_of_its_number_and_a_new_duty_last() -> None:
    norms = parse(
        section(
            "    stated_boxes: 4\n"
            "    boxes:\n"
            "    - {no: 4, name: 新盒, items: [{id: a, name: 新表, kind: table}]}\n"
            "    duties:\n"
            "    - {id: new, what: 每季一报, kind: cadence, every: quarter,"
            " evidence: [contraceptives.4.a]}\n"
        ),
        "over.yaml",
    )
    found = next(s for s in norms.level("street").sections if s.id == "street.contraceptives")
    assert [box.no for box in found.boxes] == [1, 2, 3, 4]
    assert found.duties[-1].id == "street.contraceptives.duty.new"
    assert len(found.duties) == len(_of(load(), "street.contraceptives").duties) + 1


def _of(norms: Norms, id: str) -> Section:
    return next(s for level in norms.levels for s in level.sections if s.id == id)


def it_removes_only_what_is_said_to_go() -> None:
    norms = parse(section("    boxes:\n    - {no: 3, remove: true}\n    stated_boxes: 2\n"), "o")
    ids = [box.id for box in _of(norms, "street.contraceptives").boxes]
    assert ids == ["street.contraceptives.1", "street.contraceptives.2"]


def it_lays_overlays_over_overlays(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(over("synonyms: {药具: [甲词]}\n"), "utf-8")
    (tmp_path / "two.yaml").write_text(over("synonyms: {药具: [乙词]}\n", "one.yaml"), "utf-8")
    assert load(tmp_path / "two.yaml").synonyms["药具"][-2:] == ("甲词", "乙词")


# --- what it refuses ---


@pytest.mark.parametrize(
    ("body", "line", "named"),
    [
        ("    boxes:\n    - {no: 9, remove: true}\n", 12, "9"),
        ("    duties:\n    - {id: nothing, remove: true}\n", 12, "nothing"),
        ("    boxes:\n    - {no: 1, nam: 药具盒}\n", 12, "nam"),
        ("    boxes:\n    - {no: 1}\n    - {no: 1}\n", 13, "1"),
        ("    boxes:\n    - no: 1\n      state: gone\n", 13, "gone"),
        ("    duties:\n    - id: training\n      months: [3, 13]\n", 13, "months"),
        ("    duties:\n    - {id: training, evidence: [contraceptives.8]}\n", 12, ".8"),
        ("    boxes:\n    - no: 3\n      items: [{id: a, name: 表, kind: table}]\n", 13, "items"),
    ],
)
def it_names_the_line_of_the_overlay(body: str, line: int, named: str) -> None:
    with pytest.raises(SchemaError) as caught:
        parse(section(body), "over.yaml")
    assert f"第 {line} 行" in str(caught.value), str(caught.value)
    assert "over.yaml" in str(caught.value)
    assert named in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize(
    "base",
    [
        "nothing",
        "none.yaml",
        "../outside.yaml",
        "sub/inside.yaml",
        "/etc/passwd",
        "link.yaml",
        "'..'",
        "''",
        "3",
        "[district]",
    ],
)
def it_extends_only_norms_that_ship_or_lie_beside(base: str, tmp_path: Path) -> None:
    folder = tmp_path / "norms"
    (folder / "sub").mkdir(parents=True)
    for place in (tmp_path / "outside.yaml", folder / "sub" / "inside.yaml"):
        place.write_text(over(), "utf-8")
    (folder / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    path = folder / "over.yaml"
    path.write_text(over(base=base), "utf-8")
    with pytest.raises(SchemaError) as caught:
        load(path)
    assert caught.value.key == "schema.no_base"
    assert "district" in caught.value.remedy


def it_refuses_norms_that_extend_each_other_in_a_circle(tmp_path: Path) -> None:
    for one, other in (("a", "b"), ("b", "c"), ("c", "a")):
        (tmp_path / f"{one}.yaml").write_text(over(base=f"{other}.yaml"), "utf-8")
    with pytest.raises(SchemaError) as caught:
        load(tmp_path / "a.yaml")
    assert caught.value.key == "schema.base_circle"


def it_refuses_a_long_chain(tmp_path: Path) -> None:
    for number in range(12):
        base = f"{number + 1}.yaml" if number < 11 else "district"
        (tmp_path / f"{number}.yaml").write_text(over(base=base), "utf-8")
    with pytest.raises(SchemaError) as caught:
        load(tmp_path / "0.yaml")
    assert caught.value.key == "schema.base_depth"
    assert load(tmp_path / "6.yaml").id == "over"


def it_refuses_remove_and_null_where_nothing_is_extended() -> None:
    text = section("    boxes:\n    - {no: 1, remove: true}\n").replace("extends: district\n", "")
    with pytest.raises(SchemaError):
        parse(text, "x.yaml")


def it_refuses_aliases_that_multiply_without_end() -> None:
    lists = "\n".join(f"- &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 12))
    with pytest.raises(SchemaError) as caught:
        parse(
            "synonyms:\n  a:\n  - &l0 [x]\n" + "\n".join("  " + x for x in lists.split("\n")), "x"
        )
    assert caught.value.key == "schema.too_large"


@given(st.text(st.sampled_from("extnds: district\n[]{}-~levels"), max_size=60))
def it_answers_any_text_with_norms_or_an_error(text: str) -> None:
    try:
        parse(over() + text, "x.yaml")
    except SchemaError as error:
        told = error.remedy
    else:
        return
    assert told


@pytest.mark.parametrize(
    "force", ["[2023, null]", "[2023-13-01, null]", "[2024-01-01, 2023-01-01]"]
)
def it_refuses_days_in_force_that_are_none(force: str) -> None:
    with pytest.raises(SchemaError) as caught:
        parse(over(force=force), "x.yaml")
    assert "in_force" in str(caught.value)


# --- in time and place ---


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "archive") as made:
        for year in (2021, 2022, 2023):
            bring(made, Paper(STREET, year, "street.contraceptives.1.rules"))
            bring(made, Paper("云桥街道", year, "street.contraceptives.1.rules"))
        yield made


@pytest.fixture
def run(archive: Archive) -> Callable[..., Result]:
    def call(*args: object, code: int = 0) -> Result:
        env = {"DANGHE_ARCHIVE": str(archive.directory), "DANGHE_LANG": "zh"}
        result = CliRunner(env=env).invoke(cli, [str(arg) for arg in args])
        assert result.exit_code == code, result.output + repr(result.exception)
        return result

    return call


def it_judges_a_year_by_the_norms_in_force_then(archive: Archive) -> None:
    archive.survey(Scope())
    archive.add_norms(EXAMPLE)
    used = {year: archive.check(STREET, year).norms_version for year in (2021, 2022, 2023)}
    assert used == {2021: "1", 2022: "1", 2023: "2023"}
    survey = archive.survey(Scope())
    assert survey.looked_at == 2  # the years of other norms alone
    assert [(t.norms.version, len(t.rows)) for t in survey.matrix.tables] == [("1", 4), ("2023", 2)]


def it_binds_a_unit_to_norms_of_its_own(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(over(), "utf-8")
    archive.add_norms(path, "望湖街道办事处")
    versions = {unit: archive.check(unit, 2022).norms for unit in (STREET, "云桥街道")}
    assert versions == {STREET: "over", "云桥街道": "district-service-norms"}


def it_files_by_the_archive_s_own_norms_all_the_same(archive: Archive) -> None:
    archive.add_norms(EXAMPLE)
    assert archive.norms.id == "district-service-norms"


def it_copies_norms_in_with_those_they_extend(archive: Archive, tmp_path: Path) -> None:
    for number in (1, 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "base.yaml").write_text(over(f"synonyms: {{药具: [词{number}]}}\n"), "utf-8")
        (folder / "over.yaml").write_text(
            over(base="base.yaml", force=f"[202{number}-01-01, 202{number}-12-31]"), "utf-8"
        )
        archive.add_norms(folder / "over.yaml")
    for number in (1, 2):
        for path in (tmp_path / str(number)).iterdir():
            path.unlink()
    words = [archive.norms_of(STREET, year).synonyms["药具"][-1] for year in (2021, 2022)]
    assert words == ["词1", "词2"]


def it_lists_and_removes_norms(run: Callable[..., Result]) -> None:
    run("norms", "add", EXAMPLE, "--unit", STREET)
    first, second = json.loads(run("norms", "list", "--json").stdout)
    assert (first["number"], first["norms_id"]) == (0, "district-service-norms")
    assert (second["unit"], second["first"], second["last"]) == (STREET, "2023-01-01", None)
    assert "江滨区" in run("norms", "list").stdout
    run("norms", "remove", second["number"])
    run("norms", "remove", second["number"], code=2)
    assert len(json.loads(run("norms", "list", "--json").stdout)) == 1
    run("norms", "add", "none.yaml", code=3)


def entry(number: int, first: str | None, last: str | None, unit: str | None = None) -> NormsEntry:
    return NormsEntry(number, f"{number}.yaml", unit, "n", "题", "1", first, last, "某人", "今天")


@pytest.mark.parametrize(
    ("entries", "year", "number"),
    [
        ([], 2023, None),
        ([entry(1, "2023-07-01", None)], 2023, 1),
        ([entry(1, "2023-07-01", None)], 2022, None),
        ([entry(1, "2020-01-01", "2023-06-30"), entry(2, "2023-07-01", None)], 2023, 2),
        ([entry(1, "2020-01-01", "2023-06-30"), entry(2, "2023-07-01", None)], 2022, 1),
        ([entry(1, "2020-01-01", None), entry(2, "2020-01-01", None)], 2023, 2),
        ([entry(1, "2022-01-01", None), entry(2, None, None, STREET)], 2023, 2),
        ([entry(1, None, None, "别处")], 2023, None),
        ([entry(1, "2022-01-01", None), entry(2, None, "2021-12-31", STREET)], 2023, 1),
    ],
)
def it_chooses_the_norms_that_govern(
    entries: list[NormsEntry], year: int, number: int | None
) -> None:
    found = governing(entries, STREET, year, (None, None))
    assert (found.number if found else None) == number


def it_takes_norms_that_ended_within_the_year_where_none_is_in_force_at_its_end() -> None:
    ended = entry(1, None, "2023-06-30")
    assert governing([ended], STREET, 2023, ("2030-01-01", None)) == ended
