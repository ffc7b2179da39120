"""The review queue as a page: answers, papers alike, undoing; and what is refused."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from web_sites import BASE, COMMUNITY, Site, signed_in

from danghe.archive import Archive


@pytest.fixture
def open_archive(own_archive: Path) -> Path:
    """All papers of the archive are open."""
    with Archive.open(own_archive) as archive:
        ids = [one.record.id for one in archive.filed() if not one.filing.is_open]
        archive.reopen(ids)
    return own_archive


@pytest.fixture
def admin(open_archive: Path) -> Iterator[Site]:
    with signed_in(open_archive, "总管") as one:
        yield one


def shown(page: str) -> tuple[str, str, list[str]]:
    """Record, state and boxes of a page."""
    found = re.search(r'action="/review/papers/([0-9a-f]{12}-\d+)"', page)
    state = re.search(r'name="state" value="(\w+)">\s*<button class="answer"', page)
    assert found
    assert state
    return found[1], state[1], re.findall(r'name="box" value="([^"]+)" data-key', page)


def take(site: Site, page: str, box: str | None = None) -> Any:
    record, state, boxes = shown(page)
    return site.post(f"/review/papers/{record}", state=state, box=box or boxes[0])


def it_files_with_one_answer_and_shows_the_next(admin: Site, open_archive: Path) -> None:
    page = admin.get("/review").text
    record, _, boxes = shown(page)
    answer = take(admin, page)
    assert answer.status_code == 303
    following = admin.client.get(answer.headers["location"]).text
    assert shown(following)[0] != record
    with Archive.open(open_archive) as archive:
        filing = archive.record(record).filing
        assert (filing.box_id, filing.decided_by) == (boxes[0], "总管")
        entry = archive.log(1, record)[0]
        assert (entry.event, entry.who) == ("review", "总管")


def it_takes_no_box_for_an_answer_and_undoes_it(admin: Site, open_archive: Path) -> None:
    page = admin.get("/review").text
    record = shown(page)[0]
    take(admin, page, "-")
    with Archive.open(open_archive) as archive:
        assert archive.record(record).filing.boxless
    answer = admin.post("/review/undo")
    assert shown(admin.client.get(answer.headers["location"]).text)[0] == record
    assert admin.post("/review/undo").status_code == 422


def it_skips_and_comes_to_the_end(admin: Site, open_archive: Path) -> None:
    with Archive.open(open_archive) as archive:
        waiting = [one.record.id for one in archive.queue()]
    path, met = "/review", []
    while "/review/papers/" in (page := admin.client.get(path).text):
        met.append(shown(page)[0])
        path = f"/review?after={met[-1]}"
    assert met == waiting
    assert "已到队尾" in page


def it_applies_an_answer_to_just_the_papers_it_counted(admin: Site, open_archive: Path) -> None:
    with Archive.open(open_archive) as archive:
        fire = archive.search("11月份防火检查").hits[0].record
        alike = {one.record.id for one in archive.alike(fire)}
    assert len(alike) > 5
    admin.get("/review")
    page = admin.client.get(f"/review?at={fire}").text
    answer = take(admin, page)
    page = admin.client.get(answer.headers["location"]).text
    assert f"照样决定这 {len(alike)} 件" in page
    found = re.search(r'action="/review/apply".*?name="state" value="(\w+)"', page, re.S)
    assert found
    assert admin.post("/review/apply", state="0" * 16).status_code == 422
    assert admin.post("/review/apply", state=found[1]).status_code == 303
    with Archive.open(open_archive) as archive:
        box = archive.record(fire).filing.box_id
        assert {archive.record(id).filing.box_id for id in alike} == {box}
        assert archive.log(1, alike.pop())[0].event == "apply"
    admin.post("/review/undo")
    with Archive.open(open_archive) as archive:
        assert {one.record.id for one in archive.alike(fire)}


def it_refuses_an_answer_to_what_somebody_else_decided_meanwhile(
    admin: Site, open_archive: Path
) -> None:
    page = admin.get("/review").text
    record = shown(page)[0]
    with Archive.open(open_archive, "别人") as archive:
        archive.decide([record], None, no_box=True)
    assert take(admin, page).status_code == 422
    with Archive.open(open_archive) as archive:
        assert archive.record(record).filing.decided_by == "别人"


@pytest.mark.parametrize("box", ["", "no-such-box", "../x"])
def it_refuses_a_box_that_is_none(box: str, admin: Site, open_archive: Path) -> None:
    record, state, _ = shown(admin.get("/review").text)
    answer = admin.post(f"/review/papers/{record}", state=state, box=box)
    assert answer.status_code == 422
    with Archive.open(open_archive) as archive:
        assert archive.record(record).filing.is_open


def it_shows_and_decides_within_the_units_of_a_person_only(open_archive: Path) -> None:
    with Archive.open(open_archive) as archive:
        others = [o.record.id for o in archive.filed() if o.filing.unit != COMMUNITY]
        own = {o.record.id for o in archive.filed(COMMUNITY)}
    with signed_in(open_archive, "社区员") as one:
        met, path = set(), "/review"
        while "/review/papers/" in (page := one.client.get(path).text):
            met.add(shown(page)[0])
            path = f"/review?after={shown(page)[0]}"
        assert met == own
        for id in (others[0], "0123456789ab-1"):
            answer = one.post(f"/review/papers/{id}", state="x", box="-")
            assert answer.status_code == 404
        assert shown(one.client.get(f"/review?at={others[0]}").text)[0] in own


@pytest.mark.parametrize("name", ["检查员", "查阅员"])
def it_is_for_archivists(name: str, web_archive: Path) -> None:
    with signed_in(web_archive, name) as one:
        assert one.get("/review").status_code == 403
        assert one.post("/review/undo").status_code == 403
        assert 'href="/review"' not in one.get("/").text


def it_takes_back_no_answer_of_another_session(open_archive: Path) -> None:
    with signed_in(open_archive, "总管") as one, signed_in(open_archive, "总管") as other:
        take(one, one.get("/review").text)
        assert other.post("/review/undo").status_code == 422


def it_takes_no_answer_without_a_token(admin: Site) -> None:
    record, state, boxes = shown(admin.get("/review").text)
    answer = admin.client.post(
        f"/review/papers/{record}", data={"state": state, "box": boxes[0]}, headers={"Origin": BASE}
    )
    assert answer.status_code == 403


@pytest.mark.slow
def it_answers_by_keys_in_a_browser_without_a_barrier(open_archive: Path) -> None:
    from playwright.sync_api import expect, sync_playwright
    from test_web_browser import CHROMIUM, require_no_barrier, served, sign_in

    for address in served(open_archive):
        with sync_playwright() as playwright:
            launched = playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
            )
            page = launched.new_page(base_url=address, viewport={"width": 1280, "height": 860})
            sign_in(page)
            page.wait_for_url("**/")
            page.goto("/review")
            require_no_barrier(page)
            first = page.locator("#paper").inner_text()
            page.keyboard.press("1")
            expect(page.get_by_role("status")).to_have_text("已决定，下一件。")
            require_no_barrier(page)
            if to := os.environ.get("DANGHE_SHOTS"):
                page.screenshot(path=f"{to}/web-review.png")
            page.get_by_label("用按键作答").uncheck()
            here = page.url
            page.keyboard.press("s")
            assert page.url == here
            page.get_by_label("用按键作答").check()
            page.keyboard.press("u")
            expect(page.locator("#paper")).to_have_text(first)
            page.keyboard.press("s")
            expect(page.locator("#paper")).not_to_have_text(first)
            launched.close()


def it_masks_numbers_and_escapes_markup(admin: Site) -> None:
    path, everything = "/review", ""
    while "/review/papers/" in (page := admin.client.get(path).text):
        everything += page
        path = f"/review?after={shown(page)[0]}"
    assert "11010519491231002X" not in everything
    assert "<script>alert(1)" not in everything
    assert "&lt;script&gt;alert(1)" in everything
