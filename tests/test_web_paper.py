"""The page of a paper: reading, deciding."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_images import FONT, NOTICE
from page_images import page as scanned
from web_sites import ID_NUMBER, Site, signed_in

from danghe.archive import Archive
from danghe.catalogue import BlockSpan, RecordContent
from danghe.model import BlockKind, PageLines, PlacedLine
from danghe.web.placing import covers, marked, personal_places
from danghe.web.reading import Cell, parts_of, shown


@pytest.fixture(scope="module")
def admin(web_archive: Path) -> Iterator[Site]:
    with signed_in(web_archive, "总管") as one:
        yield one


def it_opens_at_the_page_of_the_hit_and_marks_it_in_text_and_image(admin: Site) -> None:
    id = admin.id_of("签到表附后")
    page = admin.get(f"/papers/{id}", q="签到表附后").text
    assert "/pages/2.jpg" in page
    assert re.search(r'<mark id="hit-1">签到表附后</mark>', page)
    (found,) = re.findall(r'<rect class="found" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"', page)
    view = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)" role="img"', page)
    assert view
    scale = float(view[1]) / 595
    left, top, width = (float(value) / scale for value in found)
    assert left == pytest.approx(100, abs=2)
    assert 842 - top == pytest.approx(740 - 80 + 16 * 0.9, abs=6)
    assert width == pytest.approx(5 * 16, abs=3)


def it_draws_the_page_as_it_prints(admin: Site) -> None:
    id = admin.id_of("签到表附后")
    answer = admin.get(f"/papers/{id}/pages/1.jpg")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.content[:3] == b"\xff\xd8\xff"
    assert admin.get(f"/papers/{id}/pages/3.jpg").status_code == 404
    assert admin.get(f"/papers/{id}/pages/0.jpg").status_code == 404


def it_shows_papers_without_pages_as_text(admin: Site) -> None:
    id = admin.id_of("药具管理制度")
    page = admin.get(f"/papers/{id}", q="账卡相符").text
    assert '<svg class="sheet"' not in page
    assert '<mark id="hit-1">账卡相符</mark>' in page


def it_tells_reasons_neighbours_and_similar_papers(admin: Site) -> None:
    id = admin.id_of("药具管理制度")
    page = admin.get(f"/papers/{id}").text
    assert "药具文件盒" in page
    assert "标题" in page
    assert "同盒前后" in page
    assert "内容相近" in page
    why = admin.get(f"/papers/{id}/why")
    assert why.status_code == 200
    assert "药具文件盒" in why.text


def state(site: Site, id: str) -> str:
    return str(site.get(f"/api/v1/records/{id}").json()["state"])


def it_confirms_a_filing_by_one_button(own_archive: Path) -> None:
    with signed_in(own_archive, "总管") as admin:
        id = admin.id_of("药具管理制度")
        page = admin.get(f"/papers/{id}").text
        box = re.search(r'class="main" name="box" value="([\w.]+)"', page)
        assert box
        answer = admin.post(f"/papers/{id}/filing", box=box[1], state=state(admin, id))
        assert answer.headers["location"] == f"/papers/{id}"
        after = admin.get(f"/papers/{id}").text
        assert "已归盒。" in after
        assert "总管 决定" in after
        assert "已归盒。" not in admin.get(f"/papers/{id}").text
    with Archive.open(own_archive) as archive:
        filed = archive.record(id)
        assert (filed.filing.box_id, filed.filing.decided_by) == (box[1], "总管")
        assert filed.filing.item_ids
        assert archive.log(5, id)[0].who == "总管"


def it_corrects_a_filing_and_takes_it_back(own_archive: Path) -> None:
    with signed_in(own_archive, "总管") as admin:
        id = admin.id_of("防火检查")
        fields = {"box": "street.contraceptives.2", "year": "2022", "state": state(admin, id)}
        assert admin.post(f"/papers/{id}/filing", **fields).status_code == 303
        paper = admin.get(f"/api/v1/records/{id}").json()
        assert (paper["box_id"], paper["year"]) == ("street.contraceptives.2", 2022)
        assert admin.total("防火检查 盒:street.contraceptives.2") == 1
        assert admin.post(f"/papers/{id}/reopen", state=state(admin, id)).status_code == 303
        assert admin.get(f"/api/v1/records/{id}").json()["box_id"] is None
        fields = {"box": "-", "state": state(admin, id)}
        assert admin.post(f"/papers/{id}/filing", **fields).status_code == 303
        assert "不归任何盒" in admin.get(f"/api/v1/records/{id}").json()["box"]


@pytest.mark.parametrize(
    "fields", [{"box": "no.such.box"}, {"box": "street.contraceptives.1", "year": "20x3"},
               {"box": "street.contraceptives.1", "period": "2023-13"}],
)  # fmt: skip
def it_refuses_a_filing_that_cannot_be(fields: dict[str, str], own_archive: Path) -> None:
    with signed_in(own_archive, "总管") as admin:
        id = admin.id_of("防火检查")
        before = state(admin, id)
        assert admin.post(f"/papers/{id}/filing", state=before, **fields).status_code == 422
        assert state(admin, id) == before


def it_decides_on_nothing_that_changed_meanwhile(own_archive: Path) -> None:
    with signed_in(own_archive, "总管") as admin:
        id = admin.id_of("防火检查")
        seen = state(admin, id)
        fields = {"box": "street.contraceptives.2", "state": seen}
        assert admin.post(f"/papers/{id}/filing", **fields).status_code == 303
        late = admin.post(f"/papers/{id}/filing", **{**fields, "box": "-"})
        assert late.status_code == 422
        assert "改动" in late.text
        assert admin.get(f"/api/v1/records/{id}").json()["box_id"] == "street.contraceptives.2"


def it_tells_a_query_that_cannot_be_honoured_beside_the_paper(admin: Site) -> None:
    id = admin.id_of("药具管理制度")
    answer = admin.get(f"/papers/{id}", q="(药具")
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text


@pytest.mark.slow
@pytest.mark.skipif(FONT is None, reason="no font with Chinese characters")
def it_marks_hits_on_a_scan_by_the_lines_that_were_recognised(own_archive: Path) -> None:
    image = own_archive.parent / "scan.png"
    drawn = scanned()
    drawn.save(image)
    with Archive.open(own_archive) as archive:
        list(archive.import_([image], jobs=1, unit="柳塘街道"))
    with signed_in(own_archive, "查阅员") as reader:
        id = reader.id_of("由小组长签字")
        page = reader.get(f"/papers/{id}", q="由小组长签字").text
        (found,) = re.findall(r'<rect class="found" x="([\d.]+)" y="([\d.]+)"', page)
        assert reader.get(f"/papers/{id}/pages/1.jpg").status_code == 200
    line, size = NOTICE.index("二、检查结果填入登记表，由小组长签字。"), round(14 * 150 / 72)
    left = 150 + 12 * size
    top = round(0.8 * 150) + round(1.7 * size * line)
    assert float(found[0]) == pytest.approx(left, abs=1.5 * size)
    assert float(found[1]) == pytest.approx(top, abs=size)


# --- parts ---

BLOCKS = st.lists(
    st.tuples(st.sampled_from(list(BlockKind)), st.text("甲乙\t\n", max_size=8)), max_size=8
)


def content_of(blocks: Sequence[tuple[BlockKind, str]]) -> RecordContent:
    text = "\n".join(text for _, text in blocks)
    spans, start = [], 0
    for kind, one in blocks:
        spans.append(BlockSpan(kind, start, start + len(one), None))
        start += len(one) + 1
    return RecordContent(text, tuple(spans))


def cell_text(cell: Cell) -> str:
    return "".join(piece.text for piece in cell.pieces)


@given(BLOCKS, st.lists(st.tuples(st.integers(0, 60), st.integers(1, 5)), max_size=6))
def it_shows_every_character_once_whatever_is_set_off(
    blocks: list[tuple[BlockKind, str]], raw: list[tuple[int, int]]
) -> None:
    content = content_of(blocks)
    spans, place = [], 0
    for start, length in sorted(raw):
        start = max(start, place)
        if start + length <= len(content.text):
            spans.append((start, start + length))
            place = start + length
    parts = parts_of(content, None, None, spans)
    written = []
    for part in parts:
        for one in shown(content, part, spans):
            rows = "\n".join(
                "\t".join("".join(piece.text for piece in cell.pieces) for cell in row)
                for row in one.rows
            )
            written.append(rows or "".join(piece.text for piece in one.pieces))
    assert "\n".join(written) == content.text
    assert sum(part.hits for part in parts) == (len(spans) if blocks else 0)


def it_cuts_long_texts_without_pages_into_parts() -> None:
    content = content_of([(BlockKind.PARAGRAPH, "甲" * 5000)] * 7)
    parts = parts_of(content, None, None, ((30_010, 30_011),))
    assert [len(part.blocks) for part in parts] == [2, 2, 2, 1]
    assert [part.hits for part in parts] == [0, 0, 0, 1]


# --- places on images ---


def it_marks_a_term_that_goes_on_in_the_next_line() -> None:
    page = PageLines(
        200, 100, (PlacedLine("关于药", (0, 0, 60, 20)), PlacedLine("具管理", (0, 30, 60, 50)))
    )
    boxes = marked(page, lambda texts: [[(2, 5)]])
    assert boxes == ((0.2, 0.0, 0.3, 0.2), (0.0, 0.3, 0.1, 0.5))


def it_guesses_places_of_characters_by_their_width() -> None:
    page = PageLines(100, 10, (PlacedLine("表ab", (0, 0, 40, 10)),))
    assert marked(page, lambda texts: [[(1, 3)]]) == ((0.2, 0.0, 0.4, 1.0),)


def it_covers_numbers_even_where_recognition_slipped() -> None:
    for text in (
        f"身份证 {ID_NUMBER} 号",
        "身份证 1101O519491231002X1101051949123",
        "卡 621700001234567890",
    ):
        if re.search(r"\d{11}", text):
            assert personal_places(text), text
    assert not personal_places("柳政发〔2023〕15号 2023年12月31日 共 12000 元")
    page = PageLines(400, 20, (PlacedLine(f"号码{ID_NUMBER}", (0, 0, 220, 20)),))
    ((x0, _, x1, _),) = covers(page)
    assert x0 * 400 <= 40
    assert x1 * 400 >= 219


@given(st.text("0123456789Xx甲 -", max_size=40))
def it_covers_whatever_the_text_masks(text: str) -> None:
    from danghe.text.mask import mask_personal

    hidden = {place for place, sign in enumerate(mask_personal(text)) if sign != text[place]}
    covered = {place for start, end in personal_places(text) for place in range(start, end)}
    assert hidden <= covered
