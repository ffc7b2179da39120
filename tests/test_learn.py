"""Learning from confirmed filings: it helps, or it is refused; and filing works without it."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from danghe.archive import Archive
from danghe.classify import THRESHOLD, Context, Span
from danghe.classify.confidence import probability
from danghe.classify.learned import MOST_LIFT, Kind, Learned, kind_of, voted
from danghe.classify.training import example_of
from danghe.cli import cli
from danghe.errors import UsageError
from danghe.model import Block, BlockKind, Document, Outcome
from danghe.schemas import load

UNIT = "望湖街道"
STUBS, FORMS = "street.technology.3", "street.personnel.1"
NAMES = "赵 钱 孙 李 周 吴 郑 王 冯 陈 褚 卫".split()


def stub(number: int) -> str:
    name = NAMES[number % len(NAMES)]
    return (
        f"查环对账单\n第{number}号\n对象：{name}某\n育龄妇女普查，病情：无\n"
        f"望湖街道\n2023年{number % 12 + 1}月3日\n"
    )


def form(number: int) -> str:
    name = NAMES[number % len(NAMES)]
    return (
        f"民主测评表\n被测评人：{name}某\n德能勤绩廉各项打勾，优秀、称职、基本称职。\n"
        f"收回{number}张\n望湖街道\n2023年{number % 12 + 1}月{number % 27 + 1}日\n"
    )


STRANGE = (
    "食堂民主测评表\n菜品口味：好、一般、差\n卫生：好、一般、差\n望湖街道机关食堂\n2023年5月6日\n"
)


def brought(archive: Archive, place: Path, texts: dict[str, str]) -> list[Outcome]:
    place.mkdir()
    for name, text in texts.items():
        (place / name).write_text(text, "utf-8")
    return list(archive.import_([place], jobs=1, unit=UNIT, level="street"))


def box_of(archive: Archive, name: str) -> str | None:
    return next(one.filing.box_id for one in archive.filed() if one.path.endswith(name))


def confirm(archive: Archive, box_for: Callable[[str, int], str]) -> None:
    for number, one in enumerate(list(archive.filed())):
        if "留" not in one.path:
            archive.assign(one.record.id, box_for(Path(one.path).name, number))


def rightly(name: str, number: int) -> str:
    return STUBS if name.startswith("s") else FORMS


def scrambled(name: str, number: int) -> str:
    """Each kind of paper now here, now there, so that what is learned misleads."""
    return ("street.technology.1", "street.contraceptives.2")[number % 2]


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of two kinds of forms whose names the norms do not know."""
    place = tmp_path_factory.mktemp("learn")
    texts = {f"s{n}.txt": stub(n) for n in range(12)}
    texts |= {f"f{n}.txt": form(n) for n in range(12)}
    texts |= {"s留.txt": stub(20), "f留.txt": form(21), "食堂留.txt": STRANGE}
    with Archive.create(place / "archive") as created:
        brought(created, place / "papers", texts)
    return place / "archive"


@pytest.fixture
def archive(imported: Path, tmp_path: Path) -> Iterator[Archive]:
    shutil.copytree(imported, tmp_path / "archive")
    with Archive.open(tmp_path / "archive", who="档案员") as opened:
        yield opened


def it_files_what_the_rules_left_open_once_its_like_is_confirmed(
    archive: Archive, tmp_path: Path
) -> None:
    assert box_of(archive, "s留.txt") is None
    confirm(archive, rightly)
    lesson = archive.learn()
    assert lesson.installed
    assert lesson.confirmed == {STUBS: 12, FORMS: 12}
    assert lesson.together.right > lesson.rules.right
    assert lesson.together.wrong <= lesson.rules.wrong
    assert box_of(archive, "s留.txt") == STUBS
    assert archive.search(f'单位:{UNIT} "查环对账"').total == 13
    brought(archive, tmp_path / "more", {"s新.txt": stub(25)})
    assert box_of(archive, "s新.txt") == STUBS


def it_tells_learned_evidence_beside_that_of_the_rules(archive: Archive) -> None:
    confirm(archive, rightly)
    archive.learn()
    filed = next(one for one in archive.filed() if one.path.endswith("s留.txt"))
    reasons = {r.note.key: r for r in filed.filing.reasons if r.about == "box"}
    learned = reasons["why.box.learned"]
    assert learned.note.values["count"] == "12"
    assert "账单" in learned.note.values["words"]
    assert 0 < learned.weight <= MOST_LIFT
    assert {"why.box.word", "why.box.subject"} & reasons.keys()
    assert filed.filing.decided_by == "rules"


