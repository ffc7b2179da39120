"""Snippets and the place of the first match, on original text."""

from __future__ import annotations

import time
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from danghe.index import first_match, parse, snippet
from danghe.index.highlight import Snippet
from danghe.index.marks import Mark, marks
from danghe.index.nodes import Query, Words
from danghe.text.normalise import fold
from danghe.text.segment import segmenter_for

TEXT = (
    "望湖街道2023年工作总结\n"
    + "一、基本情况。全年组织各类会议,落实各项任务。" * 8
    + "\n二、社会抚\n养费征收。本季度逾期未缴三户,已送达征收决定书。"
    + "三、其他工作。继续完善各项制度。" * 8
    + "社会抚养费另行报告。"
)


class NoPairs:
    """Of an index without texts."""

    def after(self, character: str) -> str:
        return ""

    def holds(self, pair: str) -> bool:
        return False


def wanted(query: str | Query) -> tuple[Mark, ...]:
    tree = parse(query) if isinstance(query, str) else query
    return marks(tree, segmenter_for(()), NoPairs())


def marked(found: Snippet) -> list[str]:
    return [found.text[start:end] for start, end in found.spans]


def it_shows_the_passage_with_the_most_distinct_terms() -> None:
    found = snippet(TEXT, wanted("社会抚养费 逾期"))
    assert marked(found) == ["社会抚养费", "逾期"]
    assert "已送达" in found.text


def it_shows_the_earliest_of_equal_passages() -> None:
    found = snippet(TEXT, wanted("社会抚养费"), width=40)
    assert found.start < TEXT.index("逾期")


def it_marks_terms_as_they_are_written() -> None:
    found = snippet("關於計劃生育協議書的通知,登記薄ＡＢＣ", wanted("计划生育 登记簿 abc"))
    assert marked(found) == ["計劃生育", "登記薄", "ＡＢＣ"]


def it_mends_line_breaks_inside_terms() -> None:
    assert marked(snippet("缴纳社会抚\n  养费的", wanted("抚养费"))) == ["抚养费"]


def it_marks_neighbouring_and_overlapping_terms_once() -> None:
    found = snippet("社会抚养费征收", wanted("社会抚养 抚养费 征收"))
    assert marked(found) == ["社会抚养费", "征收"]


def it_does_not_mark_what_is_excluded() -> None:
    found = snippet(TEXT, wanted("逾期 -会议 -(总结 OR 任务)"))
    assert marked(found) == ["逾期"]


def it_does_not_mark_the_values_of_fields() -> None:
    assert marked(snippet("望湖街道的通知", wanted("单位:望湖 通知"))) == ["通知"]


def it_marks_a_prefix_to_the_end_of_its_word() -> None:
    found = snippet("编号12023与2023001,2023年", wanted("2023*"))
    assert marked(found) == ["2023001", "2023"]


def it_shows_the_beginning_when_nothing_matches() -> None:
    for query in ("没有的词", "单位:望湖", "*"):
        found = snippet(TEXT, wanted(query), width=12)
        assert found == Snippet("望湖街道2023年工作总…", (), 0)


def it_shows_a_text_shorter_than_the_width_whole() -> None:
    assert snippet("药具培训", wanted("培训")) == Snippet("药具培训", ((2, 4),), 0, 2)


def it_handles_an_empty_text() -> None:
    assert snippet("", wanted("药具")) == Snippet("", (), 0)
    assert first_match("", wanted("药具")) is None


def it_shows_a_term_longer_than_the_width_whole() -> None:
    term = "征收决定书送达回证存根联"
    assert marked(snippet("前" * 100 + term + "后" * 100, wanted(term), width=5)) == [term]


def it_starts_at_a_sentence_where_one_is_near() -> None:
    text = "前面的话很多很多。" * 20 + "本季度逾期未缴三户" + "。后面的话很多很多" * 20
    assert snippet(text, wanted("逾期"), width=40).text.startswith("…本季度逾期")


def it_keeps_control_characters_away_from_the_terminal() -> None:
    found = snippet("药\x1b[31m具\u202e培训\x07", wanted("培训"))
    assert marked(found) == ["培训"]
    assert found.text.isprintable()


def it_finds_the_first_match_of_any_term() -> None:
    assert first_match(TEXT, wanted("逾期 总结")) == TEXT.index("总结")
    assert first_match(TEXT, wanted("社会抚养费")) == TEXT.index("社会抚\n养费")
    assert first_match(TEXT, wanted("没有的词")) is None
    assert first_match(TEXT, wanted("-总结")) is None


def it_is_fast_on_a_megabyte() -> None:
    pick = Random(1)
    text = "".join(pick.choices("工作情况报告 \n,。的一二三ABC", k=1_000_000))
    text = text[:700_000] + "社会 抚养费逾期" + text[700_000:]
    begin = time.perf_counter()
    found = snippet(text, wanted("社会抚养费 逾期 工作 的"))
    assert first_match(text, wanted("社会抚养费")) == 700_000
    assert "社会抚养费" in marked(found)
    assert time.perf_counter() - begin < 3


PARTS = st.text(alphabet="药具ab1 \n\u3000é\u0301ﬁ㎏…計\u200b😀。", max_size=12)


@given(PARTS, PARTS.filter(lambda part: bool(fold(part))), PARTS, st.integers(1, 30))
def it_marks_what_folds_to_the_term_and_nothing_else(
    before: str, term: str, after: str, width: int
) -> None:
    text = before + term + after
    place = first_match(text, wanted(Words(term)))
    found = snippet(text, wanted(Words(term)), width)
    assume(place is not None)
    assert place is not None
    assert place <= len(before) + len(term)
    assert fold(term) in fold(text[place:]) or fold(text[place:])
    for piece in marked(found):
        assert fold(piece)
    assert list(found.spans) == sorted(found.spans)


@given(st.integers(0, 200), st.integers(0, 2**32))
def it_finds_places_across_the_pieces_that_a_long_text_is_folded_in(shift: int, seed: int) -> None:
    pick = Random(seed)
    filler = "".join(pick.choices("药具a b1 \n\u200b\u3000。", k=8300))
    text = filler[: 4000 + shift] + "社会 抚\n养费" + filler[4000 + shift :]
    assert first_match(text, wanted(Words("社会抚养费"))) == 4000 + shift
