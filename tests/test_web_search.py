"""The search page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams
from web_sites import STREET, Site, signed_in

from danghe.index import parse
from danghe.schemas import load
from danghe.web.asking import Asked
from danghe.web.naming import FACETS
from danghe.web.suggestions import suggestions


@pytest.fixture(scope="module")
def admin(web_archive: Path) -> Iterator[Site]:
    with signed_in(web_archive, "总管") as one:
        yield one


def it_sets_off_what_was_found_and_opens_it_at_its_page(admin: Site) -> None:
    page = admin.get("/", q="签到表附后").text
    assert "<mark>签到表附后</mark>" in page
    assert re.search(r'href="/papers/[0-9a-f]{12}-\d+\?q=[^"]*&amp;page=2"', page)


def it_pages_without_repeating_or_losing_a_hit(admin: Site) -> None:
    pages = [admin.records('"份防火检查"', page=number) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [10, 2, 0]
    assert len({id for page in pages for id in page}) == 12
    assert admin.records('"份防火检查"', page=1) == pages[0]
    assert 'rel="next"' in admin.get("/", q='"份防火检查"').text
    assert 'rel="next"' not in admin.get("/", q='"份防火检查"', page=2).text


def it_narrows_down_by_what_was_chosen_with_counts_that_agree(admin: Site) -> None:
    whole = admin.get("/", q="药具").text
    found = re.search(
        rf'href="([^"]*unit=[^"]*)"[^>]*><span>{STREET}</span> <span[^>]*>(\d+)', whole
    )
    assert found
    narrowed = admin.get(found[1].replace("&amp;", "&")).text
    assert f"共 {found[2]} 件" in narrowed
    assert 'aria-current="true"><span>柳塘街道' in narrowed
    hits = narrowed.partition('<ol class="hits"')[2].partition("</ol>")[0]
    assert "桂湾社区" not in hits


def it_says_where_a_query_goes_wrong(admin: Site) -> None:
    answer = admin.get("/", q="药具 (培训")
    assert answer.status_code == 422
    assert "第 4 个字符" in answer.text
    assert '<span>药具 </span><mark class="bad">(</mark><span>培训</span>' in answer.text


def it_offers_what_may_have_been_meant(admin: Site) -> None:
    page = admin.get("/", q="药俱管理制度").text
    assert re.search(r"您要找的是不是.*<a [^>]*>药具管理制度</a>", page, re.DOTALL)


def it_answers_a_part_of_the_page_for_paging_in_place(admin: Site) -> None:
    part = admin.get("/", q="防火检查", page=2, part="results").text
    assert part.startswith('<div id="results"')
    assert "<html" not in part


def it_sends_a_first_page_of_less_than_100_kilobytes(admin: Site) -> None:
    page = admin.get("/", q="药具")
    size = len(page.content)
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text):
        held = admin.get(address)
        assert held.status_code == 200
        assert "immutable" in held.headers["cache-control"]
        size += len(held.content)
    assert size < 100_000


def it_speaks_english_to_those_who_ask_for_it(web_archive: Path) -> None:
    with signed_in(web_archive, "总管") as one:
        assert one.post("/look", lang="en", theme="dark", back="/?q=药具").status_code == 303
        page = one.get("/", q="药具").text
        assert '<html lang="en" data-theme="dark">' in page
        assert " papers" in page
        assert '"Search"' in page or ">Search<" in page
    with signed_in(web_archive, "总管") as another:
        assert '<html lang="zh-CN" data-theme="auto">' in another.get("/").text


def it_refuses_a_language_or_theme_that_there_is_not(admin: Site) -> None:
    answer = admin.post("/look", lang="xx", theme='"><script>')
    assert "danghe_lang" not in answer.headers.get("set-cookie", "")
    assert "danghe_theme" not in answer.headers.get("set-cookie", "")


def it_suggests_names_of_forms_and_boxes(admin: Site) -> None:
    found = admin.get("/suggest", q="检查 药具培").json()
    assert len({one["query"] for one in found}) == len(found)
    assert any(one["kind"] == "box" and one["name"] == "药具培训盒" for one in found)
    assert all(one["query"].startswith("检查 ") for one in found)
    for one in found:
        assert admin.get("/", q=one["query"]).status_code == 200


@given(st.text(max_size=60))
def it_suggests_for_anything_that_is_typed_and_keeps_what_came_before(typed: str) -> None:
    for one in suggestions(typed, load(), ()):
        before = typed[: max(typed.rfind(sign) for sign in " \u3000") + 1]
        assert one.query.startswith(before)


def it_suggests_only_queries_that_can_be_honoured() -> None:
    norms = load()
    for _, section, box in norms.boxes():
        for name in (section.name, box.name or "", *(item.name for item in box.items)):
            for one in suggestions(name[:4], norms, ()):
                parse(one.query)


VALUES = st.lists(st.text(min_size=1, max_size=5), min_size=1, max_size=3, unique=True)


@given(st.text(max_size=20), st.integers(1, 400), st.dictionaries(st.sampled_from(FACETS), VALUES))
def it_finds_its_way_back_from_an_address(
    query: str, page: int, only: dict[str, list[str]]
) -> None:
    asked = Asked(query.strip(), "date", page, {name: tuple(v) for name, v in only.items()})
    read = Asked.of(QueryParams(urlsplit(asked.url).query))
    assert (read.sort, read.page) == ("date", page)
    assert dict(read.only) == dict(asked.only)


def it_chooses_and_unchooses_a_value() -> None:
    asked = Asked("药具", page=3).toggled("year", "2023").toggled("year", "2022")
    assert asked.only == {"year": ("2023", "2022")}
    assert asked.page == 1
    assert asked.toggled("year", "2023").toggled("year", "2022").only == {}
