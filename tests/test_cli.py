"""The command line, as a person types it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from danghe.cli import cli

Run = Callable[..., Result]

PAPERS = {
    "柳塘街道/2023年/药具/制度.txt": "药具管理制度\n一、专人负责药具管理。\n"
    "二、账卡相符。\n柳塘街道办事处\n2023年3月1日\n",
    "桂湾社区/报表.txt": "桂湾社区2023年第一季度药具不良反应表\n填报单位：桂湾社区居委会\n"
    "姓名 王某 身份证号 11010519491231002X\n2023年3月30日\n",
    "杂/消防.txt": "关于开展冬季防火检查的通知\n各社区：请按时检查灭火器。\n"
    "柳塘街道办事处\n2023年11月2日\n",
    "杂/空.txt": "",
}


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    for name, text in PAPERS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def call(*args: object, code: int = 0) -> Result:
        env = {"DANGHE_ARCHIVE": str(tmp_path / "archive"), "DANGHE_LANG": "zh"}
        result = CliRunner(env=env).invoke(cli, [str(arg) for arg in args])
        assert result.exit_code == code, result.output + repr(result.exception)
        return result

    return call


@pytest.fixture
def archive(run: Run, papers: Path) -> Run:
    run("import", papers, "--jobs", 1)
    return run


def it_accounts_for_every_file_and_reports_each(run: Run, papers: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.jsonl"
    result = run("import", papers, "--report", report, "--jobs", 1)
    assert "来源文件 4 个 = 已导入 3，部分导入 0，重复 0，不支持 0，失败 1" in result.stdout
    lines = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
    assert len(lines) == 4
    keys = {"path", "sha256", "status", "reason", "seconds", "pages", "records"}
    assert all(set(line) == keys for line in lines)
    record = next(line for line in lines if "制度" in line["path"])["records"][0]
    assert record["box_id"] == "street.contraceptives.1"
    assert (record["section_no"], record["box_no"], record["box_name"]) == (13, 1, "药具文件盒")
    assert record["item"] == "药具制度"
    fire = next(line for line in lines if "消防" in line["path"])["records"][0]
    assert fire["box_id"] is None
    assert fire["section"] is None
    assert fire["reasons"]


def it_changes_nothing_the_second_time(archive: Run, papers: Path) -> None:
    result = archive("import", papers)
    assert "其中 4 个以前已导入" in result.stdout
    counts = json.loads(archive("status", "--json").stdout)
    assert (counts["sources"], counts["imported"], counts["failed"]) == (4, 3, 1)


def it_fails_a_strict_import_with_failures(run: Run, papers: Path) -> None:
    run("import", papers, "--strict", code=1)


def it_searches_and_answers_in_json(archive: Run) -> None:
    answer = json.loads(archive("search", "账卡相符", "--json").stdout)
    assert {"query", "total", "took_ms", "hits", "facets"} <= set(answer)
    assert answer["total"] == 1
    hit = answer["hits"][0]
    assert "账卡相符" in hit["snippet"]
    assert hit["unit"] == "柳塘街道"
    assert answer["facets"]["year"] == {"2023": 1}


NEEDLESS = (
    "danghe.extract",
    "danghe.classify",
    "danghe.check",
    "danghe.delivery",
    "danghe.importing",
    "jinja2",
    "lxml",
    "onnxruntime",
    "pdfplumber",
    "pebble",
    "rich",
    "yaml",
)


def it_searches_without_loading_what_only_an_import_needs(archive: Run, tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from danghe.cli import cli\n"
        f"cli(['search', '账卡', '--json', '--archive', {str(tmp_path / 'archive')!r}],"
        " standalone_mode=False)\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert json.loads(run.stdout)["total"] == 1
    assert not set(NEEDLESS) & set(run.stderr.split())


def it_shows_hits_as_text_with_their_box(archive: Run) -> None:
    shown = archive("search", "账卡").stdout
    assert "药具文件盒" in shown
    assert "药具管理制度" in shown


def it_excludes_with_a_minus(archive: Run) -> None:
    assert json.loads(archive("search", "--json", "2023 -账卡").stdout)["total"] == 2


def it_says_which_of_several_words_is_nowhere(archive: Run) -> None:
    assert "账卡 1，飞船 0" in archive("search", "账卡 飞船").stdout


def it_masks_personal_numbers_until_asked_and_keeps_that_in_the_log(archive: Run) -> None:
    masked = archive("search", "身份证号").stdout
    assert "11010519491231002X" not in masked
    assert "11010519491231002X" in archive("search", "身份证号", "--unmask").stdout
    assert "查看号码" in archive("log").stdout


def it_explains_a_query_it_cannot_honour(archive: Run) -> None:
    result = archive("search", '"没有右引号', code=2)
    assert "错误：" in result.stderr
    assert "办法：" in result.stderr


def it_points_at_the_place_of_an_error_in_a_query(archive: Run) -> None:
    lines = archive("search", "药具", "日期:2023-02-30", code=2).stderr.splitlines()
    assert lines[1:3] == ["  药具 日期:2023-02-30", "  " + " " * 10 + "^"]
    assert lines[3].startswith("办法：")


def it_says_that_there_is_no_archive(run: Run) -> None:
    result = run("search", "药具", code=3)
    assert "办法：" in result.stderr


def it_checks_a_unit_and_year_as_json(archive: Run) -> None:
    check = json.loads(archive("check", "--unit", "柳塘街道", "--year", 2023, "--json").stdout)
    assert {"unit", "year", "level", "norms", "boxes", "duties", "not_checked"} <= set(check)
    assert check["level"] == "street"
    boxes = {box["box_id"]: box for box in check["boxes"]}
    assert boxes["street.contraceptives.1"]["status"] == "partial"
    assert "需求计划表" in boxes["street.contraceptives.1"]["missing_items"]
    assert boxes["street.contraceptives.3"]["status"] == "not_checked"
    assert boxes["street.technology.1"]["status"] == "missing"


def it_exits_with_one_when_a_strict_check_finds_something_missing(archive: Run) -> None:
    archive("check", "--unit", "柳塘街道", "--year", 2023, "--strict", code=1)


def it_writes_a_page_to_print(archive: Run, tmp_path: Path) -> None:
    page = tmp_path / "check.html"
    archive("check", "--unit", "柳塘街道", "--year", 2023, "--html", page)
    assert "药具文件盒" in page.read_text("utf-8")


def it_asks_for_the_level_of_a_unit_it_does_not_know(archive: Run) -> None:
    result = archive("check", "--unit", "无名处", "--year", 2023, code=2)
    assert "--level" in result.stderr


def it_files_by_hand_and_keeps_who_did_it(archive: Run) -> None:
    hit = json.loads(archive("search", "灭火器", "--json").stdout)["hits"][0]["record"]
    archive("assign", hit, "street.discipline.4", "--item", "工作方案", "--who", "章明")
    record = json.loads(archive("show", hit, "--json").stdout)
    assert (record["box_id"], record["item"]) == ("street.discipline.4", "工作方案")
    assert "章明" in archive("log").stdout
    assert json.loads(archive("search", "盒:政风行风", "--json").stdout)["total"] == 1
    archive("assign", hit, "-")
    assert json.loads(archive("show", hit, "--json").stdout)["box_id"] is None


def it_refuses_a_box_that_the_norms_do_not_have(archive: Run) -> None:
    hit = json.loads(archive("search", "灭火器", "--json").stdout)["hits"][0]["record"]
    archive("assign", hit, "street.fire.9", code=2)


def it_waives_what_did_not_occur(archive: Run) -> None:
    archive(
        "waive", "street.technology.5", "--unit", "柳塘街道", "--year", 2023,
        "--reason", "本年未发生", "--person", "章明", "--date", "2024-01-10",
    )  # fmt: skip
    check = json.loads(archive("check", "--unit", "柳塘街道", "--year", 2023, "--json").stdout)
    statuses = {box["box_id"]: box["status"] for box in check["boxes"]}
    assert statuses["street.technology.5"] == "waived"


def it_declares_and_lists_units(run: Run) -> None:
    run("unit", "add", "青禾纺织有限公司", "--level", "employer", "--alias", "青禾公司")
    units = json.loads(run("unit", "list", "--json").stdout)
    (unit,) = units
    assert (unit["name"], unit["level"]) == ("青禾纺织有限公司", "employer")
    assert (unit["aliases"], unit["parent"]) == (["青禾公司"], None)


def it_rebuilds_the_index_with_the_same_answers(archive: Run) -> None:
    before = json.loads(archive("search", "药具", "--json").stdout)
    archive("reindex")
    after = json.loads(archive("search", "药具", "--json").stdout)
    assert [h["record"] for h in before["hits"]] == [h["record"] for h in after["hits"]]


def it_lists_boxes_with_their_papers(archive: Run) -> None:
    rows = json.loads(archive("boxes", "--json").stdout)
    assert {
        "unit": "柳塘街道",
        "year": 2023,
        "box_id": "street.contraceptives.1",
        "records": 1,
    } in rows
    assert "药具文件盒" in archive("boxes").stdout


def it_shows_the_norms_as_json(run: Run) -> None:
    norms = json.loads(run("schema", "show", "--json").stdout)
    assert {"id", "title", "version", "levels"} <= set(norms)
    section = norms["levels"][0]["sections"][12]
    assert {"id", "no", "name", "heading_lost", "stated_boxes", "boxes", "duties"} <= set(section)
    assert {"id", "no", "name", "state", "items"} <= set(section["boxes"][0])
    assert {"id", "what", "kind", "source"} <= set(section["duties"][0])


def it_validates_a_norms_file(run: Run, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("id: x\ntitle: y\nversion: 1\nlevels: []\n", "utf-8")
    result = run("schema", "validate", wrong, code=3)
    assert "第 3 行" in result.stderr


@pytest.mark.parametrize("name", ["district", "village"])
def it_tells_where_the_norms_that_ship_lie(run: Run, name: str) -> None:
    path = run("schema", "path", name).stdout.strip()
    assert "有效" in run("schema", "validate", path).stdout


def it_files_by_other_norms(run: Run, tmp_path: Path) -> None:
    paper = tmp_path / "柳湾村" / "责任书.txt"
    paper.parent.mkdir()
    paper.write_text(
        "2023年柳湾村消防安全责任书\n甲方：柳湾村民委员会　乙方：村民苗某\n"
        "一、乙方不得在家中存放烟花爆竹。\n二、人走断电，柴草离灶。\n2023年3月1日\n",
        "utf-8",
    )
    village = run("schema", "path", "village").stdout.strip()
    run("import", paper.parent, "--schema", village, "--jobs", 1)
    (row,) = json.loads(run("boxes", "--json").stdout)
    assert (row["unit"], row["box_id"]) == ("柳湾村", "village.safety.1")


def it_speaks_english_when_asked() -> None:
    called = [sys.executable, "-m", "danghe", "--lang", "en", "search", "--help"]
    shown = subprocess.run(called, capture_output=True, check=True, timeout=60)
    assert b"full-text search" in shown.stdout


def it_knows_the_level_of_a_unit_by_its_name(run: Run, papers: Path) -> None:
    run("import", papers / "杂", "--unit", "红星社区居民委员会", "--jobs", 1)
    check = json.loads(
        run("check", "--unit", "红星社区居民委员会", "--year", 2023, "--json").stdout
    )
    assert check["level"] == "community"


def it_checks_a_unit_by_another_writing_of_its_name(archive: Run) -> None:
    check = json.loads(
        archive("check", "--unit", "柳塘街道办事处", "--year", 2023, "--json").stdout
    )
    assert check["unit"] == "柳塘街道"