def it_leaves_open_a_paper_that_shares_words_but_not_its_subject(archive: Archive) -> None:
    confirm(archive, rightly)
    archive.learn()
    assert box_of(archive, "食堂留.txt") is None


def it_keeps_what_a_filing_was_before_the_model_changed_it(archive: Archive) -> None:
    confirm(archive, rightly)
    archive.learn()
    id = next(one.record.id for one in archive.filed() if one.path.endswith("s留.txt"))
    assert [filing.box_id for _, filing in archive.catalogue.history(id)] == [None, STUBS]


def it_refuses_a_model_that_files_worse(archive: Archive) -> None:
    confirm(archive, scrambled)
    lesson = archive.learn()
    assert not lesson.installed
    assert archive.taught().learned is None
    assert box_of(archive, "s留.txt") is None


def it_keeps_the_former_model_when_a_new_one_is_refused(archive: Archive) -> None:
    confirm(archive, rightly)
    archive.learn()
    former = archive.taught().learned
    confirm(archive, scrambled)
    assert not archive.learn().installed
    assert archive.taught().learned == former


def it_learns_nothing_from_what_only_the_rules_filed(archive: Archive) -> None:
    with pytest.raises(UsageError) as caught:
        archive.learn()
    assert (caught.value.key, caught.value.values["count"]) == ("learn.few", "0")
    assert "20" in str(caught.value)


def it_learns_which_papers_no_box_takes(archive: Archive) -> None:
    confirm(archive, rightly)
    strange = next(one.record.id for one in archive.filed() if one.path.endswith("食堂留.txt"))
    archive.assign(strange, None)
    assert None not in archive.learn().confirmed
    archive.assign(strange, None, no_box=True)
    assert archive.learn().confirmed[None] == 1


def it_weighs_a_vote_among_the_lines_of_an_explanation(archive: Archive) -> None:
    confirm(archive, rightly)
    archive.learn()
    id = next(one.record.id for one in archive.filed() if one.path.endswith("s留.txt"))
    why = archive.why(id)
    first = why.weighed[0]
    assert (why.same, first.box_id) == (True, STUBS)
    assert "learned" in {line.evidence.kind for line in first.lines}
    assert sum(line.evidence.weight for line in first.lines) == pytest.approx(first.score, abs=0.02)
    code, output = danghe("why", id, "--archive", str(archive.directory))
    assert code == 0
    assert "已确认" in output


def it_forgets_on_request_and_leaves_what_is_filed(archive: Archive, tmp_path: Path) -> None:
    confirm(archive, rightly)
    archive.learn()
    assert archive.unlearn()
    assert not archive.unlearn()
    assert box_of(archive, "s留.txt") == STUBS
    brought(archive, tmp_path / "more", {"s新.txt": stub(25)})
    assert box_of(archive, "s新.txt") is None


def it_ignores_a_model_made_for_other_norms_or_damaged(archive: Archive, tmp_path: Path) -> None:
    confirm(archive, rightly)
    archive.learn()
    path = archive.directory / "model" / "learned.json"
    model = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(model | {"norms_version": "0"}), "utf-8")
    taught = archive.taught()
    assert taught.in_use is None
    assert taught.unused is not None
    assert taught.unused.key == "learn.other_norms"
    brought(archive, tmp_path / "more", {"s新.txt": stub(25)})
    assert box_of(archive, "s新.txt") is None
    for broken in ("{", "[]", json.dumps(model | {"kinds": 5}), json.dumps(model | {"format": 9})):
        path.write_text(broken, "utf-8")
        unused = archive.taught().unused
        assert unused is not None
        assert unused.key == "learn.damaged"


