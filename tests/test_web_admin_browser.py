"""Administration in real Chromium: its main jobs, what goes wrong, no barrier (axe)."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from test_web_browser import CHROMIUM, PATIENCE, require_no_barrier, served, sign_in

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is missing: apt install chromium"),
]
PAGES = ("/admin", "/admin/users", "/admin/user?name=查阅员", "/admin/log", "/admin/settings")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        expect.set_options(timeout=PATIENCE)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def address(web_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    copied = shutil.copytree(web_archive, tmp_path_factory.mktemp("admin") / "archive")
    yield from served(Path(copied))


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 860})
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "console",
        lambda said: complaints.append(said.text) if "Content Security" in said.text else None,
    )
    sign_in(opened)
    opened.wait_for_url("**/")
    yield opened
    context.close()
    assert not complaints


@pytest.mark.parametrize("theme", ["light", "dark"])
def it_puts_up_no_barrier(theme: str, page: Page) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    for path in PAGES:
        page.goto(path)
        require_no_barrier(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280
        if theme == "light" and path == "/admin" and (to := os.environ.get("DANGHE_SHOTS")):
            page.screenshot(path=f"{to}/web-admin.png")
    page.emulate_media(color_scheme="light")


def it_builds_the_index_anew_and_tells_when_it_is_done(page: Page) -> None:
    page.goto("/admin")
    page.get_by_role("button", name="重建索引").click()
    expect(page.locator("#rebuild")).to_contain_text("重建完成")
    expect(page.locator("#rebuild")).to_contain_text("目录与索引一致")


def it_adds_a_user_from_the_keyboard_and_changes_the_role(page: Page) -> None:
    page.goto("/admin/users")
    page.get_by_label("用户名").fill("新来的")
    page.get_by_role("radio", name="检查员").focus()
    page.keyboard.press("Space")
    page.get_by_role("radio", name="只限这些单位").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("code.once")).to_have_text(re.compile(r"^([a-z0-9]{4}-?){4}$"))
    require_no_barrier(page)
    page.get_by_role("link", name="用户", exact=True).click()
    page.get_by_role("link", name="新来的").click()
    expect(page.get_by_role("radio", name="检查员")).to_be_checked()
    page.get_by_role("radio", name="查阅员").check()
    page.get_by_role("button", name="修改", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("已修改 新来的")
    expect(page.get_by_role("row", name=re.compile("新来的"))).to_contain_text("查阅员")


def it_says_why_a_user_cannot_be_added_and_keeps_what_was_typed(page: Page) -> None:
    page.goto("/admin/users")
    page.get_by_label("用户名").fill("总管")
    page.get_by_role("radio", name="全部单位").check()
    page.get_by_role("button", name="添加用户").click()
    expect(page.get_by_role("alert")).to_contain_text("已有用户 总管")
    expect(page.get_by_label("用户名")).to_have_value("总管")
    require_no_barrier(page)


def it_refuses_to_remove_the_last_who_administers(page: Page) -> None:
    page.goto("/admin/user?name=总管")
    page.get_by_label("确定删除 总管").check()
    page.get_by_role("button", name="删除用户").click()
    expect(page.locator("main")).to_contain_text("没有能管理整个档案库的档案员")
    require_no_barrier(page)


def it_narrows_the_log_down_and_takes_it_along(page: Page) -> None:
    page.goto("/admin/log")
    page.get_by_label("操作").select_option("user_add")
    page.get_by_role("button", name="筛选").click()
    expect(page.locator("table.log tbody th").first).to_have_text("添加用户")
    require_no_barrier(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename == "操作日志.csv"


def it_adds_synonyms_and_removes_them(page: Page) -> None:
    page.goto("/admin/settings")
    page.get_by_label("意思相同的词").fill("灭火器、灭火瓶")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("灭火器 = 灭火瓶")
    page.get_by_role("button", name="删除 灭火器 = 灭火瓶").click()
    expect(page.get_by_role("status").first).to_contain_text("已删除")
    page.get_by_label("意思相同的词").fill("灭火器")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    require_no_barrier(page)


def it_prints_without_forms(page: Page) -> None:
    page.goto("/admin/settings")
    page.emulate_media(media="print")
    assert page.locator("form").first.is_hidden()
    assert page.locator(".ways-within").is_hidden()
    assert page.locator("h1").is_visible()
    page.emulate_media(media="screen")
