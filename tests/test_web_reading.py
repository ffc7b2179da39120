"""How a paper's text looks on a page, and passages that something was judged by."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_web_paper import cell_text, content_of, state
from web_sites import ID_NUMBER, signed_in

from danghe.catalogue import RecordContent
from danghe.model import BlockKind
from danghe.web.looks import has_head, is_figure, look_of
from danghe.web.reading import LONGEST_PART, Part, parts_of, shown
from danghe.web.render import printable
from danghe.web.sought import passage_places


def it_keeps_blanks_of_any_width_and_shows_no_sign_that_hides_or_turns() -> None:
    assert printable("党政办\u3000\u30002022年\xa0") == "党政办\u3000\u30002022年\xa0"
    assert printable("a\u202eb\u200bc\x07") == "a\ufffdb\ufffdc\ufffd"


@pytest.mark.parametrize(
    ("text", "look"),
    [
        ("一、经济运行", "point"),
        ("（二）药具发放", "point"),
        ("第三章 附则", "point"),
        ("一、药具管理有专人负责，账卡相符。", ""),
        ("一是加强领导", ""),
        ("关于举办培训班的 通知", "title"),
        ("日期     带班领导  值班人员     驾驶员", "columns"),
        ("时间：9月10日    地点：三楼", ""),
        ("", ""),
    ],
)
def it_sees_what_a_paragraph_is(text: str, look: str) -> None:
    assert look_of(text, "关于举办培训班的通知") == look


@given(st.text("一二、（）第章 \u3000\t甲。0", max_size=60))
def it_looks_at_any_text(text: str) -> None:
    assert look_of(text, "") in ("", "point", "columns")


def it_tells_figures_and_heads_of_columns() -> None:
    assert all(map(is_figure, ("132", "4.5%", "2023-06-14", "(12)", "-3")))
    assert not any(map(is_figure, ("", "三", "12人", "HPV阳性")))
    assert has_head([["社区", "参检"], ["桂花社区", "132"]])
    assert not has_head([["姓名", "岑某", "年龄", "44"], ["住址", "某处"]])
    assert not has_head([["社区", ""], ["桂花社区", "132"]])
    assert not has_head([["社区", "参检"]])


def it_fills_short_rows_and_cuts_long_tables_at_rows() -> None:
    rows = "社区\t参检\t检出\n桂花社区\t132\t20\n合计\t152"
    (block,) = shown(whole := content_of([(BlockKind.TABLE, rows)]), parts(whole)[0], ())
    assert block.has_head
    assert [cell.columns for cell in block.rows[2]] == [1, 2]
    assert [cell.figure for cell in block.rows[1]] == [False, True, True]
    long = content_of([(BlockKind.TABLE, "\n".join(f"第{n}户\t{n}" for n in range(9000)))])
    stretches = [shown(long, part, ()) for part in parts(long)]
    assert len(stretches) > 5
    texts = ["\t".join(map(cell_text, row)) for (one,) in stretches for row in one.rows]
    assert "\n".join(texts) == long.text
    assert max(sum(map(len, texts[:1])) for _ in stretches) < LONGEST_PART


def parts(content: RecordContent) -> tuple[Part, ...]:
    return parts_of(content, None, None, ())


# --- passages ---


@pytest.mark.parametrize(
    ("text", "passage", "found"),
    [
        ("各社区：参检率\n达到 95%，", "参检率达到95%", ["参检率\n达到 95%"]),
        ("甲乙丙丁戊己", "甲乙…戊己", ["甲乙", "戊己"]),
        ("同前。同前。", "同前", ["同前", "同前"]),
        ("没有这些字", "别的话", []),
        (f"号码{ID_NUMBER}完", "号码110105********002X完", [f"号码{ID_NUMBER}完"]),
        ("甲", "", []),
    ],
)
def it_finds_passages_however_they_are_broken(text: str, passage: str, found: list[str]) -> None:
    if "*" in passage:
        from danghe.text.mask import mask_personal

        passage = mask_personal(text)[: len(passage)]
    assert [text[start:end] for start, end in passage_places(text, passage)] == found


@given(st.text("甲乙 \nab1…", max_size=40), st.text("甲乙 \nab1…*", max_size=12))
def it_finds_places_in_order_that_do_not_overlap(text: str, passage: str) -> None:
    place = 0
    for start, end in passage_places(text, passage):
        assert place <= start < end <= len(text)
        place = end


@given(st.text("甲乙丙丁 \n", min_size=6, max_size=60), st.integers(0, 50), st.integers(3, 20))
def it_finds_every_passage_that_stands_there(text: str, start: int, length: int) -> None:
    passage = text[start : start + length]
    if len(re.sub(r"\s", "", passage)) >= 2:
        assert passage_places(text, passage)


def it_leads_from_evidence_to_the_passage_in_text_and_image(web_archive: Path) -> None:
    with signed_in(web_archive, "查阅员") as reader:
        id = reader.id_of("签到表附后")
        page = reader.get(f"/papers/{id}", page=2, passage="签到表附后，人员到齐。").text
        assert re.search(r'<mark id="hit-1">签到表附后，人员到齐。</mark>', page)
        assert len(re.findall(r'<rect class="found"', page)) == 1
        assert "据此判断的文字 1 处" in page
        assert f"passage={quote('签到表附后，人员到齐。')}" in page
        number = reader.get(f"/papers/{id}", page=2, passage=ID_NUMBER).text
        assert '<rect class="found"' not in number
        searched = reader.get(f"/papers/{id}", page=2, q=ID_NUMBER).text
        assert '<rect class="found"' not in searched


# --- deciding on the page ---


def it_says_that_no_box_takes_a_paper_and_takes_it_back(own_archive: Path) -> None:
    with signed_in(own_archive, "总管") as admin:
        id = admin.id_of("药具管理制度")
        before = admin.get(f"/api/v1/records/{id}").json()
        page = admin.get(f"/papers/{id}").text
        assert "撤销我的决定" not in page
        assert '<button name="box" value="-">不归入任何盒</button>' in page
        fields = {"box": "-", "state": state(admin, id)}
        assert admin.post(f"/papers/{id}/filing", **fields).status_code == 303
        page = admin.get(f"/papers/{id}").text
        assert "撤销我的决定" in page
        assert '<button name="box" value="-">' not in page
        assert admin.post(f"/papers/{id}/undo", state=state(admin, id)).status_code == 303
        assert "已撤销" in admin.get(f"/papers/{id}").text
        assert admin.get(f"/api/v1/records/{id}").json() == before
        assert "撤销我的决定" not in admin.get(f"/papers/{id}").text
        assert admin.post(f"/papers/{id}/undo", state=state(admin, id)).status_code == 422


def it_offers_other_boxes_as_buttons(web_archive: Path) -> None:
    with signed_in(web_archive, "总管") as admin:
        for query in ("药具管理制度", "打印机卡纸"):
            page = admin.get(f"/papers/{admin.id_of(query)}").text
            menu = re.search(r'class="candidates".*?</form>', page, re.S)
            assert menu
            assert len(re.findall(r'<button name="box" value="[\w.]+"', menu[0])) >= 1, query


def it_undoes_nothing_of_another_session_nor_after_another_decided(own_archive: Path) -> None:
    with signed_in(own_archive, "总管") as admin:
        id = admin.id_of("药具管理制度")
        admin.post(f"/papers/{id}/filing", box="-", state=state(admin, id))
    with signed_in(own_archive, "总管") as again:
        assert "撤销我的决定" not in again.get(f"/papers/{id}").text
        assert again.post(f"/papers/{id}/undo", state=state(again, id)).status_code == 422
    with signed_in(own_archive, "查阅员") as reader:
        assert reader.post(f"/papers/{id}/undo", state=state(reader, id)).status_code == 403
