"""The import page in real Chromium: choosing, dropping, progress, failures, retry; no barrier."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from test_web_browser import CHROMIUM, PATIENCE, require_no_barrier, served, sign_in

from danghe.archive import Archive
from danghe.web.settings import Settings

LONG = 60_000
"""Milliseconds for an import."""

DROP = """(files) => {
  const data = new DataTransfer();
  files.forEach(([name, text]) => data.items.add(new File([text], name)));
  for (const kind of ["dragover", "drop"]) {
    const event = new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true });
    document.querySelector("[data-drop]").dispatchEvent(event);
  }
}"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is missing: apt install chromium"),
]


def notice(number: int) -> str:
    text = f"关于开展第{number}次防汛检查的通知\n各社区：请检查。\n"
    return f"{text}柳塘街道办事处\n2024年5月{number}日\n"


@pytest.fixture(scope="module")
def place(web_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive, and beside it a folder that may be imported from."""
    home = tmp_path_factory.mktemp("import")
    shutil.copytree(web_archive, home / "archive")
    for unit in ("柳塘街道", "桂湾社区"):
        (home / "移交" / unit / "2024年").mkdir(parents=True)
    for number in range(1, 4):
        text = notice(number)
        (home / "移交" / "柳塘街道" / "2024年" / f"防汛{number}.txt").write_text(text, "utf-8")
    (home / "移交" / "柳塘街道" / "2024年" / "签到表.pdf").write_bytes(b"%PDF-1.4\nbroken")
    return home


@pytest.fixture(scope="module")
def address(place: Path) -> Iterator[str]:
    settings = Settings(threads=2, import_roots=(place / "移交",), most_files=40)
    yield from served(place / "archive", settings)


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
def session(browser: Browser, address: str) -> Any:
    context = browser.new_context(base_url=address)
    page = context.new_page()
    sign_in(page)
    page.wait_for_url("**/")
    kept = context.storage_state()
    context.close()
    return kept


@pytest.fixture
def page(browser: Browser, address: str, session: Any) -> Iterator[Page]:
    context = browser.new_context(
        base_url=address, storage_state=session, viewport={"width": 1280, "height": 860}
    )
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "console",
        lambda said: complaints.append(said.text) if "Content Security" in said.text else None,
    )
    opened.goto("/import")
    yield opened
    context.close()
    assert not complaints


def ended(page: Page, title: str) -> None:
    expect(page.locator("#standing")).to_have_text(title, timeout=LONG)


def it_sends_a_chosen_folder_and_shows_what_came_of_it(page: Page, place: Path) -> None:
    require_no_barrier(page)
    page.get_by_label("选择整个文件夹").set_input_files(place / "移交" / "柳塘街道")
    expect(page.locator("[data-said]")).to_contain_text("已选 4 个文件")
    page.get_by_role("button", name="送入并导入").click()
    bar = page.get_by_role("progressbar")
    expect(bar).to_be_visible()
    # It goes on by itself; four files may be done between two looks at how far it is.
    ended(page, "导入结束，有些文件没有读全")
    expect(page.locator(".tally")).to_contain_text("失败1")
    trouble = page.locator("details.trouble")
    expect(trouble).to_contain_text("柳塘街道/2024年/签到表.pdf")
    expect(trouble).to_contain_text("请用原软件打开并另存一份")
    require_no_barrier(page)
    if to := os.environ.get("DANGHE_SHOTS"):
        page.screenshot(path=f"{to}/web-import.png")
    page.emulate_media(color_scheme="dark")
    require_no_barrier(page)
    with Archive.open(place / "archive") as archive:
        paths = [one.path for one in archive.filed()]
    assert "柳塘街道/2024年/防汛1.txt" in paths
    page.get_by_role("button", name="失败的再读一次").click()
    expect(bar.or_(page.locator(".tally")).first).to_be_visible()
    ended(page, "导入结束，有些文件没有读全")
    page.locator(".standing td a").first.click()
    expect(page).to_have_url(re.compile("/(boxes|review)"))


def it_takes_what_is_dropped_and_says_what_is_too_much(page: Page, address: str) -> None:
    page.get_by_role("button", name="送入并导入").click()
    said = page.locator("[data-said]")
    expect(said).to_have_text("没有选择文件。")
    page.evaluate(DROP, [[f"{number}.txt", "x"] for number in range(41)])
    page.get_by_role("button", name="送入并导入").click()
    expect(said).to_contain_text("一次最多 40 个")
    require_no_barrier(page)
    page.evaluate(DROP, [["防汛总结.txt", notice(9)]])
    expect(said).to_contain_text("已选 1 个文件")
    page.locator("#send-year").fill("24")
    page.evaluate("document.querySelector('[data-send]').noValidate = true")
    page.get_by_role("button", name="送入并导入").click()
    expect(said).to_contain_text("年度")
    page.locator("#send-year").fill("2024")
    page.get_by_role("button", name="送入并导入").click()
    ended(page, "导入完成")
    page.get_by_role("button", name="收起结果").click()
    expect(page.locator("#standing")).to_have_count(0)


def it_imports_a_folder_of_the_server_without_a_script(
    browser: Browser, address: str, session: Any
) -> None:
    context = browser.new_context(
        base_url=address, storage_state=session, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/import")
    page.get_by_role("link", name="移交").click()
    page.get_by_role("link", name="柳塘街道").click()
    page.get_by_role("button", name="导入这个文件夹").click()
    expect(page.get_by_role("status").first).to_have_text("已开始导入。")
    for _ in range(LONG // 500):
        if page.locator("progress").count() == 0:
            break
        page.wait_for_timeout(500)
        page.get_by_role("link", name="刷新").click()
    expect(page.locator(".standing")).to_contain_text("移交 / 柳塘街道")
    expect(page.locator(".tally")).to_contain_text("重复4")
    context.close()
