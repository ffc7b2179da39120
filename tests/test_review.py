"""Deciding by hand: the review in both modes, reopening, undoing, and what the log keeps."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from danghe.archive import Archive
from danghe.catalogue.sqlite import WriterLock
from danghe.cli import cli
from danghe.commands.keys import Keys
from danghe.errors import UsageError
from danghe.model import FiledRecord

Review = Callable[..., str]

DUTY = "桂湾社区2023年{month}月活动室值日安排\n{month}月由下列人员值日，负责开门关灯。\n{rest}"
PAPERS = {
    "值日/1月.txt": DUTY.format(
        month=1, rest="王某 电话13812345678 \x1b[2J\n桂湾社区居委会\n2023年1月3日\n"
    ),
    "值日/2月.txt": DUTY.format(month=2, rest="李某、赵某\n桂湾社区居委会\n2023年2月3日\n"),
    "值日/3月.txt": DUTY.format(month=3, rest="钱某、孙某\n桂湾社区居委会\n2023年3月3日\n"),
    "杂/停车.txt": "关于规范院内停车秩序的通知\n各科室：请把车辆停在划线以内。\n"
    "柳塘街道办事处\n2022年11月2日\n",
    "药具/制度.txt": "药具管理制度\n一、专人负责药具管理。\n二、账卡相符。\n"
    "柳塘街道办事处\n2023年3月1日\n",
}
BOX, OTHER_BOX = "community.contraceptives.1", "community.contraceptives.2"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    for name, text in PAPERS.items():
        path = tmp_path / "papers" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    with Archive.create(tmp_path / "archive", who="档案员") as created:
        list(created.import_([tmp_path / "papers"], jobs=1))
        yield created


@pytest.fixture
def run(archive: Archive) -> Callable[..., Result]:
    def call(*args: object, answers: str = "", code: int = 0) -> Result:
        env = {"DANGHE_ARCHIVE": str(archive.directory), "DANGHE_LANG": "zh", "COLUMNS": "80"}
        result = CliRunner(env=env).invoke(cli, [str(arg) for arg in args], input=answers)
        assert result.exit_code == code, result.output + repr(result.exception)
        return result

    return call


@pytest.fixture
def review(run: Callable[..., Result]) -> Review:
    def call(*answers: str, options: tuple[object, ...] = ("--who", "章明")) -> str:
        return run("review", *options, answers="".join(f"{one}\n" for one in answers)).output

    return call


def one(archive: Archive, name: str) -> FiledRecord:
    (found,) = [filed for filed in archive.filed() if filed.path.endswith(name)]
    return found


def boxes(archive: Archive) -> dict[str, str | None]:
    return {Path(filed.path).name: filed.filing.box_id for filed in archive.filed()}


def it_queues_what_was_left_open_with_alike_papers_together(archive: Archive) -> None:
    names = [Path(filed.path).name for filed in archive.queue()]
    assert names == ["1月.txt", "2月.txt", "3月.txt", "停车.txt"]


def it_files_into_the_box_whose_number_is_pressed(archive: Archive, review: Review) -> None:
    first = archive.queue()[0]
    wanted = archive.considered(first)[1]
    shown = review("2", "q")
    filing = archive.record(first.record.id).filing
    assert (filing.box_id, filing.item_ids) == (wanted.box_id, wanted.item_ids)
    assert (filing.decided_by, filing.confidence) == ("章明", 1.0)
    assert "归盒 1 件，不归盒 0 件，跳过 0 件，还剩 3 件" in shown


def it_keeps_every_answer_given_before_the_input_ends(archive: Archive, review: Review) -> None:
    shown = review("n", "s", "n")
    assert "归盒 0 件，不归盒 2 件，跳过 1 件，还剩 2 件" in shown
    assert len(archive.queue()) == 2


def it_shows_the_paper_its_candidates_and_why(archive: Archive, review: Review) -> None:
    first = archive.queue()[0]
    shown = review("q")
    assert "桂湾社区2023年1月活动室值日安排" in shown
    assert "负责开门关灯" in shown
    assert "单位 桂湾社区" in shown
    assert "期间 2023-01" in shown
    assert first.path in shown
    for number, candidate in enumerate(archive.considered(first), 1):
        label = archive.norms.box_places[candidate.box_id][2].label
        assert f"{number}  {label}" in shown


def it_gives_reasons_for_each_candidate_not_for_the_best_alone(archive: Archive) -> None:
    found = archive.considered(one(archive, "制度.txt"))
    assert len(found) == 3
    assert found[0].box_id == "street.contraceptives.1"
    for candidate in found[:2]:
        label = archive.norms.box_places[candidate.box_id][2].label
        assert candidate.reasons
        assert all(reason.note.values["box"] == label for reason in candidate.reasons)


def it_hides_personal_numbers_and_what_would_steer_the_terminal(review: Review) -> None:
    for shown in (review("q"), review("p", "q")):
        assert "138****5678" in shown
        assert "13812345678" not in shown
        assert "\x1b[2J" not in shown


def it_takes_a_paper_that_belongs_to_no_box_out_of_the_queue(
    archive: Archive, review: Review, run: Callable[..., Result]
) -> None:
    review("s", "s", "s", "n")
    parking = one(archive, "停车.txt")
    assert (parking.filing.box_id, parking.filing.boxless) == (None, True)
    assert parking.record.id not in {filed.record.id for filed in archive.queue()}
    assert "不归任何盒" in run("show", parking.record.id).output
    status = json.loads(run("status", "--json").output)
    assert (status["records"], status["filed"], status["no_box"]) == (5, 1, 1)
    rows = json.loads(run("boxes", "--json").output)
    assert [row["records"] for row in rows if row.get("no_box")] == [1]


def it_does_not_let_a_check_take_such_a_paper_for_possible_evidence(archive: Archive) -> None:
    def said() -> set[str]:
        found = archive.check("柳塘街道", 2022, level="street").not_checked
        return {one.why.key for one in found}

    assert "check.why.unfiled" in said()
    archive.assign(one(archive, "停车.txt").record.id, None, no_box=True)
    assert "check.why.unfiled" not in said()


def it_applies_an_answer_to_alike_papers_each_with_its_own_period(
    archive: Archive, review: Review
) -> None:
    shown = review("b", BOX, "0", "a", "y", "q")
    assert "另有 2 件与它相似" in shown
    assert boxes(archive) | {"制度.txt": None} == {
        "1月.txt": BOX, "2月.txt": BOX, "3月.txt": BOX, "停车.txt": None, "制度.txt": None,
    }  # fmt: skip
    periods = [one(archive, f"{month}月.txt").filing.period for month in (1, 2, 3)]
    assert periods == ["2023-01", "2023-02", "2023-03"]
    assert "归盒 3 件，不归盒 0 件，跳过 0 件，还剩 1 件" in shown


def it_holds_no_papers_for_alike_whose_units_are_of_different_levels(
    archive: Archive, tmp_path: Path
) -> None:
    first = one(archive, "1月.txt").record.id
    former = [Path(filed.path).name for filed in archive.alike(first)]
    for name in ("柳塘街道", "红星社区"):
        text = f"{name}2023年5月活动室值日安排\n5月由下列人员值日。\n{name}\n2023年5月3日\n"
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
        list(archive.import_([tmp_path / f"{name}.txt"], jobs=1, unit=name))
    names = {Path(filed.path).name for filed in archive.alike(first)}
    assert names == {*former, "红星社区.txt"}
    assert sorted(former) == ["2月.txt", "3月.txt"]


def it_seeks_boxes_of_the_level_that_a_corrected_unit_has(archive: Archive) -> None:
    parking = one(archive, "停车.txt")
    corrected = archive.corrected(parking, unit="红星社区居民委员会")
    levels = {archive.norms.box_places[c.box_id][0].id for c in archive.considered(corrected)}
    assert levels == {"community"}
    assert archive.record(parking.record.id).filing == parking.filing


def it_applies_nothing_without_a_yes(archive: Archive, review: Review) -> None:
    review("n", "a", "x", "q")
    assert len(archive.queue()) == 3


def it_takes_the_last_answer_back_and_shows_its_record_again(
    archive: Archive, review: Review
) -> None:
    before = {filed.record.id: filed.filing for filed in archive.filed()}
    shown = review("u", "n", "a", "y", "u", "u", "s", "q")
    assert "这次还没有可撤销的" in shown
    assert {filed.record.id: filed.filing for filed in archive.filed()} == before
    assert "不归盒 0 件，跳过 1 件，还剩 4 件" in shown


def it_never_takes_back_what_was_decided_before_the_session(
    archive: Archive, review: Review
) -> None:
    parking = one(archive, "停车.txt").record.id
    archive.assign(parking, None, no_box=True)
    review("u", "q")
    assert archive.record(parking).filing.boxless


def it_corrects_unit_and_year_with_the_answer(archive: Archive, review: Review) -> None:
    review("y", "不知道", "y", "2022-Q4", "o", "红星社区居民委员会", "y", "b", BOX, "1 2", "q")
    filing = one(archive, "1月.txt").filing
    box = archive.norms.box_places[BOX][2]
    assert (filing.year, filing.period) == (2022, "2022-Q4")
    assert filing.unit == archive.unit_named("红星社区居民委员会").name
    assert filing.item_ids == tuple(item.id for item in box.items[:2])


def it_saves_no_correction_without_an_answer(archive: Archive, review: Review) -> None:
    before = one(archive, "1月.txt").filing
    review("y", "2021", "s", "q")
    assert one(archive, "1月.txt").filing == before


def it_finds_a_box_by_words_of_its_name_section_and_level(archive: Archive, review: Review) -> None:
    shown = review("b", "没有这种盒", "药具 社区 盒", "1", "0", "q")
    assert "没有与“没有这种盒”相符的" in shown
    box_id = one(archive, "1月.txt").filing.box_id
    assert box_id is not None
    assert box_id.startswith("community.contraceptives.")


def it_goes_on_after_a_key_that_means_nothing(review: Review) -> None:
    shown = review("z", "", "9", "a", "Ｑ")
    assert shown.count("没有这个键") == 3
    assert "还没有可以比照的决定" in shown


def it_takes_only_what_unit_year_and_section_ask_for(archive: Archive) -> None:
    assert [Path(one.path).name for one in archive.queue("柳塘街道")] == ["停车.txt"]
    assert [Path(one.path).name for one in archive.queue(year=2022)] == ["停车.txt"]
    assert archive.queue(section="没有这一节") == ()
    candidate = archive.queue()[0].filing.candidates[0].box_id
    section = archive.norms.box_places[candidate][1]
    for asked in (section.id, section.name):
        assert archive.queue()[0] in archive.queue(section=asked)


def it_reviews_filings_of_little_confidence_on_request(archive: Archive, review: Review) -> None:
    sure = one(archive, "制度.txt")
    below = sure.filing.confidence + 0.001
    assert sure in archive.queue(below=min(1.0, below))
    assert sure not in archive.queue(below=sure.filing.confidence)
    shown = review("1", "q", options=("--all-below", below, "--unit", "柳塘街道", "--year", 2023))
    assert "现在在此盒" in shown
    assert one(archive, "制度.txt").filing.decided_by != "rules"
    assert archive.queue(below=1.0, unit="柳塘街道", year=2023) == ()


def it_says_that_nothing_is_left(archive: Archive, review: Review) -> None:
    for filed in archive.queue():
        archive.assign(filed.record.id, None, no_box=True)
    assert "没有待审定的文件" in review()


def it_stops_after_the_limit_and_counts_what_is_left(review: Review) -> None:
    shown = review("s", "s", options=("--limit", 2))
    assert "跳过 2 件，还剩 4 件" in shown


def it_shows_the_whole_text_page_by_page(tmp_path: Path, archive: Archive, review: Review) -> None:
    lines = "".join(f"第{number}条内容。\n" for number in range(1, 90))
    (tmp_path / "长.txt").write_text(f"关于院内停车位编号的说明\n{lines}", "utf-8")
    list(archive.import_([tmp_path / "长.txt"], jobs=1))
    place = [Path(filed.path).name for filed in archive.queue()].index("长.txt")
    shown = review(*["s"] * place, "p", "", "x", "q")
    assert "第40条内容" in shown
    assert "第80条内容" not in shown
    assert "第80条内容" in review(*["s"] * place, "p", *[""] * 10, "q")


# --- the index and other processes ---


def it_lets_the_index_know_of_each_decision(archive: Archive, review: Review) -> None:
    id = one(archive, "停车.txt").record.id
    archive.assign(id, "street.contraceptives.2")
    assert [hit.record for hit in archive.search("停车 盒:药具培训盒").hits] == [id]
    archive.undo()
    assert archive.search("停车 盒:药具培训盒").total == 0
    assert archive.search("停车").total == 1


def it_decides_while_an_import_runs_and_indexes_it_later(archive: Archive) -> None:
    id = one(archive, "停车.txt").record.id
    with WriterLock(archive.directory / "lock.db"):
        archive.assign(id, "street.contraceptives.2")
        archive.reopen([id])
        archive.undo()
    assert archive.record(id).filing.box_id == "street.contraceptives.2"
    assert archive.catalogue.pending_index() == (id,)
    archive.assign(one(archive, "1月.txt").record.id, BOX)
    assert [hit.record for hit in archive.search("停车 盒:药具培训盒").hits] == [id]


def it_never_files_by_rule_what_a_person_reopened(archive: Archive, tmp_path: Path) -> None:
    source = tmp_path / "papers" / "药具" / "制度.txt"
    former = one(archive, "制度.txt")
    archive.reopen([former.record.id])
    text = source.read_text("utf-8")
    for content in ("别的内容，与前面的不同，足有十个字以上。", text):
        source.write_text(content, "utf-8")
        list(archive.import_([source], jobs=1))
    filing = one(archive, "制度.txt").filing
    assert (filing.box_id, filing.decided_by) == (None, "档案员")
    assert filing.candidates == former.filing.candidates
    assert archive.undo().changes[0].filing.box_id == former.filing.box_id


# --- assign, reopen, undo as commands ---


def it_assigns_several_at_once_and_takes_them_back_at_once(
    archive: Archive, run: Callable[..., Result]
) -> None:
    ids = [filed.record.id for filed in archive.queue()[:3]]
    assert run("assign", *ids, BOX, "--who", "章明").output.count(" → ") == 3
    assert {archive.record(id).filing.box_id for id in ids} == {BOX}
    shown = run("undo").output
    assert "章明的归盒" in shown
    assert shown.count("药具文件盒 → 未归盒") == 3
    assert len(archive.queue()) == 4


def it_assigns_all_of_them_or_none(archive: Archive, run: Callable[..., Result]) -> None:
    id = archive.queue()[0].record.id
    run("assign", id, "nothing-1", BOX, code=2)
    assert archive.record(id).filing.is_open
    assert "没有可以撤销的人工决定" in run("undo", code=2).output


def it_says_by_a_word_that_no_box_takes_a_record(
    archive: Archive, run: Callable[..., Result]
) -> None:
    id = archive.queue()[0].record.id
    run("assign", id, "none")
    assert archive.record(id).filing.boxless
    run("assign", id, "-")
    assert archive.record(id).filing.is_open


def it_reopens_and_refuses_what_is_open(archive: Archive, run: Callable[..., Result]) -> None:
    id = one(archive, "制度.txt").record.id
    assert "药具文件盒 · 药具制度 → 未归盒" in run("reopen", id, "--who", "章明").output
    assert archive.record(id) in archive.queue()
    run("reopen", id, code=2)
    assert "未归盒 → 药具文件盒 · 药具制度" in run("undo", 5).output
    assert archive.record(id).filing.decided_by == "rules"


def it_refuses_a_period_that_is_none_or_of_another_year(
    archive: Archive, run: Callable[..., Result]
) -> None:
    id = one(archive, "2月.txt").record.id
    run("assign", id, BOX, "--period", "2023年", code=2)
    run("assign", id, BOX, "--period", "2023-05", "--year", 2022, code=2)
    run("assign", id, BOX, "--year", 2023)
    assert archive.record(id).filing.period == "2023-02"
    run("assign", id, BOX, "--year", 2021)
    assert archive.record(id).filing.period == "2021"


def it_keeps_why_the_other_fields_were_decided_as_they_were(archive: Archive) -> None:
    filed = one(archive, "1月.txt")
    filing = archive.assign(filed.record.id, BOX, unit="红星社区居民委员会")
    about = [reason.about for reason in filing.reasons if reason.where == "person"]
    assert sorted(about) == ["box", "unit"]
    kept = [reason for reason in filed.filing.reasons if reason.about in ("title", "year", "date")]
    assert kept
    assert [reason for reason in filing.reasons if reason in kept] == kept


# --- the audit log ---


def it_logs_who_decided_what_from_what_to_what(
    archive: Archive, review: Review, run: Callable[..., Result]
) -> None:
    id = archive.queue()[0].record.id
    item = archive.norms.box_places[BOX][2].items[0]
    review("y", "2022", "b", BOX, "1", "a", "y", "u", "q")
    events = [entry.event for entry in archive.log(5)]
    assert events[:5] == ["undo", "undo", "apply", "apply", "review"]
    entry = archive.log(1, id)[0]
    assert (entry.who, entry.event) == ("章明", "review")
    assert entry.detail["record"] == id
    before, after = entry.detail["from"], entry.detail["to"]
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    assert before == {
        "box_id": None, "items": [], "unit": "桂湾社区", "year": 2023, "period": "2023-01",
        "by": "rules",
    }  # fmt: skip
    assert after == {
        "box_id": BOX, "items": [item.id], "unit": "桂湾社区", "year": 2022, "period": "2022",
        "by": "章明",
    }  # fmt: skip
    applied = next(entry for entry in archive.log(5) if entry.event == "apply")
    assert applied.detail["like"] == id
    undone = archive.log(1)[0]
    assert (undone.detail["undone"], undone.detail["decided_by"]) == ("apply", "章明")
    shown = run("log", "--record", id).output
    assert f"审定  {id}  未归盒 → 药具文件盒 · {item.name}；年度 2023 → 2022" in shown


def it_tells_the_history_of_one_record_only(archive: Archive, run: Callable[..., Result]) -> None:
    id, other = (filed.record.id for filed in archive.queue()[:2])
    archive.assign(id, BOX)
    archive.assign(other, BOX)
    lines = run("log", "--record", id, "--json").output.splitlines()
    entries = [json.loads(line) for line in lines]
    assert entries[0]["event"] == "assign"
    assert "file" in [entry["event"] for entry in entries]
    assert other not in "".join(lines)
    run("log", "--record", "nothing-1", code=2)


def it_does_not_let_a_person_sign_as_the_rules(archive: Archive) -> None:
    archive.catalogue.who = "rules"
    with pytest.raises(UsageError):
        archive.assign(archive.queue()[0].record.id, BOX)
    assert len(archive.queue()) == 4


# --- one key at a time ---


def it_reads_keys_as_people_press_them(capsys: pytest.CaptureFixture[str]) -> None:
    pressed = iter(["\x1b[A", "ｓ", "N", "\r", "１", "q\x03"])
    keys = Keys(one_key=True, getchar=lambda: next(pressed))
    assert [keys.key() for _ in range(4)] == ["s", "n", "\n", "1"]
    with pytest.raises(KeyboardInterrupt):
        keys.key()


@pytest.fixture
def terminal(archive: Archive) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    pty = pytest.importorskip("pty")
    outer, inner = pty.openpty()
    called = [sys.executable, "-m", "danghe", "review", "--archive", str(archive.directory)]
    env = os.environ | {"DANGHE_LANG": "zh", "TERM": "dumb", "PYTHONUTF8": "1"}
    process = subprocess.Popen(
        called, stdin=inner, stdout=inner, stderr=inner, env=env, start_new_session=True
    )
    os.close(inner)
    LEFT.pop(outer, None)
    yield process, outer
    process.kill()
    process.wait()
    os.close(outer)


LEFT: dict[int, bytes] = {}
"""What a terminal said after that which was waited for."""


def read_until(outer: int, wanted: str, seconds: float = 60) -> str:
    import select

    seen, end = LEFT.pop(outer, b""), time.monotonic() + seconds
    while time.monotonic() < end:
        before, found, after = seen.partition(wanted.encode())
        if found:
            LEFT[outer] = after
            return (before + found).decode(errors="replace")
        if select.select([outer], [], [], 0.2)[0]:
            try:
                seen += os.read(outer, 65536)
            except OSError:
                break
    raise AssertionError(f"{wanted!r} not in {seen.decode(errors='replace')!r}")


def press(outer: int, keys: str) -> None:
    """Type once the terminal waits for it: it drops what comes before it takes single keys."""
    import termios

    end = time.monotonic() + 60
    while bool(termios.tcgetattr(outer)[3] & termios.ICANON) is not keys.endswith("\n"):
        assert time.monotonic() < end
        time.sleep(0.02)
    os.write(outer, keys.encode())


def it_takes_single_keys_on_a_terminal_and_leaves_at_ctrl_c(
    archive: Archive, terminal: tuple[subprocess.Popen[bytes], int]
) -> None:
    process, outer = terminal
    read_until(outer, "q 退出\r\n> ")
    press(outer, "n")
    read_until(outer, "第 2 件，共 4 件")
    read_until(outer, "q 退出\r\n> ")
    press(outer, "b")
    read_until(outer, "回车放弃）：")
    press(outer, f"{BOX}\n")
    read_until(outer, "表示不定）：")
    press(outer, "0\n")
    read_until(outer, "q 退出\r\n> ")
    press(outer, "\x03")
    assert "归盒 1 件，不归盒 1 件，跳过 0 件，还剩 2 件" in read_until(outer, "还剩 2 件")
    assert process.wait(20) == 0
    assert [one(archive, f"{n}月.txt").filing.boxless for n in (1, 2)] == [True, False]
    assert boxes(archive)["2月.txt"] == BOX


def it_tells_the_queue_in_short_as_it_is_in_full(archive: Archive) -> None:
    in_full = [one.record.id for one in archive.queue()]
    assert [one.record for one in archive.waiting()] == in_full
    assert len(in_full) > 2
    first = archive.waiting()[0]
    known = archive.record(first.record)
    assert (first.title, first.unit) == (known.record.title, known.filing.unit)
    assert [one.record for one in archive.waiting(year=2022)] == [
        one.record.id for one in archive.queue(year=2022)
    ]


def it_looks_for_papers_alike_among_those_that_it_is_given(archive: Archive) -> None:
    for one in archive.waiting():
        everywhere = {other.record.id for other in archive.alike(one.record)}
        among = archive.waiting()[:2]
        found = {other.record.id for other in archive.alike(one.record, among)}
        assert found == everywhere & {other.record for other in among}
