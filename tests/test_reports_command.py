"""danghe report, as a person types it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result

from danghe.cli import cli

Run = Callable[..., Result]
ID_CARD = "11010519491231002X"
UNIT = ("--unit", "柳塘街道", "--year", 2023)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def call(*args: object, code: int = 0) -> Result:
        env = {"DANGHE_ARCHIVE": str(tmp_path / "archive"), "DANGHE_LANG": "zh"}
        result = CliRunner(env=env).invoke(cli, [str(arg) for arg in args])
        assert result.exit_code == code, result.output + repr(result.exception)
        return result

    return call


@pytest.fixture
def archive(run: Run, tmp_path: Path) -> Run:
    paper = tmp_path / "papers" / "柳塘街道" / "2023年" / f"药具管理制度（{ID_CARD}）.txt"
    paper.parent.mkdir(parents=True)
    text = "药具管理制度\n一、专人负责药具管理。\n二、账卡相符。\n柳塘街道办事处\n2023年3月1日\n"
    paper.write_text(text, "utf-8")
    run("import", tmp_path / "papers", "--jobs", 1)
    reason = f"王某（{ID_CARD}）本年未发生"
    run("waive", "street.contraceptives.1", *UNIT, "--reason", reason, "--person", "方敏")
    return run


@pytest.mark.parametrize(
    ("name", "options", "start"),
    [
        ("r.html", (), b"<!doctype html>"),
        ("r.docx", (), b"PK"),
        ("r.XLSX", (), b"PK"),
        ("r.json", (), b"{"),
        ("p.docx", ("--kind", "problems"), b"PK"),
        ("n.docx", ("--kind", "notice"), b"PK"),
        ("n.html", ("--kind", "notice"), b"<!doctype html>"),
        ("n.txt", ("--kind", "notice"), "档案检查整改通知书".encode()),
    ],
)
def it_writes_what_the_name_of_the_file_says(
    archive: Run, tmp_path: Path, name: str, options: tuple[str, ...], start: bytes
) -> None:
    out = tmp_path / name
    result = archive("report", *UNIT, "--out", out, *options)
    assert out.read_bytes().startswith(start)
    assert str(out) in result.stderr
    assert result.stdout == ""


def it_takes_inspectors_issuer_and_deadline(archive: Run, tmp_path: Path) -> None:
    out = tmp_path / "r.json"
    options = ("--inspectors", "章明、方敏", "--inspectors", "冯冬", "--issuer", "江城市档案局")
    archive("report", *UNIT, "--out", out, *options, "--deadline", "2099年5月31日")
    data = json.loads(out.read_text("utf-8"))
    assert data["inspectors"] == ["章明", "方敏", "冯冬"]
    assert data["issuer"] == "江城市档案局"
    assert {row["deadline"] for row in data["problems"]} == {"2099年5月31日前"}
    wrong = archive("report", *UNIT, "--out", out, "--deadline", "月底", code=2)
    assert "月底" in wrong.stderr


def it_fills_a_template_that_was_written_out_and_edited(archive: Run, tmp_path: Path) -> None:
    template = tmp_path / "模板.docx"
    archive("report", "--template-out", template)
    document = docx.Document(str(template))
    document.add_paragraph("抄送：【层级】档案室")
    document.save(str(template))
    out = tmp_path / "通知.docx"
    archive("report", *UNIT, "--out", out, "--template", template)
    shown = [one.text for one in docx.Document(io.BytesIO(out.read_bytes())).paragraphs]
    assert "抄送：街道档案室" in shown
    assert "柳塘街道：" in shown


def it_never_writes_over_a_template(archive: Run, tmp_path: Path) -> None:
    template = tmp_path / "模板.docx"
    template.write_bytes(b"mine")
    archive("report", "--template-out", template, code=2)
    assert template.read_bytes() == b"mine"


def it_writes_nothing_where_the_template_is_refused(archive: Run, tmp_path: Path) -> None:
    template, out = tmp_path / "模板.txt", tmp_path / "n.txt"
    template.write_text("【主送单位】", "utf-8")
    result = archive("report", *UNIT, "--out", out, "--template", template, code=2)
    assert "【主送单位】" in result.stderr
    assert "【问题清单】" in result.stderr
    assert not out.exists()


def it_says_which_options_are_missing(run: Run, tmp_path: Path) -> None:
    result = run("report", "--unit", "柳塘街道", code=2)
    assert "--year --out" in result.stderr
    result = run("report", *UNIT, "--out", tmp_path / "r.pdf", code=2)
    assert ".docx" in result.stderr


@pytest.mark.parametrize("name", ["r.html", "r.json"])
def it_hides_personal_numbers_unless_asked_and_logs_the_asking(
    archive: Run, tmp_path: Path, name: str
) -> None:
    out = tmp_path / name
    archive("report", *UNIT, "--out", out)
    assert ID_CARD not in out.read_text("utf-8")
    assert "查看号码" not in archive("log").stdout
    archive("report", *UNIT, "--out", out, "--show-personal")
    assert ID_CARD in out.read_text("utf-8")
    assert "查看号码" in archive("log").stdout


def it_hides_them_in_every_output_of_a_check(archive: Run, tmp_path: Path) -> None:
    out = tmp_path / "check.html"
    assert ID_CARD not in archive("check", *UNIT).stdout
    assert ID_CARD not in archive("check", *UNIT, "--json").stdout
    archive("check", *UNIT, "--html", out)
    assert "档案检查情况表" in out.read_text("utf-8")
    assert ID_CARD not in out.read_text("utf-8")