def it_files_and_explains_without_scikit_learn(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm(archive, rightly)
    for name in [*sys.modules, "sklearn"]:
        if name.partition(".")[0] == "sklearn":
            monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(UsageError) as caught:
        archive.learn()
    assert caught.value.key == "learn.missing"
    assert "danghe[learn]" in caught.value.remedy
    brought(archive, tmp_path / "more", {"s新.txt": stub(25)})
    assert box_of(archive, "s新.txt") is None


def it_applies_a_model_without_scikit_learn(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm(archive, rightly)
    archive.learn()
    monkeypatch.setitem(sys.modules, "sklearn", None)
    brought(archive, tmp_path / "more", {"s新.txt": stub(25)})
    assert box_of(archive, "s新.txt") == STUBS


def it_takes_the_boxes_from_a_file(archive: Archive, tmp_path: Path) -> None:
    truth = tmp_path / "truth.jsonl"
    entries = [
        {"path": f"{kind}{n}.txt", "records": [{"box_id": rightly(kind, n)}]}
        for kind in "sf"
        for n in range(12)
    ]
    truth.write_text("\n".join(map(json.dumps, entries)), "utf-8")
    assert archive.learn(truth).installed
    truth.write_text("5\n", "utf-8")
    with pytest.raises(UsageError) as caught:
        archive.learn(truth)
    assert caught.value.key == "learn.truth"


def danghe(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, arguments)
    return result.exit_code, result.output


@pytest.mark.parametrize("language", ["zh", "en"])
def it_reports_the_gain_on_the_command_line(archive: Archive, language: str) -> None:
    confirm(archive, rightly)
    where = ("--archive", str(archive.directory))
    code, output = danghe("--lang", language, "learn", *where)
    assert code == 0
    assert "  12  " in output
    assert ("规则+模型" if language == "zh" else "rules+model") in output
    code, output = danghe("learn", "--status", "--json", *where)
    assert json.loads(output)["in_use"]
    assert danghe("learn", "--remove", *where)[0] == 0
    assert not json.loads(danghe("learn", "--status", "--json", *where)[1])["in_use"]


def it_ends_with_code_1_when_it_refuses(archive: Archive) -> None:
    confirm(archive, scrambled)
    code, output = danghe("learn", "--json", "--archive", str(archive.directory))
    assert code == 1
    assert not json.loads(output)["installed"]


# --- votes ---

WORDS = st.sampled_from(["随访", "药具", "测评", "食堂", "培训"])
WEIGHTS = st.dictionaries(WORDS, st.floats(-1e300, 1e300))
KINDS = st.dictionaries(
    st.sampled_from("abc"),
    st.builds(Kind, st.integers(1, 9), st.floats(-1e300, 1e300), WEIGHTS, st.frozensets(WORDS)),
)


@given(KINDS, st.dictionaries(WORDS, st.floats(0.1, 1.0)), st.dictionaries(WORDS, st.floats(1, 9)))
def it_never_lets_a_vote_alone_file(
    kinds: dict[str, Kind], traits: dict[str, float], rarity: dict[str, float]
) -> None:
    learned = Learned("n", "1", 9, rarity, kinds)
    for vote in learned.votes(traits, "abc").values():
        assert 0 < vote.lift <= MOST_LIFT
        assert probability(vote.lift, vote.lift) < THRESHOLD


@given(KINDS)
def it_says_nothing_of_a_paper_of_whose_words_it_knows_none(kinds: dict[str, Kind]) -> None:
    learned = Learned("n", "1", 9, {"药具": 1.0}, kinds)
    assert learned.votes({"消防": 1.0, "演练": 1.0}, "abc") == {}


def it_votes_for_boxes_of_the_units_level_only() -> None:
    lines = ("药具发放登记表", "姓名 品名 数量 签字")
    document = Document(tuple(Block(BlockKind.PARAGRAPH, line) for line in lines), "txt")
    norms, span = load(), Span(0, len(document.text))
    example = example_of("x", document, span, norms, Context("a.txt"), None)
    kinds = {kind_of(section, box) for _, section, box in norms.boxes()}
    seen = frozenset(example.traits)
    known = {kind: Kind(9, -1.0, dict.fromkeys(seen, -1.0), seen) for kind in kinds}
    place = norms.box_places["employer.contraceptives.4"]
    known[kind_of(place[1], place[2])] = Kind(9, 5.0, dict.fromkeys(seen, 5.0), seen)
    learned = Learned(norms.id, norms.version, 9, dict.fromkeys(seen, 1.0), known)

    def favoured(level: str | None) -> set[str]:
        fits = voted(example.ranked, example.traits, level, learned)
        return {fit.box.id for fit in fits if fit.vote}

    assert favoured("community") == {"community.contraceptives.4"}
    assert favoured(None) == {"community.contraceptives.4", "employer.contraceptives.4"}
    assert favoured("street") == set()


def it_fits_only_the_norms_that_it_was_made_for() -> None:
    norms = load()
    assert Learned(norms.id, norms.version, 9, {}, {}).fits(norms)
    assert not Learned(norms.id, "other", 9, {}, {}).fits(norms)
