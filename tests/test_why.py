"""Why a paper is filed as it is: what was weighed, told so that an archivist can check it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from danghe.classify import Context, divide, explain, second_look
from danghe.classify.boxes import evidence
from danghe.classify.filing import classify, decide
from danghe.classify.neighbours import Neighbours
from danghe.classify.paper import paper_of
from danghe.cli import cli
from danghe.model import Block, BlockKind, Document, FiledRecord
from danghe.schemas import load

Run = Callable[..., Result]

RULES = "药具管理制度\n一、专人负责药具管理。\n二、账卡相符。\n柳塘街道办事处\n2023年3月1日\n"
REACTIONS = (
    "桂湾社区2023年第一季度药具不良反应表\n填报单位：桂湾社区居委会\n"
    "姓名 王某 身份证号 11010519491231002X\n2023年3月30日\n"
)
NOWHOSE = "药具管理制度\n一、专人负责药具管理。\n二、账卡相符。\n2023年3月1日\n"
FIRE = "关于开展冬季防火检查的通知\n各社区：请按时检查灭火器。\n柳塘街道办事处\n2023年11月2日\n"
PAPERS = {
    "街道/制度.txt": RULES,
    "桂湾/报表.txt": REACTIONS,
    "杂/无名.txt": NOWHOSE,
    "杂/消防.txt": FIRE,
}


def document(text: str, *tables: tuple[tuple[str, ...], ...]) -> Document:
    lines = [Block(BlockKind.PARAGRAPH, line) for line in text.split("\n") if line.strip()]
    return Document((*lines, *map(Block.table, tables)), "txt")


def filed(text: str, path: str = "a.txt", number: int = 1) -> FiledRecord:
    paper = document(text)
    return classify(paper, divide(paper)[0], f"0-{number}", "0", 1, load(), Context(path))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def call(*args: object, code: int = 0, lang: str = "zh") -> Result:
        env = {"DANGHE_ARCHIVE": str(tmp_path / "archive"), "DANGHE_LANG": lang}
        result = CliRunner(env=env).invoke(cli, [str(arg) for arg in args])
        assert result.exit_code == code, result.output + repr(result.exception)
        return result

    return call


@pytest.fixture
def records(run: Run, tmp_path: Path) -> dict[str, str]:
    for name, text in PAPERS.items():
        path = tmp_path / "papers" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    report = tmp_path / "report.jsonl"
    run("import", tmp_path / "papers", "--jobs", 1, "--report", report)
    lines = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
    return {Path(line["path"]).name: line["records"][0]["id"] for line in lines}


def why(run: Run, record: str, *args: object) -> dict[str, object]:
    told = json.loads(run("why", record, "--json", *args).stdout)
    assert isinstance(told, dict)
    return told


# --- the numbers ---


@given(
    st.lists(
        st.sampled_from(
            "药具 管理 制度 培训 通知 2023年 流动人口 康检 登记表 妇科病 普查 应检人数 实检人数 "
            "授课 教案 目标责任书 计划生育 信访 报表 柳塘街道办事处 桂湾社区 随访 消防 \n".split(
                " "
            )
        ),
        min_size=1,
        max_size=14,
    )
)
def it_lets_the_evidence_of_every_box_add_up_to_its_score(words: list[str]) -> None:
    paper = document("".join(words))
    looked_at = paper_of(paper, 0, len(paper.text))
    around = Neighbours((("street.contraceptives", 0.5),))
    context = Context("药具/a.txt", around=around)
    decision = decide(looked_at, divide(paper)[0], load(), context)
    for fit in decision.ranked:
        lines = evidence(fit, decision.zones)
        assert sum(line.weight for line in lines) == pytest.approx(fit.score)
        assert all(line.weight for line in lines)


def it_decides_again_exactly_as_when_it_was_filed() -> None:
    one = filed(RULES)
    told = explain(one, document(RULES), load())
    assert told.exact
    assert told.same
    assert told.box_id == one.filing.box_id == "street.contraceptives.1"
    assert [round(box.score, 3) for box in told.weighed] == [
        candidate.score for candidate in one.filing.candidates
    ]


def it_says_when_the_decision_would_be_another_today() -> None:
    one = filed(RULES)
    told = explain(one, document(FIRE), load())
    assert not told.same
    assert not told.exact
    assert told.box_id is None


# --- neighbours ---


def it_files_a_bare_form_with_the_papers_of_its_folder_and_says_so() -> None:
    letter = "辞职申请书\n因随子女外出居住，申请辞去工作，请批准。\n柳塘街道办事处\n2023年5月4日\n"
    others = [
        "村级人口计生管理员辞职申请书\n柳塘街道办事处\n2023年5月2日\n",
        "村级人口计生管理员辞退情况\n柳塘街道办事处\n2023年6月2日\n",
        "柳塘街道村级人口计生管理员分流名单\n柳塘街道办事处\n2023年7月2日\n",
    ]
    texts = [*others, letter]
    alone = filed(letter, "杂/信.txt")
    batch = [filed(text, f"人事/离任/{n}.txt", n) for n, text in enumerate(texts)]
    *_, settled = second_look(
        batch, (), lambda one: document(texts[int(one.record.id[2:])]), load()
    )
    assert settled.candidates[0].box_id == "street.personnel.2"
    assert settled.candidates[0].score > alone.filing.candidates[0].score
    told = explain(FiledRecord(batch[-1].record, settled, batch[-1].path), document(letter), load())
    assert told.exact
    assert "neighbours" in [line.evidence.kind for line in told.weighed[0].lines]


@given(
    st.lists(
        st.tuples(
            st.from_regex(r"[a-z]{1,8}(\.[a-z0-9]{1,8}){1,2}", fullmatch=True),
            st.integers(0, 1000).map(lambda n: n / 1000),
        ),
        max_size=6,
    )
)
def it_reads_back_what_it_wrote_of_neighbours(shares: list[tuple[str, float]]) -> None:
    around = Neighbours(tuple(shares))
    assert Neighbours.read(around.written()) == around


# --- the command ---


def it_tells_fields_boxes_words_and_places(run: Run, records: dict[str, str]) -> None:
    shown = run("why", records["制度.txt"]).stdout
    assert "归入：街道 · 药具工作管理规范 · 盒1 · 药具文件盒" in shown
    assert "文种由“制度”看出" in shown
    assert "【药具】管理制度" in shown
    assert "第二名输在：领先" in shown
    assert "由规则决定" in shown


def it_tells_the_same_in_english(run: Run, records: dict[str, str]) -> None:
    shown = run("why", records["制度.txt"], lang="en").stdout
    assert "Why the runner-up lost: a lead of" in shown
    assert "decided by the rules" in shown


def it_gives_the_sums_as_json(run: Run, records: dict[str, str]) -> None:
    told = why(run, records["制度.txt"], "--top", 5)
    candidates = told["candidates"]
    assert isinstance(candidates, list)
    assert len(candidates) == 5
    for candidate in candidates:
        total = sum(line["weight"] for line in candidate["evidence"])
        assert total == pytest.approx(candidate["score"], abs=1e-4)
    assert [c["rank"] for c in candidates] == [1, 2, 3, 4, 5]
    words = [line for line in candidates[0]["evidence"] if line["kind"] == "word"]
    first = words[0]
    assert first["words"]
    assert first["where"] == "title"
    assert first["passages"][0]["word"] in RULES


def it_keeps_the_keys_of_its_json(run: Run, records: dict[str, str]) -> None:
    told = why(run, records["制度.txt"])
    assert list(told) == [
        "record", "title", "path", "box_id", "box", "item_ids", "confidence", "decided_by",
        "decided_at", "fields", "levels", "rules", "candidates", "between", "history",
    ]  # fmt: skip
    fields = told["fields"]
    assert isinstance(fields, list)
    assert [field["field"] for field in fields] == [
        "title", "doctype", "doc_no", "author", "date", "unit", "level", "year", "period",
        "retention",
    ]  # fmt: skip


def it_documents_every_key_of_its_json(run: Run, records: dict[str, str]) -> None:
    page = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
    part = page[page.index("## Why a paper lies") : page.index("## Formats")]
    keys = {key for name in ("制度.txt", "无名.txt") for key in keys_of(why(run, records[name]))}
    assert len(keys) > 40
    assert not {key for key in keys if f"`{key}`" not in part}


def keys_of(value: object) -> set[str]:
    """All keys of a JSON value, at every depth."""
    if isinstance(value, dict):
        return set(value).union(*map(keys_of, value.values()))
    return set().union(*map(keys_of, value)) if isinstance(value, list) else set()


def it_explains_the_lead_by_what_the_runner_up_lacks(run: Run, records: dict[str, str]) -> None:
    told = why(run, records["制度.txt"])
    between, candidates = told["between"], told["candidates"]
    assert isinstance(between, dict)
    assert isinstance(candidates, list)
    assert between["first"] == candidates[0]["box_id"]
    assert between["second"] == candidates[1]["box_id"]
    lead = candidates[0]["score"] - candidates[1]["score"]
    assert between["lead"] == pytest.approx(lead, abs=2e-3)
    assert between["differences"]
    assert all(one["first"] > one["second"] for one in between["differences"])


def it_names_the_rule_and_the_remedy_when_two_levels_tie(run: Run, records: dict[str, str]) -> None:
    told = why(run, records["无名.txt"])
    rules = told["rules"]
    assert isinstance(rules, dict)
    assert told["box_id"] is None
    assert rules["open_by"] == "margin"
    assert rules["needs"]["unit"] is True
    assert rules["needs"]["lead"] > rules["lead"]
    shown = run("why", records["无名.txt"]).stdout
    assert "未归，因为两盒难分" in shown
    assert "知道立档单位就能定" in shown


def it_names_the_score_that_a_weak_paper_lacks(run: Run, records: dict[str, str]) -> None:
    told = why(run, records["消防.txt"])
    rules, candidates = told["rules"], told["candidates"]
    assert isinstance(rules, dict)
    assert isinstance(candidates, list)
    assert rules["open_by"] == "weak"
    assert rules["needs"]["score"] > candidates[0]["score"]
    assert "未归，因为证据不足" in run("why", records["消防.txt"]).stdout


def it_masks_personal_numbers_in_passages(run: Run, records: dict[str, str]) -> None:
    for args in ((), ("--json",)):
        assert "11010519491231002X" not in run("why", records["报表.txt"], *args).stdout


def it_says_who_filed_by_hand_and_what_was_before(run: Run, records: dict[str, str]) -> None:
    record = records["制度.txt"]
    run("assign", record, "street.discipline.4", "--who", "章明")
    shown = run("why", record).stdout
    assert "由章明决定" in shown
    assert "此前：" in shown
    assert "规则自己会归入街道 · 药具工作管理规范 · 盒1 · 药具文件盒" in shown
    told = why(run, record)
    history = told["history"]
    assert isinstance(history, list)
    assert [entry["who"] for entry in history][-1] == told["decided_by"] == "章明"
    assert history[0]["by_rules"]
    assert history[0]["box_id"] == "street.contraceptives.1"


def it_refuses_an_unknown_record(run: Run, records: dict[str, str]) -> None:
    assert "0-9" in run("why", "0-9", code=2).stderr


def it_says_who_answers_for_a_paper_and_where_that_is_printed() -> None:
    one = filed(RULES)
    assert one.record.author == "柳塘街道办事处"
    why = explain(one, document(RULES), load())
    (field,) = (field for field in why.fields if field.name == "author")
    assert field.value == "柳塘街道办事处"
    assert [(told.reason.where, told.passage is not None) for told in field.reasons] == [
        ("signature", True)
    ]


def it_gives_the_retention_of_a_box_only_where_the_norms_give_one(run: Run, tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    text = "石桥村党支部党员大会会议记录\n应到党员：30 实到党员：28\n主持人：甲\n记录人：乙"
    text += "\n2023年3月1日"
    (papers / "a.txt").write_text(text, "utf-8")
    norms = run("schema", "path", "village").output.strip()
    run("import", papers, "--schema", norms, "--report", tmp_path / "report.jsonl")
    (line,) = (tmp_path / "report.jsonl").read_text("utf-8").splitlines()
    (record,) = json.loads(line)["records"]
    assert (record["retention"], record["author"]) == ("永久", None)
    fields = json.loads(run("why", record["id"], "--json").output)["fields"]
    (field,) = (field for field in fields if field["field"] == "retention")
    assert field["value"] == "永久"
    assert "第一节 三 盒1" in field["reasons"][0]["text"]
    assert "永久" in run("show", record["id"]).output
    why = explain(filed(RULES), document(RULES), load())
    (given_none,) = (field for field in why.fields if field.name == "retention")
    assert (given_none.value, given_none.reasons) == (None, ())
