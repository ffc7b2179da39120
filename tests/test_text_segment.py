"""Words, bigrams and characters of folded text."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danghe.text import dictionary
from danghe.text.normalise import fold
from danghe.text.segment import BACKENDS, Segmenter, bigrams, characters, segmenter_for

USER_WORDS = (
    "随访率",
    "社会抚养费",
    "一孩生育登记薄",
    "B超单",
    "药具",
    "工作",
    "计划生育服务证",
    "的",
)

PAPER = """望湖街道办事处关于二○○七年三月六日药具发放情况的报告
区人口和计划生育局：
    根据《关于进一步加强流动人口计划生育服务管理工作的通知》（柳政发〔2023〕5号）精神，我街道
于2023年第一季度组织各社区开展了“三查四术”随访。截至3月31日，应随访1,208人，实随访1,190人，
随访率达98.5%，比去年同期提高0.62个百分点；免费发放避孕药具３６０盒，建立登记薄12本、台帐8本。
一、主要做法
（一）摸清底数。网格员逐户核对户口簿、结婚证、《流动人口婚育证明》，对B超检查、放臵宫内节育器的
育龄妇女做到底数清、情况明；社会\n抚养费逾期未缴的，依法移交。
（二）加强培训。2月14日－15日举办药具管理员培训班，邀请市药具站讲师授课，参训率100％。
二、存在问题：个别社区工作薄弱，c++软件录入不及时，
e-mail: yaoju@wanghu.example，电话（0000）123-4567。
附件：1．药具人数报表  2．随访记录簿   3．《服务对象满意度调查表》（A4/B5 共3页）
"""


@cache
def segmenter(backend: str) -> Segmenter:
    return Segmenter(USER_WORDS, backend)


needs_rjieba = pytest.mark.skipif(not find_spec("rjieba"), reason="rjieba has no wheel here")


@needs_rjieba
def it_cuts_a_paper_alike_with_both_backends() -> None:
    text = fold(PAPER)
    assert segmenter("rjieba").words(text) == segmenter("jieba").words(text)
    assert segmenter("rjieba").cut(text) == segmenter("jieba").cut(text)


@needs_rjieba
@settings(max_examples=200)
@given(
    st.text(
        st.sampled_from(PAPER + "㐀鿿𠀀がéABC#&_*^²½ก\u0301\u200b") | st.characters(), max_size=40
    )
)
def it_cuts_anything_alike_with_both_backends(text: str) -> None:
    folded = fold(text)
    assert segmenter("rjieba").words(folded) == segmenter("jieba").words(folded)
    assert segmenter("rjieba").cut(folded) == segmenter("jieba").cut(folded)


@needs_rjieba
def it_gives_both_backends_one_version() -> None:
    assert segmenter("rjieba").version == segmenter("jieba").version


def it_changes_version_with_the_user_words_but_not_with_their_order() -> None:
    assert Segmenter(("药具",)).version != Segmenter().version
    assert Segmenter(("药具", "登记薄")).version == Segmenter(("登记簿", "药具", "药具")).version


def it_keeps_user_words_whole_and_gives_the_words_in_them() -> None:
    words = segmenter_for(USER_WORDS).words(fold("收取社会抚养费，随访率达98%"))
    assert {"社会抚养费", "社会", "抚养", "随访率"} <= set(words)


def it_knows_the_dictionary_in_its_folded_writing() -> None:
    words = segmenter_for(()).words(fold("极薄弱，B超，帐篷"))
    assert words == ["极", fold("薄弱"), "b超", fold("帐篷")]


def it_drops_punctuation_and_white_space() -> None:
    assert segmenter_for(()).words(fold("报告，《通知》 —— 。\n98%")) == ["报告", "通知", "98"]
    assert segmenter_for(()).words("") == []


def it_does_not_cut_inside_latin_words_and_numbers() -> None:
    assert segmenter_for(()).cut(fold("共2023份 Word文件")) == ["共", "2023", "份", "word", "文件"]


def it_is_built_once_per_process() -> None:
    assert segmenter_for(("药具",)) is segmenter_for(("药具",))


@pytest.mark.parametrize("backend", BACKENDS)
def it_keeps_the_words_of_one_segmenter_from_another(backend: str) -> None:
    pytest.importorskip(backend)
    text = fold("收取社会抚养费")
    plain = Segmenter((), backend).cut(text)
    taught = Segmenter(("社会抚养费",), backend).cut(text)
    assert "社会抚养费" in taught
    assert "社会抚养费" not in plain
    assert Segmenter((), backend).cut(text) == plain


def it_makes_the_table_that_jieba_makes(tmp_path: Path) -> None:
    jieba = pytest.importorskip("jieba")
    lines = "药具 3 n\n药具站 2 n\n抚养费 5 n\n抚养 7 v\n的 9 uj\n药具 4 n\n"
    file = tmp_path / "dict.txt"
    file.write_text(lines, "utf-8")
    with file.open("rb") as stream:
        assert dictionary.with_prefixes(lines) == jieba.Tokenizer().gen_pfdict(stream)


def it_refuses_an_unknown_backend() -> None:
    with pytest.raises(ValueError, match="nosuch"):
        Segmenter(backend="nosuch")


def it_loads_jieba_without_a_word_and_without_a_shared_cache(tmp_path: Path) -> None:
    code = "from danghe.text.segment import Segmenter; print(Segmenter((), 'jieba').words('人口'))"
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", code],
        env={"TMPDIR": str(tmp_path), "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout == "['人口']\n"
    assert not list(tmp_path.iterdir())


def it_ships_the_folded_words_that_the_dictionary_asks_for() -> None:
    words = dictionary.parse(dictionary.jieba_dictionary().read_text("utf-8").splitlines())
    assert dict(dictionary.folded_words()) == dictionary.words_changed_by_folding(words)


@pytest.mark.parametrize(
    ("folded", "pairs"),
    [
        ("社会抚养", ["社会", "会抚", "抚养"]),
        ("foo 药", ["fo", "oo", "o␣", "␣药"]),
        ("，。", ["，。"]),
        ("药", []),
        ("", []),
    ],
)
def it_pairs_neighbours(folded: str, pairs: list[str]) -> None:
    assert bigrams(folded) == pairs


@given(st.text(max_size=30).map(fold), st.data())
def it_finds_the_bigrams_of_any_part_in_the_whole(folded: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(folded)))
    end = data.draw(st.integers(start, len(folded)))
    part, whole = bigrams(folded[start:end]), bigrams(folded)
    assert whole[start : start + len(part)] == part
    assert not any(character.isspace() for pair in whole for character in pair)


def it_lists_characters_once() -> None:
    assert characters(fold("药具 and 药 店")) == ["药", "具", "a", "n", "d", "店"]
